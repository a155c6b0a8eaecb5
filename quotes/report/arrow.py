"""The rows of `quotes.report.columns` for Arrow: data frames, Parquet and Spark.

The columns are always all of them and in that order, so that batches and files stack; what a column holds its field's
metadata tells, "comment". Nothing is escaped, as no spreadsheet reads this. Only lone surrogates, which UTF-8 cannot
say, become U+FFFD, one for one, so that offsets hold. What is not known is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from quotes.article import Article
from quotes.report.columns import COLUMNS, Row, rows
from quotes.report.visible import storable

try:
    import pyarrow as pa
except ImportError as error:
    raise ImportError("tables, Parquet and Spark need pyarrow: pip install 'quotes[tables]'") from error

_TEXT, _COUNT = pa.string(), pa.int32()
_CHANGE = {"kind": _TEXT, "article": _TEXT, "source": _TEXT, "article_start": _COUNT, "source_start": _COUNT}
_TYPES = {
    "text": _TEXT,
    "word": pa.dictionary(pa.int32(), pa.string()),
    "count": _COUNT,
    "share": pa.float64(),
    "flag": pa.bool_(),
    "spans": pa.list_(pa.struct({"start": _COUNT, "end": _COUNT, "text": _TEXT})),
    "changes": pa.list_(pa.struct(_CHANGE)),
}
SCHEMA = pa.schema([pa.field(c.name, _TYPES[c.type], metadata={"comment": c.comment}) for c in COLUMNS])


def table(articles: Iterable[Article]) -> pa.Table:
    """The attributions of articles, a row each, all in memory."""
    return pa.Table.from_batches(record_batches(articles), SCHEMA).unify_dictionaries()


def record_batches(articles: Iterable[Article], size: int = 10_000) -> Iterator[pa.RecordBatch]:
    """The attributions of articles that may be without end, at most `size` rows at a time."""
    found = chain.from_iterable(map(rows, articles))
    while some := list(islice(found, size)):
        yield _batch(some)


def record_batch(articles: Iterable[Article]) -> pa.RecordBatch:
    """The attributions of these articles, a row each. One without any has no row, one with an `error` has one."""
    return _batch(list(chain.from_iterable(map(rows, articles))))


def _batch(found: Sequence[Row]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([_storable(row) for row in found], schema=SCHEMA)


def _storable(value: Any) -> Any:
    """The value with what UTF-8 cannot say replaced by U+FFFD, however deep it lies."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return {name: _storable(item) for name, item in value.items()} if isinstance(value, dict) else value
