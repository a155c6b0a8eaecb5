"""A quote as an archive holds it."""

from __future__ import annotations

from dataclasses import dataclass

from quotes.attribution import Kind, Type


@dataclass(frozen=True, slots=True)
class ArchivedQuote:
    """A statement in an archived article.

    number: the quote's own in this archive, from 1, given to no other.
    article_id: as the article was read. date: of the article, as "2026-03-04", None where nothing tells it.
    site: that the article is from, None where nothing tells it.
    speaker: the name of the person, organization or other that the archive takes it for, None where nobody is found;
        kind: of speaker. Joint speakers are joined by " | ".
    type: "direct", "indirect" or "mixed". content: what is said, in one line. sentence: that it stands in.
    confidence: the probability, 0 to 1, that content and speaker are both right.
    """

    number: int
    article_id: str
    date: str | None
    site: str | None
    speaker: str | None
    kind: Kind | None
    type: Type
    content: str
    sentence: str
    confidence: float
