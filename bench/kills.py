"""`python -m bench.kills TEXTS`: whether a run that is killed ends as one that nobody disturbs.

TEXTS is a JSON Lines file with a "text" a line. Articles are made of the first words of its texts, in turn; the
command scans them once undisturbed, and once killed (SIGKILL) at random moments and resumed.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--words", type=int, default=100, help="of an article; default: 100")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _make(options.texts, folder / "news.jsonl", options.articles, options.words)
        subprocess.run(_command(folder, "whole.jsonl"), check=True)
        _disturb(folder, options.kills, options.articles, random.Random(options.seed))
        same = (folder / "whole.jsonl").read_bytes() == (folder / "out.jsonl").read_bytes()
    print(
        f"{options.articles} articles, killed {options.kills} times: {'' if same else 'NOT '}the same, byte by byte"
    )
    return 0 if same else 1


def _make(texts: Path, out: Path, articles: int, words: int) -> None:
    with texts.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as file:
        for line in islice(cycle(list(lines)), articles):
            file.write(json.dumps({"text": " ".join(json.loads(line)["text"].split()[:words])}) + "\n")


def _command(folder: Path, out: str) -> list[str]:
    scan = [sys.executable, "-m", "quotes", "scan", str(folder / "news.jsonl"), "--resume"]
    return [*scan, "--format", "jsonl", "-o", str(folder / out)]


def _disturb(folder: Path, kills: int, articles: int, dice: random.Random) -> None:
    """Runs the command, killed so many times while it writes, to its end."""
    partial = folder / "out.jsonl.partial"
    for stop in sorted(dice.sample(range(articles), kills)):
        with subprocess.Popen(_command(folder, "out.jsonl")) as run:
            while _records(partial) < stop and run.poll() is None:
                time.sleep(0.01)
            time.sleep(dice.uniform(0, 0.5))
            run.kill()
        print(f"killed with {_records(partial)} whole records", flush=True)
    subprocess.run(_command(folder, "out.jsonl"), check=True)


def _records(partial: Path) -> int:
    return partial.read_bytes().count(b"\n") if partial.exists() else 0


if __name__ == "__main__":
    sys.exit(main())
