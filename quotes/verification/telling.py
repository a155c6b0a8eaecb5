"""Words that turn, limit or take back what is said, and whether an article tells them in its own words too."""

from __future__ import annotations

import regex

from quotes.attribution import Reason
from quotes.english import table, words

PLAIN = str.maketrans("’ʼ‘", "'''")

_MARKS = table("turning")
TURNING = regex.compile(r"(?:(?<!\w)|(?=n't))(?i:\L<turning>)(?![\w'])", turning=words("turning"))
SAID_UNTRUE = regex.compile(
    r"(?i:,?\s{0,3}+(?:(?:that|which|this) )?(?:is|was) (?:simply |just |plainly |quite |an? ){0,3}+"
    r"(?:not true|untrue|false|lie|myth|nonsense|not what)\b)"
)
TAKEN_BACK = regex.compile(
    r"(?:(?:But|And|Of course|In fact|Later I found out|I know now),?\s++)?(?i:"
    r"(?:that|this|it) (?:is|was) (?:simply |just |plainly |quite |an? ){0,3}+"
    r"(?:not true|untrue|false|lie|no longer)\b(?!,?\s++(?:that|to|what|how)\b)|"
    r"(?:I|we) (?:was|were|had been) (?:wrong|mistaken|lying)(?: then)?(?= to (?:say|think)|[.,;]| and)|"
    r"(?:I|we) (?:now )?(?:take|took) (?:it|that|this|those words) back\b|"
    r"(?:I|we) (?:no longer|don't|do not) (?:think|believe|say|hold) (?:so|that|it)(?: any ?more| any longer)?[.,;])"
)
_LIMITS = regex.compile(r"\b(?i:\L<limiting>)\b", limiting=words("limiting"))
_ASKING = regex.compile(r"\b(?i:ask|question|wonder|whether)")
_ONCE = regex.compile(r"\b(?i:once|formerly|had|no longer)\b")
_CITING = regex.compile(r"\b(?i:cit(?:e[sd]?|ing)|quot(?:e[sd]?|ing)|mock|repeat)")


def marks_of(phrase: str) -> tuple[str, ...]:
    """The marks of a phrase in the list of those that turn."""
    return _MARKS[phrase.lower()]


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
