"""What a notebook shows: an article as its text with every attribution marked in place; one of them, a speaker."""

from __future__ import annotations

from collections.abc import Sequence

from quotes.article import Article
from quotes.attribution import Attribution, Change, Speaker, Verification
from quotes.report.aliases import other_names
from quotes.report.html.segments import Mark
from quotes.report.html.templates import TEMPLATES
from quotes.report.page import kind_of
from quotes.report.verdict_words import judged, place
from quotes.text.callings import shown_name


def html(shown: Article | Attribution | Speaker | Verification) -> str:
    """HTML of an article's text, marked, with what and who in the title of each mark; or of what was found in it."""
    names = {"told": _told, "found": _found, "other_names": other_names}
    template = TEMPLATES.get_template("notebook.html.jinja", globals=names)
    return str(getattr(template.module, type(shown).__name__.lower())(shown))


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
