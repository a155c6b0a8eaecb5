"""Articles of a Spark DataFrame to their attributions, and those to the groups that are one in other words.

The model is loaded once in each Python worker. Nothing is sent to the workers but texts: they need this package
installed, with its extra `spark`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark import TaskContext
from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as f
from pyspark.sql.functions import col
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from quotes.archive.bands import shingles
from quotes.archive.candidates import COMMON, LEAST, LEAST_OF_OTHERS, MOST, RARE
from quotes.archive.groups import Roots, is_told_again, unit
from quotes.archive.wording import Wordings, are_others, may_agree
from quotes.article import Article
from quotes.reading import Document
from quotes.reading.dates import iso
from quotes.report.arrow import SCHEMA, record_batch
from quotes.report.columns import change_rows
from quotes.scanner import MODEL, Scan, each, loaded

_QUOTED = ("article_id", "attribution_id", "date", "site", "speaker", "type", "content")
_BOTH = ("one", "other")
_SCANNED = 32  # articles that are in memory at a time
_TYPES: dict[Any, DataType] = {
    pa.string(): StringType(),
    pa.int32(): IntegerType(),
    pa.float64(): DoubleType(),
    pa.bool_(): BooleanType(),
}


def scan_dataframe(
    df: DataFrame,
    text_column: str,
    id_column: str,
    date_column: str | None = None,
    site_column: str | None = None,
) -> DataFrame:
    """The attributions in the articles of `df`: a row each, with the columns of `quotes.report.columns`.

    An article whose text or id is null, or whose scan fails, stops nothing: it has one row, in which `error` says
    what went wrong; `error` is null in all others. An article in which nothing is attributed has no row.

    text_column: holds an article's text. id_column: of any type that Spark can turn to text, for `article_id`;
    date_column, of which a day can be read, and site_column likewise, for `date` and `site`, which else are null.
    Raises TypeError where `text_column` does not hold text, and what Spark raises where there is no such column.
    """
    told = {"id": id_column, "date": date_column, "site": site_column}
    about = [(col(column) if column else f.lit(None)).cast("string").alias(name) for name, column in told.items()]
    articles = df.select(*about, col(text_column).alias("text"))
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
            yield _plain(record_batch([_article(reader, **record) for record in records]))


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch without dictionaries."""
    columns = [c.dictionary_decode() if pa.types.is_dictionary(c.type) else c for c in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


@cache
def _reader(threads: int) -> Scan:
    """A worker's model, which computes on as many cores as Spark gives a task (spark.task.cpus, 1 by default)."""
    return loaded(MODEL, threads=threads)


def _article(
    scan: Scan, id: str | None, text: str | None, date: str | None = None, site: str | None = None
) -> Article:
    """The article, or why there is none: whatever is wrong with one, the job goes on."""
    if id is None or text is None:
        return Article(id or "", None, "", error=f"the {'id' if id is None else 'text'} is null")
    return next(each(scan, [Document(id, None, text, date=iso(date), site=site)]))


def trace_dataframe(found: DataFrame) -> DataFrame:
    """The groups of two quotes and more that are one in other words, those of one machine: a row a quote.

    found: attributions as `scan_dataframe` gives them, best read from Parquet, as they are read twice. Those that are
        statements are taken.
    Gives `group`, the article and attribution of the earliest; `place` in it, from 1, in time order, what has no
    date last; of the columns of `found` those that tell who said what, where and when; `changes`, the words that it
    and the earliest do not share, as verification has them; `other_speaker`, whether it is given to another.

    Which pairs are one is worked out at once, and brought together on the driver, sixteen bytes a pair. Raises what
    Spark raises where a column is missing.
    """
    statements = found.filter((col("act") == "statement") & col("said") & col("content").isNotNull()).select(*_QUOTED)
    quotes = statements.mapInArrow(_with_unit, _and(statements.schema, StructField("unit", LongType())))
    units = quotes.groupBy("unit").agg(
        f.min("content").alias("content"), f.min("speaker").alias("speaker"), f.count("*").alias("copies")
    )
    told = units.mapInArrow(_told_again, units.schema)
    roots = found.sparkSession.createDataFrame(_roots(_pairs(told).toArrow()))
    joined = told.select("unit").join(roots, "unit", "left").select("unit", f.coalesce("root", "unit").alias("root"))
    group = Window.partitionBy("root")
    timed = group.orderBy(col("date").isNull(), "date", "article_id", "attribution_id")
    first = f.first(f.struct("article_id", "attribution_id", "content", "speaker")).over(timed)
    size, place = f.count("*").over(group), f.row_number().over(timed)
    placed = (
        quotes.join(joined, "unit").withColumns({"size": size, "place": place, "first": first}).filter("size > 1")
    )
    key = f.concat_ws("#", "first.article_id", "first.attribution_id").alias("group")
    rows = placed.select(key, "place", *_QUOTED, "first")
    added = StructField("changes", schema()["changes"].dataType), StructField("other_speaker", BooleanType())
    return rows.mapInArrow(_compared, _and(rows.schema, *added)).drop("first")


def _and(columns: StructType, *added: StructField) -> StructType:
    return StructType([*columns, *added])


def _pairs(units: DataFrame) -> DataFrame:
    """The pairs of units that are one, as `quotes.archive.candidates` finds them: `one` and `other`."""
    bands = units.mapInArrow(_banded, "unit long, band long")
    having = bands.groupBy("band").agg(f.count("*").alias("having"))
    shared_first = f.when(col("having") > 1, col("having"))
    rarest = Window.partitionBy("unit").orderBy(shared_first.asc_nulls_last(), "band")
    ranked = bands.join(having, "band").withColumn("rank", f.row_number().over(rarest))
    kept = ranked.filter((col("having") <= COMMON) | ((col("rank") <= RARE) & (col("having") <= MOST)))
    sized = kept.withColumn("size", f.count("*").over(Window.partitionBy("unit")))
    one, other = (sized.select("band", col("unit").alias(name), col("size").alias(f"{name}_size")) for name in _BOTH)
    counted = one.join(other, "band").filter("one < other").groupBy(*_BOTH, "one_size", "other_size").count()
    share = col("count") / f.least("one_size", "other_size")
    enough = counted.select(*_BOTH, share.alias("share")).filter(col("share") >= LEAST)
    for name in _BOTH:
        texts = (col(column).alias(f"{name}_{column}") for column in ("content", "speaker"))
        enough = enough.join(units.select(col("unit").alias(name), *texts), name)
    return enough.mapInArrow(_decided, "one long, other long")


def _with_unit(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Adds a number of 64 bits, which quotes in the same words by the same speaker share."""
    for batch in batches:
        said = (unit(row["content"], row["speaker"]) for row in batch.select(["content", "speaker"]).to_pylist())
        hashes = [blake2b("\0".join(words).encode(), digest_size=8).digest() for words in said]
        numbers = [int.from_bytes(hash, "big", signed=True) for hash in hashes]
        yield batch.append_column("unit", pa.array(numbers, pa.int64()))


def _told_again(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Leaves out units of many quotes that are not one."""
    wordings = Wordings()
    for batch in batches:
        rows = batch.to_pylist()
        kept = [row["copies"] == 1 or is_told_again(row["content"], row["speaker"], wordings) for row in rows]
        yield batch.filter(pa.array(kept, pa.bool_()))


def _banded(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        found, places = shingles(batch["content"].to_pylist())
        units = batch["unit"].to_numpy()[places]
        yield pa.RecordBatch.from_arrays([pa.array(units), pa.array(found)], names=["unit", "band"])


def _decided(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The pairs that are one."""
    wordings = Wordings()
    for batch in batches:
        kept = []
        for row in batch.to_pylist():
            agree = may_agree(row["one_speaker"], row["other_speaker"])
            likely = agree or row["share"] >= LEAST_OF_OTHERS
            kept.append(likely and wordings.are_one(row["one_content"], row["other_content"], agree=agree))
        yield batch.filter(pa.array(kept, pa.bool_())).select(list(_BOTH))


def _roots(pairs: pa.Table) -> pa.Table:
    """For each unit of a pair the root of its group."""
    units, places = np.unique(np.stack([pairs[name].to_numpy() for name in _BOTH]), return_inverse=True)
    roots = Roots(len(units))
    for one, other in places.reshape(2, -1).T.tolist():
        roots.join(one, other)
    return pa.table({"unit": units, "root": units[[roots.of(number) for number in range(len(units))]]})


def _compared(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Adds what changed since the first, and whether another is said to say it."""
    wordings = Wordings()
    types = _plain(record_batch([])).schema.field("changes").type
    for batch in batches:
        changes, others = [], []
        for row in batch.to_pylist():
            first = row["first"]
            changes.append(change_rows(wordings.changes(first["content"], row["content"])))
            others.append(are_others(row["speaker"], first["speaker"]))
        added = batch.append_column("changes", pa.array(changes, types))
        yield added.append_column("other_speaker", pa.array(others, pa.bool_()))
