"""The options of the commands that make an archive and ask it: index, search, trace, speakers."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from quotes.archive.search import Filters
from quotes.attribution import Type
from quotes.command import examples, typed
from quotes.command.reading_options import Reading, add_columns, add_model, add_paths
from quotes.reading import Columns
from quotes.report.formats import Layout

_FORMATS = ("table", "json", "jsonl", "csv", "html")


@dataclass(frozen=True)
class IndexOptions(Reading):
    """What `quotes index` is asked for. date: of articles that tell none; remove: ids of articles to take out."""

    archive: Path
    date: str | None
    remove: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What an archive is asked for.

    words: to search for, or the quote to trace. limit: rows at most. output: a file; None for standard output.
    quote: the number of the quote to trace; everything: whether all are. against: sources to hold them against.
    merge: two speakers that are one; split: one who is several.
    """

    command: Literal["search", "trace", "speakers"]
    archive: Path
    words: str
    filters: Filters
    limit: int
    format: str
    output: str | None
    layout: Layout
    quote: int | None = None
    everything: bool = False
    against: tuple[str, ...] = ()
    merge: tuple[str, str] | None = None
    split: str | None = None


def add_archive(commands: Any) -> dict[str, Any]:
    """Adds the commands to the others; returns their parsers by name."""
    adders = {"index": _index, "search": _search, "trace": _trace, "speakers": _speakers}
    return {name: add(commands) for name, add in adders.items()}


def index_options(values: argparse.Namespace) -> IndexOptions:
    """What was typed after `quotes index`."""
    columns = Columns(values.text_column, values.id_column, values.date_column, values.site_column)
    reading = (tuple(values.paths), values.allow_private, columns, values.model, values.stanza, values.workers)
    return IndexOptions(*reading, values.archive, values.date, tuple(values.remove))


def asked(values: argparse.Namespace) -> Asked:
    """What was typed after the others."""
    told = vars(values)
    filters = {name: told[name] for name in Filters.__slots__ if name in told}
    return Asked(
        values.command,
        values.archive,
        " ".join(told.get("words", ())),
        Filters(**filters),
        values.limit,
        values.format,
        values.output,
        Layout(width=values.width, color=values.color),
        told.get("quote"),
        told.get("everything", False),
        tuple(told.get("against", ())),
        told.get("merge") and tuple(told["merge"]),
        told.get("split"),
    )


def _index(commands: Any) -> Any:
    index = _command(commands, "index", "add articles to an archive that can be searched", examples.INDEX)
    add = index.add_argument
    add_paths(index, "*")
    add_columns(index, dated=True)
    add("--date", type=typed.day, metavar="DATE", help="of articles that tell none, as 2026-03-04")
    add("--remove", action="append", default=[], metavar="ID", help="take an article out; may be repeated")
    add_model(index)
    return index


def _search(commands: Any) -> Any:
    search = _command(commands, "search", "find quotes in an archive by their words", examples.SEARCH)
    _add_words(search, 'words that must all be there, "phrases", AND, OR, NOT, prefix*, brackets')
    _add_filters(search)
    add = search.add_argument
    add("--speaker", type=typed.name, metavar="NAME", help="any name that an article uses for the speaker")
    add("--type", choices=get_args(Type))
    add("--min-confidence", type=typed.probability, metavar="P", help="leave out what is less sure, 0 to 1")
    _add_output(search, 20)
    return search


def _trace(commands: Any) -> Any:
    trace = _command(
        commands, "trace", "find one quote in other words: who has it first, and how it changed", examples.TRACE
    )
    _add_words(trace, "what is said")
    add = trace.add_argument
    add("--quote", type=typed.quote, metavar="N", help="in place of words, the number that quotes search shows")
    add("--all", dest="everything", action="store_true", help="all groups of two quotes and more")
    add("--against", nargs="+", default=[], metavar="SOURCE", help="show changes to these, not to the earliest")
    _add_output(trace, 1_000_000, "groups at most; default: all")
    return trace


def _speakers(commands: Any) -> Any:
    speakers = _command(
        commands, "speakers", "tell who is quoted in an archive, how often and where", examples.SPEAKERS
    )
    add = speakers.add_argument
    add("--speaker", type=typed.name, metavar="NAME", help="only whom an article calls so")
    _add_filters(speakers)
    add("--merge", nargs=2, metavar=("A", "B"), help="names, or numbers as shown, of two who are one: A from now on")
    add("--split", metavar="A", help="part who was merged, or one name by the roles that articles give")
    _add_output(speakers, 50)
    return speakers


def _command(commands: Any, name: str, help: str, epilog: str) -> Any:
    raw = argparse.RawDescriptionHelpFormatter
    about = f"{help[0].upper()}{help[1:]}."
    command = commands.add_parser(
        name, help=help, description=about, epilog=epilog, formatter_class=raw, allow_abbrev=False
    )
    command.add_argument("archive", type=Path, metavar="ARCHIVE.db", help="the archive's one file")
    return command


def _add_words(command: Any, help: str) -> None:
    command.add_argument("words", nargs="*", metavar="WORDS", help=help)


def _add_filters(command: Any) -> None:
    add = command.add_argument
    add("--from", dest="since", type=typed.time, metavar="DATE", help="2026-03-04, 2026-03 or 2026")
    add("--to", dest="until", type=typed.time, metavar="DATE", help="the same, included")
    add("--site", metavar="NAME", help="as the archive has it")


def _add_output(command: Any, limit: int, help: str = "") -> None:
    add = command.add_argument
    add("--limit", type=typed.limit, default=limit, metavar="N", help=help or f"rows at most; default: {limit}")
    add("--format", choices=_FORMATS, default="table", help="default: table; html: one page that needs no network")
    add("-o", "--output", metavar="FILE", help="write to FILE, which is replaced when all is done")
    add("--width", type=typed.columns, metavar="N", help="columns; default: the terminal's, at most 120")
    add("--no-color", dest="color", action="store_false", help="as the variable NO_COLOR does")
