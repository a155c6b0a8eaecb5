"""Words that turn, limit or take back what is said, and whether an article tells them in its own words too."""

from __future__ import annotations

import regex

from quotes.attribution import Reason
from quotes.english import table, words

PLAIN = str.maketrans("’ʼ‘", "'''")

_MARKS = table("turning")
TURNING = regex.compile(r"(?:(?<!\w)|(?=n't))(?i:\L<turning>)(?![\w'])", turning=words("turning"))
_LIMITS = regex.compile(r"\b(?i:\L<limiting>)\b", limiting=words("limiting"))
_ASKING = regex.compile(r"\b(?i:ask|question|wonder|whether)")
_ONCE = regex.compile(r"\b(?i:once|formerly|had|no longer)\b")
_CITING = regex.compile(r"\b(?i:cit(?:e[sd]?|ing)|quot(?:e[sd]?|ing)|mock|recall|repeat)")


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
