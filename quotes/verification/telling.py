"""Words that turn, limit or take back what is said, and whether an article tells them in its own words too."""

from __future__ import annotations

from itertools import pairwise

import regex

from quotes.attribution import Reason
from quotes.cues import is_speech, lemma
from quotes.english import table, words

PLAIN = str.maketrans("’ʼ‘", "'''")

_MARKS = table("turning")
_ABOUT = r"(?!(?i:(?<=perhaps|maybe|possibly)) (?:an?|the|\d++) )"  # "perhaps a third" is a number
TURNING = regex.compile(rf"(?:(?<!\w)|(?=n't))(?i:\L<turning>)(?![\w']){_ABOUT}", turning=words("turning"))
SAID_UNTRUE = regex.compile(
    r"(?i:,?\s{0,3}+(?:(?:that|which|this) )?(?:is|was) (?:simply |just |plainly |quite |an? ){0,3}+"
    r"(?:not true|untrue|false|lie|myth|nonsense|"
    r"not what (?:happened|(?:I|we|they|he|she) (?:said|say|meant|mean|think|thought)))\b)"
)
SAYING = regex.compile(r"(?i:\b(?:to|that|saying|claiming|pretending)(?: say)?(?: that)?\s*+$)")
CALLED_WRONG = regex.compile(  # "To say that we are broke | is absurd"
    rf"{SAID_UNTRUE.pattern[:-1]}|,?\s{{0,3}}+(?i:(?:is|was|would be) (?:simply |just |plainly |quite |an? ){{0,3}}+"
    r"(?:\L<wrong>)\b))",
    wrong=words("called_wrong"),
)
ADDED = regex.compile(r"(?i:,?\s++(?:or )?(?:so |at least )?)")
ADDED_ENDS = regex.compile(r"(?: not)?\s{0,3}(?:[.,;:!?—–]|$)")
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
_THEN = regex.compile(
    r"\b(?i:in (?:19|20)\d\d|at the time|back then|last (?:year|spring|summer|autumn|winter)|did)\b"
)
_PAST = regex.compile(r"\b(?i:had|was|were|would|could|did)\b")
_ALL = regex.compile(r"\b(?i:\L<every>)\b", every=words("amounts", "all") | {"everything", "anything"})
_OF_ALL = regex.compile(
    r"\b(?i:\L<every>)$", every=words("amounts", "all") | words("negations") | {"everything", "anything"}
)
_BUT = regex.compile(r" (?:but|except|save|who|that)\b")
_BUT_THEM = regex.compile(
    r" (?:but|save)(?: for)? (?:\L<determiners>|one|two|\p{Lu}\p{L}++) \p{L}++[.,;]", determiners=words("determiners")
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
BETWEEN = regex.compile(r"\b(?i:between|from) (?:[\p{L}\p{N}.,-]++ ){1,4}(?:and|to) $")
NUMBER = regex.compile(r"\W{0,4}(?i:\d|\L<numbers>\b)", numbers=words("numbers"))
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
_MAY_BE_WRONG = regex.compile(r"\b(?:I|[Ww]e) (?:could|might|may) be (?:wrong|mistaken)\b[^.;]{0,20}+$")
_STILL = regex.compile(r"\b(?:have|keep|still)\b|'ve\b")
TAKEN_BACK = regex.compile(
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
# "The lift is safe | when it is empty", not "It is hard to say | when", "There are days | when"
_LIMIT_BY_TIME = regex.compile(
    r"\s++(?:when|whenever|while|once)\s++(?![^.;:!?]{0,40}?\b(?:\w{2,20}ed|was|were|had|did|came|went)\b)[^.,;:!?]{3,80}+"
)
_HOLDS_NOW = regex.compile(r"\b(?:is|are|can)\b(?! (?:not |also |still )?\w+ing\b)")
_WHEN_IS_MEANT = regex.compile(r"\b(?i:\L<before>)\W*+$", before=words("before_when"))
LINE_OF_ANOTHER = regex.compile(  # "My aunt's motto has not changed: | the sea gives"
    r"\b(?:(?i:his|her|their|your)|(?i:\L<people>)'s|(?<!\b(?i:my|our|to) )(?!(?i:to|yester)day)\p{L}{2,20}+"
    r"(?:'s|(?<=s)')) (?:\p{L}++ ){0,2}?(?i:\L<mottos>)(?: \p{L}++){1,6}+:\s*+$",
    people=words("people") | words("roles"),
    mottos=words("mottos"),
)
TENTATIVE = regex.compile(rf"\b(?i:\L<tentative>)\b{_ABOUT}", tentative=words("tentative"))
_LIMITS = regex.compile(r"\b(?i:\L<limiting>)\b", limiting=words("limiting"))
_LIMITED = regex.compile(
    r"\b(?i:\L<limits>)\b", limits=words("limits") | words("bounds") | words("amounts") | words("limiting")
)
_ASKING = regex.compile(r"\b(?i:ask|question|wonder|whether)")
_ONCE = regex.compile(r"\b(?i:once|formerly|had|no longer)\b")
_CITING = regex.compile(r"\b(?i:cit(?:e[sd]?|ing)|quot(?:e[sd]?|ing)|mock|repeat)")


def theory(clause: str) -> Reason | None:
    """Why words are not asserted that the end of a clause calls somebody's claim, or what may be so at best."""
    found = _THEORY.search(clause)
    if not found:
        put = _PUT_ABOUT.search(clause)
        return "reported" if put and lemma(put["done"]) not in words("knowing") | _DECIDING else None
    if found["noun"].lower() in words("theories", "unsure"):
        return "doubt"
    return None if found["ours"] else "reported"


def was_said_then(clause: str, told: str) -> bool:
    """Whether a clause tells when the speaker said what was so then: "I did say in 2022 that" it had no future."""
    return _THEN.search(clause) is not None and _PAST.search(told) is not None


def is_said_still(clause: str) -> bool:
    """Whether what was said before is said now too: "I have said for years that"."""
    return _STILL.search(clause) is not None


def limit_by_but(told: str, after: str) -> int:
    """How much after words of all or none tells who is not meant: "everybody was paid" but the cooks."""
    found = (_OF_ALL.search(told) and _BUT.match(after)) or (_ALL.search(told) and _BUT_THEM.match(after))
    return found.end() if found else 0


def put_after(after: str) -> tuple[Reason, int] | None:
    """Why words are not asserted after which that comes, and where it ends: "..., I used to say"."""
    reasons: dict[Reason, regex.Pattern[str]] = {
        "negation": _FOR_NONE,
        "reported": _OF_OTHERS,
        "withdrawn": _THOUGHT,
    }
    return next(((why, m.end()) for why, pattern in reasons.items() if (m := pattern.match(after))), None)


def contrasted(before: str, after: str, following: str) -> tuple[int, int] | None:
    """What tells where or for whom words hold, where the next sentence tells of elsewhere: "at the north end".

    Where it begins and ends, from the end of the words where it follows them, else from their start and negative.
    """
    led, closed = _WHERE_BEFORE.match(before), _WHERE_AFTER.match(after)
    again = _AGAIN.match(after[closed.end() + 1 :] + following) if closed else _AGAIN.match(following)
    if led and again and led["at"].casefold() == again["at"].casefold():
        return led.start() - len(before), 0
    if closed and again and closed["at"].casefold() == again["at"].casefold():
        return 0, closed.end()
    return None


def thought_after(after: str, following: str) -> int:
    """How much of the next sentence limits what ends one, if anything does: "We will sign." If the others do."""
    found = None if after.strip(" .!\"'”’") else _AFTERTHOUGHT.match(following)
    return found.end() if found else 0


def put_before(before: str) -> Reason | None:
    """Why words are not asserted before which that stands: "They call it", "I may be wrong, but"."""
    return "reported" if _OTHERS_NAME.search(before) else "doubt" if _MAY_BE_WRONG.search(before) else None


def marks_of(phrase: str) -> tuple[str, ...]:
    """The marks of a phrase in the list of those that turn."""
    return _MARKS[phrase.lower()]


def said_all_untrue(told: str, following: str) -> int:
    """How much of the sentence after what is told says that nothing of it is true; open if it has a "not"."""
    found = None if _NEGATED.search(told.translate(PLAIN)) else _ALL_UNTRUE.match(following.translate(PLAIN))
    return found.end() if found else 0


def limit_by_time(told: str, after: str) -> int:
    """How much after what is told, as what holds now, tells when only that is so: "when they stand still"."""
    found = _LIMIT_BY_TIME.match(after)
    return found.end() if found and _HOLDS_NOW.search(told) and not _WHEN_IS_MEANT.search(told) else 0


def retells(own: str, reason: Reason) -> bool:
    """Whether an article tells the reason too in a content that is in its own words; own: those after the cue's."""
    pairs = pairwise(["", *own.lower().split()])
    said = [b for a, b in pairs if a not in words("determiners") and (is_speech(b) or is_speech(b, "attitude"))]
    if reason == "reported" and len(said) > 1:  # "said that critics called it"
        return True
    found = TENTATIVE if reason == "doubt" else _LIMITED if reason == "limited" else None
    return tells(own, reason) or (found is not None and found.search(own) is not None)


def tells(own: str, reason: Reason) -> bool:
    """Whether an article's own words tell the reason too: "He said that the plan would hardly" be "a disaster"."""
    marks = {mark for found in TURNING.finditer(own.translate(PLAIN)) for mark in marks_of(found[0])}
    match reason:
        case "negation" | "doubt":
            return bool(marks & {"negation", "doubt", "unsure"})
        case "limited":
            return bool(_LIMITS.search(own)) or "negation" in marks
        case "question":
            return own.rstrip().endswith("?") or bool(_ASKING.search(own))
        case "withdrawn":
            return bool(marks & {"withdrawn", "past"}) or bool(_ONCE.search(own))
    return reason in marks or (reason == "reported" and bool(_CITING.search(own)))
