"""How well each mention of a text does as what another one points back to, as the model scores it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from quotes.attribution import Span

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FAR = 10  # how many kinds of distance, in powers of two, the linker tells apart


def far(pieces: Ints) -> Ints:
    """Distances in pieces, from a mention to what it points back to, as the linker tells them apart: 0 to FAR - 1."""
    found: Ints = np.minimum(np.log2(np.maximum(pieces, 1)).astype(np.int64), FAR - 1)
    return found


class Links:
    """The mentions that the linker has read.

    spans: of the mentions, in any order; firsts: the word piece that each begins with, numbered through the text.
    rows: [mentions, 2 * width + FAR + 1] as `quotes.training.network.Linker` gives them.
    """

    def __init__(self, spans: Sequence[Span], firsts: Sequence[int], rows: Floats) -> None:
        width = (rows.shape[1] - FAR - 1) // 2
        self._points, self._pointed = rows[:, :width], rows[:, width : 2 * width]
        self._distance, self._nothing = rows[:, 2 * width : -1], rows[:, -1]
        self._firsts = np.array(firsts, dtype=np.int64)
        self._whole = {(span.start, span.end): row for row, span in enumerate(spans)}
        self._begun: dict[int, int] = {}
        for row, span in enumerate(spans):
            self._begun.setdefault(span.start, row)

    @classmethod
    def none(cls) -> Links:
        """No mentions at all."""
        return cls((), (), np.zeros((0, FAR + 1), dtype=np.float32))

    def row(self, span: Span) -> int | None:
        """The number of the mention that is `span`, or else begins where it does."""
        return self._whole.get((span.start, span.end), self._begun.get(span.start))

    def scores(self, back: int, to: Sequence[int]) -> Floats:
        """How well mention `back` points back to each of `to`, mentions before it, less how well to nothing: [to].

        The scores are differences of log probabilities: 0 is as likely as that it points back to nothing.
        """
        there = np.array(to, dtype=np.int64)
        away = far(np.maximum(self._firsts[back] - self._firsts[there], 1))
        found: Floats = self._pointed[there] @ self._points[back] + self._distance[back, away] - self._nothing[back]
        return found
