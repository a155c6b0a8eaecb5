"""The steps in a row: a text to an Article, as processors of a Stanza pipeline, or bare in processes for archives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import count, islice
from pathlib import Path
from threading import Lock
from typing import Any

from quotes import sentences
from quotes.article import Article
from quotes.find import find
from quotes.marks import quotations
from quotes.reading import Source
from quotes.resolve import Weights, load_weights, resolve
from quotes.sentences import Sentence, split
from quotes.tagger import Tagger
from quotes.workers import cores, in_order

Scan = Callable[[str], Article]

MODEL = Path(__file__).parent / "models" / "default"


class Scanner:
    """Reads articles with one model, loaded at the first scan.

    model: a folder that `python -m quotes.training export` wrote; by default what ships.
    stanza_package: an official Stanza package by name, for its tokenizer instead of ours; Stanza may download it.
    threads: that the encoder computes on, 0 for one a core.
    """

    def __init__(self, model: str | Path | None = None, stanza_package: str | None = None, threads: int = 0) -> None:
        self.model = Path(model) if model else MODEL
        self._package = stanza_package
        self._threads = threads
        self._pipeline: Any = None
        self._loading = Lock()

    def scan(self, text: str, *, id: str = "text", path: str | None = None) -> Article:
        """The article that `text` is; `id` and `path` are kept in it.

        Raises TypeError where `text` is none, FileNotFoundError where the model's folder lacks a file,
        quotes.manifest.ModelError (a ValueError) where one is damaged or of another version, and what
        `quotes.sentences.pipeline` raises about a package.
        """
        if not isinstance(text, str):
            raise TypeError(f"a text to scan is a str, not {type(text).__name__}")
        return _scanned(self._in_pipeline, Source(id, path, text))

    def scan_many(self, texts: Iterable[str | Source], *, batch_size: int = 8, workers: int = 1) -> Iterator[Article]:
        """The articles that `texts` are, in their order, each just as `scan` gives it, as they are asked for.

        texts: may be without end, as few are in memory at a time: one, or with several workers about
            2 * workers * batch_size. What a Source tells of its text is kept; texts without are numbered from 1.
        batch_size: how many texts a worker is sent at once, at least 1.
        workers: processes that scan, at least 1, each with its own model and its share of the cores (about 0.5 GB);
            1 stands for this process itself.

        An article that cannot be scanned stops nothing: it comes in its place, its `error` says why.
        Raises ValueError where a number is too small, what `scan` raises about the model, and
        quotes.workers.WorkerError where a process ends that should not, killed for its memory for instance.
        """
        if batch_size < 1 or workers < 1:
            raise ValueError("batch_size and workers are at least 1")
        sources = (Source(str(n), None, t) if not isinstance(t, Source) else t for n, t in zip(count(1), texts))
        if workers == 1:
            return self._each(sources)
        ready = partial(_ready, self.model, self._package, max(1, cores() // workers))
        return in_order(ready, iter(lambda: list(islice(sources, batch_size)), []), workers)

    def _each(self, sources: Iterable[Source]) -> Iterator[Article]:
        self._loaded()  # what is wrong with the model is not wrong with an article
        yield from each(self._in_pipeline, sources)

    def _in_pipeline(self, text: str) -> Article:
        article: Article = self._loaded()(text).article
        return article

    def _loaded(self) -> Any:
        with self._loading:
            if self._pipeline is None:
                register()
                self._pipeline = sentences.pipeline(
                    {"attribution": "quotes"},
                    package=self._package,
                    attribution_model_path=str(self.model),
                    attribution_threads=self._threads,
                )
        return self._pipeline


def scan(text: str) -> Article:
    """What is said in `text`, by whom, with the model that ships (loaded once)."""
    return _scanner().scan(text)


def scan_many(texts: Iterable[str | Source], *, batch_size: int = 8, workers: int = 1) -> Iterator[Article]:
    """What is said in each of `texts`, by whom, with the model that ships: see `Scanner.scan_many`."""
    return _scanner().scan_many(texts, batch_size=batch_size, workers=workers)


def _ready(model: Path, package: str | None, threads: int) -> Callable[[list[Source]], list[Article]]:
    """What a worker does with texts, once it has the model."""
    if package is not None:
        scanner = Scanner(model, package, threads)
        scanner._loaded()
        return lambda sources: list(scanner._each(sources))
    scan = bare(model, threads)
    return lambda sources: list(each(scan, sources))


def bare(model: Path, threads: int) -> Scan:
    """What scans a text as a Scanner with this model does, without Stanza's pipeline around it.

    The pipeline would cost each of many processes seconds to import and 0.2 GB, for a Document that nobody sees.
    """
    tagger, weights = Tagger(model, threads=threads), load_weights(model)
    return lambda text: read(text, split(text), tagger, weights)


def each(scan: Scan, sources: Iterable[Source]) -> Iterator[Article]:
    """The article that each source is, or why it cannot be scanned."""
    for source in sources:
        try:
            yield _scanned(scan, source)
        except Exception as error:
            yield _failed(source, error)


def _scanned(scan: Scan, source: Source) -> Article:
    if not source.text.strip():
        return Article(text=source.text, **source.about)
    return replace(scan(source.text), **source.about)


def _failed(source: Source, error: Exception) -> Article:
    if not isinstance(source.text, str):
        return Article(text="", error=f"not text but {type(source.text).__name__}", **source.about)
    return Article(text=source.text, error=f"{type(error).__name__}: {error}", **source.about)


def read(text: str, sentences: Sequence[Sentence], tagger: Tagger, weights: Weights) -> Article:
    """Every step after the sentences."""
    marked = quotations(text)
    tags = tagger.tag(text, marked)
    found = find(text, tags, marked, sentences)
    article = Article("text", None, text, found, model=tagger.settings.version)
    return resolve(article, tags, sentences, weights)


@cache
def register() -> None:
    """Makes the processor "attribution" known to Stanza.

    In a pipeline, after "tokenize", it sets `article`, `attributions` and `speakers` on Stanza's Document; its
    option `attribution_model_path` is a model folder, `attribution_threads` how many threads the encoder computes on,
    by default one a core.
    """
    from stanza.pipeline.processor import Processor, register_processor

    @register_processor("attribution")
    class AttributionProcessor(Processor):  # type: ignore[misc]
        PROVIDES_DEFAULT = frozenset({"attribution"})
        REQUIRES_DEFAULT = frozenset({"tokenize"})

        def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
            super().__init__(config, pipeline, device)
            folder = Path(config["model_path"])
            self._tagger = Tagger(folder, threads=config.get("threads", 0))
            self._weights = load_weights(folder)

        def process(self, document: Any) -> Any:
            spans = [
                Sentence(
                    sentence.tokens[0].start_char,
                    sentence.tokens[-1].end_char,
                    tuple((token.start_char, token.end_char) for token in sentence.tokens),
                )
                for sentence in document.sentences
            ]
            article = read(document.text, spans, self._tagger, self._weights)
            document.article = article
            document.attributions, document.speakers = article.attributions, article.speakers
            return document


@cache
def _scanner() -> Scanner:
    return Scanner()
