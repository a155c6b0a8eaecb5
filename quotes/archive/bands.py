"""What finds quotes that may be one in other words: the shingles that they share.

A shingle is two words in a row, but for function words and negations, so that no dropped "not" and no other article
touches it. A quote has a dozen or so, fewer than the bands of a MinHash signature that would find it: so all are
kept, and a part of a long quote shares all of its own with it, where signatures of the two share next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from quotes.verification.vocabulary import BOUNDARY, FUNCTION, NEGATION, PLACE, Vocabulary

Numbers = NDArray[np.int64]

_LARGEST = (1 << 31) - 1  # SQLite keeps a number up to this in four bytes
_SPREAD = np.uint64(0x9E3779B1)  # makes two words in a row another number than the same the other way round


def bands(content: str) -> list[int]:
    """The shingles of a quote, each once, as numbers from 0 to 2**31 - 1; none where there are no words."""
    found: list[int] = shingles([content])[0].tolist()
    return found


def shingles(contents: Sequence[str]) -> tuple[Numbers, Numbers]:
    """The shingles of many quotes, as `bands` of each, and the place of the quote that each is of: both [shingles].

    In the order of the quotes. Where less than two words count, all words together are the one shingle.
    """
    vocabulary = Vocabulary()
    row = vocabulary.in_a_row(contents)
    begins = np.flatnonzero(row == BOUNDARY)
    counts = (row & (FUNCTION | NEGATION) == 0) & (row != BOUNDARY)
    codes = np.array([crc32(word.encode()) for word in vocabulary.spelled], dtype=np.uint64)[row[counts] & PLACE]
    owners = (np.cumsum(row == BOUNDARY) - 1)[counts]
    beside = owners[1:] == owners[:-1]
    mixed = codes[:-1] * _SPREAD ^ codes[1:]
    pairs = ((mixed ^ mixed >> np.uint64(32)) & np.uint64(_LARGEST))[beside].astype(np.int64)
    of = owners[1:][beside]
    ends = np.append(begins[1:], len(row))
    alone = [at for at in np.setdiff1d(np.arange(len(contents)), of).tolist() if ends[at] > begins[at] + 1]
    whole = [" ".join(vocabulary.told(row[begins[at] + 1 : ends[at]])) for at in alone]
    found = np.concatenate([pairs, np.array([crc32(words.encode()) & _LARGEST for words in whole], dtype=np.int64)])
    once = np.unique(np.stack([np.concatenate([of, np.array(alone, dtype=np.int64)]), found]), axis=1)
    return once[1], once[0]
