"""The lists of English words: how they are read, and that each is what it says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from quotes import QuotesError
from quotes.english import table, words
from quotes.english.numbers import VALUES, digits, numbers

FOLDER = Path(__file__).parent.parent / "quotes" / "english"
IN_THE_ORDER_OF_VALUES = ("numbers", "ordinals")
LISTS = sorted(path.stem for path in FOLDER.glob("*.txt"))


def test_words_of_a_list():
    assert {"senator", "dr"} <= words("titles")


def test_words_that_bear_a_mark():
    assert words("pronouns", "she") == {"she", "her", "hers", "herself"}


def test_marks_of_a_word():
    assert table("callings")["sen"] == ("senator", "lawmaker")
    assert table("titles")["admiral"] == ()


def test_a_list_that_is_none():
    with pytest.raises(QuotesError, match="no list of English words named 'tittles'"):
        words("tittles")


def test_a_mark_that_no_word_bears():
    with pytest.raises(QuotesError, match=r"english/titles\.txt is marked 'they'"):
        words("titles", "they")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_says_what_it_is_for_and_where_it_is_from(name: str):
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert lines[: len(head)] == head
    assert any(origin in " ".join(head) for origin in ("Written by hand", "From "))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_each_word_once_and_sorted(name: str):
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = [line.partition("\t")[0] for line in lines if not line.startswith("#")]
    assert len(found) == len(set(found))
    assert name in IN_THE_ORDER_OF_VALUES or found == sorted(found)


def test_numbers_are_in_the_order_of_their_values():
    values = [
        int("".join(filter(str.isdigit, value)))
        for name in IN_THE_ORDER_OF_VALUES
        for (value,) in table(name).values()
    ]
    assert values == [*sorted(VALUES.values()), *range(1, 21)]


@pytest.mark.parametrize("name", LISTS)
def test_words_are_in_small_letters_with_one_tab_before_their_marks(name: str):
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        word, _, marks = line.partition("\t")
        if not line.startswith("#"):
            assert word == word.strip().lower() != "" and "\t" not in marks and line == line.strip()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("two hundred and six", ["206"]),
        ("twenty three million", ["23000000"]),
        ("six point two five", ["6.25"]),
        ("5 million", ["5000000"]),
        ("twenty 1st", ["21st"]),
        ("five and six", ["5", "6"]),
        ("nineteen eighty four", ["19", "84"]),
        ("one thousand and two thousand", ["1000", "2000"]),
    ],
)
def test_numbers_in_words(said: str, meant: list[str]):
    assert [spelled for _, _, spelled in numbers(said.split())] == meant


@pytest.mark.parametrize(
    ("token", "plain"), [("2,000", "2000"), ("5m", "5000000"), ("1990s", "1990s"), ("4.50", "4.5")]
)
def test_digits(token: str, plain: str):
    assert digits(token) == plain


HANDFUL = 8
WORD = re.compile(r"[a-zà-ÿ'’.-]+")
ALTERNATIVES = re.compile(rf"(?:[a-zà-ÿ'’?-]+\|){{{HANDFUL},}}[a-zà-ÿ'’?-]+")
ELSEWHERE = {
    "evaluation": "a ruler of its own, which does not move when the lists do",
    "training": "makes a model, and ships for that alone",
    "command": "formats and help",
    "report/columns.py": "what columns hold, in words",
    "reading/page_blocks.py": "tags of HTML",
}


def lists_of_words(code: str) -> Iterator[int]:
    """The lines where more than a handful of words stand: in a string, a regular expression, a display."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Constant(value=str(text)):
                words_there = text.split()
                if (len(words_there) > HANDFUL and all(map(WORD.fullmatch, words_there))) or ALTERNATIVES.search(
                    text
                ):
                    yield node.lineno
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                if words_among(items) > max(HANDFUL, len(items) / 2):
                    yield node.lineno
            case ast.Dict(keys=keys, values=values):
                if all(isinstance(value, ast.Constant) for value in values) and words_among(keys) > HANDFUL:
                    yield node.lineno


def words_among(items: Iterable[ast.expr | None]) -> int:
    texts = (item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str))
    return sum(1 for text in texts if WORD.fullmatch(text))


@pytest.mark.parametrize(
    "code",
    [
        'SMALL = "a an and at by for in of on the to".split()',
        'SMALL = regex.compile(r"\\b(?:a|an|and|at|by|for|in|of|on)\\b")',
        'SMALL = {"a", "an", "and", "at", "by", "for", "in", "of", "on"}',
        'SMALL = {"a": 1, "an": 1, "and": 2, "at": 3, "by": 3, "for": 3, "in": 3, "of": 3, "on": 3}',
    ],
)
def test_a_list_of_words_in_code_is_found(code: str):
    assert list(lists_of_words(code)) == [1]


def test_a_handful_and_a_sentence_are_no_list_of_words():
    assert not list(
        lists_of_words(
            'BOTH = {"both", "two"}\nraise QuotesError(f"{name}: it has no text, so name a file that has")'
        )
    )


def test_no_module_outside_holds_a_list_of_english_words():
    package = FOLDER.parent
    found = []
    for path in sorted(package.rglob("*.py")):
        place = path.relative_to(package)
        if not {place.as_posix(), place.parts[0]} & ELSEWHERE.keys():
            found += [f"{place}:{line}" for line in lists_of_words(path.read_text(encoding="utf-8"))]
    assert not found, "English words are data: put them into a file of quotes/english/"
