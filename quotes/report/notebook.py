"""An article as a notebook shows it: its text with every attribution marked in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quotes.article import Article
from quotes.attribution import Role
from quotes.report.aliases import shown_name
from quotes.report.html.segments import Mark, paragraphs
from quotes.report.html.templates import TEMPLATES
from quotes.report.page import kind_of

# Lines tell the roles apart besides colours, which do on light and dark pages. Where two overlap the first is seen.
_STYLES: dict[Role, str] = {
    "cue": "background: none; color: inherit; border-bottom: 2px dotted #0a8a60; font-style: italic",
    "source": "background: none; color: inherit; border: 1px solid #a85400; border-radius: 2px; font-weight: 600",
    "content": "background: rgba(42, 102, 176, .18); color: inherit; border-bottom: 1.5px solid #2a66b0",
}


def notebook(article: Article) -> str:
    """HTML of the whole text; what an attribution is and who speaks stands in the title of each mark."""
    return TEMPLATES.get_template("notebook.html.jinja").render(
        article=article,
        counts=Counter(a.act for a in article.attributions if a.said),
        paragraphs=paragraphs(article),
        style=_style,
        told=_told,
    )


def _style(marks: Sequence[Mark]) -> str:
    roles = {mark.role for mark in marks}
    return next(style for role, style in _STYLES.items() if role in roles)


def _told(marks: Sequence[Mark]) -> str:
    """What the marks say, "content of 1: Ewa Nowak, direct, 90%" each."""
    return "; ".join(dict.fromkeys(map(_mark, marks)))


def _mark(mark: Mark) -> str:
    a = mark.attribution
    speaker = shown_name(a.speaker) if a.speaker else "speaker not found"
    return f"{mark.role} of {a.id}: {speaker}, {kind_of(a)}, {a.confidence:.0%}"
