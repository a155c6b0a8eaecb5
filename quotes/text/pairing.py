"""Marks to pairs of marks: what is open decides what the next mark does.

Where that leaves double marks of a paragraph without a partner, the reading that goes least against the looks of them
all is taken instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from quotes.text.quotation_marks import CLOSES, EITHER, OPENS, Mark

_MAX_REPAIRED_DEPTH = 2
_NESTED_COST = 0.1  # twenty quotations inside another are likelier to stand between two stray marks
_SKIPPED_INSIDE_COST = 0.01  # of two ways to leave one mark out, the one with the shorter quotation
_UNCLOSED_COST = 0.6  # less than that of a mark which is nothing at all: it may run on in the next paragraph
_GOOD_COST = 0.5
_REOPENED_COST = 0.1  # of a mark that only says that the quotation goes on: "It is safe. "We looked," she said.


@dataclass(frozen=True, slots=True)
class Pairing:
    """What marks are to each other: pairs, openers without a closer, and a first closer without an opener."""

    pairs: list[tuple[Mark, Mark]]
    unclosed: list[Mark]
    orphan: Mark | None


def best_pairing(marks: Sequence[Mark]) -> Pairing:
    pairing = _pairing(marks, {})
    double = [mark for mark in marks if mark.family == "double"]
    if _pairing_cost(pairing, double) < _GOOD_COST:
        return pairing
    repaired = _pairing(marks, _cheapest_roles(double))
    return _by_glyph(min(pairing, repaired, key=lambda candidate: _pairing_cost(candidate, double)))


def _by_glyph(pairing: Pairing) -> Pairing:
    """A pairing in which no straight mark closes a curly one that a straight one, still open, stands before.

    "He told us “never again and left," said Ito.
    """
    outer = next((mark for mark in pairing.unclosed if mark.family == "double"), None)
    if outer is None:
        return pairing
    kind = outer.faces == EITHER
    pairs = pairing.pairs
    wrong = next((at for at, (a, b) in enumerate(pairs) if _differ(a, b) and (b.faces == EITHER) == kind), None)
    if wrong is None or pairs[wrong][0].start < outer.start:
        return pairing
    opener, closer = pairs[wrong]
    if any(outer.start < a.start < opener.start and closer.start < b.start for a, b in pairs):
        return pairing
    mended = [*pairs[:wrong], (outer, closer), *pairs[wrong + 1 :]]
    unclosed = [mark for mark in pairing.unclosed if mark.start < outer.start or mark.start > closer.start]
    return Pairing(mended, unclosed, pairing.orphan)


def _differ(opener: Mark, closer: Mark) -> bool:
    """Whether one of two marks is straight and the other curly."""
    return opener.family == "double" and (opener.faces == EITHER) != (closer.faces == EITHER)


def _pairing(marks: Sequence[Mark], roles: Mapping[int, int]) -> Pairing:
    """Pair marks by a stack; `roles` may tell, by their starts, which ones open, close or do neither."""
    stack: list[Mark] = []
    openers: defaultdict[str, list[Mark]] = defaultdict(list)
    pairs: list[tuple[Mark, Mark]] = []
    orphan: Mark | None = None
    seen: set[str] = set()
    possessives = _possessives(marks)
    for mark in marks:
        same = openers[mark.family]
        role = roles.get(mark.start, _role(mark, same[-1] if same else None))
        if role == OPENS:
            stack.append(mark)
            same.append(mark)
            seen.add(mark.family)
        elif role == CLOSES and _closes_two(mark, stack):
            for half in (mark.start, mark.start + 1):
                pairs.append((stack.pop(), Mark(half, half + 1, "single", mark.faces, mark.leans, False)))
                openers["single"].pop()
        elif role == CLOSES and mark.family == "single":
            if same and stack[-1] is same[-1] and mark.start not in possessives:
                pairs.append((stack.pop(), mark))
                same.pop()
        elif role == CLOSES and same:
            while stack[-1] is not same[-1]:
                openers[stack.pop().family].pop()
            pairs.append((stack.pop(), mark))
            same.pop()
        elif role == CLOSES and not mark.doubtful and orphan is None and mark.family not in seen:
            orphan = mark
    return Pairing(pairs, stack, orphan)


def _role(mark: Mark, opener: Mark | None) -> int:
    """Whether a mark opens or closes, where `opener` is the last one of its family that is still open."""
    if mark.doubtful or (mark.family == "single" and mark.leans == CLOSES):
        return CLOSES
    if mark.faces == EITHER:
        return mark.leans or (CLOSES if opener else OPENS)
    if mark.faces == OPENS:
        return CLOSES if opener and mark.leans == CLOSES else OPENS
    return OPENS if mark.leans == OPENS and (opener is None or opener.faces == CLOSES) else CLOSES


def _closes_two(mark: Mark, stack: Sequence[Mark]) -> bool:
    """Whether a '' or ’’ is two single marks, since two single quotations are what is open."""
    return mark.end - mark.start == 2 and len(stack) > 1 and stack[-1].family == stack[-2].family == "single"


def _possessives(marks: Sequence[Mark]) -> set[int]:
    """The starts of the doubtful single marks that a better closing one follows before any opening one."""
    found = set()
    closer_follows = False
    for mark in reversed(marks):
        if mark.family != "single":
            continue
        if mark.leans != CLOSES:
            closer_follows = False
        elif mark.doubtful and closer_follows:
            found.add(mark.start)
        else:
            closer_follows = not mark.doubtful
    return found


def _cheapest_roles(marks: Sequence[Mark]) -> dict[int, int]:
    """What each mark does, by its start, in the reading that goes least against the looks of them all (Viterbi)."""
    depths = range(_MAX_REPAIRED_DEPTH + 1)
    costs = [0.0, *(inf for _ in depths[1:])]
    steps: list[list[int]] = []
    for mark in marks:
        best = [
            min(
                (costs[depth - role] + _role_cost(mark, role, depth - role), role)
                for role in (OPENS, CLOSES, EITHER)
                if depth - role in depths
            )
            for depth in depths
        ]
        costs = [cost for cost, _ in best]
        steps.append([role for _, role in best])
    depth = min(depths, key=lambda depth: costs[depth] + depth * _UNCLOSED_COST)
    roles = {}
    for mark, step in zip(reversed(marks), reversed(steps), strict=True):
        roles[mark.start] = step[depth]
        depth -= step[depth]
    return roles


def _role_cost(mark: Mark, role: int, depth: int) -> float:
    """How much it goes against a double mark's looks to open, close or do neither inside of `depth` quotations."""
    if role == EITHER:
        if mark.reopens and depth:
            return _REOPENED_COST
        return (0.4 if mark.doubtful else 1.0) + (_SKIPPED_INSIDE_COST if depth else 0.0)
    nested = _NESTED_COST if role == OPENS and depth else 0.0
    return float(mark.leans == -role) + float(mark.faces == -role) + nested


def _pairing_cost(pairing: Pairing, double: Sequence[Mark]) -> float:
    roles = {mark.start: OPENS for mark in pairing.unclosed}
    for opener, closer in pairing.pairs:
        roles[opener.start] = OPENS
        roles[closer.start] = CLOSES
    cost = 0.0
    depth = 0
    for mark in double:
        role = roles.get(mark.start, EITHER)
        cost += _role_cost(mark, role, depth)
        depth += role
    return cost + depth * _UNCLOSED_COST
