"""Where indirect speech contradicts its source: numbers, months, a "not", a denial, opposites, and how firm it is."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import regex

from quotes.attribution import Change, Span
from quotes.english import table, words
from quotes.verification.alignment import spelled
from quotes.verification.claims import Claim
from quotes.verification.dates import other_day
from quotes.verification.passages import lemma
from quotes.verification.quantities import Side, amounts, numbers
from quotes.verification.reversals import swapped, undone
from quotes.verification.telling import TENTATIVE
from quotes.verification.vocabulary import FUNCTION, Vocabulary, Words

_ALIKE, _MUCH_ALIKE = 0.5, 0.7  # similarity from which one sentence, and several, can turn a claim round
_SHORT = 6  # words of a next sentence that may only take up the one before: "We rejected that."

_DENIAL = regex.compile(r"\b(?i:\L<denials>)\b", denials=words("denials") - words("denials", "cue"))
_DENYING_CUE = regex.compile(r"\b(?i:\L<denials>)\b", denials=words("denials"))
_NOT = regex.compile(
    r"(?i:\b(?:\L<negations>|cannot)\b(?!(?<=no|not) (?:fewer|less|more|later|earlier|sooner|only)\b)|n['’]t\b)",
    negations=words("negations"),
)
_HIDDEN = regex.compile(r"\b(?!(?i:un(?:i|der|til|cle|less)))(?i:\L<denying>)\p{L}*+", denying=words("denying"))
_FIRM = regex.compile(r"(?<!\w)(?i:\L<firm>)\b(?! (?:like|rather|prefer|have)\b)", firm=words("firm"))
_MONTH = regex.compile(
    r"(?<![.!?\n] )\b(?!May [a-z])(?P<month>(?=\p{Lu})(?i:\L<months>))\b", months=words("months") - {"mar"}
)
_BELIEVING = regex.compile(r"\b(?i:\L<believing>)\b", believing=words("believing"))
_WORD = regex.compile(r"\p{L}++")
_NEXT, _VERB = 40, 2  # characters, and words in them, after a "not" that may be the verb that it turns
_CLAUSE = regex.compile(r"[.!?;,:—–]\s|\s(?:and|but|or)\s")
_SENTENCE_ENDS = regex.compile(r"[.!?;]\s")
_NEXT_SENTENCE = regex.compile(r"[.!?]\s+(?P<next>[^.!?\n]{2,80}+[.!?])")
_OPPOSED = table("opposites")
_ANTONYMS = table("antonyms")
_OPPOSITES = {"up": "down", "down": "up", "yes": "no", "early": "late", "late": "early"}
_BOUNDS = {"floor": "ceiling", "ceiling": "floor"}


class Place(NamedTuple):
    """Where a passage may say what a claim says, by its words.

    first, last: its sentences, from the first word to after the last. core: the one that shares most with the claim.
    denial, negation: from where a denial, and where a "not", of the first word that both share may stand; end: after
    the last.
    """

    first: int
    last: int
    core: tuple[int, int]
    denial: int
    negation: int
    end: int


def contradictions(
    claim: Claim,
    text: str,
    passage: Words,
    place: Place,
    spoken: str,
    vocabulary: Vocabulary,
    similarity: float,
) -> tuple[Change, ...]:
    """What an indirect claim of `text`, and its cue, say otherwise than a place in the passage of `spoken`.

    similarity: of the claim and the place; below _ALIKE only numbers and months are compared.
    """
    first, last = place.first, place.last
    zone = Span.of(spoken, int(passage.starts[first]), int(passage.ends[last - 1]))
    near = Span.of(spoken, int(passage.starts[place.denial]), int(passage.ends[place.end - 1]))
    core = place.core
    ours = Side.of(text, claim.content, 0, len(claim.content), vocabulary)
    found = [
        *numbers(ours, Side.of(spoken, passage, first, last, vocabulary), vocabulary),
        *_months(claim, text, zone, spoken),
        *_weekdays(claim, text, zone, spoken),
    ]
    turns = [turn for span in (near, zone, _whole(claim, text)) for turn in _turns(span)]
    if not denies(claim) and all(lemma(turn.text.casefold()) in _ANTONYMS for turn in turns):  # "oppose" turns alone
        found += _antonyms(claim.content, text, passage, *core, spoken, vocabulary)
    if similarity < _ALIKE:
        return tuple(found)
    begin = int(passage.starts[place.negation])
    unsure = similarity <= _MUCH_ALIKE and _SENTENCE_ENDS.search(near.text)
    if unsure:
        near = Span.of(spoken, int(passage.starts[core[0]]), int(passage.ends[core[1] - 1]))
        begin = near.start
    theirs = Side.of(spoken, passage, *core, vocabulary)
    sentence = Span.of(spoken, int(passage.starts[core[0]]), int(passage.ends[core[1] - 1]))
    turned = _turned(claim, text, near, begin, spoken)
    found = [
        # the "not" of an article may be that of another sentence: "I have asked for two posts. None has been given."
        *(change for change in turned if not unsure or change.article is None),
        *found,
        *_opposite(claim.content, text, passage, *core, spoken, vocabulary),
        *_firmer(claim, text, near, spoken),
        *_unpromised(claim, near),
        *amounts(ours, theirs, vocabulary),
        *swapped(ours, theirs),
        *(_undone(claim, text, ours, theirs, sentence) if not denies(claim) else ()),
    ]
    return tuple(found)


def denies(claim: Claim) -> bool:
    """Whether an attribution's cue turns round its content: "denied that", "never said", not "did not rule out"."""
    cue = claim.attribution.cue
    return cue is not None and len([*_DENYING_CUE.finditer(cue.text), *_NOT.finditer(cue.text)]) % 2 == 1


