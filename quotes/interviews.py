"""Interviews in which nothing but their look tells the questions: paragraphs, in bold or not, that end in "?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import regex

from quotes.attribution import Name, Span
from quotes.english import words
from quotes.text.intervals import Intervals, Stretch
from quotes.text.text import Text
from quotes.text.turns import Turn

_LEAST = 2  # questions
_LONGEST = 8  # paragraphs of an answer; longer ones are no answers
_BULLET = r"(?:(?:[-•*–]|\#{1,6}+|\d{1,2}+[.)])[ \xa0]++)?+"
_MARKED = regex.compile(rf"{_BULLET}(?P<mark>\*\*|__|[*_])(?P<asked>[^\n\"“”*_]{{2,300}}+(?<=\?))(?P=mark)\s*+")
_PLAIN = regex.compile(rf"{_BULLET}(?P<asked>\p{{Lu}}[^\n\"“”]{{2,300}}+)(?<=\?)")
_YOU = regex.compile(r"\b(?:you|your)\b", regex.IGNORECASE)
_I = regex.compile(r"\b(?:I|[Mm]e|[Mm]y)\b")
_FIRST_PERSON = regex.compile(r"\b(?:I|[Mm]e|[Mm]y|[Ww]e|[Oo]ur|us)\b")
_TELLS = regex.compile(r"\b(?i:\L<interviewing>)\b", interviewing=sorted(words("interviewing")))
_BY = regex.compile(r"(?:\b[Bb]y|:)\s++$")


def interview(text: Text, names: Intervals[Name]) -> list[Turn]:
    """The answers of an interview without labels, as turns whose label is the name of who is asked, before them.

    It is one where several questions stand apart, the words before them name one person more than others, and they
    or the talk itself tell it: who asks says "you", and who answers "I". Where a question says "I" it is a reader's.
    """
    blocks = text.places.paragraphs.items
    asked = [(number, match) for number, block in enumerate(blocks) if (match := _question(text, block))]
    if len(asked) < _LEAST or text.turns.items or any(_I.search(match["asked"]) for _, match in asked):
        return []
    who = _interviewee(text, names, blocks[asked[0][0]][0])
    answers = list(_answers(text, asked))
    if who is None or not all(answers) or not _is_interview(text, asked, answers):
        return []
    return [Turn(pieces[0][0], who, None, pieces) for pieces in answers]


def _question(text: Text, block: Stretch) -> regex.Match[str] | None:
    """A paragraph that is a question, or begins with one in bold or italics."""
    if text.characters.find("?", *block) < 0:
        return None
    return _MARKED.match(text.characters, *block) or _PLAIN.fullmatch(text.characters, *block)


def _interviewee(text: Text, names: Intervals[Name], stop: int) -> Span | None:
    """The fullest name of the person whom the words before the questions name most; None where nobody stands out."""
    people = [
        name.span
        for name in names.meeting(0, stop)
        if name.kind == "person" and not _BY.search(text.characters, max(0, name.span.start - 12), name.span.start)
    ]
    times = Counter(_family(span) for span in people).most_common(2)
    if not times or (len(times) > 1 and times[0][1] == times[1][1]):
        return None
    return max((span for span in people if _family(span) == times[0][0]), key=lambda span: len(span.text))


def _family(span: Span) -> str:
    return span.text.split()[-1].removesuffix("’s").removesuffix("'s").casefold()


def _answers(text: Text, asked: Sequence[tuple[int, regex.Match[str]]]) -> Iterator[tuple[Stretch, ...]]:
    """The paragraphs below each question, or what follows it in its own; none where they are too many or quoted."""
    blocks = text.places.paragraphs.items
    ends = [number for number, _ in asked[1:]]
    for (number, question), last in zip(asked, [*ends, None], strict=True):
        rest = (question.end(), blocks[number][1])
        own = [rest] if rest[0] < rest[1] else []
        below = list(blocks[number + 1 : last]) if last else list(blocks[number + 1 : number + 2 - len(own)])
        pieces = [*own, *below]
        quoted = any(q.start == piece[0] for piece in pieces[:1] for q in text.quotations.meeting(*piece))
        yield () if quoted or len(pieces) > _LONGEST else tuple(pieces)


def _is_interview(
    text: Text, asked: Sequence[tuple[int, regex.Match[str]]], answers: Sequence[Sequence[Stretch]]
) -> bool:
    characters = text.characters
    if _TELLS.search(characters, 0, asked[0][1].start()):
        return True
    spoken = any(_FIRST_PERSON.search(characters, *piece) for pieces in answers for piece in pieces)
    return spoken and any(question[0].strip()[0] in "*_" or _YOU.search(question["asked"]) for _, question in asked)
