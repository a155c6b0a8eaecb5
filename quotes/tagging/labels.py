"""The best labels of pieces: spans of several kinds that do not overlap, each of whole words.

Viterbi's algorithm over the labels O, B- and I- of each kind (Ramshaw and Marcus, 1995).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from quotes.tagging.links import Floats

_NEVER = np.float32(-1e4)


def best_labels(scores: Floats, goes_on: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The likeliest labels under which I- follows its own kind and no word is split: [rows, places].

    scores: [rows, places, labels], O first, then B- and I- of each kind.
    goes_on: where a word goes on, [rows, places].
    """
    rows, places, labels = scores.shape
    opened = np.empty((places, rows), dtype=np.int64)  # the best label before a place
    kept = np.empty((places, rows, labels // 2), dtype=np.bool_)  # for each kind, whether I- is better there than B-
    reached = scores[:, 0].copy()
    reached[:, 2::2] = _NEVER
    for place in range(1, places):
        best = opened[place] = reached.argmax(axis=1)
        top = np.where(goes_on[:, place], _NEVER, reached[np.arange(rows), best])
        begun, inside = reached[:, 1::2], reached[:, 2::2]
        kept[place] = inside > begun
        outside = np.where(goes_on[:, place], reached[:, 0], top)
        reached = np.concatenate([outside[:, None], np.repeat(top[:, None], labels - 1, axis=1)], axis=1)
        reached[:, 2::2] = np.maximum(begun, inside)
        reached += scores[:, place]
    return _back(reached.argmax(axis=1), opened, kept, goes_on)


def _back(
    last: NDArray[np.int64], opened: NDArray[np.int64], kept: NDArray[np.bool_], goes_on: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The labels of the path that ends with `last`."""
    places, rows = opened.shape
    path = np.empty((rows, places), dtype=np.int64)
    path[:, -1] = label = last
    for place in range(places - 1, 0, -1):
        kind = np.maximum(label - 1, 0) // 2
        own = 2 * kind + 1 + kept[place, np.arange(rows), kind]
        outside = np.where(goes_on[:, place], 0, opened[place])
        label = np.where((label > 0) & (label % 2 == 0), own, outside)
        path[:, place - 1] = label
    return path


def spans(labels: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """First place, place after the last, and kind of each span in a row of labels; an I- may open the row."""
    end = 0
    for first in np.flatnonzero(labels).tolist():
        if first >= end:
            label, end = int(labels[first]), first + 1
            while end < len(labels) and labels[end] == label + label % 2:
                end += 1
            yield first, end, (label - 1) // 2
