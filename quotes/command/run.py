"""Reading and scanning for a command: what cannot be read or scanned is told, and the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING

from quotes.article import Article
from quotes.command.reading_options import Reading
from quotes.reading import Document, Extent, Problem, read
from quotes.report.visible import visible
from quotes.text.language import ENGLISH, foreign
from quotes.workers import cores

if TYPE_CHECKING:
    from quotes.scanner import Scanner

FEW = 48  # articles that are scanned before other processes would have loaded the model


@dataclass
class Run:
    """A run, and what it met: what was not read, and the ids of what was not scanned.

    prints: whether standard output gets results meanwhile.
    """

    options: Reading
    prints: bool = False
    extent: Extent = field(default_factory=Extent)
    problems: int = 0
    failed: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The exit status."""
        return 1 if self.problems or self.failed else 0

    @cached_property
    def scanner(self) -> Scanner:
        from quotes.scanner import Scanner

        return Scanner(self.options.model, self.options.stanza)

    def texts(self, paths: Iterable[str], extent: Extent | None = None) -> Iterator[Document]:
        """What can be read; the rest is told."""
        private = self.options.allow_private
        for item in read(paths, self.options.columns, extent, complain, allow_private=private):
            if isinstance(item, Problem):
                self.problems += 1
                complain(item.message)
            else:
                yield item

    def articles(self, documents: Iterator[Document]) -> Generator[Article]:
        """The articles, scanned; of what could not be scanned the reason is told."""
        from quotes.command.progress import shown

        few = list(islice(documents, FEW))
        if not few:
            return
        workers = self.options.workers or (cores() if len(few) == FEW else 1)
        scanned = self.scanner.scan_many(chain(few, documents), workers=workers)
        free = not (self.prints and sys.stdout.isatty())
        for article in shown(scanned, self.extent, bar=len(few) == FEW and sys.stderr.isatty() and free):
            if article.error:
                self.failed.append(article.id)
                complain(f"{where(article)}: {article.id} could not be scanned ({article.error})")
            if article.language != ENGLISH:
                complain(_foreign(article))
            yield article


def complain(message: str) -> None:
    """Tells something on standard error."""
    print(f"quotes: {visible(message)}", file=sys.stderr)


def where(text: Article | Document) -> str:
    """What a text was read from."""
    return text.path or "standard input"


def _foreign(article: Article) -> str:
    named = article.path is None or article.id in article.path
    return f"{where(article)}{'' if named else f': {article.id}'}: {foreign(article.language)}"
