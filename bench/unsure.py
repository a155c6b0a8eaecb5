"""`python -m bench.unsure GOLD PREDICTED [GOLD PREDICTED ...]`: how many of the rows below a confidence are wrong.

Pairs of files as `quotes evaluate` takes them; the rows of all count together, those of articles whose gold tells no
speakers not at all. A row is right where content (half of the union with the gold's, at least) and speaker are. By
this table `quotes.report.selection.UNSURE` was chosen.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotes.evaluation import read
from quotes.evaluation.matching import Comparison, align, same_speaker

THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Row:
    """An attribution found. found: whether it is one of the gold's; right: whether with that one's speaker."""

    confidence: float
    found: bool
    right: bool


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.unsure", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="GOLD PREDICTED", help="pairs of files")
    options = parser.parse_args(arguments)
    if len(options.files) % 2:
        parser.error("the files are pairs of gold and predictions, and one is left over")
    pairs = zip(options.files[::2], options.files[1::2], strict=True)
    found = [
        row for gold, predicted in pairs for c in align(read(gold), read(predicted)).comparisons for row in rows(c)
    ]
    print("| confidence below | rows | share of all | wrong, per cent | of these, no attribution at all |")
    print("| --- | --- | --- | --- | --- |")
    for threshold in THRESHOLDS:
        print(_line(threshold, found))
    return 0


def rows(c: Comparison) -> Iterator[Row]:
    """The attributions found in an article whose gold tells who speaks."""
    golds = {j: c.gold.relations[i] for i, j in c.pairs}
    for j, relation in enumerate(c.found.relations if c.tells_speakers else ()):
        gold = golds.get(j)
        right = gold is not None and same_speaker(gold.speaker or "", relation.speaker or "")
        yield Row(1.0 if relation.confidence is None else relation.confidence, gold is not None, right)


def _line(threshold: float, found: Sequence[Row]) -> str:
    below = [row for row in found if row.confidence < threshold]
    wrong = sum(not row.right for row in below)
    share, rate = (100 * number / max(1, of) for number, of in ((len(below), len(found)), (wrong, len(below))))
    spurious = sum(not row.found for row in below)
    return f"| {threshold:.2f} | {len(below)} | {share:.1f} % | {rate:.0f} | {spurious} |"


if __name__ == "__main__":
    raise SystemExit(main())
