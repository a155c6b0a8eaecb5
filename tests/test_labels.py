"""Names and descriptions are read as whole words, with labels that can follow one another."""

from itertools import pairwise, product

import numpy as np
import pytest

from quotes.tagging.labels import best_labels, spans

OUT, BEGIN, IN, OTHER, IN_OTHER = range(5)


def may_follow(before: int, label: int, goes_on: bool) -> bool:
    if goes_on:
        return label == OUT == before or (label in (IN, IN_OTHER) and before in (label - 1, label))
    return label in (OUT, BEGIN, OTHER) or before in (label - 1, label)


@pytest.mark.parametrize("seed", range(5))
def test_no_legal_row_of_labels_is_likelier(seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.normal(size=(3, 5, 5)).astype(np.float32)
    goes_on = random.random((3, 5)) < 0.3
    goes_on[:, 0] = False
    for row, (found, told) in enumerate(zip(best_labels(scores, goes_on), scores, strict=True)):
        legal = [
            path
            for path in product(range(5), repeat=5)
            if path[0] not in (IN, IN_OTHER)
            and all(may_follow(a, b, goes_on[row, at + 1]) for at, (a, b) in enumerate(pairwise(path)))
        ]
        best = max(legal, key=lambda path: sum(told[at, label] for at, label in enumerate(path)))
        assert tuple(found) == best


def test_a_word_is_never_split() -> None:
    scores = np.zeros((1, 3, 3), dtype=np.float32)
    scores[0, :, BEGIN] = [5, 0, 0]
    scores[0, :, OUT] = [0, 1, 1]
    whole = best_labels(scores, np.array([[False, True, False]]))
    assert list(whole[0]) == [BEGIN, IN, OUT]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ([OUT, BEGIN, IN, OUT, OTHER], [(1, 3, 0), (4, 5, 1)]),
        ([BEGIN, BEGIN, IN], [(0, 1, 0), (1, 3, 0)]),
        ([IN_OTHER, OUT], [(0, 1, 1)]),  # its beginning is in the window before
        ([OUT, OUT], []),
    ],
)
def test_spans_are_read_off_the_labels(labels: list[int], found: list[tuple[int, int, int]]) -> None:
    assert list(spans(np.array(labels))) == found
