"""What the model and the quotation marks say to whole attributions, their speakers still unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

import regex

from quotes.act import act
from quotes.attribution import Attribution, Context, Name, Span, Type
from quotes.credits import credits, introduced
from quotes.cues import known_head, lemma
from quotes.drafts import MARKS, Draft, joined, merged, parted, with_credits, with_headlines, with_turns
from quotes.english import words
from quotes.factuality import heard, is_idle, is_said, is_title, told_on
from quotes.interviews import interview
from quotes.other_languages import LANGUAGES, credited, reported
from quotes.pull_quotes import PullQuote, pull_quotes, without
from quotes.set_apart import set_apart
from quotes.tagging.tagger import Frame, Part, Tags
from quotes.text.intervals import Intervals, Stretch
from quotes.text.quotations import Quotation
from quotes.text.text import Text
from quotes.text.turns import Turn

_WORDS_ALONE = 3  # of one that is a sentence by where it stands
_STOPS = frozenset(".!?")
_ENDS = frozenset(".!?…,")
SPEECH_WORDS = 6  # a quoted sentence of this length is speech even where the model passed over it
DOUBTFUL = 0.35  # the confidence below which an unquoted attribution needs a second opinion
AGREED = 0.7  # the share of its content that the label head must then take for content
LEAD = 60  # characters before a quoted sentence that can only be what leads to it
_UNFINISHED = (":", ",", ";", "–", "—", "-")  # at the end of a paragraph that goes on in the next
_BARE = "".join(MARKS | {" ", "\n", "\xa0"})
_CLOSE = 3  # characters between two quotations that touch
_BETWEEN = 40  # characters between two paragraphs that are looked at
_TAIL = regex.compile(r",?\s++(?:and|before|while|as|then|so|but)\s++(?!\w++ing\b|that\b)[^\"“”]*+")
_NAMING = frozenset({"call", "dub", "label", "brand", "nickname", "describe"})
_WHEN = regex.compile(
    r"\s++(?:(?:on|during|last|this|since|yesterday|earlier)\b|in\s(?:the\s)?(?:\d|\L<times>\b))[^\"“”]*+",
    times=sorted(words("months") | {"early", "mid", "late"}),
    flags=regex.IGNORECASE,
)
_BULLET = regex.compile(r"[-–•*·▪][ \xa0\t]++(?=\S)")
_TURN = regex.compile(r"\p{Lu}[\p{Lu} .'’-]{2,40}+:\s++")


def find(text: Text, tags: Tags) -> tuple[Attribution, ...]:
    """The attributions of `text`, in text order and numbered, without speakers.

    Contents are made whole by their quotation marks; quotations that no cue claims are joined to the attribution
    that they go on from, or stand alone when they are speech.
    """
    characters = text.characters
    content = Intervals.of(sorted(tags.contents, key=_place), _place)
    frames = [told_on(characters, frame, text.quotations) for frame in tags.frames]
    found = [_near(text, _draft(text, f, content)) for f in frames if not is_idle(f, characters)]
    pulled = pull_quotes(text)
    drafts = _without_pulled(text, _without_rivals(text, [draft for draft in found if draft.content]), pulled)
    others = text.language in LANGUAGES
    beside = credited(text) if others else credits(text)
    given = {c.quotation.start: c for c in beside if not pulled.meeting(c.quotation.start, c.quotation.end)}
    drafts = with_credits(drafts, given) + (list(reported(text)) if others else [])
    about = Intervals.of(tags.names, lambda name: (name.span.start, name.span.end))
    drafts = [part for draft in drafts for part in parted(text, draft, about)]
    claimed = Intervals.of(merged(span for draft in drafts for span in draft.content), itemgetter(0, 1))
    repeated = {pull.source for pull in pulled.items}
    loose = [
        q
        for q in text.quotations.items
        if not claimed.meeting(q.start, q.end)
        and not pulled.meeting(q.start, q.end)
        and not is_title(characters, q)
        and (
            q in repeated
            or _is_speech(characters, q, _share(content, q.start, q.end))
            or (_is_sentence(characters, q) and introduced(text, about, q))
        )
    ]
    drafts = [draft for draft in drafts if not _is_doubtful(characters, draft, content)]
    drafts = with_turns(joined(text, drafts, loose, about), text.turns)
    drafts = with_headlines(text, with_turns(drafts, _apart(text, about), verbatim=True), about)
    shown = Intervals.of(sorted(pulled.items, key=_source), _source)
    return tuple(_shown_again(characters, made, shown) for made in attributions(text, drafts))


def _without_pulled(text: Text, drafts: Sequence[Draft], pulled: Intervals[PullQuote]) -> list[Draft]:
    """Drafts without pull quotes, which only repeat what others tell."""
    kept = (replace(d, content=tuple(without(text.characters, d.content, pulled))) for d in drafts)
    return [draft for draft in kept if draft.content]


def _shown_again(characters: str, made: Attribution, shown: Intervals[PullQuote]) -> Attribution:
    """An attribution with the pull quotes that repeat its content; shown: by where that is."""
    again = [pull for span in made.content for pull in shown.meeting(span.start, span.end)]
    return replace(made, repeated=tuple(Span.of(characters, *pull.bounds) for pull in again)) if again else made


def _source(pull: PullQuote) -> Stretch:
    return pull.source.start, pull.source.end


def _apart(text: Text, names: Intervals[Name]) -> Intervals[Turn]:
    """What is set apart with whom it is from, but for turns of a transcript and what overlaps."""
    kept: list[Turn] = []
    end = 0
    for turn in sorted([*set_apart(text, names), *interview(text, names)], key=_bounds):
        start, stop = _bounds(turn)
        if start >= end and not text.turns.meeting(start, stop):
            kept.append(turn)
            end = stop
    return Intervals.of(kept, _bounds)


def _bounds(turn: Turn) -> Stretch:
    return min(turn.start, turn.pieces[0][0]), max(turn.begin, turn.pieces[-1][1])


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


def _draft(text: Text, frame: Frame, content: Intervals[Part]) -> Draft:
    characters, quoted = text.characters, text.quotations
    home = quoted.holding(frame.cue.start, frame.cue.end)
    source = max(frame.sources, key=lambda part: part.probability, default=None)
    pieces: list[Stretch] = []
    confidence = 1.0
    for part in frame.contents:
        own = [
            _without_tail(characters, *_without_lead(characters, *piece, quoted), frame.cue, quoted)
            for piece in _by_paragraph(*_snapped(part.span, home, frame.cue, quoted), quoted)
        ]
        confidence = min(confidence, _probability(text, part, own, content))
        pieces += own
    confidence *= frame.probability
    if source:
        confidence *= source.probability
    return Draft(merged(pieces), frame.cue, source.span if source else None, confidence)


def _probability(text: Text, part: Part, pieces: Sequence[Stretch], content: Intervals[Part]) -> float:
    """How probable a part's pieces are: as that they are said, where marks tell where each begins and ends."""
    quoted = (text.quotations.holding(*piece) for piece in pieces)
    if any(q is None or (q.start, q.end) != piece for q, piece in zip(quoted, pieces, strict=True)):
        return part.probability
    return max(part.probability, min(_share(content, *piece) for piece in pieces))


