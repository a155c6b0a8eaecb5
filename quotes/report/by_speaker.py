"""Who speaks in articles: for each speaker how often, how many words, whether directly, and in which lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Literal

import regex
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quotes.article import Article
from quotes.attribution import Attribution, Speaker, Type
from quotes.report.aliases import other_names
from quotes.report.page import DIM, TYPES, Page, counted, speaker_cell, write_sections
from quotes.report.selection import ALL, Selection
from quotes.report.visible import visible

_OTHER_NAMES = 3  # that are shown, the shortest
_LONG_NAME = 60  # characters; longer ones are not shown
_LINES = 4  # numbers that are shown, the first
_WIDE = 72  # columns from which each type of quote has a column of its own

_WORD = regex.compile(r"\w++(?:['’.,-]\w++)*+")  # "don't", "1,000" and "well-known" are one each


@dataclass(frozen=True, slots=True)
class Tally:
    """What one speaker, or those together who are not known, said in an article.

    types: how many quotes of each type. words: of all quotes, direct_words: of direct ones; those that stand in two
        quotes, one inside the other, count once. attitudes: what they think or want; in no other number.
    lines: where each of it stands, without repetitions.
    """

    speaker: Speaker | None
    types: Counter[Type]
    words: int
    direct_words: int
    attitudes: int
    lines: tuple[int, ...]

    @property
    def quotes(self) -> int:
        """How many of all types."""
        return sum(self.types.values())


def tallies(attributions: Iterable[Attribution]) -> list[Tally]:
    """A tally for each speaker, those with most quotes first, then with most words; for nobody known comes last."""
    said: dict[Speaker | None, list[Attribution]] = {}
    for attribution in attributions:
        said.setdefault(attribution.speaker, []).append(attribution)
    found = [_tally(speaker, theirs) for speaker, theirs in said.items()]
    return sorted(found, key=lambda tally: (tally.speaker is None, -tally.quotes, -tally.words, -tally.attitudes))


def write_by_speaker(
    articles: Iterable[Article],
    out: IO[str],
    selection: Selection = ALL,
    *,
    everything: bool = False,
    width: int | None = None,
    color: bool = True,
) -> None:
    """A section an article with a row for each speaker, written as they come, and a sum at the end.

    selection: which attributions count; the table tells how many it leaves out.
    everything: whether what people think and want, and what is unsure, counts too, beside what they said.
    width: columns to use, 40 or more; by default the terminal's, but at most 120, or 80 in a file.
    color: False for none; the environment's NO_COLOR says the same.
    """
    page = Page.on(out, width, color=color)

    def print_rows(article: Article, shown: Sequence[Attribution]) -> None:
        found = tallies(shown)
        columns = _columns(page.width, found)
        table = Table.grid(padding=(0, 2, 0, 0), expand=True)
        for column in columns:
            width, ratio = (column.width, None) if column.width else (None, 1)
            table.add_column(width=width, ratio=ratio, overflow="fold", justify=column.justify)
        table.add_row(*(Text(column.head, DIM) for column in columns))
        for tally in found:
            table.add_row()
            table.add_row(*(column.cell(tally) for column in columns))
        page.print(Text(), Padding(table, (0, 0, 0, 1)))

    write_sections(page, articles, print_rows, selection, everything=everything)


def _tally(speaker: Speaker | None, attributions: Sequence[Attribution]) -> Tally:
    quotes = [a for a in attributions if a.is_statement]
    return Tally(
        speaker,
        Counter(a.type for a in quotes),
        _count_words(quotes),
        _count_words(a for a in quotes if a.type == "direct"),
        sum(a.act == "attitude" for a in attributions),
        tuple(dict.fromkeys(a.context.line for a in attributions)),
    )


def _count_words(attributions: Iterable[Attribution]) -> int:
    """The words of their contents, each place in the text once."""
    words = end = 0
    for span in sorted(span for a in attributions for span in a.content):
        words += len(_WORD.findall(span.text, pos=max(0, end - span.start)))
        end = max(end, span.end)
    return words


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its head, what it says of a tally, how wide it is (the first takes what the others leave)."""

    head: str
    cell: Callable[[Tally], Text]
    width: int
    justify: Literal["left", "right"] = "right"


def _columns(width: int, found: Sequence[Tally]) -> list[_Column]:
    """The columns that fit into the width: in a narrow table the types stand below the number of quotes."""
    quotes = max(len(_some(tally.attitudes, "attitude")) for tally in found)
    words = max(len(str(tally.words)) for tally in found)
    direct = max(len(_some(tally.direct_words, "word")) for tally in found)
    if width < _WIDE:
        return [
            _Column("speaker", _speaker, 0, "left"),
            _Column("quotes", lambda t: _cell(t.quotes, *_types(t), _some(t.attitudes, "attitude")), max(10, quotes)),
            _Column(
                "words", lambda t: _cell(t.words, f"{t.direct_words} direct" if t.direct_words else ""), max(6, words)
            ),
            _Column("lines", _lines, 5, "left"),
        ]
    return [
        _Column("speaker", _speaker, 0, "left"),
        _Column("quotes", lambda t: _cell(t.quotes, _some(t.attitudes, "attitude")), max(6, quotes)),
        _Column("words", lambda t: _cell(t.words), max(5, words)),
        _Column("direct", lambda t: _cell(t.types["direct"], _some(t.direct_words, "word")), max(6, direct)),
        _Column("mixed", lambda t: _cell(t.types["mixed"]), 5),
        _Column("indirect", lambda t: _cell(t.types["indirect"]), 8),
        _Column("lines", _lines, width // 7, "left"),
    ]


def _speaker(tally: Tally) -> Text:
    shown = speaker_cell(tally.speaker)
    if tally.speaker is None:
        return shown
    shown.append(f"\n{tally.speaker.kind}", DIM)
    names = [name for name in other_names(tally.speaker) if len(name) <= _LONG_NAME]
    if names:
        more = ", …" if len(names) > _OTHER_NAMES else ""
        shown.append(f"\nalso: {', '.join(map(visible, names[:_OTHER_NAMES]))}{more}", DIM)
    return shown


def _types(tally: Tally) -> list[str]:
    return [f"{tally.types[type]} {type}" for type in TYPES if tally.types[type]]


def _some(number: int, noun: str) -> str:
    """The number with its noun; nothing where there is none."""
    return counted(number, noun) if number else ""


def _cell(number: int, *below: str) -> Text:
    """A number, and in lines below it what there is."""
    return Text(str(number or "-")).append("".join(f"\n{line}" for line in below if line), DIM)


def _lines(tally: Tally) -> Text:
    shown = ", ".join(map(str, tally.lines[:_LINES]))
    return Text(f"{shown}, …" if len(tally.lines) > _LINES else shown)
