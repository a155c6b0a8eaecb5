"""Whether two quotes are one in other words, and what the later of them changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
import regex

from quotes.attribution import Change
from quotes.english import words
from quotes.text.same_name import folded, may_be_one
from quotes.verification.alignment import (
    CONTENT_WEIGHT,
    Alignment,
    Difference,
    align,
    differences,
    fitted,
    weights,
)
from quotes.verification.changes import change_of
from quotes.verification.vocabulary import NEGATION, Vocabulary, Words

_LONGEST = 1000  # words of a quote that are laid along another
_READ = 20_000  # characters of a quote that they are looked for in
_KEPT = 50_000  # quotes whose words are held


class _Least(NamedTuple):
    """What two quotes must share to be one.

    words: the same in both. counting: of them those that count and are no names, less `loss` for each that counts
    and is not found.
    """

    words: int
    counting: float
    loss: float


_AGREED = _Least(4, 1, 1.5)  # where their speakers may be one
_SAME_LENGTH = _Least(6, 3, 6)
_OTHERS = _Least(8, 5, 6)

_MARKS = regex.compile(r"[^\p{L}\p{M}\p{N}]++")
_PARTED = regex.compile(r"[.;:!?,…—–\n]|--|(?i:\b(?:\L<joints>)\b)", joints=words("clause_joints") - {"for"})


def plain(content: str) -> str:
    """The words of a quote in small letters, without the marks between them."""
    return str(_MARKS.sub(" ", content.casefold())).strip()


def may_agree(speaker: str | None, other: str | None) -> bool:
    """Whether two names are given that may be one's; joint speakers agree where any of them do."""
    return any(may_be_one(one, two) for one, two in product(_names(speaker or ""), _names(other or "")))


def are_others(speaker: str | None, other: str | None) -> bool:
    """Whether two names are given that cannot be one's."""
    return bool(speaker and other) and not may_agree(speaker, other)


@lru_cache(_KEPT)
def _names(speaker: str) -> list[list[str]]:
    names = (plain(folded(name)).split() for name in speaker.split(" | "))
    return [name for name in names if name]


class _Read(NamedTuple):
    """A quote and its first words; counting: those that count, each once."""

    content: str
    words: Words
    counting: frozenset[int]


class Wordings:
    """Lays quotes along each other; keeps the words of those that it has met last."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._read = lru_cache(_KEPT)(self._first_words)

    def are_one(self, content: str, other: str, *, agree: bool) -> bool:
        """Whether one is the other, shortened, split or altered. agree: whether their speakers may be one.

        What others may say as well, a few words or names and hardly more, is one's only if the speakers agree.
        """
        short, long = sorted(
            (self._read(content), self._read(other)), key=lambda read: (len(read.words), read.content)
        )
        as_long = len(short.words) == len(long.words)
        least = _AGREED if agree else _SAME_LENGTH if as_long else _OTHERS
        there = len(short.counting & long.counting)
        if there - least.loss * (len(short.counting) - there) < least.counting:
            return False
        words = short.words
        fit = fitted(words, long.words.words, words.asides) if len(words) else None
        if fit is None:
            return False
        found = fit.alignment.found
        counts = weights(words.words) == CONTENT_WEIGHT
        names = np.array(
            [at > 0 and short.content[start].isupper() for at, start in enumerate(words.starts.tolist())]
        )
        counting = int((found & counts & ~names).sum()) - least.loss * int((counts & ~found).sum())
        return int(found.sum()) >= least.words and counting >= least.counting

    def changes(self, earliest: str, later: str) -> tuple[Change, ...]:
        """The words that a later quote and the earliest do not share, in text order.

        As of an article and its source: what the later leaves out is "deleted".
        """
        ours, theirs = self._read(later).words, self._read(earliest).words
        if plain(earliest) == plain(later) or not len(ours) or not len(theirs):
            return ()
        differing = list(self._differing(ours, theirs))
        return tuple(self._change(d, ours, theirs) for d in differing if not self._alike(ours, theirs, d))

    def _change(self, d: Difference, ours: Words, theirs: Words) -> Change:
        change = change_of(d, ours, theirs, told=d.start in ours.asides | {0, len(ours)})
        if change.kind != "negation" or (change.article and change.source):
            return change
        if change.article:
            alone = _stands_alone(ours, d.start, d.end)
            return replace(change, kind="inserted") if alone else change
        alone = _stands_alone(theirs, d.there, d.until)
        return replace(change, kind="deleted") if alone else change

    def _differing(self, ours: Words, theirs: Words) -> Iterator[Difference]:
        if len(ours) <= len(theirs):
            yield from _with_ends(align(ours, theirs.words, ours.asides), len(theirs))
        else:
            turned = _with_ends(align(theirs, ours.words, theirs.asides), len(ours))
            yield from (Difference(d.there, d.until, d.start, d.end) for d in turned)

    def _alike(self, ours: Words, theirs: Words, d: Difference) -> bool:
        """Whether what differs is written apart and nothing else: "any more"."""
        return "".join(ours.part(d.start, d.end).told) == "".join(theirs.part(d.there, d.until).told)

    def _first_words(self, content: str) -> _Read:
        found = self._vocabulary.words(content, end=min(len(content), _READ))
        asides = frozenset(aside for aside in found.asides if aside < _LONGEST)
        words = replace(found.part(0, _LONGEST), asides=asides)
        return _Read(content, words, frozenset(words.words[weights(words.words) == CONTENT_WEIGHT].tolist()))


def _stands_alone(words: Words, start: int, end: int) -> bool:
    """Whether words at an end of a quote negate none of the others: "…, and we will not raise the winter fares".

    A mark or a joint parts each "not" among them from the others; "I do not think that …" negates what comes after.
    """
    negations = [at for at in range(start, end) if words.words[at] & NEGATION]
    if end == len(words) and start:
        between = words.between(start - 1, negations[0])
    elif start == 0 and end < len(words):
        between = words.between(negations[-1], end)
    else:
        return False
    return bool(_PARTED.search(between))


def _with_ends(alignment: Alignment, size: int) -> Iterator[Difference]:
    """All that differs, also what a passage of so many words has before and after the quote."""
    used = alignment.partners[alignment.partners >= 0]
    first, last = (int(used.min()), int(used.max()) + 1) if len(used) else (size, size)
    inner = differences(alignment)
    if first:
        yield Difference(0, 0, 0, first)
    yield from inner
    if last < size:
        yield Difference(len(alignment.partners), len(alignment.partners), last, size)
