"""Attributions as a Parquet file, for analysis: a row each, in the columns of `quotes.report.columns`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import IO

from pyarrow.parquet import ParquetWriter

from quotes.article import Article
from quotes.report.arrow import SCHEMA, record_batches
from quotes.report.selection import ALL, Selection


def write_parquet(articles: Iterable[Article], out: str | Path | IO[bytes], selection: Selection = ALL) -> None:
    """The attributions that `selection` keeps, written batch by batch as the articles come.

    out: a path, or a file that is open for bytes; its end is what makes it a Parquet file.
    """
    with ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        for batch in record_batches(map(selection.of, articles)):
            writer.write_batch(batch)
