"""Arrow: a row an attribution, the text as it is, and the same after a file of Parquet, and in a data frame."""

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from samples import CHECKED, CHOICE, FERRY, LOG, TEXT, TRIMMED, article, said, span

import quotes
from quotes.article import Article
from quotes.attribution import Change, Speaker
from quotes.report.arrow import SCHEMA, record_batch, record_batches
from quotes.report.columns import IN_CSV

VERIFIED = SCHEMA.names[SCHEMA.names.index("verdict") : SCHEMA.names.index("error")]


def stored(*articles: Article) -> pa.Table:
    """The table as it comes back from Parquet."""
    file = io.BytesIO()
    pq.write_table(pa.Table.from_batches([record_batch(articles)]), file)
    return pq.read_table(file)


def rows(*articles: Article) -> list[dict[str, Any]]:
    return stored(*articles).to_pylist()


def test_a_row_holds_who_said_what_where() -> None:
    first = rows(replace(FERRY, model="m-1"))[0]
    assert (first["article_id"], first["path"], first["attribution_id"]) == ("ferry", "news/ferry.txt", 1)
    assert (first["speaker"], first["kind"], first["role"]) == ("Tove Aalto", "person", "Captain")
    assert (first["type"], first["act"], first["model"]) == ("direct", "statement", "m-1")
    assert first["content"] == '"We had no choice," … "Nobody sails into that."'
    assert (first["confidence"], first["line"], first["paragraph"]) == (0.932, 3, 2)


def test_a_row_holds_what_the_page_tells_of_the_article() -> None:
    told = {"title": "No ferry today", "author": "Ada Niemi", "date": "2026-03-04", "site": "The Shore"}
    [first, *_] = rows(replace(FERRY, **told))
    assert {name: first[name] for name in told} == told


