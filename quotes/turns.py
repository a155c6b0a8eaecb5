"""The turns of interviews and transcripts: lines that begin with who speaks, and a colon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from quotes.article import Span, paragraphs

LEAST = 3  # turns that make a transcript
WITHOUT_LABEL = 3  # paragraphs after a turn's first that may go on with it, if another turn follows

_LABEL = regex.compile(
    r"[*_]{0,2}+(?P<label>\p{Lu}[\p{L}\p{M}.'’-]*+(?:[ \xa0]++[\p{L}\p{M}.'’-]++){0,4}+)[*_]{0,2}+"
    r"(?P<colon>:)[*_]{0,2}+\s++(?=\S)"
)
_DIGIT = regex.compile(r"\d")  # mostly in results ("Lee: 40 %"), seldom in what somebody says
_QUESTION_OR_ANSWER = regex.compile(r"(?:Q|A|QUESTION|ANSWER)\.?+")


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says in a transcript: the name or letter at its start, the colon, and a piece a paragraph."""

    label: Span
    colon: Span
    pieces: tuple[tuple[int, int], ...]


def turns(text: str) -> list[Turn]:
    """The turns of a text, in text order; none where it is no transcript.

    It is one when lines begin with "Q:" and "A:", with names in capitals, or with the same names again and again.
    """
    blocks = paragraphs(text)
    opened = [(number, match) for number, block in enumerate(blocks) if (match := _LABEL.match(text, *block))]
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
    results = sum(bool(_DIGIT.search(text, *turn.pieces[0])) for turn in found)
    return found if results <= len(found) / 2 else []


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _is_short(label: str) -> bool:
    return bool(_QUESTION_OR_ANSWER.fullmatch(label)) or (label.isupper() and len(label) > 1)


def _is_label(label: str, surely: set[str]) -> bool:
    """Whether a label is one of those `surely` so, or the whole name of one: "Ann Lee" beside "Lee" or "AL"."""
    folded = _folded(label)
    words = folded.split()
    return folded in surely or (len(words) > 1 and bool({words[-1], "".join(w[0] for w in words)} & surely))


def _turn(text: str, match: regex.Match[str], blocks: Sequence[tuple[int, int]]) -> Turn:
    pieces = ((match.end(), blocks[0][1]), *blocks[1:])
    return Turn(Span.of(text, *match.span("label")), Span.of(text, *match.span("colon")), tuple(pieces))
