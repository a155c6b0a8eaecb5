"""Articles with their attributions, as people marked them or a system found them: what is held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from quotes.article import Article
from quotes.attribution import Act, Attribution, Role, Span, Type
from quotes.errors import QuotesError
from quotes.report.annotation import check_words, marked
from quotes.report.visible import storable
from quotes.version import VERSION


@dataclass(frozen=True, slots=True)
class Relation:
    """One attribution relation: what is attributed, by which words, to whom.

    content: at least one span. cue, source: none where nothing is marked, several where they stand in pieces. Each
        role is in text order, and no two spans of a role overlap.
    speaker: the name, joint ones parted by " | "; "" where it is told to be nobody's, None where nothing is told.
    kind: of speaker, as `quotes.article.Kind` has them; any other word is unknown.
    type, act: None where nothing is told.
    confidence: the system's own, 0 to 1, or None.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: str | None = None
    kind: str | None = None
    type: Type | None = None
    act: Act | None = None
    confidence: float | None = None

    @classmethod
    def of(cls, a: Attribution) -> Relation:
        """An attribution that `quotes.scan` found."""
        speaker, kind = (a.speaker.name, a.speaker.kind) if a.speaker else ("", None)
        return cls(a.content, a.roles["cue"], a.roles["source"], speaker, kind, a.type, a.act, a.confidence)

    @property
    def roles(self) -> dict[Role, tuple[Span, ...]]:
        """The spans by the names of their roles."""
        return {"content": self.content, "cue": self.cue, "source": self.source}


@dataclass(frozen=True)
class MarkedArticle:
    """An article with its attribution relations.

    id: what gold and predictions are matched by. text: None in the output of `quotes scan`, which leaves it out.
    length: of the text in characters, as the file tells it, or None.
    not_quotes: places in quotation marks that are nobody's words (scare quotes, titles, terms).

    Raises ValueError where a relation has no content or overlapping spans in a role, or where a span is beyond the
    text, reversed, empty, or not what the text says there.
    """

    id: str
    text: str | None
    relations: tuple[Relation, ...] = ()
    not_quotes: tuple[Span, ...] = ()
    length: int | None = None

    def __post_init__(self) -> None:
        if self.text is not None and self.length not in (None, len(self.text)):
            raise QuotesError(
                f"article {self.id!r}: made from {self.length} characters, the gold's text has {len(self.text)}; "
                "make both from the same text"
            )
        for number, relation in enumerate(self.relations, 1):
            if not relation.content:
                raise QuotesError(f"article {self.id!r}, attribution {number}: it has no content; mark it or drop it")
            for role, spans in relation.roles.items():
                _check(spans, self.text, f"article {self.id!r}, attribution {number}: {role}")
        _check(self.not_quotes, self.text, f"article {self.id!r}: not_quotes")

    @classmethod
    def of(cls, article: Article) -> MarkedArticle:
        """An article that `quotes.scan` returned."""
        return cls(article.id, article.text, tuple(map(Relation.of, article.attributions)))


@dataclass(frozen=True)
class Corpus:
    """Articles, all annotated by the same people or the same system.

    name: the file or folder they are from. model: which one found the relations, version: of quotes, by which it was
    run; None where nothing is told.

    Raises ValueError where two documents have the same id.
    """

    articles: tuple[MarkedArticle, ...]
    name: str = "articles"
    model: str | None = None
    version: str | None = None

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for article in self.articles:
            if article.id in seen:
                raise QuotesError(f"{self.name}: the article {article.id!r} is there twice; leave one out")
            seen.add(article.id)

    @classmethod
    def of(cls, articles: Iterable[Article], name: str = "articles") -> Corpus:
        """Articles that `quotes.scan` returned."""
        scanned = tuple(articles)
        return cls(tuple(map(MarkedArticle.of, scanned)), name, joined(a.model for a in scanned), VERSION)

    @property
    def relations(self) -> Iterator[Relation]:
        """Those of all documents."""
        return (relation for article in self.articles for relation in article.relations)

    def tells(self, what: Literal["speaker", "act"]) -> bool:
        """Whether this is told of any relation: what a system does not tell is no mistake, but no figure."""
        relations = list(self.relations)
        return not relations or any(getattr(relation, what) is not None for relation in relations)


def joined(names: Iterable[str | None]) -> str | None:
    """The different names, sorted, as one; None where there are none."""
    return "+".join(sorted({name for name in names if name})) or None


def _check(spans: Sequence[Span], text: str | None, where: str) -> None:
    for span in spans:
        try:
            there = marked(text, span.start, span.end) if text is not None else _unread(span)
        except ValueError as error:
            raise QuotesError(f"{where}: {error}; offsets count characters from 0, the end exclusive") from None
        try:
            check_words(storable(there.text), storable(span.text or there.text))
        except ValueError as error:
            raise QuotesError(f"{where}: {error}") from None
    for one, other in pairwise(sorted(spans, key=lambda span: (span.start, span.end))):
        if other.start < one.end:
            raise QuotesError(
                f"{where}: {one.start} to {one.end} and {other.start} to {other.end} overlap; make them one span"
            )


def _unread(span: Span) -> Span:
    """The span itself, checked as far as that goes without the text."""
    if span.start < 0:
        raise QuotesError(f"{span.start} to {span.end} begins before the text")
    if span.start >= span.end:
        raise QuotesError(f"{span.start} to {span.end} is {'empty' if span.start == span.end else 'reversed'}")
    return span
