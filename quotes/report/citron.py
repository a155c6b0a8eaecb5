"""Articles in the annotation format of Citron, the BBC's quote extraction system, and such annotations read again.

The format (https://github.com/bbc/citron/blob/main/docs/data_format.md) is an object an article, with its `text`, its
`quotes` and its `coreference_groups`. A quote has a `cue`, `sources`, `contents`, `coreferences`, a `confidence` and
an `id`; a span has `start`, `end` (characters of the text, exclusive) and `text`. All keys here are Citron's own.

A quote without a cue cannot be said in this format, as Citron stops at it: those attributions are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import IO, Any

from quotes.article import Article
from quotes.attribution import Attribution, Span
from quotes.errors import QuotesError
from quotes.json_shape import span_dict
from quotes.report.annotation import Annotation, check_words, marked
from quotes.report.json import to_json
from quotes.report.selection import ALL, Selection

Json = dict[str, Any]


def write_citron(articles: Iterable[Article], out: IO[str], selection: Selection = ALL) -> None:
    """An article a line, written as they come.

    Citron reads a file an article. One article's line is such a file; of several, JSON Lines can be written one by
    one, and cut to such files at the line ends. An object has no place for the article's id: the quotes' ids begin
    with it.

    selection: which attributions are written, statements and attitudes.
    """
    for article in articles:
        out.write(to_json(citron(selection.of(article))) + "\n")
        out.flush()


def citron(article: Article) -> Json:
    """The article as Citron's training and evaluation read it, with its attributions that have a cue.

    sources: the words that name the speaker there, none where there are none. coreferences: where the article first
    names whom they stand for, if they do not name them. confidence: text with four decimals, as Citron prints it.
    coreference_groups: the mentions of each speaker who has several.
    """
    names = _names(article)
    return {
        "text": article.text,
        "quotes": [_quote(a, a.cue, f"{article.id}_{a.id}", names) for a in article.attributions if a.cue],
        "coreference_groups": [list(map(span_dict, s.mentions)) for s in article.speakers if len(s.mentions) > 1],
    }


def read_citron(record: Mapping[str, Any], text: str) -> tuple[Annotation, ...]:
    """The quotes that a record in Citron's annotation format marks in `text`, in text order.

    What Citron prints when it extracts quotes is no such record: its offsets count tokens.

    Raises ValueError, with the place in the record, where it is of another text or of another form, or where offsets
    are beyond the text, reversed or empty, or words given are not the text's.
    """
    if record.get("text", text) != text:
        raise QuotesError("text: the record is of another text")
    return tuple(
        sorted(_annotation(quote, text, f"quotes[{i}]") for i, quote in enumerate(_list(record, "quotes", "")))
    )


def _quote(a: Attribution, cue: Span, id: str, names: Mapping[str, Span]) -> Json:
    source = " ".join(a.source.text.split()) if a.source else ""
    unnamed = [name for name in a.speaker.name.split(" | ") if name not in source] if a.source and a.speaker else []
    return {
        "cue": span_dict(cue),
        "sources": [span_dict(a.source)] if a.source else [],
        "contents": list(map(span_dict, a.content)),
        "coreferences": [span_dict(names[name]) for name in unnamed if name in names],
        "confidence": f"{a.confidence:.4f}",
        "id": id,
    }


def _names(article: Article) -> dict[str, Span]:
    """Where the article first mentions each speaker by name."""
    first: dict[str, Span] = {}
    for speaker in article.speakers:
        for name in speaker.name.split(" | "):
            mention = next((m for m in speaker.mentions if name in " ".join(m.text.split())), None)
            if mention:
                first[name] = min(first.get(name, mention), mention)
    return first


def _annotation(quote: Any, text: str, where: str) -> Annotation:
    if not isinstance(quote, Mapping):
        raise QuotesError(f"{where}: not an object: {str(quote)[:40]}")
    contents, sources = (
        tuple(sorted(_marked(span, text, f"{where}.{key}[{i}]") for i, span in enumerate(_list(quote, key, where))))
        for key in ("contents", "sources")
    )
    if not contents:
        raise QuotesError(f"{where}.contents: empty")
    cue = (_marked(quote["cue"], text, f"{where}.cue"),) if quote.get("cue") else ()
    return Annotation(contents, cue, sources)


def _list(record: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = record.get(key)
    if not isinstance(value, list):
        raise QuotesError(f"{where}{'.' if where else ''}{key}: not a list")
    return value


def _marked(span: Any, text: str, where: str) -> Span:
    match span:
        case {"start": int(start), "end": int(end)}:
            try:
                found = marked(text, start, end)
                check_words(found.text, str(span.get("text", found.text)))
            except ValueError as error:
                raise QuotesError(f"{where}: {error}") from None
            return found
    raise QuotesError(f"{where}: not an object with the numbers start and end: {str(span)[:40]}")