def _turned(claim: Claim, text: str, zone: Span, begin: int, spoken: str) -> Iterator[Change]:
    """The "not" or denial that only one of the two has, where no other word may stand for it."""
    content = _whole(claim, text)
    ours = _turns(content)
    theirs = [one for one in _turns(zone) if one.start >= begin or _DENIAL.fullmatch(one.text)]
    follows = _NEXT_SENTENCE.match(spoken, zone.end)
    if follows and len(follows["next"].split()) <= _SHORT:
        theirs += [
            Span.of(spoken, m.start(), m.end())
            for m in _DENIAL.finditer(spoken, follows.start("next"), follows.end())
        ]
    cue = claim.attribution.cue
    turned = bool(ours) != denies(claim)
    if turned == _is_turned(theirs, zone) or _hidden(content, ours) != _hidden(zone, theirs):
        return
    source = theirs[0] if theirs else None
    article = ours[0] if ours else cue if denies(claim) else None
    if source or article:
        yield Change("negation", None if source and not turned else article, source)


def _undone(claim: Claim, text: str, ours: Side, theirs: Side, sentence: Span) -> Iterator[Change]:
    """What only one of the two says was done, where neither has a "not" or may be only a wish."""
    content = _whole(claim, text)
    if not any(pattern.search(span.text) for pattern in (_NOT, TENTATIVE) for span in (content, sentence)):
        yield from undone(ours, theirs, content.text, content.start, sentence)


def _whole(claim: Claim, text: str) -> Span:
    return Span.of(text, claim.attribution.content[0].start, claim.attribution.content[-1].end)


def _turns(span: Span) -> list[Span]:
    found = [*_DENIAL.finditer(span.text), *_NOT.finditer(span.text)]
    return sorted(Span(span.start + m.start(), span.start + m.end(), m[0]) for m in found)


def _is_turned(theirs: list[Span], zone: Span) -> bool:
    """Whether a passage is turned round; two in one clause undo each other ("I cannot promise that nobody")."""
    clauses = [zone.start + m.start() for m in _CLAUSE.finditer(zone.text)]
    return any(count % 2 for count in Counter(bisect(clauses, one.start) for one in theirs).values())


def _hidden(span: Span, known: list[Span]) -> set[str]:
    """Words that may turn it round and are none of those known: "failed to", "avoid"."""
    places = {place for one in known for place in range(one.start, one.end)}
    return {m[0].casefold() for m in _HIDDEN.finditer(span.text) if span.start + m.start() not in places}


def _months(claim: Claim, text: str, zone: Span, spoken: str) -> Iterator[Change]:
    """ "In May" where the source has "in March"."""
    start, end = claim.attribution.content[0].start, claim.attribution.content[-1].end
    ours = [*_MONTH.finditer(text, start, end)]
    theirs = [*_MONTH.finditer(spoken, zone.start, zone.end)]
    if len(ours) != 1 or len(theirs) != 1 or ours[0]["month"][:3] == theirs[0]["month"][:3]:
        return
    yield Change("replaced", Span.of(text, *ours[0].span("month")), Span.of(spoken, *theirs[0].span("month")))


