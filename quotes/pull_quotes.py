"""Pull quotes: words that an article shows apart from its text, though it quotes them there as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from quotes.text.intervals import Intervals, Stretch
from quotes.text.quotations import Quotation
from quotes.text.text import Text

_LEAST = 3  # words; "No." may be said twice
_TRIED = 4  # places with the same first words that are looked at
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]++")
_LEFT_OUT = regex.compile(r"…|\.\.\.|\[…\]")
_BEFORE = regex.compile(r"[>#*_\s]*+")
_CREDIT = regex.compile(r"[*_.\s]*+(?:(?:[—–]|--?|\()[^\n.!?]{0,100}+\)?)?+\s*+")


@dataclass(frozen=True, slots=True)
class PullQuote:
    """A quotation that is shown apart; source: the one in the text whose words it shows."""

    quotation: Quotation
    source: Quotation

    @property
    def bounds(self) -> Stretch:
        """Where it stands."""
        return self.quotation.start, self.quotation.end


def pull_quotes(text: Text) -> Intervals[PullQuote]:
    """The quotations that take a paragraph, but for the first, and have no words that others do not have."""
    apart = [q for q in text.quotations.items if _is_apart(text, q)]
    return Intervals.of(_repeated(text, apart) if apart else (), lambda pull: pull.bounds)


def without(characters: str, pieces: Sequence[Stretch], pulled: Intervals[PullQuote]) -> Iterator[Stretch]:
    """Pieces of content without the pull quotes in them."""
    for start, end in pieces:
        for pull in pulled.meeting(start, end):
            yield from _written(characters, start, pull.quotation.start)
            start = pull.quotation.end
        yield from _written(characters, start, end)


def _written(characters: str, start: int, end: int) -> Iterator[Stretch]:
    if words := characters[start:end].strip():
        begin = characters.index(words[0], start)
        yield begin, begin + len(words)


def _is_apart(text: Text, quotation: Quotation) -> bool:
    """Whether a quotation takes its paragraph, alone or with whom it is from after a dash."""
    at = text.places.paragraphs.at(quotation.start)
    if at < 1 or not quotation.closed or quotation.continues:
        return False
    start, end = text.places.paragraphs.items[at]
    before = _BEFORE.fullmatch(text.characters, start, quotation.start)
    return before is not None and _CREDIT.fullmatch(text.characters, quotation.end, end) is not None


def _repeated(text: Text, apart: Sequence[Quotation]) -> Iterator[PullQuote]:
    taken = {quotation.start for quotation in apart}
    said = [
        (word, quotation)
        for quotation in text.quotations.items
        if quotation.start not in taken
        for word in _words(text.characters, quotation.start, quotation.end)
    ]
    running = [word for word, _ in said]
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(running) - _LEAST + 1):
        known = places[tuple(running[at : at + _LEAST])]
        if len(known) < _TRIED:
            known.append(at)
    for quotation in apart:
        found = [
            next((at for at in places.get(tuple(part[:_LEAST]), ()) if running[at : at + len(part)] == part), None)
            for part in _parts(text.characters, quotation)
        ]
        if found and found[0] is not None and None not in found:
            yield PullQuote(quotation, said[found[0]][1])


def _parts(characters: str, quotation: Quotation) -> Iterator[list[str]]:
    """The words of a quotation, parted where it tells that some are left out."""
    start = quotation.start
    for gap in _LEFT_OUT.finditer(characters, quotation.start, quotation.end):
        yield _words(characters, start, gap.start())
        start = gap.end()
    if (last := _words(characters, start, quotation.end)) or start == quotation.start:
        yield last


def _words(characters: str, start: int, end: int) -> list[str]:
    return [word.casefold() for word in _WORD.findall(characters, start, end)]
