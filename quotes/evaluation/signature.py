"""What a figure was made of and how, in one line, for those who check it years later (Post, WMT 2018: sacreBLEU)."""

from __future__ import annotations

import hashlib
import json

import regex

from quotes.attribution import Span
from quotes.evaluation.bootstrap import LEVEL
from quotes.evaluation.corpus import Corpus, Relation
from quotes.evaluation.matching import OVERLAP
from quotes.report.visible import visible
from quotes.version import VERSION

_HASH_DIGITS = 10
_SEPARATORS = regex.compile(r"[|:\s]")


def signature(gold: Corpus, predicted: Corpus, against: Corpus | None, samples: int, seed: int) -> str:
    """What the figures of an evaluation depend on, as "name:value" pairs parted by "|".

    quotes: the version that counted. model, scanned-by: which model found the attributions, run by which version, as
    the predictions name them; against: the other system's model. data: `digest` of the gold's `articles`. types:
    "gold" where it has them, "marks" where the quotation marks tell them, "both". samples, seed: of the bootstrap and
    of the randomisation test.
    """
    marked = {relation.type is not None for relation in gold.relations}
    parts = {
        "quotes": VERSION,
        "model": predicted.model or "unknown",
        "scanned-by": predicted.version or "unknown",
        **({"against": against.model or "unknown"} if against else {}),
        "data": digest(gold),
        "articles": len(gold.articles),
        "spans": "exact-trimmed",
        "overlap": OVERLAP,
        "types": "both" if len(marked) > 1 else "gold" if True in marked else "marks",
        "interval": f"bootstrap-{LEVEL}",
        **({"test": "randomisation"} if against else {}),
        "samples": samples,
        "seed": seed,
    }
    return "|".join(f"{name}:{_plain(value)}" for name, value in parts.items())


def digest(gold: Corpus) -> str:
    """Ten hexadecimal digits of the SHA-256 of ids, texts and marks, whatever the files, their order or format."""
    articles = [
        [d.id, d.text, sorted(map(_marks, d.relations), key=json.dumps), _offsets(d.not_quotes)]
        for d in sorted(gold.articles, key=lambda article: article.id)
    ]
    return hashlib.sha256(json.dumps(articles).encode()).hexdigest()[:_HASH_DIGITS]


def _marks(r: Relation) -> list[object]:
    return [*map(_offsets, (r.content, r.cue, r.source)), r.speaker, r.kind, r.type, r.act]


def _offsets(spans: tuple[Span, ...]) -> list[list[int]]:
    return sorted([span.start, span.end] for span in spans)


def _plain(value: object) -> str:
    """A value that neither breaks the line nor passes for two."""
    plain: str = _SEPARATORS.sub("_", visible(str(value)))
    return plain
