"""The turns of interviews and transcripts: lines that begin with who speaks, and a colon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from quotes.attribution import Span
from quotes.text.intervals import Stretch
from quotes.text.layout import paragraphs

LEAST = 3  # turns that make a transcript
WITHOUT_LABEL = 3  # paragraphs after a turn's first that may go on with it, if another turn follows

_LABEL = regex.compile(
    r"[*_]{0,2}+(?P<label>\p{Lu}[\p{L}\p{M}.'’-]*+(?:[ \xa0]++[\p{L}\p{M}.'’-]++){0,7}+)[*_]{0,2}+"
    r"(?:[ \xa0]\((?P<beside>[^()\n]{2,80}+)\))?+[*_]{0,2}+"
    r"(?P<colon>:)[*_]{0,2}+\s++(?=\S)"
)
_DIGIT = regex.compile(r"\d")  # where little more follows the colon, it is a list of results: "Lee: 40 %"
_LONGEST_RESULT = 60  # characters
_LONG = 5  # words; with so many a label is in capitals
_OFFICE = ("THE ", "The ")
_QUESTION_OR_ANSWER = regex.compile(r"(?:Q|A|QUESTION|ANSWER)\.?+")


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says in a transcript: the name or letter at its start, the colon, and a piece a paragraph.

    label: where an office comes before the name, in parentheses, that: "THE MINISTER (Ms Lee):".
    """

    label: Span
    colon: Span
    pieces: tuple[Stretch, ...]


def turns(text: str, blocks: Sequence[Stretch] | None = None) -> list[Turn]:
    """The turns of a text, in text order; none where it is no transcript.

    It is one when lines begin with "Q:" and "A:", with names in capitals, or with the same names again and again.
    blocks: the paragraphs of the text, where they are known.
    """
    blocks = paragraphs(text) if blocks is None else blocks
    begun = ((number, _LABEL.match(text, *block)) for number, block in enumerate(blocks))
    opened = [(number, match) for number, match in begun if match and _is_no_sentence(match["label"])]
    times = Counter(_folded(match["label"]) for _, match in opened)
    surely = {_folded(m["label"]) for _, m in opened if _is_short(m["label"]) or times[_folded(m["label"])] > 1}
    kept = [(number, match) for number, match in opened if _is_label(match["label"], surely)]
    if len(kept) < LEAST or len({match["label"] for _, match in kept}) < 2:
        return []
    ends = [number for number, _ in kept[1:]] + [kept[-1][0] + 1]
    found = [
        _turn(text, match, blocks[number : min(end, number + 1 + WITHOUT_LABEL)])
        for (number, match), end in zip(kept, ends, strict=True)
    ]
    return found if sum(_is_result(text, turn) for turn in found) <= len(found) / 2 else []


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _is_short(label: str) -> bool:
    return bool(_QUESTION_OR_ANSWER.fullmatch(label)) or (label.isupper() and len(label) > 1)


def _is_no_sentence(label: str) -> bool:
    return label.count(" ") < _LONG or label.isupper()


def _is_result(text: str, turn: Turn) -> bool:
    start, end = turn.pieces[0]
    return end - start < _LONGEST_RESULT and bool(_DIGIT.search(text, start, end))


def _is_label(label: str, surely: set[str]) -> bool:
    """Whether a label is one of those `surely` so, or the whole name of one: "Ann Lee" beside "Lee" or "AL"."""
    folded = _folded(label)
    words = folded.split()
    return (
        folded in surely
        or label.startswith(_OFFICE)
        or (len(words) > 1 and bool({words[-1], "".join(w[0] for w in words)} & surely))
    )


def _turn(text: str, match: regex.Match[str], blocks: Sequence[Stretch]) -> Turn:
    pieces = ((match.end(), blocks[0][1]), *blocks[1:])
    beside = match["beside"] or ""
    named = "beside" if beside[:1].isupper() and match["label"].startswith(_OFFICE) else "label"
    return Turn(Span.of(text, *match.span(named)), Span.of(text, *match.span("colon")), tuple(pieces))
