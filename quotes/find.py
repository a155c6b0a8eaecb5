"""What the model and the quotation marks say to whole attributions, their speakers still unknown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from quotes.attribution import Attribution, Context, Span, Type
from quotes.cues import act, lemma
from quotes.tagging.tagger import Frame, Tags
from quotes.text.layout import Places
from quotes.text.marks import Quotation
from quotes.text.sentences import Sentence
from quotes.text.turns import Turn, turns

RUNNING_GAP = 250  # characters between a quotation and what it goes on from
SPEECH_WORDS = 6  # a quoted sentence of this length is speech even where the model passed over it
LOOSE_CONFIDENCE = 0.5
TURN_CONFIDENCE = 0.9
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

    content: tuple[tuple[int, int], ...]
    cue: Span | None
    source: Span | None
    confidence: float


def find(
    text: str, tags: Tags, quotations: Sequence[Quotation], sentences: Sequence[Sentence]
) -> tuple[Attribution, ...]:
    """The attributions of `text`, in text order and numbered, without speakers.

    Contents are made whole by their quotation marks; quotations that no cue claims are joined to the attribution
    that they go on from, or stand alone when they are speech.
    """
    quoted = _Quoted(quotations)
    places = Places(text)
    found = [_near(text, _draft(text, frame, quoted), quoted, places) for frame in tags.frames]
    drafts = _without_rivals([draft for draft in found if draft.content])
    claimed = _Stretches([(*span, 1.0) for span in _merged(span for draft in drafts for span in draft.content)])
    content = _Stretches([(part.span.start, part.span.end, part.probability) for part in tags.contents])
    loose = [
        q
        for q in quotations
        if not claimed.share(q.start, q.end) and _is_speech(text, q, content.share(q.start, q.end))
    ]
    drafts = [draft for draft in drafts if not _is_doubtful(text, draft, content)]
    drafts = _with_turns(_joined(text, drafts, loose, places), turns(text))
    return attributions(text, drafts, quotations, sentences)


def attributions(
    text: str, drafts: Sequence[Draft], quotations: Sequence[Quotation], sentences: Sequence[Sentence]
) -> tuple[Attribution, ...]:
    """Drafts as attributions, in text order and numbered, without speakers."""
    quoted, places = _Quoted(quotations), Places(text)
    starts = [sentence.start for sentence in sentences]
    spoken = {turn.colon.start for turn in turns(text)}
    ordered = sorted(drafts, key=lambda draft: (draft.content[0], draft.cue is None))
    return tuple(
        _attribution(number, draft, text, quoted, places, sentences, starts, spoken)
        for number, draft in enumerate(ordered, start=1)
    )


class _Quoted:
    """Outermost quotations, to be asked which of them holds or meets a place."""

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations
        self._starts = [q.start for q in quotations]

    def meeting(self, start: int, end: int) -> list[Quotation]:
        """The quotations that share a character with the text from `start` to `end`."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, end - 1)
        return [q for q in self._quotations[first:last] if q.end > start]

    def holding(self, start: int, end: int) -> Quotation | None:
        """The quotation that holds all of the text from `start` to `end`."""
        return next((q for q in self.meeting(start, end) if q.start <= start and end <= q.end), None)


class _Stretches:
    """Disjoint stretches of text, each with a weight, to be asked how much of a place they cover."""

    def __init__(self, stretches: Sequence[tuple[int, int, float]]) -> None:
        self._stretches = sorted(stretches)
        self._ends = [end for _, end, _ in self._stretches]

    def share(self, start: int, end: int) -> float:
        """The share of the characters from `start` to `end` that they cover, by weight."""
        covered = 0.0
        for index in range(bisect_right(self._ends, start), len(self._stretches)):
            first, last, weight = self._stretches[index]
            if first >= end:
                break
            covered += weight * (min(last, end) - max(first, start))
        return covered / (end - start)


def _draft(text: str, frame: Frame, quoted: _Quoted) -> Draft:
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


