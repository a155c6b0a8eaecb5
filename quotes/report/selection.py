"""Which of an article's attributions are shown."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from typing import Literal

from quotes.article import Article
from quotes.attribution import Attribution, Speaker, Type, Verdict

Fold = Literal["attitudes", "unsaid", "unsure"]

# Below this probability that content and speaker are right an attribution is unsure: the highest threshold of those
# that `python -m bench.unsure` tries below which nearly four of five are wrong on dev articles (docs/accuracy.md).
UNSURE = 0.3


@dataclass(frozen=True, slots=True)
class Selection:
    """What an attribution must be like to be shown; everything is, unless something is asked for.

    types: any of these types; empty for all.
    speaker: what the article calls the speaker, see `Article.called`.
    min_confidence: at least this probability, 0 to 1; None for all, of which `fold` tells what is unsure.
    verdicts: any of these verdicts; empty for all, and for what was not verified.
    """

    types: frozenset[Type] = frozenset()
    speaker: str | None = None
    min_confidence: float | None = None
    verdicts: frozenset[Verdict] = frozenset()

    def of(self, article: Article) -> Article:
        """`article` with the attributions asked for and their speakers; ids stay as they are."""
        heard = article.called(self.speaker) if self.speaker is not None else frozenset()
        attributions = tuple(a for a in article.attributions if self._keeps(a, heard))
        kept = {a.speaker for a in attributions}
        return replace(article, attributions=attributions, speakers=tuple(s for s in article.speakers if s in kept))

    def fold(self, attribution: Attribution) -> Fold | None:
        """Where a page to read folds an attribution away, to be shown when asked for: None for nowhere.

        Words in quotation marks that are not as the sources have them are always shown.
        """
        if self.min_confidence is None and attribution.confidence < UNSURE and not attribution.misquoted:
            return "unsure"
        if attribution.act == "attitude":
            return "attitudes"
        return None if attribution.said else "unsaid"

    def _keeps(self, attribution: Attribution, heard: Set[Speaker]) -> bool:
        return (
            (not self.types or attribution.type in self.types)
            and attribution.confidence >= (self.min_confidence or 0.0)
            and (self.speaker is None or attribution.speaker in heard)
            and (not self.verdicts or attribution.verdict in self.verdicts)
        )


ALL = Selection()
