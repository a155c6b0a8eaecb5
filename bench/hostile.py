"""`python -m bench.hostile`: how long, and in how much memory, texts take that were made to do harm.

    python -m bench.hostile expressions                 # every regular expression, on what makes it go back
    python -m bench.hostile texts --megabytes 1 10      # every room but the encoder's, on texts of such sizes

Times are of the processor, so that other work on the machine does not count. The encoder is left out: its time grows
with the number of pieces and with nothing else.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import chain, product
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, TypeVar

import regex

import quotes
from quotes.article import Article

Result = TypeVar("Result")

_OWN = ("bench", "quotes.spark", "quotes.training")  # rooms that read our own data only, or no text at all
_AT_A_PLACE = frozenset({"match", "fullmatch"})
_ATOMS = ("a", "A", "1", " ", ".", ",", "'", '"', "-", "(", "[", "\n", ":", "@", "“", "\u0301")
_WORD, _NO_LITERAL = regex.compile(r"[A-Za-z]{2,}+"), regex.compile(r"\\p\{\w++\}|\\.|\(\?\w++")
_ENDS = ("", "!", "\0")
_LENGTHS = (1_000, 10_000, 100_000)
_SHORT = 500  # characters of the inputs that are tried, the worst of which are made longer
_WORST = 3


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression of the package.

    name: its module and its name there. anywhere: whether it is searched for, or only matched at a place.
    """

    name: str
    pattern: re.Pattern[Any] | regex.Pattern[Any]
    anywhere: bool

    def seconds(self, text: str) -> float:
        """How long it takes to find all that it finds in a text, or to match at its beginning (or end)."""
        read = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        began = time.process_time()
        if self.anywhere:
            for _ in self.pattern.finditer(read):
                pass
        else:
            self.pattern.match(read)
        return time.process_time() - began


