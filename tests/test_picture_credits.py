"""Who took the pictures of an article, or reported for it, is nobody that it tells of."""

from __future__ import annotations

import pytest

import quotes
from quotes.text.text import Text

CREDITS = [
    "Photo: Joanna Pell/Harbour News Agency",
    "(Photograph by Tessa Moreland)",
    "It sank. Picture: Anna Holm",
    "(NP Photo/Jon Berg)",
    "PHOTO: ANNA HOLM",
    "Photo courtesy of Ann Lee",
    "Image © Ann Lee",
    "The dock at night. Anna Holm/Norpress",
    "(Additional reporting by Anna Holm and Per Lund in Oslo)",
    "File photo by Ann Lee",
]


@pytest.mark.parametrize("line", CREDITS)
def test_a_credit_for_a_picture(line: str) -> None:
    [(start, end)] = Text(line).picture_credits.items
    assert line[start:end] == line.removeprefix("It sank. ").removeprefix("The dock at night. ").strip("()")


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Ann Lee opened the gate on Monday",
        "Video: Mayor Ann Lee, left, at the gate with her son",
        "Picture this: Ann Lee says no",
        "By Ann Lee/Per Lund",
        "The image by which Ann Lee is known",
    ],
)
def test_what_a_picture_shows_is_no_credit(line: str) -> None:
    assert Text(line).picture_credits.items == ()


@pytest.mark.parametrize("line", CREDITS)
def test_whoever_took_the_picture_is_not_she(line: str) -> None:
    article = quotes.scan(f'A nurse was dismissed on Tuesday.\n\n{line}\n\n"I asked three times," she said.')
    [attribution] = article.attributions
    assert attribution.speaker is None or attribution.speaker.name == "A nurse"
