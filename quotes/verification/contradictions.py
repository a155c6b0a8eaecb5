"""Where indirect speech contradicts its source: numbers, months, a "not", a denial, opposites, and how firm it is."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import regex

from quotes.attribution import Change, Span
from quotes.english import table, words
from quotes.verification.claims import Claim
from quotes.verification.dates import other_day
from quotes.verification.passages import lemma
from quotes.verification.quantities import amounts, numbers
from quotes.verification.reversals import swapped, undone
from quotes.verification.telling import BELIEVING, TENTATIVE
from quotes.verification.vocabulary import Words

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
_MONTH = regex.compile(r"(?<![.!?\n] )\b(?!May [a-z])(?=\p{Lu})(?i:\L<months>)\b", months=words("months") - {"mar"})
_WORD = regex.compile(r"\p{L}++")
_NEXT, _VERB = 40, 2  # characters, and words in them, after a "not" that may be the verb that it turns
_CLAUSE = regex.compile(r"[.!?;,:—–]\s|\s(?:and|but|or)\s")
SENTENCE_ENDS = regex.compile(r"[.!?;]\s")
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


def contradictions(claim: Claim, passage: Words, place: Place, similarity: float) -> tuple[Change, ...]:
    """What an indirect claim, and its cue, say otherwise than a place in a passage.

    similarity: of the claim and the place; below _ALIKE only numbers and months are compared.
    """
    ours, theirs = claim.content, passage.part(*place.core)
    zone, sentence = passage.span(place.first, place.last), passage.span(*place.core)
    near = passage.span(place.denial, place.end)
    found = [
        *numbers(ours, passage.part(place.first, place.last)),
        *_months(claim, passage.text, zone),
        *_weekdays(claim, passage.text, zone),
    ]
    turns = [turn for span in (near, zone, claim.whole) for turn in _turns(span)]
    if not denies(claim) and all(lemma(turn.text.casefold()) in _ANTONYMS for turn in turns):  # "oppose" turns alone
        found += _antonyms(ours, theirs)
    if similarity < _ALIKE:
        return tuple(found)
    begin = int(passage.starts[place.negation])
    unsure = similarity <= _MUCH_ALIKE and SENTENCE_ENDS.search(near.text)
    if unsure:
        near, begin = sentence, sentence.start
    turned = _turned(claim, near, begin, passage.text)
    found = [
        # the "not" of an article may be that of another sentence: "I have asked for two posts. None has been given."
        *(change for change in turned if not unsure or change.article is None),
        *found,
        *_opposite(ours, theirs),
        *_firmer(claim, near),
        *_unpromised(claim, near),
        *amounts(ours, theirs),
        *swapped(ours, theirs),
        *(_undone(claim, theirs, sentence) if not denies(claim) else ()),
    ]
    return tuple(found)


def denies(claim: Claim) -> bool:
    """Whether an attribution's cue turns round its content: "denied that", "never said", not "did not rule out"."""
    return len([*_DENYING_CUE.finditer(claim.cue), *_NOT.finditer(claim.cue)]) % 2 == 1


def _turned(claim: Claim, zone: Span, begin: int, spoken: str) -> Iterator[Change]:
    """The "not" or denial that only one of the two has, where no other word may stand for it."""
    ours = _turns(claim.whole)
    theirs = [one for one in _turns(zone) if one.start >= begin or _DENIAL.fullmatch(one.text)]
    follows = _NEXT_SENTENCE.match(spoken, zone.end)
    if follows and len(follows["next"].split()) <= _SHORT:
        theirs += map(_found, _DENIAL.finditer(spoken, follows.start("next"), follows.end()))
    turned = bool(ours) != denies(claim)
    if turned == _is_turned(theirs, zone) or _hidden(claim.whole, ours) != _hidden(zone, theirs):
        return
    source = theirs[0] if theirs else None
    article = ours[0] if ours else claim.attribution.cue if denies(claim) else None
    if source or article:
        yield Change("negation", None if source and not turned else article, source)


def _undone(claim: Claim, theirs: Words, sentence: Span) -> Iterator[Change]:
    """What only one of the two says was done, where neither has a "not" or may be only a wish."""
    if not any(pattern.search(span.text) for pattern in (_NOT, TENTATIVE) for span in (claim.whole, sentence)):
        yield from undone(claim.content, theirs, claim.whole, sentence)


def _found(match: regex.Match[str], begin: int = 0) -> Span:
    """What was found in a text that begins at an offset of the whole one."""
    return Span(begin + match.start(), begin + match.end(), match[0])


