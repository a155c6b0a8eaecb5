"""Articles into an archive: what is there already is known by its content, and what changed takes its place.

A batch of articles is written as a whole, so that whatever ends a run, an article is there with all of its quotes or
not at all.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from quotes.archive.bands import shingles
from quotes.archive.speakers import FORMS
from quotes.archive.store import Store, packed, unpacked
from quotes.article import Article
from quotes.attribution import Attribution, Speaker
from quotes.english import table
from quotes.errors import QuotesError
from quotes.reading import Document
from quotes.reading.document import Tell, is_address
from quotes.report.aliases import other_names
from quotes.report.by_speaker import Tally, tallies
from quotes.report.visible import storable
from quotes.text.callings import words_in_row

BATCH = 64  # articles that are written at once

_WORTH_IT = 10  # the full-text index is made compact where a run adds more than this part of it
_NO_NAMES = ("text", "stdin", "standard input")  # ids of what has none
_KNOWN = "SELECT number, id, hash FROM articles WHERE given = ? AND place = ?"
_Owner = tuple[str, str]


@dataclass
class Index:
    """A run that adds articles to an archive.

    tell: is given a sentence about each article whose id another one has. date: of articles that tell
    none and have none. added, changed, there: how many articles are new, took the place of what they were, and were
    there already; quotes: how many statements the first two have.
    """

    store: Store
    tell: Tell
    date: str | None = None
    added: int = 0
    changed: int = 0
    there: int = 0
    quotes: int = 0
    _copies: dict[bytes, tuple[_Owner, str]] = field(default_factory=dict)
    _alike: str = ""

    @property
    def copies(self) -> str:
        """One sentence about articles that are there under another id; empty where none is."""
        number = len(self._copies)
        return f"left out, as the archive has them under another id: {number} ({self._alike})" if number else ""

    def missing(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents that are not yet there, read as they are asked for."""
        for document in documents:
            dated = replace(document, date=document.date or self._dated(document))
            if not self._is_there(dated):
                yield dated

    def _dated(self, document: Document) -> str | None:
        """The date of what tells none: the one that the archive has, or else that of the run.

        So a run without a date loses none, and one with today's moves none of what did not change.
        """
        had = self.store.rows("SELECT date, text FROM articles WHERE given = ? AND place = ?", *_owner(document))
        for date, before in had:
            if date and (not self.date or unpacked(before) == storable(document.text)):
                return str(date)
        return self.date

    def add(self, articles: Iterable[Article]) -> None:
        """Writes articles, a batch at a time. Raises FileError where that fails; what came before is there."""
        batch: dict[_Owner, Article] = {}
        before = self.store.count("quotes")
        for article in articles:
            owner = _owner(article)
            if owner in batch or len(batch) == BATCH:  # what takes another's place comes after it is written
                self._write(batch.values())
                batch = {}
            batch[owner] = article
        self._write(batch.values())
        if self.quotes * _WORTH_IT > before:
            with self.store.writing() as file:
                for index in ("words", "bands"):
                    file.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")

    def _write(self, batch: Iterable[Article]) -> None:
        with self.store.writing() as file:
            before = file.execute("SELECT coalesce(max(number), 0) FROM quotes").fetchone()
            for article in batch:
                if not self._is_there(article):
                    self._add(file, article)
            added = file.execute("SELECT number, content FROM quotes WHERE number > ?", before).fetchall()
            file.executemany("INSERT INTO bands (rowid, band) VALUES (?, ?)", _banded(added))

    def _is_there(self, text: Document | Article) -> bool:
        owner, hash = _owner(text), _hash(text)
        found = self.store.rows("SELECT given, place, id FROM articles WHERE hash = ?", hash)
        if found:
            self.there += 1
            given, place, id = found[0]
            if (given, place) != owner:
                self._copies[hash] = owner, storable(text.id)
                self._alike = self._alike or f"{text.id} is {id}"
            return True
        return self._is_told_anew(text, owner, hash)

    def _is_told_anew(self, text: Document | Article, owner: _Owner, hash: bytes) -> bool:
        """Whether nothing but the date, the site or the title of an article is new, which is kept."""
        for number, before in self.store.rows(
            "SELECT number, text FROM articles WHERE given = ? AND place = ?", *owner
        ):
            if unpacked(before) == storable(text.text):
                told = [value and storable(value) for value in (text.date, text.site, text.title)]
                change = "UPDATE articles SET hash = ?, date = ?, site = ?, title = ? WHERE number = ?"
                self.store.rows(change, hash, *told, number)
                self.changed += 1
                return True
        return False

    def _add(self, file: sqlite3.Connection, article: Article) -> None:
        given, place = _owner(article)
        number, id, hash = file.execute(_KNOWN, (given, place)).fetchone() or (None, "", b"")
        if number is None:
            self.added += 1
            id = _free(file, storable(article.id))
            if place and id != storable(article.id):
                self.tell(f"{article.path}: another article has the id {article.id}; this one is {id} in the archive")
        else:
            self.changed += 1
            self._let_go(file, number, hash)
        about = (id, given, place, _hash(article), article.date, article.site, article.title)
        row = file.execute(
            "INSERT INTO articles (id, given, place, hash, date, site, title, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*(storable(value) if isinstance(value, str) else value for value in about), packed(article.text)),
        )
        assert row.lastrowid is not None
        self._add_quotes(file, row.lastrowid, article)

    def _let_go(self, file: sqlite3.Connection, number: int, hash: bytes) -> None:
        """Takes an article out that is another now, or leaves it to the one that this run found to be its copy.

        Where rows were put into a table without ids, each is what the one before it was.
        """
        moves: list[tuple[int, _Owner, str]] = []
        while heir := self._copies.pop(hash, None):
            owner, id = heir
            found = file.execute(_KNOWN, owner).fetchone()
            moves.append((number, owner, found[1] if found else _free(file, id)))
            if not found:
                break
            number, _, hash = found
        else:
            _take_out(file, number)
        for number, owner, id in reversed(moves):
            file.execute("UPDATE articles SET given = ?, place = ?, id = ? WHERE number = ?", (*owner, id, number))

    def _add_quotes(self, file: sqlite3.Connection, article: int, found: Article) -> None:
        statements = [a for a in found.attributions if a.is_statement]
        numbers = {speaker: _speaker(file, speaker) for a in statements if (speaker := a.speaker)}
        for a in statements:
            _add_quote(file, article, a, numbers[a.speaker] if a.speaker else None)
        self.quotes += len(statements)
        file.executemany(
            "INSERT INTO appearances VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " direct = direct + excluded.direct, mixed = mixed + excluded.mixed,"
            " indirect = indirect + excluded.indirect, words = words + excluded.words,"
            " direct_words = direct_words + excluded.direct_words",
            [(article, numbers[t.speaker] if t.speaker else 0, *_told(t)) for t in tallies(statements)],
        )


