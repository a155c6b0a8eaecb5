"""The options of all commands that read and scan articles."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from quotes.command import typed
from quotes.reading import Columns


@dataclass(frozen=True)
class Reading:
    """What is to be read, and how.

    allow_private: whether web addresses of private networks may be asked.
    model: a folder; None for what ships. stanza: a package of Stanza's whose tokenizer reads; None for our own.
    workers: processes, at least 1; None to choose.
    """

    paths: tuple[str, ...]
    allow_private: bool
    columns: Columns
    model: Path | None
    stanza: str | None
    workers: int | None


def add_paths(command: argparse.ArgumentParser, nargs: str = "+") -> None:
    """Adds what to read."""
    add = command.add_argument
    add(
        "paths",
        nargs=nargs,
        metavar="PATH",
        help="a file (text, web page, .docx, .pdf, .epub, .eml), a folder of them, a web address, a web archive "
        "(.warc, .warc.gz), a mailbox (.mbox), a table (.jsonl, .csv, .tsv or .parquet, also with .gz or .zst "
        "behind), or - (standard input)",
    )
    add("--allow-private", action="store_true", help="ask web addresses of private networks and this machine too")


def add_columns(command: argparse.ArgumentParser, *, dated: bool = False) -> None:
    """Adds the columns of tables; dated: those of dates and sites too."""
    add = command.add_argument_group("tables").add_argument
    add("--text-column", default="text", metavar="NAME", help="holds the articles; default: text")
    add("--id-column", metavar="NAME", help="holds their ids; default: id if there is one, else file name and row")
    if dated:
        add("--date-column", metavar="NAME", help="holds their dates, as 2026-03-04; default: date if there is one")
        add("--site-column", metavar="NAME", help="holds their sites or papers; default: site if there is one")


def add_model(command: argparse.ArgumentParser) -> None:
    """Adds what scans."""
    add = command.add_argument
    add("--model", type=Path, metavar="FOLDER", help="that reads the articles; default: what ships")
    package = 'read with the tokenizer of this package of Stanza\'s ("default", "ewt"), which Stanza may download'
    add("--stanza", metavar="PACKAGE", help=package)
    add("--workers", type=typed.workers, metavar="N", help="processes that scan; default: one a core")
