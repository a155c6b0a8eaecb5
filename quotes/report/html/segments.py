"""A text cut wherever a span of an attribution begins or ends, so that nested and overlapping ones can be marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from quotes.attribution import Attribution, Role, Span


class Mark(NamedTuple):
    """What a piece of text is to an attribution."""

    role: Role
    attribution: Attribution


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text; marks: of all spans that cover it, the outer ones first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


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


def _spans(attributions: Iterable[Attribution]) -> Iterator[_Marked]:
    for attribution in attributions:
        roles: dict[Role, tuple[Span | None, ...]] = {
            "content": attribution.content,
            "source": (attribution.source,),
            "cue": (attribution.cue,),
        }
        for role, spans in roles.items():
            for span in spans:
                if span and span.start < span.end:
                    yield _Marked(span.start, span.end, Mark(role, attribution))
