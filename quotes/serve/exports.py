"""Reviewed articles to hand on: in the formats of the command, and as gold for evaluation and training."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from quotes.article import Article
from quotes.attribution import Attribution
from quotes.report.formats import format_named
from quotes.report.json import to_json
from quotes.report.selection import ALL
from quotes.serve.review import Reviewed

KINDS = {  # ending and type of each format
    "html": ("html", "text/html"),
    "csv": ("csv", "text/csv"),
    "markdown": ("md", "text/markdown"),
    "json": ("json", "application/json"),
    "gold": ("gold.jsonl", "application/jsonl"),
}


def exported(made: Reviewed, format: str) -> str:
    """The reviewed article in one of KINDS."""
    if format == "gold":
        return to_json(gold(made)) + "\n"
    out = io.StringIO(newline="")
    format_named(format).write([made.final], out)
    return out.getvalue()


def gold(made: Reviewed) -> dict[str, Any]:
    """The article in the gold format, which `quotes evaluate` and `python -m quotes.training` read.

    Left out is what is unsure and nobody looked at; what is marked as no quote stands in `not_quotes`, if it is in
    quotation marks.
    """
    article = made.article
    kept = [a for a in made.final.attributions if a.review or ALL.fold(a) != "unsure"]
    quoted = [a for a in article.attributions if a.id in made.dropped and a.type != "indirect"]
    return {
        "id": article.id,
        "text": article.text,
        "attributions": [_marks(a) for a in kept],
        "not_quotes": [pair for a in quoted for pair in _pairs(a)["content"]],
    }


def gold_lines(articles: Sequence[tuple[int, Reviewed]]) -> str:
    """Articles in the gold format, one a line; those of one id get their numbers behind it."""
    ids = Counter(made.article.id for _, made in articles)
    twins = {number: made.article.id for number, made in articles if ids[made.article.id] > 1}
    records = (gold(made) | ({"id": f"{twins[n]}-{n}"} if n in twins else {}) for n, made in articles)
    return "".join(f"{to_json(record)}\n" for record in records)


def _marks(attribution: Attribution) -> dict[str, Any]:
    speaker = attribution.speaker
    named = {"speaker": speaker.name, "kind": speaker.kind} if speaker else {"speaker": None}
    return _pairs(attribution) | named | {"type": attribution.type, "act": attribution.act}


def _pairs(attribution: Attribution) -> dict[str, Any]:
    return {role: [[span.start, span.end] for span in spans] for role, spans in attribution.roles.items()}


def named(article: Article, format: str) -> str:
    """A name for the file that an article is exported to, in ASCII."""
    stem = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in article.id).strip("-.")[:80]
    return f"{stem or 'article'}.{KINDS[format][0]}"
