"""What a worker process does: texts out of what was put in, articles of texts, verdicts on articles.

A task is a function of a scanner. Articles come and go as JSON, so that the server, which answers everybody, handles
nothing but strings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.article import Article
from quotes.reading import Document
from quotes.report.json import to_json
from quotes.serve.given import Given, documents

if TYPE_CHECKING:
    from quotes.scanner import Scanner


def prepare(model: Path | None) -> Callable[[Callable[[Scanner], Any] | None], Any]:
    """Loads the model in a worker, and gives what does a task; None asks for nothing more."""
    from quotes.scanner import Scanner

    scanner = Scanner(model, threads=1)
    scanner.scan("Nothing was said.")
    return lambda task: task and task(scanner)


def read(given: Given, largest: int, _: Scanner) -> list[Document]:
    """The texts in what was put in, within a size."""
    return documents(given, largest)


def scan(document: Document, scanner: Scanner) -> str:
    """The article that a text is, as `--format json` prints it."""
    return as_json(scanner.scan(document))


def verify(article: str, text: str, sources: Sequence[Document], scanner: Scanner) -> str:
    """An article, as JSON and its text, held against sources."""
    from quotes.verification import Evidence

    return as_json(Evidence(sources, scanner).verify(Article.from_dict(json.loads(article), text)))


def as_json(article: Article) -> str:
    """What `--format json` prints of one article."""
    return to_json(article.to_dict(), indent=2)
