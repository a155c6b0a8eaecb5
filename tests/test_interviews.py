"""Interviews whose questions nothing but their look tells."""

from __future__ import annotations

import pytest

from quotes.attribution import Name, Span
from quotes.interviews import interview
from quotes.text.intervals import Intervals
from quotes.text.text import Text

MARKED = (
    "Diver Ana Reis is 60. Reis lives in Faro.\n\n**Do you dive?**\n\nI do.\n\nMost days.\n\n**Where?** In the bay.\n"
)
PLAIN = "Diver Ana Reis is 60. We met her.\n\nWhere?\n\nIn the bay.\n\nAnd deep?\n\nBehind the wall.\n\nShe is 60.\n"
EXPLAINED = "Minister Ana Reis wants a tax.\n\nWho pays it?\n\nThe banks do.\n\nWhen?\n\nIn June.\n"
READERS = "Minister Ana Reis wants a tax.\n\n**Must I pay?**\n\nNo. We checked.\n\n**Must you ask?**\n\nNo.\n"
TWO = "Ana Reis and Leo Tamm met.\n\n**Do you dive?**\n\nI do.\n\n**Where?**\n\nIn the bay.\n"
QUOTED = "Ana Reis spoke.\n\n**Do you dive?**\n\n“I do.”\n\n**Where?**\n\n“In the bay,” she said.\n"


def answers(text: str) -> list[tuple[str, list[str]]]:
    places = sorted((text.find(name), name) for name in ("Ana Reis", "Leo Tamm") if name in text)
    names = [Name(Span.of(text, start, start + len(name)), "person") for start, name in places]
    found = interview(Text(text), Intervals.of(names, lambda name: (name.span.start, name.span.end)))
    return [(turn.label.text, [text[start:end] for start, end in turn.pieces]) for turn in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (MARKED, [("Ana Reis", ["I do.", "Most days."]), ("Ana Reis", ["In the bay."])]),
        (PLAIN, [("Ana Reis", ["In the bay."]), ("Ana Reis", ["Behind the wall."])]),
    ],
)
def test_answers_are_from_whom_the_words_before_name(text: str, found: list[tuple[str, list[str]]]) -> None:
    assert answers(text) == found


@pytest.mark.parametrize("text", [EXPLAINED, READERS, TWO, QUOTED, "Ana Reis dives.\n\nDo you?\n\nI do.\n"])
def test_other_questions_make_no_interview(text: str) -> None:
    assert answers(text) == []


def test_very_many_questions_take_no_more_time_each() -> None:
    assert interview(Text("Why?\n\nWho knows?\n\n" * 20_000), Intervals.of([])) == []
