"""The steps in a row: a text to an Article, as processors of a Stanza pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from quotes import sentences
from quotes.article import Article
from quotes.find import find
from quotes.marks import quotations
from quotes.resolve import Weights, load_weights, resolve
from quotes.sentences import Sentence
from quotes.tagger import Tagger

MODEL = Path(__file__).parent / "models" / "default"


class Scanner:
    """Reads articles with one model, loaded at the first scan.

    model: a folder that `python -m quotes.training export` wrote; by default what ships.
    stanza_package: an official Stanza package by name, for its tokenizer instead of ours; Stanza may download it.
    """

    def __init__(self, model: Path | None = None, stanza_package: str | None = None) -> None:
        self.model = model or MODEL
        self._package = stanza_package
        self._pipeline: Any = None
        self._loading = Lock()

    def scan(self, text: str, *, id: str = "text", path: str | None = None) -> Article:
        """The article that `text` is; `id` and `path` are kept in it.

        Raises FileNotFoundError where the model's folder lacks a file.
        """
        if not text.strip():
            return Article(id, path, text)
        article: Article = self._loaded()(text).article
        return replace(article, id=id, path=path)

    def _loaded(self) -> Any:
        with self._loading:
            if self._pipeline is None:
                register()
                self._pipeline = sentences.pipeline(
                    {"attribution": "quotes"}, package=self._package, attribution_model_path=str(self.model)
                )
        return self._pipeline


def scan(text: str) -> Article:
    """What is said in `text`, by whom, with the model that ships (loaded once)."""
    return _scanner().scan(text)


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
    option `attribution_model_path` is a model folder.
    """
    from stanza.pipeline.processor import Processor, register_processor

    @register_processor("attribution")
    class AttributionProcessor(Processor):  # type: ignore[misc]
        PROVIDES_DEFAULT = frozenset({"attribution"})
        REQUIRES_DEFAULT = frozenset({"tokenize"})

        def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
            super().__init__(config, pipeline, device)
            folder = Path(config["model_path"])
            self._tagger, self._weights = Tagger(folder), load_weights(folder)

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
