"""Files of ours in SQLite: opened, or told in one sentence why not, and written as a whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quotes.errors import QuotesError


class FileError(QuotesError):
    """The file is none that can be used."""


@dataclass(frozen=True)
class Form:
    """What a file holds.

    what: in a word; advice: what to do about a file that is none. number: tells such files from others'.
    version: of the schema. page: bytes that are read at once, more than most rows have.
    """

    what: str
    advice: str
    number: int
    version: int
    schema: str
    page: int = 4096


def opened(path: Path, form: Form, *, create: bool = True) -> sqlite3.Connection:
    """The file, made where there is none.

    create: whether it must be possible to write it; else it is opened to be read where it cannot be written.
    Raises FileError where it is another's, newer, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = _connected(str(path), path, form)
        except sqlite3.OperationalError as error:
            if create or error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
                raise
            file = _connected(_to_be_read(path), path, form)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise FileError(f"{path}: another program is writing it; start again when that has ended") from None
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY:  # which reading needs too, for the WAL
            raise FileError(f"{path}: cannot be written to; copy it to a folder where you can write") from None
        raise FileError(f"{path}: no {form.what} of quotes ({error}); {form.advice}") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(f"{path}: cannot be used ({reason}); {form.advice}") from None
    return file


def _connected(name: str, path: Path, form: Form) -> sqlite3.Connection:
    file = sqlite3.connect(
        name, check_same_thread=False, isolation_level=None, timeout=10, uri=name.startswith("file:///")
    )
    try:
        _prepare(file, path, form)
    except BaseException:
        file.close()
        raise
    return file


def _to_be_read(path: Path) -> str:
    """The address of a file that cannot be written; what waits in its WAL makes one that others may be writing."""
    log = path.with_name(f"{path.name}-wal")
    is_whole = not (log.exists() and log.stat().st_size)
    return f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if is_whole else ''}"


def _prepare(file: sqlite3.Connection, path: Path, form: Form) -> None:
    file.execute(f"PRAGMA page_size = {form.page}")  # of a new file
    if not _is_made(file, path, form):
        file.execute("PRAGMA journal_mode = WAL")
        with whole(file):  # while nobody else makes it
            if not _is_made(file, path, form):
                for statement in form.schema.split(";\n"):
                    file.execute(statement)
                file.execute(f"PRAGMA user_version = {form.version}")
                file.execute(f"PRAGMA application_id = {form.number}")
    file.execute("PRAGMA foreign_keys = ON")


def _is_made(file: sqlite3.Connection, path: Path, form: Form) -> bool:
    """Whether the file holds what it is to hold, and is not empty. Raises FileError where it holds something else."""
    query = "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_master)"
    version, number, tables = file.execute(f"{query} FROM pragma_user_version, pragma_application_id").fetchone()
    if version > form.version and number == form.number:
        raise FileError(f"{path}: made by a newer version of quotes; use that, or {form.advice}")
    if number != form.number and tables:
        raise FileError(f"{path}: a database of another program; {form.advice}")
    return bool(version)


@contextmanager
def whole(file: sqlite3.Connection) -> Iterator[None]:
    """What is written within is written as a whole, or not at all where anything is raised."""
    file.execute("BEGIN IMMEDIATE")
    try:
        yield
        file.execute("COMMIT")
    finally:
        if file.in_transaction:
            file.execute("ROLLBACK")
