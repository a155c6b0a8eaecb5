"""Paragraphs and lines of a text, by its layout alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

import regex

from quotes.text.intervals import Intervals, Stretch
from quotes.text.lines import Fold, Line, folds, has_sentence_a_line, line_starts, lines_of, stretch

_PAGE_NUMBER = regex.compile(
    r"\W*+(?:page\s++)?+(?:\d{1,4}|[ivxl]{1,7})(?:\s*+(?:/|of)\s*+\d{1,4})?+\W*+", regex.IGNORECASE
)
_NUMBERS = regex.compile(r"\d++|\b[ivxl]++\b")
_HEAD = 80  # columns of a running head, at most
_BETWEEN = 5  # lines of the foot of a page and of the head of the next
_SHORT = 24  # columns of a line that may be an item of a list without marks


class Places:
    """Offsets of a text to its lines and paragraphs, both counted from 1.

    paragraphs: start and end of each.
    """

    def __init__(self, text: str, blocks: Iterable[Stretch] | None = None) -> None:
        self._line_starts = line_starts(text)
        blocks = paragraphs(text) if blocks is None else blocks
        self.paragraphs: Intervals[Stretch] = Intervals.of(blocks, itemgetter(0, 1))

    def line(self, offset: int) -> int:
        """The number of the line that holds `offset`."""
        return bisect_right(self._line_starts, offset)

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that holds `offset`, or of the one before it when none does."""
        return max(1, self.paragraphs.at(offset) + 1)

    def paragraph_start(self, offset: int) -> int:
        """Where that paragraph begins; 0 in a text without any."""
        starts = self.paragraphs.starts
        return starts[self.paragraph(offset) - 1] if starts else 0


def paragraphs(text: str) -> list[Stretch]:
    """Start and end of every paragraph, without white space and the ``>`` of quoted mail around it."""
    return [stretch(lines) for lines in laid_out(text)]


def laid_out(text: str) -> list[list[Line]]:
    """The lines of every paragraph, those that only stand on the page left out.

    A line break ends a paragraph, but for those where no word found room any more (see `lines.folds`), or a sentence
    goes on. Page numbers and running heads may stand in the middle of one.
    """
    lines = list(lines_of(text))
    page = _Page(lines)
    found: list[list[Line]] = []
    at = 0
    while at < len(lines):
        begun = [lines[at]]
        while at + 1 < len(lines) and (following := page.following(at, begun)):
            at = following
            begun.append(lines[at])
        found.append(begun)
        at += 1
    return found


class _Page:
    """Lines, and how they were broken."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._folds: list[Fold | None] = [None] * len(lines)
        numbers = _blocks(lines)
        self._spaced = len(numbers) == len(lines)  # perhaps a blank line stands between any two lines
        if self._spaced:
            numbers = [range(len(lines))]
        blocks = [lines[block.start : block.stop] for block in numbers]
        for number, fold in folds(blocks).items():
            self._folds[numbers[number].start : numbers[number].stop] = [fold] * len(numbers[number])
        self._sentences = not any(self._folds) and has_sentence_a_line(blocks)

    def following(self, at: int, begun: Sequence[Line]) -> int | None:
        """The line that goes on with a paragraph, whose last line so far is number `at`."""
        if beyond := self._over_page(at):
            return beyond
        line, after, fold = self._lines[at], self._lines[at + 1], self._folds[at]
        if line.opens_the_next and after.depth == line.depth:
            return at + 1
        near = after.depth == line.depth and (after.after == 1 or (self._spaced and fold is not None))
        return at + 1 if near and (self._sentences or _goes_on(begun, after, fold)) else None

    def _over_page(self, at: int) -> int | None:
        """The line that goes on with the sentence of line number `at` below what stands only on the page."""
        line, fold = self._lines[at], self._folds[at]
        number = at + 1
        ends = line.closed or line.table or line.address
        if ends or not (self._lines[number].page or self._stands_on_page(number)):
            return None
        while number <= min(at + _BETWEEN, len(self._lines) - 2) and self._stands_on_page(number):
            number += 1
        beyond = self._lines[number]
        led_on = line.leads_to(beyond) or (fold and not beyond.item and fold.is_full(line, beyond))
        return number if led_on and beyond.depth == line.depth else None

    def _stands_on_page(self, number: int) -> bool:
        """Whether a line is a page number, or perhaps a running head: no sentence of a paragraph that comes again."""
        line = self._lines[number]
        if line.width > _HEAD or line.closed:
            return False
        return bool(_PAGE_NUMBER.fullmatch(line.text)) or (
            self._comes_again(line) and not self._is_told_again(number)
        )

    def _is_told_again(self, number: int) -> bool:
        """Whether a line that comes again goes on in another that does, or that one in it."""
        fold = self._folds[number]
        near = self._lines[max(0, number - 1) : number + 2]
        return any(
            self._comes_again(line)
            and self._comes_again(after)
            and after.after == 1
            and (line.leads_to(after) or (fold is not None and fold.is_full(line, after)))
            for line, after in pairwise(near)
        )

    def _comes_again(self, line: Line) -> bool:
        return self._heads[_key(line)] > 1

    @cached_property
    def _heads(self) -> Counter[str]:
        return Counter(_key(line) for line in self._lines if line.width <= _HEAD)


def _key(line: Line) -> str:
    key: str = _NUMBERS.sub("0", line.text)
    return key


def _blocks(lines: Sequence[Line]) -> list[range]:
    """The numbers of lines that no blank line parts, nor another depth of quoted mail."""
    firsts = [n for n, line in enumerate(lines) if line.after > 1 or not n or line.depth != lines[n - 1].depth]
    return [range(*bounds) for bounds in pairwise([*firsts, len(lines)])]


def _goes_on(begun: Sequence[Line], after: Line, fold: Fold | None) -> bool:
    """Whether a paragraph, with its lines so far, goes on in the line after."""
    line = begun[-1]
    if line.table or after.table:
        return False
    full = fold is not None and fold.goes_on(begun, after)
    if after.item and (line.closed or begun[0].item or not full):
        return False
    hangs = begun[0].item or len(begun) == 1
    if after.indent > line.indent + 1 and not begun[0].item:
        return False
    if line.indent > after.indent + 1 and not hangs:
        return False
    if full:
        return True
    return line.leads_to(after) and (fold is not None or line.width >= _SHORT or line.parts_clause)
