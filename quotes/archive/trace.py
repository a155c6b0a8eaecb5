"""A quote looked for in an archive, in whatever words, with all that is one with it; and the groups of all quotes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from math import log
from typing import NamedTuple

from quotes.archive.bands import bands
from quotes.archive.candidates import COMMON, RARE
from quotes.archive.groups import Group, Telling, Unit, group, groups, joined, unit
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
_LEAST = 0.25  # of the shingles of the shorter of two that both must have
_CHARACTERS = 16  # that a shingle stands for, or less
_LONGER = 1.25  # times what was looked for: a wording of which that is only a part, and others may be other parts
_FURTHER = 3  # such that are looked for too

_AMONG = "q.number IN (SELECT value FROM json_each(?))"


class _Said(NamedTuple):
    """A quote without its article; number: 0 where it is words and nobody's."""

    number: int
    content: str
    speaker: str | None


def trace(store: Store, words: str) -> list[Group]:
    """The groups of quotes that have these words, or nearly these, whoever says it; the earliest first.

    Raises QuotesError where there are too few words to tell.
    """
    row = words.split(maxsplit=_LONGEST)[:_LONGEST]
    if len(row) < _FEWEST:
        raise QuotesError(f"a trace needs {_FEWEST} words or more; for fewer there is quotes search")
    return _groups(store, _Said(0, " ".join(row), None))


def trace_quote(store: Store, number: int) -> Group:
    """The group of a quote, of which it may be all there is. Raises QuotesError where none has the number."""
    quote = store.quote(number)
    found = _groups(store, _Said(number, quote.content, quote.speaker))
    return next(one for one in found if any(telling.quote.number == number for telling in one.tellings))


def trace_all(store: Store) -> Iterator[Group]:
    """The groups of two quotes and more; the earliest first.

    Takes memory for all quotes and their shingles.
    """
    return iter(groups(store.quotes()))


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


def _groups(store: Store, start: _Said) -> list[Group]:
    wordings = Wordings()
    found = {one.number: one for one in (start, *_ones(store, start, wordings)) if one.number}
    wanted, asked = frozenset(found), start
    for _ in range(_FURTHER):
        longest = max(found.values(), key=lambda one: (len(one.content), one.number), default=start)
        if len(longest.content) < _LONGER * len(asked.content):
            break
        asked = longest
        found |= {one.number: one for one in _ones(store, asked, wordings)}
    quotes = store.selected(_AMONG, json.dumps(list(found)))
    together = joined(quotes, wordings)
    return [group(members, wordings) for members in together if not wanted.isdisjoint(q.number for q in members)]


def _ones(store: Store, asked: _Said, wordings: Wordings) -> Iterator[_Said]:
    """The quotes that are one with one that is asked for."""
    kept: dict[Unit, bool] = {}
    for one in _sharing(store, asked.content):
        words = unit(one.content, one.speaker)
        if words not in kept and len(kept) < _COMPARED:
            agree = not asked.number or may_agree(asked.speaker, one.speaker)
            kept[words] = wordings.are_one(asked.content, one.content, agree=agree)
        if kept.get(words):
            yield one


def _sharing(store: Store, content: str) -> list[_Said]:
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
    query = f"SELECT q.number, q.content, p.name FROM quotes q {JOINED} WHERE {_AMONG}"
    rows = [_Said(*row) for row in store.rows(query, json.dumps(list(shared)))]
    sizes = {one.number: min(len(having), len(one.content) / _CHARACTERS) for one in rows}
    found = [one for one in rows if len(shared[one.number]) >= _LEAST * sizes[one.number]]
    return sorted(found, key=lambda one: (-sum(shared[one.number]), one.number))
