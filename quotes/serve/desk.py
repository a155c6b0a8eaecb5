"""The desk itself: articles are put in, scanned and verified, reviewed, and taken out again."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from threading import Lock
from typing import Any

from quotes.article import Article
from quotes.errors import QuotesError
from quotes.json_shape import made as made_of
from quotes.json_shape import verification_dict
from quotes.reading import Document
from quotes.report.visible import visible
from quotes.serve import tasks
from quotes.serve.given import Given, the_one
from quotes.serve.pool import Do, Job, Pool
from quotes.serve.refused import FULL, RefusedError
from quotes.serve.review import Reviewed, key, reviewed
from quotes.serve.store import Store, Stored, conflict

_TITLE = 80  # characters of a text that it is called by


@dataclass(frozen=True)
class Desk:
    """Articles in a store, and processes that read them.

    largest: bytes of what is put in, and of its text.
    """

    store: Store
    pool: Pool
    largest: int
    _jobs: dict[int, Job] = field(default_factory=dict)
    _unsaved: dict[int, str] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def scan(self, given: Given) -> Job:
        """Work whose result is the article in what was given, as JSON."""

        def run(do: Do) -> str:
            document = the_one(self._documents(do, given), given.name)
            return str(do("scanning", partial(tasks.scan, document)))

        return self.pool.submit(run)

    def verify(self, article: Given, sources: Sequence[Given]) -> Job:
        """Work whose result is the article held against the sources, as JSON."""
        return self.pool.submit(lambda do: self._verified(do, article, sources)[0])

    def put(self, article: Given, sources: Sequence[Given]) -> int:
        """Takes an article in, to be scanned and, where there are sources, verified; returns its number."""
        title = _title(article)
        if article.kind == "text":
            article = replace(article, name=title)  # which reports and files of it are headed with
        with self._lock:
            self.pool.check()
            id = self.store.add(title, [article, *sources])
        self._begin(id)
        return id

    def resume(self) -> None:
        """Goes on with what waited when the desk was last closed."""
        for id in self.store.unfinished():
            self._begin(id)

    def progress(self, stored: Stored) -> str:
        """The state of an article; of one that waits also "reading", "scanning" or "verifying"."""
        job = self._jobs.get(stored.id)
        return job.stage if job and stored.state == "waiting" else stored.state

    def error(self, stored: Stored) -> str | None:
        """Why an article cannot be shown; also why one waits on, for the next start of the desk."""
        return stored.error or self._unsaved.get(stored.id)

    def delete(self, id: int) -> None:
        """Takes an article out, and stops what is done with it."""
        self.store.delete(id)
        if job := self._jobs.pop(id, None):
            self.pool.stop(job)

    def reviewed(self, id: int) -> tuple[Stored, Reviewed]:
        """An article with its review. Raises RefusedError where it is not there, yet."""
        stored = self.store.article(id)
        return stored, reviewed(article_of(stored), stored.review, stored.verdicts)

    def review(self, id: int, version: int, changes: Sequence[Any]) -> tuple[Stored, Reviewed]:
        """Keeps a review. Raises RefusedError where it was made from another version, QuotesError."""
        stored = self.store.article(id)
        if stored.version != version:
            raise conflict(stored.version, version)
        made = reviewed(article_of(stored), changes, stored.verdicts)
        self.store.review(id, version, changes, checked=made.checked, total=len(made.looked_at))
        return self.reviewed(id)

    def reverify(self, id: int) -> Job:
        """Work that holds against the sources what a review changed; its result is nothing."""
        stored, made = self.reviewed(id)
        sources = tuple(made_of(Document, source) for source in stored.sources)
        if not sources:
            raise RefusedError(409, f"article {id} has no sources to verify it against")

        def run(do: Do) -> None:
            record = do("verifying", partial(tasks.verify, tasks.as_json(made.article), made.article.text, sources))
            verified = _article(record, made.article.text)
            verdicts = {key(a): verification_dict(a.verification) for a in verified.attributions if a.verification}
            self.store.verdicts(id, verdicts)

        return self.pool.submit(run)

    def _begin(self, id: int) -> None:
        job = self.pool.submit(lambda do: self._work(id, do), always=True)
        self._jobs[id] = job
        job.future.add_done_callback(lambda _: self._jobs.pop(id, None))

    def _work(self, id: int, do: Do) -> None:
        article, *sources = self.store.given(id)
        try:
            record, text, documents = self._verified(do, article, sources)
            made = reviewed(_article(record, text), (), {})
            self.store.ready(id, record, text, [asdict(d) for d in documents], total=len(made.looked_at))
        except QuotesError as error:
            if isinstance(error, RefusedError) and error.status == FULL:
                self._unsaved[id] = str(error)
            else:
                self.store.failed(id, str(error))
        except Exception as error:
            logging.getLogger(__name__).exception("article %d", id)
            self.store.failed(id, f"could not be scanned ({type(error).__name__}); where the desk was started, more")

    def _verified(self, do: Do, given: Given, others: Sequence[Given]) -> tuple[str, str, tuple[Document, ...]]:
        """The article, held against the sources where there are any, as JSON, with its text and the sources."""
        document = the_one(self._documents(do, given), given.name)
        sources = tuple(source for other in others for source in self._documents(do, other))
        record = do("scanning", partial(tasks.scan, document))
        if sources:
            record = do("verifying", partial(tasks.verify, record, document.text, sources))
        return record, document.text, sources

    def _documents(self, do: Do, given: Given) -> list[Document]:
        found: list[Document] = do("reading", partial(tasks.read, given, self.largest))
        return found


def _title(given: Given) -> str:
    """What an article is called in a list: its file, its address, or how its text begins."""
    begun = given.body.strip().partition("\n")[0].rstrip() if isinstance(given.body, str) else ""
    if len(begun) > _TITLE:
        begun = begun[:_TITLE].rsplit(maxsplit=1)[0] + " …"
    return visible(begun or given.name)


def article_of(stored: Stored) -> Article:
    """The article as it was found. Raises RefusedError where it was not, yet."""
    if stored.found is None or stored.text is None:
        why = stored.error or "it is being scanned; ask again in a moment"
        raise RefusedError(409, f"article {stored.id} cannot be shown: {why}")
    return Article.from_dict(stored.found, stored.text)


def _article(record: str, text: str) -> Article:
    return Article.from_dict(json.loads(record), text)
