"""Paragraphs and lines of a text, by its layout alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

import regex

from quotes.text.intervals import Intervals, Stretch

_LINE_BREAK = regex.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_WRAP_WIDTH = range(50, 101)


class Places:
    """Offsets of a text to its lines and paragraphs, both counted from 1.

    paragraphs: start and end of each.
    """

    def __init__(self, text: str) -> None:
        self._line_starts = [0, *(m.end() for m in _LINE_BREAK.finditer(text))]
        self.paragraphs: Intervals[Stretch] = Intervals.of(paragraphs(text), itemgetter(0, 1))

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
    """Start and end of every paragraph, without white space around it.

    A line break ends a paragraph; in a text that is wrapped to a width (see `is_wrapped`) only a blank line does.
    """
    lines: list[Stretch] = []
    start = 0
    empty = False
    for match in _LINE_BREAK.finditer(text):
        end = match.start()
        if end > start or not empty:  # of many empty lines one is enough
            lines.append((start, end))
        empty = end == start
        start = match.end()
    lines.append((start, len(text)))
    wrapped = is_wrapped([end - start for start, end in lines])
    found: list[Stretch] = []
    open_paragraph = False
    for start, end in lines:
        line = text[start:end]
        if not line.strip():
            open_paragraph = False
            continue
        start, end = end - len(line.lstrip()), start + len(line.rstrip())
        if wrapped and open_paragraph:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
        open_paragraph = True
    return found


def is_wrapped(lengths: Sequence[int]) -> bool:
    """Whether lines of these lengths are paragraphs wrapped to a width, as in e-mail, and not a paragraph each.

    They are when none is longer than 100 characters and those that another line follows directly are mostly
    longer than 50: unwrapped articles have long lines, or blank lines between all of them.
    """
    followed = [a for a, b in pairwise(lengths) if a and b]
    if len(followed) < 3 or max(lengths) >= _WRAP_WIDTH.stop:
        return False
    return sum(length >= _WRAP_WIDTH.start for length in followed) > 0.7 * len(followed)
