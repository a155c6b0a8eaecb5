"""Paragraphs and lines of a text, by its layout alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import regex

_LINE_BREAK = regex.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_WRAP_WIDTH = range(50, 101)


class Places:
    """Offsets of a text to its lines and paragraphs, both counted from 1."""

    def __init__(self, text: str) -> None:
        self._line_starts = [0, *(m.end() for m in _LINE_BREAK.finditer(text))]
        self._paragraphs = paragraphs(text)
        self._paragraph_starts = [start for start, _ in self._paragraphs]

    def line(self, offset: int) -> int:
        """The number of the line that holds `offset`."""
        return bisect_right(self._line_starts, offset)

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that holds `offset`, or of the one before it when none does."""
        return max(1, bisect_right(self._paragraph_starts, offset))

    def paragraph_start(self, offset: int) -> int:
        """Where that paragraph begins; 0 in a text without any."""
        return self._paragraph_starts[self.paragraph(offset) - 1] if self._paragraph_starts else 0


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of every paragraph, without white space around it.

    A line break ends a paragraph; in a text that is wrapped to a width (see `is_wrapped`) only a blank line does.
    """
    lines: list[tuple[int, int]] = []
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
    found: list[tuple[int, int]] = []
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
