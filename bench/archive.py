"""`python -m bench.archive TEXTS --words 1000000`: the command on an archive, its speed and its memory.

TEXTS is a JSON Lines file with a "text" a line; its texts are repeated until they come to so many words. Memory is
that of all processes of the command together, what they share counted once (PSS), looked at twice a second.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path

import psutil

_PARTS = 10


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.archive", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--words", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=psutil.cpu_count(), help="default: one a core")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles, words = _make(options.texts, folder / "news.jsonl", options.words)
        print(f"{articles:,} articles, {words:,} words, {options.workers} workers", flush=True)
        scan = [sys.executable, "-m", "quotes", "scan", str(folder / "news.jsonl"), "--workers", str(options.workers)]
        began = time.perf_counter()
        with subprocess.Popen([*scan, "--format", "jsonl", "-o", str(folder / "out.jsonl")]) as run:
            peak = _watched(run, folder / "out.jsonl.partial", articles)
        seconds = time.perf_counter() - began
    print(f"{words / seconds:,.0f} words a second from start to end; peak memory {peak:,.0f} MB")
    return run.returncode


def _make(texts: Path, out: Path, words: int) -> tuple[int, int]:
    """How many articles and words there are in the archive that is written to `out`."""
    articles = written = 0
    with texts.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as file:
        for text in cycle([json.loads(line)["text"] for line in lines]):
            if written >= words:
                break
            file.write(json.dumps({"text": text}) + "\n")
            articles, written = articles + 1, written + len(text.split())
    return articles, written


def _watched(run: subprocess.Popen[bytes], partial: Path, articles: int) -> float:
    """The most memory that the command holds, in MB; tells it for each tenth of the articles."""
    peak, part, most = 0.0, 1, 0.0
    began = time.perf_counter()
    done = _records(partial)
    while run.poll() is None:
        most = max(most, _memory(run.pid))
        count = next(done)
        if count * _PARTS >= articles * part:
            print(f"  {count:,} articles in {time.perf_counter() - began:,.0f} s, {most:,.0f} MB at most", flush=True)
            peak, part, most = max(peak, most), count * _PARTS // articles + 1, 0.0
        time.sleep(0.5)
    return max(peak, most)


def _records(partial: Path) -> Iterator[int]:
    """How many lines a file has that grows, each time one asks."""
    count = at = 0
    while True:
        with suppress(FileNotFoundError), partial.open("rb") as file:
            file.seek(at)
            count += sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
            at = file.tell()
        yield count


def _memory(process: int) -> float:
    """What a process and its children hold, in MB."""
    held = 0
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(process)
        for one in (parent, *parent.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                held += one.memory_full_info().pss
    return held / 1e6


if __name__ == "__main__":
    sys.exit(main())
