"""How many, how much and how often: where an indirect claim says more, or less, than its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from quotes.attribution import Change
from quotes.english import table, words
from quotes.verification.passages import lemma
from quotes.verification.vocabulary import FUNCTION, NUMBER, Words

_BASE = 7  # words before a number that may tell that something is compared with it
_UNIT = 4  # words after a number that may tell what it counts
_BOUND = 3  # words before a number that may bound it
_OBJECT = 6  # words after "than" that may tell with what something is compared
_COMPARED = 8  # words before "than" that may compare
_AFTER_OF = 3  # words after "some of" that may tell of what
_BOUNDS, _AMOUNTS, _COMPARATIVES = table("bounds"), table("amounts"), table("comparatives")
_EACH = frozenset({"a", "an", "each", "every", "per"})
_LEVELS = ("some", "most", "all")
_PARTS = frozenset({"every", "in", "of", "out", "the"})


def numbers(ours: Words, theirs: Words) -> Iterator[Change]:
    """Numbers of the same thing that differ: "430 new jobs" and "340 new jobs"."""
    said, claimed = ({side.told[at] for at in _figures(side)} for side in (theirs, ours))
    for at in _figures(ours):
        if ours.told[at] in said:
            continue
        unit = _units(ours, at)
        for there in _figures(theirs):
            if theirs.told[there] not in claimed and unit & _units(theirs, there):
                yield Change("replaced", ours.span(at), theirs.span(there))
                break


def amounts(ours: Words, theirs: Words) -> Iterator[Change]:
    """Other bounds and units of a number, a part told as the whole, and the opposite of a comparison."""
    yield from _bounds(ours, theirs)
    yield from _measures(ours, theirs)
    yield from _parts(ours, theirs)
    yield from _former(ours, theirs)
    yield from _compared(ours, theirs)
    yield from _replaced(ours, theirs)
    yield from _of_them(ours, theirs)
    yield from _based(ours, theirs)


def _figures(side: Words) -> list[int]:
    """Where numbers stand that are no "tenth" or "1990s"."""
    return [at for at in np.flatnonzero(side.words & NUMBER).tolist() if side.told[at][-1:].isdigit()]


def _units(side: Words, at: int) -> set[str]:
    """What a number may count: the words of content after it, and a month before it."""
    row = side.words[: at + 1 + _UNIT].tolist()
    after = [i for i in range(at + 1, len(row)) if not row[i] & (FUNCTION | NUMBER)]
    before = {side.told[at - 1]} if at else set()
    return ({lemma(side.told[i]) for i in after} - words("times_counted")) | (before & words("months"))


def _same_figures(ours: Words, theirs: Words) -> Iterator[tuple[int, int]]:
    """Where a number of ours stands, and where the source has the same, once."""
    times = Counter(theirs.told)
    there = {theirs.told[at]: at for at in _figures(theirs)}
    for at in _figures(ours):
        if times[ours.told[at]] == 1 and ours.told[at] in there:
            yield at, there[ours.told[at]]


def _bounds(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "More than 900" where the source has "up to 900", or "nine" where it has "two of nine"."""
    for at, other in _same_figures(ours, theirs):
        one, two = _bound(ours, at), _bound(theirs, other)
        if (_sides(one) and _sides(two) and not _sides(one) & _sides(two)) or (
            ("ceiling" in two and "near" not in two and not one) or ("strict" in one and not two)
        ):
            begin = max(0, at - 2) if one else at
            yield Change("limit", ours.span(begin, at + 1), theirs.span(max(0, other - 2), other + 1))
        elif _is_whole(theirs, other) and not _is_whole(ours, at):
            yield Change("limit", ours.span(at), theirs.span(other - 2, other + 1))


def _sides(marks: Sequence[str]) -> set[str]:
    return {"floor", "ceiling"} & {*marks}


def _bound(side: Words, at: int) -> Sequence[str]:
    """What bounds the number at a place, if anything does: the first of a range is a floor, the last a ceiling."""
    before = side.told[max(0, at - _BOUND) : at]
    for size in range(len(before), 0, -1):
        if marks := _BOUNDS.get(" ".join(before[-size:])):
            return marks
    for place in range(at + 1, at + 1 + _BOUND):  # "three crowns at most", "three or more"
        if marks := _BOUNDS.get(" ".join(side.told[place : place + 2])):
            return marks
    if before[-1:] == ["between"]:
        return ("floor",)
    if len(before) == _BOUND and before[0] == "between" and before[2] == "and":
        return ("ceiling",)
    return ()


