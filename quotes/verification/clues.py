"""What in a sentence, or in the next one, tells that its speaker does not assert words of it: rules with lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import regex

from quotes.attribution import Reason, Span
from quotes.cues import lemma
from quotes.english import words
from quotes.verification.clauses import (
    BETWEEN,
    FINITE,
    THAT_LAST,
    WORD,
    first_word,
    governing,
    is_aside,
    spoken_words,
    told_by,
)
from quotes.verification.telling import BELIEVING, PLAIN, TURNING, marks_of

_LIMIT_BEFORE = regex.compile(
    r"(?<!\w)(?i:\L<limiting>)(?: of)?(?: the)?,?\s*+$", limiting=words("limiting", "before")
)
_LIMIT_AFTER = regex.compile(
    r",?\s*+(?i:\L<limiting>)\b(?!\s(?:without|because|only|just)\b)", limiting=words("limiting", "after")
)
_RANGE = regex.compile(r"\b(?i:between|from) (?:[\p{L}\p{N}.,-]++ ){1,4}(?:and|to) $")
_NUMBER = regex.compile(r"\W{0,4}(?i:\d|\L<numbers>\b)", numbers=words("numbers"))
_ALL = regex.compile(r"\b(?i:\L<every>)\b", every=words("amounts", "all") | {"everything", "anything"})
_OF_ALL = regex.compile(
    r"\b(?i:\L<every>)$", every=words("amounts", "all") | words("negations") | {"everything", "anything"}
)
_BUT = regex.compile(r" (?:but|except|save|who|that)\b")
_BUT_THEM = regex.compile(
    r" (?:but|save)(?: for)? (?:\L<determiners>|one|two|\p{Lu}\p{L}++) \p{L}++[.,;]", determiners=words("determiners")
)
_END_AFTER = regex.compile(
    r"[;:.!…](?:\s|$)|\s[—–]\s|,?(?<!\s)\s++(?:and|but(?! only| not)|so(?! long| far)|yet|which|who)\s"
)
_TAG = regex.compile(
    r",\s*+(?:\p{L}{1,8}?(?:n't)?(?: not)? (?:I|you|he|she|it|we|they|there)(?: not)?|right|no|okay|yes|eh)\s*+\?"
)
_QUESTION_PARTED = regex.compile(r"[;:—–]\s|,\s+(?:but|and|so|or|yet)\s")
_HEDGED = regex.compile(r"\b(?i:may|might|could)(?: well| just)?(?: have| be)?\s*+$")
_PAST_BELIEF = regex.compile(
    r"\b(?:I|[Ww]e)\s+(?!(?:have|'ve)\b)(?:\w++\s+){0,2}(?i:\L<beliefs>)\b", beliefs=words("past_beliefs")
)
_OUR_OWN = regex.compile(r"(?<!\w)(?i:my|our)(?: own| only| whole| first)?\s++$")
_THEN = regex.compile(
    r"\b(?i:in (?:19|20)\d\d|at the time|back then|last (?:year|spring|summer|autumn|winter)|did)\b"
)
_PAST = regex.compile(r"\b(?i:had|was|were|would|could|did)\b")
_STILL = regex.compile(r"\b(?:have|keep|still)\b|'ve\b")
_THEORY = regex.compile(
    r"(?P<ours>\b(?i:my|our) (?:\p{L}++ ){0,2}?)?(?<!\p{L})(?P<noun>(?i:\L<theories>))s?"
    r"(?:[ ][\p{L}'-]++){0,6}? (?:that|(?:is|was|being|are|were) (?:that)?)\s*+$",
    theories=words("theories"),
)
_PUT_ABOUT = regex.compile(  # "It has been put about that", "It is feared by some that"
    r"\b(?i:it) (?:is|was|has been|had been|is being) (?:\p{L}++ )??(?P<done>\p{L}++ed|\L<participles>)"
    r"(?: \p{L}++){0,5}+(?<=that)\s*+$",
    participles=words("participles"),
)
_DECIDING = {"agree", "decide", "settle"}
_SAID_UNTRUE = regex.compile(
    r"(?i:,?\s{0,3}+(?:(?:that|which|this) )?(?:is|was) (?:simply |just |plainly |quite |an? ){0,3}+"
    r"(?:not true|untrue|false|lie|myth|nonsense|"
    r"not what (?:happened|(?:I|we|they|he|she) (?:said|say|meant|mean|think|thought)))\b)"
)
_SAYING = regex.compile(r"(?i:\b(?:to|that|saying|claiming|pretending)(?: say)?(?: that)?\s*+$)")
_CALLED_WRONG = regex.compile(  # "To say that we are broke | is absurd"
    rf"{_SAID_UNTRUE.pattern[:-1]}|,?\s{{0,3}}+(?i:(?:is|was|would be) (?:simply |just |plainly |quite |an? ){{0,3}}+"
    r"(?:\L<wrong>)\b))",
    wrong=words("called_wrong"),
)
_FOR_NONE = regex.compile(
    r" (?:of|about|\L<prepositions>) (?:\L<none>)\b",
    prepositions=words("prepositions"),
    none=words("negations") | {"no one"},
)
_OF_OTHERS = regex.compile(r" (?:is|was) what (?!(?:I|we|you)\b)\p{L}++")
_THOUGHT = regex.compile(
    r",\s++(?:I|we) (?:used to \p{L}++|once \p{L}++|\L<beliefs>|said)(?: then| once| at the time| back then)?"
    r"\s{0,3}[.,;]",
    beliefs=words("past_beliefs"),
)
_OTHERS_NAME = regex.compile(  # "They call it | a reform", "he thinks of himself as | the father of the city"
    r"(?<!\p{L})(?!(?i:i|we)\b)\p{L}++ (?:(?i:calls?|called|dubbed|labell?ed|branded|describes?|described)"
    r" (?:it|him|her|us|me|them|this|that)(?: as)?|(?:likes to )?(?i:thinks?|thought) of \p{L}++sel(?:f|ves) as)\s*+$"
)
_MAY_BE_WRONG = regex.compile(r"\b(?:I|[Ww]e) (?:could|might|may) be (?:wrong|mistaken)\b[^.;]{0,20}+$")
_ADDED = regex.compile(r"(?i:,?\s++(?:or )?(?:so |at least )?)")
_ADDED_ENDS = regex.compile(r"(?: not)?\s{0,3}(?:[.,;:!?—–]|$)")
_WHERE_BEFORE = regex.compile(
    r"^\W*+(?i:(?P<at>\L<prepositions>)) [^,.;:?!]{2,50}+,?\s*+$", prepositions=words("prepositions")
)
_WHERE_AFTER = regex.compile(
    r"\s{1,3}(?i:(?P<at>\L<prepositions>)) [^,.;:?!]{2,60}+(?=[.;!])", prepositions=words("prepositions")
)
_AGAIN = regex.compile(r"\W{0,4}(?:But |And )?+(?P<at>\p{L}++) ")
_AFTERTHOUGHT = regex.compile(
    r"(?:But |And |Well, )?+(?i:\L<afterthoughts>)\b[^,.;:?!]{0,25}+[.!]", afterthoughts=words("afterthoughts")
)
_TAKEN_BACK = regex.compile(
    r"(?:(?:But|And|Of course|In fact|Later I found out|I know now),?\s++)?(?i:"
    r"(?:that|this|it) (?:is|was) (?:simply |just |plainly |quite |an? ){0,3}+"
    r"(?:not true|untrue|false|lie|no longer)\b(?!,?\s++(?:that|to|what|how)\b)|"
    r"(?:I|we) (?:was|were|had been) (?:wrong|mistaken|lying)(?: then)?(?= to (?:say|think)|[.,;]| and)|"
    r"(?:I|we) (?:now )?(?:take|took) (?:it|that|this|those words) back\b|"
    r"(?:I|we) (?:no longer|don't|do not) (?:think|believe|say|hold) (?:so|that|it)(?: any ?more| any longer)?[.,;])"
)
_ALL_UNTRUE = regex.compile(  # "Not a word of it is true."
    r"(?:(?:But|And|Of course|In fact),?\s++)?(?i:"
    r"(?:there (?:is|was) )?(?:not|never) (?:a|one) (?:single )?word of (?:it|this|that|truth)\b|"
    r"(?:none|nothing) of (?:it|this|that|the kind|the sort) (?:is |was |has |ever )*+(?:true|so|happened)\b|"
    r"(?:it|this|that) (?:never|did not|didn't) happen(?:ed)?[.,;!]|"
    r"(?:(?:it|this|that)(?:'s| is| was)|(?:it|this|that) (?:isn't|wasn't)) "
    r"(?:(?:all|an?|pure|simply|just) ){0,3}+"
    r"(?:\L<lies>|true(?<=n't true))[.,;!])",
    lies=words("lies"),
)
_NEGATED = regex.compile(r"(?i:\b\L<negations>\b|n't\b)", negations=words("negations"))
_HARD_END = regex.compile(r"[;:?!…]\s|\s[—–-]{1,2}\s|,\s+but\s")
_INVERTED = r"(?:had|should|were)\s+(?:the|an?|I|we|he|she|they|it|you|there|any\w*+|one|\p{Lu}\w*+)\s"
_INVERTED_BEFORE = regex.compile(
    rf"(?:^|,\s|that\s)(?i:{_INVERTED})[^,?]{{2,200}}+,(?:[^,?]{{2,80}}+,)?"
    r"(?:\s*+(?:then|yes|well|sure|certainly),?){0,3}+\s*$"
)
_INVERTED_RIGHT_BEFORE = regex.compile(rf"(?:^|,\s|that\s)(?i:{_INVERTED})[^,?]{{2,80}}+$")
_WOULD = regex.compile(r"\W*+(?:[\p{L}'’]++ ){1,3}?(?i:would|could|might)\b")
_INVERTED_AFTER = regex.compile(rf",?\s+{_INVERTED}")
_ASKED_IF = regex.compile(r"\b(?i:wonder\w*+|ask\w*+|know|see|sure|doubt|tell|remember)(?: me| us| you)?\s+$")
# "The lift is safe | when it is empty", not "It is hard to say | when", "There are days | when"
_WHEN = regex.compile(
    r"\s++(?:when|whenever|while|once)\s++(?![^.;:!?]{0,40}?\b(?:\w{2,20}ed|was|were|had|did|came|went)\b)[^.,;:!?]{3,80}+"
)
_HOLDS_NOW = regex.compile(r"\b(?:is|are|can)\b(?! (?:not |also |still )?\w+ing\b)")
_WHEN_IS_MEANT = regex.compile(r"\b(?i:\L<before>)\W*+$", before=words("before_when"))
_LINE_OF_ANOTHER = regex.compile(  # "My aunt's motto has not changed: | the sea gives"
    r"\b(?:(?i:his|her|their|your)|(?i:\L<people>)'s|(?<!\b(?i:my|our|to) )(?!(?i:to|yester)day)\p{L}{2,20}+"
    r"(?:'s|(?<=s)')) (?:\p{L}++ ){0,2}?(?i:\L<mottos>)(?: \p{L}++){1,6}+:\s*+$",
    people=words("people") | words("roles"),
    mottos=words("mottos"),
)


class Clue(NamedTuple):
    """Why the speaker does not assert the words: the reason, and where in the source what tells it stands."""

    reason: Reason
    start: int
    end: int


@dataclass(frozen=True)
class Around:
    """Words of a source with what stands before and after them in their sentence, and the next sentence.

    begin: where `before` does in the source. told: the words. before, after: as `blanked` gives them.
    spoken: whether all that is what somebody says, not what is written of them.
    """

    begin: int
    before: str
    told: str
    after: str
    following: Span
    spoken: bool

    @property
    def start(self) -> int:
        """Where the words start in the source."""
        return self.begin + len(self.before)

    @property
    def end(self) -> int:
        """Where the words end in the source."""
        return self.start + len(self.told)

    @property
    def finish(self) -> int:
        """Where what is read of the sentence ends in the source."""
        return self.end + len(self.after)

    @cached_property
    def governing(self) -> tuple[int, str]:
        """Where in the source the clause before the words begins on which they depend, and that clause."""
        offset, clause = governing(self.before, self.first)
        return self.begin + offset, clause

    @cached_property
    def first(self) -> str:
        """The first of the words."""
        return first_word(self.told)

    @cached_property
    def told_by(self) -> str | None:
        """Who tells the words by a verb right before them: "own" or "other"."""
        return told_by(self.before, self.first)

    def up_to(self, reason: Reason, offset: int) -> Clue:
        """All before the words from an offset in it on."""
        return Clue(reason, self.begin + offset, self.start)

    def behind(self, reason: Reason, end: int, start: int = 0) -> Clue:
        """What stands after the words up to an offset in it."""
        return Clue(reason, self.end + start, self.end + end)

    def in_next(self, reason: Reason, end: int) -> Clue:
        """What stands in the next sentence up to an offset in it."""
        return Clue(reason, self.following.start, self.following.start + end)


def clues(a: Around) -> Iterator[Clue]:
    """Why the speaker may not assert the words, by what stands around them; the first counts most."""
    for rule in (_questioned, _limited, _turned, _untrue, _named, _added, _contrasted, _taken_back, _conditional):
        yield from rule(a)
    if (found := _WHEN.match(a.after)) and _HOLDS_NOW.search(a.told) and not _WHEN_IS_MEANT.search(a.told):
        yield a.behind("limited", found.end())
    if a.spoken and (line := _LINE_OF_ANOTHER.search(a.before)):
        yield a.up_to("reported", line.start())
    if (found := _INVERTED_RIGHT_BEFORE.search(a.before)) and _WOULD.match(a.told):
        yield a.up_to("condition", found.start())  # "Were I young | I would row out there"


def _questioned(a: Around) -> Iterator[Clue]:
    """ "Do I regret it?" for "I regret it"; not "It is safe, isn't it?"."""
    mark = a.after.find("?")
    if mark >= 0 and a.told[-1:] != "?" and not _TAG.match(a.after) and not _QUESTION_PARTED.search(a.after, 0, mark):
        yield a.behind("question", mark + 1)


def _limited(a: Around) -> Iterator[Clue]:
    """ "Almost", "up to" right before the words; "only in winter" right after them, "but" after "everything"."""
    if limit := _LIMIT_BEFORE.search(a.before):
        yield Clue("limited", a.begin + limit.start(), a.begin + limit.end())
    if (bound := _RANGE.search(a.before)) and _NUMBER.match(a.told):
        yield a.up_to("limited", bound.start())
    excepted = (_OF_ALL.search(a.told) and _BUT.match(a.after)) or (_ALL.search(a.told) and _BUT_THEM.match(a.after))
    if excepted:  # "everybody was paid | but the cooks"
        yield a.behind("limited", excepted.end())
    if limit := _LIMIT_AFTER.match(a.after):
        stop = _END_AFTER.search(a.after, limit.end())
        yield a.behind("limited", stop.start() if stop else len(a.after))


def _turned(a: Around) -> Iterator[Clue]:
    """What the clause that the words depend on says of them: "I do not think that", "I used to believe"."""
    start, clause = a.governing
    cue = start, start + len(clause)
    found = [(m, marks_of(m[0])) for m in TURNING.finditer(clause) if not _is_our_own(clause, m)]
    found = [(m, marks) for m, marks in found if "last" not in marks or not clause[m.end() :].strip()]
    if THAT_LAST.search(clause) and any(map(_is_fact, spoken_words(clause[found[-1][0].end() if found else 0 :]))):
        return
    if found and a.first in FINITE and is_aside(clause, found[0][0].start()):
        return
    flips = [marks for m, marks in found if ("negation" in marks or "doubt" in marks) and m[0].lower() != "nor"]
    if not flips and any(m[0].lower() == "nor" for m, _ in found):
        flips = [("negation",)]
    if any("unsure" in marks for _, marks in found) or (not flips and _HEDGED.search(clause)):
        yield Clue("doubt", *cue)
    if len(flips) % 2:
        doubted = any("doubt" in marks for marks in flips) or BELIEVING.search(clause)
        yield Clue("doubt" if doubted else "negation", *cue)
    if any("withdrawn" in marks for _, marks in found) or _PAST_BELIEF.search(clause):
        yield Clue("withdrawn", *cue)
    past = any("past" in marks_of(m[0]) for m in TURNING.finditer(a.before))
    past = past and not _STILL.search(clause)  # "I have said for years that"
    then = _THEN.search(clause) and _PAST.search(a.told)  # "I did say in 2022 that | it had no future"
    if (past or then) and a.told_by == "own":
        yield a.up_to("withdrawn", 0)
    if any("reported" in marks for _, marks in found):
        yield Clue("reported", *cue)
    if theory := _THEORY.search(clause):
        if theory["noun"].lower() in words("theories", "unsure"):
            yield Clue("doubt", *cue)
        elif not theory["ours"]:
            yield Clue("reported", *cue)
    elif (put := _PUT_ABOUT.search(clause)) and lemma(put["done"]) not in words("knowing") | _DECIDING:
        yield Clue("reported", *cue)


def _is_our_own(clause: str, found: regex.Match[str]) -> bool:
    """Whether what would be another's claim is the speaker's: "my claim is that"."""
    return "reported" in marks_of(found[0]) and _OUR_OWN.search(clause, 0, found.start()) is not None


def _is_fact(word: str) -> bool:
    """Whether what a verb tells is so even where it stands under a "not": "I never forgot that"."""
    return lemma(word) in words("knowing", "always")


def _untrue(a: Around) -> Iterator[Clue]:
    """ "The dam is safe" is simply not true; is true of nobody; is what critics say."""
    if untrue := (_CALLED_WRONG if _SAYING.search(a.before) else _SAID_UNTRUE).match(a.after):
        yield a.behind("negation", untrue.end())
    reasons: dict[Reason, regex.Pattern[str]] = {
        "negation": _FOR_NONE,
        "reported": _OF_OTHERS,
        "withdrawn": _THOUGHT,
    }
    for reason, pattern in reasons.items():
        if found := pattern.match(a.after):
            yield a.behind(reason, found.end())


def _named(a: Around) -> Iterator[Clue]:
    """ "They call it" or "I may be wrong, but" before the words."""
    if _OTHERS_NAME.search(a.before):
        yield a.up_to("reported", 0)
    elif _MAY_BE_WRONG.search(a.before):
        yield a.up_to("doubt", 0)


def _added(a: Around) -> Iterator[Clue]:
    """ "The fire was set", perhaps; "...", or so I am told."""
    lead = _ADDED.match(a.after)
    added = TURNING.match(a.after, lead.end()) if lead else None
    if added and _ADDED_ENDS.match(a.after, added.end()):
        marks = marks_of(added[0])
        if "unsure" in marks or "reported" in marks:
            yield a.behind("doubt" if "unsure" in marks else "reported", added.end())


def _contrasted(a: Around) -> Iterator[Clue]:
    """ "At the north end", where the next sentence tells of elsewhere; "If the others do." for the next."""
    following = a.following.text
    led, closed = _WHERE_BEFORE.match(a.before), _WHERE_AFTER.match(a.after)
    again = _AGAIN.match(a.after[closed.end() + 1 :] + following) if closed else _AGAIN.match(following)
    at = again["at"].casefold() if again else ""
    if led and at == led["at"].casefold():
        yield a.up_to("limited", 0)
    elif closed and at == closed["at"].casefold():
        yield a.behind("limited", closed.end())
    if not a.after.strip(" .!\"'”’") and (thought := _AFTERTHOUGHT.match(following)):
        yield a.in_next("limited", thought.end())


def _taken_back(a: Around) -> Iterator[Clue]:
    """ "That was a lie.", "Not a word of it is true." in the next sentence."""
    following = a.following.text.translate(PLAIN)
    if taken := _TAKEN_BACK.match(following):
        yield a.in_next("withdrawn", taken.end())
    if not _NEGATED.search(a.told.translate(PLAIN)) and (untrue := _ALL_UNTRUE.match(following)):
        yield a.in_next("negation", untrue.end())


def _conditional(a: Around) -> Iterator[Clue]:
    """ "If the bill passes, ..."; "..., provided that it rains"."""
    cut = max((m.end() for m in _HARD_END.finditer(a.before)), default=0)
    for found in TURNING.finditer(a.before, cut):
        if "condition" not in marks_of(found[0]) or _ASKED_IF.search(a.before, cut, found.start()):
            continue
        if _depends(a.before[found.end() :]):
            yield a.up_to("condition", found.start())
    if found := _INVERTED_BEFORE.search(a.before, cut):
        yield Clue("condition", a.begin + found.start(), a.begin + found.end())
    stop = _END_AFTER.search(a.after)
    limit = stop.start() if stop else len(a.after)
    for found in TURNING.finditer(a.after, 0, limit):
        if "condition" in marks_of(found[0]) and not _ASKED_IF.search(a.after, 0, found.start()):
            yield a.behind("condition", limit, found.start())
    if found := _INVERTED_AFTER.match(a.after):
        yield a.behind("condition", limit)


def _depends(rest: str) -> bool:
    """Whether words right after `rest`, which goes on from an "if", are what it is about or what follows from it."""
    clauses = rest.split(",")
    if len(clauses) == 1:
        return True
    aside = len(clauses) > 3 and not WORD.search(clauses[0])  # "If, as some hope, the lake freezes, ..."
    return len(WORD.findall(",".join(clauses[3 if aside else 1 :]))) <= BETWEEN
