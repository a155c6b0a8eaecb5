"""What a quote and a passage do not share: what was left out, put in or changed, and whether the article tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product

import regex

from quotes.attribution import Change, ChangeKind, Span
from quotes.english import words
from quotes.verification.alignment import Difference, weights
from quotes.verification.claims import Claim
from quotes.verification.clauses import stripped, told_by
from quotes.verification.dates import are_one_day
from quotes.verification.reversals import UNDONE
from quotes.verification.telling import PLAIN, TURNING, marks_of
from quotes.verification.vocabulary import NEGATION, NUMBER, Ints, Words

_ASIDE = 6  # words that may tell, put into a clause, that it is not the speaker's
_SHORT = 3  # words that may be left out, even where that is told, only if they limit nothing
_BESIDE = 60  # characters before or after a passage for which a bracket may stand
_NEAR = 40  # characters between two names for one: "the mayor, Bruno Keel"

_CLAUSE_ENDS = regex.compile(r"[.;:!?,…—–\n]|--")
_ASIDE_MARKS = frozenset(",-–—")
_STOPS = regex.compile(r"[.;:!?]\s")
_OTHER_CLAUSE = regex.compile(r"(?i:wh\p{L}++|that|or|as|\L<joints>)\b", joints=words("clause_joints"))
_FILLER = regex.compile(r"(?i:(?:\L<fillers>)(?:[\s,–—-]++(?:\L<fillers>))*+)", fillers=words("fillers"))
_BROKEN_OFF = regex.compile(r",?\s?(?:[—–…]|--|\.\.\.)")
_SENTENCE_END = regex.compile(r"[.!?…][\"'”’)]*+\s")
_COMPARED = 6  # words of a bracket, and of what it replaces, that are looked for beside each other
_LAST_CLAUSE = regex.compile(r"(?<![^.!?;:\n])[^.!?;:\n]*+$")
_FIRST_CLAUSE = regex.compile(r"[^.!?;:,\n]*+")
_NAME = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*+")
_LIMITS = words("limits")
_FUNCTION_WORDS = words("function_words")
_FIRST_KINDS: tuple[ChangeKind, ...] = ("negation", "limit", "reordered")


@dataclass(frozen=True, slots=True)
class Compared:
    """The changes, those that turn or limit the meaning first; whether one is more than a cut that the article tells.

    silent: what the words that were left out without a sign weigh.
    """

    changes: tuple[Change, ...]
    altered: bool
    silent: float


def compared(differing: Iterable[Difference], claim: Claim, words: Words) -> Compared:
    """The differences of a claim and the words of a document, as changes."""
    changes: list[Change] = []
    altered, silent = False, 0.0
    for difference in differing:
        if _counts_for_nothing(difference, claim, words):
            continue
        told = difference.start in claim.quoted.asides | claim.joints
        change = change_of(difference, claim.quoted, words, told)
        changes.append(change)
        if change.kind != "deleted":
            altered = True
        elif told:
            altered = altered or _joins_two(difference, words)
        elif not _is_filler(difference, words):
            altered = True
        if difference.start == difference.end and not told:
            silent += float(weights(words.words[difference.there : difference.until]).sum())
    return Compared(tuple(sorted(changes, key=_place)), altered, silent)


def _place(change: Change) -> int:
    return _FIRST_KINDS.index(change.kind) if change.kind in _FIRST_KINDS else len(_FIRST_KINDS)


def _counts_for_nothing(difference: Difference, claim: Claim, words: Words) -> bool:
    """Whether the article tells in its own words what lies between, or it is one day, or one word: "any more"."""
    start, end, there, until = difference
    quoted, texts = claim.quoted, (claim.date, claim.quoted.text, words.text)
    ours, theirs = quoted.part(start, end).told, words.part(there, until).told
    if ours and theirs:
        return "".join(ours) == "".join(theirs) or are_one_day([*ours, *theirs], texts)
    row, first, after = (quoted, start, end) if ours else (words, there, until)
    if after - first == 1:  # "on Tuesday, 9 December", of which only one is left
        after += 2
    else:
        first -= 1
    beside = row.part(max(0, first), after).told
    return (not ours and start in claim.bridged) or are_one_day(beside, texts)


def change_of(difference: Difference, quoted: Words, words: Words, told: bool) -> Change:
    """A difference of the words quoted and those of a document.

    told: whether the article tells that something is left out there.
    """
    start, end, there, until = difference
    ours = quoted.span(start, end) if end > start else None
    theirs = words.span(there, until) if until > there else None
    kind: ChangeKind = "replaced" if ours and theirs else "inserted" if ours else "deleted"
    if _negations(quoted.words[start:end]) != _negations(words.words[there:until]) and (
        kind != "deleted" or _negates(words, there, until)
    ):
        kind = "negation"
    elif kind != "replaced":
        alone = quoted.part(start, end) if ours else words.part(there, until)
        if _limits(alone, told) or (theirs and _hedges(theirs, words, difference)):
            kind = "limit"
    return Change(kind, ours, theirs)


def _limits(alone: Words, told: bool) -> bool:
    """Whether words limit those beside them; of a cut that the article tells, only a few words that do just that."""
    if told and len(alone) > _SHORT:
        return False
    return bool((alone.words & NUMBER).any() and not told) or not _LIMITS.isdisjoint(alone.told)


def _hedges(cut: Span, words: Words, place: Difference) -> bool:
    """Whether a few words left out inside a clause tell that nobody asserts it: "hope to", "my opponents say"."""
    there, until = place.there, place.until
    if not 0 < there < until < len(words) or until - there > _ASIDE:
        return False
    gap = words.between(there - 1, until)
    plain = cut.text.translate(PLAIN)
    if _STOPS.search(gap) or _OTHER_CLAUSE.match(plain):
        return False
    marks = {mark for found in TURNING.finditer(plain) for mark in marks_of(found[0])} - {"past", "last", "negation"}
    undone = UNDONE.search(f"{plain} {words.text[words.starts[until] :][:_BESIDE]}")
    put_in = gap.lstrip()[:1] in _ASIDE_MARKS and gap.rstrip()[-1:] in _ASIDE_MARKS
    return (
        bool(marks)
        or (undone is not None and undone.start() < len(plain))
        or (put_in and told_by(plain, "") == "other")
    )


def _negations(words: Ints) -> int:
    return int(((words & NEGATION) != 0).sum())


def _negates(words: Words, start: int, end: int) -> bool:
    """Whether a "not" among words left out belongs to words that were kept: no clause ends between it and those."""

    def parted(first: int) -> bool:
        return first < 0 or bool(_CLAUSE_ENDS.search(words.between(first, first + 1)))

    for at in range(start, end):
        if words.words[at] & NEGATION:
            left = any(parted(i - 1) for i in range(start, at + 1))
            right = any(parted(i) for i in range(at, min(end, len(words) - 1)))
            if not (left and right):
                return True
    return False


def _is_filler(cut: Difference, words: Words) -> bool:
    """Whether what was left out is "you know", a word said twice, or a start broken off: "We have — we did"."""
    there, until = cut.there, cut.until
    if until == there or _FILLER.fullmatch(words.span(there, until).text):
        return True
    gone, size = words.words[there:until].tolist(), until - there
    if gone in (words.words[until : until + size].tolist(), words.words[max(0, there - size) : there].tolist()):
        return True
    broken = _BROKEN_OFF.match(words.text, words.ends[until - 1])
    return bool(broken) and gone[:1] == words.words[until : until + 1].tolist()


def _joins_two(cut: Difference, words: Words) -> bool:
    """Whether a cut makes one sentence of the beginning of one and the end of another."""
    there, until = cut.there, cut.until
    if there == 0 or until >= len(words):
        return False
    gap = words.between(there - 1, until)
    inside = _SENTENCE_END.search(gap)
    return (
        inside is not None
        and inside.start() > 0
        and not _SENTENCE_END.search(gap[-3:])
        and "\n" not in gap[-2:]
        and not words.text[words.starts[until]].isupper()
    )


def misplaced(claim: Claim, span: Span, cuts: Iterable[Difference], words: Words) -> Iterator[Change]:
    """The [brackets] of a claim that name another than the words for which they stand.

    span: where in the document the claim's other words were found. cuts: what it leaves out between them.
    """
    spoken = words.text
    left_out = {cut.start: words.span(cut.there, cut.until) for cut in cuts}
    for place, bracket in claim.brackets.items():
        stands_for = left_out.get(place)
        if place == 0:
            found = _LAST_CLAUSE.search(spoken, max(0, span.start - _BESIDE), span.start)
            stands_for = Span.of(spoken, *found.span()) if found else None
        elif place == len(claim.quoted):
            found = _FIRST_CLAUSE.match(spoken, span.end, span.end + _BESIDE)
            stands_for = Span.of(spoken, *found.span()) if found else None
        if stands_for and not _may_be_same(bracket.text, stands_for.text, (claim.quoted.text, spoken)):
            yield Change("replaced", bracket, stripped(stands_for))


def _may_be_same(bracket: str, replaced: str, texts: tuple[str, str]) -> bool:
    """Whether a bracket may mean what it replaces.

    They share a word, either has none to compare, the bracket names whom the source only describes ("[Ana Sorel]" for
    "my honourable friend"), or a text calls one the other.
    """
    ours, theirs = _content(bracket), _content(replaced)
    if not ours or not theirs or ours & theirs or (_is_named(bracket) and not _is_named(replaced)):
        return True
    for one, other in product(sorted(ours)[:_COMPARED], sorted(theirs)[:_COMPARED]):
        beside = (
            regex.compile(rf"(?i)(?<!\w){a}(?!\w)[^.!?\n\[\]]{{0,{_NEAR}}}(?<!\w){b}(?!\w)")
            for a, b in permutations((regex.escape(one), regex.escape(other)))
        )
        if any(pattern.search(whole) for pattern in beside for whole in texts):
            return True
    return False


def _is_named(text: str) -> bool:
    """Whether a word other than the first has a capital, or the first has and is no common word's."""
    found = _NAME.findall(text)
    return any(word[0].isupper() and word.casefold() not in _FUNCTION_WORDS for word in found[1:]) or (
        len(found) == 1 and found[0][0].isupper()
    )


def _content(text: str) -> set[str]:
    return {word for word in map(str.casefold, _NAME.findall(text)) if word not in _FUNCTION_WORDS}
