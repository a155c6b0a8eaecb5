"""Files and folders to corpora, whatever the format: it is told by what is in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import starmap
from pathlib import Path

from quotes.errors import QuotesError
from quotes.evaluation.corpus import Corpus, MarkedArticle, Relation, joined
from quotes.evaluation.corpus_json import check_ids, read_records, stem, unknown_format
from quotes.evaluation.quote_types import with_types
from quotes.reading import STANDARD_INPUT, Problem
from quotes.reading import read as read_texts
from quotes.report.brat import read_ann

_TEXTS, _ATTRIBUTIONS = "text", "attributions"  # the folders of a part of PolNeAR


def read(path: str | Path) -> Corpus:
    """The articles in a file or folder, with their attributions.

    A file is in our gold format (corpus/README.md), what `quotes scan --format jsonl` or `json` prints, or in
    Citron's annotation format; "-" is standard input. A folder holds such files (`*.jsonl`, `*.json`), or texts with
    annotations in brat's standoff beside them (NAME.txt, NAME.ann; in folders below, too), or is a part of PolNeAR:
    text/NAME.txt and attributions/NAME_ANNOTATOR.ann. Where several people annotated an article there, the first of
    them by name counts.

    Raises ValueError, one sentence with the file, the line or the article, where something is broken or the format is
    none of these; OSError where a file cannot be read.
    """
    path = Path(path)
    if not path.is_dir():
        return read_records(_text(path), str(path), stem(path))
    if (path / _TEXTS).is_dir() and (path / _ATTRIBUTIONS).is_dir():
        return _standoff(path, path / _TEXTS, list(_first_annotators(path)))
    annotations = sorted(path.rglob("*.ann"))
    if annotations:
        return _standoff(path, path, [(a.with_suffix(".txt"), a) for a in annotations])
    files = sorted(file for file in path.iterdir() if file.suffix in (".jsonl", ".json"))
    if not files:
        raise unknown_format(str(path))
    return _joined([read_records(_text(file), str(file), stem(file)) for file in files], str(path))


def _joined(corpora: list[Corpus], name: str) -> Corpus:
    articles = tuple(article for corpus in corpora for article in corpus.articles)
    check_ids((article.id, corpus.name) for corpus in corpora for article in corpus.articles)
    return Corpus(articles, name, joined(c.model for c in corpora), joined(c.version for c in corpora))


def _standoff(folder: Path, texts: Path, files: list[tuple[Path, Path]]) -> Corpus:
    """Articles of texts and their annotations; ids are those that `quotes scan` gives them."""
    annotations = {text.resolve(): ann for text, ann in files}
    articles = []
    for source in read_texts(sorted(texts.rglob("*.txt"))):
        if isinstance(source, Problem):
            raise QuotesError(source.message)
        path = Path(source.path or "").resolve()
        if path not in annotations:
            raise QuotesError(
                f"{source.path}: a text without annotations; add its .ann file, be it empty, or take it out"
            )
        articles.append(_annotated(source.id, source.text, annotations.pop(path)))
    for text, ann in annotations.items():
        raise QuotesError(f"{ann}: its text {text.name} is not there; add it, or take the annotations out")
    return Corpus(tuple(articles), str(folder))


def _annotated(id: str, text: str, ann: Path) -> MarkedArticle:
    try:
        relations = tuple(starmap(Relation, read_ann(text, _text(ann))))
        return MarkedArticle(id, text, with_types(relations, text))
    except ValueError as error:
        raise QuotesError(f"{ann}: {error}") from None


def _first_annotators(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Each text of a part of PolNeAR with the annotations of the first who annotated it."""
    seen = set()
    for ann in sorted((folder / _ATTRIBUTIONS).glob("*.ann")):
        name, _, annotator = ann.stem.rpartition("_")
        if not name or not annotator:
            raise QuotesError(f"{ann}: not named NAME_ANNOTATOR.ann, as PolNeAR's annotations are; name it so")
        if name not in seen:
            seen.add(name)
            yield folder / _TEXTS / f"{name}.txt", ann


def _text(path: Path) -> str:
    raw = sys.stdin.buffer.read() if str(path) == STANDARD_INPUT else path.read_bytes()
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise QuotesError(
            f"{path}: not UTF-8 text (byte 0x{raw[error.start]:02X} at offset {error.start}); convert it"
        ) from None