def test_offsets_are_those_of_the_text() -> None:
    for row in rows(FERRY):
        for name in ("cue", "source", "sentence"):
            if row[name] is not None:
                assert TEXT[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
        for piece in row["content_spans"]:
            assert TEXT[piece["start"] : piece["end"]] == piece["text"]
        assert row["content_start"] == row["content_spans"][0]["start"]
        assert row["content_end"] == row["content_spans"][-1]["end"]


def test_what_is_not_known_is_null() -> None:
    sheep = rows(FERRY)[2]
    unknown = ("speaker", "kind", "role", "cue", "cue_start", "cue_lemma", "source", "source_end", "model")
    assert [sheep[name] for name in unknown] == [None] * len(unknown)
    assert [sheep[name] for name in VERIFIED] == [None] * len(VERIFIED)


def test_what_verification_found_has_columns_of_its_own() -> None:
    changes = (
        Change("negation", None, span(LOG, "Nobody")),
        Change("replaced", span(TEXT, "into that"), span(LOG, "in that")),
    )
    (row,) = rows(article(TEXT, replace(CHOICE, verification=replace(TRIMMED, changes=changes))))
    assert (row["verdict"], row["similarity"], row["match_source"]) == ("trimmed", 0.75, "logs/monday.txt")
    assert LOG[row["match_start"] : row["match_end"]] == row["match_text"] == "no choice was left"
    assert (row["match_line"], row["match_speaker"]) == (1, "Captain Aalto")
    negation, replaced = row["changes"]
    assert (negation["kind"], negation["article"], negation["source"]) == ("negation", None, "Nobody")
    assert TEXT[replaced["article_start"] :].startswith(replaced["article"])
    assert LOG[replaced["source_start"] :].startswith(replaced["source"])


def test_of_quotes_that_are_not_found_there_is_no_match() -> None:
    sheep = rows(CHECKED)[2]
    assert (sheep["verdict"], sheep["match_text"], sheep["changes"]) == ("not_found", None, [])


def test_an_article_that_could_not_be_scanned_has_a_row_that_says_why() -> None:
    ferry, bad = rows(said("We sail."), Article("bad", "news/bad.txt", "x", error="ValueError: \ud800"))
    assert ferry["error"] is None
    known = {"article_id": "bad", "path": "news/bad.txt", "error": "ValueError: \ufffd"}
    assert bad == dict.fromkeys(SCHEMA.names) | known


def test_tables_stack_as_their_columns_are_the_same() -> None:
    nothing = Article("empty", None, "")
    for articles in ([], [nothing], [FERRY], [CHECKED, nothing, FERRY]):
        assert record_batch(articles).schema.equals(SCHEMA, check_metadata=True)
        assert len(record_batch(articles)) == sum(len(a.attributions) for a in articles)
    assert len(pa.concat_tables([stored(FERRY), stored(nothing), stored(CHECKED)])) == 6


def test_parquet_keeps_types_and_says_what_columns_hold() -> None:
    schema = stored(FERRY).schema
    assert schema.types == SCHEMA.types
    for name in ("path", "speaker", "kind", "type", "act", "cue_lemma", "model", "verdict"):
        assert pa.types.is_dictionary(schema.field(name).type)
    assert all(schema.field(name).metadata[b"comment"] for name in SCHEMA.names)


@pytest.mark.parametrize(
    "words", ["=HYPERLINK(0)", "'=1", "<script>", "\u202e\x1b[31m\x00", '"a",\r\n\tb', "𝔘\u0301"]
)
def test_hostile_text_stays_as_it_is(words: str) -> None:
    (row,) = rows(said(words, Speaker(words, "person", words), id=words, path=words))
    for name in ("article_id", "path", "speaker", "role", "sentence"):
        assert row[name] == words
    assert row["content"] == " ".join(words.split())
    assert row["content_spans"][0]["text"] == words


def test_lone_surrogates_are_replaced_one_for_one() -> None:
    words = "a\ud800b\udfff\udc00c"
    (row,) = rows(said(words, Speaker(words, "person"), id=words, path=words))
    for name in ("article_id", "path", "speaker", "content", "sentence"):
        assert row[name] == "a\ufffdb\ufffd\ufffdc"
    assert (row["content_start"], row["content_end"]) == (0, len(words))


FAILED = Article("bad", "news/bad.txt", "x", error="ValueError: too odd")


def test_a_table_holds_the_articles_that_an_iterator_gives() -> None:
    table = quotes.to_arrow(iter([FERRY, FAILED, CHECKED]))
    assert table.schema.equals(SCHEMA, check_metadata=True)
    assert table["article_id"].to_pylist() == ["ferry"] * 3 + ["bad"] + ["ferry"] * 3
    assert table.to_pylist() == rows(FERRY, FAILED, CHECKED)


def test_a_table_of_nothing_has_the_columns_all_the_same() -> None:
    assert quotes.to_arrow([]).schema.equals(SCHEMA)
    assert list(quotes.to_pandas([]).columns) == SCHEMA.names


def test_articles_without_end_are_taken_as_rows_are_asked_for() -> None:
    taken = []

    def endless() -> Iterator[Article]:
        while True:
            taken.append(FERRY)
            yield FERRY

    batches = record_batches(endless(), size=4)
    assert [len(next(batches)) for _ in range(3)] == [4, 4, 4]
    assert len(taken) == 4


def test_a_data_frame_counts_who_says_what() -> None:
    frame = quotes.to_pandas([FERRY])
    assert frame.groupby("speaker", observed=True).size().to_dict() == {"Tove Aalto": 2}
    assert frame.loc[frame["speaker"].isna(), "content"].tolist() == ["“And who feeds the sheep?”"]
    first = frame.loc[0]
    assert TEXT[first["cue_start"] : first["cue_end"]] == first["cue"] == "told reporters"
    assert [TEXT[piece["start"] : piece["end"]] for piece in first["content_spans"]] == [
        '"We had no choice,"',
        '"Nobody sails into that."',
    ]


def test_what_is_not_known_is_missing_from_a_data_frame() -> None:
    frame = quotes.to_pandas([CHECKED, FAILED])
    assert frame["speaker"].isna().tolist() == [False, False, True, True]
    assert frame["cue_start"].isna().tolist() == [False, False, True, True]
    assert frame["confidence"].isna().tolist() == [False, False, False, True]
    assert frame["changes"].tolist() == [[], None, [], None]
    assert frame["error"].tolist() == [pd.NA, pd.NA, pd.NA, "ValueError: too odd"]


@pytest.mark.parametrize("articles", [[], [FERRY], [FAILED], [CHECKED, FERRY]])
def test_a_data_frame_has_the_same_dtypes_whatever_is_in_it(articles: list[Article]) -> None:
    names = {"string": "string", "int32": "Int32", "bool": "boolean", "double": "float64"}
    for field, dtype in zip(SCHEMA, quotes.to_pandas(articles).dtypes, strict=True):
        expected = "category" if pa.types.is_dictionary(field.type) else names.get(str(field.type), "object")
        assert dtype == expected, field.name


def test_the_columns_of_csv_are_some_of_these() -> None:
    assert set(IN_CSV) < set(SCHEMA.names)


@pytest.mark.parametrize(
    ("call", "missing", "message"),
    [
        ("to_arrow", "pyarrow", "tables, Parquet and Spark need pyarrow: pip install 'quotes[tables]'"),
        ("to_pandas", "pyarrow", "tables, Parquet and Spark need pyarrow: pip install 'quotes[tables]'"),
        ("to_pandas", "pandas", "data frames need pandas: pip install pandas 'quotes[tables]'"),
    ],
)
def test_what_is_not_installed_is_named(call: str, missing: str, message: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from quotes import *\n"
        f"try: {call}([])\n"
        "except ImportError as error: print(error)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == f"{message}\n"
