"""What a figure was made of and how, in one line, for those who check it years later (Post, WMT 2018: sacreBLEU)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import regex

from quotes.attribution import Span
from quotes.evaluation.bootstrap import LEVEL
from quotes.evaluation.corpus import Corpus, Relation
from quotes.evaluation.matching import OVERLAP
from quotes.report.visible import visible
from quotes.version import VERSION

_HASH_DIGITS = 10
_SEPARATORS = regex.compile(r"[|:\s]")


@dataclass(frozen=True, slots=True)
class Signature:
    """What figures depend on; `str` gives it as "name:value" pairs parted by "|".

    quotes: the version that counted. model, scanned_by: which model found the attributions, run by which version, as
        the predictions name them; against: the other system's model; None where nothing is named, or no other is.
    data: the first ten hexadecimal digits of the SHA-256 of the gold's articles in the order of their ids (`digest`).
    articles: how many. types: "gold" where it has them, "marks" where the quotation marks tell them, "both".
    samples, seed: of the bootstrap and of the randomisation test.
    """

    quotes: str
    model: str | None
    scanned_by: str | None
    against: str | None
    data: str
    articles: int
    types: str
    samples: int
    seed: int

    @classmethod
    def of(cls, gold: Corpus, predicted: Corpus, against: Corpus | None, samples: int, seed: int) -> Signature:
        """The signature of an evaluation of `predicted`, and of `against`, with the bootstrap's samples and seed."""
        marked = {relation.type is not None for relation in gold.relations}
        return cls(
            VERSION,
            predicted.model,
            predicted.version,
            (against.model or "unknown") if against else None,
            digest(gold),
            len(gold.articles),
            "both" if len(marked) > 1 else "gold" if True in marked else "marks",
            samples,
            seed,
        )

    def __str__(self) -> str:
        parts = {
            "quotes": self.quotes,
            "model": self.model or "unknown",
            "scanned-by": self.scanned_by or "unknown",
            "against": self.against,
            "data": self.data,
            "articles": self.articles,
            "spans": "exact-trimmed",
            "overlap": OVERLAP,
            "types": self.types,
            "interval": f"bootstrap-{LEVEL}",
            "test": "randomisation" if self.against else None,
            "samples": self.samples,
            "seed": self.seed,
        }
        return "|".join(f"{name}:{_plain(value)}" for name, value in parts.items() if value is not None)


def digest(gold: Corpus) -> str:
    """A short hash of all that figures depend on: ids, texts, marks; not of files, their order or their format."""
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
