"""What a system got wrong, by cause, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, get_args

from quotes.attribution import Span
from quotes.evaluation.corpus import Relation
from quotes.evaluation.matching import Comparison, overlap, same_speaker, trimmed
from quotes.text.layout import Places

Cause = Literal["missed", "spurious", "boundary", "speaker", "source"]
CAUSES: tuple[Cause, ...] = get_args(Cause)

_Wrong = tuple[Cause, Relation | None, Relation | None, float]  # gold, found, weight as in `Miss`


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that a system got wrong; an attribution may be wrong in several ways.

    cause: "missed" (no content that was found overlaps the gold's), "spurious" (the other way round), "boundary"
        (contents overlap but are not equal, or sources do), "speaker" (another's name), "source" (the sources do not
        overlap, or one is not there).
    article: its id; line: where it begins in the text, from 1.
    gold, found: the attribution on either side, None on one side where it is missed or spurious.
    weight: how bad it is; the worst of a cause has the highest. That is: the length missed, in characters; the
        confidence of what is spurious or has the wrong speaker or source, 0 to 1, or 1 where the system tells none;
        the share of both contents' characters that only one side has, 0 to 1, 0 where only the sources differ.
    """

    cause: Cause
    article: str
    line: int
    gold: Relation | None
    found: Relation | None
    weight: float


def misses(comparisons: Sequence[Comparison]) -> dict[Cause, tuple[Miss, ...]]:
    """All that is wrong, by cause, the worst first, else in the order of the text."""
    found: dict[Cause, list[Miss]] = {cause: [] for cause in CAUSES}
    for c in comparisons:
        places = Places(c.text)
        for cause, gold, wrong, weight in chain(_of_pairs(c), _of_the_rest(c)):
            if first := gold or wrong:
                line = places.line(first.content[0].start)
                found[cause].append(Miss(cause, c.gold.id, line, gold, wrong, weight))
    return {cause: tuple(sorted(some, key=lambda miss: -miss.weight)) for cause, some in found.items()}


def _of_pairs(c: Comparison) -> Iterator[_Wrong]:
    """What is wrong with attributions that were found."""
    golds, founds = trimmed(c.gold.relations, c.text), trimmed(c.found.relations, c.text)
    for i, j in c.pairs:
        gold, found = c.gold.relations[i], c.found.relations[j]
        content = _apart(golds[i].content, founds[j].content)
        source = _apart(golds[i].source, founds[j].source)
        if content or 0 < source < 1:
            yield "boundary", gold, found, content
        if source == 1:
            yield "source", gold, found, _sure(found)
        if i in c.asked and found.speaker is not None and not same_speaker(gold.speaker or "", found.speaker):
            yield "speaker", gold, found, _sure(found)


def _of_the_rest(c: Comparison) -> Iterator[_Wrong]:
    """What is wrong with attributions that are no other's: they stand alone, or overlap with others too little.

    What has an exact partner is nobody else's: a quote inside a quote that was found is missed, not cut wrongly.
    """
    golds, founds = trimmed(c.gold.relations, c.text), trimmed(c.found.relations, c.text)
    exact = [(i, j) for i, j in c.pairs if not _apart(golds[i].content, founds[j].content)]
    exact_golds, exact_founds = {i for i, _ in exact}, {j for _, j in exact}
    shared = sorted(c.overlaps, key=c.overlaps.__getitem__)  # the nearest last, which stays
    nearest_found = {i: j for i, j in shared if j not in exact_founds}
    nearest_gold = {j: i for i, j in shared if i not in exact_golds}
    told: set[int] = set()
    for i in sorted({*range(len(golds))} - {i for i, _ in c.pairs}):
        gold, j = c.gold.relations[i], nearest_found.get(i)
        if j is None:
            yield "missed", gold, None, sum(span.end - span.start for span in gold.content)
        else:
            told.add(j)
            yield "boundary", gold, c.found.relations[j], _apart(golds[i].content, founds[j].content)
    for j in sorted({*range(len(founds))} - {j for _, j in c.pairs} - told):
        found, near = c.found.relations[j], nearest_gold.get(j)
        if near is None:
            yield "spurious", None, found, _sure(found)
        else:
            yield "boundary", c.gold.relations[near], found, _apart(golds[near].content, founds[j].content)


def _apart(one: Sequence[Span], other: Sequence[Span]) -> float:
    """How much of two sides only one has, 0 to 1: 0 where both are the same, nothing included."""
    return 0.0 if set(one) == set(other) else 1 - overlap(one, other)


def _sure(found: Relation) -> float:
    return 1.0 if found.confidence is None else found.confidence
