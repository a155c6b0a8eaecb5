"""Where results go: files that appear whole or not at all, and one that grows and outlives the run that writes it."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from quotes.errors import QuotesError
from quotes.reading import Document

if sys.platform != "win32":
    import fcntl

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_BLOCK = 2**16


class OutputError(QuotesError):
    """One sentence about why there can be no output: what, where and what to do."""


def refuse_existing(name: str) -> None:
    """Raises OutputError where `name` is a file."""
    if Path(name).is_file():
        raise OutputError(f"{name}: exists already; --overwrite replaces it, or give -o another name")


def refuse_nowhere(name: str) -> None:
    """Raises OutputError where the folder that the file `name` is to stand in does not exist."""
    folder = Path(name).parent
    if not folder.is_dir():
        raise OutputError(f"{name}: the folder {folder} does not exist; make it, or give -o another name")


@contextmanager
def replaced(name: str | None, newline: str | None = None) -> Iterator[IO[Any]]:
    """Standard output, or the file `name`, which is replaced at the end and only if all went well.

    newline: as `open` takes it, None for a file of bytes. Raises OSError about `name`.
    """
    if name is None:
        sys.stdout.reconfigure(encoding="utf-8", newline=newline)  # type: ignore[union-attr]
        yield sys.stdout
        return
    path = Path(name).resolve()
    whole = is_regular(path)  # a device or a pipe is written to
    target = path.with_name(f".{path.name}.{os.getpid()}") if whole else path
    mode = "x" if whole else "w"
    try:
        with (
            target.open(f"{mode}b") if newline is None else target.open(mode, encoding="utf-8", newline=newline)
        ) as out:
            yield out
        if whole:
            target.replace(path)
    except OSError as error:
        if error.filename not in (None, str(target)):
            raise
        raise OSError(error.errno, f"{_why(error)}{_advice(error, 'start again')}", name) from error
    finally:
        if whole:
            target.unlink(missing_ok=True)


def is_regular(path: Path) -> bool:
    """Whether `path` is a file, or will be when it is written."""
    return path.is_file() or not path.exists()


@dataclass(frozen=True)
class Growing:
    """A file of JSON Lines, an article each in the order of the input, under a name of its own until it is whole.

    A run that stops, for whatever reason, leaves the records that it wrote in `partial`, and maybe the beginning of
    one more, which is known by its lacking the line's end.
    """

    name: str

    @property
    def partial(self) -> Path:
        """What is written to."""
        return Path(f"{self.name}.partial")

    @property
    def is_whole(self) -> bool:
        """Whether an earlier run has written it to its end, and none is under way."""
        return Path(self.name).is_file() and not self.partial.is_file()

    @contextmanager
    def open(self, *, resume: bool = False, overwrite: bool = False) -> Iterator[IO[str]]:
        """The file, to add lines to; it gets its name at the end if all went well and there is any line.

        Raises OutputError where there is a file that neither option allows for, where it cannot be written, or where
        another run writes it.
        """
        if not (resume or overwrite):
            self._refuse()
        try:
            with self.partial.open("a", encoding="utf-8", newline="\n") as out:
                _lock(out)
                if resume:
                    _cut(self.partial)
                else:
                    out.truncate(0)
                yield out
                out.flush()
                os.fsync(out.fileno())
            if self.partial.stat().st_size:
                self.partial.replace(self.name)
        except OSError as error:
            if error.filename not in (None, str(self.partial)):
                raise
            raise OutputError(f"{self.partial}: {_why(error)}{_advice(error, 'go on with --resume')}") from error
        finally:
            if self.partial.is_file() and not self.partial.stat().st_size:
                self.partial.unlink()

    def _refuse(self) -> None:
        refuse_existing(self.name)
        if self.partial.is_file():
            raise OutputError(
                f"{self.partial}: a run was stopped here; --resume goes on with it, --overwrite begins anew"
            )

    def records(self) -> Iterator[dict[str, Any]]:
        """The records written so far. Raises OutputError where a line is none."""
        with self.partial.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                try:
                    record = json.loads(line)
                    record["id"]
                except (ValueError, TypeError, KeyError):
                    raise OutputError(
                        f"{self.partial}: line {number} is no record of an article, and what is after it cannot be "
                        "trusted; mend it, or begin anew with --overwrite"
                    ) from None
                yield record

    def rest(self, documents: Iterator[Document], failed: list[str]) -> Iterator[Document]:
        """The documents that have no record yet; `failed` gets the ids of those whose record tells of an error.

        Raises OutputError where the records are not of these documents, in this order.
        """
        for number, record in enumerate(self.records(), 1):
            document = next(documents, None)
            if document is None or document.id != record["id"]:
                raise OutputError(
                    f"{self.partial}: article {number} in it is {record['id']}, and now "
                    f"{document.id if document else 'there is none'}; give the same paths and options, "
                    "or begin anew with --overwrite"
                )
            if "error" in record:
                failed.append(document.id)
        yield from documents


def _lock(out: IO[str]) -> None:
    if sys.platform != "win32":
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OSError(errno.EBUSY, "another run is writing it; wait until it has ended") from None


def _cut(path: Path) -> None:
    """Takes off what follows the last line's end."""
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            begin = max(0, end - _BLOCK)
            file.seek(begin)
            place = file.read(end - begin).rfind(b"\n")
            if place >= 0:
                end = begin + place + 1
                break
            end = begin
        file.truncate(end)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _advice(error: OSError, then: str) -> str:
    if error.errno in _FULL:
        return f"; make room and {then}"
    return "; write elsewhere with -o, or get the right to write there" if error.errno in _FORBIDDEN else ""
