"""Files, folders and standard input to texts."""

from __future__ import annotations

import codecs
import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import regex

from quotes.reading import tables
from quotes.reading.sources import TEXT_AND_ID, Columns, Extent, Problem, Source, unreadable

STANDARD_INPUT = "-"

_ENDING = ".txt"
_HTML = regex.compile(r"\s*+(?:<!--[^>]{0,200}+-->\s*+)?+<(?:!doctype html|html|head|body)\b", regex.IGNORECASE)
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(
    paths: Iterable[str | Path], columns: Columns = TEXT_AND_ID, extent: Extent | None = None
) -> Iterator[Source | Problem]:
    """The articles that `paths` name, in order; each file once, however often it is named.

    A path is a file (whatever its ending), a folder (all `*.txt` in it and below, by name, hidden ones left out),
    or "-" for standard input. Text is UTF-8, or UTF-16 with a byte order mark. Files whose names say that they are
    tables (see `tables.is_table`) hold an article a row. An id that another article has gets a number behind, which
    is told. Never raises OSError.

    columns: of tables. extent: is kept up to date, of what can be measured.
    """
    found = list(_unique(_listed(paths)))
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
        items = tables.read(path, name, columns, extent) if tables.is_table(path) else [_read(path, name)]
        for item in items:
            yield from [item] if isinstance(item, Problem) else _told_apart(item, numbers)
        extent.done = before = before + _size(path)


def _told_apart(source: Source, numbers: dict[str, int]) -> Iterator[Source | Problem]:
    """The source with an id of its own; `numbers` holds, of each id that was met, the last number put behind."""
    id = source.id
    while id in numbers:
        numbers[source.id] += 1
        id = f"{source.id}-{numbers[source.id]}"
    numbers[id] = 1
    if id != source.id:
        where = source.path or "standard input"
        yield Problem(where, f"{where}: the id {source.id} is there twice; the second article is now {id}")
    yield replace(source, id=id)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def is_html(text: str) -> bool:
    """Whether a text is the source of a web page."""
    return bool(_HTML.match(text))


def without_markup(source: Source) -> Source:
    """The source as it is, or the text of its main part where it is a web page."""
    if not is_html(source.text):
        return source
    import trafilatura

    return replace(source, text=trafilatura.extract(source.text, favor_recall=True) or "")


def _listed(paths: Iterable[str | Path]) -> Iterator[Path | Problem]:
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        inside = list(_inside(path))
        yield from inside
        if not inside:
            yield Problem(
                str(path), f"{path}: no articles in this folder; they are files whose names end in {_ENDING}"
            )


def _inside(folder: Path) -> Iterator[Path | Problem]:
    """The articles in `folder` and below in the order of their names, each folder once."""
    visited = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path.is_dir():
            real = path.resolve()
            if real not in visited:
                visited.add(real)
                try:
                    entries = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
                except OSError as error:
                    yield unreadable(path, error)
                else:
                    waiting.extend(sorted(entries, reverse=True))
            elif path.parent.resolve().is_relative_to(real):
                yield Problem(str(path), f"{path}: a link back to the folder that it is in; not followed, remove it")
        elif path.suffix.lower() == _ENDING and (path.is_file() or not path.exists()):  # not: dead links, told later
            yield path


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links, which have names of their own


def _unique(paths: Iterable[Path | Problem]) -> Iterator[Path | Problem]:
    seen = set()
    for path in paths:
        key = path if isinstance(path, Problem) else _absolute(path)
        if key not in seen:
            seen.add(key)
            yield path


def _ids(paths: Sequence[Path]) -> list[str]:
    """A name for each path: its file's name without ending, then folder by folder more, at last all of the path."""
    names = [_names(path) for path in paths]
    levels = [0] * len(paths)
    while True:
        ids = [name[level] for name, level in zip(names, levels, strict=True)]
        count = Counter(ids)
        shared = [i for i, id in enumerate(ids) if count[id] > 1 and levels[i] + 1 < len(names[i])]
        if not shared:
            return ids
        for i in shared:
            levels[i] += 1


def _names(path: Path) -> list[str]:
    """The ids that `path` can have, shortest first."""
    if str(path) == STANDARD_INPUT:
        return ["stdin", "standard input"]
    whole = _absolute(path)
    folders = whole.parts[1:-1]
    return ["/".join((*folders[i:], whole.stem)) for i in range(len(folders), -1, -1)] + [str(whole)]


def _read(path: Path, id: str) -> Source | Problem:
    from_input = str(path) == STANDARD_INPUT
    where = "standard input" if from_input else str(path)
    try:
        raw = sys.stdin.buffer.read() if from_input else path.read_bytes()
    except OSError as error:
        return unreadable(path, error)
    encoding = "utf-16" if raw.startswith(_UTF16_MARKS) and not raw.startswith(codecs.BOM_UTF32_LE) else "utf-8"
    if encoding == "utf-8" and b"\0" in raw:
        return Problem(
            where, f"{where}: not text but a binary file (NUL bytes); leave it out, or save it as UTF-8 text"
        )
    try:
        text = raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        wrong = f"not {encoding.upper()} text (byte 0x{raw[error.start]:02X} at offset {error.start})"
        file = "FILE" if from_input else shlex.quote(str(path))
        return Problem(where, f"{where}: {wrong}; convert it, for instance: iconv -f WINDOWS-1252 -t UTF-8 {file}")
    if not text.strip():
        return Problem(where, f"{where}: empty, there is no text in it; leave it out, or save the article again")
    return Source(id, None if from_input else str(path), text)
