"""What verification found, as lines of text: the verdict, and the article's words beside the source's.

Words that the article changed or put in are struck in the one and those that it left out in the other; where there is
nothing but characters, as in a file, [-these-] are the source's and {+these+} the article's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.style import Style
from rich.table import Table
from rich.text import Text

from quotes.attribution import Attribution, Change, Match, Span, Verification
from quotes.report.page import DIM
from quotes.report.verdict_words import Side, judged, pieces, place, verdict_word
from quotes.report.verdicts import look
from quotes.report.visible import visible

_DIFFERENT: dict[Side, tuple[tuple[str, str], Style]] = {
    "article": (("{+", "+}"), Style(color="red", bold=True, underline=True)),
    "source": (("[-", "-]"), Style(color="green", bold=True, strike=True)),
}


def verified(attribution: Attribution, verification: Verification, *, marked: bool) -> Table:
    """Rows for the verdict, and for the article's and the source's words where they differ.

    marked: whether changes are told by marks instead of by styles.
    """
    rows = Table.grid(padding=(0, 2, 0, 0))
    rows.add_column(width=12, justify="right")
    rows.add_column(overflow="fold")
    for head, words in _rows(attribution, verification, marked):
        rows.add_row(head, words)
    return rows


def _rows(attribution: Attribution, verification: Verification, marked: bool) -> Iterator[tuple[Text, Text]]:
    found, shown = verification, look(verification)
    word = verdict_word(found.verdict)
    verdict = Text(word, shown.style).append(judged(found, attribution.speaker).removeprefix(word), DIM)
    yield Text(shown.sign, shown.style), verdict.append(f" · {place(found.match)}" if found.match else "", DIM)
    if found.match and found.changes:
        yield Text("article", DIM), _words(attribution.content, "article", found.changes, marked)
    if found.match:
        yield Text("source", DIM), _beside(found.match, found.changes, marked)


def _beside(match: Match, changes: Sequence[Change], marked: bool) -> Text:
    """The source's sentence with those before and after it."""
    whole = Text(f"{visible(match.before.text)} " if match.before else "", DIM)
    whole = Text().append(whole).append(_words([match.sentence or match.span], "source", changes, marked))
    return whole.append(f" {visible(match.after.text)}" if match.after else "", DIM)


def _words(spans: Sequence[Span], side: Side, changes: Iterable[Change], marked: bool) -> Text:
    """The words of the spans in a line, with those of the changes told apart."""
    (before, after), style = _DIFFERENT[side]
    words = Text(style="")
    for span in spans:
        words.append(" … " if words else "")
        for piece, change in pieces(span, side, changes):
            shown = visible(piece)
            words.append(f"{before}{shown}{after}" if change and marked else shown, style if change else None)
    return words
