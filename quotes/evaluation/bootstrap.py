"""How far figures would differ on other articles of the kind, and whether two systems differ more than by chance.

Articles are what is drawn, not attributions: those of one article are alike. The generator is numpy's legacy one,
whose stream of numbers is promised never to change: intervals and p values can be had again years later.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quotes.errors import QuotesError
from quotes.evaluation.scores import Floats, Interval, Key, Tally

SAMPLES = 1000
SEED = 1
LEVEL = 95  # per cent

_ROUNDING = 1e-12  # differences this close to each other are the same


@dataclass(frozen=True, slots=True)
class Difference:
    """How a figure of one system differs from the same of another, on the same articles.

    value: the other's, 0 to 1. difference: the other's less the first one's, -1 to 1; interval: its bootstrap
    confidence interval. p: how often two systems that are alike would differ as much, 0 to 1.
    interval and p are None of fewer than two articles.
    """

    value: float
    difference: float
    interval: Interval
    p: float | None


def intervals(tally: Tally, samples: int = SAMPLES, seed: int = SEED) -> list[Interval]:
    """A confidence interval of each key's figure, by the percentiles of articles drawn anew (Efron 1979).

    samples: how often; seed: of the generator, 0 to 2**32 - 1.
    """
    return _percentiles(tally.values(_drawn(tally, samples, seed)), len(tally.counts))


def differences(one: Tally, other: Tally, samples: int = SAMPLES, seed: int = SEED) -> dict[Key, Difference]:
    """How the other's figures differ from those of the one, for the keys that both have.

    Intervals are by the paired bootstrap: of every sample both systems get the same articles (Koehn, EMNLP 2004).
    p is by approximate randomisation, two-sided: the systems' answers are swapped article by article at random
    (Noreen 1989; Riezler and Maxwell, ACL workshop 2005, on why not by the bootstrap).
    Raises ValueError where they are not of as many articles.
    """
    if len(one.counts) != len(other.counts):
        raise QuotesError(
            f"of {len(one.counts)} and of {len(other.counts)} articles; compare systems on the same ones"
        )
    keys = tuple(key for key in one.keys if key in other.keys)
    a, b = (Tally(keys, t.counts[:, [t.keys.index(key) for key in keys]]) for t in (one, other))
    first, second = (tally.values(tally.counts.sum(axis=0)) for tally in (a, b))
    drawn = b.values(_drawn(b, samples, seed)) - a.values(_drawn(a, samples, seed))
    found = zip(_percentiles(drawn, len(a.counts)), _p_values(a, b, samples, seed), strict=True)
    return {
        key: Difference(float(second[k]), float(second[k] - first[k]), interval, p)
        for k, (key, (interval, p)) in enumerate(zip(keys, found, strict=True))
    }


def _drawn(tally: Tally, samples: int, seed: int) -> Floats:
    """Sums of the counts of articles that are drawn with replacement: samples x keys x 4."""
    articles = len(tally.counts)
    times = np.random.RandomState(seed).multinomial(articles, [1 / articles] * articles, size=samples)
    drawn: Floats = np.tensordot(times.astype(np.float64), tally.counts, axes=1)
    return drawn


def _p_values(one: Tally, other: Tally, samples: int, seed: int) -> list[float | None]:
    if len(one.counts) < 2:
        return [None] * len(one.keys)
    swapped = np.random.RandomState(seed).randint(0, 2, size=(samples, len(one.counts))).astype(np.float64)
    first, second = one.counts.sum(axis=0), other.counts.sum(axis=0)
    moved = np.tensordot(swapped, other.counts - one.counts, axes=1)
    by_chance = np.abs(other.values(second - moved) - one.values(first + moved))
    as_much = (by_chance >= np.abs(other.values(second) - one.values(first)) - _ROUNDING).sum(axis=0)
    return [float(p) for p in (as_much + 1) / (samples + 1)]


def _percentiles(samples: Floats, articles: int) -> list[Interval]:
    """The middle LEVEL per cent of each column, without samples that had nothing of it."""
    if articles < 2:
        return [None] * samples.shape[1]
    tail = (100 - LEVEL) / 2
    low, high = np.nanpercentile(samples, [tail, 100 - tail], axis=0)
    return [(float(a), float(b)) for a, b in zip(low, high, strict=True)]
