"""Which of many quotes may be one, by the shingles that they share."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from quotes.archive.bands import Numbers

COMMON = 200  # quotes that may have a shingle before it is too common to look at, but for the
RARE = 2  # rarest that a quote shares with others, of which each may be had by
MOST = 2000
LEAST = 0.45  # of the shingles of the one that has fewer: what both must have,
LEAST_OF_OTHERS = 0.75  # and what both must have where their speakers are not one
_AT_ONCE = 4_000_000  # pairs that are held in memory
_BITS = 32


def candidates(found: Numbers, owners: Numbers) -> Iterator[tuple[int, int, float]]:
    """The pairs of quotes that may be one, each once, the smaller number first, and the share that both have.

    found, owners: shingles and the number of the quote that each is of, as `bands.shingles` gives them.
    """
    found, owners = _looked_at(found, owners)
    sizes = np.bincount(owners, minlength=1)
    by_owner = np.lexsort((found, owners))
    behind = _behind(found)
    ends = np.cumsum(behind[by_owner])
    begin = 0
    while begin < len(by_owner):
        before = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, before + _AT_ONCE)))
        end = int(np.searchsorted(owners[by_owner], owners[by_owner[end - 1]], side="right"))
        here = by_owner[begin:end]
        yield from _sharing(here, behind[here], owners, sizes)
        begin = end


def _looked_at(found: Numbers, owners: Numbers) -> tuple[Numbers, Numbers]:
    """The shingles that are not too common, in their order, and of one in the order of the quotes that have it."""
    order = np.lexsort((owners, found))
    found, owners = found[order], owners[order]
    _, which, count = np.unique(found, return_inverse=True, return_counts=True)
    having = count[which]
    by_owner = np.lexsort((found, np.where(having > 1, having, len(found)), owners))
    first = np.searchsorted(owners[by_owner], owners[by_owner])
    place = np.empty(len(found), dtype=np.int64)
    place[by_owner] = np.arange(len(found)) - first
    kept = (having <= COMMON) | ((place < RARE) & (having <= MOST))
    return found[kept], owners[kept]


def _behind(found: Numbers) -> Numbers:
    """How many equal ones come after each."""
    after: Numbers = np.searchsorted(found, found, side="right") - np.arange(len(found)) - 1
    return after


def _sharing(places: Numbers, behind: Numbers, owners: Numbers, sizes: Numbers) -> Iterator[tuple[int, int, float]]:
    """The pairs of the quotes at some places with those behind each that share enough."""
    into = np.arange(int(behind.sum())) - np.repeat(np.cumsum(behind) - behind, behind)
    others = owners[np.repeat(places, behind) + 1 + into]
    codes, counts = np.unique(np.repeat(owners[places], behind) << _BITS | others, return_counts=True)
    one, other = codes >> _BITS, codes & ((1 << _BITS) - 1)
    shares = counts / np.minimum(sizes[one], sizes[other])
    enough = shares >= LEAST
    yield from zip(one[enough].tolist(), other[enough].tolist(), shares[enough].tolist(), strict=True)
