"""Attributions as an Arrow table, for Parquet, data frames and Spark: one row each, statements and attitudes.

An article that could not be scanned has a row too, so that it is not lost in silence: its id, path and `error`.

The columns are SCHEMA's, always all of them and in its order, so that batches and files stack; what a column holds
its field's metadata tells, "comment". Text is as the article has it: nothing is escaped, as no spreadsheet reads
this. Only lone surrogates, which UTF-8 cannot say, become U+FFFD, one for one, so that offsets hold. What is not
known is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from quotes.article import Article
from quotes.report.rows import Row, failed, row
from quotes.report.visible import storable

try:
    import pyarrow as pa
except ImportError as error:
    raise ImportError("tables, Parquet and Spark need pyarrow: pip install 'quotes[tables]'") from error

_TEXT, _PLACE, _SHARE, _FLAG = pa.string(), pa.int32(), pa.float64(), pa.bool_()
_REPEATED = pa.dictionary(pa.int32(), pa.string())
_SPANS = pa.list_(pa.struct({"start": _PLACE, "end": _PLACE, "text": _TEXT}))
_CHANGES = pa.list_(
    pa.struct(
        {"kind": _TEXT, "article": _TEXT, "source": _TEXT, "article_start": _PLACE, "source_start": _PLACE},
    )
)


def _column(name: str, type: Any, comment: str) -> Any:
    return pa.field(name, type, metadata={"comment": comment})


SCHEMA = pa.schema(
    [
        _column("article_id", _TEXT, "the article's id"),
        _column("path", _REPEATED, "the file that the article is from"),
        _column("title", _REPEATED, "of the article, as its web page tells"),
        _column("author", _REPEATED, "of the article, likewise"),
        _column("date", _REPEATED, "of the article, likewise, as 2026-03-04"),
        _column("site", _REPEATED, "of the article, likewise"),
        _column("attribution_id", _PLACE, "counts from 1 in the article, in text order"),
        _column("speaker", _REPEATED, 'who it is attributed to; joint speakers are joined by " | "'),
        _column("kind", _REPEATED, "of speaker: person, organization, group, document, anonymous or unknown"),
        _column("role", _TEXT, "the speaker's title or affiliation, as the article gives it"),
        _column("type", _REPEATED, "direct, indirect or mixed: wholly in quotation marks, not at all, partly"),
        _column("act", _REPEATED, "statement, or attitude: what somebody believes, hopes or plans"),
        _column("said", _FLAG, "false where it is only expected, wanted or denied that somebody said it"),
        _column("hearsay", _FLAG, "true where others tell that somebody said it"),
        _column("cue", _TEXT, "the words that attribute"),
        _column("cue_start", _PLACE, "offset in the article's text, in characters (code points)"),
        _column("cue_end", _PLACE, "its end, exclusive"),
        _column("cue_lemma", _REPEATED, "the dictionary form of the cue's head"),
        _column("content", _TEXT, 'what is said, in one line: its pieces joined by " … ", white space made plain'),
        _column("content_start", _PLACE, "offset of where its first piece begins"),
        _column("content_end", _PLACE, "offset of where its last piece ends, exclusive"),
        _column("content_spans", _SPANS, "its pieces with their offsets, as the article has them"),
        _column("source", _TEXT, "the words that name the speaker there"),
        _column("source_start", _PLACE, "offset in the article's text"),
        _column("source_end", _PLACE, "its end, exclusive"),
        _column("confidence", _SHARE, "how likely content and speaker are both right, 0 to 1, three decimals"),
        _column("line", _PLACE, "where the content begins, from 1"),
        _column("paragraph", _PLACE, "where the content begins, from 1"),
        _column("sentence", _TEXT, "the sentence that holds the cue, or the content"),
        _column("sentence_start", _PLACE, "offset in the article's text"),
        _column("sentence_end", _PLACE, "its end, exclusive"),
        _column("model", _REPEATED, "the version of the model that read the article"),
        _column(
            "verdict",
            _REPEATED,
            "verbatim, trimmed, altered, paraphrased, misattributed, out_of_context or not_found",
        ),
        _column("reason", _TEXT, "in words why the verdict is what it is; null where nothing is to be said"),
        _column("similarity", _SHARE, "how much of the content the passage holds, 0 to 1, three decimals"),
        _column("match_source", _TEXT, "path or id of the source with the passage found"),
        _column("match_start", _PLACE, "offset of the passage in the source's text"),
        _column("match_end", _PLACE, "its end, exclusive"),
        _column("match_line", _PLACE, "where the passage begins in the source, from 1"),
        _column("match_text", _TEXT, "the passage"),
        _column("match_speaker", _TEXT, "who says it there"),
        _column("match_time", _TEXT, "when, as 00:14:03, of recordings and transcripts with times"),
        _column("match_sentence", _TEXT, "the source's sentence, or sentences, with the passage"),
        _column("match_before", _TEXT, "the sentence before"),
        _column("match_after", _TEXT, "the sentence after"),
        _column("changes", _CHANGES, "words that article and source do not share; offsets where each has them"),
        _column("error", _TEXT, "why the article could not be scanned; then all else is null but its id and path"),
    ]
)


def table(articles: Iterable[Article]) -> pa.Table:
    """The attributions of articles, a row each, all in memory."""
    return pa.Table.from_batches(record_batches(articles), SCHEMA).unify_dictionaries()


def record_batches(articles: Iterable[Article], size: int = 10_000) -> Iterator[pa.RecordBatch]:
    """The attributions of articles that may be without end, at most `size` rows at a time."""
    rows = (found for article in articles for found in _rows(article))
    while some := list(islice(rows, size)):
        yield _batch(some)


def record_batch(articles: Sequence[Article]) -> pa.RecordBatch:
    """The attributions of these articles, a row each. One without any has no row, one with an `error` has one."""
    return _batch([found for article in articles for found in _rows(article)])


def _batch(rows: Sequence[Row]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([_storable(row) for row in rows], schema=SCHEMA)


def _rows(article: Article) -> Iterator[Row]:
    if article.error:
        yield failed(article)
    for attribution in article.attributions:
        yield row(article, attribution)


def _storable(value: Any) -> Any:
    """The value with what UTF-8 cannot say replaced by U+FFFD, however deep it lies."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return {name: _storable(item) for name, item in value.items()} if isinstance(value, dict) else value
