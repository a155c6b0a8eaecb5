"""`python -m bench TEXTS`: how fast a scan is, where the time goes, and how much memory it takes.

TEXTS is a folder of .txt files, or a JSON Lines file with a "text" a line. Words are what white space separates.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any

import regex

from bench import peers, verify_accuracy, verify_speed
from quotes import analysis
from quotes.resolve import walk
from quotes.scanner import Scanner
from quotes.tagging import onnx, tagger
from quotes.text import text as whole_text

STEPS: tuple[tuple[str, Any, str], ...] = (
    ("paragraphs", whole_text, "laid_out"),
    ("tagger", tagger.Tagger, "tag"),
    ("  quotations", whole_text, "quotations"),
    ("  encoder", onnx.OnnxModel, "encode"),
    ("  decoder", onnx.OnnxModel, "decode"),
    ("  linker", onnx.OnnxModel, "link"),
    ("find", analysis, "find"),
    ("  sentences", whole_text, "split"),
    ("resolve", walk.LearnedResolver, "resolve"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("texts", type=Path, help="with --verdicts, a folder like corpus/verify")
    parser.add_argument("--model", type=Path, default=None, help="a model folder (default: what ships)")
    parser.add_argument(
        "--growth", type=int, nargs="+", default=[], metavar="WORDS", help="one text of so many words"
    )
    parser.add_argument(
        "--verify",
        type=int,
        nargs=2,
        metavar=("QUOTES", "PAGES"),
        help="so many quotes against so many pages of 500 words, made from the texts",
    )
    parser.add_argument("--peers", action="store_true", help="how fast others are beside us, instead (extra: bench)")
    parser.add_argument("--articles", type=int, help="of the texts, only so many")
    parser.add_argument("--verdicts", action="store_true", help="how many verdicts are right, instead")
    parser.add_argument("--misses", action="store_true", help="with --verdicts, those that are not right too")
    parser.add_argument(
        "--given", action="store_true", help="with --verdicts, only with the gold's spans and speakers"
    )
    options = parser.parse_args(arguments)
    if options.verdicts:
        for scan in (False,) if options.given else (False, True):
            print(f"\n{'scanned' if scan else 'the gold spans and speakers given'}\n")
            found = verify_accuracy.judged(options.texts, scan=scan)
            print(verify_accuracy.table(found))
            if any(one.said_by for one in found):
                print(f"\n{verify_accuracy.by_article(found)}")
            if options.misses:
                print(f"\n{verify_accuracy.misses(found)}")
        return 0
    texts = _texts(options.texts)[: options.articles]
    if options.peers:
        print(peers.table(peers.measure(texts)))
        return 0
    if options.verify:
        quotes, pages = options.verify
        verify_speed.measure(texts, pages, quotes)
        return 0
    words = sum(len(text.split()) for text in texts)
    one = min(texts, key=lambda text: abs(len(text.split()) - 700))
    reader = Scanner(model=options.model)
    reader.scan(one)
    for length in options.growth:
        _growth(reader, texts, length)
    if options.growth:
        return 0
    warm = min(_seconds(lambda: reader.scan(one)) for _ in range(5))
    print(f"one article, {len(one.split())} words, model loaded: {len(one.split()) / warm:,.0f} words a second")
    print(f"{len(texts)} articles, {words:,} words, one by one")
    spent: dict[str, float] = {}
    with _timed(spent):
        whole = _seconds(lambda: [reader.scan(text) for text in texts])
    print(f"  {words / whole:,.0f} words a second; share of the time:")
    spent["the rest"] = whole - sum(spent[name] for name, _, _ in STEPS if name[0] != " ")
    for name, seconds in spent.items():
        print(f"    {name:32}{100 * seconds / whole:5.1f} %")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    _start_up(one)
    return 0


def _texts(path: Path) -> list[str]:
    if path.is_dir():
        return [file.read_text(encoding="utf-8") for file in sorted(path.glob("*.txt"))]
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def _growth(reader: Scanner, texts: Sequence[str], length: int) -> None:
    """How long one text takes that is made of others, as it is, and all in one paragraph."""
    words: list[str] = []
    for text in cycle(texts):
        words += regex.findall(r"\S+\s*", text + "\n\n")
        if len(words) >= length:
            break
    text = "".join(words[:length])
    for name, made in (("paragraphs", text), ("one paragraph", " ".join(text.split())), ("capitals", text.upper())):
        spent = _seconds(lambda made=made: reader.scan(made))  # type: ignore[misc]
        print(f"{length:,} words, {name}: {spent:.2f} s, {length / spent:,.0f} words a second", flush=True)


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    """Adds up the time inside each step."""
    originals = [(owner, attribute, getattr(owner, attribute)) for _, owner, attribute in STEPS]

    def timed(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            began = time.perf_counter()
            result = step(*arguments, **options)
            spent[name] += time.perf_counter() - began
            return result

        return run

    for name, owner, attribute in STEPS:
        spent[name] = 0.0
        setattr(owner, attribute, timed(name, getattr(owner, attribute)))
    try:
        yield
    finally:
        for owner, attribute, original in originals:
            setattr(owner, attribute, original)


def _start_up(text: str) -> None:
    """The whole command on one article, and what its start costs."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        path.write_text(text, encoding="utf-8")
        stages = {
            "Python": "pass",
            "import quotes": "import quotes",
            "import torch": "import torch",
            "import stanza": "import stanza",
            "first scan, all loaded": f"import quotes; quotes.scan(open({str(path)!r}, encoding='utf-8').read())",
        }
        print(f"start-up, on one article of {len(text.split())} words, in seconds (best of 3):")
        for name, code in stages.items():
            print(f"    {name:32}{_best([sys.executable, '-c', code]):5.2f}")
        command = [sys.executable, "-m", "quotes", "scan", str(path)]
        print(f"    {'quotes scan article.txt':32}{_best(command):5.2f}")


def _best(command: Sequence[str]) -> float:
    return min(_seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)) for _ in range(3))


if __name__ == "__main__":
    sys.exit(main())
