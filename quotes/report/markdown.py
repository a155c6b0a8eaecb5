"""Articles as Markdown for GitHub and its like: a heading and a table an article, in which any text stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

import regex

from quotes.article import Article
from quotes.attribution import Attribution
from quotes.report.page import kind_of, unsured
from quotes.report.selection import ALL, Selection
from quotes.report.verdict_words import judged, passage
from quotes.report.visible import visible
from quotes.text.callings import shown_name

_COLUMNS = {"no.": "---:", "speaker": "---", "verb": "---", "quote": "---", "line": "---:", "confidence": "---:"}
_VERDICT = {"verdict": "---", "source": "---"}
_REVIEW = {"review": "---", "note": "---"}

# What makes markup, and what makes links of plain text: "www.", "name.tld", "http:", "//". After "\" each is itself.
_MARKUP = regex.compile(
    r"[\\`*_{}\[\]<>#~|&^$=]|:(?=[\w/])|(?<=\w)\.(?=\w)|(?<=www)\.|/(?=/)|(?<=/)/|(?P<at>@++)", regex.IGNORECASE
)


def write_markdown(
    articles: Iterable[Article], out: IO[str], selection: Selection = ALL, *, everything: bool = False
) -> None:
    """A heading and a table an article, written as they come; the verdict and the source's words where any has them.

    selection: which attributions are shown, statements and attitudes. everything: whether unsure ones are shown too.
    """
    separator = ""
    for article in articles:
        chosen = selection.of(article).attributions
        shown = [a for a in chosen if everything or selection.fold(a) != "unsure"]
        out.write(separator + _section(article, shown, len(chosen) - len(shown)))
        out.flush()
        separator = "\n"


def _section(article: Article, shown: Sequence[Attribution], unsure: int) -> str:
    heading = f"## {_plain(article.path or article.id)}\n\n"
    left_out = f"\nNot shown: {unsured(unsure)}; --all shows that too.\n" if unsure else ""
    if not shown:
        return f"{heading}No quotes{' that are sure' if unsure else ''}.\n{left_out}"
    verified = any(a.verification for a in shown)
    reviewed = any(a.review for a in shown)
    columns = _COLUMNS | (_VERDICT if verified else {}) | (_REVIEW if reviewed else {})
    rows = (_cells(a, verified, reviewed) for a in shown)
    return heading + "".join(f"| {' | '.join(cells)} |\n" for cells in (columns, columns.values(), *rows)) + left_out


def _cells(a: Attribution, verified: bool, reviewed: bool) -> list[str]:
    """The cells of a row; verified, reviewed: with what verification found, with what a person says of it."""
    speaker = ", ".join(filter(None, (shown_name(a.speaker), a.speaker.role))) if a.speaker else "? speaker not found"
    verb = f"{a.cue.text} ({kind_of(a)})" if a.cue else f"({kind_of(a)})"
    cells = [str(a.id), _plain(speaker), _plain(verb), _plain(a.words), str(a.context.line), f"{a.confidence:.0%}"]
    if verified:
        v = a.verification
        cells += [_plain(judged(v, a.speaker)) if v else "", _plain(passage(v.match)) if v and v.match else ""]
    if reviewed:
        cells += [a.review.state or "", _plain(a.review.note or "")] if a.review else ["", ""]
    return cells


def _plain(text: str) -> str:
    """Markdown in one line that shows `text` and nothing but it."""
    escaped: str = _MARKUP.sub(_escaped, visible(text).strip())
    return escaped


def _escaped(match: regex.Match[str]) -> str:
    # GitHub looks for e-mail addresses when escapes are already undone, but not in code.
    return f"`{match[0]}`" if match["at"] else f"\\{match[0]}"