def _near(text: Text, draft: Draft) -> Draft:
    """The draft without unquoted content in another paragraph than its cue's, as a heading may claim it.

    Nor with a mark alone, which such a cut may leave.
    """
    assert draft.cue
    places = text.places
    cue, home = draft.cue, places.paragraph(draft.cue.start)

    def is_whole(piece: Stretch) -> bool:
        quoted = text.quotations.before(piece[0])
        return quoted is not None and quoted.start == piece[0]

    def is_near(start: int, end: int) -> bool:
        if places.paragraph(start) == home == places.paragraph(end - 1) or is_whole((start, end)):
            return True
        later = places.paragraph_start(max(start, cue.start))
        return text.characters[max(0, later - _BETWEEN) : later].rstrip().endswith(_UNFINISHED)

    def by_paragraph(start: int, end: int) -> Iterator[Stretch]:
        for first, last in places.paragraphs.meeting(start, end):
            yield max(start, first), min(end, last)

    def parts(start: int, end: int) -> Iterator[Stretch]:
        if places.paragraph(start) <= home <= places.paragraph(end - 1) and not text.quotations.meeting(start, end):
            yield from by_paragraph(start, end)
        elif len(pieces := list(by_paragraph(start, end))) > 1 and not all(map(is_whole, pieces)):
            yield from pieces
        else:
            yield start, end

    near = (part for piece in draft.content for part in parts(*piece) if is_near(*part))
    content = (part for part in near if text.characters[slice(*part)].strip(_BARE))
    return replace(draft, content=tuple(content), source=_in_one(text, draft.source, cue))


def _in_one(text: Text, source: Span | None, cue: Span) -> Span | None:
    """A source without what stands in another paragraph: of two the one nearer to the cue."""
    if source is None:
        return None
    parts = text.places.paragraphs.meeting(source.start, source.end)
    start, end = (parts[-1] if source.start < cue.start else parts[0]) if parts else (source.start, source.end)
    return Span.of(text.characters, max(start, source.start), min(end, source.end))


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
    """A content without what only leads to it: a bullet, a turn's name ("PENCE: ...") or one before a quotation."""
    if bullet := _BULLET.match(text, start, end):
        start = bullet.end()
    if label := _TURN.match(text, start, end):
        return label.end(), end
    for quotation in quoted.meeting(start, end):
        lead = text[start : quotation.start]
        if lead[:1].isupper() and len(lead) <= LEAD and quotation.end >= end and lead.rstrip()[-1] in ",:":
            opens = text[quotation.inner_start : quotation.inner_start + 1]
            return (quotation.start if opens.isupper() else start), end
    return start, end


