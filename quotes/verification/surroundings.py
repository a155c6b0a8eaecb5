"""What stands around words in a source: whether the speaker asserts them there (Saurí & Pustejovsky, 2009).

"I do not think that the dam is safe" has the words "the dam is safe", and nobody says so. The words of the sentence
before and after them tell: by lists, by who is the source of what, which the attribution model knows, and by what a
network has learned of how far speakers commit themselves. What it alone says is not sure: a person is to read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import regex

from quotes.article import Article
from quotes.attribution import Attribution, Reason, Setting, Span
from quotes.cues import is_speech
from quotes.cues import lemma as cue_lemma
from quotes.english import words
from quotes.text.intervals import Stretch
from quotes.text.text import Text
from quotes.verification import telling
from quotes.verification.clauses import (
    BETWEEN,
    CLAUSE_ENDS,
    FINITE,
    NOBODY,
    OURSELVES,
    THAT_LAST,
    WORD,
    blanked,
    first_word,
    governing,
    has_cue,
    is_aside,
    is_own,
    spoken_words,
    stripped,
    told_by,
)
from quotes.verification.commitment import REASONS, Commitments
from quotes.verification.neighbours import Neighbours
from quotes.verification.telling import PLAIN, SAID_UNTRUE, TAKEN_BACK, TURNING, marks_of

_REACH = 400  # characters of a sentence that are read before and after the words
_NEXT = 80  # characters of the next sentence that may tell that the speaker agrees
_COVERED = 0.8  # the share of the words that an attribution's content must hold
_LIMIT_BEFORE = regex.compile(
    r"(?<!\w)(?i:\L<limiting>)(?: of)?(?: the)?,?\s*+$", limiting=words("limiting", "before")
)
_LIMIT_AFTER = regex.compile(
    r",?\s*+(?i:\L<limiting>)\b(?!\s(?:without|because|only|just)\b)", limiting=words("limiting", "after")
)
_ENDORSING = regex.compile(r"(?<!not )(?<!\w)(?i:\L<endorsing>)(?!\w)", endorsing=words("endorsing"))
_PAST_BELIEF = regex.compile(
    r"\b(?:I|[Ww]e)\s+(?!(?:have|'ve)\b)(?:\w++\s+){0,2}(?i:\L<beliefs>)\b", beliefs=words("past_beliefs")
)
_LABEL = regex.compile(r"\p{Lu}[\p{Lu}\p{M} .'’()-]{1,60}+:\s++")

_HARD_END = regex.compile(r"[;:?!…]\s|\s[—–-]{1,2}\s|,\s+but\s")
_END_AFTER = regex.compile(
    r"[;:.!…](?:\s|$)|\s[—–]\s|,?(?<!\s)\s++(?:and|but(?! only| not)|so(?! long| far)|yet|which|who)\s"
)
_INVERTED = r"(?:had|should|were)\s+(?:the|an?|I|we|he|she|they|it|you|there|any\w*+|one|\p{Lu}\w*+)\s"
_INVERTED_BEFORE = regex.compile(
    rf"(?:^|,\s|that\s)(?i:{_INVERTED})[^,?]{{2,200}}+,(?:[^,?]{{2,80}}+,)?"
    r"(?:\s*+(?:then|yes|well|sure|certainly),?){0,3}+\s*$"
)
_INVERTED_RIGHT_BEFORE = regex.compile(rf"(?:^|,\s|that\s)(?i:{_INVERTED})[^,?]{{2,80}}+$")
_WOULD = regex.compile(r"\W*+(?:[\p{L}'’]++ ){1,3}?(?i:would|could|might)\b")
_INVERTED_AFTER = regex.compile(rf",?\s+{_INVERTED}")
_ASKED_IF = regex.compile(r"\b(?i:wonder\w*+|ask\w*+|know|see|sure|doubt|tell|remember)(?: me| us| you)?\s+$")
_TAG = regex.compile(
    r",\s*+(?:\p{L}{1,8}?(?:n't)?(?: not)? (?:I|you|he|she|it|we|they|there)(?: not)?|right|no|okay|yes|eh)\s*+\?"
)
_QUESTION_PARTED = regex.compile(r"[;:—–]\s|,\s+(?:but|and|so|or|yet)\s")
_HEDGED = regex.compile(r"\b(?i:may|might|could)(?: well| just)?(?: have| be)?\s*+$")
_BELIEVING = regex.compile(r"\b(?i:\L<believing>)\b", believing=words("believing"))
_SO_SAY = regex.compile(r",?\s*+(?:(?:or )?so|as)\s++(?P<who>[^,.;:?!]{1,60}?)\s++(?P<verb>\p{L}++)\s*+[.,;!?]")
_DOUBTED = 0.7  # how probable it has to be, by what is learned, that the speaker does not assert the words
_OUR_OWN = regex.compile(r"(?<!\w)(?i:my|our)(?: own| only| whole| first)?\s++$")


class _Clue(NamedTuple):
    """Why the speaker does not assert the words: the reason, and where in the source what tells it stands."""

    reason: Reason
    start: int
    end: int


class Surroundings:
    """Tells of a source's words how they stand in it.

    scan: reads text as an article; asked only where somebody seems to tell the words.
    commitments: gives what has learned how far speakers commit themselves; asked only where nothing else tells.
    """

    def __init__(self, text: Text, scan: Callable[[str], Article], commitments: Callable[[], Commitments]) -> None:
        self._text = text.characters
        self._whole = text
        self.neighbours = Neighbours(text)
        self._scan = scan
        self._commitments = commitments
        self._scanned: dict[Stretch, tuple[Attribution, ...]] = {}

    def of(
        self,
        start: int,
        end: int,
        names: frozenset[str] = frozenset(),
        own: str = "",
        *,
        spoken: bool = True,
        asks: bool = False,
        reported: bool = False,
    ) -> Setting | None:
        """What makes the words from `start` to `end` something that the speaker does not assert, if anything.

        names: those of the speaker, in small letters. own: what the article tells of the words in its own, where that
        may tell the same. spoken: whether the source is what one or more persons say, not what is written of them.
        asks: whether the article has the words as a question. reported: whether it has them in its own words.
        """
        clues = self._clues(start, end, names, spoken)
        tells = telling.retells if reported else telling.tells
        clue = next((c for c in clues if not ((asks and c.reason == "question") or tells(own, c.reason))), None)
        if reported:
            return clue and self._setting(clue)
        if clue:
            return self._setting(clue)
        whose = spoken or self._whole.quotations.holding(start, end) is not None
        passed = {reason for reason in REASONS if tells(own, reason)}
        passed |= {"question"} if asks else set()
        passed |= set() if whose else {"reported"}  # what is written of speakers is reported anyway
        learned = self._commitments().of(self._text, start, end, self.neighbours.around(start, end))
        reasons = {reason: sure for reason, sure in learned.reasons.items() if reason not in passed}
        if sum(reasons.values()) < _DOUBTED:
            return None
        return Setting(max(reasons, key=reasons.__getitem__), learned.cue, sure=False)

    def _setting(self, clue: _Clue) -> Setting:
        return Setting(clue.reason, stripped(Span.of(self._text, clue.start, clue.end), " \n,"))

    def _clues(self, start: int, end: int, names: frozenset[str], spoken: bool) -> Iterator[_Clue]:
        beside = self.neighbours.around(start, end)
        around, following = beside[0], beside[2]
        begin, finish = max(around.start, start - _REACH), min(around.end, end + _REACH)
        if label := _LABEL.match(self._text, begin, start):
            begin = label.end()
        turn = self._whole.turns.before(start)
        if turn and begin <= turn.begin < start:
            begin = min(start, turn.pieces[0][0])
        held = None if spoken else self._whole.quotations.holding(start, end)
        if held:  # what a source quotes is spoken too
            begin, finish, spoken = max(begin, held.inner_start), min(finish, held.inner_end), True
        before = blanked(self._text[begin:start])
        after = blanked(self._text[end:finish])
        first = first_word(self._text[start:end])
        yield from _questioned(after, self._text[end - 1], end)
        told, comes = self._text[start:end], following or Span(end, end, "")
        yield from _limited(before, told, after, begin, end)
        rest = f"{self._text[end:finish]} {following.text[:_NEXT] if following else ''}"
        endorsed = "rightly" in before or _ENDORSING.search(blanked(rest)) is not None
        yield from (c for c in _turned(before, told, first, begin) if not (endorsed and c.reason == "reported"))
        yield from _untrue(before, after, end)
        if added := telling.put_after(after):
            yield _Clue(added[0], end, end + added[1])
        if named := telling.put_before(before):
            yield _Clue(named, begin, start)
        yield from (c for c in _added(after, end) if not (endorsed and c.reason == "reported"))
        if place := telling.contrasted(before, after, comes.text):
            origin = end if place[1] else start
            yield _Clue("limited", origin + place[0], origin + place[1])
        if thought := telling.thought_after(after, comes.text):
            yield _Clue("limited", comes.start, comes.start + thought)
        if taken := TAKEN_BACK.match(comes.text.translate(PLAIN)):
            yield _Clue("withdrawn", comes.start, comes.start + taken.end())
        if untrue := telling.said_all_untrue(told, comes.text):
            yield _Clue("negation", comes.start, comes.start + untrue)
        yield from _conditional(before, after, begin, end)
        if limit := telling.limit_by_time(told, after):
            yield _Clue("limited", end, end + limit)
        if spoken and not endorsed and (line := telling.LINE_OF_ANOTHER.search(before)):
            yield _Clue("reported", begin + line.start(), start)
        if (found := _INVERTED_RIGHT_BEFORE.search(before)) and _WOULD.match(self._text, start, end):
            yield _Clue("condition", begin + found.start(), start)  # "Were I young | I would row out there"
        said = None if endorsed else self._reported(before, after, first, (begin, start, end, finish), names, spoken)
        if said:
            yield said

    def _reported(
        self,
        before: str,
        after: str,
        first: str,
        place: tuple[int, int, int, int],
        names: frozenset[str],
        spoken: bool,
    ) -> _Clue | None:
        """What tells that somebody else says it: a verb right before it, or an attribution of the model's."""
        begin, start, end, finish = place
        said = _SO_SAY.match(after)
        if said and is_speech(said["verb"]) and OURSELVES.isdisjoint(spoken_words(said["who"])):
            return _Clue("reported", end + said.start(), end + said.end("verb"))
        offset, clause = governing(before, first)
        told = told_by(before, first)
        if told == "own" and not spoken:
            return None
        if told == "own" or not (told or has_cue(clause) or has_cue(after)):
            return None
        for attribution in self._attributions(begin, start, end, finish):
            cue, source = attribution.cue, attribution.source
            assert cue
            if cue_lemma(cue.text) in words("knowing"):
                return None
            who = spoken_words(source.text) if source else []
            if is_own(who, names, spoken) or not NOBODY.isdisjoint(who[:1]):
                return None
            if who and (spoken or who[0] not in words("pronouns")):
                return _Clue("reported", min(source.start, cue.start) if source else cue.start, cue.end)
        if told == "other" and spoken:
            if not clause.strip():
                offset = max((m.end() for m in CLAUSE_ENDS.finditer(before.rstrip(" :,"))), default=0)
            return _Clue("reported", begin + offset, start)
        return None

    def _attributions(self, begin: int, start: int, end: int, finish: int) -> Iterator[Attribution]:
        """Those of the sentence whose content holds the words, without their cue; the narrowest first."""
        if (begin, finish) not in self._scanned:
            self._scanned[begin, finish] = self._scan(self._text[begin:finish]).attributions
        start, end = start - begin, end - begin

        def share(attribution: Attribution) -> int:
            return sum(max(0, min(end, span.end) - max(start, span.start)) for span in attribution.content)

        def length(attribution: Attribution) -> int:
            return sum(span.end - span.start for span in attribution.content)

        for found in sorted(self._scanned[begin, finish], key=length):
            cue = found.cue
            if cue and (cue.end <= start or cue.start >= end) and share(found) >= _COVERED * (end - start):
                yield _moved(found, begin)


