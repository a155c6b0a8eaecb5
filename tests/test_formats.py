"""The one table of formats: each is written by its line, and takes what the line says."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from samples import FERRY

from quotes.errors import QuotesError
from quotes.report.formats import BY_SPEAKER, FORMATS, Format, Layout, format_named


@pytest.mark.parametrize("format", [*FORMATS, BY_SPEAKER], ids=lambda format: format.writer)
def test_a_format_writes_articles_to_what_its_line_says(format: Format, tmp_path: Path) -> None:
    out = {"text": io.StringIO(newline=""), "bytes": io.BytesIO(), "folder": tmp_path}[format.to]
    format.write([FERRY], out, layout=Layout(everything=True, context=1, width=80, color=False, bom=True))
    written = list(tmp_path.iterdir()) if isinstance(out, Path) else out.getvalue()
    assert written


def test_a_format_is_found_by_its_name() -> None:
    assert [format_named(format.name) for format in FORMATS] == list(FORMATS)


def test_a_format_that_does_not_exist_is_an_error_that_names_those_that_do() -> None:
    with pytest.raises(QuotesError, match=r"there is no format 'xml'; there are table, json, jsonl, .*, parquet$"):
        format_named("xml")
