"""Direct, indirect or mixed: told by a text's quotation marks where nobody has marked it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotes.attribution import Span, Type
from quotes.evaluation.corpus import Relation
from quotes.evaluation.matching import trim
from quotes.text.intervals import Intervals
from quotes.text.quotations import Quotation, quotations


def with_types(relations: Sequence[Relation], text: str) -> tuple[Relation, ...]:
    """The relations, each with a type: its own, else by the quotation marks of the text.

    Direct when marks hold all letters and digits of every content span, indirect when they hold none, else mixed.
    """
    if all(relation.type for relation in relations):
        return tuple(relations)
    found = Intervals.of(quotations(text))
    return tuple(r if r.type else replace(r, type=_type(r.content, text, found)) for r in relations)


def _type(content: Sequence[Span], text: str, found: Intervals[Quotation]) -> Type:
    parts = [_quoted(span, text, found) for span in content]
    if all(part == "direct" for part in parts):
        return "direct"
    return "indirect" if all(part == "indirect" for part in parts) else "mixed"


def _quoted(span: Span, text: str, found: Intervals[Quotation]) -> Type:
    """How much of a span the outermost quotations hold."""
    words = trim(text, span)
    if not found.meeting(words.start, words.end):
        return "indirect"
    return "direct" if found.holding(words.start, words.end) else "mixed"