def _weekdays(claim: Claim, text: str, zone: Span, spoken: str) -> Iterator[Change]:
    """ "On Tuesday" where the source has "on Friday", or "on 12 December", which is one."""
    content = _whole(claim, text)
    if found := other_day(content.text, zone.text, (claim.date, text, spoken)):
        spans = (
            (span.start + m.start(), span.start + m.end()) for span, m in zip((content, zone), found, strict=True)
        )
        (begin, end), (there, until) = spans
        yield Change("replaced", Span.of(text, begin, end), Span.of(spoken, there, until))


def _unpromised(claim: Claim, zone: Span) -> Iterator[Change]:
    """ "Promised that nobody would go" where the source has "I cannot promise that nobody will go"."""
    cue = claim.attribution.cue
    if cue is None or _NOT.search(cue.text) or _BELIEVING.search(cue.text):  # "I do not think it is" thinks it is not
        return
    verbs = (word for word in _WORD.findall(cue.text.casefold()) if word not in words("auxiliaries"))
    head = lemma(next(verbs, ""))
    for turned in _NOT.finditer(zone.text):
        following = _WORD.findall(zone.text, turned.end(), turned.end() + _NEXT)[:_VERB]
        if head in {lemma(word.casefold()) for word in following}:
            start = zone.start + turned.start()
            yield Change("negation", cue, Span(start, start + len(turned[0]), turned[0]))
            return


def _opposite(
    content: Words, text: str, passage: Words, first: int, last: int, spoken: str, vocabulary: Vocabulary
) -> Iterator[Change]:
    """ "Risen" where the source has "fell"; "at most" where it has "at least"."""
    ours = _marked(content, 0, len(content), vocabulary)
    theirs = _marked(passage, first, last, vocabulary)
    for mark, opposite in (_OPPOSITES | _BOUNDS).items():
        if mark in ours and opposite in theirs and opposite not in ours and mark not in theirs:
            yield Change("replaced", _word(text, content, ours[mark]), _word(spoken, passage, theirs[opposite]))
            return


def _antonyms(
    content: Words, text: str, passage: Words, first: int, last: int, spoken: str, vocabulary: Vocabulary
) -> Iterator[Change]:
    """ "Safe" where a sentence that shares another word has "dangerous"; neither has both."""
    ours = {lemma(word): at for at, word in enumerate(spelled(content.words, vocabulary))}
    theirs = {lemma(word): at for at, word in enumerate(spelled(passage.words[first:last], vocabulary), first)}
    if not any(word in theirs and not content.words[at] & FUNCTION for word, at in ours.items()):
        return
    for word in ours.keys() & _ANTONYMS.keys() - theirs.keys():
        found = [theirs[other] for other in _ANTONYMS[word] if other in theirs and other not in ours]
        if found:
            yield Change("replaced", _word(text, content, ours[word]), _word(spoken, passage, found[0]))
            return


def _marked(row: Words, first: int, last: int, vocabulary: Vocabulary) -> dict[str, int]:
    """Where words with each mark of the list of opposites stand; those of bounds only after "at"."""
    found: dict[str, int] = {}
    told = spelled(row.words[first:last], vocabulary)
    for at, word in enumerate(told):
        for mark in _OPPOSED.get(word, ()):
            if mark not in _BOUNDS or (at and told[at - 1] == "at"):
                found[mark] = first + at
    return found


def _firmer(claim: Claim, text: str, zone: Span, spoken: str) -> Iterator[Change]:
    """ "Would sell" or "promised" where the source "may sell" or "would like to"."""
    content, cue = claim.attribution.content, claim.attribution.cue
    whole = " ".join(span.text for span in content)
    firm = next((m for span in content if (m := _FIRM.search(text, span.start, span.end))), None)
    promised = _FIRM.search(cue.text) if cue else None
    tentative = TENTATIVE.search(zone.text)
    if not tentative or _FIRM.search(zone.text) or TENTATIVE.search(whole) or (cue and TENTATIVE.search(cue.text)):
        return
    if firm or promised:
        article = Span.of(text, firm.start(), firm.end()) if firm else cue
        start = zone.start + tentative.start()
        yield Change("limit", article, Span.of(spoken, start, start + len(tentative[0])))


def _word(text: str, row: Words, at: int) -> Span:
    return Span.of(text, int(row.starts[at]), int(row.ends[at]))
