"""Spark in local mode, with the real engine: what one machine finds, and a row for whatever cannot be scanned."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import quotes
from quotes.report.arrow import SCHEMA, record_batch

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

CORPUS = Path(__file__).parent.parent / "corpus"
STRIKE, BEES = ((CORPUS / f"{name}.txt").read_text(encoding="utf-8") for name in ("harbour-strike", "rooftop-bees"))


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    if not find_spec("pyspark"):
        pytest.skip("needs pyspark; pip install '.[spark]'")
    if not shutil.which("java"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs Java 17, as Debian's openjdk-17-jre-headless")
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "2",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.ui.enabled": "false",
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="module")
def found(spark: SparkSession) -> list[dict[str, Any]]:
    articles = [
        ("strike", STRIKE),
        ("null", None),
        ("empty", ""),
        ("bees", BEES),
        (None, BEES),
        ("plain", "It rains."),
    ]
    return rows(spark.createDataFrame(articles, "url string, body string").repartition(2))


def rows(df: DataFrame) -> list[dict[str, Any]]:
    from quotes.spark import scan_dataframe

    return [row.asDict(recursive=True) for row in scan_dataframe(df, "body", "url").collect()]


@pytest.mark.parametrize(("id", "text"), [("strike", STRIKE), ("bees", BEES), ("empty", ""), ("plain", "It rains.")])
def test_an_article_has_the_rows_that_one_machine_finds(id: str, text: str, found: list[dict[str, Any]]) -> None:
    article = quotes.Scanner().scan(text, id=id)
    assert [row for row in found if row["article_id"] == id] == record_batch([article]).to_pylist()


def test_what_cannot_be_scanned_has_a_row_that_says_why(found: list[dict[str, Any]]) -> None:
    failed = [row for row in found if row["error"]]
    assert {row["article_id"]: row["error"] for row in failed} == {"null": "the text is null", "": "the id is null"}
    assert all(row[name] is None for row in failed for name in SCHEMA.names[1:-1])


def test_dates_and_sites_of_columns_are_those_of_their_quotes(spark: SparkSession) -> None:
    from quotes.spark import scan_dataframe

    df = spark.createDataFrame(
        [("a", STRIKE, "4 March 2026", "a.example")], "url string, body string, day string, paper string"
    )
    found = (
        scan_dataframe(df, "body", "url", date_column="day", site_column="paper").select("date", "site").distinct()
    )
    assert [tuple(row) for row in found.collect()] == [("2026-03-04", "a.example")]


def test_ids_of_any_type_become_text(spark: SparkSession) -> None:
    found = rows(spark.createDataFrame([(7, STRIKE)], "url long, body string"))
    assert {row["article_id"] for row in found} == {"7"}


def test_the_columns_are_those_of_parquet_and_say_what_they_hold(spark: SparkSession) -> None:
    from quotes.spark import scan_dataframe

    schema = scan_dataframe(spark.createDataFrame([], "url string, body string"), "body", "url").schema
    assert schema.names == SCHEMA.names
    assert all(column.metadata["comment"] for column in schema)


def test_a_column_that_is_no_text_or_is_not_there_is_told_before_anything_runs(spark: SparkSession) -> None:
    from pyspark.errors import AnalysisException

    from quotes.spark import scan_dataframe

    df = spark.createDataFrame([("a", b"x")], "url string, body binary")
    with pytest.raises(TypeError, match="'body' holds binary, not text"):
        scan_dataframe(df, "body", "url")
    with pytest.raises(AnalysisException, match=r"text.* Did you mean one of the following"):
        scan_dataframe(df, "text", "url")


def test_an_article_whose_scan_fails_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    pa = pytest.importorskip("pyarrow")
    worker = pytest.importorskip("quotes.spark", reason="needs pyspark; pip install '.[spark]'")

    def reader(text: str) -> quotes.Article:
        if text == "bad":
            raise IndexError("out of range")
        return quotes.scan(text)

    monkeypatch.setattr(worker, "_reader", lambda threads: reader)
    batch = pa.RecordBatch.from_pylist([{"id": text, "text": text} for text in ("bad", '"No," he said.')])
    found = [row for rows in worker._rows(iter([batch])) for row in rows.to_pylist()]
    assert [(row["article_id"], row["content"], row["error"]) for row in found] == [
        ("bad", None, "IndexError: out of range"),
        ('"No," he said.', '"No,"', None),
    ]
