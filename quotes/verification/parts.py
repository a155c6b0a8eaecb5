"""A quotation in parts: each held against the sources by itself, and what that makes of the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, product

from quotes.attribution import Change, Part, Span, Verdict, Verification
from quotes.text.sentences import split
from quotes.verification.judgement import SAME_WORDS
from quotes.verification.verdicts import MOST_ALTERED, Finding

_SHORT = 3  # words from which on the place of a part tells something
_WORST: tuple[Verdict, ...] = ("altered", "misattributed", "out_of_context", "trimmed", "paraphrased", "verbatim")


def sentences(piece: Span) -> list[Span]:
    """The sentences of a piece, those of a few words with the one before."""
    found: list[Span] = []
    for sentence in split(piece.text):
        start, end = piece.start + sentence.start, piece.start + sentence.end
        if found and len(piece.text[sentence.start : sentence.end].split()) < _SHORT:
            start = found.pop().start
        found.append(Span(start, end, piece.text[start - piece.start : end - piece.start]))
    return found


def is_cut_only(whole: Verification) -> bool:
    """Whether all words are there, and only some between them are left out."""
    return whole.verdict == "altered" and all(
        c.article is None and c.kind in ("negation", "limit", "deleted") for c in whole.changes
    )


def reordered(parts: Sequence[Part]) -> Change | None:
    """The part that the article has after one which the source has after it, where all parts are in a source."""
    placed = [part for part in parts if len(part.content.text.split()) >= _SHORT and part.verification.match]
    for one, other in pairwise(placed):
        before, after = one.verification.match, other.verification.match
        assert before and after
        if before.source == after.source and after.span.end <= before.span.start:
            return Change("reordered", other.content, after.span)
    return None


def may_be_reordered(found: Sequence[tuple[Span, Sequence[Finding]]]) -> bool:
    """Whether of two pieces in a row the second may stand before the first; found: where each stands."""
    placed = [findings for piece, findings in found if len(piece.text.split()) >= _SHORT]
    return any(
        one.document == other.document and other.span.end <= one.span.start
        for before, after in pairwise(placed)
        for one, other in product(before, after)
    )


def in_another_order(parts: Iterable[Part]) -> Verification | None:
    """What sentences of one quotation show that the source has in another order; None where it does not.

    Those after the first that is not the speaker's are not asked for.
    """
    same = []
    for part in parts:
        if part.verification.verdict not in SAME_WORDS:
            return None
        same.append(part)
    change = reordered(same)
    return _altered(same, (change,)) if change else None


def combined(parts: Sequence[Part], whole: Verification) -> Verification:
    """The worst of the parts; where only some are in a source, the whole is altered.

    whole: what was found for all of them in one place.
    """
    found = [part for part in parts if part.verification.verdict != "not_found"]
    if not found or is_cut_only(whole):
        return whole
    change = reordered(parts) if len(found) == len(parts) else None
    changes = tuple(c for part in parts for c in part.verification.changes)
    if change or len(found) < len(parts):
        return _altered(parts, (change, *changes) if change else changes)
    worst = min(found, key=lambda part: _WORST.index(part.verification.verdict)).verification
    verdict = "trimmed" if worst.verdict == "verbatim" else worst.verdict
    return Verification(verdict, _similarity(parts), worst.match, changes, worst.context, tuple(parts))


def _altered(parts: Sequence[Part], changes: tuple[Change, ...]) -> Verification:
    match = next((part.verification.match for part in parts if part.verification.match), None)
    return Verification("altered", min(MOST_ALTERED, _similarity(parts)), match, changes, None, tuple(parts))


def _similarity(parts: Sequence[Part]) -> float:
    """How much of all is found, by the characters of each."""
    whole = sum(len(part.content.text) for part in parts)
    found = sum(p.verification.similarity * len(p.content.text) for p in parts if p.verification.match)
    return round(found / whole, 3)
