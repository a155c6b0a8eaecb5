"""Quotations held against passages: what differs, and what that makes of the claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from quotes.attribution import Change, Span, Verdict
from quotes.text.intervals import Stretch
from quotes.verification.alignment import differences, fitted, weights
from quotes.verification.changes import compared, misplaced
from quotes.verification.claims import Claim
from quotes.verification.passages import Passage, Passages

MOST_ALTERED = 0.99  # of what is altered, however little that is, not all is in the source


@dataclass(frozen=True, slots=True)
class Finding:
    """What holding a claim against one passage showed; `span` lies in the document's text.

    stretches: the parts of the span that the claim has, in text order, between those that it leaves out.
    reported: whether the claim is in other words than anybody's own.
    """

    verdict: Verdict
    similarity: float
    score: float
    document: int
    span: Span
    changes: tuple[Change, ...] = ()
    reported: bool = False
    stretches: tuple[Stretch, ...] = ()


def quoted(claim: Claim, passage: Passage, passages: Passages) -> Iterator[Finding]:
    """Where a passage has the quoted words of a claim, or enough of them: the best place first."""
    finding = _quoted(claim, passage, passages)
    if finding:
        yield finding
        starts = passages.words(passage.document).starts
        first, after = (int(i) for i in np.searchsorted(starts, (finding.span.start, finding.span.end)))
        for rest in (passage._replace(end=first), passage._replace(start=after)):
            if rest.end - rest.start >= len(claim.quoted) // 2:
                yield from quoted(claim, rest, passages)


def _quoted(claim: Claim, passage: Passage, passages: Passages) -> Finding | None:
    ours = claim.quoted
    fit = fitted(ours, passages.read(passage), ours.asides | claim.joints)
    if not fit:
        return None
    alignment, similarity, score = fit
    alignment = alignment.moved(passage.start)
    words = passages.words(passage.document)
    used = alignment.partners[alignment.partners >= 0]
    first, after = int(used.min()), int(used.max()) + 1
    span = words.span(first, after)
    differing = differences(alignment)
    told = compared(differing, claim, words)
    left_out = [d for d in differing if d.start == d.end]
    changes = (*told.changes, *misplaced(claim, span, left_out, words))
    verdict: Verdict = "trimmed" if changes or _clipped(claim, words.text, span) else "verbatim"
    if told.altered or len(changes) > len(told.changes):
        verdict = "altered"
        whole = float(weights(ours.words).sum())
        similarity = min(MOST_ALTERED, similarity * whole / (whole + told.silent))
    cuts = [first, *(place for d in left_out for place in (d.there, d.until)), after]
    stretches = tuple(
        (int(words.starts[begin]), int(words.ends[end - 1]))
        for begin, end in zip(cuts[::2], cuts[1::2], strict=True)
        if end > begin
    )
    return Finding(verdict, similarity, score, passage.document, span, changes, stretches=stretches)


def _clipped(claim: Claim, text: str, span: Span) -> bool:
    """Whether a bracket at the start or end of a quote stands in place of words of its sentence."""
    before = text[max(0, span.start - 40) : span.start].rstrip(" \"'“‘")
    after = text[span.end : span.end + 40].lstrip(" \"'”’")
    opening, closing = claim.clipped
    return (opening and before[-1:].isalnum()) or (closing and after[:1].isalnum())
