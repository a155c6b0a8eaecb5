"""What was done, and by whom to whom: where an indirect claim has it the other way round than its source."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quotes.attribution import Change, Span
from quotes.cues import lemma as cue_lemma
from quotes.english import table, words
from quotes.verification.claims import Claim
from quotes.verification.passages import lemma
from quotes.verification.vocabulary import Words

_MARKS = table("undone")
UNDONE = regex.compile(
    r"\b(?P<how>(?i:\L<undone>))\s++(?:\p{L}++ly\s++|even\s++)?(?P<verb>\p{L}++)", undone=words("undone")
)
_PRONOUNS = words("pronouns")
_WORD = regex.compile(r"\p{L}++")
_NOUN = 2  # words that a name of somebody or something may have
_FEW = 8  # words of a content that may name no more than an act: "an apology for the letter"
_NAMED = 0.6  # similarity from which on a sentence may tell of the act that a short content names
_OURS = frozenset({"i", "me", "us", "we"})
_BEING = frozenset({"are", "be", "been", "being", "is", "was", "were"})
_ORDER = frozenset({"after", "before", "behind"})  # "The police came before the brigade"
_PASSED = _BEING | words("auxiliaries") | words("determiners") | {"also", "be", "been", "had"}


def is_done(claim: Claim, sentence: str, similarity: float) -> bool:
    """Whether a source only tells that something was done of which the article says that it was wanted.

    "Demanded an apology" where the source has "he apologised", or nothing of the act.
    """
    if cue_lemma(claim.cue) not in words("demanding") or len(claim.content) > _FEW:
        return False
    if similarity < _NAMED:
        return True
    told = [word.casefold() for word in _WORD.findall(sentence)]
    return "?" not in sentence and words("wanting").isdisjoint(told) and any(word.endswith("ed") for word in told)


def undone(ours: Words, theirs: Words, whole: Span, zone: Span) -> Iterator[Change]:
    """ "Closed the road" where the source has "stopped short of closing it", or the other way round.

    whole: the claim. zone: the source's sentence.
    """
    one, two = UNDONE.search(whole.text), UNDONE.search(zone.text)
    if bool(one) == bool(two):
        return
    found, others, at = (two, ours, zone.start) if two else (one, theirs, whole.start)
    assert found
    verb = _verb(found["verb"].casefold())
    places = [i for i, word in enumerate(others.told) if verb & _verb(word)]
    told = [word for word in (theirs if two else ours).told if verb & _verb(word)]
    meant = "meant" in _MARKS[found["how"].casefold()]
    if meant and (not two or not others.told[places[0] if places else 0].endswith("ed")):
        return  # "offered to resign" is no "resigned"; that they "will" is another matter
    if len(places) == 1 and len(told) == 1:
        there, here = Span(at + found.start(), at + found.end(), found[0]), others.span(places[0])
        yield Change("negation", here, there) if two else Change("negation", there, here)


def _verb(word: str) -> set[str]:
    """The dictionary forms that a word may have as a verb: of "closing" also "close"."""
    stem = word.removesuffix("ing")
    if stem == word:
        return {lemma(word)}
    return {lemma(word), lemma(stem), lemma(f"{stem}e"), lemma(stem[:-1])}


def swapped(ours: Words, theirs: Words) -> Iterator[Change]:
    """ "The ministry asked him" where the source has "I asked the ministry"."""
    there = _clauses(theirs)
    for verb, found in _clauses(ours).items():
        if len(found) != 1 or len(there.get(verb, ())) != 1:
            continue
        (subject, at, what), (by, place, whom) = found[0], there[verb][0]
        turned = (subject == whom and by != subject and (what in _PRONOUNS or what == by)) or (
            what == by and whom != what and (whom in _OURS or whom == subject)
        )
        given = what == whom and by in _OURS and subject in (_noun(theirs, i + 1) for i in _given(theirs))
        turned = turned or given
        if turned and subject != what:
            yield Change("replaced", ours.span(at), theirs.span(place))


def _given(side: Words) -> list[int]:
    """Where a "to" or "from" stands: "gave the money back to the sponsor"."""
    return [at for at, word in enumerate(side.told) if word in ("to", "from")]


def _noun(side: Words, at: int) -> str | None:
    """The last of the words of content from a place on, after an article: "brigade" of "the fire brigade"."""
    at += at < len(side.told) and side.told[at] in _PASSED
    end = at
    while end < min(len(side.told), at + _NOUN) and not side.is_function(end):
        end += 1
    return lemma(side.told[end - 1]) if end > at else side.told[at] if at < len(side.told) else None


def _clauses(side: Words) -> dict[str, list[tuple[str, int, str]]]:
    """By each word that may be a verb: who does it as far as word order tells, where it stands, and to whom."""
    found: dict[str, list[tuple[str, int, str]]] = {}
    told = side.told
    for at in range(1, len(told) - 1):
        by = told[at + 1] == "by"
        if side.is_function(at) or (not by and told[at - 1] in _BEING):
            continue
        place = at + 1 + (by or told[at + 1] in _ORDER)
        before = next((lemma(told[i]) for i in range(at - 1, max(-1, at - 4), -1) if told[i] not in _PASSED), None)
        after = _noun(side, place)
        if before and after:
            one, two = (after, before) if by else (before, after)
            verb = lemma(told[at]) + (told[at + 1] if told[at + 1] in _ORDER else "")
            found.setdefault(verb, []).append((one, at, two))
    return found