@dataclass(frozen=True, slots=True)
class Attack:
    """A text made to do harm: `unit` again and again, and then `end`."""

    unit: str
    end: str = ""

    def text(self, length: int) -> str:
        """So many characters of it."""
        return (self.unit * (length // len(self.unit) + 1))[: length - len(self.end)] + self.end


def expressions() -> list[Expression]:
    """Every regular expression that articles, sources or files of others are read with."""
    names = [module.name for module in walk_packages(quotes.__path__, "quotes.")]
    names = [name for name in names if not name.startswith(_OWN) and not name.endswith("__main__")]
    uses = _uses(names)
    return [
        Expression(f"{name}.{key}", value, not uses[name, key] or bool(uses[name, key] - _AT_A_PLACE))
        for name in names
        for key, value in vars(import_module(name)).items()
        if isinstance(value, re.Pattern | regex.Pattern) and (name, key) in uses
    ]


def _uses(names: Sequence[str]) -> dict[tuple[str, str], set[str]]:
    """The expressions that each module makes, and by which of their methods it uses them."""
    made: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in names:
        tree = ast.parse(Path(str(import_module(name).__file__)).read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                made.update({(name, target.id): set() for target in node.targets if isinstance(target, ast.Name)})
        for inner in ast.walk(tree):
            if isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
                made[name, inner.value.id].add(inner.attr)
    return made


def attacks(expression: Expression) -> Iterator[Attack]:
    """Runs of what most expressions are made of, and of the words in this one, with an end that it may not take."""
    source = expression.pattern.pattern
    source = source.decode() if isinstance(source, bytes) else source
    listed = getattr(expression.pattern, "named_lists", {}).values()
    words = [*_WORD.findall(_NO_LITERAL.sub(" ", source)), *sorted(chain.from_iterable(listed))]
    units = dict.fromkeys(chain(_ATOMS, map("".join, product(_ATOMS, _ATOMS)), (f"{word} " for word in words)))
    return (Attack(unit, end) for unit in units for end in _ENDS)


def worst(expression: Expression) -> list[Attack]:
    """The attacks that take an expression longest."""
    found = sorted(attacks(expression), key=lambda attack: -expression.seconds(attack.text(_SHORT)))
    return found[:_WORST]


def growth(expression: Expression, lengths: Sequence[int]) -> tuple[list[float], Attack]:
    """How long the worst attack takes at each of the lengths, in seconds, and which that is."""
    measured = [
        ([min(expression.seconds(attack.text(length)) for _ in range(3)) for length in lengths], attack)
        for attack in worst(expression)
    ]
    return max(measured, key=lambda found: found[0][-1])


def expressions_table() -> Iterator[str]:
    """A line of Markdown for each expression, the slowest first, as they are measured at _LENGTHS."""
    yield f"| expression | used to | {' | '.join(f'{length:,}' for length in _LENGTHS)} | on |"
    yield f"| --- | --- | {' | '.join('---:' for _ in _LENGTHS)} | --- |"
    measured = [(growth(expression, _LENGTHS), expression) for expression in expressions()]
    for (seconds, attack), expression in sorted(measured, key=lambda found: -found[0][0][-1]):
        times = " | ".join(f"{1000 * second:.2f}" for second in seconds)
        unit = ascii(attack.unit + "…" + attack.end).replace("|", "\\|").replace("\\u2026", "…")
        name = expression.name.removeprefix("quotes.")
        yield f"| `{name}` | {'search' if expression.anywhere else 'match'} | {times} | `{unit}` |"


_PROSE = 'Ana Ruiz, the mayor, said on Monday that "nobody was asked" about it. She left. '
_TEXTS: dict[str, Callable[[int], str]] = {
    "prose in one line": Attack(_PROSE).text,
    "prose in paragraphs": Attack(_PROSE + "\n\n").text,
    "a word again and again": Attack("word ").text,
    "one letter": Attack("a").text,
    "newlines": Attack("\n").text,
    "parentheses": Attack("(").text,
    "quotation marks": Attack('"').text,
    '"a "a "a': Attack('"a ').text,
    "nested quotations": lambda length: "“‘" * (length // 4) + "’”" * (length // 4),
    "a letter a line": Attack("a\n").text,
}


def measure(kind: str, megabytes: int) -> dict[str, float]:
    """The seconds that each room takes for a text of that size, and the peak of memory in MB beyond the text's."""
    from quotes.find import find
    from quotes.reading import read
    from quotes.resolve import load_resolver
    from quotes.scanner import MODEL
    from quotes.tagging.pieces import load_tokenizer, pieces, windows
    from quotes.tagging.tagger import Tags
    from quotes.text.text import Text

    tokenizer, resolver = load_tokenizer(MODEL / "tokenizer.json"), load_resolver(MODEL)
    found: dict[str, float] = {}

    def timed(name: str, step: Callable[[], Result]) -> Result:
        began = time.process_time()
        result = step()
        found[name] = time.process_time() - began
        return result

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "article.txt"
        text = _TEXTS[kind](megabytes * 1_000_000)
        path.write_text(text, encoding="utf-8", newline="")
        before = _peak()
        timed("read", lambda: list(read([path])))
    whole = Text(text)
    marked = timed("marks", lambda: whole.quotations.items)
    timed("sentences", lambda: whole.sentences)
    timed("pieces", lambda: windows(pieces(text, marked, tokenizer).space, 320, 64))
    attributions = timed("find", lambda: find(whole, Tags()))
    article = Article("text", None, text, attributions)
    timed("resolve", lambda: resolver.resolve(article, Tags(), whole))
    return found | {"MB": _peak() - before}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def texts_table(sizes: Sequence[int]) -> Iterator[str]:
    """A line of Markdown for each kind of text: seconds a room, in all, and a MB beside those of the size before."""
    yield "| text | MB | read | marks | sentences | pieces | find | resolve | all, s | to linear | peak, MB |"
    yield "| --- |" + " ---: |" * 10
    for kind in _TEXTS:
        before = None
        for size in sizes:
            command = [sys.executable, "-m", "bench.hostile", "text", kind, str(size)]
            found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            peak = found.pop("MB")
            rate = sum(found.values()) / size
            ratio = f"{rate / before:.2f}" if before else ""
            before = rate
            rooms = " | ".join(f"{seconds:.2f}" for seconds in found.values())
            yield f"| {kind} | {size} | {rooms} | {sum(found.values()):.2f} | {ratio} | {peak:,.0f} |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("expressions")
    texts = commands.add_parser("texts")
    texts.add_argument("--megabytes", type=int, nargs="+", default=[1, 10])
    one = commands.add_parser("text", help="one text, by itself, for its memory")
    one.add_argument("kind", choices=_TEXTS)
    one.add_argument("megabytes", type=int)
    options = parser.parse_args(arguments)
    if options.command == "text":
        print(json.dumps(measure(options.kind, options.megabytes)))
        return 0
    for line in expressions_table() if options.command == "expressions" else texts_table(options.megabytes):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
