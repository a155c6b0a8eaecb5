"""Which of an article's attributions are shown."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

import regex

from quotes.article import Article, Attribution, Speaker, Type

_WORD = regex.compile(r"\w++")


@dataclass(frozen=True, slots=True)
class Selection:
    """What an attribution must be like to be shown; everything is, unless something is asked for.

    types: any of these types; empty for all.
    speaker: words that stand in a row in the speaker's name or in a mention; case and accents do not matter.
    min_confidence: at least this probability, 0 to 1.
    """

    types: frozenset[Type] = frozenset()
    speaker: str | None = None
    min_confidence: float = 0.0

    def of(self, article: Article) -> Article:
        """`article` with the attributions asked for and their speakers; ids stay as they are."""
        heard = {speaker for speaker in article.speakers if self._names(speaker)}
        attributions = tuple(a for a in article.attributions if self._keeps(a, heard))
        kept = {a.speaker for a in attributions}
        return replace(article, attributions=attributions, speakers=tuple(s for s in article.speakers if s in kept))

    def _keeps(self, attribution: Attribution, heard: set[Speaker]) -> bool:
        return (
            (not self.types or attribution.type in self.types)
            and attribution.confidence >= self.min_confidence
            and (self.speaker is None or attribution.speaker in heard)
        )

    def _names(self, speaker: Speaker) -> bool:
        wanted = _words(self.speaker or "")
        return any(wanted in _words(text) for text in (speaker.name, *(m.text for m in speaker.mentions)))


def _words(text: str) -> str:
    """The words of `text` without case and accents, a space around each, so that `in` finds whole words in a row."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return f" {' '.join(_WORD.findall(''.join(letters).casefold()))} "
