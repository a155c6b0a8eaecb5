"""An archive for those who call the library."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator

from quotes.archive import speakers
from quotes.archive.groups import Group
from quotes.archive.index import Index, remove
from quotes.archive.search import Filters, Found, search
from quotes.archive.speakers import Sources
from quotes.archive.store import Store
from quotes.archive.trace import against as held_against
from quotes.archive.trace import trace, trace_all, trace_quote
from quotes.article import Article
from quotes.attribution import Type
from quotes.verification.evidence import Evidence


class Archive(Store):
    """What `quotes index` made, to be searched, traced and counted: `with quotes.Archive("news.db") as archive: ...`

    path: the file. create: whether it is made where there is none.
    Raises QuotesError where the file is no archive, or made by a newer version; so does every method where it cannot
    be read or written.
    """

    def add(self, articles: Iterable[Article]) -> int:
        """Adds articles, as `scan_many` gives them, that are not there yet; returns how many statements those have.

        An article with an id that is there takes the place of what it was, unless it is another file's, or a number
        or "text", as texts without ids have; it is then added with another id.
        """
        index = Index(self, lambda note: warnings.warn(note, stacklevel=4))
        index.add(article for article in articles if not article.error)
        return index.quotes

    def remove(self, id: str) -> int:
        """Takes an article out; returns how many quotes it had. Raises QuotesError where there is no such article."""
        return remove(self, id)

    def search(
        self,
        words: str = "",
        *,
        speaker: str | None = None,
        type: Type | None = None,
        since: str | None = None,
        until: str | None = None,
        site: str | None = None,
        min_confidence: float | None = None,
        limit: int = 20,
    ) -> Found:
        """The quotes with these words, the best first (BM25); without words the newest, of a speaker for instance.

        words: words that must all be there, "phrases", AND, OR, NOT, prefix* and brackets.
        speaker: any name that an article uses. since, until: dates as "2026-03-04", "2026-03" or "2026", included.
        site: as the archive has it. min_confidence: 0 to 1. limit: how many at most, 1 to a million.
        Raises QuotesError where the words are no query, a filter is none, or the limit is another.
        """
        return search(self, words, Filters(speaker, type, since, until, site, min_confidence), limit)

    def trace(self, words: str | int, against: Evidence | None = None) -> list[Group]:
        """The quotes that are one in other words, in groups, each in time order with its changes to the earliest.

        words: what is said, or the number of a quote, of which there is one group. against: sources that the quotes
        are held against in place of the earliest.
        Raises QuotesError where there are too few words, or there is no such quote.
        """
        found = [trace_quote(self, words)] if isinstance(words, int) else trace(self, words)
        return [held_against(group, against) for group in found] if against else found

    def trace_all(self) -> Iterator[Group]:
        """All groups of two quotes and more, the earliest first. Takes memory for the contents of all quotes."""
        return trace_all(self)

    def speakers(
        self,
        name: str | None = None,
        *,
        since: str | None = None,
        until: str | None = None,
        site: str | None = None,
        limit: int | None = None,
    ) -> Sources:
        """Who is quoted how often, the most quoted first: all, or whom an article calls `name`.

        since, until, site: as `search` takes them. limit: how many speakers at most, None for all.
        """
        return speakers.sources(self, Filters(name, since=since, until=until, site=site), limit)

    def merge(self, one: str, other: str) -> int:
        """Makes one of two speakers, named or by number, under the first one's name; returns its number.

        Raises QuotesError where nobody, or more than one, has the name.
        """
        return speakers.merge(self, one, other)

    def split(self, name: str) -> list[int]:
        """Parts a speaker, into those that were merged, or else by role; returns the numbers of the parts.

        Raises QuotesError as `merge` does, and where there is one name with one role alone.
        """
        return speakers.split(self, name)
