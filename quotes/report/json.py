"""Articles as JSON, in the shape of `quotes.json_shape`: one indented list, or JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

import regex

from quotes.article import Article
from quotes.report.selection import ALL, Selection

# What a terminal might obey, a line reader might take for a line's end, or UTF-8 cannot hold.
_ESCAPED = regex.compile(r"[\x7F-\x9F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uD800-\uDFFF]")


def write_json(articles: Iterable[Article], out: IO[str], selection: Selection = ALL) -> None:
    """A list of all articles, indented, with the attributions that `selection` keeps, written as they come."""
    separator = "[\n  "
    for article in map(selection.of, articles):
        out.write(separator + to_json(article.to_dict(), indent=2).replace("\n", "\n  "))
        out.flush()
        separator = ",\n  "
    out.write("[]\n" if separator.startswith("[") else "\n]\n")


def write_jsonl(articles: Iterable[Article], out: IO[str], selection: Selection = ALL) -> None:
    """One article a line, with the attributions that `selection` keeps, written as they come."""
    for article in map(selection.of, articles):
        out.write(to_json(article.to_dict()) + "\n")
        out.flush()


def to_json(value: Any, indent: int | None = None) -> str:
    """A JSON value as text that terminals do not obey, that is one line without `indent`, and that UTF-8 can hold."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    escaped: str = _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return escaped
