"""What the model and the quotation marks say to whole attributions, their speakers still unknown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter, itemgetter

import regex

from quotes.attribution import Attribution, Context, Name, Span, Type
from quotes.credits import Credit, credits, introduced
from quotes.cues import act, lemma
from quotes.english import words
from quotes.factuality import heard, is_idle, is_said, told_on
from quotes.tagging.tagger import Frame, Part, Tags
from quotes.text.intervals import Intervals, Stretch
from quotes.text.marks import Quotation
from quotes.text.text import Text
from quotes.text.turns import Turn

RUNNING_GAP = 250  # characters between a quotation and what it goes on from
SPEECH_WORDS = 6  # a quoted sentence of this length is speech even where the model passed over it
LOOSE_CONFIDENCE = 0.5
TURN_CONFIDENCE = 0.9
CREDIT_CONFIDENCE = 0.9
DOUBTFUL = 0.35  # the confidence below which an unquoted attribution needs a second opinion
AGREED = 0.7  # the share of its content that the label head must then take for content
_MARKS = frozenset("\"'“”„‘’‚«»‹›「」『』")
LEAD = 60  # characters before a quoted sentence that can only be what leads to it
_UNFINISHED = (":", ",", ";", "–", "—", "-")  # at the end of a paragraph that goes on in the next
_BETWEEN = 40  # characters between two paragraphs that are looked at
_TURN = regex.compile(r"\p{Lu}[\p{Lu} .'’-]{2,40}+:\s++")


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in the making; `content` as start and end, in text order."""

    content: tuple[Stretch, ...]
    cue: Span | None
    source: Span | None
    confidence: float


@dataclass(slots=True)
class _Growing:
    """A draft while quotations are joined to it: its content so far, and where it ends."""

    draft: Draft
    content: list[Stretch]
    end: int


def find(text: Text, tags: Tags) -> tuple[Attribution, ...]:
    """The attributions of `text`, in text order and numbered, without speakers.

    Contents are made whole by their quotation marks; quotations that no cue claims are joined to the attribution
    that they go on from, or stand alone when they are speech.
    """
    characters = text.characters
    frames = [told_on(characters, frame, text.quotations) for frame in tags.frames if not is_idle(frame, characters)]
    found = [_near(text, _draft(characters, frame, text.quotations)) for frame in frames]
    drafts = _without_rivals([draft for draft in found if draft.content])
    drafts = _with_credits(drafts, {credit.quotation.start: credit for credit in credits(text)})
    about = Intervals.of(tags.names, lambda name: (name.span.start, name.span.end))
    drafts = [part for draft in drafts for part in _parted(text, draft, about)]
    claimed = Intervals.of(_merged(span for draft in drafts for span in draft.content), itemgetter(0, 1))
    content = Intervals.of(sorted(tags.contents, key=_place), _place)
    loose = [
        q
        for q in text.quotations.items
        if not claimed.meeting(q.start, q.end)
        and (
            _is_speech(characters, q, _share(content, q.start, q.end))
            or (_is_sentence(characters, q) and introduced(text, about, q))
        )
    ]
    drafts = [draft for draft in drafts if not _is_doubtful(characters, draft, content)]
    return attributions(text, _with_turns(_joined(text, drafts, loose, about), text.turns))


def attributions(text: Text, drafts: Sequence[Draft]) -> tuple[Attribution, ...]:
    """Drafts as attributions, in text order and numbered, without speakers."""
    ordered = sorted(drafts, key=lambda draft: (draft.content[0], draft.cue is None))
    return tuple(_attribution(number, draft, text) for number, draft in enumerate(ordered, start=1))


def _place(part: Part) -> Stretch:
    return part.span.start, part.span.end


def _share(parts: Intervals[Part], start: int, end: int) -> float:
    """The share of the characters from `start` to `end` that parts cover, by their probability."""
    covered = (p.probability * (min(p.span.end, end) - max(p.span.start, start)) for p in parts.meeting(start, end))
    return sum(covered) / (end - start)


def _draft(text: str, frame: Frame, quoted: Intervals[Quotation]) -> Draft:
    home = quoted.holding(frame.cue.start, frame.cue.end)
    source = max(frame.sources, key=lambda part: part.probability, default=None)
    pieces = [
        _without_lead(text, *piece, quoted)
        for part in frame.contents
        for piece in _by_paragraph(*_snapped(part.span, home, frame.cue, quoted), quoted)
    ]
    confidence = frame.probability * min(part.probability for part in frame.contents)
    if source:
        confidence *= source.probability
    return Draft(_merged(pieces), frame.cue, source.span if source else None, confidence)


