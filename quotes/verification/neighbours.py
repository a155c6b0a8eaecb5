"""The sentences of a source that hold what is found in it, and those beside them."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from quotes.attribution import Span
from quotes.text.intervals import Intervals, Stretch
from quotes.text.sentences import split
from quotes.text.text import Text


class Neighbours:
    """Tells which sentences of a text stand where; only those of the paragraphs that are asked for are found."""

    def __init__(self, text: Text) -> None:
        self._text = text.characters
        self._paragraphs = text.places.paragraphs
        self._sentences: dict[int, Intervals[Stretch]] = {}

    def around(self, start: int, end: int) -> tuple[Span, Span | None, Span | None]:
        """The sentences that hold the text from `start` to `end`, as one span, and those before and after it."""
        (paragraph, first), (ending, last) = self._at(start), self._at(end - 1)
        begin = min(start, self._of(paragraph).starts[first])
        finish = max(end, self._of(ending).ends[last])
        before = self._of(paragraph).items[:first] or self._of(paragraph - 1).items
        after = self._of(ending).items[last + 1 :] or self._of(ending + 1).items
        return (
            Span.of(self._text, begin, finish),
            Span.of(self._text, *before[-1]) if before else None,
            Span.of(self._text, *after[0]) if after else None,
        )

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
