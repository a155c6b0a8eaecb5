"""What a notebook shows: an article as its text with every attribution marked in place; one of them, a speaker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from quotes.article import Article
from quotes.attribution import Attribution, Change, Speaker, Verification
from quotes.report.aliases import other_names
from quotes.report.evidence import judged, place
from quotes.report.html.segments import Mark
from quotes.report.html.templates import TEMPLATES
from quotes.report.page import kind_of
from quotes.text.callings import shown_name


def notebook(article: Article) -> str:
    """HTML of the whole text; what an attribution is and who speaks stands in the title of each mark."""
    return _made("article", article)


def quote(attribution: Attribution) -> str:
    """HTML of one attribution: who, how, what, where, and what verification found."""
    return _made("quote", attribution)


def speaker(somebody: Speaker) -> str:
    """HTML of a speaker: name, role and kind, and what else the article calls them."""
    return _made("speaker", somebody)


def verdict(verification: Verification) -> str:
    """HTML of what verification found: the verdict, the passage beside it and what differs."""
    return _made("verdict", verification)


def _made(part: str, shown: Any) -> str:
    names = {"told": _told, "found": _found, "other_names": other_names}
    return str(getattr(TEMPLATES.get_template("notebook.html.jinja", globals=names).module, part)(shown))


def _told(marks: Sequence[Mark]) -> str:
    """What the marks say, "content of 1: Ewa Nowak, direct, 90%" each."""
    return "; ".join(dict.fromkeys(map(_mark, marks)))


def _mark(mark: Mark) -> str:
    a = mark.attribution
    speaker = shown_name(a.speaker) if a.speaker else "speaker not found"
    return f"{mark.role} of {a.id}: {speaker}, {kind_of(a)}, {a.confidence:.0%}"


def _found(verification: Verification, speaker: Speaker | None = None) -> str:
    told = f"{judged(verification, speaker)} ({verification.similarity:.0%})"
    where = (place(verification.match),) if verification.match else ()
    return "; ".join((told, *where, *map(_changed, verification.changes)))


def _changed(change: Change) -> str:
    source, article = (f"“{span.text}”" if span else "nothing" for span in (change.source, change.article))
    return f"{change.kind}: {source} → {article}"
