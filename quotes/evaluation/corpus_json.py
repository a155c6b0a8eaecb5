"""JSON files to documents: our gold format, what `quotes scan` prints, Citron's annotation format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from itertools import starmap
from pathlib import Path
from typing import Any, get_args

from quotes.attribution import Act, Span, Type
from quotes.errors import QuotesError
from quotes.evaluation.corpus import Corpus, MarkedArticle, Relation, joined
from quotes.evaluation.quote_types import with_types
from quotes.report.citron import read_citron

Record = Mapping[str, Any]

_FORMATS = (
    "the gold format (JSON Lines with text and attributions), what `quotes scan --format jsonl` prints, Citron's "
    "JSON, a folder in brat's standoff, or a part of PolNeAR (a folder with text/ and attributions/)"
)


def read_records(text: str, name: str, stem: str) -> Corpus:
    """The articles in a JSON file: JSON Lines, one object, or a list of them.

    name: the file, for what is said of it; stem: the id of an article that has none.
    Raises ValueError, with the file and the line or the article, where it is broken or of no format known here.
    """
    records = _records(text, name)
    articles = [_article(record, where, stem if len(records) == 1 else None) for where, record in records]
    check_ids((article.id, where) for article, (where, _) in zip(articles, records, strict=True))
    scanned = [record for _, record in records if isinstance(record, Mapping)]
    model, version = (joined(_word(record.get(key)) for record in scanned) for key in ("model", "version"))
    return Corpus(tuple(articles), name, model, version)


def check_ids(ids: Iterable[tuple[str, str]]) -> None:
    """Raises ValueError where an id comes twice; each is given with the place that it stands in."""
    seen: dict[str, str] = {}
    for id, where in ids:
        if id in seen:
            raise QuotesError(f"{where}: the article {id!r} is there twice, first in {seen[id]}; leave one out")
        seen[id] = where


def unknown_format(name: str) -> QuotesError:
    """What to raise about a file or folder that nobody can read."""
    return QuotesError(f"{name}: none of the formats that can be read here; give {_FORMATS}")


def _records(text: str, name: str) -> list[tuple[str, Any]]:
    """The JSON values in the file, each with the place that it stands in."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise QuotesError(f"{name}: empty; there are no articles in it")
    if not lines[0][1].lstrip().startswith(("{", "[")):
        raise unknown_format(name)
    if len(lines) == 1 or _is_whole(lines[0][1]):
        values = [(f"{name}, line {number}", _parsed(line, f"{name}, line {number}")) for number, line in lines]
    else:
        values = [(name, _parsed(text, name))]
    if len(values) == 1 and isinstance(values[0][1], list):
        values = [(f"{name}, record {number}", value) for number, value in enumerate(values[0][1], 1)]
    return values


def _is_whole(line: str) -> bool:
    """Whether a line holds a JSON value, or tried to: "{" alone does not, as indented files begin so."""
    try:
        _parsed(line, "")
    except ValueError:
        return len(line.strip()) > 1
    return True


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = where if ", line " in where else f"{where}, line {error.lineno}"
        raise QuotesError(
            f"{place}: broken JSON ({error.msg.lower()} at column {error.colno}); write the file again"
        ) from None
    except RecursionError:
        raise QuotesError(f"{where}: JSON nested too deep to be articles; write the file again") from None


def _article(record: Any, where: str, stem: str | None) -> MarkedArticle:
    try:
        match record:
            case {"quotes": list(), "text": str(text)}:
                return _citron(record, text, stem)
            case {"attributions": list()}:
                return _marked(record)
    except ValueError as error:
        raise QuotesError(f"{where}: {error}") from None
    raise unknown_format(where)


