"""What in the predictions is what in the gold: articles by their ids, attributions by their contents, names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from quotes.attribution import Span
from quotes.errors import QuotesError
from quotes.evaluation.corpus import Corpus, MarkedArticle, Relation
from quotes.report.visible import storable

OVERLAP = 0.5  # of the union of two contents, that they must share to be the same attribution's

_TITLES = """
    a ambassador an archbishop bishop capt captain chancellor col colonel congressman congresswoman dame dr gen
    general gov governor judge justice king lady lieutenant lord lt mayor minister miss mr mrs ms pope premier
    president prime prince princess prof professor queen rep representative rev reverend secretary sen senator
    sergeant sgt sir the
"""
_NO_NAME = frozenset(_TITLES.split())
_SHOWN_IDS = 3
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_JOINT = re.compile(r" ?\| ?| and ")


@dataclass(frozen=True)
class Comparison:
    """A gold article and what a system found in it. found: with no relations where the system has no such article."""

    gold: MarkedArticle
    found: MarkedArticle

    @cached_property
    def text(self) -> str:
        return self.gold.text or ""

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Which of the gold relations (first numbers) is which of those found, see `pairs`."""
        return pairs(self.overlaps)

    @cached_property
    def overlaps(self) -> dict[tuple[int, int], float]:
        """How much of their contents gold relations and those found share, see `overlaps`."""
        return overlaps(self.gold.relations, self.found.relations)

    @cached_property
    def tells_speakers(self) -> bool:
        """Whether the gold says who speaks; PolNeAR does not."""
        return any(relation.speaker is not None for relation in self.gold.relations)

    @cached_property
    def asked(self) -> frozenset[int]:
        """The gold relations whose speaker a system is asked for: statements by somebody."""
        return frozenset(
            i for i, r in enumerate(self.gold.relations) if r.speaker and (r.act or "statement") == "statement"
        )


@dataclass(frozen=True)
class Alignment:
    """The articles of gold and predictions, one by one in the gold's order.

    missing: ids of gold articles that were not predicted; unknown: ids of predicted articles that are not gold.
    """

    comparisons: tuple[Comparison, ...]
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def problems(self, gold: str, predicted: str) -> Iterator[str]:
        """A sentence about ids that do not match, for each side; gold, predicted: the names of both."""
        if self.missing:
            yield (
                f"{predicted}: {_articles(self.missing)} missing of those in {gold} ({_examples(self.missing)}), "
                "which counts as nothing found; scan all articles of the gold, or check the ids"
            )
        if self.unknown:
            yield (
                f"{predicted}: {_articles(self.unknown)} not in {gold} ({_examples(self.unknown)}), which does not "
                "count; leave out what is not in the gold, or check the ids"
            )


def align(gold: Corpus, predicted: Corpus) -> Alignment:
    """The articles of both, matched by id; those whose id the gold does not know by their text, where they have it.

    Raises ValueError where none matches, a gold article has no text, or an article was made from another text.
    """
    by_id = {article.id: article for article in predicted.articles}
    known = {article.id for article in gold.articles}
    by_text = {storable(d.text): d for d in predicted.articles if d.text is not None and d.id not in known}
    found: dict[str, MarkedArticle] = {}
    for article in gold.articles:
        if article.text is None:
            raise QuotesError(f"{gold.name}: article {article.id!r} has no text; name a gold file that has")
        match = by_id.get(article.id) or by_text.pop(storable(article.text), None)
        if match:
            found[article.id] = match
    if not found:
        raise QuotesError(
            f"{predicted.name}: not one of its {len(by_id)} articles ({_examples(list(by_id))}) is among the "
            f"{len(known)} of {gold.name} ({_examples(sorted(known))}); check that they are of the same articles"
        )
    taken = {article.id for article in found.values()}
    return Alignment(
        tuple(Comparison(d, _of_text(found.get(d.id), d, predicted.name)) for d in gold.articles),
        tuple(d.id for d in gold.articles if d.id not in found),
        tuple(id for id in by_id if id not in taken),
    )


