"""What verification found, in words: the verdict, why it is one, and the passage with its place and neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Literal

from quotes.attribution import Change, Match, Reason, Span, Speaker, Verdict, Verification
from quotes.report.visible import visible
from quotes.text.callings import shown_name

REASONS: dict[Reason, str] = {
    "negation": "the source denies it",
    "doubt": "the source doubts it",
    "condition": "the source says it on a condition",
    "question": "the source asks it",
    "reported": "the source tells that others say it",
    "withdrawn": "the source no longer holds it",
    "limited": "the source limits it",
}
Side = Literal["article", "source"]


def verdict_word(verdict: Verdict) -> str:
    """The verdict as people write it."""
    return verdict.replace("_", " ")


def judged(found: Verification, speaker: Speaker | None) -> str:
    """The verdict and why, "altered: the article leaves out “not”"; speaker: the article's."""
    reason = why(found, speaker)
    return verdict_word(found.verdict) + (f": {reason}" if reason else "")


def why(found: Verification, speaker: Speaker | None) -> str:
    """In words why a verdict is what it is, empty of words that the source has so too; speaker: the article's."""
    if found.context and found.is_unsure:
        told = f"read it in context, perhaps {REASONS[found.context.reason]}: “{visible(found.context.cue.text)}”"
        return "; ".join([*map(changed, found.changes[:1]), told])
    match found.verdict:
        case "verbatim":
            return ""
        case "not_found":
            return "no source has it" + (f"; nearest is {passage(found.nearest)}" if found.nearest else "")
        case "paraphrased":
            return f"{found.similarity:.0%} alike, weaker evidence than the same words"
        case "misattributed":
            theirs = (found.match.speaker if found.match else None) or "somebody else"
            return f"said by {visible(theirs)}" + (f", not by {visible(shown_name(speaker))}" if speaker else "")
        case "out_of_context" if found.context:
            return f"{REASONS[found.context.reason]}: “{visible(found.context.cue.text)}”"
    missing = sum(part.verification.verdict == "not_found" for part in found.parts)
    if missing:
        return f"{missing} of {len(found.parts)} parts in no source"
    told = f"{found.similarity:.0%} of it is in the source"
    return changed(found.changes[0]) if found.changes else told if found.verdict == "altered" else ""


def changed(change: Change) -> str:
    """A change in words."""
    if change.kind == "reordered":
        return "sentences in another order than said"
    if change.article is None:
        return f"the article leaves out “{visible(change.source.text if change.source else '')}”"
    if change.source is None:
        return f"the article puts in “{visible(change.article.text)}”"
    return f"“{visible(change.source.text)}” became “{visible(change.article.text)}”"


def place(match: Match) -> str:
    """Where a passage stands, when it is said and by whom: "talk.vtt, line 3, at 00:14:03, Ewa Nowak"."""
    told = (visible(match.source), f"line {match.line}", f"at {match.time}" if match.time else "")
    return ", ".join(filter(None, (*told, visible(match.speaker or ""))))


def passage(match: Match) -> str:
    """The place of a passage, and its sentence between those before and after it."""
    spans = (match.before, match.sentence or match.span, match.after)
    return f"{place(match)}: “{' '.join(visible(span.text) for span in spans if span)}”"


def pieces(span: Span, side: Side, changes: Iterable[Change]) -> Iterator[tuple[str, Change | None]]:
    """The words of a span in pieces, each with the change that it is, on this side of the comparison."""
    sides = ((getattr(change, side), change) for change in changes)
    changed = sorted((((own.start, own.end, change.kind), change) for own, change in sides if own), key=itemgetter(0))
    place = span.start
    for (start, end, _), change in changed:
        start, end = max(start, place), min(end, span.end)
        if start < end:
            yield span.text[place - span.start : start - span.start], None
            yield span.text[start - span.start : end - span.start], change
            place = end
    yield span.text[place - span.start :], None
