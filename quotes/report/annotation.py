"""Attributions as annotation tools keep them: what is marked in a text as content, cue and source."""

from __future__ import annotations

from typing import NamedTuple

from quotes.attribution import Span
from quotes.errors import QuotesError


class Annotation(NamedTuple):
    """One attribution as it is marked, each role in text order.

    content: at least one span. cue, source: none where nothing is marked, several where they stand in pieces.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]


def marked(text: str, start: int, end: int) -> Span:
    """The span that a file marks in `text` from `start` to `end`.

    Raises ValueError where the offsets mark nothing in it: beyond the text, reversed or empty.
    """
    if not (0 <= start <= len(text) and 0 <= end <= len(text)):
        raise QuotesError(f"{start} to {end} is beyond the text, which has {len(text)} characters")
    if start >= end:
        raise QuotesError(f"{start} to {end} is {'empty' if start == end else 'reversed'}")
    return Span.of(text, start, end)


def check_words(there: str, given: str) -> None:
    """Raises ValueError where the text has other words in a place than the file gives; white space may differ."""
    if "".join(there.split()) != "".join(given.split()):
        raise QuotesError(f"the text has {there[:40]!r} there and not {given[:40]!r}; is it another text?")
