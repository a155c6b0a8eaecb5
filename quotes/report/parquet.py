"""Attributions as a Parquet file, for analysis: a row each, in the columns of `quotes.report.arrow.SCHEMA`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pyarrow.parquet import ParquetWriter

from quotes.article import Article
from quotes.report.arrow import SCHEMA, record_batch
from quotes.report.selection import ALL, Selection

_ROWS = 10_000  # in a group, which is held in memory until it is whole


def write_parquet(articles: Iterable[Article], out: str | Path | IO[bytes], selection: Selection = ALL) -> None:
    """The attributions that `selection` keeps, written group by group as the articles come.

    out: a path, or a file that is open for bytes; its end is what makes it a Parquet file.
    """
    with ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        waiting: list[Article] = []
        rows = 0
        for article in map(selection.of, articles):
            waiting.append(article)
            rows += len(article.attributions)
            if rows >= _ROWS:
                writer.write_batch(record_batch(waiting))
                waiting, rows = [], 0
        writer.write_batch(record_batch(waiting))
