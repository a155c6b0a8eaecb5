"""A text with what it consists of, each found once and read by all steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from quotes.text.intervals import Intervals
from quotes.text.layout import Places
from quotes.text.marks import Quotation, quotations
from quotes.text.sentences import Sentence, split
from quotes.text.turns import Turn, turns


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
        return Places(self.characters)

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
