"""What is told above the sections of a page: how much is in it, and what to check first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from quotes.attribution import Attribution, Verdict
from quotes.report.html.section import NOBODY, Section
from quotes.report.page import counted
from quotes.report.selection import Fold
from quotes.report.verdicts import LOOKS, is_grave, rank

Counted = TypeVar("Counted")


@dataclass(frozen=True, slots=True)
class ToCheck:
    """An attribution to check first; speaker, row: what its section calls them; title: of the section."""

    attribution: Attribution
    speaker: str
    row: str
    title: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What is told above the sections about one of them, or about all.

    id, title: of the section. types: of statements; folds: how many there are besides.
    speakers: by name, how many attributions each has; sure: how many of them are not unsure.
    verdicts: None for what was not checked.
    grave: what to check first, the gravest first.
    """

    id: str
    title: str
    types: Counter[str]
    folds: Counter[Fold]
    speakers: Counter[str]
    sure: Counter[str]
    verdicts: Counter[Verdict | None]
    grave: Sequence[ToCheck]

    @classmethod
    def of(cls, section: Section) -> Overview:
        """The overview of one section."""
        attributions = section.article.attributions
        return cls(
            section.id,
            section.title,
            Counter(a.type for a in attributions if a.id not in section.folds),
            Counter(section.folds.values()),
            Counter(section.names[a.speaker] for a in attributions),
            Counter(section.names[a.speaker] for a in section.sure),
            Counter(a.verdict for a in attributions),
            _gravest_first(
                ToCheck(a, section.names[a.speaker], section.row(a), section.title)
                for a in attributions
                if is_grave(a)
            ),
        )

    @classmethod
    def of_all(cls, overviews: Sequence[Overview]) -> Overview:
        """The overview of a whole page."""
        title = overviews[0].title if len(overviews) == 1 else counted(len(overviews), "article")
        return cls(
            "articles",
            title,
            _sum(o.types for o in overviews),
            _sum(o.folds for o in overviews),
            _sum(o.speakers for o in overviews),
            _sum(o.sure for o in overviews),
            _sum(o.verdicts for o in overviews),
            _gravest_first(found for o in overviews for found in o.grave),
        )

    @property
    def heard(self) -> int:
        """How many known speakers surely say something."""
        return len(self.sure.keys() - {NOBODY})

    @property
    def found(self) -> list[Verdict]:
        """The verdicts that there are, the gravest first."""
        return [verdict for verdict in LOOKS if self.verdicts[verdict]]

    @property
    def names(self) -> list[str]:
        """The speakers' names to choose from, in alphabetical order; what nobody known said comes last."""
        return sorted(self.speakers, key=lambda name: (name == NOBODY, name.casefold()))


def _sum(counters: Iterable[Counter[Counted]]) -> Counter[Counted]:
    return sum(counters, Counter[Counted]())


def _gravest_first(found: Iterable[ToCheck]) -> list[ToCheck]:
    return sorted(found, key=lambda to_check: rank(to_check.attribution))
