"""Stanza: its tokenizers for our scanner, our steps for its pipelines. Importing it takes seconds, so late."""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quotes.analysis import analyse
from quotes.errors import QuotesError
from quotes.resolve import load_resolver
from quotes.tagging.tagger import Tagger
from quotes.text.sentences import Sentence, split
from quotes.text.text import Text

if TYPE_CHECKING:
    import stanza


def splitter(package: str) -> Callable[[str], list[Sentence]]:
    """The tokenizer of an official Stanza package ("default", "ewt"), to take the place of `split`.

    Raises what `pipeline` raises about a package.
    """
    own = pipeline(package=package)
    return lambda text: _sentences(own(text))


def _sentences(document: Any) -> list[Sentence]:
    """The sentences of a Document of Stanza's."""
    return [
        Sentence(
            sentence.tokens[0].start_char,
            sentence.tokens[-1].end_char,
            tuple((token.start_char, token.end_char) for token in sentence.tokens),
        )
        for sentence in document.sentences
    ]


@functools.cache
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
            self._resolver = load_resolver(folder)

        def process(self, document: Any) -> Any:
            article = analyse(Text.of(document.text, _sentences(document)), self._tagger, self._resolver)
            document.article = article
            document.attributions, document.speakers = article.attributions, article.speakers
            return document


def pipeline(
    processors: Mapping[str, str] | None = None, *, package: str | None = None, **options: Any
) -> stanza.Pipeline:
    """A Stanza pipeline for English whose tokenizer is `split`; nothing is downloaded.

    processors: further processors and the variant or model of each, as Stanza takes them.
    package: an official Stanza package by name ("default", "ewt"): Stanza's own tokenizer then takes the place of
        `split`, and Stanza downloads what it lacks of it.
    options: as `stanza.Pipeline` takes them, those of a processor with its name in front (`attribution_model_path`;
        without such a path Stanza drops a processor that is not its own).

    Raises QuotesError where `package` can be neither found nor downloaded, where Stanza has none of that name, or
    where it is damaged.
    """
    import stanza

    chosen = {"tokenize": package or "quotes", **(processors or {})}
    settings = {"package": None, "use_gpu": False, "verbose": False, **options}
    if package is not None:
        return _official(chosen, package, settings)
    _register_tokenizer()
    with tempfile.TemporaryDirectory() as folder:  # Stanza reads it while it builds the pipeline, not afterwards
        known: dict[str, Any] = {"packages": {}, "default_processors": {}, **{name: {} for name in chosen}}
        Path(folder, "resources.json").write_text(json.dumps({"en": known}), encoding="utf-8")
        return stanza.Pipeline("en", dir=folder, processors=chosen, download_method=None, **settings)


def _official(chosen: dict[str, str], package: str, settings: dict[str, Any]) -> stanza.Pipeline:
    """A pipeline with Stanza's own tokenizer, which is loaded by itself first, to tell its errors from others'."""
    import stanza

    build = functools.partial(stanza.Pipeline, "en", download_method=stanza.DownloadMethod.REUSE_RESOURCES)
    others = tuple(f"{name}_" for name in chosen if name != "tokenize")
    try:
        build(processors={"tokenize": package}, **{k: v for k, v in settings.items() if not k.startswith(others)})
    except OSError as error:
        raise QuotesError(
            f"Stanza's package {package!r} is not here and could not be downloaded ({_short(error)}); "
            "connect to the network once, or leave the package out"
        ) from error
    except Exception as error:
        raise QuotesError(
            f"Stanza can load no English tokenizer of a package {package!r} ({_short(error)}); check the name, or "
            "delete what was downloaded, so that it is downloaded anew"
        ) from error
    return build(processors=chosen, **settings)


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"


@functools.cache
def _register_tokenizer() -> None:
    """Make `split` known to Stanza as the variant "quotes" of its processor "tokenize"."""
    from stanza.models.common.doc import END_CHAR, START_CHAR, TEXT, Document
    from stanza.pipeline.processor import ProcessorVariant, register_processor_variant

    @register_processor_variant("tokenize", "quotes")
    class Tokenizer(ProcessorVariant):  # type: ignore[misc]
        def __init__(self, config: dict[str, Any]) -> None:
            pass

        def process(self, document: Any) -> Any:
            text = document.text if isinstance(document, Document) else document
            sentences = [
                [{TEXT: text[start:end], START_CHAR: start, END_CHAR: end} for start, end in sentence.tokens]
                for sentence in split(text)
            ]
            return Document(sentences, text)
