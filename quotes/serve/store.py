"""The desk's one file: articles with what was put in, what was found and what people say of it, in SQLite.

What a call has written is on the disk when it returns. Text stands in JSON with escapes, as SQLite holds no lone
surrogates.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from quotes.archive.sqlite import Form, opened, whole
from quotes.serve.given import Given
from quotes.serve.refused import FULL, RefusedError

VERSION = 1
_SCHEMA = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, created TEXT NOT NULL, changed TEXT NOT NULL,
    state TEXT NOT NULL, error TEXT, found TEXT, text TEXT, sources TEXT NOT NULL DEFAULT '[]',
    verdicts TEXT NOT NULL DEFAULT '{}', version INTEGER NOT NULL DEFAULT 0, review TEXT NOT NULL DEFAULT '[]',
    checked INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE given (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, number INTEGER NOT NULL, kind TEXT NOT NULL,
    name TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (article, number)
);
"""
_DESK = Form("store", "name another file by --store", 0x71756F74, VERSION, _SCHEMA)  # "quot"
_LISTED = "id, name, created, changed, state, error, version, checked, total"


@dataclass(frozen=True, slots=True)
class Stored:
    """An article in the store.

    state: "waiting" until it is read and scanned, then "ready" or "failed", of which `error` tells why.
    found: what was found, as `Article.to_dict` gives it; text: that of the article. sources: documents as JSON.
    verdicts: on what the review changed, by what it became. review: what people did, one change after another.
    version: how often the review was changed.
    """

    id: int
    name: str
    created: str
    changed: str
    state: str
    error: str | None
    version: int
    found: dict[str, Any] | None
    text: str | None
    sources: list[dict[str, Any]]
    verdicts: dict[str, Any]
    review: list[Any]


class Store:
    """The file, open. Raises FileError where it is another's, of a newer version, or cannot be written."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        self._file = opened(path, _DESK)
        self._file.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        self._file.close()

    def add(self, name: str, given: Sequence[Given]) -> int:
        """A new article, which waits; given: itself, then its sources. Returns its number."""
        now = _now()
        with self._writing() as file:
            row = file.execute(
                "INSERT INTO articles (name, created, changed, state) VALUES (?, ?, ?, 'waiting')", (name, now, now)
            )
            for number, one in enumerate(given):
                body = json.dumps(one.body) if isinstance(one.body, str) else one.body
                file.execute(
                    "INSERT INTO given VALUES (?, ?, ?, ?, ?)", (row.lastrowid, number, one.kind, one.name, body)
                )
        assert row.lastrowid is not None
        return row.lastrowid

    def given(self, id: int) -> list[Given]:
        """What was put in for an article that waits."""
        rows = self._rows("SELECT kind, name, body FROM given WHERE article = ? ORDER BY number", id)
        return [Given(kind, name, json.loads(body) if isinstance(body, str) else body) for kind, name, body in rows]

    def unfinished(self) -> list[int]:
        """The articles that wait, the first that came first."""
        return [id for (id,) in self._rows("SELECT id FROM articles WHERE state = 'waiting' ORDER BY id")]

    def ready(self, id: int, record: str, text: str, sources: Sequence[dict[str, Any]], *, total: int) -> None:
        """Keeps what was found in an article; total: how many quotes are to be looked at."""
        found = record, json.dumps(text), json.dumps(sources), total, _now(), id
        with self._writing() as file:
            file.execute(
                "UPDATE articles SET state = 'ready', found = ?, text = ?, sources = ?, total = ?, changed = ?"
                " WHERE id = ?",
                found,
            )
            file.execute("DELETE FROM given WHERE article = ?", (id,))

    def failed(self, id: int, error: str) -> None:
        """Keeps why an article could not be scanned."""
        with self._writing() as file:
            file.execute(
                "UPDATE articles SET state = 'failed', error = ?, changed = ? WHERE id = ?", (error, _now(), id)
            )
            file.execute("DELETE FROM given WHERE article = ?", (id,))

    def article(self, id: int) -> Stored:
        """An article. Raises RefusedError where there is none."""
        rows = self._rows(
            "SELECT id, name, created, changed, state, error, version, found, text, sources, verdicts, review"
            " FROM articles WHERE id = ?",
            id,
        )
        if not rows:
            raise RefusedError(404, f"there is no article {id}")
        about, parsed = rows[0][:7], [json.loads(value or "null") for value in rows[0][7:]]
        return Stored(*about, *parsed)

    def articles(self, before: int | None = None, limit: int = 100) -> list[dict[str, Any]]:
        """What is told of articles in a list, the newest first; before: only those with smaller numbers."""
        rows = self._rows(
            f"SELECT {_LISTED} FROM articles WHERE id < ? ORDER BY id DESC LIMIT ?", before or 2**62, limit
        )
        return [dict(zip(_LISTED.split(", "), row, strict=True)) for row in rows]

    def whole(self) -> list[int]:
        """The articles of which every quote was looked at."""
        return [id for (id,) in self._rows("SELECT id FROM articles WHERE total > 0 AND checked = total ORDER BY id")]

    def review(self, id: int, version: int, review: Sequence[Any], *, checked: int, total: int) -> int:
        """Keeps a review made from that `version`, and returns the new one.

        Raises RefusedError where the store has another version by now, or there is no such article.
        """
        with self._writing() as file:
            done = file.execute(
                "UPDATE articles SET review = ?, version = version + 1, checked = ?, total = ?, changed = ?"
                " WHERE id = ? AND version = ?",
                (json.dumps(review), checked, total, _now(), id, version),
            )
            if not done.rowcount:
                raise conflict(self.article(id).version, version)
        return version + 1

    def verdicts(self, id: int, verdicts: dict[str, Any]) -> None:
        """Keeps verdicts on what a review changed."""
        with self._writing() as file:
            file.execute("UPDATE articles SET verdicts = ? WHERE id = ?", (json.dumps(verdicts), id))

    def delete(self, id: int) -> None:
        """Takes an article out, and all that belongs to it. Raises RefusedError where there is none."""
        with self._writing() as file:
            if not file.execute("DELETE FROM articles WHERE id = ?", (id,)).rowcount:
                raise RefusedError(404, f"there is no article {id}")

    def _rows(self, query: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._file.execute(query, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                with whole(self._file):
                    yield self._file
            except sqlite3.OperationalError as error:
                raise RefusedError(
                    FULL, f"nothing was saved ({error}); make room on the disk, then try again"
                ) from None


def conflict(now: int, version: int) -> RefusedError:
    """What to raise about a review that was made from another version than the store has now."""
    return RefusedError(409, f"somebody else changed the review: it is at version {now}, not {version}; change that")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