def _near(text: str, draft: Draft, quoted: _Quoted, places: Places) -> Draft:
    """The draft without unquoted content in another paragraph than its cue's, as a heading may claim it."""
    assert draft.cue
    cue, home = draft.cue, places.paragraph(draft.cue.start)

    def is_near(start: int, end: int) -> bool:
        if places.paragraph(start) <= home <= places.paragraph(end - 1) or quoted.meeting(start, end):
            return True
        later = places.paragraph_start(max(start, cue.start))
        return text[max(0, later - _BETWEEN) : later].rstrip().endswith(_UNFINISHED)

    return replace(draft, content=tuple(piece for piece in draft.content if is_near(*piece)))


def _snapped(span: Span, home: Quotation | None, cue: Span, quoted: _Quoted) -> tuple[int, int]:
    """A content's start and end, moved out to the quotation marks that it stops short of.

    A cue inside a quotation (its `home`) belongs to what is told there: that quotation is left alone.
    """
    start, end = span.start, span.end
    for quotation in quoted.meeting(start, end):
        if quotation is home or (quotation.start < cue.end and cue.start < quotation.end):
            continue
        start, end = min(start, quotation.start), max(end, quotation.end)
    return start, end


def _by_paragraph(start: int, end: int, quoted: _Quoted) -> Iterator[tuple[int, int]]:
    """A content cut where a quotation that runs over paragraphs opens again."""
    before: Quotation | None = None
    for quotation in quoted.meeting(start, end):
        if before and quotation.continues and start < quotation.start:
            yield start, before.end
            start = quotation.start
        before = quotation
    yield start, end


def _without_lead(text: str, start: int, end: int, quoted: _Quoted) -> tuple[int, int]:
    """A content without what only leads to it: a turn's name ("PENCE: ...") or one before a quoted sentence."""
    if label := _TURN.match(text, start, end):
        return label.end(), end
    for quotation in quoted.meeting(start, end):
        lead = text[start : quotation.start]
        if lead[:1].isupper() and len(lead) <= LEAD and quotation.end >= end and lead.rstrip()[-1] in ",:":
            opens = text[quotation.inner_start : quotation.inner_start + 1]
            return (quotation.start if opens.isupper() else start), end
    return start, end