def _moved(found: Attribution, by: int) -> Attribution:
    def moved(span: Span | None) -> Span | None:
        return span and Span(span.start + by, span.end + by, span.text)

    return replace(found, cue=moved(found.cue), source=moved(found.source))


def _questioned(after: str, last: str, end: int) -> Iterator[_Clue]:
    """ "Do I regret it?" for "I regret it"; not "It is safe, isn't it?"."""
    mark = after.find("?")
    if mark >= 0 and last != "?" and not _TAG.match(after) and not _QUESTION_PARTED.search(after, 0, mark):
        yield _Clue("question", end, end + mark + 1)


def _limited(before: str, told: str, after: str, begin: int, end: int) -> Iterator[_Clue]:
    """ "Almost", "up to" right before the words; "only in winter" right after them, "but" after "everything"."""
    if limit := _LIMIT_BEFORE.search(before):
        yield _Clue("limited", begin + limit.start(), begin + limit.end())
    if (bound := telling.BETWEEN.search(before)) and telling.NUMBER.match(told):
        yield _Clue("limited", begin + bound.start(), begin + len(before))
    if excepted := telling.limit_by_but(told, after):
        yield _Clue("limited", end, end + excepted)
    if limit := _LIMIT_AFTER.match(after):
        stop = _END_AFTER.search(after, limit.end())
        yield _Clue("limited", end + limit.start(), end + (stop.start() if stop else len(after)))


