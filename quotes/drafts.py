"""Drafts of attributions, and what becomes of them: quotations join them, or go to whom something credits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter

from quotes.attribution import Name, Span
from quotes.credits import Credit, introduced
from quotes.english import words
from quotes.set_apart import headlines
from quotes.text.intervals import Intervals, Stretch
from quotes.text.quotations import Quotation
from quotes.text.text import Text
from quotes.text.turns import Turn

RUNNING_GAP = 250  # characters between a quotation and what it goes on from
LOOSE_CONFIDENCE = 0.5
TURN_CONFIDENCE = 0.9
CREDIT_CONFIDENCE = 0.9
MARKS = frozenset("\"'“”„‘’‚«»‹›「」『』")


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in the making; `content` as start and end, in text order.

    verbatim: whether these are somebody's own words although no marks are around them.
    """

    content: tuple[Stretch, ...]
    cue: Span | None
    source: Span | None
    confidence: float
    verbatim: bool = False


@dataclass(slots=True)
class _Growing:
    """A draft while quotations are joined to it: its content so far, and where it ends."""

    draft: Draft
    content: list[Stretch]
    end: int


def merged(pieces: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Pieces in text order, those that overlap made one."""
    merged: list[Stretch] = []
    for start, end in sorted(pieces):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def with_credits(drafts: Sequence[Draft], given: Mapping[int, Credit]) -> list[Draft]:
    """Drafts of which none has a quotation that is credited to another; and one for each credit that none tells of.

    given: the credits, by where the quotation starts.
    """
    kept = []
    for draft in drafts:
        content = []
        for start, end in draft.content:
            credit = given.get(start)
            if credit and _is_told(draft, credit):
                draft = _completed(draft, credit)
            elif credit and credit.quotation.end == end:
                continue
            content.append((start, end))
        if content:
            kept.append(replace(draft, content=tuple(content)))
    claimed = Intervals.of(merged(span for draft in kept for span in draft.content), itemgetter(0, 1))
    rest = [(c, c.quotation.start, c.quotation.end) for c in given.values()]
    return kept + [
        Draft(((start, end),), credit.cue, credit.source, CREDIT_CONFIDENCE)
        for credit, start, end in rest
        if not claimed.meeting(start, end)
    ]


def _is_told(draft: Draft, credit: Credit) -> bool:
    """Whether the words that credit a quotation are those of a draft."""
    cue = draft.cue
    return cue is not None and credit.start <= cue.start and cue.end <= max(credit.end, credit.start + 1)


def _completed(draft: Draft, credit: Credit) -> Draft:
    """A draft with the source, and all of the cue, that a credit tells where the model did not."""
    if draft.source:
        return draft
    return replace(draft, cue=credit.cue or draft.cue, source=credit.source, confidence=CREDIT_CONFIDENCE)


def parted(text: Text, draft: Draft, names: Intervals[Name]) -> Iterator[Draft]:
    """A draft without the quotations that a sentence after its cue gives to another, and those for themselves."""
    content, others = [], []
    told = max((span.end for span in (draft.cue, draft.source) if span), default=0)
    for start, end in draft.content:
        quotation = text.quotations.before(start)
        alone = (
            quotation
            and not quotation.continues
            and (quotation.start, quotation.end) == (start, end)
            and start > told
        )
        source = introduced(text, names, quotation) if alone and quotation else None
        if source and source.start > told and _is_another(draft, source):
            others.append(Draft(((start, end),), None, source, draft.confidence))
        else:
            content.append((start, end))
    if content:
        yield replace(draft, content=tuple(content))
    yield from others


def _is_another(draft: Draft, source: Span) -> bool:
    """Whether a source names somebody else than a draft's, as far as the words tell."""
    if draft.source is None or draft.source.text.lower() in words("pronouns"):
        return False
    names = ({word.strip(".,") for word in span.text.split() if word[0].isupper()} for span in (source, draft.source))
    return next(names).isdisjoint(next(names))


def joined(text: Text, drafts: Sequence[Draft], loose: Sequence[Quotation], names: Intervals[Name]) -> list[Draft]:
    """Drafts with the loose quotations that go on from them, and those that stand alone."""
    found = [_Growing(draft, list(draft.content), _last(draft)) for draft in sorted(drafts, key=_last)]
    alone: list[list[Stretch]] = []
    others: list[Draft] = []
    for quotation in loose:
        span = (quotation.start, quotation.end)
        at = bisect_right(found, quotation.start, key=attrgetter("end")) - 1
        before = found[at] if at >= 0 else None
        after_alone = bool(alone) and (before is None or alone[-1][-1][1] > before.end)
        source = None if quotation.continues else introduced(text, names, quotation)
        if before and source and not after_alone and source.start > before.end and _is_another(before.draft, source):
            others.append(Draft((span,), None, source, LOOSE_CONFIDENCE))
        elif after_alone and quotation.continues:
            alone[-1].append(span)
        elif before and not after_alone and _goes_on(text, before.draft, before.end, quotation):
            before.content.append(span)
            before.end = quotation.end
        else:
            alone.append([span])
    begun = {growing.content[0][0]: growing for growing in found}
    alone = [spans for spans in alone if not _runs_on(text, spans, begun)]
    whole = [replace(growing.draft, content=merged(growing.content)) for growing in found]
    return whole + others + [Draft(tuple(spans), None, None, LOOSE_CONFIDENCE) for spans in alone]


def _runs_on(text: Text, spans: Sequence[Stretch], found: Mapping[int, _Growing]) -> bool:
    """Whether quotations alone go on in that of a draft, and are its content then: “It rose. / “It fell,” he said."""
    at = text.quotations.at(spans[-1][0])
    following = next(iter(text.quotations.items[at + 1 : at + 2]), None)
    growing = found.get(following.start) if following and following.continues else None
    if growing is None or text.quotations.items[at].closed:
        return False
    growing.content[:0] = spans
    return True


def _goes_on(text: Text, draft: Draft, end: int, quotation: Quotation) -> bool:
    """Whether a quotation is more of what `draft`, which reaches to `end`, quotes: near it, and of its kind."""
    paragraphs = text.places.paragraph(quotation.start) - text.places.paragraph(end - 1)
    if paragraphs > 1 or quotation.start - end > RUNNING_GAP:
        return False
    begins = any(text.characters[start] in MARKS for start, _ in draft.content)
    ends = any(text.characters[stop - 1] in MARKS for _, stop in draft.content)
    return quotation.continues or begins or (ends and paragraphs == 0)


def with_turns(drafts: Sequence[Draft], spoken: Intervals[Turn], *, verbatim: bool = False) -> list[Draft]:
    """Drafts with those of the turns of a transcript, in place of what was found at their labels.

    verbatim: whether they are somebody's own words although no colon of a transcript tells so.

    What is told inside a turn stays an attribution of its own, but for quotations that no cue claims.
    """

    def is_kept(draft: Draft) -> bool:
        start = draft.content[0][0]
        turn = spoken.holding(start, start + 1)
        if turn is None:
            return not any(span and _is_at_label(span, spoken) for span in (draft.cue, draft.source))
        anchor = draft.source or draft.cue
        return anchor is not None and anchor.start > turn.begin

    def outside(draft: Draft) -> Draft:
        """A draft that begins in no turn, without what is said in one: its quotations may go on there."""
        start = draft.content[0][0]
        if spoken.holding(start, start + 1):
            return draft
        return replace(draft, content=tuple(piece for piece in draft.content if not spoken.holding(*piece)))

    made = [Draft(turn.pieces, turn.colon, turn.label, TURN_CONFIDENCE, verbatim) for turn in spoken.items]
    return [outside(draft) for draft in drafts if is_kept(draft)] + made


def _is_at_label(span: Span, spoken: Intervals[Turn]) -> bool:
    turn = spoken.before(span.start)
    return turn is not None and span.start <= turn.begin


def _last(draft: Draft) -> int:
    return max(draft.content[-1][1], *(span.end for span in (draft.cue, draft.source) if span), 0)


def with_headlines(text: Text, drafts: Sequence[Draft], names: Intervals[Name]) -> list[Draft]:
    """Drafts with what headlines tell that somebody says, where none tells it as surely."""
    sure = {draft.cue for draft in drafts if draft.source and draft.confidence >= LOOSE_CONFIDENCE}
    found = [line for line in headlines(text, names) if line.cue not in sure]
    cues = {line.cue for line in found}
    drafts = [draft for draft in drafts if draft.cue not in cues]
    told = Intervals.of(merged(span for draft in drafts for span in draft.content), itemgetter(0, 1))
    new = [line for line in found if not line.cue.text.isalpha() or not told.meeting(*line.content)]
    inside = Intervals.of([line.content for line in new], itemgetter(0, 1))
    kept = [draft for draft in drafts if not all(inside.holding(*span) for span in draft.content)]
    return kept + [Draft((line.content,), line.cue, line.source, LOOSE_CONFIDENCE) for line in new]
