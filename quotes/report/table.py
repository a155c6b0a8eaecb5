"""Articles as text to read: for each quote who, how, what and where, and under it the sentence that it stands in.

Colours tell source, cue and content apart on a terminal; bold, underlined and slanted letters do where colour is
off; marks ([source] {cue} <content>) do where there is nothing but characters, as in a file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, Literal

from rich.console import Console, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from quotes.article import Article, Attribution, Span, Type
from quotes.report.selection import Selection
from quotes.report.visible import visible
from quotes.sentences import Sentence, split

Role = Literal["content", "source", "cue"]

_STYLES: dict[Role, Style] = {  # where two overlap the later one is seen
    "content": Style(color="green", italic=True),
    "source": Style(color="cyan", bold=True),
    "cue": Style(color="yellow", underline=True),
}
_MARKS: dict[Role, tuple[str, str]] = {"source": ("[", "]"), "cue": ("{", "}"), "content": ("<", ">")}
_BOLD = Style(bold=True)
_DIM = Style(dim=True)
_REPORTED = Style(italic=True)
_LOST = Style(color="red", bold=True)
_OPENING_MARKS = tuple("\"'“”‘’„‚«»‹›「『`")
_REACH = 1000  # characters of a sentence that are shown before and after its attribution
_WIDEST = 120  # longer lines are hard to read
_TYPES: tuple[Type, ...] = ("direct", "mixed", "indirect")
_ALL = Selection()


def write_table(
    articles: Iterable[Article],
    out: IO[str],
    selection: Selection = _ALL,
    *,
    attitudes: bool = False,
    context: int = 0,
    width: int | None = None,
    color: bool = True,
) -> None:
    """A section an article, written as they come, and a sum at the end where there are several.

    selection: which attributions are shown; the table tells how many it leaves out.
    attitudes: whether what people think and want is shown beside what they said.
    context: how many sentences to show before and after the one that an attribution stands in.
    width: columns to use, 40 or more; by default the terminal's, but at most 120, or 80 in a file.
    color: False for none; the environment's NO_COLOR says the same.
    """
    width = width or min(Console(file=out).width, _WIDEST)
    # Without a height rich asks the terminal, for the width as well.
    page = _Page(
        Console(file=out, width=width, height=25, no_color=None if color else True, highlight=False), context
    )
    sections = quotes = 0
    for article in articles:
        wanted = [a for a in article.attributions if attitudes or a.act == "statement"]
        selected = {a.id for a in selection.of(article).attributions}
        shown = [a for a in wanted if a.id in selected]
        if sections:
            page.print(Text("\n"))
        page.print_section(article, shown)
        page.print_left_out(attitudes=len(selected) - len(shown), others=len(wanted) - len(shown))
        sections += 1
        quotes += sum(a.act == "statement" for a in shown)
    if sections > 1:
        page.print(Text("\n"), Text(f"{sections} articles, {_count(quotes, 'quote')}", _BOLD))


@dataclass(frozen=True)
class _Page:
    """Where a table is printed, with `context` sentences around each attribution's own."""

    console: Console
    context: int

    @property
    def marked(self) -> bool:
        """Whether the output holds characters only, so that marks must tell what styles would."""
        return self.console.color_system is None

    def print(self, *parts: RenderableType) -> None:
        with self.console.capture() as capture:
            for part in parts:
                self.console.print(part)
        self.console.file.write("\n".join(line.rstrip(" ") for line in capture.get().split("\n")))
        self.console.file.flush()

    def print_section(self, article: Article, shown: Sequence[Attribution]) -> None:
        self.print(_heading(article, shown))
        if not shown:
            return
        self.print(self._legend(), Text())
        self.print(self._row("", Text("speaker", _DIM), Text("verb", _DIM), Text("quote", _DIM), Text("line", _DIM)))
        sentences = split(article.text) if self.context else []
        for attribution in shown:
            start, end = _around(attribution.context.sentence, sentences, self.context)
            cells = (_speaker(attribution), _verb(attribution), _quote(attribution), _line(attribution))
            sentence = self._sentence(article.text, *_shortened(start, end, attribution), attribution)
            self.print(Text(), self._row(str(attribution.id), *cells), self._behind_bar(sentence))

    def print_left_out(self, *, attitudes: int, others: int) -> None:
        """A line about what is not shown, where there is any."""
        told = []
        if attitudes:
            told.append(f"{_count(attitudes, 'attitude')}, what people think or want; --all shows that too")
        if others:
            told.append(f"{others} that your options leave out")
        if told:
            self.print(Text(), Text(f"Not shown: {'; '.join(told)}.", _DIM))

    def _row(self, number: str, speaker: Text, verb: Text, quote: Text, line: Text) -> Table:
        fifth = max(9, min(self.console.width // 5, 28))
        row = Table.grid(padding=(0, 2, 0, 0), expand=True)
        row.add_column(width=max(3, len(number)), overflow="fold", justify="right")
        row.add_column(width=fifth, overflow="fold")
        row.add_column(width=max(8, fifth * 2 // 3), overflow="fold")
        row.add_column(ratio=1, overflow="fold")
        row.add_column(width=max(4, len(line.plain.partition("\n")[0])), overflow="fold", justify="right")
        row.add_row(Text(number), speaker, verb, quote, line)
        return row

    def _behind_bar(self, sentence: Text) -> Text:
        lines = sentence.wrap(self.console, self.console.width - 7)
        return Text("\n").join(Text("     ").append("│ ", _DIM).append(line) for line in lines)

    def _legend(self) -> Text:
        legend = Text().append("     under each quote, the sentence that it stands in: ", _DIM)
        for role in _MARKS:
            opening, closing = _MARKS[role] if self.marked else ("", "")
            legend.append(f"{opening}{role}{closing}", _STYLES[role]).append(" ")
        return legend

    def _sentence(self, text: str, start: int, end: int, attribution: Attribution) -> Text:
        """The text from `start` to `end` in one line with the attribution's spans styled or marked."""
        spans = [(max(s, start), min(e, end), role) for s, e, role in _spans(attribution) if s < end and e > start]
        cuts = sorted({start, end, *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
        shown = Text()
        for here, there in pairwise(cuts):
            if self.marked:  # an outer span opens first and closes last
                opened = sorted((s for s in spans if s[0] == here), key=lambda s: -s[1])
                shown.append("".join(_MARKS[role][0] for _, _, role in opened))
            style = next((_STYLES[role] for s, e, role in reversed(spans) if s <= here < e), None)
            shown.append(visible(text[here:there]), style)
            if self.marked:
                closed = sorted((s for s in spans if s[1] == there), key=lambda s: -s[0])
                shown.append("".join(_MARKS[role][1] for _, _, role in closed))
        return shown


def _heading(article: Article, shown: Sequence[Attribution]) -> Text:
    heading = Text(f"{visible(article.path or article.id)}: ", _BOLD)
    statements = [a for a in shown if a.act == "statement"]
    types = Counter(a.type for a in statements)
    kinds = ", ".join(f"{types[type]} {type}" for type in _TYPES if types[type])
    heading.append(f"{_count(len(statements), 'quote')} ({kinds})" if statements else "no quotes")
    if len(shown) > len(statements):
        heading.append(f" and {_count(len(shown) - len(statements), 'attitude')}")
    speakers = len({a.speaker for a in shown if a.speaker})
    if speakers:
        heading.append(f" by {_count(speakers, 'speaker')}")
    lost = sum(a.speaker is None for a in shown)
    if lost:
        heading.append(", ").append(f"{lost} without a speaker", _LOST)
    return heading


def _around(sentence: Span, sentences: Sequence[Sentence], context: int) -> tuple[int, int]:
    """Start and end of `sentence` with `context` of the article's `sentences` before and after it."""
    if not sentences:
        return sentence.start, sentence.end
    first = bisect_right(sentences, sentence.start, key=lambda s: s.start) - 1 - context
    last = bisect_left(sentences, sentence.end, key=lambda s: s.end) + context
    start = sentences[max(0, first)].start
    end = sentences[min(last, len(sentences) - 1)].end
    return min(start, sentence.start), max(end, sentence.end)


def _shortened(start: int, end: int, attribution: Attribution) -> tuple[int, int]:
    """The text from `start` to `end`, less of it where it reaches far beyond the attribution."""
    spans = [span for span in _spans(attribution) if span[0] < end and span[1] > start]
    first, last = min(s for s, _, _ in spans), max(e for _, e, _ in spans)
    return max(start, first - _REACH), min(end, last + _REACH)


def _speaker(attribution: Attribution) -> Text:
    speaker = attribution.speaker
    if speaker is None:
        return Text("? speaker not found", _LOST)
    shown = Text().append(visible(speaker.name.replace(" | ", " and ")), _BOLD)
    if speaker.role:
        shown.append(f"\n{visible(speaker.role)}", _DIM)
    return shown


def _verb(attribution: Attribution) -> Text:
    shown = Text(visible(attribution.cue.text) if attribution.cue else "-")
    kind = attribution.type if attribution.act == "statement" else f"{attribution.type} attitude"
    return shown.append(f"\n{kind}", _DIM)


def _quote(attribution: Attribution) -> Text:
    words = visible(attribution.words)
    if attribution.type != "direct":
        return Text(words, _REPORTED if attribution.type == "indirect" else "")
    return Text(words if words.startswith(_OPENING_MARKS) else f"“{words}”")


def _line(attribution: Attribution) -> Text:
    return Text(str(attribution.context.line)).append(f"\n{attribution.confidence:.0%}", _DIM)


def _spans(attribution: Attribution) -> list[tuple[int, int, Role]]:
    """Start, end and role of the attribution's spans; where two overlap the later one is to be seen."""
    spans: list[tuple[int, int, Role]] = [(span.start, span.end, "content") for span in attribution.content]
    if attribution.source:
        spans.append((attribution.source.start, attribution.source.end, "source"))
    if attribution.cue:
        spans.append((attribution.cue.start, attribution.cue.end, "cue"))
    return spans


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