def _turns(span: Span) -> list[Span]:
    found = [*_DENIAL.finditer(span.text), *_NOT.finditer(span.text)]
    return sorted(_found(match, span.start) for match in found)


def _is_turned(theirs: list[Span], zone: Span) -> bool:
    """Whether a passage is turned round; two in one clause undo each other ("I cannot promise that nobody")."""
    clauses = [zone.start + m.start() for m in _CLAUSE.finditer(zone.text)]
    return any(count % 2 for count in Counter(bisect(clauses, one.start) for one in theirs).values())


def _hidden(span: Span, known: list[Span]) -> set[str]:
    """Words that may turn it round and are none of those known: "failed to", "avoid"."""
    places = {place for one in known for place in range(one.start, one.end)}
    return {m[0].casefold() for m in _HIDDEN.finditer(span.text) if span.start + m.start() not in places}


def _months(claim: Claim, spoken: str, zone: Span) -> Iterator[Change]:
    """ "In May" where the source has "in March"."""
    ours = [*_MONTH.finditer(claim.content.text, claim.whole.start, claim.whole.end)]
    theirs = [*_MONTH.finditer(spoken, zone.start, zone.end)]
    if len(ours) == len(theirs) == 1 and ours[0][0][:3] != theirs[0][0][:3]:
        yield Change("replaced", _found(ours[0]), _found(theirs[0]))


def _weekdays(claim: Claim, spoken: str, zone: Span) -> Iterator[Change]:
    """ "On Tuesday" where the source has "on Friday", or "on 12 December", which is one."""
    if found := other_day(claim.whole.text, zone.text, (claim.date, claim.content.text, spoken)):
        yield Change("replaced", _found(found[0], claim.whole.start), _found(found[1], zone.start))


def _unpromised(claim: Claim, zone: Span) -> Iterator[Change]:
    """ "Promised that nobody would go" where the source has "I cannot promise that nobody will go"."""
    if _NOT.search(claim.cue) or BELIEVING.search(claim.cue):  # "I do not think it is" thinks it is not
        return
    verbs = (word for word in _WORD.findall(claim.cue.casefold()) if word not in words("auxiliaries"))
    head = lemma(next(verbs, ""))
    for turned in _NOT.finditer(zone.text):
        following = _WORD.findall(zone.text, turned.end(), turned.end() + _NEXT)[:_VERB]
        if head in {lemma(word.casefold()) for word in following}:
            yield Change("negation", claim.attribution.cue, _found(turned, zone.start))
            return


def _opposite(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "Risen" where the source has "fell"; "at most" where it has "at least"."""
    mine, other = _marked(ours), _marked(theirs)
    for mark, opposite in (_OPPOSITES | _BOUNDS).items():
        if mark in mine and opposite in other and opposite not in mine and mark not in other:
            yield Change("replaced", ours.span(mine[mark]), theirs.span(other[opposite]))
            return


def _antonyms(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "Safe" where a sentence that shares another word has "dangerous"; neither has both."""
    mine, other = ({lemma(word): at for at, word in enumerate(side.told)} for side in (ours, theirs))
    if not any(word in other and not ours.is_function(at) for word, at in mine.items()):
        return
    for word, at in mine.items():
        found = [o for o in _ANTONYMS.get(word, ()) if o in other and o not in mine and word not in other]
        if found:
            yield Change("replaced", ours.span(at), theirs.span(other[found[0]]))
            return


def _marked(side: Words) -> dict[str, int]:
    """Where words with each mark of the list of opposites stand; those of bounds only after "at"."""
    return {
        mark: at
        for at, word in enumerate(side.told)
        for mark in _OPPOSED.get(word, ())
        if mark not in _BOUNDS or (at and side.told[at - 1] == "at")
    }


def _firmer(claim: Claim, zone: Span) -> Iterator[Change]:
    """ "Would sell" or "promised" where the source "may sell" or "would like to"."""
    text, content = claim.content.text, claim.attribution.content
    firm = next((m for span in content if (m := _FIRM.search(text, span.start, span.end))), None)
    tentative = TENTATIVE.search(zone.text)
    ours = (" ".join(span.text for span in content), claim.cue)
    if not tentative or _FIRM.search(zone.text) or any(map(TENTATIVE.search, ours)):
        return
    if firm or _FIRM.search(claim.cue):
        article = _found(firm) if firm else claim.attribution.cue
        yield Change("limit", article, _found(tentative, zone.start))
