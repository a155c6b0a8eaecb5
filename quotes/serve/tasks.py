"""What a worker process does: texts out of what was put in, articles of texts, verdicts on articles.

Articles come and go as JSON, so that the server, which answers everybody, handles nothing but strings.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from quotes.article import Article
from quotes.reading import Document
from quotes.report.json import to_json
from quotes.serve.given import Given, documents


@dataclass(frozen=True, slots=True)
class Read:
    """Asks for the texts in what was put in, within a size."""

    given: Given
    largest: int


@dataclass(frozen=True, slots=True)
class Scan:
    """Asks for the article that a text is, as JSON."""

    document: Document


@dataclass(frozen=True, slots=True)
class Verify:
    """Asks for an article, given as JSON with its text, held against sources, as JSON."""

    record: str
    text: str
    sources: tuple[Document, ...]


Task = Read | Scan | Verify


def prepare(model: Path | None) -> Callable[[Task | None], Any]:
    """Loads the model in a worker; None asks for nothing more."""
    from quotes.scanner import Scanner

    scanner = Scanner(model, threads=1)
    scanner.scan("Nothing was said.")
    return partial(done, scanner)


def done(scanner: Any, task: Task | None) -> Any:
    """What a task asks for."""
    match task:
        case Read(given, largest):
            return documents(given, largest)
        case Scan(document):
            return as_json(scanner.scan(document))
        case Verify(record, text, sources):
            from quotes.verification import Evidence

            article = Article.from_dict(json.loads(record), text)
            return as_json(Evidence(sources, scanner).verify(article))
    return None


def as_json(article: Article) -> str:
    """What `--format json` prints of one article."""
    return to_json(article.to_dict(), indent=2)


def document_dict(document: Document) -> dict[str, Any]:
    """A document as JSON values."""
    return asdict(document)


def document_of(record: dict[str, Any]) -> Document:
    """What `document_dict` gave."""
    return Document(**record | {"times": tuple((offset, time) for offset, time in record["times"])})
