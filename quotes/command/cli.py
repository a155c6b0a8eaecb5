"""The command `quotes`: all work is done elsewhere.

What takes long to import (the scanner, the reports) is imported when there is something to scan, so that help and
errors come at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from itertools import chain
from pathlib import Path

from quotes.article import Article
from quotes.command.archive_options import Asked, IndexOptions
from quotes.command.options import EvaluationOptions, Options, parse
from quotes.command.output import Growing, OutputError, is_regular, refuse_existing, refuse_nowhere, replaced
from quotes.command.run import Run, complain, where
from quotes.errors import QuotesError
from quotes.reading import Document
from quotes.report.aliases import Search
from quotes.report.json import to_json
from quotes.serve.serving import Serving

MISQUOTED = 3
BROKEN_PIPE = 141
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command with `argv` (by default the program's) and returns its exit status.

    0: all is well, also where nobody is called what --speaker says; 1: something could not be read, scanned or
    written (the rest was done); 2: wrong options, raised as SystemExit; 3: words in quotation marks are not what the
    sources say (of those that the options select); 130 and 141: stopped by Ctrl-C or by the reader of its output.
    """
    options = parse(argv)
    try:
        match options:
            case EvaluationOptions():
                return _evaluate(options)
            case Serving():
                return _serve(options)
            case IndexOptions() | Asked():
                return _archive(options)
        return _run(options)
    except BrokenPipeError:
        # Python flushes standard output once more when it ends, which would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except QuotesError as error:
        complain(str(error))
        return 1
    except OSError as error:
        complain(f"{error.filename or 'the output'}: {(error.strerror or str(error)).lower()}")
        return 1


@dataclass
class _Run(Run):
    """A run of `quotes scan` or `quotes verify`, and what it met: false quotes besides."""

    options: Options
    misquoted: int = 0

    @property
    def status(self) -> int:
        return MISQUOTED if self.misquoted else super().status

    def sources(self) -> list[Document]:
        """What to verify against; told where there is nothing."""
        before = self.problems
        texts = list(self.texts(self.options.against))
        if texts and (unread := self.problems - before):
            complain(f"sources that could not be read: {unread}; a quote that is not found may stand in one of them")
        for source in texts:
            if source.extracted:
                complain(f"{where(source)}: no plain text; the text in it is used, and offsets count in that")
        if not texts:
            complain("none of the sources could be read, so nothing was verified")
        return texts

    def verified(self, articles: Iterable[Article], texts: Sequence[Document]) -> Iterator[Article]:
        """The articles held against the texts; not those of which the texts are copies only."""
        from quotes.verification import Evidence

        evidence = Evidence(texts, self.scanner)
        for article in articles:
            if not article.attributions:
                complain(f"{where(article)}: no quotes in this article, so nothing to verify")
            copies = evidence.copies(article)
            for copy in copies:
                complain(f"{copy}: the same text as the article, or nearly so, which proves nothing; it was left out")
            if len(copies) == len(texts):
                self.problems += 1
                complain(f"{where(article)}: no other source is left, so nothing was verified")
                continue
            verified = evidence.verify(article)
            self.misquoted += sum(a.misquoted for a in self.options.selection.of(verified).attributions)
            yield verified

    def watched(self, articles: Iterator[Article]) -> Iterator[Article]:
        """The articles; in the end it is told where nobody in them is called what --speaker says."""
        first = next(articles, None)
        if first is None:
            return
        name = self.options.selection.speaker
        search = Search(name or "")
        articles = chain([first], articles)
        yield from search.watch(articles) if name else articles
        if name and not search.met and not self.options.resume:  # a resumed run has not met them all
            complain(search.message)


def _run(options: Options) -> int:
    if options.output and options.format.to != "folder":
        refuse_nowhere(options.output)
    run = _Run(options, prints=options.output is None)
    documents = run.texts(options.paths, run.extent)
    written = options.output is not None and is_regular(Path(options.output))
    if options.output and written and options.format.resumes and not options.against:
        return _append(run, documents, Growing(options.output))
    _check_output(options)
    with closing(run.articles(documents)) as scanned:
        articles: Iterator[Article] = scanned
        if options.against:
            texts = run.sources()
            if not texts:
                return 1
            articles = run.verified(articles, texts)
        articles = run.watched(articles)
        first = next(articles, None)
        if first is not None:  # else nothing is written, and what FILE held before stays
            _write(chain([first], articles), options)
    return run.status


def _evaluate(options: EvaluationOptions) -> int:
    from quotes.evaluation import evaluate, read
    from quotes.evaluation.score_report import to_dict, write_table

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        gold, predicted = read(options.gold), read(options.predicted)
        against = read(options.against) if options.against else None
    except OSError as error:
        raise QuotesError(f"{error.filename}: {(error.strerror or str(error)).lower()}; check the name") from error
    evaluation = evaluate(gold, predicted, against=against, strict=False)
    for problem in evaluation.problems:
        complain(problem)
    if options.format == "json":
        print(to_json(to_dict(evaluation, errors=options.errors), indent=2))
    else:
        write_table(evaluation, sys.stdout, errors=options.errors)
    return 1 if evaluation.problems else 0


def _archive(options: IndexOptions | Asked) -> int:
    from quotes.command import archive

    return archive.index(options) if isinstance(options, IndexOptions) else archive.ask(options)


def _serve(options: Serving) -> int:
    try:
        from quotes.serve.server import serve
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        raise QuotesError(f"quotes serve needs {package}; pip install 'quotes[serve]'") from None
    serve(options)
    return 0


def _check_output(options: Options) -> None:
    """Raises OutputError, before hours of work, where there could be no output in the end."""
    if options.format.needs:
        package, extra = options.format.needs
        try:
            import_module(package)
        except ImportError:
            name = options.format.name
            raise OutputError(f"--format {name} needs {package}; pip install 'quotes[{extra}]'") from None
    if options.output and options.format.to == "bytes" and not options.overwrite:
        refuse_existing(options.output)


def _append(run: _Run, documents: Iterator[Document], file: Growing) -> int:
    """Scans what the file has no record of yet."""
    options = run.options
    if options.resume and file.is_whole:
        complain(f"{file.name}: is whole already; nothing is left to do")
        return run.status
    try:
        with (
            file.open(resume=options.resume, overwrite=options.overwrite) as out,
            closing(run.articles(file.rest(documents, run.failed))) as articles,
        ):
            options.format.write(run.watched(articles), out, options.selection, options.layout)
    except KeyboardInterrupt:
        if file.partial.is_file():
            complain(f"stopped; what is done lies in {file.partial}, and --resume goes on with it")
        raise
    return run.status


def _write(articles: Iterable[Article], options: Options) -> None:
    write = partial(options.format.write, articles, selection=options.selection, layout=options.layout)
    if options.output and options.format.to == "folder":
        write(Path(options.output))
        return
    with replaced(options.output, options.format.newline if options.format.to == "text" else None) as out:
        write(out)
        out.flush()
