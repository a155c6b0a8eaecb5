"""What reading gives: texts, and what is wrong with those that cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """An article's text as the file has it: line ends are kept, a byte order mark is no part of it.

    id: the file's name without its ending, with as many of its folders as make it unique among what is read; of a row
        of a table what its column of ids says, or the name with the row's number.
    path: as the user gave or the folder lists it; None for standard input.
    """

    id: str
    path: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What cannot be read: `message` is one sentence that says where, what is wrong and what to do."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that hold an article's text and its id.

    id: None for "id" where there is such a column.
    """

    text: str = "text"
    id: str | None = None


TEXT_AND_ID = Columns()


@dataclass
class Extent:
    """How much is to be read and has been, in bytes of files as they lie on the disk; grows while one reads."""

    total: int = 0
    done: int = 0


def unreadable(path: Path, error: OSError) -> Problem:
    """Why a file or folder cannot be read at all."""
    match error:
        case FileNotFoundError():
            what = "no such file or folder; check the name"
        case PermissionError():
            what = "may not be read (permission denied); ask for the right to read it, or leave it out"
        case _:
            what = f"cannot be read ({(error.strerror or str(error)).lower()}); leave it out"
    return Problem(str(path), f"{path}: {what}")
