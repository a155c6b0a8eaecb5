"""A quote laid along a passage, word by word."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quotes.verification.vocabulary import FUNCTION, NEGATION, Ints, Words

Floats = NDArray[np.float32]

# What a word weighs: half a score when it is found, the whole as a loss when it is not.
CONTENT_WEIGHT, FUNCTION_WEIGHT = 1.0, 0.4
_FOUND = 2.0

# What it costs to pass over words of the passage: at all, and a word; next to nothing where the quote says it does.
_OMISSION, _OMITTED = 1.0, 0.15
_TOLD_OMISSION, _TOLD_OMITTED = 0.2, 0.01

# How much of a quote must be found, and how well it must align (1: without a difference), to be the passage's at all.
_LEAST_FOUND = 0.6
_LEAST_SCORE = 0.35


class Alignment(NamedTuple):
    """partners: for each word of the quote its place in the passage, -1 where it has none: [words].

    found: whether that word of the passage is the same: [words]. score: the higher, the better they fit.
    """

    partners: NDArray[np.int64]
    found: NDArray[np.bool_]
    score: float

    def moved(self, by: int) -> Alignment:
        """With so many words before the passage as a part of it."""
        return self._replace(partners=np.where(self.partners < 0, -1, self.partners + by))


class Fit(NamedTuple):
    """An alignment of words that are the same, altered or not.

    similarity: how much of the quote is found, 0 to 1. score: how well it aligns, 1 without a difference.
    """

    alignment: Alignment
    similarity: float
    score: float


def weights(words: Ints) -> Floats:
    """What each word counts, [words]: function words less than others, but for a "not"."""
    light = ((words & FUNCTION) != 0) & ((words & NEGATION) == 0)
    return np.where(light, FUNCTION_WEIGHT, CONTENT_WEIGHT).astype(np.float32)


def align(quote: Words, passage: Ints, omissions: Collection[int]) -> Alignment:
    """The best alignment of all of a quote with some of a passage (Gotoh 1982, with free ends in the passage).

    quote, passage: words, at least one each.
    omissions: before which words of the quote it says that it leaves some out.
    Takes len(quote) steps over arrays of len(passage).
    """
    size = len(passage)
    places = np.arange(size + 1)
    steps = places.astype(np.float32)
    told, silent = (_TOLD_OMISSION, _TOLD_OMITTED * steps), (_OMISSION, _OMITTED * steps)
    best = np.zeros(size + 1, dtype=np.float32)  # of the quote so far, when so many words of the passage are used
    sames, diagonals, origins = [], [], []
    for at, (word, weight) in enumerate(zip(quote.words.tolist(), weights(quote.words).tolist(), strict=True)):
        same = np.logical_or.reduce([passage == alike for alike in quote.vocabulary.alike(word)])
        beside = np.full(size + 1, -np.inf, dtype=np.float32)
        beside[1:] = best[:-1] + np.where(same, _FOUND * weight, -weight)
        without = best - weight
        diagonal = beside >= without
        here = np.maximum(beside, without)
        sames.append(same)
        diagonals.append(diagonal)
        if at + 1 == len(quote):
            best = here
            origins.append(places)
            break
        # The best place to pass over words from, for each place to pass to.
        start, omitted = told if at + 1 in omissions else silent
        level = here + omitted
        highest = np.maximum.accumulate(level)
        origin = np.maximum.accumulate(np.where(level == highest, places, 0))
        passed = highest - omitted - start
        skips = passed > here
        best = np.where(skips, passed, here)
        origins.append(np.where(skips, origin, places))
    last = size - int(np.argmax(best[::-1]))  # of equals the one that has a word of the passage for each of the quote
    return _traced(last, float(best.max()), sames, diagonals, origins)


def fitted(quote: Words, passage: Ints, omissions: Collection[int]) -> Fit | None:
    """The best alignment, as `align` gives it; None where too little of the quote is found, or nothing is there."""
    weight = weights(quote.words)
    whole = float(weight.sum())
    there = frozenset(passage.tolist())
    present = [not there.isdisjoint(quote.vocabulary.alike(word)) for word in quote.words.tolist()]
    if float(weight[present].sum()) / whole < _LEAST_FOUND:
        return None
    alignment = align(quote, passage, omissions)
    similarity = float(weight[alignment.found].sum()) / whole
    score = alignment.score / (2 * whole)
    return Fit(alignment, similarity, score) if similarity >= _LEAST_FOUND and score >= _LEAST_SCORE else None


def _traced(
    place: int,
    score: float,
    sames: list[NDArray[np.bool_]],
    diagonals: list[NDArray[np.bool_]],
    origins: list[NDArray[np.int64]],
) -> Alignment:
    partners = np.full(len(sames), -1, dtype=np.int64)
    found = np.zeros(len(sames), dtype=np.bool_)
    for at in range(len(sames) - 1, -1, -1):
        place = int(origins[at][place])
        if diagonals[at][place]:
            place -= 1
            partners[at], found[at] = place, sames[at][place]
    return Alignment(partners, found, score)


class Difference(NamedTuple):
    """Words of the quote, `start` to `end`, that stand in place of those of the passage, `there` to `until`."""

    start: int
    end: int
    there: int
    until: int


def differences(alignment: Alignment) -> list[Difference]:
    """Where quote and passage differ between their first and last words, in text order; either side may be empty."""
    same = np.flatnonzero(alignment.found)
    if not len(same):
        return []
    size = len(alignment.partners)
    # Words before the first and after the last that are found have partners of their own, or none.
    used = alignment.partners[alignment.partners >= 0]
    anchors = [
        (-1, int(used.min()) - 1),
        *((int(i), int(alignment.partners[i])) for i in same),
        (size, int(used.max()) + 1),
    ]
    return [
        Difference(one + 1, other, here + 1, there)
        for (one, here), (other, there) in pairwise(anchors)
        if other > one + 1 or there > here + 1
    ]
