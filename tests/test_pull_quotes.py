"""Pull quotes: linked to the quotation that they repeat, and not shown as another."""

from __future__ import annotations

import pytest

from quotes import Article, scan
from quotes.pull_quotes import pull_quotes
from quotes.text.text import Text

SAID = "The hall is shut.\n\n{}\n\n“We sing in the yard, and it is cold. Nobody pays us,” said tenor Ugo Prati.\n"


@pytest.mark.parametrize(
    "shown",
    [
        "“We sing in the yard”",
        "‘WE SING IN THE YARD’",
        "> “It is cold … Nobody pays us.”",
        "“We sing in the yard” — Ugo Prati, tenor",
        "**“We sing in the yard.”**",
    ],
)
def test_a_quotation_shown_apart_is_found_by_its_words(shown: str) -> None:
    text = SAID.format(shown)
    (pull,) = pull_quotes(Text(text)).items
    start, end = pull.bounds
    assert text[start:end] in shown
    assert text[pull.source.start :].startswith("“We sing in the yard, and")


@pytest.mark.parametrize(
    "shown", ["“Nobody pays.”", "“We sing in the snow”", "He told us “we sing in the yard”.", "“We sing”"]
)
def test_what_is_told_or_has_other_words_is_no_pull_quote(shown: str) -> None:
    assert not pull_quotes(Text(SAID.format(shown))).items


def test_a_pull_quote_is_linked_to_what_it_repeats() -> None:
    text = SAID.format("“We sing in the yard”")
    article = scan(text)
    (attribution,) = article.attributions
    assert [span.text for span in attribution.repeated] == ["“We sing in the yard”"]
    assert attribution.words == "“We sing in the yard, and it is cold. Nobody pays us,”"
    assert Article.from_dict(article.to_dict(), text).attributions == article.attributions
    assert article.to_dict()["attributions"][0]["repeated"] == [
        {"start": 19, "end": 40, "text": "“We sing in the yard”"}
    ]


def test_very_many_lone_quotations_take_no_more_time_each() -> None:
    assert len(pull_quotes(Text("“We sing in the yard today”\n\n" * 10_000)).items) == 9_999
