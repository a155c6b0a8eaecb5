"""The options of `quotes serve`."""

from __future__ import annotations

import argparse
import secrets
from dataclasses import fields
from pathlib import Path
from typing import Any

from quotes.command import typed
from quotes.serve.serving import Serving
from quotes.workers import cores


def add_serve(commands: Any) -> Any:
    """Adds the command to the others; returns its parser."""
    serve = commands.add_parser(
        "serve",
        help="check articles in a browser, and answer programs",
        description="A desk to check articles on: a page in a browser on this machine, and an interface for "
        "programs. All that is put in and noted stays in one file.",
        allow_abbrev=False,
    )
    add = serve.add_argument
    add("--host", default="127.0.0.1", help="to listen on; default: 127.0.0.1, which only this machine can ask")
    add("--port", type=typed.port, default=8017, metavar="N", help="default: 8017; 0 for any that is free")
    add("--store", type=Path, metavar="FILE", help="SQLite file with all articles; default: in your folder of data")
    archive = "with pages of an archive that quotes index made: search, trace, speakers"
    add("--archive", type=Path, metavar="FILE", help=archive)
    add("--open", dest="opens", action="store_true", help="open the page in a browser")
    add(
        "--token",
        nargs="?",
        type=typed.token,
        const=secrets.token_urlsafe(),
        metavar="TEXT",
        help="that everybody needs who asks, made up where none is given; needed with another --host",
    )
    add("--allow-fetch", dest="fetches", action="store_true", help="take web addresses too, of the public network")
    add("--largest", type=typed.megabytes, default=10, metavar="MB", help="of what is put in; default: 10")
    add("--queue", type=typed.waiting, default=64, metavar="N", help="articles that may wait; default: 64")
    add("--seconds", type=typed.seconds, default=120, metavar="N", help="that an article may take; default: 120")
    add("--model", type=Path, metavar="FOLDER", help="that reads the articles; default: what ships")
    processes = "processes that scan; default: one a core"
    add("--workers", type=typed.workers, default=cores(), metavar="N", help=processes)
    return serve


def serve_options(values: argparse.Namespace) -> Serving:
    """The options that were typed."""
    values.largest = int(values.largest * 2**20)
    return Serving(**{field.name: getattr(values, field.name) for field in fields(Serving)})
