"""A text cut wherever a span of an attribution begins or ends, so that nested and overlapping ones can be marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from quotes.article import Article
from quotes.attribution import Attribution, Role
from quotes.text.intervals import Stretch


class Mark(NamedTuple):
    """What a piece of text is to an attribution."""

    role: Role
    attribution: Attribution

    @property
    def letter(self) -> str:
        """What it is to style and script: "s", "c", or "d", "m", "i" for content by type."""
        return self.attribution.type[0] if self.role == "content" else self.role[0]

    @property
    def key(self) -> str:
        """The letter with the attribution's number."""
        return f"{self.letter}{self.attribution.id}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text; marks: of all spans that cover it, the outer ones first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment as it is shown; begun: the attributions whose content begins with it."""

    text: str
    marks: tuple[Mark, ...]
    begun: tuple[Attribution, ...]


class _Marked(NamedTuple):
    start: int
    end: int
    mark: Mark


def segments(attributions: Iterable[Attribution], cuts: Iterable[int]) -> Iterator[Segment]:
    """The text in segments without gaps, from the first of `cuts` to the last, none of them across a cut."""
    spans = sorted(_spans(attributions), key=lambda span: (span.start, -span.end))
    opened: dict[int, Mark] = {}
    closing: defaultdict[int, list[int]] = defaultdict(list)
    number = 0
    for here, there in pairwise(sorted({*cuts, *(s.start for s in spans), *(s.end for s in spans)})):
        for closed in closing.pop(here, ()):
            del opened[closed]
        while number < len(spans) and spans[number].start == here:
            opened[number] = spans[number].mark
            closing[spans[number].end].append(number)
            number += 1
        yield Segment(here, there, tuple(opened.values()))


def paragraphs(article: Article) -> Iterator[tuple[int | None, list[Piece]]]:
    """The text in pieces by paragraph, with the line that each begins in; white space between two comes with None."""
    stretches = article.places.paragraphs
    cuts = {0, len(article.text), *stretches.starts, *stretches.ends}
    begun: set[int] = set()

    def paragraph(segment: Segment) -> Stretch | None:
        return stretches.holding(segment.start, segment.start + 1)

    def piece(segment: Segment) -> Piece:
        contents = {mark.attribution.id: mark.attribution for mark in segment.marks if mark.role == "content"}
        new = tuple(attribution for id, attribution in contents.items() if id not in begun)
        begun.update(contents)
        return Piece(article.text[segment.start : segment.end], segment.marks, new)

    for stretch, held in groupby(segments(article.attributions, cuts), paragraph):
        if stretch:
            yield article.places.line(stretch[0]), [piece(segment) for segment in held]
        else:
            yield None, [Piece(article.text[segment.start : segment.end], (), ()) for segment in held]


def _spans(attributions: Iterable[Attribution]) -> Iterator[_Marked]:
    for attribution in attributions:
        for role, spans in attribution.roles.items():
            for span in spans:
                if span.start < span.end:
                    yield _Marked(span.start, span.end, Mark(role, attribution))
