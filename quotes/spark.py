"""Articles of a Spark DataFrame to their attributions, on every core of a cluster.

The model is loaded once in each Python worker. Nothing is sent to the workers but texts: they need this package
installed, with its extra `spark`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import DataFrame
from pyspark.sql.functions import col
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    IntegerType,
    StringType,
    StructField,
    StructType,
)

from quotes.article import Article
from quotes.reading import Document
from quotes.report.arrow import SCHEMA, record_batch
from quotes.scanner import MODEL, Scan, each, loaded

_SCANNED = 32  # articles that are in memory at a time
_TYPES: dict[Any, DataType] = {
    pa.string(): StringType(),
    pa.int32(): IntegerType(),
    pa.float64(): DoubleType(),
    pa.bool_(): BooleanType(),
}


def scan_dataframe(df: DataFrame, text_column: str, id_column: str) -> DataFrame:
    """The attributions in the articles of `df`: a row each, with the columns of `quotes.report.columns`.

    An article whose text or id is null, or whose scan fails, stops nothing: it has one row, in which `error` says
    what went wrong; `error` is null in all others. An article in which nothing is attributed has no row.

    text_column: holds an article's text. id_column: of any type that Spark can turn to text, for `article_id`.
    Raises TypeError where `text_column` does not hold text, and what Spark raises where there is no such column.
    """
    articles = df.select(col(id_column).cast("string").alias("id"), col(text_column).alias("text"))
    kind = articles.schema["text"].dataType
    if not isinstance(kind, StringType):
        raise TypeError(f"the column {text_column!r} holds {kind.simpleString()}, not text")
    # not mapInPandas: its frames turn integers with nulls to floats, and spans would become Python objects twice
    return articles.mapInArrow(_rows, schema())


def schema() -> StructType:
    """The columns of what `scan_dataframe` gives; Spark shows their comments."""
    return StructType(
        [
            StructField(column.name, _type(column.type), metadata={"comment": column.metadata[b"comment"].decode()})
            for column in SCHEMA
        ]
    )


def _type(arrow: Any) -> DataType:
    """The type that Spark has for one of Arrow's; it knows no dictionaries."""
    if pa.types.is_dictionary(arrow):
        return _type(arrow.value_type)
    if pa.types.is_list(arrow):
        return ArrayType(_type(arrow.value_type))
    if pa.types.is_struct(arrow):
        return StructType([StructField(part.name, _type(part.type)) for part in arrow])
    return _TYPES[arrow]


def _rows(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """What runs in a Python worker: batches of `id` and `text` to batches of rows."""
    task = TaskContext.get()
    reader = _reader(task.cpus() if task else 1)
    for batch in batches:
        for start in range(0, len(batch), _SCANNED):
            records = batch.slice(start, _SCANNED).to_pylist()
            yield _plain(record_batch([_article(reader, record["id"], record["text"]) for record in records]))


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch without dictionaries."""
    columns = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


@cache
def _reader(threads: int) -> Scan:
    """A worker's model, which computes on as many cores as Spark gives a task (spark.task.cpus, 1 by default)."""
    return loaded(MODEL, threads=threads)


def _article(scan: Scan, id: str | None, text: str | None) -> Article:
    """The article, or why there is none: whatever is wrong with one, the job goes on."""
    if id is None or text is None:
        return Article(id or "", None, "", error=f"the {'id' if id is None else 'text'} is null")
    return next(each(scan, [Document(id, None, text)]))
