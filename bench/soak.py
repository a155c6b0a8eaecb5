"""`python -m bench.soak FOLDER`: whether one scanner, used by many threads for long, errs or grows.

Each of the .txt files in FOLDER is scanned once by itself; then threads scan them in any order, again and again, and
everything that differs from the first time counts as an error.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from quotes.article import Article
from quotes.scanner import Scanner

_BATCH = 1000  # scans after which the memory is looked at


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--threads", type=int, default=8)
    options = parser.parse_args(arguments)
    texts = [path.read_text(encoding="utf-8") for path in sorted(options.folder.glob("*.txt"))]
    scanner = Scanner()
    expected = [scanner.scan(text) for text in texts]
    errors = scans = 0
    dice = random.Random(1)
    begun = time.monotonic()
    print(f"{len(texts)} articles, each scanned once by itself: {_memory():.0f} MB", flush=True)
    with ThreadPoolExecutor(options.threads) as pool:
        while not scans or time.monotonic() - begun < 60 * options.minutes:
            numbers = [dice.randrange(len(texts)) for _ in range(_BATCH)]
            results = pool.map(lambda number: _same(scanner, texts[number], expected[number]), numbers)
            errors += sum(not same for same in results)
            scans += _BATCH
            minutes = (time.monotonic() - begun) / 60
            print(f"{minutes:5.1f} min: {scans:,} scans, {errors} errors, {_memory():.0f} MB", flush=True)
    return 1 if errors else 0


def _same(scanner: Scanner, text: str, expected: Article) -> bool:
    try:
        return scanner.scan(text) == expected
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return False


def _memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main())
