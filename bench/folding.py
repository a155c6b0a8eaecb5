"""`python -m bench.folding GOLD`: what is found where lines are broken at a width, beside what is found where not.

GOLD is any file or folder that `quotes evaluate` reads. Of each layout and width: content, full and speaker F1, and
the recall of quoted contents, in per cent; in brackets what was lost.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import regex

from quotes.attribution import Span
from quotes.errors import QuotesError
from quotes.evaluation import Corpus, MarkedArticle, Relation, evaluate, read
from quotes.reading import Document
from quotes.scanner import Scanner

FIGURES = ("content", "full", "quoted", "speaker")
COLUMNS = (60, 72, 100, 120)
_LINE = regex.compile(r"[^\n]*+\n?+")
_WORD = regex.compile(r"[^ ]++")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a folded text is laid out: what begins a paragraph and each other line, what ends a line.

    tight: whether the blank lines between paragraphs are left out. hyphens: whether long words are parted, too.
    """

    first: str = ""
    other: str = ""
    end: str = "\n"
    tight: bool = False
    hyphens: bool = False


LAYOUTS = {
    "blank": Layout(),
    "tight": Layout(tight=True),
    "indent": Layout(first="    ", tight=True),
    "mail": Layout(first="> ", other="> "),
    "crlf": Layout(end="\r\n"),
    "hyphens": Layout(hyphens=True),
}
_PARTED = 8  # letters of a word that is parted where it finds no room


class Folded:
    """A text with its lines broken at a width; `text` is what came of it."""

    def __init__(self, text: str, columns: int, layout: Layout) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._places: list[int] = []
        for line in _LINE.findall(text):
            if line.strip():
                self._fold(line.rstrip("\n"), columns, layout)
            else:
                self._keep(line.rstrip("\n"))
            if line.endswith("\n"):
                self._places.append(self._length)
                self._put("" if layout.tight and not line.strip() else layout.end)
        self.text = "".join(self._parts)

    def _put(self, added: str) -> None:
        self._parts.append(added)
        self._length += len(added)

    def _keep(self, kept: str) -> None:
        self._places += range(self._length, self._length + len(kept))
        self._put(kept)

    def _fold(self, line: str, columns: int, layout: Layout) -> None:
        self._put(layout.first)
        at, column = 0, len(layout.first)
        for match in _WORD.finditer(line):
            word, before = match[0], line[at : match.start()]
            room = columns - column - len(before)
            if at and len(word) > room:
                parts = layout.hyphens and word.isalpha() and len(word) >= _PARTED and room > len(word) // 2
                if parts:
                    half = len(word) // 2
                    self._keep(before + word[:half])
                    self._put("-")
                    word = word[half:]
                else:
                    self._places += [self._length] * len(before)
                self._put(layout.end + layout.other)
                column = len(layout.other)
            else:
                self._keep(before)
                column += len(before)
            self._keep(word)
            column += len(word)
            at = match.end()
        self._keep(line[at:])

    def span(self, span: Span) -> Span:
        """Where a span of the text stands now."""
        return Span.of(self.text, self._places[span.start], self._places[span.end - 1] + 1)


def folded(article: MarkedArticle, columns: int, layout: Layout) -> MarkedArticle:
    """A gold article with its lines broken at a width, its marks moved to where their words are now."""
    assert article.text is not None
    made = Folded(article.text, columns, layout)

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(map(made.span, spans))

    def relation(old: Relation) -> Relation:
        return replace(old, content=moved(old.content), cue=moved(old.cue), source=moved(old.source))

    return MarkedArticle(article.id, made.text, tuple(map(relation, article.relations)), moved(article.not_quotes))


def measured(scanner: Scanner, articles: Sequence[MarkedArticle]) -> list[float]:
    """The FIGURES of a scan of the articles, in per cent; nan where the gold tells nothing of one."""
    documents = [Document(article.id, None, article.text or "") for article in articles]
    found = evaluate(Corpus(tuple(articles)), Corpus.of(scanner.scan_many(documents)), samples=1)
    told = {key.name: score.value for key, score in found.scores.items() if not key.by}
    return [100 * told.get(name, float("nan")) for name in FIGURES]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.folding", description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+", help="files or folders with marked articles")
    parser.add_argument("--columns", type=int, nargs="+", default=COLUMNS, help="widths to break lines at")
    parser.add_argument("--layouts", nargs="+", choices=LAYOUTS, default=["blank"], help="how lines are laid out")
    parser.add_argument("--articles", type=int, help="of each file, only so many")
    parser.add_argument("--model", type=Path, default=None, help="a model folder (default: what ships)")
    options = parser.parse_args(arguments)
    scanner = Scanner(model=options.model)
    print(f"{'':24}" + "".join(f"{name:>16}" for name in FIGURES))
    for path in options.gold:
        try:
            articles = [a for a in islice(read(path).articles, options.articles) if a.text]
        except (OSError, QuotesError) as error:
            parser.error(str(error))
        plain = measured(scanner, articles)
        print(f"{path.parent.name + '/' + path.name:24.24}" + "".join(f"{value:8.1f}{'':8}" for value in plain))
        for name in options.layouts:
            for columns in options.columns:
                figures = measured(scanner, [folded(article, columns, LAYOUTS[name]) for article in articles])
                cells = (f"{b:8.1f} {f'({b - a:+.1f})':<7}" for a, b in zip(plain, figures, strict=True))
                print(f"  {name:12}{columns:>10}" + "".join(cells), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
