"""How far a long run is: a bar in a terminal, a plain line now and then in a log, both on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from quotes.article import Article
from quotes.reading import Extent

EVERY = 30.0  # seconds from one line in a log to the next


@dataclass
class Pace:
    """How fast articles go by, and how long those will take that are still to come."""

    extent: Extent
    articles: int = 0
    words: int = 0
    _begun: float = field(default_factory=time.monotonic)
    _before: int | None = None  # what was done when the first article came: a resumed run passes over much

    def count(self, article: Article) -> None:
        self.articles += 1
        self.words += len(article.text.split())
        if self._before is None:
            self._before = self.extent.done

    def __str__(self) -> str:
        spent = max(time.monotonic() - self._begun, 1e-3)
        rate = f"{self.articles:,} articles, {self.words / spent:,.0f} words a second"
        done = self.extent.done - (self._before or 0)
        left = self.extent.total - self.extent.done
        return f"{rate}, {_duration(spent * left / done)} left" if done > 0 and left > 0 else rate


def shown(articles: Iterable[Article], extent: Extent, *, bar: bool) -> Iterator[Article]:
    """The same articles, told of as they pass by.

    bar: whether standard error is a terminal that nothing else is written to meanwhile.
    """
    return _with_bar(articles, Pace(extent)) if bar else _with_lines(articles, Pace(extent))


def _with_lines(articles: Iterable[Article], pace: Pace) -> Iterator[Article]:
    told = time.monotonic()
    for article in articles:
        yield article
        pace.count(article)
        if time.monotonic() - told >= EVERY:
            told = time.monotonic()
            print(f"quotes: {pace}", file=sys.stderr, flush=True)


def _with_bar(articles: Iterable[Article], pace: Pace) -> Iterator[Article]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("reading the model")
        for article in articles:
            yield article
            pace.count(article)
            extent = pace.extent
            progress.update(task, description=str(pace), completed=extent.done, total=extent.total or None)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{max(1, round(seconds))} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
