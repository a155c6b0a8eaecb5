"""The figures of a model's card: how good it is on gold articles, by type of quote, and by publisher or country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from quotes.errors import QuotesError
from quotes.evaluation import Corpus, Evaluation, MarkedArticle, Score, evaluate, read
from quotes.evaluation.bootstrap import LEVEL
from quotes.scanner import Scanner
from quotes.training.configuration import Configuration, Measure

_COLUMNS = {
    "content": "content",
    "source": "source",
    "cue": "cue",
    "link": "link",
    "full": "full",
    "content_char": "content, by character",
    "quoted": "quoted recall",
    "speaker": "speaker",
}
_TYPES = ("direct", "indirect", "mixed")


def card(c: Configuration, folder: Path) -> str:
    """The tables of all that [[evaluate]] names, in Markdown: F1, or recall where it says so, in per cent.

    Raises ValueError where gold is missing or broken, FileNotFoundError where the model's folder lacks a file.
    """
    if not c.evaluate:
        raise QuotesError(f"{c.file}: evaluate: missing; name gold articles in [[evaluate]]")
    scanner = Scanner(model=folder)
    return "\n\n".join(_table(measure, c.path("evaluate.gold", measure.gold), scanner) for measure in c.evaluate)


def _table(measure: Measure, path: Path, scanner: Scanner) -> str:
    gold = read(path)
    found = Corpus.of(scanner.scan(_text(document, path), id=document.id) for document in gold.articles)
    whole = evaluate(gold, found)
    lines = [
        _line([measure.name, "articles", "attributions", *_COLUMNS.values()]),
        _line(["---"] * (len(_COLUMNS) + 3)),
        _row("all", whole.articles, whole.attributions, _scores(whole)),
        _intervals(whole),
    ]
    types = whole.by("type")
    for name in _TYPES:
        if name in types:
            lines.append(_row(name, "", types[name]["full"].counts.gold, types[name]))
    if measure.by:
        lines += _groups(measure, gold, found)
    return "\n".join([*lines, "", f"`{whole.signature}`"])


def _text(document: MarkedArticle, path: Path) -> str:
    if document.text is None:
        raise QuotesError(f"{path}: article {document.id!r} has no text to scan; give gold marks with their text")
    return document.text


def _groups(measure: Measure, gold: Corpus, found: Corpus) -> Iterator[str]:
    for group in sorted({measure.group_of(document.id) for document in gold.articles}):
        parts = [
            replace(corpus, articles=tuple(d for d in corpus.articles if measure.group_of(d.id) == group))
            for corpus in (gold, found)
        ]
        if any(parts[0].relations):
            part = evaluate(*parts)
            yield _row(f"{measure.by}: {group}", part.articles, part.attributions, _scores(part))
        else:
            yield _row(f"{measure.by}: {group}", len(parts[0].articles), 0, {})


def _scores(e: Evaluation) -> dict[str, Score]:
    return {key.name: score for key, score in e.scores.items() if not key.by}


def _row(label: str, articles: int | str, attributions: int, scores: Mapping[str, Score]) -> str:
    shown = [f"{100 * scores[name].value:.1f}" if name in scores else "" for name in _COLUMNS]
    return _line([label, str(articles), f"{attributions:,}", *shown])


def _intervals(e: Evaluation) -> str:
    bounds = [score.interval if (score := _scores(e).get(name)) else None for name in _COLUMNS]
    shown = [f"{100 * b[0]:.1f} to {100 * b[1]:.1f}" if b else "" for b in bounds]
    return _line([f"{LEVEL} % interval", "", "", *shown])


def _line(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)
