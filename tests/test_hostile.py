"""Texts made to do harm: time and memory grow with their length and no faster, and what once broke stays mended."""

from __future__ import annotations

import ast
import io
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import regex
from samples import FERRY, said, span

import quotes
from bench.hostile import Attack, Expression, expressions, growth
from bench.standin import StandInScanner
from quotes.article import Article
from quotes.attribution import Context, Name, Span, Speaker
from quotes.report.html import write_html
from quotes.report.table import write_table
from quotes.resolve.names import joined
from quotes.resolve.roles import title_before
from quotes.scanner import MODEL
from quotes.tagging.pieces import load_tokenizer, pieces
from quotes.text.quotations import quotations, walk
from quotes.text.sentences import split

SCANNER = StandInScanner()
TOKENIZER = load_tokenizer(MODEL / "tokenizer.json")


# Regular expressions


@pytest.mark.parametrize("expression", expressions(), ids=lambda expression: expression.name)
def test_no_expression_takes_longer_than_in_proportion(expression: Expression) -> None:
    (short, long), attack = growth(expression, (4_000, 16_000))
    assert long < 0.002 or long < 9 * short, attack  # four times as long; going back would take sixteen times


def test_an_expression_that_goes_back_would_be_noticed() -> None:
    (short, long), _ = growth(Expression("bad", regex.compile(r"\s+$"), True), (500, 2_000))
    assert long > 9 * short


def test_every_expression_stands_where_it_is_found_and_measured() -> None:
    names = {expression.name for expression in expressions()}
    assert {"quotes.text.quotation_marks._RUN", "quotes.text.sentences._TOKEN", "quotes.report.csv._FORMULA"} <= names
    for path in Path(str(quotes.__file__)).parent.rglob("*.py"):
        if "training" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            used = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
            inline = [
                func.attr
                for func in used
                if isinstance(func, ast.Attribute)
                and isinstance(func.value, ast.Name)
                and func.value.id in ("re", "regex")
            ]
            assert set(inline) <= {"compile", "escape"}, path


def matched_without_an_end() -> set[str]:
    """The names of the expressions that are matched at a place of a text and not told where to stop."""
    package = Path(str(quotes.__file__)).parent
    found = set()
    for path in package.rglob("*.py"):
        room = ".".join(("quotes", *path.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(ast.Name(name), "match" | "fullmatch"), args=[_, place]):
                    found |= set() if isinstance(place, ast.Starred) else {f"{room}.{name}"}
    return found & {expression.name for expression in expressions()}


@pytest.mark.parametrize("name", sorted(matched_without_an_end()))
def test_an_expression_at_a_place_does_not_look_through_all_of_the_text(name: str) -> None:
    [expression] = [expression for expression in expressions() if expression.name == name]
    long = "Ana Ruiz the mayor said on Monday that nobody was asked about it. " * 15_000
    took = [clocked(lambda: expression.pattern.match(long, 100)) for _ in range(5)]  # type: ignore[call-overload]
    assert min(took) < 0.0001  # regex looks for a bracket that must be there as far as it may: 0.0005


def clocked(step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


# Time


def seconds(step: Callable[[], object]) -> float:
    began = time.process_time()
    step()
    return time.process_time() - began


UNITS = ['"a ', '"', "“", "“‘«„a ", "(", "\n", "a\n", "A. ", "a", '" said Ann Lee. ', "—", "\u202ea ", "ANN: a\n"]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("step", [quotations, split], ids=["marks", "sentences"])
def test_rooms_take_time_in_proportion(step: Callable[[str], object], unit: str) -> None:
    short, long = (min(seconds(lambda n=n: step(Attack(unit).text(n))) for _ in "ab") for n in (5_000, 20_000))
    assert long < 0.02 or long < 9 * short


PROSE = 'Ana Ruiz, the mayor, said on Monday that "nobody was asked" about it. She left. '
TOLD = [PROSE, "Ann Lee ", "He said “she said ‘I said ", "ANN: We left.\nBO: No.\n"]


@pytest.mark.parametrize("unit", TOLD)
def test_a_scan_takes_time_in_proportion(unit: str) -> None:
    short, long = (min(seconds(lambda n=n: SCANNER.scan(Attack(unit).text(n))) for _ in "ab") for n in (2_000, 8_000))
    assert long < 9 * short


def test_names_in_a_row_without_end_are_no_name() -> None:
    text = "Ann Lee " * 1000
    names = [Name(Span.of(text, at, at + 7), "person") for at in range(0, len(text), 8)]
    assert max(len(name.span.text) for name in joined(text, names)) < 220


# Memory


def peak(step: Callable[[], Any]) -> float:
    tracemalloc.start()
    step()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


@pytest.mark.parametrize("unit", ["“", '"a', "'a "])
def test_quotation_marks_take_little_memory_beside_the_quotations(unit: str) -> None:
    text = Attack(unit).text(12_000)
    found = len(list(walk(quotations(text))))
    assert peak(lambda: quotations(text)) < 300 * found + 1_000_000


def test_a_paragraph_without_end_is_cut_into_pieces_bit_by_bit() -> None:
    text = "word " * 60_000
    got = pieces(text, [], TOKENIZER)
    assert len(got) == 60_000
    assert (got.ends - got.starts == 4).all()
    assert (got.space[1:] == 1).all()


# What once broke, or nearly did


def test_a_sentence_that_holds_nothing_of_its_attribution_is_shown() -> None:
    article = said("We left. Nobody saw it.")
    strange = replace(article.attributions[0], content=(Span(0, 8, "We left."),))
    strange = replace(strange, context=Context(1, 1, Span(9, 23, "Nobody saw it.")))
    out = io.StringIO()
    write_table([replace(article, attributions=(strange,))], out, width=100)
    assert "Nobody saw it." in out.getvalue()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"length": None}, "made from None characters"),
        ({"speakers": None}, "not an article as `to_dict` gives it"),
        ({"speakers": [{"name": []}]}, "there is no 'kind'"),
        ({"attributions": [1]}, "not an article as `to_dict` gives it"),
    ],
)
def test_what_is_no_record_of_an_article_is_told(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Article.from_dict(FERRY.to_dict() | change, FERRY.text)
    with pytest.raises(ValueError, match="there is no 'length'"):
        Article.from_dict({}, "")


def test_a_record_that_is_nothing_at_all() -> None:
    for record in (None, [], "a", 1):
        with pytest.raises(ValueError, match="not an article"):
            Article.from_dict(record, "")  # type: ignore[arg-type]


@pytest.mark.parametrize("end", ["\n\n", "\r\r", "\u2029", "\x0c"])
def test_no_title_stands_in_another_paragraph_whatever_ends_it(end: str) -> None:
    text = f"Nobody has asked the Minister{end}Ana Ruiz said no."
    assert title_before(text, span(text, "Ana Ruiz")) == ""


def test_whoever_speaks_often_is_one_speaker() -> None:
    article = SCANNER.scan('"Oh," said Ann Lee.\n\n' * 300)
    assert [speaker.name for speaker in article.speakers] == ["Ann Lee"]
    assert len(article.said_by(article.speakers[0])) > 200


def test_a_page_of_hostile_names_has_one_script() -> None:
    attack = "</script><script>alert(1)</script>"
    article = said(f"{attack} said {attack}.", Speaker(attack, "person", attack), id=attack, path=attack)
    out = io.StringIO()
    write_html([article, article], out)
    assert out.getvalue().count("<script") == 1
