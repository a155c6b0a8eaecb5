"""The articles of corpus/ and their gold marks: every file is what corpus/README.md says it is."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from quotes.article import Act, Kind, Type
from quotes.marks import quotations, walk

CORPUS = Path(__file__).parent.parent / "corpus"
ARTICLES = sorted(path.stem for path in CORPUS.glob("*.txt"))

Gold = dict[str, Any]


def read(name: str) -> str:
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return file.read()


def words(text: str) -> set[str]:
    """The words of `text`, an ending 's or ’s taken off: "Ines Moreau's aide" has the word Moreau."""
    return {word.removesuffix("'s") for word in re.findall(r"\w+(?:[-'&.]\w+)*", text.casefold().replace("’", "'"))}


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is quotations and nothing else, each of them with its marks.

    A quotation around it all does not count: in “My aunt said it was late”, what the aunt said has no marks.
    """
    for quotation in walk(quotations(text)):
        if start <= quotation.start < end and (quotation.end <= end or not quotation.closed):
            if text[start : quotation.start].strip():
                return False
            start = quotation.end
    return not text[start:end].strip()


def is_turn(text: str, cue: list[list[int]], start: int, end: int) -> bool:
    """Whether `text[start:end]` is somebody's turn in an interview or a transcript: a colon, then no marks."""
    return [text[begin:stop] for begin, stop in cue] == [":"] and text[end : end + 1] in ("", "\n")


def forgot_its_closing_mark(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` opens with a mark that the paper never closed: the next mark opens again."""
    following = re.compile("[“”]").search(text, start + 1)
    return text[start] == "“" and following is not None and following.start() >= end and following[0] == "“"


@pytest.fixture(params=ARTICLES)
def article(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def gold(article: str) -> Gold:
    (line,) = read(f"{article}.gold.jsonl").splitlines()
    record: Gold = json.loads(line)
    return record


def test_there_are_enough_articles() -> None:
    assert len(ARTICLES) >= 12


def test_every_gold_file_has_its_article() -> None:
    assert sorted(path.name.removesuffix(".gold.jsonl") for path in CORPUS.glob("*.gold.jsonl")) == ARTICLES


def test_the_gold_is_of_this_article(article: str, gold: Gold) -> None:
    assert gold["id"] == article
    assert gold["text"] == read(f"{article}.txt")


def test_an_article_has_an_article_s_length(gold: Gold) -> None:
    assert 150 <= len(gold["text"].split()) <= 700


def test_spans_hold_words_and_no_white_space_around_them(gold: Gold) -> None:
    text = gold["text"]
    spans = [span for a in gold["attributions"] for part in ("content", "cue", "source") for span in a[part]]
    for start, end in spans + gold["not_quotes"]:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


def test_every_attribution_has_content(gold: Gold) -> None:
    assert gold["attributions"]
    assert all(attribution["content"] for attribution in gold["attributions"])


def test_direct_is_what_stands_in_quotation_marks_throughout(gold: Gold) -> None:
    text = gold["text"]
    for attribution in gold["attributions"]:
        content, cue = attribution["content"], attribution["cue"]
        direct = all(
            is_quoted(text, *span) or is_turn(text, cue, *span) or forgot_its_closing_mark(text, *span)
            for span in content
        )
        assert (attribution["type"] == "direct") == direct, [text[start:end] for start, end in content]


def test_types_acts_and_kinds_are_those_allowed(gold: Gold) -> None:
    for attribution in gold["attributions"]:
        assert attribution["type"] in get_args(Type)
        assert attribution["act"] in get_args(Act)
        assert ("speaker" in attribution) == ("kind" in attribution)
        assert attribution.get("kind", "unknown") in get_args(Kind)


def test_the_words_of_a_speaker_s_name_are_in_the_article(gold: Gold) -> None:
    known = words(gold["text"])
    for attribution in gold["attributions"]:
        for name in attribution.get("speaker", "").split(" | "):
            assert words(name) <= known, name
