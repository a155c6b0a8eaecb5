"""Stretches of a text, to be asked what stands where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, TypeVar

Held = TypeVar("Held")
Stretch = tuple[int, int]
"""Where something starts and ends, in characters of the text, the end exclusive."""


@dataclass(frozen=True, slots=True)
class Intervals(Generic[Held]):
    """What stands in a text, in text order, no two things in the same place.

    items: the things; starts, ends: where each does. Questions take time logarithmic in their number.
    """

    items: tuple[Held, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(
        cls, items: Iterable[Held], bounds: Callable[[Held], Stretch] = attrgetter("start", "end")
    ) -> Intervals[Held]:
        """Things in text order; bounds: where one starts and ends."""
        held = tuple(items)
        stretches = [bounds(item) for item in held]
        return cls(held, tuple(start for start, _ in stretches), tuple(end for _, end in stretches))

    def at(self, offset: int) -> int:
        """The number, from 0, of the last one that starts at or before `offset`; -1 where none does."""
        return bisect_right(self.starts, offset) - 1

    def before(self, offset: int) -> Held | None:
        """The last one that starts at or before `offset`, though it may end there, too."""
        at = self.at(offset)
        return self.items[at] if at >= 0 else None

    def meeting(self, start: int, end: int) -> tuple[Held, ...]:
        """Those that share a character with the text from `start` to `end`."""
        return self.items[bisect_right(self.ends, start) : bisect_left(self.starts, end)]

    def holding(self, start: int, end: int) -> Held | None:
        """The one that holds all of the text from `start` to `end`."""
        at = self.at(start)
        return self.items[at] if at >= 0 and end <= self.ends[at] else None
