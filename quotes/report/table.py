"""Articles as text to read: for each quote who, how, what and where, and under it the sentence that it stands in.

Colours tell source, cue and content apart on a terminal; bold, underlined and slanted letters do where colour is
off; marks ([source] {cue} <content>) do where there is nothing but characters, as in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

from rich.style import Style
from rich.table import Table
from rich.text import Text

from quotes.article import Article
from quotes.attribution import Attribution, Role, Span
from quotes.report.page import DIM, ROLE_MARKS, ROLE_STYLES, Page, kind_of, quoted, speaker_cell, write_sections
from quotes.report.selection import ALL, Selection
from quotes.report.verified import verified
from quotes.report.visible import visible
from quotes.text.intervals import Intervals
from quotes.text.sentences import Sentence, split

_REPORTED = Style(italic=True)
_REACH = 1000  # characters of a sentence that are shown before and after its attribution


def write_table(
    articles: Iterable[Article],
    out: IO[str],
    selection: Selection = ALL,
    *,
    everything: bool = False,
    context: int = 0,
    width: int | None = None,
    color: bool = True,
) -> None:
    """A section an article, written as they come, and a sum at the end where there are several.

    selection: which attributions are shown; the table tells how many it leaves out.
    everything: whether what people think and want, and what is unsure, is shown beside what they said.
    context: how many sentences to show before and after the one that an attribution stands in.
    width, color: as `Page.on` takes them.
    """
    page = Page.on(out, width, color=color)
    write_sections(page, articles, _Rows(page, context).print, selection, everything=everything)


@dataclass(frozen=True)
class _Rows:
    """Rows of the table on a page, with `context` sentences around each attribution's own."""

    page: Page
    context: int

    def print(self, article: Article, shown: Sequence[Attribution]) -> None:
        """A row for each of the attributions."""
        head = self._row("", Text("speaker", DIM), Text("verb", DIM), Text("quote", DIM), Text("line", DIM))
        self.page.print(self._legend(), Text(), head)
        sentences = Intervals.of(split(article.text, article.places.paragraphs.items) if self.context else ())
        for attribution in shown:
            start, end = _around(attribution.context.sentence, sentences, self.context)
            sentence = self._sentence(article.text, *_shortened(start, end, attribution), attribution)
            self.page.print(Text(), self._row(str(attribution.id), *_cells(attribution)), self._behind_bar(sentence))
            if attribution.verification:
                self.page.print(verified(attribution, attribution.verification, marked=self.page.marked))

    def _row(self, number: str, speaker: Text, verb: Text, quote: Text, line: Text) -> Table:
        fifth = max(9, min(self.page.width // 5, 28))
        row = Table.grid(padding=(0, 2, 0, 0), expand=True)
        row.add_column(width=max(3, len(number)), overflow="fold", justify="right")
        row.add_column(width=fifth, overflow="fold")
        row.add_column(width=max(8, fifth * 2 // 3), overflow="fold")
        row.add_column(ratio=1, overflow="fold")
        row.add_column(width=max(4, len(line.plain.partition("\n")[0])), overflow="fold", justify="right")
        row.add_row(Text(number), speaker, verb, quote, line)
        return row

    def _behind_bar(self, sentence: Text) -> Text:
        lines = sentence.wrap(self.page.console, self.page.width - 7)
        return Text("\n").join(Text("     ").append("│ ", DIM).append(line) for line in lines)

    def _legend(self) -> Text:
        legend = Text().append("     under each quote, the sentence that it stands in: ", DIM)
        for role in ROLE_MARKS:
            opening, closing = ROLE_MARKS[role] if self.page.marked else ("", "")
            legend.append(f"{opening}{role}{closing}", ROLE_STYLES[role]).append(" ")
        return legend

    def _sentence(self, text: str, start: int, end: int, attribution: Attribution) -> Text:
        """The text from `start` to `end` in one line with the attribution's spans styled or marked."""
        spans = [(max(s, start), min(e, end), role) for s, e, role in _spans(attribution) if s < end and e > start]
        cuts = sorted({start, end, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
        shown = Text()
        for here, there in pairwise(cuts):
            if self.page.marked:  # an outer span opens first and closes last
                opened = sorted((s for s in spans if s[0] == here), key=lambda s: -s[1])
                shown.append("".join(ROLE_MARKS[role][0] for _, _, role in opened))
            style = next((ROLE_STYLES[role] for s, e, role in reversed(spans) if s <= here < e), None)
            shown.append(visible(text[here:there]), style)
            if self.page.marked:
                closed = sorted((s for s in spans if s[1] == there), key=lambda s: -s[0])
                shown.append("".join(ROLE_MARKS[role][1] for _, _, role in closed))
        return shown


def _around(sentence: Span, sentences: Intervals[Sentence], context: int) -> tuple[int, int]:
    """Start and end of `sentence` with `context` of the article's `sentences` before and after it."""
    if not sentences.items:
        return sentence.start, sentence.end
    start = sentences.starts[max(0, sentences.at(sentence.start) - context)]
    end = sentences.ends[min(sentences.at(sentence.end - 1) + context, len(sentences.ends) - 1)]
    return min(start, sentence.start), max(end, sentence.end)


def _shortened(start: int, end: int, attribution: Attribution) -> tuple[int, int]:
    """The text from `start` to `end`, less of it where it reaches far beyond the attribution."""
    spans = [span for span in _spans(attribution) if span[0] < end and span[1] > start]
    first, last = min((s for s, _, _ in spans), default=start), max((e for _, e, _ in spans), default=end)
    return max(start, first - _REACH), min(end, last + _REACH)


def _cells(a: Attribution) -> tuple[Text, Text, Text, Text]:
    """Who, how, what and where, as the table shows them."""
    verb = Text(visible(a.cue.text) if a.cue else "-").append(f"\n{kind_of(a)}", DIM)
    quote = Text(quoted(a), _REPORTED if a.type == "indirect" else "")
    return speaker_cell(a.speaker), verb, quote, Text(str(a.context.line)).append(f"\n{a.confidence:.0%}", DIM)


def _spans(attribution: Attribution) -> list[tuple[int, int, Role]]:
    """Start, end and role of the attribution's spans; where two overlap the later one is to be seen."""
    return [(span.start, span.end, role) for role, spans in attribution.roles.items() for span in spans]
