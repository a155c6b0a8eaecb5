"""The archive's one file: articles with their texts, quotes, and who says them, in SQLite with a full-text index.

A text is packed; a sentence is a place in it. What a transaction has written is there whatever ends the process.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self

from quotes.archive.rows import ArchivedQuote
from quotes.archive.sqlite import FileError, Form, opened, whole
from quotes.errors import QuotesError
from quotes.report.visible import storable

# articles.given, place: what an article is known by (see `index`).
# speakers: a name with a kind and a role; person: the speaker, maybe itself, that it is one with. names: all that an
# article calls a speaker, as words in a row. appearances: what a speaker (0: nobody known) says in an article.
# bands: whole numbers that quotes share which may be one in other words; banded: which quotes have one.
_SCHEMA = """
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, given TEXT NOT NULL, place TEXT NOT NULL,
    hash BLOB NOT NULL UNIQUE, date TEXT, site TEXT, title TEXT, text BLOB NOT NULL, UNIQUE (given, place)
);
CREATE TABLE speakers (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, role TEXT NOT NULL, key TEXT NOT NULL,
    person INTEGER NOT NULL, UNIQUE (key, kind, role)
);
CREATE INDEX speakers_person ON speakers (person);
CREATE TABLE names (
    key TEXT NOT NULL, speaker INTEGER NOT NULL REFERENCES speakers ON DELETE CASCADE, name TEXT NOT NULL,
    PRIMARY KEY (key, speaker)
) WITHOUT ROWID;
CREATE TABLE quotes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    speaker INTEGER REFERENCES speakers, type TEXT NOT NULL, content TEXT NOT NULL, start INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, confidence REAL NOT NULL
);
CREATE INDEX quotes_article ON quotes (article);
CREATE INDEX quotes_speaker ON quotes (speaker);
CREATE VIRTUAL TABLE words USING fts5 (
    content, content = 'quotes', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE appearances (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, speaker INTEGER NOT NULL,
    direct INTEGER NOT NULL, mixed INTEGER NOT NULL, indirect INTEGER NOT NULL, words INTEGER NOT NULL,
    direct_words INTEGER NOT NULL, pronouns TEXT NOT NULL, PRIMARY KEY (article, speaker)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE bands USING fts5 (band, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
CREATE VIRTUAL TABLE banded USING fts5vocab ('bands', 'instance');
"""
ARCHIVE = Form("archive", "name another file", 0x71756F61, 1, _SCHEMA, page=16384)  # "quoa"

QUOTE = (
    "q.number, a.id, a.date, a.site, p.name, p.kind, q.type, q.content,"
    " passage(a.text, q.sentence_start, q.sentence_end), q.confidence"
)
JOINED = (
    "JOIN articles a ON a.number = q.article LEFT JOIN speakers s ON s.number = q.speaker"
    " LEFT JOIN speakers p ON p.number = s.person"
)
"""The columns of an ArchivedQuote, and what they are from beside `quotes q`."""

_LARGEST = 2**63 - 1  # number of a row


class Store:
    """The file, open; it is closed at the end of a `with`.

    create: whether it is made where there is none. Raises FileError where it is no archive, or of a newer version.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        self.path = Path(path)
        if self.path.is_dir():
            raise FileError(f"{path}: a folder, not an archive; name the archive's file")
        if not create and not self.path.is_file():
            raise FileError(f"{path}: no such archive; quotes index {path} PATH makes one")
        self._lock = RLock()
        self._file = opened(self.path, ARCHIVE, create=create)
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.create_function("passage", 3, _passage, deterministic=True)

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()

    def quotes(self) -> Iterator[ArchivedQuote]:
        """All quotes, by number, read as they are asked for."""
        last = 0
        while found := self.selected("q.number > ? ORDER BY q.number LIMIT 1000", last):
            yield from found
            last = found[-1].number

    def quote(self, number: int) -> ArchivedQuote:
        """One quote. Raises QuotesError where there is none."""
        for quote in self.selected("q.number = ?", number) if 0 < number <= _LARGEST else ():
            return quote
        raise QuotesError(
            f"{self.path}: there is no quote {number}; quotes search tells the numbers of those there are"
        )

    def place(self, number: int) -> tuple[str, int, int]:
        """The text that a quote is in, and the offsets of its sentence there. Raises as `quote` does."""
        self.quote(number)
        query = (
            "SELECT a.text, q.sentence_start, q.sentence_end FROM quotes q JOIN articles a ON a.number = q.article"
        )
        text, start, end = self.rows(f"{query} WHERE q.number = ?", number)[0]
        return unpacked(text), start, end

    def banded(self, band: int, most: int) -> list[int]:
        """The numbers of the quotes that have a band, as many as `most` of them."""
        return [n for (n,) in self.rows("SELECT doc FROM banded WHERE term = ? LIMIT ?", f"{band:x}", most)]

    def selected(self, condition: str, *values: Any) -> list[ArchivedQuote]:
        """The quotes `q` (articles `a`, speakers `s`, who are persons `p`) for which a condition in SQL holds."""
        return [
            ArchivedQuote(*row)
            for row in self.rows(f"SELECT {QUOTE} FROM quotes q {JOINED} WHERE {condition}", *values)
        ]

    def count(self, what: str) -> int:
        """How many rows a table has: "articles", "quotes"."""
        return int(self.rows(f"SELECT count(*) FROM {what}")[0][0])

    def rows(self, query: str, *values: Any) -> list[Any]:
        """What a query in SQL finds. Raises QuotesError where the file cannot be read."""
        with self._lock:
            try:
                return self._file.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise FileError(f"{self.path}: cannot be read ({error}); make the archive anew") from None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The file, to be written to: all of it or, where anything is raised, nothing."""
        with self._lock:
            try:
                with whole(self._file):
                    yield self._file
            except sqlite3.OperationalError as error:
                raise FileError(
                    f"{self.path}: cannot be written to ({error}); what was written before is there; mend that and "
                    "start again"
                ) from None


def packed(text: str) -> bytes:
    """A text as articles hold it."""
    return zlib.compress(storable(text).encode())


@lru_cache(maxsize=16)
def unpacked(text: bytes) -> str:
    """The text that was packed."""
    return zlib.decompress(text).decode()


def _passage(text: bytes, start: int, end: int) -> str:
    return " ".join(unpacked(text)[start:end].split())