def _near(text: Text, draft: Draft) -> Draft:
    """The draft without unquoted content in another paragraph than its cue's, as a heading may claim it."""
    assert draft.cue
    places = text.places
    cue, home = draft.cue, places.paragraph(draft.cue.start)

    def is_near(start: int, end: int) -> bool:
        if places.paragraph(start) <= home <= places.paragraph(end - 1) or text.quotations.meeting(start, end):
            return True
        later = places.paragraph_start(max(start, cue.start))
        return text.characters[max(0, later - _BETWEEN) : later].rstrip().endswith(_UNFINISHED)

    return replace(draft, content=tuple(piece for piece in draft.content if is_near(*piece)))


def _snapped(span: Span, home: Quotation | None, cue: Span, quoted: Intervals[Quotation]) -> Stretch:
    """A content's start and end, moved out to the quotation marks that it stops short of.

    A cue inside a quotation (its `home`) belongs to what is told there: that quotation is left alone.
    """
    start, end = span.start, span.end
    for quotation in quoted.meeting(start, end):
        if quotation is home or (quotation.start < cue.end and cue.start < quotation.end):
            continue
        start, end = min(start, quotation.start), max(end, quotation.end)
    return start, end


def _by_paragraph(start: int, end: int, quoted: Intervals[Quotation]) -> Iterator[Stretch]:
    """A content cut where a quotation that runs over paragraphs opens again."""
    before: Quotation | None = None
    for quotation in quoted.meeting(start, end):
        if before and quotation.continues and start < quotation.start:
            yield start, before.end
            start = quotation.start
        before = quotation
    yield start, end


def _without_lead(text: str, start: int, end: int, quoted: Intervals[Quotation]) -> Stretch:
    """A content without what only leads to it: a turn's name ("PENCE: ...") or one before a quoted sentence."""
    if label := _TURN.match(text, start, end):
        return label.end(), end
    for quotation in quoted.meeting(start, end):
        lead = text[start : quotation.start]
        if lead[:1].isupper() and len(lead) <= LEAD and quotation.end >= end and lead.rstrip()[-1] in ",:":
            opens = text[quotation.inner_start : quotation.inner_start + 1]
            return (quotation.start if opens.isupper() else start), end
    return start, end


