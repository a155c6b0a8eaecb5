"""Files, folders and standard input to texts."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from quotes.reading import mail, tables, warc, web_pages
from quotes.reading.document import (
    TEXT_AND_ID,
    Address,
    Columns,
    Document,
    Extent,
    Problem,
    Tell,
    UnusableError,
    unreadable,
)
from quotes.reading.encodings import why
from quotes.reading.folders import absolute, files
from quotes.reading.from_bytes import article
from quotes.reading.talk import recorded
from quotes.reading.word_and_pdf import reader

STANDARD_INPUT = "-"


def _untold(note: str) -> None:
    """What becomes of notes that nobody asked for."""


def read(
    paths: Iterable[str | Path],
    columns: Columns = TEXT_AND_ID,
    extent: Extent | None = None,
    tell: Tell = _untold,
    *,
    allow_private: bool = False,
) -> Iterator[Document | Problem]:
    """The articles that `paths` name, in order; each file once, however often it is named.

    A path is a file, a folder (all files in it and below whose names end as in `folders.ENDINGS`, by name, hidden
    ones left out), a web address, or "-" for standard input. Files whose names say that they are tables (see
    `tables.is_table`) hold an article a row, web archives (`warc.is_archive`) one a record, mailboxes one a message,
    all others are one: text, a web page or a document, which is told by what is in them. Never raises OSError.

    columns: of tables. extent: is kept up to date, of what can be measured.
    tell: is given notes, a sentence each: of an encoding that was guessed, of an id that another article has, which
        gets a number behind, of pages without an article in a web archive.
    allow_private: whether web addresses may be those of private networks and of this machine.
    """
    found = list(files(paths, tell))
    names = iter(_ids([path for path in found if not isinstance(path, Problem)]))
    extent = extent or Extent()
    extent.total = sum(_size(path) for path in found if not isinstance(path, Problem))
    before = 0
    numbers: dict[str, int] = {}
    for path in found:
        if isinstance(path, Problem):
            yield path
            continue
        name = next(names)
        if isinstance(path, Address):
            items: Iterable[Document | Problem] = [_fetched(path, tell, allow_private)]
        else:
            items = _items(path, name, columns, extent, tell)
        for item in items:
            yield item if isinstance(item, Problem) else _told_apart(item, numbers, tell)
        extent.done = before = before + _size(path)


def _items(path: Path, name: str, columns: Columns, extent: Extent, tell: Tell) -> Iterable[Document | Problem]:
    if tables.is_table(path):
        if columns == TEXT_AND_ID and (talk := tables.talk(path, tell)):
            return [recorded(Document(name, str(path), ""), talk)]
        return tables.read(path, name, columns, extent, tell)
    if warc.is_archive(path):
        return warc.read(path, extent, tell)
    if mail.is_mailbox(path):
        return mail.mailbox(path, name)
    return [_read(path, name, tell)]


def _told_apart(document: Document, numbers: dict[str, int], tell: Tell) -> Document:
    """The document with an id of its own; `numbers` holds, of each id that was met, the last number put behind."""
    id = document.id
    while id in numbers:
        numbers[document.id] += 1
        id = f"{document.id}-{numbers[document.id]}"
    numbers[id] = 1
    if id != document.id:
        where = document.path or "standard input"
        tell(f"{where}: the id {document.id} is there twice; the second article is now {id}")
    return replace(document, id=id)


def _size(path: Path | Address) -> int:
    if isinstance(path, Address):
        return 0
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _ids(paths: Sequence[Path | Address]) -> list[str]:
    """A name for each path: its file's name without ending, then folder by folder more, at last all of the path.

    Files that only their endings tell apart keep those. Of a web address it is the address.
    """
    bare = [absolute(path).with_suffix("") if isinstance(path, Path) else path for path in paths]
    count = Counter(bare)
    names = [_names(path, twin=count[key] > 1) for path, key in zip(paths, bare, strict=True)]
    levels = [0] * len(paths)
    while True:
        ids = [name[level] for name, level in zip(names, levels, strict=True)]
        number = Counter(ids)
        shared = [i for i, id in enumerate(ids) if number[id] > 1 and levels[i] + 1 < len(names[i])]
        if not shared:
            return ids
        for i in shared:
            levels[i] += 1


def _names(path: Path | Address, *, twin: bool) -> list[str]:
    """The ids that `path` can have, shortest first. twin: whether another file differs by its ending only."""
    if isinstance(path, Address):
        return [str(path)]
    if str(path) == STANDARD_INPUT:
        return ["stdin", "standard input"]
    whole = absolute(path)
    folders, name = whole.parts[1:-1], whole.name if twin else whole.stem
    return ["/".join((*folders[i:], name)) for i in range(len(folders), -1, -1)] + [str(whole)]


def _fetched(address: Address, tell: Tell, allow_private: bool) -> Document | Problem:
    from quotes.reading.addresses import fetch

    where = str(address)
    name = Path(urlsplit(where).path)
    try:
        if tables.is_table(name) or warc.is_archive(name) or mail.is_mailbox(name):
            raise UnusableError("holds many articles, which are read from a file; download it, and name the file")
        found = fetch(where, allow_private=allow_private)
        if reader(found.raw):
            tell(f"{where}: a document, not a web page; the text in it is read")
        document = Document(where, where, "", extracted=True)
        return article(found.raw, document, where, tell, page=found.kind in warc.PAGES, charset=found.charset)
    except UnicodeDecodeError as error:
        return Problem(where, f"{where}: {why(error)}; leave it out")
    except UnusableError as error:
        return Problem(where, f"{where}: {error}")


def _read(path: Path, id: str, tell: Tell) -> Document | Problem:
    from_input = str(path) == STANDARD_INPUT
    where = "standard input" if from_input else str(path)
    try:
        raw = sys.stdin.buffer.read() if from_input else path.read_bytes()
    except OSError as error:
        return unreadable(path, error)
    page = path.suffix.lower() in web_pages.ENDINGS
    try:
        return article(raw, Document(id, None if from_input else str(path), ""), where, tell, page=page)
    except UnicodeDecodeError as error:
        command = f"iconv -f WINDOWS-1252 -t UTF-8 {'FILE' if from_input else shlex.quote(str(path))}"
        advice = f"convert it, for instance: {command}" if error.encoding == "utf-8" else "copy or download it again"
        return Problem(where, f"{where}: {why(error)}; {advice}")
    except UnusableError as error:
        return Problem(where, f"{where}: {error}")
