"""What the bench counts on the stories of two parties."""

from typing import Any

import pytest

from bench.stories import Outcome, miss, outcomes, summary
from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker

TEXT = "“You lied,” the judge told Ana Lima. “I was ill,” she said. Her lawyer wept."
YOU_LIED, I_WAS_ILL = "“You lied,”", "“I was ill,”"
JUDGE, LIMA = Speaker("the judge", "anonymous"), Speaker("Ana Lima", "person")


def span(words: str) -> Span:
    return Span.of(TEXT, TEXT.index(words), TEXT.index(words) + len(words))


def marked(words: str, speaker: str, *others: str) -> dict[str, Any]:
    content = span(words)
    return {"content": [[content.start, content.end]], "speaker": speaker, "others": list(others)}


GOLD = {
    "id": "lies",
    "text": TEXT,
    "attributions": [marked(YOU_LIED, "the judge", "Ana Lima"), marked(I_WAS_ILL, "Ana Lima", "the judge")],
}


def said(words: str, speaker: Speaker | None, confidence: float) -> Attribution:
    content = span(words)
    return Attribution(
        1, "direct", "statement", (content,), None, None, None, speaker, confidence, Context(1, 1, content)
    )


def made(*found: Attribution) -> list[Outcome]:
    return list(outcomes(GOLD, Article("lies", None, TEXT, found)))


def test_words_of_the_judge_given_to_the_accused_are_counted() -> None:
    assert summary(made(said(YOU_LIED, LIMA, 0.9), said(I_WAS_ILL, LIMA, 0.9))) == (
        "2 attributions, 2 found\n"
        "speakers right: 50.0 % of those found, 50.0 % of all\n"
        "given to another party: 1, of them with a confidence above 0.5: 1"
    )


def test_what_is_not_found_is_no_other_party_s() -> None:
    assert summary(made(said(YOU_LIED, JUDGE, 0.4))) == (
        "2 attributions, 1 found\n"
        "speakers right: 100.0 % of those found, 50.0 % of all\n"
        "given to another party: 0, of them with a confidence above 0.5: 0"
    )


@pytest.mark.parametrize(
    ("speaker", "right", "misgiven"),
    [
        (Speaker("The Judge", "anonymous"), True, False),
        (LIMA, False, True),
        (Speaker("the judge | Ana Lima", "group"), False, True),
        (Speaker("her lawyer", "anonymous"), False, False),
        (None, False, False),
    ],
)
def test_who_got_the_judge_s_words(speaker: Speaker | None, right: bool, misgiven: bool) -> None:
    outcome = made(said(YOU_LIED, speaker, 0.4))[0]
    assert (outcome.right, outcome.misgiven) == (right, misgiven)


def test_a_miss_tells_who_got_the_words_and_how_surely() -> None:
    judge, accused = made(said(YOU_LIED, LIMA, 0.4))
    assert miss(judge) == "! lies  Ana Lima (0.40) for the judge: “You lied,”"
    assert miss(accused) == "  lies  not found for Ana Lima: “I was ill,”"
