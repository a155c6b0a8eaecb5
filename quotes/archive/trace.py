"""A quote looked for in an archive, in whatever words, with all that is one with it; and the groups of all quotes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from math import log
from typing import NamedTuple

from quotes.archive.bands import bands
from quotes.archive.candidates import COMMON, LEAST, RARE
from quotes.archive.groups import Group, Telling, Unit, group, joined, unit
from quotes.archive.rows import ArchivedQuote
from quotes.archive.store import JOINED, Store
from quotes.archive.wording import Wordings, may_agree
from quotes.article import Article
from quotes.attribution import Attribution, Context, Span, Speaker
from quotes.errors import QuotesError
from quotes.verification.evidence import Evidence

_FEWEST = 4  # words that can be traced
_LONGEST = 1000  # words that others are looked for by
_SHINGLES = 200  # of those, by which others are looked for: the smallest numbers, which are as good as any
_READ = 20_000  # quotes that have a shingle, of those that are looked at where all are common
_COMPARED = 300  # of their wordings, those that are laid along
_CHARACTERS = 16  # that a shingle stands for, or less
_LONGER = 1.25  # times what was looked for: a wording of which that is only a part, and others may be other parts
_FURTHER = 3  # such that are looked for too

_LIGHT = f"SELECT q.number, q.content, p.name, a.date FROM quotes q {JOINED} WHERE "
_AMONG = "IN (SELECT value FROM json_each(?))"


class _Light(NamedTuple):
    number: int
    content: str
    speaker: str | None
    date: str | None


def trace(store: Store, words: str) -> list[Group]:
    """The groups of quotes that have these words, or nearly these, whoever says it; the earliest first.

    Raises QuotesError where there are too few words to tell.
    """
    row = words.split(maxsplit=_LONGEST)[:_LONGEST]
    if len(row) < _FEWEST:
        raise QuotesError(f"a trace needs {_FEWEST} words or more; for fewer there is quotes search")
    return _groups(store, _Light(0, " ".join(row), None, None))


def trace_quote(store: Store, number: int) -> Group:
    """The group of a quote, of which it may be all there is. Raises QuotesError where none has the number."""
    quote = store.quote(number)
    found = _groups(store, _Light(number, quote.content, quote.speaker, quote.date))
    return next(one for one in found if any(telling.quote.number == number for telling in one.tellings))


def trace_all(store: Store) -> Iterator[Group]:
    """The groups of two quotes and more; the earliest first.

    Takes memory for the contents of all quotes, some hundred bytes more for each, and their shingles.
    """
    wordings = Wordings()
    for members in joined(_all(store), wordings):
        if len(members) > 1:
            yield _group(store, members, wordings)


def against(group: Group, evidence: Evidence) -> Group:
    """The group with each of its quotes held against sources, in place of the earliest."""
    return Group(tuple(_held(telling, evidence) for telling in group.tellings))


def _held(telling: Telling, evidence: Evidence) -> Telling:
    quote = telling.quote
    whole = Span(0, len(quote.content), quote.content)
    speaker = Speaker(quote.speaker, quote.kind) if quote.speaker and quote.kind else None
    told = Context(1, 1, whole)
    said = Attribution(1, quote.type, "statement", (whole,), None, None, None, speaker, quote.confidence, told)
    (held,) = evidence.verify(Article("", None, quote.content, (said,))).attributions
    assert held.verification
    return replace(telling, changes=held.verification.changes, verdict=held.verdict)


def _all(store: Store) -> Iterator[_Light]:
    last = 0
    while found := store.rows(f"{_LIGHT} q.number > ? ORDER BY q.number LIMIT 10000", last):
        yield from (_Light(*row) for row in found)
        last = found[-1][0]


def _groups(store: Store, start: _Light) -> list[Group]:
    wordings = Wordings()
    found = {one.number: one for one in (start, *_ones(store, start, wordings)) if one.number}
    wanted, asked = frozenset(found), start
    for _ in range(_FURTHER):
        longest = max(found.values(), key=lambda one: (len(one.content), one.number), default=start)
        if len(longest.content) < _LONGER * len(asked.content):
            break
        asked = longest
        found |= {one.number: one for one in _ones(store, asked, wordings)}
    return [
        _group(store, members, wordings)
        for members in joined(found.values(), wordings)
        if not wanted.isdisjoint(one.number for one in members)
    ]


def _ones(store: Store, asked: _Light, wordings: Wordings) -> Iterator[_Light]:
    """The quotes that are one with one that is asked for; it has the number 0 where it is words and nobody's."""
    kept: dict[Unit, bool] = {}
    for one in _sharing(store, asked.content):
        words = unit(one.content, one.speaker)
        if words not in kept and len(kept) < _COMPARED:
            agree = not asked.number or may_agree(asked.speaker, one.speaker)
            kept[words] = wordings.are_one(asked.content, one.content, agree=agree)
        if kept.get(words):
            yield one


def _sharing(store: Store, content: str) -> list[_Light]:
    """The quotes that share enough shingles, and rare ones, with a content: those that share most first."""
    looked_at = {band: store.banded(band, COMMON + 1) for band in bands(content)[:_SHINGLES]}
    having = {band: quotes for band, quotes in looked_at.items() if len(quotes) <= COMMON}
    if sum(len(quotes) > 1 for quotes in having.values()) < RARE:
        common = [(band, store.banded(band, _READ)) for band in looked_at.keys() - having.keys()]
        having |= dict(sorted(common, key=lambda row: (len(row[1]), row[0]))[:RARE])
    shared: dict[int, list[float]] = {}
    for quotes in having.values():
        for quote in quotes:
            shared.setdefault(quote, []).append(1 / log(2 + len(quotes)))
    found = [
        one
        for one in _light(store, shared)
        if len(shared[one.number]) >= LEAST * min(len(having), len(one.content) / _CHARACTERS)
    ]
    return sorted(found, key=lambda one: (-sum(shared[one.number]), one.number))


def _light(store: Store, numbers: Iterable[int]) -> list[_Light]:
    return [_Light(*row) for row in store.rows(f"{_LIGHT} q.number {_AMONG}", _json(numbers))]


def _group(store: Store, members: Sequence[_Light], wordings: Wordings) -> Group:
    """The group of some quotes, in their order."""
    rows = {quote.number: quote for quote in store.selected(f"q.number {_AMONG}", _json(m.number for m in members))}
    found: list[ArchivedQuote] = [rows[member.number] for member in members]
    return group(found, wordings)


def _json(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))
