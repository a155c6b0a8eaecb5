"""What the commands do that make an archive and ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from typing import IO

from quotes.archive.archive import Archive
from quotes.archive.groups import Group
from quotes.archive.records import QUOTE, TELLING, of_group, of_quote, write
from quotes.archive.search import search
from quotes.archive.speakers import COLUMNS, sources
from quotes.archive.trace import against, trace, trace_all, trace_quote
from quotes.command.archive_options import Asked, IndexOptions
from quotes.command.output import refuse_nowhere, replaced
from quotes.command.run import Run, complain
from quotes.report.page import counted


def index(options: IndexOptions) -> int:
    """Adds articles; returns the exit status."""
    from quotes.archive.index import Index

    run = Run(options)
    with Archive(options.archive, create=bool(options.paths)) as archive:
        for id in options.remove:
            print(f"{id}: taken out, with {counted(archive.remove(id), 'quote')}")
        index = Index(archive, complain, options.date)
        missing = index.missing(run.texts(options.paths, run.extent))
        try:
            with closing(run.articles(missing)) as articles:
                index.add(article for article in articles if not article.error)
        except KeyboardInterrupt:
            complain(f"stopped; {options.archive} has what was done, and the same command goes on with the rest")
            raise
        if index.copies:
            complain(index.copies)
        if options.paths:
            new = f"{counted(index.added, 'article')} added, {index.changed} changed, {index.there} there already"
            print(f"{options.archive}: {new}; {counted(archive.count('quotes'), 'quote')} in all")
    return run.status


def ask(options: Asked) -> int:
    """Asks an archive; returns the exit status."""
    if options.output:
        refuse_nowhere(options.output)
    with Archive(options.archive) as archive:
        if options.merge:
            print(f"{' and '.join(options.merge)}: one speaker now, number {archive.merge(*options.merge)}")
        if options.split:
            print(f"{options.split}: numbers {', '.join(map(str, archive.split(options.split)))} now")
        if not (options.merge or options.split):
            _written(options, _ASK[options.command](archive, options))
    return 0


def _search(archive: Archive, options: Asked) -> Callable[[IO[str]], None]:
    found = search(archive, options.words, options.filters, options.limit)
    if found.capped:
        complain("so many quotes have these words that only the newest in the archive were ranked; give more words")
    if not found:
        complain("no quote in the archive is so")

    def written(out: IO[str]) -> None:
        if options.format == "table":
            from quotes.archive.tables import write_hits

            write_hits(found, out, width=options.layout.width, color=options.layout.color)
        elif options.format == "html":
            from quotes.archive.pages import search_page

            out.write(search_page(found, options.words))
        else:
            write((of_quote(hit.quote) for hit in found), QUOTE, options.format, out)

    return written


def _trace(archive: Archive, options: Asked) -> Callable[[IO[str]], None]:
    if options.everything:
        groups: Iterator[Group] = islice(trace_all(archive), options.limit)
    elif options.quote:
        groups = iter([trace_quote(archive, options.quote)])
    else:
        groups = iter(trace(archive, options.words)[: options.limit])
    if options.against:
        from quotes.verification import Evidence

        evidence = Evidence.read(options.against)
        groups = (against(group, evidence) for group in groups)

    def written(out: IO[str]) -> None:
        if options.format == "table":
            from quotes.archive.tables import write_groups

            write_groups(groups, out, width=options.layout.width, color=options.layout.color)
        elif options.format == "html":
            from quotes.archive.pages import trace_page

            out.write(trace_page(list(groups), options.words))
        elif options.format == "csv":
            numbered = (row for number, group in enumerate(groups, 1) for row in of_group(number, group))
            write(numbered, TELLING, options.format, out)
        else:
            write((group.to_dict() for group in groups), (), options.format, out)

    return written


def _speakers(archive: Archive, options: Asked) -> Callable[[IO[str]], None]:
    found = sources(archive, options.filters, options.limit)

    def written(out: IO[str]) -> None:
        if options.format == "table":
            from quotes.archive.tables import write_speakers

            write_speakers(found, out, width=options.layout.width, color=options.layout.color)
        elif options.format == "html":
            from quotes.archive.pages import speakers_page

            out.write(speakers_page(found))
        else:
            write((speaker.to_dict() for speaker in found.speakers), COLUMNS, options.format, out)

    return written


def _written(options: Asked, write: Callable[[IO[str]], None]) -> None:
    with replaced(options.output, "" if options.format == "csv" else "\n") as out:
        write(out)
        out.flush()


_ASK = {"search": _search, "trace": _trace, "speakers": _speakers}
