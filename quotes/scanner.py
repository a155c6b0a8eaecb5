"""Texts to articles, one or many: the model is loaded once in each process."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import count, islice
from pathlib import Path
from threading import Lock

from quotes.analysis import analyse
from quotes.article import Article
from quotes.errors import QuotesError
from quotes.reading import Document
from quotes.reading.document import is_address
from quotes.resolve import load_resolver
from quotes.tagging import manifest
from quotes.tagging.tagger import MODEL_FILES, Tagger
from quotes.text.text import Text
from quotes.workers import cores, in_order

Scan = Callable[[str], Article]

MODEL = Path(__file__).parent / "models" / "default"
LONGEST_NAME = 255  # characters of a text that may be a file's name


class Scanner:
    """Reads articles with one model, loaded at the first scan.

    model: a folder that `python -m quotes.training export` wrote; by default what ships.
    stanza_package: an official Stanza package by name, for its tokenizer instead of ours; Stanza may download it.
    threads: that the encoder computes on, 0 for one a core.

    Raises TypeError where one of these is of another type, NotADirectoryError or FileNotFoundError where `model` is
    no model's folder.
    """

    def __init__(self, model: str | Path | None = None, stanza_package: str | None = None, threads: int = 0) -> None:
        if not isinstance(model, str | Path | None):
            raise TypeError(f"a model is the folder that it is in, a str or a Path, not {type(model).__name__}")
        if not isinstance(stanza_package, str | None):
            raise TypeError(f"a package of Stanza's is named by a str, not {type(stanza_package).__name__}")
        if not isinstance(threads, int):
            raise TypeError(f"threads are a whole number, 0 for one a core, not {type(threads).__name__}")
        self.model = Path(model) if model else MODEL
        manifest.there(self.model, MODEL_FILES)
        self._package = stanza_package
        self._threads = threads
        self._scan: Scan | None = None
        self._loading = Lock()

    def scan(self, text: str | Document, *, id: str = "text", path: str | None = None) -> Article:
        """The article that `text` is; `id` and `path` are kept in it, and what a Document tells of its text.

        Warns where `text` is the name of a file or a web address: `quotes.read` reads it.
        Raises TypeError where `text` is none, FileNotFoundError where the model's folder lacks a file,
        quotes.tagging.manifest.ModelError (a ValueError) where one is damaged or of another version, and what
        `quotes.stanza.splitter` raises about a package.
        """
        return _scanned(self._loaded(), _document(text, id, path))

    def scan_many(
        self, texts: Iterable[str | Document], *, batch_size: int = 8, workers: int = 1
    ) -> Iterator[Article]:
        """The articles that `texts` are, in their order, each just as `scan` gives it, as they are asked for.

        texts: may be without end, as few are in memory at a time: one, or with several workers about
            2 * workers * batch_size. What a Document tells of its text is kept; texts without are numbered from 1.
        batch_size: how many texts a worker is sent at once, at least 1.
        workers: processes that scan, at least 1, each with its own model and its share of the cores (about 0.5 GB);
            1 stands for this process itself.

        An article that cannot be scanned stops nothing: it comes in its place, its `error` says why.
        Raises ValueError where a number is too small, what `scan` raises about the model, and
        quotes.workers.WorkerError where a process ends that should not, killed for its memory for instance.
        """
        if not (isinstance(batch_size, int) and isinstance(workers, int)):
            raise TypeError("batch_size and workers are whole numbers")
        if batch_size < 1 or workers < 1:
            raise QuotesError("batch_size and workers are at least 1")
        if isinstance(texts, str | bytes | Document):
            raise TypeError(f"texts to scan are several, each a str or a Document, not one {type(texts).__name__}")
        documents = (t if isinstance(t, Document) else _numbered(n, t) for n, t in zip(count(1), texts))
        if workers == 1:
            return self._each(documents)
        ready = partial(_ready, self.model, self._package, max(1, cores() // workers))
        return in_order(ready, iter(lambda: list(islice(documents, batch_size)), []), workers)

    def _each(self, documents: Iterable[Document]) -> Iterator[Article]:
        # loaded first, as what is wrong with the model is not wrong with an article
        yield from each(self._loaded(), documents)

    def _loaded(self) -> Scan:
        with self._loading:
            if self._scan is None:
                self._scan = loaded(self.model, self._package, self._threads)
        return self._scan


def scan(text: str | Document, *more: object, id: str = "text", path: str | None = None) -> Article:
    """What is said in `text`, by whom, with the model that ships (loaded once): see `Scanner.scan`.

    more: none; `quotes.read` gives several texts where it is asked for several files, or for a folder.
    """
    if more:
        raise TypeError(f"quotes.scan takes one text, not {1 + len(more)}; quotes.scan_many takes several, in a list")
    return _scanner().scan(text, id=id, path=path)


def scan_many(texts: Iterable[str | Document], *, batch_size: int = 8, workers: int = 1) -> Iterator[Article]:
    """What is said in each of `texts`, by whom, with the model that ships: see `Scanner.scan_many`."""
    return _scanner().scan_many(texts, batch_size=batch_size, workers=workers)


def _document(text: object, id: str, path: str | None) -> Document:
    if isinstance(text, Document):
        return text
    if not isinstance(text, str):
        raise TypeError(
            f"a text to scan is a str or a Document, not {type(text).__name__}; quotes.read reads files, and "
            "quotes.scan_many takes several texts"
        )
    named = (
        "a file" if _names_a_file(text) else "a web address" if is_address(text) and len(text.split()) == 1 else ""
    )
    if named:
        told = f"{text!r} names {named} and is scanned as a text; quotes.read reads what it names"
        warnings.warn(told, stacklevel=4)
    return Document(id, path, text)


def _numbered(number: int, text: str) -> Document:
    """One of many texts; what is none is told in the article's `error`."""
    return _document(text, str(number), None) if isinstance(text, str) else Document(str(number), None, text)


def _names_a_file(text: str) -> bool:
    try:
        return 0 < len(text) <= LONGEST_NAME and "\n" not in text and Path(text).is_file()
    except (OSError, ValueError):
        return False


def _ready(model: Path, package: str | None, threads: int) -> Callable[[list[Document]], list[Article]]:
    """What a worker does with texts, once it has the model."""
    scan = loaded(model, package, threads)
    return lambda documents: list(each(scan, documents))


def loaded(model: Path, package: str | None = None, threads: int = 0) -> Scan:
    """What scans a text, as a Scanner with these does."""
    tagger, resolver = Tagger(model, threads=threads), load_resolver(model)
    if package is None:
        return lambda text: analyse(Text.of(text), tagger, resolver)
    from quotes.stanza import splitter

    sentences = splitter(package)
    return lambda text: analyse(Text.of(text, sentences(text)), tagger, resolver)


def each(scan: Scan, documents: Iterable[Document]) -> Iterator[Article]:
    """The article that each document is, or why it cannot be scanned."""
    for document in documents:
        try:
            yield _scanned(scan, document)
        except Exception as error:
            is_text = isinstance(document.text, str)
            why = f"{type(error).__name__}: {error}" if is_text else f"not text but {type(document.text).__name__}"
            yield Article(text=document.text if is_text else "", error=why, **document.about)


def _scanned(scan: Scan, document: Document) -> Article:
    if not document.text.strip():
        return Article(text=document.text, **document.about)
    return replace(scan(document.text), **document.about)


@cache
def _scanner() -> Scanner:
    return Scanner()
