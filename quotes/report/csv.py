"""Articles as CSV (RFC 4180), for spreadsheets and data frames: one row an attribution, statements and attitudes.

The columns are `columns.IN_CSV`, always all of them and in that order, so that files stack. Only changes are
'KIND: "the source's words" → "the article's"', parted by "; ". What is not known is empty. Line breaks in words are
spaces, and control characters are shown by pictures of them.

A spreadsheet takes text for a formula that begins with = + - or @, after white space and quotation marks too, also in
the full-width forms ＝＋－＠. Such text gets an apostrophe in front. To undo that, take off the first character of
every text that begins with an apostrophe, if any white space and quotation marks (apostrophes and backticks are
some) and then one of those eight signs follow it: no other text looks so. Numbers are never touched.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO, Any

import regex

from quotes.article import Article
from quotes.report.columns import IN_CSV, Row, rows
from quotes.report.selection import ALL, Selection
from quotes.report.visible import visible

_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = regex.compile(r"[\s\p{Quotation_Mark}`]*+[=+\-@＝＋－＠]")


def write_csv(articles: Iterable[Article], out: IO[str], selection: Selection = ALL, *, bom: bool = False) -> None:
    """A line of column names, and a row an attribution, written as the articles come.

    out: opened with `newline=""`, as lines end in CR LF; encoded in UTF-8.
    selection: which attributions get a row.
    bom: whether to begin with a byte order mark, without which Excel does not take a file for UTF-8.
    """
    if bom:
        out.write(_BYTE_ORDER_MARK)
    table = csv.writer(out)
    table.writerow(IN_CSV)
    for article in articles:
        if not article.error:
            for row in rows(selection.of(article)):
                table.writerow(cell(row[name]) for name in IN_CSV)
        out.flush()


def cell(value: Any) -> str | int | float:
    """A value as CSV has it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case list():
            return _text("; ".join(map(_listed, value)))
    number: int | float = value
    return number


def _listed(change: Row) -> str:
    """A change, or where a span is."""
    if "kind" not in change:
        return f"{change['start']}-{change['end']}"
    return f'{change["kind"]}: "{change["source"] or ""}" → "{change["article"] or ""}"'


def _text(text: str) -> str:
    """`text` in one line that no spreadsheet takes for a formula."""
    line = visible(text)
    return f"'{line}" if _FORMULA.match(line) else line