def trim(text: str, span: Span) -> Span:
    """The span without what is no letter or digit at both ends, so that marks and commas make no difference."""
    start, end = span.start, span.end
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return Span.of(text, start, end)


def trimmed(relations: Sequence[Relation], text: str) -> tuple[Relation, ...]:
    """The relations with all spans trimmed."""

    def clean(relation: Relation) -> Relation:
        roles: Any = {role: tuple(trim(text, s) for s in spans) for role, spans in relation.roles.items()}
        return replace(relation, **roles)

    return tuple(map(clean, relations))


def overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """The characters that both have as a share of those that either has, 0 to 1 (the Jaccard index)."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return common / (_length(one) + _length(other) - common) if common else 0.0


def overlaps(gold: Sequence[Relation], found: Sequence[Relation]) -> dict[tuple[int, int], float]:
    """The `overlap` of contents, for numbers of gold relations and those found, where there is any.

    In one pass over the text, as of an article's attributions few overlap.
    """
    contents = (
        (span.start, span.end, side, number)
        for side, relations in enumerate((gold, found))
        for number, relation in enumerate(relations)
        for span in relation.content
    )
    shared: Counter[tuple[int, int]] = Counter()
    begun: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])  # of gold and found: ends, numbers
    for start, end, side, number in sorted(contents):
        begun[1 - side][:] = [other for other in begun[1 - side] if other[0] > start]
        for other_end, other in begun[1 - side]:
            shared[(other, number) if side else (number, other)] += min(end, other_end) - start
        begun[side].append((end, number))
    one, two = ([_length(r.content) for r in relations] for relations in (gold, found))
    return {(i, j): common / (one[i] + two[j] - common) for (i, j), common in shared.items()}


def pairs(overlaps: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """Numbers of gold relations and those found that are the same: contents overlap by OVERLAP of the union at least.

    One to one, greedily, those that overlap most first.
    """
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(((share, i, j) for (i, j), share in overlaps.items() if share >= OVERLAP), reverse=True):
        if i not in matched and j not in taken:
            matched[i] = j
            taken.add(j)
    return list(matched.items())


def same_speaker(gold: str, found: str) -> bool:
    """Whether two names are the same but for case, accents, punctuation, possessive 's, and titles before them.

    Joint speakers (parted by " | " or "and") may come in another order.
    """
    return name_words(gold) == name_words(found) or (
        bool(joint_parts(gold)) and joint_parts(gold) == joint_parts(found)
    )


def _length(spans: Sequence[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name as compared: folded, without accents, possessive 's, leading titles and articles."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(character for character in letters if not unicodedata.combining(character))
    words = _WORD.findall(_POSSESSIVE.sub("", bare))
    first = next((i for i, word in enumerate(words) if word not in _NO_NAME), len(words) - 1)
    return tuple(words[first:])


def joint_parts(name: str) -> set[tuple[str, ...]]:
    """The words of each of the names that " | " or "and" joins, as compared."""
    return {key for part in _JOINT.split(" ".join(name.split())) if (key := name_words(part))}


def _of_text(found: MarkedArticle | None, gold: MarkedArticle, name: str) -> MarkedArticle:
    """What was found, checked to be of the gold's text."""
    if found is None:
        return MarkedArticle(gold.id, gold.text)
    text = gold.text or ""
    try:
        same = replace(found, text=text, length=found.length if found.text is None else len(found.text))
    except ValueError as error:
        raise QuotesError(f"{name}: {error}") from None
    if found.text is not None and storable(found.text) != storable(text):
        both = zip(storable(found.text), storable(text), strict=True)
        at = next(place for place, (one, other) in enumerate(both) if one != other)
        raise QuotesError(
            f"{name}: article {found.id!r}: its text is not the gold's, from character {at} on; "
            "make both from the same text"
        )
    return same


def _articles(ids: Sequence[str]) -> str:
    return "1 article is" if len(ids) == 1 else f"{len(ids)} articles are"


def _examples(ids: Sequence[str]) -> str:
    return ", ".join(map(repr, ids[:_SHOWN_IDS])) + (", …" if len(ids) > _SHOWN_IDS else "")
