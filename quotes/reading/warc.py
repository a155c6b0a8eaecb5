"""Web archives (WARC): an article a record that holds a web page or plain text."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import regex

from quotes.errors import QuotesError
from quotes.reading import web_pages
from quotes.reading.document import Document, Extent, Problem, Tell, UnusableError, library, unreadable
from quotes.reading.encodings import why
from quotes.reading.from_bytes import EMPTY, article

ENDINGS = (".warc", ".warc.gz")

PAGES = ("text/html", "application/xhtml+xml")
_LARGEST = 2**27  # bytes of a record that are read
_BLOCK = 2**16
_CHARSET = regex.compile(r"\bcharset\s*+=\s*+[\"']?+([\w:.-]{2,40})", regex.IGNORECASE)


def is_archive(path: Path) -> bool:
    """Whether a file's name ends like a web archive's: .warc or .warc.gz."""
    return path.name.lower().endswith(ENDINGS)


def read(path: Path, extent: Extent, tell: Tell) -> Iterator[Document | Problem]:
    """The articles in the archive `path`, in its order; a record is in memory at a time. Never raises OSError.

    They are the responses with status 200 that hold HTML or plain text; their ids are their addresses. How many of
    them hold no article, as front pages do, is told at the end. extent: `done` grows as the records come.
    """
    number = empty = 0
    try:
        for address, found in _articles(path, extent, tell):
            number += 1
            if found in (EMPTY, web_pages.NO_TEXT):
                empty += 1
            else:
                yield found if isinstance(found, Document) else Problem(str(path), f"{path}: {address}: {found}")
    except UnusableError as error:
        yield Problem(str(path), f"{path}: {error}")
    except Exception as error:  # of gzip, zlib and warcio, whatever is broken
        if isinstance(error, OSError) and error.errno:
            yield unreadable(path, error)
        else:
            after = f"broken after page {number}" if number else "no web archive, or a broken one"
            yield Problem(str(path), f"{path}: {after}; copy or download it again")
    else:
        if not number:
            yield Problem(str(path), f"{path}: there is no web page and no plain text in this archive; leave it out")
    if empty:
        tell(f"{path}: pages left out because they hold no article's text: {empty}")


def _articles(path: Path, extent: Extent, tell: Tell) -> Iterator[tuple[str, Document | str]]:
    """The address of each record that should hold an article, with the article, or with what is wrong."""
    begun = extent.done
    with path.open("rb") as raw:
        for record in _records()(_Unpacked(fileobj=raw) if path.suffix.lower() == ".gz" else raw):
            address = record.rec_headers.get_header("WARC-Target-URI") or "no address"
            kind = _kind(record)
            found = _article(record, kind, Document(address, str(path), "", extracted=True), tell) if kind else None
            while record.raw_stream.read(_BLOCK):
                pass
            if getattr(record.raw_stream, "limit", 0):
                raise _CutOffError
            extent.done = begun + raw.tell()
            if found:
                yield address, found


def _article(record: Any, kind: str, document: Document, tell: Tell) -> Document | str:
    stream = record.content_stream()
    raw = bytearray()
    while len(raw) <= _LARGEST and (block := stream.read(_BLOCK)):
        raw += block
    if len(raw) > _LARGEST:
        return "larger than 128 MB; it was left out"
    charset = _CHARSET.search(record.http_headers.get_header("Content-Type"))
    try:
        return article(
            bytes(raw),
            document,
            f"{document.path}: {document.id}",
            tell,
            page=kind in PAGES,
            charset=charset[1] if charset else None,
        )
    except UnicodeDecodeError as error:
        return f"{why(error)}; it was left out"
    except UnusableError as error:
        return str(error)


def _kind(record: Any) -> str | None:
    """What a record holds that can be an article, None of all others."""
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
        return None
    kind = (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return kind if kind in PAGES or kind == "text/plain" else None


class _CutOffError(QuotesError):
    """The archive ends within a record. Not EOFError, which warcio takes for its end."""


class _Unpacked(gzip.GzipFile):
    """An archive packed by gzip, as a whole or a record at a time."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return self.read1(-1 if size is None else size)  # which gives what is there before a cut
        except EOFError:
            raise _CutOffError from None


@cache
def _records() -> Any:
    """Warcio's iterator over records, which otherwise complains on standard error."""
    library("warcio.archiveiterator", "a web archive", "warcio")
    from warcio.archiveiterator import ArchiveIterator

    class Records(ArchiveIterator):  # type: ignore[misc]
        INC_RECORD = ""

    return Records
