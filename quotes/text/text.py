"""A text with what it consists of, each found once and read by all steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from operator import itemgetter

from quotes.text.intervals import Intervals, Stretch
from quotes.text.language import language
from quotes.text.layout import Places, laid_out
from quotes.text.lines import Line, stretch
from quotes.text.picture_credits import picture_credits
from quotes.text.quotations import Quotation, quotations
from quotes.text.sentences import Sentence, split
from quotes.text.turns import Turn, turns
from quotes.text.unfolded import Unfolded, unfolded


@dataclass(frozen=True)
class Text:
    """A text as the steps of a scan are given it; what it consists of is found when it is asked for first.

    characters: the text itself, which all offsets count in.
    told: its sentences, where another tokenizer tells them.
    """

    characters: str
    told: tuple[Sentence, ...] | None = None

    @classmethod
    def of(cls, characters: str, sentences: Sequence[Sentence] | None = None) -> Text:
        """A text, by default with sentences of our own."""
        return cls(characters, None if sentences is None else tuple(sentences))

    @cached_property
    def places(self) -> Places:
        """Its lines and paragraphs."""
        return Places(self.characters, map(stretch, self._lines))

    @cached_property
    def quotations(self) -> Intervals[Quotation]:
        """Its outermost quotations."""
        return Intervals.of(quotations(self.characters, self.places.paragraphs.items))

    @cached_property
    def turns(self) -> Intervals[Turn]:
        """Its turns, each from its label to the end of its last piece; none where it is no transcript."""
        found = turns(self.characters, self.places.paragraphs.items)
        return Intervals.of(found, lambda turn: (turn.start, turn.pieces[-1][1]))

    @cached_property
    def sentences(self) -> Intervals[Sentence]:
        """Its sentences, from their first tokens to their last."""
        found = split(self.characters, self.places.paragraphs.items) if self.told is None else self.told
        return Intervals.of(found)

    @cached_property
    def language(self) -> str:
        """The code of the language that most of it is in."""
        return language(self.characters)

    @cached_property
    def picture_credits(self) -> Intervals[Stretch]:
        """Where it tells who took its pictures."""
        return Intervals.of(picture_credits(self.characters), itemgetter(0, 1))

    @cached_property
    def unfolded(self) -> Unfolded | None:
        """The text without the breaks inside of its paragraphs, None where there are none."""
        return unfolded(self.characters, self._lines)

    @cached_property
    def read(self) -> Text:
        """The text as the steps of a scan read it: `unfolded`, or else itself."""
        made = self.unfolded
        if made is None:
            return self
        text = Text.of(made.characters, self.told and [_moved(sentence, made) for sentence in self.told])
        vars(text)["places"] = Places(made.characters, made.paragraphs)
        return text

    @cached_property
    def skipped(self) -> Intervals[Stretch]:
        """Where page numbers and running heads stand in the middle of its paragraphs."""
        gaps = ((line.end, after.start) for lines in self._lines for line, after in pairwise(lines))
        return Intervals.of(
            (gap for gap in gaps if self.characters[slice(*gap)].strip(" \t\r\n\f>")), itemgetter(0, 1)
        )

    @cached_property
    def _lines(self) -> list[list[Line]]:
        """The lines of every paragraph."""
        return laid_out(self.characters)


def _moved(sentence: Sentence, made: Unfolded) -> Sentence:
    """A sentence of the original where it stands in the unfolded text."""
    tokens = (made.here(*token) for token in sentence.tokens)
    start, end = made.here(sentence.start, sentence.end)
    return replace(sentence, start=start, end=end, tokens=tuple((a, b) for a, b in tokens if a < b))
