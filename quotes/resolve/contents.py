"""Which attribution's content holds a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from quotes.attribution import Attribution

NEAR = 8  # attributions before a place whose content may hold it


class Contents:
    """The contents of an article's attributions, to be asked which of them holds a place."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        self._attributions = attributions
        self._spans = sorted((span.start, span.end, i) for i, a in enumerate(attributions) for span in a.content)
        self._starts = [start for start, _, _ in self._spans]

    def holding(self, offset: int, but: int | None = None) -> int | None:
        """The number, from 0, of the attribution, `but` for one, whose content holds the place most closely."""
        return next((index for index in self._around(offset) if index != but), None)

    def direct_at(self, offset: int) -> bool:
        """Whether the place is inside somebody's direct words."""
        return any(self._attributions[index].type == "direct" for index in self._around(offset))

    def _around(self, offset: int) -> Iterator[int]:
        last = bisect_right(self._starts, offset)
        for start, end, index in reversed(self._spans[max(0, last - NEAR) : last]):
            if start <= offset < end:
                yield index