def _turned(before: str, told: str, first: str, begin: int) -> Iterator[_Clue]:
    """What the clause that the words depend on says of them: "I do not think that", "I used to believe"."""
    offset, clause = governing(before, first)
    found = [(m, marks_of(m[0])) for m in TURNING.finditer(clause) if not _is_our_own(clause, m)]
    found = [(m, marks) for m, marks in found if "last" not in marks or not clause[m.end() :].strip()]
    if THAT_LAST.search(clause) and any(map(_is_fact, spoken_words(clause[found[-1][0].end() if found else 0 :]))):
        return
    if found and first in FINITE and is_aside(clause, found[0][0].start()):
        return
    cue = begin + offset, begin + offset + len(clause)
    flips = [marks for m, marks in found if ("negation" in marks or "doubt" in marks) and m[0].lower() != "nor"]
    if not flips and any(m[0].lower() == "nor" for m, _ in found):
        flips = [("negation",)]
    if any("unsure" in marks for _, marks in found) or (not flips and _HEDGED.search(clause)):
        yield _Clue("doubt", *cue)
    if len(flips) % 2:
        doubted = any("doubt" in marks for marks in flips) or _BELIEVING.search(clause)
        yield _Clue("doubt" if doubted else "negation", *cue)
    if any("withdrawn" in marks for _, marks in found) or _PAST_BELIEF.search(clause):
        yield _Clue("withdrawn", *cue)
    past = any("past" in marks_of(m[0]) for m in TURNING.finditer(before))
    past = past and not telling.is_said_still(clause)
    if (past or telling.was_said_then(clause, told)) and told_by(before, first) == "own":
        yield _Clue("withdrawn", begin, begin + len(before))
    if any("reported" in marks for _, marks in found):
        yield _Clue("reported", *cue)
    if reason := telling.theory(clause):
        yield _Clue(reason, *cue)


