"""Reads a news article and tells who said what, and where it says so.

>>> import quotes
>>> article = quotes.scan('"We will not sign," said Ana Pereira, the mayor.')
>>> article.attributions[0].speaker.name
'Ana Pereira'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from quotes.article import Article
from quotes.attribution import (
    Act,
    Attribution,
    Change,
    ChangeKind,
    Context,
    Kind,
    Match,
    Name,
    NameKind,
    Part,
    Reason,
    Review,
    Setting,
    Span,
    Speaker,
    State,
    Type,
    Verdict,
    Verification,
)
from quotes.errors import QuotesError
from quotes.version import VERSION

if TYPE_CHECKING:
    from quotes.archive.archive import Archive
    from quotes.archive.rows import ArchivedQuote
    from quotes.reading import Document
    from quotes.reading.texts import read
    from quotes.report.frames import to_arrow, to_pandas
    from quotes.scanner import Scanner, scan, scan_many
    from quotes.verification import Evidence, verify

_ROOMS = {
    "Archive": "archive.archive",
    "ArchivedQuote": "archive.rows",
    "Document": "reading",
    "Evidence": "verification",
    "Scanner": "scanner",
    "read": "reading.texts",
    "scan": "scanner",
    "scan_many": "scanner",
    "to_arrow": "report.frames",
    "to_pandas": "report.frames",
    "verify": "verification",
}

__all__ = [
    "Act",
    "Archive",
    "ArchivedQuote",
    "Article",
    "Attribution",
    "Change",
    "ChangeKind",
    "Context",
    "Document",
    "Evidence",
    "Kind",
    "Match",
    "Name",
    "NameKind",
    "Part",
    "QuotesError",
    "Reason",
    "Review",
    "Scanner",
    "Setting",
    "Span",
    "Speaker",
    "State",
    "Type",
    "Verdict",
    "Verification",
    "read",
    "scan",
    "scan_many",
    "to_arrow",
    "to_pandas",
    "verify",
]

__version__ = VERSION


def __getattr__(name: str) -> Any:
    """Brings in what reads texts only when it is asked for, so that the import stays quick."""
    if name in _ROOMS:
        return getattr(import_module(f"quotes.{_ROOMS[name]}"), name)
    raise AttributeError(f"module 'quotes' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__


def _repr_html_(self: Any) -> str:
    """What a notebook shows; how is known above here."""
    return str(import_module("quotes.report.notebook").html(self))


for _kind in (Article, Attribution, Speaker, Verification):
    _kind._repr_html_ = _repr_html_  # type: ignore[union-attr]
