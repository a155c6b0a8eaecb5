"""Words that turn, limit or take back what is said, and whether an article tells them in its own words too."""

from __future__ import annotations

from itertools import pairwise

import regex

from quotes.attribution import Reason
from quotes.cues import is_speech
from quotes.english import table, words

PLAIN = str.maketrans("’ʼ‘", "'''")

_MARKS = table("turning")
_ABOUT = r"(?!(?i:(?<=perhaps|maybe|possibly)) (?:an?|the|\d++) )"  # "perhaps a third" is a number
TURNING = regex.compile(rf"(?:(?<!\w)|(?=n't))(?i:\L<turning>)(?![\w']){_ABOUT}", turning=words("turning"))
TENTATIVE = regex.compile(rf"\b(?i:\L<tentative>)\b{_ABOUT}", tentative=words("tentative"))
BELIEVING = regex.compile(r"\b(?i:\L<believing>)\b", believing=words("believing"))
_LIMITS = regex.compile(r"\b(?i:\L<limiting>)\b", limiting=words("limiting"))
_LIMITED = regex.compile(
    r"\b(?i:\L<limits>)\b", limits=words("limits") | words("bounds") | words("amounts") | words("limiting")
)
_ASKING = regex.compile(r"\b(?i:ask|question|wonder|whether)")
_ONCE = regex.compile(r"\b(?i:once|formerly|had|no longer)\b")
_CITING = regex.compile(r"\b(?i:cit(?:e[sd]?|ing)|quot(?:e[sd]?|ing)|mock|repeat)")


def marks_of(phrase: str) -> tuple[str, ...]:
    """The marks of a phrase in the list of those that turn."""
    return _MARKS[phrase.lower()]


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