def _measures(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "Four miles" where the source has "four kilometres", and "40 a month" where it has "40 a day"."""
    for at, other in _same_figures(ours, theirs):
        mine, said = _measure(ours, at), _measure(theirs, other)
        for one, two in zip(mine, said, strict=True):
            if one and two and lemma(ours.told[one]) != lemma(theirs.told[two]):
                yield Change("replaced", ours.span(one), theirs.span(two))
                break


def _measure(side: Words, at: int) -> tuple[int, int]:
    """Where the unit of a number stands, and that for each of which it is told; 0 for none."""
    unit = at + 1 if lemma("".join(side.told[at + 1 : at + 2])) in words("measures") else 0
    for place in range(at + 1, min(len(side.told) - 1, at + 1 + _BOUND)):
        if side.told[place] in _EACH and lemma(side.told[place + 1]) in words("times_counted"):
            return unit, place + 1
    return unit, 0


def _former(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "Her deputy" where the source has "my former deputy"."""
    if not words("intensional").isdisjoint(ours.told):
        return
    for at, word in enumerate(theirs.told[:-1]):
        if word in words("intensional") and theirs.told[at + 1] in ours.told and not theirs.is_function(at + 1):
            yield Change("limit", ours.span(ours.told.index(theirs.told[at + 1])), theirs.span(at, at + 2))


def _is_whole(side: Words, at: int) -> bool:
    """Whether the number at a place is that of which another is a part: "two of nine"."""
    part = next((word for word in reversed(side.told[max(0, at - _BOUND) : at]) if word not in _PARTS), "")
    return part[-1:].isdigit() and side.told[at - 1] in _PARTS


def _parts(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "All members" where the source has "some members", and members where it has "some of the members"."""
    mine, other = _levels(ours), _levels(theirs)
    if mine and other and max(mine) > max(other):
        yield Change("limit", ours.span(mine[max(mine)]), theirs.span(other[max(other)]))
    if mine:
        return
    for at in other.values():
        if theirs.told[at + 1 : at + 2] == ["of"]:
            what = _of_content(theirs, at + 2, _AFTER_OF)
            here = ours.told.index(theirs.told[what]) if what and theirs.told[what] in ours.told else -1
            beside = ours.told[max(0, here - _AFTER_OF) : max(0, here)]
            if here >= 0 and not any(word[-1:].isdigit() or word == "of" for word in beside):
                yield Change("limit", ours.span(here), theirs.span(at))


def _levels(side: Words) -> dict[int, int]:
    """Where words for how many or how often stand, by how much they say."""
    found: dict[int, int] = {}
    for at, word in enumerate(side.told):
        marks = _AMOUNTS.get(word) or _AMOUNTS.get(" ".join(side.told[at : at + 2]))
        if marks:
            found.setdefault(_LEVELS.index(marks[0]), at)
    return found


def _compared(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "Worse than last year's" where the source has "better than last year's"."""
    mine, other = dict(_comparisons(ours)), dict(_comparisons(theirs))
    for what, at in mine.items():
        there = other.get(what)
        if there is not None and theirs.told[there] in _COMPARATIVES[ours.told[at]]:
            yield Change("replaced", ours.span(at), theirs.span(there))


def _replaced(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "By Christmas" where the source has "by 30 September instead of Christmas"."""
    if "instead" in ours.told or "rather" in ours.told or "not" in ours.told:
        return
    for at, two in enumerate(pairwise(theirs.told)):
        if two in (("instead", "of"), ("rather", "than")):
            what = _of_content(theirs, at + 2, _OBJECT)
            if what and theirs.told.count(theirs.told[what]) == 1 and theirs.told[what] in ours.told:
                yield Change("replaced", ours.span(ours.told.index(theirs.told[what])), theirs.span(at, what + 1))


def _of_them(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "Eleven lived" where the source has "eleven trays, and eight of them lived"."""
    figures = _figures(theirs)
    for at in figures:
        if theirs.told[at + 1 : at + 3] in (["of", "them"], ["of", "those"], ["of", "these"]):
            after = [theirs.told[i] for i in range(at + 3, len(theirs.told)) if not theirs.is_function(i)]
            whole = [theirs.told[i] for i in figures if i < at and theirs.told[i] in ours.told]
            if whole and theirs.told[at] not in ours.told and set(after[:_OBJECT]) & {*ours.told}:
                yield Change("limit", ours.span(ours.told.index(whole[-1])), theirs.span(at, at + 3))


def _based(ours: Words, theirs: Words) -> Iterator[Change]:
    """The number of last year told as this year's: "a loss of six million, compared with one of nine million"."""
    if not words("earlier").isdisjoint(ours.told):
        return
    for at in _figures(theirs):
        before = " ".join(theirs.told[max(0, at - _BASE) : at])
        if theirs.told[at] in ours.told and theirs.told.count(theirs.told[at]) == 1 and before.count("compared with"):
            yield Change("replaced", ours.span(ours.told.index(theirs.told[at])), theirs.span(at))


def _comparisons(side: Words) -> Iterator[tuple[str, int]]:
    """With what something is compared, and where the word stands that does it."""
    for at, word in enumerate(side.told):
        if word == "than":
            what = _of_content(side, at + 1, _OBJECT)
            before = range(at - 1, max(-1, at - 1 - _COMPARED), -1)
            by = next((i for i in before if side.told[i] in _COMPARATIVES), None)
            if what and by is not None:
                yield side.told[what], by


def _of_content(side: Words, at: int, most: int) -> int | None:
    """Where the first word of content stands among so many from a place on."""
    return next((i for i in range(at, min(at + most, len(side))) if not side.is_function(i)), None)
