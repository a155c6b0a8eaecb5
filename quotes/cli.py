"""The command `quotes`: reads the options, all work is done elsewhere.

What takes long to import (the scanner, the table) is imported when there is something to scan, so that help and
errors come at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, TypeVar

from quotes import __version__
from quotes.article import Article
from quotes.reading import STANDARD_INPUT, Problem, read
from quotes.report.aliases import Search
from quotes.report.selection import Selection
from quotes.report.visible import visible

N = TypeVar("N", int, float)

BROKEN_PIPE = 141
INTERRUPTED = 130

_EXAMPLES = """\
examples:
  quotes scan article.txt
  quotes scan news/ --format jsonl -o quotes.jsonl
  quotes scan article.txt --type direct --speaker "Ana Pereira"
  quotes scan news/ --by-speaker
  cat article.txt | quotes scan -
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command with `argv` (by default the program's) and returns its exit status.

    0: all is well, also where nobody is called what --speaker says; 1: something could not be read or written (the
    rest was done); 2: wrong options, raised as SystemExit; 130 and 141: stopped by Ctrl-C or by the reader of its
    output.
    """
    options = _options(argv)
    try:
        return _scan(options)
    except BrokenPipeError:
        # Python flushes standard output once more when it ends, which would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        _complain(f"{error.filename or 'the output'}: {(error.strerror or str(error)).lower()}")
        return 1


def _scan(options: argparse.Namespace) -> int:
    problems: list[Problem] = []
    articles = _articles(options.paths, problems)
    search = Search(options.speaker) if options.speaker else None
    if search:
        articles = search.watch(articles)
    first = next(articles, None)
    if first is not None:  # else nothing is written, and what FILE held before stays
        with _output(options.output) as out:
            _writer(options)(chain([first], articles), out)
            out.flush()
        if search and not search.met:
            _complain(search.message)
    return 1 if problems else 0


def _articles(paths: Iterable[str], problems: list[Problem]) -> Iterator[Article]:
    """The articles in `paths`, scanned; what cannot be read is told, and added to `problems`."""
    scanner = None
    for item in read(paths):
        if isinstance(item, Problem):
            problems.append(item)
            _complain(item.message)
            continue
        if scanner is None:
            from quotes.scanner import Scanner

            scanner = Scanner()
        yield scanner.scan(item.text, id=item.id, path=item.path)


def _writer(options: argparse.Namespace) -> Callable[[Iterable[Article], IO[str]], None]:
    selection = Selection(frozenset(options.type), options.speaker, options.min_confidence)
    if options.by_speaker:
        from quotes.report.by_speaker import write_by_speaker

        return partial(
            write_by_speaker,
            selection=selection,
            attitudes=options.all,
            width=options.width,
            color=options.color,
        )
    if options.format == "table":
        from quotes.report.table import write_table

        return partial(
            write_table,
            selection=selection,
            attitudes=options.all,
            context=options.context,
            width=options.width,
            color=options.color,
        )
    from quotes.report.json import write_json, write_jsonl

    write = write_json if options.format == "json" else write_jsonl
    return lambda articles, out: write(map(selection.of, articles), out)


@contextmanager
def _output(name: str | None) -> Iterator[IO[str]]:
    """Standard output, or the file `name`, which is replaced at the end and only if all went well."""
    if name is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
        yield sys.stdout
        return
    path = Path(name).resolve()
    replaced = path.is_file() or not path.exists()  # a device or a pipe is written to
    target = path.with_name(f".{path.name}.{os.getpid()}") if replaced else path
    try:
        with target.open("x" if replaced else "w", encoding="utf-8", newline="\n") as out:
            yield out
        if replaced:
            target.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, name) from error
    finally:
        if replaced:
            target.unlink(missing_ok=True)


def _complain(message: str) -> None:
    print(f"quotes: {visible(message)}", file=sys.stderr)


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="quotes", description="Reads news articles and tells who said what, and where.", allow_abbrev=False
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    scan = commands.add_parser(
        "scan",
        help="find the quotes in articles and their speakers",
        description="Finds every quotation and reported statement in articles and works out who said it.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for command in (parser, scan):
        command.add_argument("--version", action="version", version=f"quotes {__version__}")

    scan.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder (its *.txt files), or - (standard input)"
    )
    scan.add_argument("--format", choices=("table", "json", "jsonl"), default="table", help="default: table")
    scan.add_argument("-o", dest="output", metavar="FILE", help="write to FILE, which is replaced when all is done")

    select = scan.add_argument_group("what is shown, in every format")
    select.add_argument(
        "--type", action="append", choices=("direct", "indirect", "mixed"), default=[], help="may be repeated"
    )
    select.add_argument(
        "--speaker",
        type=_name,
        metavar="NAME",
        help="any name that the article uses for the speaker: a family name, initials, a name with its title, a "
        'description ("the minister"); when nobody is called so, the closest names are told on standard error, and '
        "the exit status is 0 all the same",
    )
    select.add_argument(
        "--min-confidence", type=_probability, default=0.0, metavar="P", help="leave out what is less sure, 0 to 1"
    )

    table = scan.add_argument_group("the table")
    table.add_argument(
        "--all", action="store_true", help="attitudes too: beliefs, hopes, plans (JSON always has them)"
    )
    instead = table.add_mutually_exclusive_group()
    instead.add_argument(
        "--by-speaker",
        action="store_true",
        help="in place of the quotes, who spoke: how often, how many words, in which lines",
    )
    instead.add_argument(
        "--context", type=_sentences, default=0, metavar="N", help="sentences before and after each; default: 0"
    )
    table.add_argument("--width", type=_columns, metavar="N", help="columns; default: the terminal's, at most 120")
    table.add_argument("--no-color", dest="color", action="store_false", help="as the variable NO_COLOR does")

    options, unknown = parser.parse_known_args(argv)
    if unknown:
        scan.error(f"unrecognized arguments: {visible(' '.join(unknown))}")
    if options.by_speaker and options.format != "table":
        scan.error(
            "argument --by-speaker: for the table only; JSON always lists the speakers with their attributions"
        )
    if options.output and any(path != STANDARD_INPUT and _same(path, options.output) for path in options.paths):
        scan.error(f"{visible(options.output)} would be both read and written; give -o another name")
    return options


def _same(path: str, other: str) -> bool:
    try:
        return Path(path).is_file() and Path(path).samefile(other)
    except OSError:
        return False


def _name(value: str) -> str:
    if not any(character.isalnum() for character in value):
        raise argparse.ArgumentTypeError(f"{value!r} is no name")
    return value


def _probability(value: str) -> float:
    return _number(value, float, 0, 1, "a probability from 0 to 1")


def _sentences(value: str) -> int:
    return _number(value, int, 0, 1000, "a number of sentences from 0 to 1000")


def _columns(value: str) -> int:
    return _number(value, int, 40, 1000, "a number of columns from 40 to 1000")


def _number(value: str, kind: type[N], low: int, high: int, what: str) -> N:
    try:
        number = kind(value)
    except ValueError:
        number = kind(low - 1)
    if not low <= number <= high:
        raise argparse.ArgumentTypeError(f"{value!r} is not {what}")
    return number
