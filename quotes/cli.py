"""The command `quotes`: all work is done elsewhere.

What takes long to import (the scanner, the reports) is imported when there is something to scan, so that help and
errors come at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from quotes.article import Article
from quotes.options import parse
from quotes.reading import Problem, Source, is_html, read
from quotes.report.aliases import Search
from quotes.report.selection import Selection
from quotes.report.visible import visible

if TYPE_CHECKING:
    from quotes.scanner import Scanner

Write = Callable[[Iterable[Article], IO[str]], None]

MISQUOTED = 3
BROKEN_PIPE = 141
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command with `argv` (by default the program's) and returns its exit status.

    0: all is well, also where nobody is called what --speaker says; 1: something could not be read or written (the
    rest was done); 2: wrong options, raised as SystemExit; 3: words in quotation marks are not what the sources say
    (of those that the options select); 130 and 141: stopped by Ctrl-C or by the reader of its output.
    """
    options = parse(argv)
    try:
        return _run(options)
    except BrokenPipeError:
        # Python flushes standard output once more when it ends, which would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        _complain(f"{error.filename or 'the output'}: {(error.strerror or str(error)).lower()}")
        return 1


@dataclass
class _Outcome:
    """What a run met: texts that could not be read, and quotes that are not what the sources say."""

    problems: int = 0
    misquoted: int = 0

    def texts(self, paths: Iterable[str]) -> Iterator[Source]:
        """What can be read; the rest is told."""
        for item in read(paths):
            if isinstance(item, Problem):
                self.problems += 1
                _complain(item.message)
            else:
                yield item

    @property
    def status(self) -> int:
        return MISQUOTED if self.misquoted else 1 if self.problems else 0


def _run(options: argparse.Namespace) -> int:
    outcome = _Outcome()
    selection = Selection(
        frozenset(options.type), options.speaker, options.min_confidence, frozenset(options.verdict)
    )
    articles = _articles(options.paths, outcome)
    if options.command == "verify":
        texts = _sources(options.against, outcome)
        if not texts:
            return 1
        articles = _verified(articles, texts, selection, outcome)
    search = Search(options.speaker) if options.speaker else None
    if search:
        articles = search.watch(articles)
    first = next(articles, None)
    if first is not None:  # else nothing is written, and what FILE held before stays
        _write(chain([first], articles), options, selection)
        if search and not search.met:
            _complain(search.message)
    return outcome.status


def _articles(paths: Iterable[str], outcome: _Outcome) -> Iterator[Article]:
    """The articles in `paths`, scanned."""
    for source in outcome.texts(paths):
        yield _scanner().scan(source.text, id=source.id, path=source.path)


@cache
def _scanner() -> Scanner:
    from quotes.scanner import Scanner

    return Scanner()


def _sources(paths: Iterable[str], outcome: _Outcome) -> list[Source]:
    """What to verify against; told where there is nothing."""
    texts = list(outcome.texts(paths))
    for source in texts:
        if is_html(source.text):
            _complain(f"{source.path or 'standard input'}: a web page; its text is used, and offsets count in that")
    if not texts:
        _complain("none of the sources could be read, so nothing was verified")
    return texts


def _verified(
    articles: Iterable[Article], texts: Iterable[Source], selection: Selection, outcome: _Outcome
) -> Iterator[Article]:
    """The articles held against the texts."""
    from quotes.verification import Sources

    sources = Sources(texts, _scanner())
    for article in articles:
        if not article.attributions:
            _complain(f"{article.path or 'standard input'}: no quotes in this article, so nothing to verify")
        verified = sources.verify(article)
        outcome.misquoted += sum(a.misquoted for a in selection.of(verified).attributions)
        yield verified


def _write(articles: Iterable[Article], options: argparse.Namespace, selection: Selection) -> None:
    if options.format == "brat":
        from quotes.report.brat import write_brat

        write_brat(articles, Path(options.output), selection)
        return
    with _output(options.output, newline="" if options.format == "csv" else "\n") as out:
        _writer(options, selection)(articles, out)
        out.flush()


def _writer(options: argparse.Namespace, selection: Selection) -> Write:
    """What writes articles in the format asked for."""
    layout = {"selection": selection, "attitudes": options.all, "width": options.width, "color": options.color}
    if options.by_speaker:
        from quotes.report.by_speaker import write_by_speaker

        return partial(write_by_speaker, **layout)
    match options.format:
        case "table":
            from quotes.report.table import write_table

            return partial(write_table, context=options.context, **layout)
        case "html":
            from quotes.report.html import write_html

            return partial(write_html, selection=selection)
        case "csv":
            from quotes.report.csv import write_csv

            return partial(write_csv, selection=selection, bom=options.bom)
        case "markdown":
            from quotes.report.markdown import write_markdown

            return partial(write_markdown, selection=selection)
        case "citron":
            from quotes.report.citron import write_citron

            return partial(write_citron, selection=selection)
    from quotes.report.json import write_json, write_jsonl

    write = write_json if options.format == "json" else write_jsonl
    return lambda articles, out: write(map(selection.of, articles), out)


@contextmanager
def _output(name: str | None, newline: str) -> Iterator[IO[str]]:
    """Standard output, or the file `name`, which is replaced at the end and only if all went well."""
    if name is None:
        sys.stdout.reconfigure(encoding="utf-8", newline=newline)  # type: ignore[union-attr]
        yield sys.stdout
        return
    path = Path(name).resolve()
    replaced = path.is_file() or not path.exists()  # a device or a pipe is written to
    target = path.with_name(f".{path.name}.{os.getpid()}") if replaced else path
    try:
        with target.open("x" if replaced else "w", encoding="utf-8", newline=newline) as out:
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
