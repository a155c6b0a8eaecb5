"""All that is one quote in other words: who has it first, who has it since, and how its words drifted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from quotes.archive.bands import shingles
from quotes.archive.candidates import LEAST_OF_OTHERS, candidates
from quotes.archive.rows import ArchivedQuote
from quotes.archive.wording import Wordings, are_others, may_agree, plain
from quotes.attribution import Change, Verdict
from quotes.json_shape import change_dict


@dataclass(frozen=True, slots=True)
class Telling:
    """A quote of a group.

    changes: the words that it and the earliest of the group do not share; `source` is the earliest's.
    other_speaker: whether both are given to somebody, and not to one person.
    verdict: where it was held against sources, what that showed; then `changes` are those to the source's words.
    """

    quote: ArchivedQuote
    changes: tuple[Change, ...]
    other_speaker: bool
    verdict: Verdict | None = None

    def to_dict(self) -> dict[str, Any]:
        """As in JSON."""
        told = {"changes": list(map(change_dict, self.changes)), "other_speaker": self.other_speaker}
        return asdict(self.quote) | told | {"verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class Group:
    """Quotes that are one in other words, at least one, in time order; those without a date come last."""

    tellings: tuple[Telling, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in JSON."""
        return {"quotes": [telling.to_dict() for telling in self.tellings]}


Unit = tuple[str, str]
"""The words of a quote as `plain`, and those of its speaker's name: quotes that share both are one."""


def unit(content: str, speaker: str | None) -> Unit:
    """Which quotes are one without a look at their words."""
    return plain(content), "|".join(map(plain, (speaker or "").split(" | ")))


def is_told_again(content: str, speaker: str | None, wordings: Wordings) -> bool:
    """Whether who says it again tells it again; many say "No comment", and each time it is another."""
    return wordings.are_one(content, content, agree=may_agree(speaker, speaker))


def groups(quotes: Iterable[ArchivedQuote]) -> list[Group]:
    """The groups of two quotes and more that are one in other words; the earliest first.

    Takes memory for all quotes and their shingles.
    """
    wordings = Wordings()
    return [group(members, wordings) for members in joined(quotes, wordings) if len(members) > 1]


def joined(quotes: Iterable[ArchivedQuote], wordings: Wordings) -> list[list[ArchivedQuote]]:
    """The quotes in groups, those that stand alone too, in time order: groups are unions of pairs that are one."""
    units: dict[Unit, list[ArchivedQuote]] = defaultdict(list)
    for quote in quotes:
        units[unit(quote.content, quote.speaker)].append(quote)
    members: list[list[ArchivedQuote]] = []
    lone: list[list[ArchivedQuote]] = []
    for same in units.values():
        same.sort(key=lambda quote: quote.content)  # of the same words with other marks those that Spark takes too
        if len(same) > 1 and not is_told_again(same[0].content, same[0].speaker, wordings):
            lone += [[quote] for quote in same]
        else:
            members.append(same)
    contents, speakers = [same[0].content for same in members], [same[0].speaker for same in members]
    roots = Roots(len(members))
    for one, other, share in candidates(*shingles(contents)):
        if roots.of(one) != roots.of(other):
            agree = may_agree(speakers[one], speakers[other])
            if (agree or share >= LEAST_OF_OTHERS) and wordings.are_one(contents[one], contents[other], agree=agree):
                roots.join(one, other)
    together: dict[int, list[ArchivedQuote]] = defaultdict(list)
    for number, same in enumerate(members):
        together[roots.of(number)] += same
    found = [sorted(quotes, key=_time) for quotes in (*together.values(), *lone)]
    return sorted(found, key=lambda quotes: _time(quotes[0]))


class Roots:
    """Numbers in groups, of which each has a root: its smallest (Tarjan 1975, with path halving)."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def of(self, number: int) -> int:
        """The root of a number's group."""
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Makes one group of two."""
        low, high = sorted((self.of(one), self.of(other)))
        self._above[high] = low


def _time(quote: ArchivedQuote) -> tuple[bool, str, int]:
    return quote.date is None, quote.date or "", quote.number


def group(members: Sequence[ArchivedQuote], wordings: Wordings) -> Group:
    """A group of quotes in time order, each beside the first."""
    said, speaker = members[0].content, members[0].speaker
    return Group(
        tuple(Telling(q, wordings.changes(said, q.content), are_others(q.speaker, speaker)) for q in members)
    )