def _merged(pieces: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Pieces in text order, those that overlap made one."""
    merged: list[Stretch] = []
    for start, end in sorted(pieces):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _without_rivals(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts of which no two claim just the same piece of content: the surer one keeps it."""
    taken: set[Stretch] = set()
    kept = []
    for draft in sorted(drafts, key=lambda draft: -draft.confidence):
        content = tuple(piece for piece in draft.content if piece not in taken)
        if content:
            taken.update(content)
            kept.append(replace(draft, content=content))
    return kept


def _with_credits(drafts: Sequence[Draft], given: Mapping[int, Credit]) -> list[Draft]:
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
    claimed = Intervals.of(_merged(span for draft in kept for span in draft.content), itemgetter(0, 1))
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


def _parted(text: Text, draft: Draft, names: Intervals[Name]) -> Iterator[Draft]:
    """A draft without the quotations that a sentence after its cue gives to another, and those for themselves."""
    content, others = [], []
    told = max((span.end for span in (draft.cue, draft.source) if span), default=0)
    for start, end in draft.content:
        quotation = text.quotations.before(start)
        alone = quotation and (quotation.start, quotation.end) == (start, end) and start > told
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


def _is_doubtful(text: str, draft: Draft, content: Intervals[Part]) -> bool:
    """Whether the decoder is unsure of an unquoted draft and the head that labels content without a cue disagrees."""
    if draft.confidence >= DOUBTFUL or any(text[a] in _MARKS and text[b - 1] in _MARKS for a, b in draft.content):
        return False
    length = sum(end - start for start, end in draft.content)
    return sum(_share(content, start, end) * (end - start) for start, end in draft.content) < AGREED * length


def _is_speech(text: str, quotation: Quotation, content: float) -> bool:
    """Whether a quotation that no cue claims is what somebody said: the model's word, or a whole sentence.

    content: how much of it the model takes for content, 0 to 1. Of a few words, which may be a title or a catchword,
    it must be surer.
    """
    spoken = text[quotation.inner_start : quotation.inner_end].split()
    long = len(spoken) >= SPEECH_WORDS
    if quotation.continues or content > (0.5 if long else 0.8):
        return True
    return long and _is_sentence(text, quotation)


def _is_sentence(text: str, quotation: Quotation) -> bool:
    inner = text[quotation.inner_start : quotation.inner_end].strip()
    return inner[:1].isupper() and inner[-1] in ".!?…,"


def _joined(text: Text, drafts: Sequence[Draft], loose: Sequence[Quotation], names: Intervals[Name]) -> list[Draft]:
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
    whole = [replace(growing.draft, content=_merged(growing.content)) for growing in found]
    return whole + others + [Draft(tuple(spans), None, None, LOOSE_CONFIDENCE) for spans in alone]


def _with_turns(drafts: Sequence[Draft], spoken: Intervals[Turn]) -> list[Draft]:
    """Drafts with those of the turns of a transcript, in place of what was found at their labels.

    What is told inside a turn stays an attribution of its own, but for quotations that no cue claims.
    """

    def is_kept(draft: Draft) -> bool:
        start = draft.content[0][0]
        turn = spoken.holding(start, start + 1)
        if turn is None:
            return not any(span and _is_at_label(span, spoken) for span in (draft.cue, draft.source))
        anchor = draft.source or draft.cue
        return anchor is not None and anchor.start > turn.begin

    made = [Draft(turn.pieces, turn.colon, turn.label, TURN_CONFIDENCE) for turn in spoken.items]
    return [draft for draft in drafts if is_kept(draft)] + made


def _is_at_label(span: Span, spoken: Intervals[Turn]) -> bool:
    turn = spoken.before(span.start)
    return turn is not None and span.start <= turn.begin


def _last(draft: Draft) -> int:
    return max(draft.content[-1][1], *(span.end for span in (draft.cue, draft.source) if span), 0)


def _goes_on(text: Text, draft: Draft, end: int, quotation: Quotation) -> bool:
    """Whether a quotation is more of what `draft`, which reaches to `end`, quotes: near it, and of its kind."""
    paragraphs = text.places.paragraph(quotation.start) - text.places.paragraph(end - 1)
    if paragraphs > 1 or quotation.start - end > RUNNING_GAP:
        return False
    begins = any(text.characters[start] in _MARKS for start, _ in draft.content)
    ends = any(text.characters[stop - 1] in _MARKS for _, stop in draft.content)
    return quotation.continues or begins or (ends and paragraphs == 0)


def _attribution(number: int, draft: Draft, text: Text) -> Attribution:
    content = tuple(Span.of(text.characters, start, end) for start, end in draft.content)
    cue = draft.cue
    anchor = cue or content[0]
    sentence = text.sentences.items[max(0, text.sentences.at(anchor.start))]
    hearsay = heard(cue, text.characters) if cue else None
    spoken = hearsay or (cue.text if cue else None)
    kind = "direct" if _is_turn(draft, text.turns) else _type(content, text.quotations)
    return Attribution(
        id=number,
        type=kind,
        act=act(spoken, kind, [span.text for span in content]),
        content=content,
        cue=cue,
        cue_lemma=lemma(spoken) if spoken is not None else None,
        source=draft.source,
        speaker=None,
        confidence=draft.confidence,
        context=Context(
            text.places.line(content[0].start),
            text.places.paragraph(content[0].start),
            Span.of(text.characters, sentence.start, sentence.end),
        ),
        said=not cue or is_said(cue, content[0].text, draft.source, text.characters),
        hearsay=hearsay is not None,
    )


def _is_turn(draft: Draft, spoken: Intervals[Turn]) -> bool:
    """Whether a draft is what somebody says in a turn of theirs, and not what is told in it."""
    turn = spoken.before(draft.content[0][0])
    return turn is not None and draft.source == turn.label


def _type(content: Sequence[Span], quoted: Intervals[Quotation]) -> Type:
    """Direct when quotation marks hold all letters of every piece, indirect when they hold none."""
    inside = [_is_quoted(span, quoted) for span in content]
    if all(inside):
        return "direct"
    if any(inside) or any(quoted.meeting(span.start, span.end) for span in content):
        return "mixed"
    return "indirect"


def _is_quoted(span: Span, quoted: Intervals[Quotation]) -> bool:
    letters = [index for index, character in enumerate(span.text) if character.isalnum()]
    if not letters:
        return False
    return quoted.holding(span.start + letters[0], span.start + letters[-1] + 1) is not None