def remove(store: Store, id: str) -> int:
    """Takes an article out with all that belongs to it; how many quotes it had. Raises QuotesError without one."""
    with store.writing() as file:
        row = file.execute("SELECT number FROM articles WHERE id = ?", (storable(id),)).fetchone()
        if not row:
            raise QuotesError(
                f"{store.path}: there is no article {id[:200]!r}; quotes search shows the ids there are"
            )
        return _take_out(file, row[0])


def _take_out(file: sqlite3.Connection, article: int) -> int:
    found = file.execute("SELECT number, content FROM quotes WHERE article = ?", (article,)).fetchall()
    file.executemany("INSERT INTO words (words, rowid, content) VALUES ('delete', ?, ?)", found)
    file.executemany("INSERT INTO bands (bands, rowid, band) VALUES ('delete', ?, ?)", _banded(found))
    file.execute("DELETE FROM articles WHERE number = ?", (article,))
    return len(found)


def _banded(found: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Numbers of quotes with their bands, as the index takes them."""
    bands: dict[int, list[str]] = {number: [] for number, _ in found}
    numbers = list(bands)
    shared, places = shingles([content for _, content in found])
    for band, place in zip(shared.tolist(), places.tolist(), strict=True):
        bands[numbers[place]].append(f"{band:x}")
    return [(number, " ".join(row)) for number, row in bands.items()]


def _add_quote(file: sqlite3.Connection, article: int, a: Attribution, speaker: int | None) -> None:
    content, sentence = storable(a.words), a.context.sentence
    row = file.execute(
        "INSERT INTO quotes (article, speaker, type, content, start, sentence_start, sentence_end, confidence)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (article, speaker, a.type, content, a.content[0].start, sentence.start, sentence.end, round(a.confidence, 3)),
    )
    file.execute("INSERT INTO words (rowid, content) VALUES (?, ?)", (row.lastrowid, content))


def _speaker(file: sqlite3.Connection, speaker: Speaker) -> int:
    """The number of a speaker: who has the same name and kind is taken for the same one, where there is one only."""
    name, role = storable(speaker.name), storable(speaker.role or "")
    key = words_in_row(name)
    same = file.execute(
        "SELECT number FROM speakers WHERE key = ? AND kind = ? AND role = ?", (key, speaker.kind, role)
    )
    number: int | None = next((row[0] for row in same), None)
    if number is None:
        known = "SELECT DISTINCT person FROM speakers WHERE key = ? AND kind = ?"
        persons = file.execute(known, (key, speaker.kind)).fetchall()
        row = file.execute(
            "INSERT INTO speakers (name, kind, role, key, person) VALUES (?, ?, ?, ?, ?)",
            (name, speaker.kind, role, key, persons[0][0] if len(persons) == 1 else 0),
        )
        number = row.lastrowid
        assert number is not None
        file.execute("UPDATE speakers SET person = number WHERE person = 0")
    names = {words_in_row(name): name for name in map(storable, (speaker.name, *other_names(speaker)))}
    file.executemany("INSERT OR IGNORE INTO names VALUES (?, ?, ?)", [(key, number, n) for key, n in names.items()])
    return number


def _told(tally: Tally) -> tuple[int | str, ...]:
    """What an appearance holds: quotes of each type, words, and the pronouns that the article uses of the speaker."""
    mentions = tally.speaker.mentions if tally.speaker else ()
    used = Counter(form for mention in mentions for form in _PRONOUNS.get(mention.text.casefold(), ()))
    pronouns = " ".join(form for form in FORMS if used[form] >= (_THEY if form == "they" else 1))
    types = (tally.types["direct"], tally.types["mixed"], tally.types["indirect"])
    return *types, tally.words, tally.direct_words, pronouns


_PRONOUNS = table("pronouns")
_THEY = 2  # times that an article says "they" of a speaker: once, it may mean others


def _owner(text: Document | Article) -> _Owner:
    """What an article is known by: its id or, where that is made of a file's name, the file and what is behind it.

    Ids of files depend on which are read together, and in another folder there can be one of the same name. What has
    no name is known by its content alone, so that nothing takes its place.
    """
    path = Path(text.path) if text.path and not is_address(text.path) else None
    _, name, behind = text.id.rpartition(path.stem) if path else ("", "", "")
    if path and name:
        return storable(behind.removeprefix(path.suffix)), storable(str(path.absolute()))
    if text.path is None and (text.id.isdecimal() or text.id in _NO_NAMES):
        return _hash(text).hex(), ""
    return storable(text.id), ""


def _hash(text: Document | Article) -> bytes:
    """What tells contents apart: of text, date, site and title."""
    whole = "\0".join((text.date or "", text.site or "", text.title or "", text.text))
    return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _free(file: sqlite3.Connection, id: str) -> str:
    """The id, with a number behind where another article has it."""
    free, number = id, 1
    while file.execute("SELECT 1 FROM articles WHERE id = ?", (free,)).fetchone():
        number += 1
        free = f"{id}-{number}"
    return free
