"""Tables with an article's text a row: JSON Lines, CSV, TSV and Parquet, plain or packed by gzip or zstd.

Rows are read when their turn comes. What is wrong with a row is told in its place; what is wrong with the file ends
it, and the rows before stand.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import IO, Any

from quotes.reading import web_pages
from quotes.reading.dates import iso
from quotes.reading.document import (
    Columns,
    Document,
    Extent,
    Problem,
    Tell,
    UnusableError,
    library,
    reason,
    unreadable,
)
from quotes.reading.talk import Cue, of_rows
from quotes.reading.talk import columns as columns_of

_KINDS = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
_PACKED = (".gz", ".zst")
_LONGEST_CELL = 2**27  # characters; a quotation mark that nobody closed must not take up all memory
_LONGEST_TURN = 2000  # characters on average; in a table of speeches each is an article
_ROWS = 64  # of Parquet that are in memory at a time
_BUFFER = 2**20  # bytes of a Parquet column
_END = "\udfff"  # a line after a table's last, such as no file holds: within quotation marks it is part of the row
_SHOWN = 20  # columns named in a message


@dataclass(frozen=True, slots=True)
class _Row:
    """`cells` as the table has them, by the fields of Columns; `number` counts lines or rows from 1.

    wrong: what is, with the row.
    """

    number: int
    cells: dict[str, Any] = field(default_factory=dict)
    wrong: str | None = None


def is_table(path: Path) -> bool:
    """Whether a file's name ends like a table's: .jsonl, .ndjson, .csv, .tsv or .parquet, then maybe .gz or .zst."""
    return _kind(path) in _KINDS


def talk(path: Path, tell: Tell) -> list[Cue] | None:
    """What a CSV or TSV file holds that is a transcript, as its first line names a column of speakers and no ids.

    None where it is none, or cannot be read. tell: is given a sentence on a quotation mark that nothing closes.
    """
    kind = path.suffix.lower()
    if kind not in (".csv", ".tsv"):
        return None
    try:
        csv.field_size_limit(_LONGEST_CELL)
        with path.open(encoding="utf-8-sig", newline="") as text:
            notes: list[str] = []
            rows = _records(text, kind, lambda note: notes.append(f"{path}: {note}"))
            names = next(rows, [])
            if not {"who", "words"} <= columns_of(names).keys() or "id" in names:
                return None
            cues = of_rows([names, *rows]) or []
            if sum(len(cue.words) for cue in cues) >= _LONGEST_TURN * len(cues):
                return None
            for note in notes:
                tell(note)
            return cues
    except (OSError, ValueError, csv.Error):
        return None


def read(path: Path, name: str, columns: Columns, extent: Extent, tell: Tell) -> Iterator[Document | Problem]:
    """The articles in the table `path`, in the order of its rows. Never raises OSError.

    name: begins the ids of rows that have none of their own. extent: `done` grows as the rows come. tell: is given a
    sentence on a quotation mark that nothing closes.
    """
    line = "line" if _kind(path) in (".jsonl", ".ndjson") else "row"
    number = 0
    undated = False
    try:
        for row in _rows(path, columns, extent, tell):
            number = row.number
            if not (undated or _is_day(row.cells.get("date"))):
                undated = True
                told = str(row.cells["date"])[:40]
                tell(f"{path}: {line} {number}: no date that can be read ({told}); write all as 2026-03-04")
            yield _document(row, str(path), name, line)
    except UnusableError as error:
        yield Problem(str(path), f"{path}: {error}")
    except OSError as error:
        yield unreadable(path, error) if error.errno else _broken(path, line, number, error)
    except (EOFError, zlib.error, csv.Error, ValueError) as error:
        yield _broken(path, line, number, error)


def _document(row: _Row, path: str, name: str, line: str) -> Document | Problem:
    where = f"{path}: {line} {row.number}"
    if row.wrong:
        return Problem(path, f"{where} {row.wrong}")
    text, id, site = (row.cells.get(name) for name in ("text", "id", "site"))
    if not isinstance(text, str):
        kind = "null" if text is None else f"not text but {_KIND_NAMES.get(type(text), 'something else')}"
        return Problem(path, f"{where}: the text is {kind}; leave the row out, or mend it")
    if not text.strip():
        return Problem(path, f"{where}: the text is empty; leave the row out, or mend it")
    document = Document(f"{name}-{row.number}" if id in (None, "") else str(id), path, text)
    document = web_pages.without_markup(document)
    site = site if isinstance(site, str) and site.strip() else document.site
    document = replace(document, date=iso(row.cells.get("date")) or document.date, site=site)
    return document if document.text else Problem(path, f"{where}: {web_pages.NO_TEXT}")


def _is_day(value: Any) -> bool:
    """Whether a cell of dates tells one, or nothing at all."""
    return value in (None, "") or iso(value) is not None


_KIND_NAMES = {int: "a number", float: "a number", bool: "true or false", list: "a list", dict: "an object"}


def _broken(path: Path, line: str, number: int, error: Exception) -> Problem:
    after = f"broken after {line} {number}" if number else "broken"
    return Problem(str(path), f"{path}: {after} ({reason(error)}); copy or download it again")


def _kind(path: Path) -> str:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return (suffixes[-2] if suffixes[-1] in _PACKED and len(suffixes) > 1 else suffixes[-1]) if suffixes else ""


def _rows(path: Path, columns: Columns, extent: Extent, tell: Tell) -> Iterator[_Row]:
    begun = extent.done
    kind = _kind(path)
    with ExitStack() as stack:
        raw = stack.enter_context(path.open("rb"))
        stream = stack.enter_context(closing(_unpacked(raw, path)))
        if kind == ".parquet":
            yield from _parquet(stream, columns, extent, path.stat().st_size)
            return
        if kind in (".jsonl", ".ndjson"):
            rows = _json_lines(stream, columns)
        else:
            rows = _csv(stream, columns, kind, lambda note: tell(f"{path}: {note}"))
        for row in rows:
            extent.done = begun + raw.tell()
            yield row


def _unpacked(raw: IO[bytes], path: Path) -> IO[bytes]:
    suffix = path.suffix.lower()
    if suffix == ".gz":
        stream: IO[bytes] = gzip.GzipFile(fileobj=raw)  # type: ignore[assignment]
    elif suffix == ".zst":
        pyarrow = library("pyarrow", "zstd", "pyarrow", "tables")
        stream = io.BufferedReader(pyarrow.CompressedInputStream(pyarrow.PythonFile(raw), "zstd"))
    else:
        return raw
    return _spooled(stream) if _kind(path) == ".parquet" else stream


def _spooled(stream: IO[bytes]) -> IO[bytes]:
    """The same bytes in a file on the disk, which Parquet is read from here and there."""
    with closing(stream):
        file = tempfile.TemporaryFile()  # noqa: SIM115 - who reads it closes it
        shutil.copyfileobj(stream, file)
    return file


def _json_lines(stream: IO[bytes], columns: Columns) -> Iterator[_Row]:
    named: dict[str, str] = {}
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield _Row(number, wrong=f"is not JSON ({_json_error(error)}); mend it, or leave it out")
            continue
        if not isinstance(record, dict):
            yield _Row(number, wrong=f"is not an object with columns but {_KIND_NAMES.get(type(record), 'a value')}")
            continue
        named = named or _named(list(record), columns)
        yield _Row(number, {which: record.get(name) for which, name in named.items()})


def _json_error(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"{error.msg} at character {error.colno}"
        case UnicodeDecodeError():
            return f"byte 0x{error.object[error.start]:02X} at offset {error.start} is not UTF-8"
        case _:
            return "it is nested too deeply"


def _csv(stream: IO[bytes], columns: Columns, kind: str, tell: Tell) -> Iterator[_Row]:
    csv.field_size_limit(_LONGEST_CELL)
    with io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        rows = _records(text, kind, tell)
        names = next(rows, [])
        places = {which: names.index(name) for which, name in _named(names, columns).items()}
        for number, cells in enumerate((cells for cells in rows if cells), 1):
            if len(cells) != len(names):
                yield _Row(number, wrong=f"has {len(cells)} columns and the first line {len(names)}; mend it")
                continue
            wrong = None if _is_unicode(cells[places["text"]]) else "is not UTF-8 text; convert the file with iconv"
            yield _Row(number, {which: cells[place] for which, place in places.items()}, wrong)


def _records(lines: Iterable[str], kind: str, tell: Tell) -> Iterator[list[str]]:
    """The cells of each row of CSV or TSV; tells of a quotation mark that nothing closes."""
    rows = csv.reader(chain(lines, [_END]), delimiter="\t" if kind == ".tsv" else ",")
    begun = 1
    for cells in rows:
        if cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            cells[-1] = cells[-1].removesuffix(_END)
            tell(
                f"the row that begins in line {begun} has a quotation mark that nothing closes, so all that follows "
                "was read as part of it; close it"
            )
        yield cells
        begun = rows.line_num + 1


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _parquet(stream: IO[bytes], columns: Columns, extent: Extent, size: int) -> Iterator[_Row]:
    pyarrow = library("pyarrow", "Parquet", "pyarrow", "tables")
    from pyarrow.parquet import ParquetFile

    begun = extent.done
    # Neither option may be left out: a row group can hold all rows of the table.
    table = ParquetFile(stream, pre_buffer=False, buffer_size=_BUFFER)
    schema = table.schema_arrow
    named = _named(schema.names, columns)
    _check_text(schema.field(columns.text).type, columns.text, pyarrow.types)
    number = 0
    for batch in table.iter_batches(_ROWS, columns=list(dict.fromkeys(named.values()))):
        for row in batch.to_pylist():
            number += 1
            extent.done = begun + size * number // table.metadata.num_rows
            yield _Row(number, {which: row[name] for which, name in named.items()})


def _check_text(type: Any, name: str, types: Any) -> None:
    plain = type.value_type if types.is_dictionary(type) else type
    checks: Sequence[Callable[[Any], bool]] = (types.is_string, types.is_large_string, types.is_string_view)
    if not any(check(plain) for check in checks):
        raise UnusableError(f"the column {name!r} holds {type}, not text; name another with --text-column")


def _named(names: Sequence[str], columns: Columns) -> dict[str, str]:
    """The names of the columns that there are, by the fields of Columns; refuses a table that lacks one asked for."""
    asked = {which: name for which, name in asdict(columns).items() if name is not None}
    for which, name in asked.items():
        if name not in names:
            there = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
            raise UnusableError(
                f"no column {name!r}; name one of these with --{which}-column: {there or '(there is none)'}"
            )
    return {which: which for which in asdict(columns) if which in names} | asked
