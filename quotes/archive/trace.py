"""One quote looked for in an archive, in whatever words, with all that is one with it; and the groups of them all."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from itertools import groupby
from typing import NamedTuple

from quotes.archive.bands import bands
from quotes.archive.candidates import COMMON, LEAST, RARE
from quotes.archive.groups import Group, group, joined, unit
from quotes.archive.rows import ArchivedQuote
from quotes.archive.store import Store
from quotes.archive.wording import Wordings, may_agree
from quotes.errors import QuotesError

_FEWEST = 4  # words that can be traced
_LONGEST = 1000  # words of a quote that others are looked for by
_LOOKED_AT = 20_000  # quotes that share a shingle, at most
_COMPARED = 300  # quotes in other words, at most, that one is laid along
_CHARACTERS = 16  # that a shingle stands for, and more
_MORE = 1.25  # times the words of one that was looked for: those of one that others may be parts of as well
_FURTHER = 3  # such that are looked for too


class _Light(NamedTuple):
    number: int
    content: str
    speaker: str | None
    date: str | None = None


_LIGHT = (
    "SELECT q.number, q.content, p.name, a.date FROM quotes q JOIN articles a ON a.number = q.article"
    " LEFT JOIN speakers s ON s.number = q.speaker LEFT JOIN speakers p ON p.number = s.person"
)


def trace(store: Store, words: str) -> list[Group]:
    """The groups of quotes that have these words, or are like them, whoever says it; the earliest first.

    Raises QuotesError where there are too few words to tell.
    """
    if len(words.split()) < _FEWEST:
        raise QuotesError(f"a trace needs {_FEWEST} words or more; quotes search finds fewer")
    return _groups(store, _Light(0, words, None))


def trace_quote(store: Store, number: int) -> Group:
    """The group of a quote, of which it may be all. Raises QuotesError where there is none of that number."""
    quote = store.quote(number)
    start = _Light(number, quote.content, quote.speaker)
    return next(g for g in _groups(store, start) if any(told.quote.number == number for told in g.tellings))


def trace_all(store: Store) -> Iterator[Group]:
    """All groups of two quotes and more; the earliest first.

    The quotes' contents, dates and speakers are held in memory, about a kilobyte for each.
    """
    wordings = Wordings()
    rows = (_Light(*row) for row in store.each(_LIGHT))
    for members in joined(rows, wordings):
        if len(members) > 1:
            yield _group(store, members, wordings)


def _groups(store: Store, start: _Light) -> list[Group]:
    wordings = Wordings()
    found = {start.number: start} if start.number else {}
    found |= {one.number: one for one in _ones(store, start, wordings)}
    seeds, asked = frozenset(found), [start]
    for _ in range(_FURTHER):
        most = _MORE * max(len(one.content) for one in asked)
        longer = [one for one in found.values() if len(one.content) > most]
        if not longer:
            break
        asked.append(max(longer, key=lambda one: (len(one.content), one.number)))
        found |= {one.number: one for one in _ones(store, asked[-1], wordings)}
    return [
        _group(store, members, wordings)
        for members in joined(_dated(store, found), wordings)
        if not seeds.isdisjoint(one.number for one in members)
    ]