def _is_our_own(clause: str, found: regex.Match[str]) -> bool:
    """Whether what would be another's claim is the speaker's: "my claim is that"."""
    return "reported" in marks_of(found[0]) and _OUR_OWN.search(clause, 0, found.start()) is not None


def _is_fact(word: str) -> bool:
    """Whether what a verb tells is so even where it stands under a "not": "I never forgot that"."""
    return cue_lemma(word) in words("knowing", "always")


def _untrue(before: str, after: str, end: int) -> Iterator[_Clue]:
    """ "The dam is safe" is simply not true."""
    said = telling.CALLED_WRONG if telling.SAYING.search(before) else SAID_UNTRUE
    if untrue := said.match(after):
        yield _Clue("negation", end + untrue.start(), end + untrue.end())


def _added(after: str, end: int) -> Iterator[_Clue]:
    """ "The fire was set", perhaps; "...", or so I am told."""
    lead = telling.ADDED.match(after)
    added = TURNING.match(after, lead.end()) if lead else None
    if added and telling.ADDED_ENDS.match(after, added.end()):
        marks = marks_of(added[0])
        if "unsure" in marks or "reported" in marks:
            yield _Clue("doubt" if "unsure" in marks else "reported", end, end + added.end())


def _conditional(before: str, after: str, begin: int, end: int) -> Iterator[_Clue]:
    """ "If the bill passes, ..."; "..., provided that it rains"."""
    cut = max((m.end() for m in _HARD_END.finditer(before)), default=0)
    for found in TURNING.finditer(before, cut):
        if "condition" not in marks_of(found[0]) or _ASKED_IF.search(before, cut, found.start()):
            continue
        if _depends(before[found.end() :]):
            yield _Clue("condition", begin + found.start(), begin + len(before))
    if found := _INVERTED_BEFORE.search(before, cut):
        yield _Clue("condition", begin + found.start(), begin + found.end())
    stop = _END_AFTER.search(after)
    limit = stop.start() if stop else len(after)
    for found in TURNING.finditer(after, 0, limit):
        if "condition" in marks_of(found[0]) and not _ASKED_IF.search(after, 0, found.start()):
            yield _Clue("condition", end + found.start(), end + limit)
    if found := _INVERTED_AFTER.match(after):
        yield _Clue("condition", end + found.start(), end + limit)


def _depends(rest: str) -> bool:
    """Whether words right after `rest`, which goes on from an "if", are what it is about or what follows from it."""
    clauses = rest.split(",")
    if len(clauses) == 1:
        return True
    aside = len(clauses) > 3 and not WORD.search(clauses[0])  # "If, as some hope, the lake freezes, ..."
    return len(WORD.findall(",".join(clauses[3 if aside else 1 :]))) <= BETWEEN