def _merged(pieces: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Pieces in text order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _without_rivals(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts of which no two claim just the same piece of content: the surer one keeps it."""
    taken: set[tuple[int, int]] = set()
    kept = []
    for draft in sorted(drafts, key=lambda draft: -draft.confidence):
        content = tuple(piece for piece in draft.content if piece not in taken)
        if content:
            taken.update(content)
            kept.append(replace(draft, content=content))
    return kept


def _is_doubtful(text: str, draft: Draft, content: _Stretches) -> bool:
    """Whether the decoder is unsure of an unquoted draft and the head that labels content without a cue disagrees."""
    if draft.confidence >= DOUBTFUL or any(text[a] in _MARKS and text[b - 1] in _MARKS for a, b in draft.content):
        return False
    length = sum(end - start for start, end in draft.content)
    return sum(content.share(start, end) * (end - start) for start, end in draft.content) < AGREED * length


def _is_speech(text: str, quotation: Quotation, content: float) -> bool:
    """Whether a quotation that no cue claims is what somebody said: the model's word, or a whole sentence.

    content: how much of it the model takes for content, 0 to 1. Of a few words, which may be a title or a catchword,
    it must be surer.
    """
    words = text[quotation.inner_start : quotation.inner_end].split()
    long = len(words) >= SPEECH_WORDS
    if quotation.continues or content > (0.5 if long else 0.8):
        return True
    return long and words[0][0].isupper() and words[-1][-1] in ".!?…,"


def _joined(text: str, drafts: Sequence[Draft], loose: Sequence[Quotation], places: Places) -> list[Draft]:
    """Drafts with the loose quotations that go on from them, and those that stand alone."""
    found = sorted(drafts, key=_last)
    ends = [_last(draft) for draft in found]
    more: list[list[tuple[int, int]]] = [[] for _ in found]
    alone: list[list[tuple[int, int]]] = []
    for quotation in loose:
        span = (quotation.start, quotation.end)
        at = bisect_right(ends, quotation.start) - 1
        after_alone = bool(alone) and (at < 0 or alone[-1][-1][1] > ends[at])
        if after_alone and quotation.continues:
            alone[-1].append(span)
        elif at >= 0 and not after_alone and _goes_on(text, found[at], ends[at], quotation, places):
            more[at].append(span)
            ends[at] = quotation.end
        else:
            alone.append([span])
    whole = [replace(d, content=_merged((*d.content, *spans))) for d, spans in zip(found, more, strict=True)]
    return whole + [Draft(tuple(spans), None, None, LOOSE_CONFIDENCE) for spans in alone]


def _with_turns(drafts: Sequence[Draft], spoken: Sequence[Turn]) -> list[Draft]:
    """Drafts with those of the turns of a transcript, in place of what was found at their labels.

    What is told inside a turn stays an attribution of its own, but for quotations that no cue claims.
    """
    if not spoken:
        return list(drafts)
    starts = [turn.label.start for turn in spoken]

    def is_kept(draft: Draft) -> bool:
        at = bisect_right(starts, draft.content[0][0]) - 1
        if at < 0 or draft.content[0][0] >= spoken[at].pieces[-1][1]:
            return not any(span and _at(spoken, starts, span) for span in (draft.cue, draft.source))
        anchor = draft.source or draft.cue
        return anchor is not None and anchor.start > spoken[at].colon.start

    made = [Draft(turn.pieces, turn.colon, turn.label, TURN_CONFIDENCE) for turn in spoken]
    return [draft for draft in drafts if is_kept(draft)] + made


def _at(spoken: Sequence[Turn], starts: Sequence[int], span: Span) -> bool:
    """Whether a span stands at the label of a turn."""
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and span.start <= spoken[at].colon.start


def _last(draft: Draft) -> int:
    return max(draft.content[-1][1], *(span.end for span in (draft.cue, draft.source) if span), 0)


def _goes_on(text: str, draft: Draft, end: int, quotation: Quotation, places: Places) -> bool:
    """Whether a quotation is more of what `draft`, which reaches to `end`, quotes: near it, and of its kind."""
    paragraphs = places.paragraph(quotation.start) - places.paragraph(end - 1)
    if paragraphs > 1 or quotation.start - end > RUNNING_GAP:
        return False
    begins = any(text[start] in _MARKS for start, _ in draft.content)
    ends = any(text[stop - 1] in _MARKS for _, stop in draft.content)
    return quotation.continues or begins or (ends and paragraphs == 0)


def _attribution(
    number: int,
    draft: Draft,
    text: str,
    quoted: _Quoted,
    places: Places,
    sentences: Sequence[Sentence],
    starts: Sequence[int],
    spoken: Container[int],
) -> Attribution:
    content = tuple(Span.of(text, start, end) for start, end in draft.content)
    anchor = draft.cue or content[0]
    index = max(0, bisect_right(starts, anchor.start) - 1)
    sentence = Span.of(text, sentences[index].start, sentences[index].end)
    kind = "direct" if draft.cue and draft.cue.start in spoken else _type(content, quoted)
    return Attribution(
        id=number,
        type=kind,
        act=act(draft.cue.text if draft.cue else None, kind, [span.text for span in content]),
        content=content,
        cue=draft.cue,
        cue_lemma=lemma(draft.cue.text) if draft.cue else None,
        source=draft.source,
        speaker=None,
        confidence=draft.confidence,
        context=Context(places.line(content[0].start), places.paragraph(content[0].start), sentence),
    )


def _type(content: Sequence[Span], quoted: _Quoted) -> Type:
    """Direct when quotation marks hold all letters of every piece, indirect when they hold none."""
    inside = [_is_quoted(span, quoted) for span in content]
    if all(inside):
        return "direct"
    if any(inside) or any(quoted.meeting(span.start, span.end) for span in content):
        return "mixed"
    return "indirect"


def _is_quoted(span: Span, quoted: _Quoted) -> bool:
    letters = [index for index, character in enumerate(span.text) if character.isalnum()]
    if not letters:
        return False
    return quoted.holding(span.start + letters[0], span.start + letters[-1] + 1) is not None
