"""What reading gives: texts, and what is wrong with those that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from quotes.errors import QuotesError

Tell = Callable[[str], None]
"""What is given notes: sentences about what was guessed or passed over, though all is well."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article to be read.

    id: the file's name without its ending, with as many of its folders as make it unique among what is read, or with
        the ending where files differ by that alone; of a row of a table what its column of ids says, or the name with
        the row's number; of a record of a web archive its address.
    path: as the user gave or the folder lists it; None for standard input.
    text: as the file has it: line ends are kept, a byte order mark is no part of it.
    title, author, date, site: what a web page tells of itself, date and site also what a table tells of a row, the
        date as "2026-03-04"; None where nothing does.
    extracted: whether the text was taken out of a web page, a document or a web archive, so that no file holds it.
    times: of a recording, when the text is said from an offset on: (120, "00:14:03").
    """

    id: str
    path: str | None
    text: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    site: str | None = None
    extracted: bool = False
    times: tuple[tuple[int, str], ...] = ()

    @property
    def about(self) -> dict[str, Any]:
        """Everything but the text, by the names that an `Article` has for it too."""
        names = ("id", "path", "title", "author", "date", "site", "extracted")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be read: `message` is one sentence that says where, what is wrong and what to do."""

    path: str
    message: str


class UnusableError(QuotesError):
    """What is wrong with a file, a row or a record, and what to do: all of the sentence but where."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that hold an article's text, its id, its date and its site.

    id, date, site: None for the column of that name where there is one.
    """

    text: str = "text"
    id: str | None = None
    date: str | None = None
    site: str | None = None


TEXT_AND_ID = Columns()


@dataclass
class Extent:
    """How much is to be read and has been, in bytes of files as they lie on the disk; grows while one reads."""

    total: int = 0
    done: int = 0


class Address(str):
    """A web address, as the user gave it."""


def is_address(path: str | Path) -> bool:
    """Whether a path is a web address."""
    return isinstance(path, str) and path.casefold().startswith(("http://", "https://"))


def unreadable(path: Path, error: OSError) -> Problem:
    """Why a file or folder cannot be read at all."""
    match error:
        case FileNotFoundError():
            what = "no such file or folder; check the name"
        case PermissionError():
            what = "may not be read (permission denied); ask for the right to read it, or leave it out"
        case _:
            what = f"cannot be read ({reason(error)}); leave it out"
    return Problem(str(path), f"{path}: {what}")


def library(name: str, what: str, package: str, extra: str = "files") -> ModuleType:
    """A package that reading `what` needs; raises UnusableError, which says how to get it, where it is missing."""
    try:
        return import_module(name)
    except ImportError:
        raise UnusableError(f"reading {what} needs {package}; pip install 'quotes[{extra}]'") from None


def reason(error: Exception) -> str:
    """What an error says, in one line without a full stop, and not without end."""
    said = error.strerror.lower() if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split()).rstrip(".")[:200] or type(error).__name__
