"""How notebooks show what is ours; the rooms above know how, and say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Shown = TypeVar("Shown")

_pages: dict[type, Callable[[Any], str]] = {}


class Displayed:
    """What a notebook shows as HTML, if anything tells how."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        page = _pages.get(type(self))
        return page(self) if page else None


def display_with(kind: type[Shown], page: Callable[[Shown], str]) -> None:
    """Has notebooks show everything of a kind as the HTML that `page` makes of it."""
    _pages[kind] = page
