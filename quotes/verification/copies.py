"""Whether two texts are one and the same, or nearly so: a copy proves nothing."""

from __future__ import annotations

import regex

_WORD = regex.compile(r"\w++")
_FEWEST = 60  # words; of shorter texts a quotation may be nearly all
_IN_A_ROW = 4
_SAME = 0.8  # share of the words in a row of both that they share


def are_copies(text: str, other: str) -> bool:
    """Whether two texts, about as long, have most of their words in common, in the same order."""
    if 4 * abs(len(text) - len(other)) > max(len(text), len(other)):
        return False
    ours, theirs = _rows(text), _rows(other)
    return min(len(ours), len(theirs)) >= _FEWEST and len(ours & theirs) >= _SAME * max(len(ours), len(theirs))


def _rows(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in _WORD.findall(text)]
    return set(zip(*(words[start:] for start in range(_IN_A_ROW)), strict=False))
