"""`python -m bench.index`: what an archive weighs, how fast it answers, and how well it traces quotes.

Articles and quotes are made by seeded templates (`bench.made_quotes`), and written by the archive's own functions;
only for the cost of indexing beside that of scanning are made texts scanned. --small takes a few minutes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from bench.made_quotes import Maker, trace_set
from quotes.archive.archive import Archive
from quotes.archive.groups import Group, groups
from quotes.archive.rows import ArchivedQuote
from quotes.article import Article
from quotes.report.parquet import write_parquet
from quotes.scanner import Scanner

WORDS = 700  # of an article
QUOTES = 10  # in an article


class Size(NamedTuple):
    """How much is made. trace: quotes, variants and others; articles: of the archive; texts: that are scanned."""

    trace: tuple[int, int, int]
    articles: int
    asked: int
    texts: int
    spark: int


WHOLE = Size((5_000, 15_000, 200_000), 100_000, 300, 300, 100_000)
SMALL = Size((500, 1_500, 20_000), 2_000, 100, 50, 5_000)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.index", description=__doc__)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--only", nargs="+", choices=MEASURE, default=list(MEASURE))
    parser.add_argument("--folder", type=Path, help="where the archive is made, and stays (default: nowhere)")
    options = parser.parse_args(arguments)
    size = SMALL if options.small else WHOLE
    with tempfile.TemporaryDirectory() as name:
        folder = options.folder or Path(name)
        for part in options.only:
            for what, measured, wanted in MEASURE[part](size, folder):
                print(f"{what:<58} {measured:>14}   {wanted}", flush=True)
    return 0


Rows = Iterator[tuple[str, str, str]]


def _trace(size: Size, _: Path) -> Rows:
    """How many of the pairs that are one are found, and how many others."""
    quotes, variants, others = size.trace
    made = list(trace_set(quotes, variants, others, seed=1))
    start, begun = time.monotonic(), time.process_time()
    found = groups(quote for quote, _ in made)
    yield f"{len(made):,} quotes grouped", f"{time.monotonic() - start:.0f} s", ""
    yield "the computing in it, a quote", f"{1e6 * (time.process_time() - begun) / len(made):.0f} µs", ""
    right, wrong, earliest = _compared(found, made)
    each = variants // quotes + 1
    yield "pairs found", f"{right / (quotes * each * (each - 1) // 2):.2%}", "95 %"
    yield "wrong pairs, of those found", f"{wrong / (right + wrong):.2%}", "at most 1 %"
    yield "the earliest right", f"{earliest / quotes:.2%}", "98 %"


def _compared(found: Iterable[Group], made: Iterable[tuple[ArchivedQuote, int | None]]) -> tuple[int, int, int]:
    """Pairs that are right, pairs that are not, and quotes of which the earliest is right."""
    root = {quote.number: root for quote, root in made}
    times: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for quote, of in made:
        if of is not None:
            times[of].append((quote.date or "", quote.number))
    right = wrong = earliest = 0
    for group in found:
        numbers = [telling.quote.number for telling in group.tellings]
        counts = Counter(root[number] for number in numbers)
        same = sum(_pairs(count) for root, count in counts.items() if root is not None)
        right, wrong = right + same, wrong + _pairs(len(numbers)) - same
        first = root[numbers[0]]
        earliest += first is not None and min(times[first])[1] == numbers[0]
    return right, wrong, earliest


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def _archive(size: Size, folder: Path) -> Rows:
    """What an archive weighs beside Parquet and texts, and how long questions take."""
    maker = Maker(2)
    texts = [0]

    def made(count: bool) -> Iterator[Article]:
        for number in range(size.articles):
            article = maker.article(number, QUOTES, WORDS)
            texts[0] += count * len(article.text.encode())
            yield article

    path = folder / "archive.db"
    start = time.monotonic()
    with Archive(path, create=True) as archive:
        quotes = archive.add(made(count=True))
    took = time.monotonic() - start
    yield f"{quotes:,} quotes in {size.articles:,} articles made and indexed", f"{took:.0f} s", ""
    maker = Maker(2)
    write_parquet(made(count=False), folder / "quotes.parquet")
    parquet = (folder / "quotes.parquet").stat().st_size
    weight = path.stat().st_size
    yield "index, Parquet, texts, in MB", f"{weight >> 20}, {parquet >> 20}, {texts[0] >> 20}", ""
    yield "index to Parquet and texts", f"{weight / (parquet + texts[0]):.2f}", "at most 1.6"
    with Archive(path) as archive:
        contents = [archive.quote(n).content for n in random.Random(3).sample(range(1, quotes + 1), size.asked)]
        yield from _asked(archive, "search", list(_queries(contents)), lambda words: archive.search(words), 60)
        yield from _asked(archive, "trace", contents, lambda words: archive.trace(words), 300)


def _queries(contents: Iterable[str]) -> Iterator[str]:
    """A word, two, a phrase, a prefix, or some of several, in turn."""
    dice = random.Random(4)
    for place, content in enumerate(contents):
        one, two, three = dice.sample([word.strip(",.;“”") for word in content.split() if len(word) > 3], 3)
        phrase = " ".join(content.replace(",", "").replace(";", "").split()[2:5]).replace(".", "")
        yield (one, f"{one} {two}", f'"{phrase}"', f"{one[:4]}*", f"{one} OR {two} NOT {three}")[place % 5]


def _asked(archive: Archive, what: str, queries: Sequence[str], ask: Callable[[str], object], most: int) -> Rows:
    """The time of each question, after each was asked once, and of it the computing, which no other work slows."""
    times, computing = [], []
    for round in range(2):
        for query in queries:
            start, begun = time.perf_counter(), time.process_time()
            ask(query)
            if round:
                times.append(1000 * (time.perf_counter() - start))
                computing.append(1000 * (time.process_time() - begun))
    yield f"{what}, median", f"{median(times):.0f} ms", ""
    yield f"{what}, p95", f"{quantiles(times, n=20)[-1]:.0f} ms", f"under {most} ms"
    yield f"{what}, p95 of the computing in it", f"{quantiles(computing, n=20)[-1]:.0f} ms", ""


def _cost(size: Size, folder: Path) -> Rows:
    """How long made texts take to scan, and what is found in them to index; each the fastest of three times."""
    maker, scanner = Maker(5), Scanner(threads=1)
    texts = [maker.article(number, QUOTES, WORDS).text for number in range(size.texts)]
    scans, adds = [], []
    for round in range(3):
        start = time.monotonic()
        found = [scanner.scan(text, id=str(number)) for number, text in enumerate(texts)]
        scans.append(time.monotonic() - start)
        start = time.monotonic()
        with Archive(folder / f"cost-{round}.db", create=True) as archive:
            quotes = archive.add(found)
        adds.append(time.monotonic() - start)
    yield f"{size.texts} texts scanned, {quotes:,} quotes", f"{min(scans):.1f} s", ""
    yield "indexing adds", f"{min(adds) / min(scans):.1%}", "at most 15 %"


def _spark(size: Size, folder: Path) -> Rows:
    """Whether Spark, in local mode on two cores, finds the groups of one machine, and how long either takes."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import SparkSession

    from quotes.spark import trace_dataframe

    each = size.spark // 20
    made = [quote for quote, _ in trace_set(each, 3 * each, size.spark - 4 * each, seed=6)]
    names = ("article_id", "date", "site", "speaker", "type", "content")
    rows = [{name: getattr(quote, name) for name in names} for quote in made]
    told = {"attribution_id": 1, "act": "statement", "said": True}
    pq.write_table(pa.Table.from_pylist([row | told for row in rows]), folder / "spark.parquet")
    start = time.monotonic()
    alone = {frozenset(t.quote.article_id for t in group.tellings) for group in groups(made)}
    yield f"{len(made):,} quotes grouped by one process", f"{time.monotonic() - start:.0f} s", ""
    settings: dict[str, bool | float | int | str | None] = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "4g",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.files.maxPartitionBytes": "4m",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    start = time.monotonic()
    trace_dataframe(session.read.parquet(str(folder / "spark.parquet"))).write.parquet(str(folder / "groups"))
    took = time.monotonic() - start
    session.stop()
    together: dict[str, set[str]] = defaultdict(set)
    for row in pq.read_table(folder / "groups", columns=["group", "article_id"]).to_pylist():
        together[row["group"]].add(row["article_id"])
    yield "by Spark, on two cores", f"{took:.0f} s", ""
    same = {frozenset(ids) for ids in together.values()} == alone
    yield f"Spark's groups are those of one process ({len(alone):,})", "yes" if same else "NO", "yes"


MEASURE: dict[str, Callable[[Size, Path], Rows]] = {
    "trace": _trace,
    "archive": _archive,
    "cost": _cost,
    "spark": _spark,
}

if __name__ == "__main__":
    sys.exit(main())
