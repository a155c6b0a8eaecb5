"""The section of an article in a page: which of its attributions are there, and what everything in it is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotes.article import Article
from quotes.attribution import Attribution, Speaker
from quotes.report.selection import Fold, Selection
from quotes.text.callings import shown_name

NOBODY = "speaker not found"


@dataclass(frozen=True, slots=True)
class Section:
    """An article in a page.

    number: counts from 1 in the page.
    article: with the attributions that are selected; left_out: how many are not.
    names: what its speakers and None are called in the page, no two alike.
    folds: where attributions are shown on request only, by their ids.
    """

    number: int
    article: Article
    left_out: int
    names: Mapping[Speaker | None, str]
    folds: Mapping[int, Fold]

    @classmethod
    def of(cls, number: int, article: Article, selection: Selection) -> Section:
        """The section of what `selection` takes of an article."""
        selected = selection.of(article)
        left_out = len(article.attributions) - len(selected.attributions)
        folds = {a.id: fold for a in selected.attributions if (fold := selection.fold(a))}
        return cls(number, selected, left_out, _names(selected.speakers), folds)

    @property
    def id(self) -> str:
        return f"a{self.number}"

    @property
    def title(self) -> str:
        return self.article.path or self.article.id

    @property
    def sure(self) -> list[Attribution]:
        """The attributions that are not unsure, attitudes among them."""
        return [a for a in self.article.attributions if self.folds.get(a.id) != "unsure"]

    @property
    def verified(self) -> bool:
        return any(a.verification for a in self.article.attributions)

    def row(self, attribution: Attribution) -> str:
        """The id of the attribution's row in the table."""
        return f"{self.id}-q{attribution.id}"

    def place(self, attribution: Attribution) -> str:
        """The id of the attribution's place in the text."""
        return f"{self.id}-t{attribution.id}"


def _names(speakers: Sequence[Speaker]) -> dict[Speaker | None, str]:
    names: dict[Speaker | None, str] = {None: NOBODY}
    met: Counter[str] = Counter()
    for speaker in speakers:
        name = shown_name(speaker)
        met[name] += 1
        names[speaker] = f"{name} ({met[name]})" if met[name] > 1 else name
    return names