def _marked(record: Record) -> MarkedArticle:
    """An article in the gold format, which has its text, or as `quotes scan` prints it, without."""
    id, text, length = record.get("id"), record.get("text"), record.get("length")
    text = text if isinstance(text, str) else None
    if not isinstance(id, str):
        raise QuotesError(f"no id, or none that is text: {str(id)[:40]}; give each article one")

    def spans(value: Any) -> tuple[Span, ...]:
        value = [value] if text is None and isinstance(value, Mapping) else value
        if not isinstance(value, list | None):
            raise QuotesError(f"not a list of spans: {str(value)[:40]}")
        return tuple(sorted(_pair(one, text) if text is not None else _object(one) for one in value or ()))

    relations = tuple(
        _at(f"article {id!r}, attribution {number}", lambda a: _relation(a, spans, scanned=text is None), attribution)
        for number, attribution in enumerate(record["attributions"], 1)
    )
    if text is None:
        return MarkedArticle(id, None, relations, length=length if isinstance(length, int) else None)
    return MarkedArticle(id, text, relations, _at(f"article {id!r}: not_quotes", spans, record.get("not_quotes")))


def _citron(record: Record, text: str, stem: str | None) -> MarkedArticle:
    """An article in Citron's format, which tells no id: ours begins the quotes' ids, else it is the file's name."""
    ids = {str(quote.get("id")).rpartition("_")[0] for quote in record["quotes"] if isinstance(quote, Mapping)}
    told = ids.pop() if len(ids) == 1 else ""
    id = told or stem or f"{len(text)} characters: {text[:40]!r}"
    relations = tuple(starmap(Relation, read_citron(record, text)))
    return MarkedArticle(id, text, with_types(relations, text))


def _relation(a: Any, spans: Callable[[Any], tuple[Span, ...]], *, scanned: bool) -> Relation:
    """scanned: by us, and then a speaker who is not there is nobody."""
    if not isinstance(a, Mapping):
        raise QuotesError(f"not an object: {str(a)[:40]}")
    content, cue, source = (_at(role, spans, a.get(role)) for role in ("content", "cue", "source"))
    speaker, confidence = a.get("speaker"), a.get("confidence")
    name, kind = (
        (speaker.get("name"), speaker.get("kind")) if isinstance(speaker, Mapping) else (speaker, a.get("kind"))
    )
    if name is None:
        name = "" if scanned or "speaker" in a else None
    elif not isinstance(name, str):
        raise QuotesError(f'speaker: not a name but {str(name)[:40]}; join several by " | "')
    return Relation(
        content,
        cue,
        source,
        name,
        _word(kind),
        _choice(a, "type", get_args(Type)),
        _choice(a, "act", get_args(Act)),
        confidence if isinstance(confidence, float | int) and 0 <= confidence <= 1 else None,
    )


def _at(where: str, read: Callable[[Any], Any], value: Any) -> Any:
    """What `read` makes of a value, errors told with the place that it stands in."""
    try:
        return read(value)
    except ValueError as error:
        raise QuotesError(f"{where}: {error}") from None


def _pair(value: Any, text: str) -> Span:
    match value:
        case [int(start), int(end)]:
            return Span(start, end, text[start:end] if start >= 0 else "")
    raise QuotesError(f"not a pair of offsets [start, end]: {str(value)[:40]}")


def _object(value: Any) -> Span:
    match value:
        case {"start": int(start), "end": int(end)}:
            return Span(start, end, _word(value.get("text")) or "")
        case [_, _]:
            raise QuotesError(f"a pair of offsets, {str(value)[:40]}, and the article has no text; give it its text")
    raise QuotesError(f"not an object with the numbers start and end: {str(value)[:40]}")


def _choice(a: Record, what: str, choices: tuple[Any, ...]) -> Any:
    if (value := a.get(what)) is None or value in choices:
        return value
    raise QuotesError(f"{what}: {str(value)[:40]!r} is not one of {', '.join(choices)}")


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def stem(path: Path) -> str:
    """The name of a file without its endings."""
    return path.name.removesuffix(".jsonl").removesuffix(".json").removesuffix(".gold")
