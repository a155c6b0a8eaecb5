"""The clause before words in a source on which they depend, and who tells them by a verb of it."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from quotes.attribution import Span
from quotes.cues import is_speech
from quotes.cues import lemma as cue_lemma
from quotes.english import words
from quotes.verification.telling import PLAIN, TURNING, marks_of

BETWEEN = 9  # words that may stand between a verb and what it tells
WORD = regex.compile(r"[\p{L}\p{M}]++(?:['-][\p{L}\p{M}]++)*+")
_HOLDING = regex.compile(r"(?:(?<!\w)|(?=n't))(?i:\L<holding>)(?!\w)", holding=words("holding"))
CLAUSE_ENDS = regex.compile(
    r"[;?!…]\s|:\s(?!$)|\s[—–-]{1,2}\s|,\s+(?i:\L<joints>)\s"
    r"|\s(?i:\L<bare>)\s"
    r"|(?<!time)\s(?:and|so|when|while|as)\s(?=\s*+(?:$|(?i:\L<subjects>|there|this|that)\s))",
    joints=words("clause_joints"),
    subjects=words("pronouns"),
    bare=words("clause_joints", "bare"),
)
THAT_LAST = regex.compile(r"\bthat(?:\s++)?+$")
_RELATIVE = regex.compile(r"\b(?:who|which|that|what)\b")
FINITE = words("auxiliaries")
OURSELVES = frozenset({"i", "we", "me", "us"})
_SUBJECTS = frozenset({"he", "i", "she", "they", "we", "who", "you"})
_BEFORE_NOUNS = words("determiners", "possessive") | {"a", "an", "the"}
_BIDDING = frozenset({"and", "but", "just", "or", "please", "so", "then"})  # "Believe me, or ask the treasurer: ..."
NOBODY = frozenset({"nobody", "none", "no", "neither", "nothing"})


def governing(before: str, first: str) -> tuple[int, str]:
    """The clause before the words on which they depend, and where in `before` it begins.

    After a comma that is none, unless what is between commas is put in: "I have never said, here or elsewhere, that",
    "Nobody, in all these years, has asked".
    """
    cut = max((m.end() for m in CLAUSE_ENDS.finditer(before)), default=0)
    clause = before[cut:]
    if clause.rstrip().endswith(":"):
        return len(before), ""
    comma = clause.rfind(",")
    last = clause[comma + 1 :].split()
    goes_on = last[0] in ("that", "to") or is_speech(last[0]) if last else first in FINITE
    if comma < 0 or goes_on:
        return cut, clause
    if not last:
        lead = clause[:comma].rfind(",") + 1
        alone = TURNING.match(clause, lead + len(clause[lead:]) - len(clause[lead:].lstrip()))
        marks = marks_of(alone[0]) if alone else ()
        return (cut + lead, clause[lead:]) if {"unsure", "reported"} & {*marks} else (len(before), "")
    return cut + comma + 1, clause[comma + 1 :]


def is_aside(clause: str, turned: int) -> bool:
    """Whether the word that turns belongs to a relative clause: "the man who did not vote for me" is my friend."""
    relative = _RELATIVE.search(clause, 0, turned)
    return relative is not None and not THAT_LAST.search(clause)


def told_by(before: str, first: str) -> str | None:
    """Who tells the words by a verb right before them: "own" after "I say that", "other" after "critics say"."""
    colon = before.rstrip().endswith(":")
    clause = before.rstrip(" :")
    clause = clause[max((m.end() for m in CLAUSE_ENDS.finditer(clause)), default=0) :]
    closed = clause.rstrip().endswith(",") and not colon
    clause = clause.rstrip(" ,")
    spoken = spoken_words(clause[clause.rfind(",") + 1 :])
    if closed and ("," in clause or (spoken[:1] and spoken[0] in ("who", "which", "that"))):
        return None
    that = spoken[-1:] == ["that"]
    if that:  # "He wrote that the firm was sound, that"
        spoken = spoken[:-1] or spoken_words(clause[: max(0, clause.rfind(","))])
    if spoken[:1] == ["as"] and closed:  # "As the mayor said," makes it the speaker's too
        return "own"
    for back, word in enumerate(reversed(spoken[-BETWEEN:])):
        if not (is_speech(word) or is_speech(word, "attitude")) or word in words("determiners"):
            continue
        at = len(spoken) - 1 - back
        subject = spoken[:at]
        if not (that or colon or (back == 0 and first not in FINITE)):
            continue
        if subject[-1:] and subject[-1] in words("determiners") and (not that or subject[-1] in _BEFORE_NOUNS):
            continue
        if cue_lemma(word) in words("knowing") or subject == ["what"]:  # "What worries me is that"
            return None
        if _is_ours(subject):
            return "own"
        if not NOBODY.isdisjoint(subject) or _BIDDING.issuperset(subject):
            return None
        return "other"
    return None


def _is_ours(subject: Sequence[str]) -> bool:
    """Whether "I" or "we" comes last of the pronouns before a verb: not in "He called me and shouted that"."""
    heads = [word.partition("'")[0] for word in subject]
    told = next((head for head in reversed(heads) if head in _SUBJECTS), None)
    if told:
        return told in ("i", "we")
    return heads in (["my"], ["our"]) or heads[:1] == ["let"] or (heads[-1:] == ["us"] and "all" in heads)


def has_cue(text: str) -> bool:
    return any(is_speech(word) or is_speech(word, "attitude") for word in spoken_words(text))


_WHATEVER = regex.compile(  # "Whatever they say," holds the more
    r"(?<!\w)(?i:(?:whatever|no matter|(?:despite|contrary to|regardless of|unlike) what|say what))\b"
    r"[^,.;:]{2,60}+(?=,)"
)


def blanked(text: str) -> str:
    """The text, as long as it was, with plain apostrophes and without the phrases under which words hold."""
    plain = text.translate(PLAIN).replace("\n", " ")
    for pattern in (_WHATEVER, _HOLDING):
        plain = pattern.sub(lambda match: "~" * len(match[0]), plain)
    return str(plain)


def spoken_words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def stripped(span: Span, marks: str | None = None) -> Span:
    """A span without the marks, by default the white space, at its ends."""
    start = span.start + len(span.text) - len(span.text.lstrip(marks))
    kept = span.text.strip(marks)
    return Span(start, start + len(kept), kept)


def first_word(text: str) -> str:
    found = WORD.search(text.translate(PLAIN))
    return found[0].lower() if found else ""
