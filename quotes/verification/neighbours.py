"""The sentences of a source that hold what is found in it, and those beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

from quotes.attribution import Span
from quotes.text.intervals import Intervals, Stretch
from quotes.text.sentences import split
from quotes.text.text import Text


class Neighbours:
    """Tells which sentences of a text stand where; only those of the paragraphs that are asked for are found."""

    def __init__(self, text: Text) -> None:
        self._text = text.characters
        self._paragraphs = text.places.paragraphs
        heard = groupby(text.turns.items, attrgetter("speaker"))
        self._begun = [0, *(next(turns).start for _, turns in heard), len(text.characters)]  # where others speak
        self._sentences: dict[int, Intervals[Stretch]] = {}

    def around(self, start: int, end: int, count: int = 1) -> tuple[Span, Span | None, Span | None]:
        """The sentences that hold the text from `start` to `end`, as one span, and `count` before and after it.

        Those are of its paragraph, or where that has none, of the one before or after.
        In a transcript nothing of another speaker's turns is among them that the text itself has not.
        """
        first_turn, next_turn = self._turn(start, end)
        (paragraph, first), (ending, last) = self._at(start), self._at(end - 1)
        begin = min(start, max(first_turn, self._of(paragraph).starts[first]))
        finish = max(end, min(next_turn, self._of(ending).ends[last]))
        before = (self._of(paragraph).items[:first] or self._of(paragraph - 1).items)[-count:]
        after = (self._of(ending).items[last + 1 :] or self._of(ending + 1).items)[:count]
        return (
            self._span(begin, finish),
            self._span(max(first_turn, before[0][0]), before[-1][1])
            if before and before[-1][1] > first_turn
            else None,
            self._span(after[0][0], min(next_turn, after[-1][1])) if after and after[0][0] < next_turn else None,
        )

    def _turn(self, start: int, end: int) -> Stretch:
        """Where the turn that holds the text from `start` to `end` begins, and where the next speaker's."""
        begun = self._begun
        return begun[bisect_right(begun, start) - 1], begun[bisect_right(begun, max(start, end - 1))]

    def _span(self, start: int, end: int) -> Span:
        """What stands there, without the white space at its ends."""
        return Span.of(self._text, start, start + len(self._text[start:end].rstrip()))

    def by_sentence(self, stretches: Sequence[Stretch]) -> list[Stretch]:
        """Stretches in text order, those of which one begins in the sentence where the one before ends made one."""
        whole: list[Stretch] = []
        for start, end in stretches:
            if whole and self._at(whole[-1][1] - 1) == self._at(start):
                start = whole.pop()[0]
            whole.append((start, end))
        return whole

    def _at(self, offset: int) -> tuple[int, int]:
        """The paragraph and the sentence in it, both from 0, that hold an offset or begin before it last."""
        paragraph = max(0, self._paragraphs.at(offset))
        return paragraph, max(0, self._of(paragraph).at(offset))

    def _of(self, paragraph: int) -> Intervals[Stretch]:
        """The sentences of a paragraph; none where there is no such."""
        if paragraph not in self._sentences:
            blocks = self._paragraphs.items[paragraph : paragraph + 1] if paragraph >= 0 else ()
            found = [(sentence.start, sentence.end) for sentence in split(self._text, blocks)]
            self._sentences[paragraph] = Intervals.of(found, itemgetter(0, 1))
        return self._sentences[paragraph]