def _without_tail(text: str, start: int, end: int, cue: Span, quoted: Intervals[Quotation]) -> Stretch:
    """A quotation after its cue without what the sentence tells next: said “the gate is locked” and left.

    Nor with when somebody is called something: called the defence “the wall” in the 1980s.
    """
    quotation = quoted.before(end)
    if quotation is None or not quotation.closed or not cue.end <= start <= quotation.start < quotation.end < end:
        return start, end
    lead = text[cue.end : start].strip(" :,")
    whole = not _ENDS.isdisjoint((text[quotation.inner_end - 1], text[quotation.end]))  # told us, “It is,” and left
    directly = quotation.start == start and (not lead or (whole and len(lead) < _BETWEEN))
    told = directly and _TAIL.fullmatch(text, quotation.end, end)
    when = known_head(cue.text) in _NAMING and _WHEN.fullmatch(text, quotation.end, end)
    return start, quotation.end if told or when else end


def _without_rivals(text: Text, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts of which no two claim just the same piece of content: the surer one keeps it, or whose it must be."""
    claims: defaultdict[Stretch, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for piece in draft.content:
            claims[piece].append(draft)
    kept = []
    for draft in sorted(drafts, key=lambda draft: -draft.confidence):
        content = tuple(piece for piece in draft.content if _keeper(text, piece, claims[piece]) is draft)
        if content:
            kept.append(replace(draft, content=content))
    return kept


def _keeper(text: Text, piece: Stretch, rivals: Sequence[Draft]) -> Draft:
    """Whose a piece of content is: a quotation that runs on over paragraphs is theirs who began it.

    And not theirs whose own quotation it touches, as one would not close it to open it again: said Lee. "It is 12".
    "It was 20," said Keel. Else it is theirs who are told to speak in its paragraph.
    """
    at = text.quotations.at(piece[0])
    before, own, after = (text.quotations.items[at + step : at + step + 1] for step in (-1, 0, 1))

    def suits(draft: Draft) -> tuple[bool, bool, bool, float]:
        if len(rivals) == 1 or not own or own[0].start != piece[0] or draft.cue is None:
            return False, False, False, draft.confidence
        begun = own[0].continues and any(q.start == start for q in before for start, _ in draft.content)
        touches = any(_touch(text, own[0], q) and q.start == start for q in after for start, _ in draft.content)
        near = text.places.paragraph(draft.cue.start) == text.places.paragraph(piece[0])
        return begun, not touches, near, draft.confidence

    return max(rivals, key=suits)


def _touch(text: Text, quotation: Quotation, after: Quotation) -> bool:
    """Whether nothing but a stop and a space stands between two quotations."""
    between = text.characters[quotation.end : after.start]
    return len(between) <= _CLOSE and not between.strip(" .,;\xa0")


def _is_doubtful(text: str, draft: Draft, content: Intervals[Part]) -> bool:
    """Whether the decoder is unsure of an unquoted draft and the head that labels content without a cue disagrees."""
    if draft.confidence >= DOUBTFUL or any(text[a] in MARKS and text[b - 1] in MARKS for a, b in draft.content):
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
    return _is_sentence(text, quotation) if long else len(spoken) >= _WORDS_ALONE and _stops_outside(text, quotation)


def _is_sentence(text: str, quotation: Quotation) -> bool:
    inner = text[quotation.inner_start : quotation.inner_end].strip()
    return inner[:1].isupper() and (inner[-1] in ".!?…," or _stops_outside(text, quotation))


def _stops_outside(text: str, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence whose full stop stands after the mark: "It is late," she said. "I am 40"."""
    before = text[max(0, quotation.start - _BETWEEN) : quotation.start].rstrip()
    return (
        text[quotation.inner_start : quotation.inner_start + 1].isupper()
        and before[-1:] in _STOPS
        and text[quotation.end : quotation.end + 1] in _STOPS
    )


def _attribution(number: int, draft: Draft, text: Text) -> Attribution:
    content = tuple(Span.of(text.characters, start, end) for start, end in draft.content)
    cue = draft.cue
    anchor = cue or content[0]
    sentence = text.sentences.items[max(0, text.sentences.at(anchor.start))]
    hearsay = heard(cue, text.characters) if cue else None
    spoken = hearsay or (cue.text if cue else None)
    kind = "direct" if draft.verbatim or _is_turn(draft, text.turns) else _type(content, text.quotations)
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
