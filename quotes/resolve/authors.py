"""Who wrote what an article says in its own voice: by a byline, a note at its end, or a line below that signs it."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import regex

from quotes.article import Article
from quotes.resolve.figures import Cast, Figure
from quotes.resolve.phrases import Names
from quotes.text.layout import paragraphs

BYLINES = 500  # characters of an article that may hold the line that tells who wrote it
NOTE = 300  # characters of the last paragraph, where it tells that

_BYLINE = regex.compile(r"(?m)^(?:[Bb]y|BY)\s++([^\n]{3,80}+)$")
_SIGNATURE = regex.compile(r"(?m)^[—–-]?+[^\S\n]*+(\p{Lu}[^\n.,;:!?]{4,40}+|@\w{2,30}+)\.?+$")
_HELPED = regex.compile(r"\b(?:contributed|reporting|editing)\b")


class Authors:
    """Who wrote each part of an article."""

    def __init__(self, article: Article, names: Names, cast: Cast) -> None:
        self._text = article.text
        self._places = article.places
        self._names = names
        self._cast = cast
        self._unnamed = Figure("the author", "unknown")

    def of(self, offset: int) -> Figure:
        """Who wrote what stands at a place: by the line under it that signs it, or the article's author.

        An account ("@lima") signs no more than the paragraph above it.
        """
        at = bisect_right(self._signatures, offset, key=lambda signature: signature[0])
        if at < len(self._signatures):
            start, figure = self._signatures[at]
            above = self._places.paragraph(start) - self._places.paragraph(offset)
            if above == 1 or not figure.name.startswith("@"):
                return figure
        return self._writer or self._unnamed

    @cached_property
    def _writer(self) -> Figure | None:
        """Who wrote the article: "By" a name above it, or a last paragraph that tells who somebody new is."""
        byline = _BYLINE.search(self._text, 0, BYLINES)
        names = self._names.within(byline.start(1), byline.end(1)) if byline else []
        if names:
            return self._cast.figure(names[0])
        start, end = paragraphs(self._text)[-1]
        names = [name for name in self._names.within(start, start + 1) if name.kind == "person"]
        told = names and end - start < NOTE and not _HELPED.search(self._text, start, end)
        figure = self._cast.figure(names[0]) if told else None
        return figure if figure and not any(span.start < start for span in figure.mentions) else None

    @cached_property
    def _signatures(self) -> list[tuple[int, Figure]]:
        """Where lines begin that hold a person's name, or an account's, and nothing else, and whose it is."""
        found = []
        for line in _SIGNATURE.finditer(self._text):
            names = self._names.within(line.start(1), line.end(1))
            if line[1].startswith("@"):
                found.append((line.start(1), Figure(line[1], "person", named=True)))
            elif len(names) == 1 and names[0].kind == "person":
                found.append((line.start(1), self._cast.figure(names[0])))
        return found
