"""Which of an article's attributions are shown."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

from quotes.article import Article
from quotes.attribution import Attribution, Speaker, Type, Verdict
from quotes.report.aliases import called


@dataclass(frozen=True, slots=True)
class Selection:
    """What an attribution must be like to be shown; everything is, unless something is asked for.

    types: any of these types; empty for all.
    speaker: what the article calls the speaker, see `aliases.called`.
    min_confidence: at least this probability, 0 to 1.
    verdicts: any of these verdicts; empty for all, and for what was not verified.
    """

    types: frozenset[Type] = frozenset()
    speaker: str | None = None
    min_confidence: float = 0.0
    verdicts: frozenset[Verdict] = frozenset()

    def of(self, article: Article) -> Article:
        """`article` with the attributions asked for and their speakers; ids stay as they are."""
        heard = called(self.speaker, article) if self.speaker is not None else frozenset()
        attributions = tuple(a for a in article.attributions if self._keeps(a, heard))
        kept = {a.speaker for a in attributions}
        return replace(article, attributions=attributions, speakers=tuple(s for s in article.speakers if s in kept))

    def _keeps(self, attribution: Attribution, heard: Set[Speaker]) -> bool:
        return (
            (not self.types or attribution.type in self.types)
            and attribution.confidence >= self.min_confidence
            and (self.speaker is None or attribution.speaker in heard)
            and (not self.verdicts or attribution.verdict in self.verdicts)
        )


ALL = Selection()
