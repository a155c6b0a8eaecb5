"""Searches an archive: the best quotes first, by BM25, with what was found in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import regex

from quotes.archive import records
from quotes.archive.query import full_text, matches
from quotes.archive.rows import ArchivedQuote
from quotes.archive.store import JOINED, QUOTE, Store
from quotes.attribution import Span, Type
from quotes.errors import QuotesError
from quotes.report.visible import storable
from quotes.text.callings import words_in_row

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

TIME = regex.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
MOST_ROWS = 1_000_000  # that are asked for at once
RANKED = 10_000  # quotes with the words that are ranked at most, which takes longer than to find them


@dataclass(frozen=True, slots=True)
class Filters:
    """What quotes and their articles must be like.

    speaker: any name that an article uses for the speaker, as `Article.called` takes it.
    type: "direct", "indirect" or "mixed". since, until: dates, "2026-03-04", "2026-03" or "2026", both included; an
        article without a date is in no time. site: as the archive has it, capitals aside.
    min_confidence: 0 to 1. None stands for whatever it is. Raises QuotesError where one is something else.
    """

    speaker: str | None = None
    type: Type | None = None
    since: str | None = None
    until: str | None = None
    site: str | None = None
    min_confidence: float | None = None

    def __post_init__(self) -> None:
        for time in filter(None, (self.since, self.until)):
            if not TIME.fullmatch(time):
                raise QuotesError(f"{time[:40]!r} is no day, month or year, as 2026-03-04, 2026-03 or 2026")
        if self.since and self.until and self.since > f"{self.until}~":  # a month ends behind all its days
            raise QuotesError(f"there is no time from {self.since} to {self.until}; give the earlier one first")
        if self.type not in (None, *get_args(Type)):
            raise QuotesError(f"there is no type {self.type!r}; there are {', '.join(get_args(Type))}")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise QuotesError(f"{self.min_confidence} is not a probability from 0 to 1")


@dataclass(frozen=True, slots=True)
class Hit:
    """A quote that was found. matches: the words that were searched for, at their offsets in its content."""

    quote: ArchivedQuote
    matches: tuple[Span, ...]


@dataclass(frozen=True)
class Found:
    """What a search found, the best first, to be gone through.

    capped: whether so many quotes have the words that only the newest in the archive, `RANKED` of them, were ranked.
    """

    hits: tuple[Hit, ...]
    capped: bool

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def to_pandas(self) -> pd.DataFrame:
        """A row a quote: article_id, date, site, speaker, kind, type, content, sentence, confidence and number.

        Raises ImportError where pandas is not installed.
        """
        return records.frame((records.of_quote(hit.quote) for hit in self.hits), records.QUOTE)


def search(store: Store, words: str, filters: Filters, limit: int) -> Found:
    """The quotes that have the words (see `query.full_text`), best first; without words all, newest first.

    limit: rows, 1 to `MOST_ROWS`. Raises QuotesError where it is not, or the words are no query.
    """
    if not 1 <= limit <= MOST_ROWS:
        raise QuotesError(f"a limit is a number of rows from 1 to {MOST_ROWS}")
    conditions, values = _conditions(filters)
    if not words.strip():
        newest = "ORDER BY a.date IS NULL, a.date DESC, q.number"
        some = f"SELECT q.number FROM quotes q {JOINED} WHERE {' AND '.join(conditions or ['1'])} {newest} LIMIT ?"
        found = store.selected(f"q.number IN ({some}) {newest}", *values, limit)
        return Found(tuple(Hit(quote, ()) for quote in found), capped=False)
    query = full_text(words)
    joined = f"CROSS JOIN quotes q ON q.number = w.rowid {JOINED}" if conditions else ""
    rows = store.rows(
        f"WITH found AS MATERIALIZED (SELECT w.rowid AS number, bm25(words) AS rank FROM words w {joined}"
        f" WHERE {' AND '.join(('w.words MATCH ?', *conditions))} ORDER BY w.rowid DESC LIMIT {RANKED}),"
        " best AS MATERIALIZED (SELECT number, rank FROM found ORDER BY rank, number LIMIT ?)"
        f" SELECT (SELECT count(*) FROM found), {QUOTE} FROM best CROSS JOIN quotes q ON q.number = best.number"
        f" {JOINED} ORDER BY best.rank, q.number",
        query,
        *values,
        limit,
    )
    quotes = [ArchivedQuote(*row[1:]) for row in rows]
    hits = tuple(Hit(quote, tuple(matches(query, quote.content))) for quote in quotes)
    return Found(hits, capped=bool(rows) and rows[0][0] == RANKED)


def about(filters: Filters, speaker: str = "q.speaker") -> tuple[list[str], list[Any]]:
    """Conditions in SQL on articles `a` and the column of a speaker, and the values in them."""
    wanted = filters.speaker and words_in_row(filters.speaker)
    return _asked(
        {
            f"{speaker} IN (SELECT s.number FROM speakers s WHERE s.person IN (SELECT p.person FROM names n"
            " JOIN speakers p ON p.number = n.speaker WHERE instr(n.key, ?)))": wanted,
            "a.date >= ?": filters.since,
            "a.date <= ?": filters.until and f"{filters.until}~",  # behind all days of a month or year
            "a.site = ? COLLATE NOCASE": filters.site and storable(filters.site),
        }
    )


def _conditions(filters: Filters) -> tuple[list[str], list[Any]]:
    conditions, values = about(filters)
    more, others = _asked({"q.type = ?": filters.type, "q.confidence >= ?": filters.min_confidence})
    return conditions + more, values + others


def _asked(conditions: dict[str, Any]) -> tuple[list[str], list[Any]]:
    asked = {condition: value for condition, value in conditions.items() if value is not None}
    return list(asked), list(asked.values())
