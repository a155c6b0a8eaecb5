"""The templates of pages, which stand beside this file: what they are given is shown and never obeyed.

Every value becomes one visible line and is escaped on its way into the page, text and attributes alike, unless it is
Markup; only `allowed`, `running` and the templates themselves make that. A template is indented for its readers: its
line breaks are not in the page, nor is the indentation after them.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any, get_args

import regex
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

from quotes.report.by_speaker import tallies
from quotes.report.html.section import NOBODY
from quotes.report.html.segments import paragraphs
from quotes.report.page import TYPES, besides, counted, kind_of, quoted, unsured
from quotes.report.selection import Fold
from quotes.report.verdict_words import pieces, place, verdict_word, why
from quotes.report.verdicts import LOOKS, is_grave, rank
from quotes.report.visible import visible
from quotes.text.callings import shown_name
from quotes.text.language import ENGLISH, foreign

_HOSTILE = regex.compile(r"(?V1)[\p{C}--\s]")
_LINE_BREAK = regex.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_INDENTATION = regex.compile(r"\n\s*+")


def running(text: str) -> Markup:
    """`text` with its white space; control characters are replaced as `visible` does, each in its place."""
    return escape(_HOSTILE.sub(lambda match: visible(match[0]), _LINE_BREAK.sub("\n", text)))


def share(number: float) -> str:
    """0.75 as "75%"."""
    return f"{number:.0%}"


def allowed(content: str) -> Markup:
    """What a Content-Security-Policy calls a style or script that stands in the page."""
    return Markup(f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'")


def _shown(value: Any) -> str:
    return value if isinstance(value, Markup) else visible(str(value))


class _Unindented(Extension):
    """Takes line breaks and indentation out of what goes into a page; errors still tell a template's line."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        for token in stream:
            is_page = token.type == "data"
            yield Token(token.lineno, token.type, _INDENTATION.sub("", token.value)) if is_page else token


TEMPLATES = Environment(
    loader=PackageLoader("quotes.report.html", ""),
    autoescape=True,
    finalize=_shown,
    undefined=StrictUndefined,
    extensions=[_Unindented],
)
TEMPLATES.filters |= {function.__name__: function for function in (allowed, running, share, verdict_word)}
TEMPLATES.globals |= {
    function.__name__: function
    for function in (
        *(besides, counted, foreign, unsured, kind_of, quoted, shown_name),
        *(is_grave, rank, paragraphs, pieces, place, tallies, why),
    )
}
TEMPLATES.globals |= {"LOOKS": LOOKS, "TYPES": TYPES, "ENGLISH": ENGLISH, "FOLDS": get_args(Fold), "NOBODY": NOBODY}
