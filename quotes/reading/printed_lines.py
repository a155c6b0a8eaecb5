"""Lines of printed pages joined to paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from quotes.text.lines import Line, lines_of
from quotes.text.unfolded import unfolded

_EDGE = 2  # lines at the top and the foot of a page that can be a running head
_NEAR = 4  # lines before and after one whose length tells how wide the column is there
_FULL = 0.85  # of a column's width that a line takes up in which the next word finds no room; letters differ in width
_ROWS = 6  # lines across two columns that a page has at least where it has two
_NARROW = 15  # characters of a column's lines, at the mean: cells of tables are shorter
_LED_ON = 0.25  # of the lines of two columns go on with a sentence; a table's do not
_GAP = regex.compile(r" {3,}+")
_NUMBERS = regex.compile(r"\d++|\b[ivxl]++\b")
_PAGE_NUMBER = regex.compile(r"\W*+(?:page\s++)?+0(?:\s*+(?:/|of)\s*+0)?+\W*+", regex.IGNORECASE)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


def joined(pages: Sequence[Sequence[str]]) -> str:
    """The paragraphs on the pages, each in one line, with blank ones between.

    A paragraph ends where the next line's first word would have found room. Running heads, which pages share but for
    the numbers in them, and page numbers are left out, words that were parted at a line's end made whole.

    pages: the lines of each.
    """
    text = "\n".join(_body([[line.translate(_LIGATURES).strip() for line in page] for page in pages]))
    lines = list(lines_of(text))
    paragraphs: list[list[Line]] = []
    for number, line in enumerate(lines):
        if not number or line.after > 1 or _ends(lines, number - 1):
            paragraphs.append([])
        paragraphs[-1].append(line)
    made = unfolded(text, paragraphs)
    return "\n\n".join([made.characters[a:b] for a, b in made.paragraphs] if made else [line.text for line in lines])


def in_columns(lines: Sequence[str], laid_out: Sequence[str]) -> Sequence[str]:
    """The lines of a page, the left column before the right one where they were read across two.

    laid_out: the same page, with spaces where it has room.
    """
    parts = [_GAP.split(line.strip()) for line in laid_out]
    pairs = [part for part in parts if len(part) == 2]
    across = {" ".join(pair) for pair in pairs} & {line.strip() for line in lines}
    if len(across) < max(_ROWS, len(pairs) / 2) or any(
        sum(map(len, side)) < _NARROW * len(pairs) for side in zip(*pairs, strict=True)
    ):
        return lines
    first, last = _rows(parts, [len(line) - len(part[-1]) for line, part in zip(laid_out, parts, strict=True)])
    middle = max(len(left) for left, _ in pairs)
    columns: tuple[list[str], list[str]] = ([], [])
    for line, part in zip(laid_out[first:last], parts[first:last], strict=True):
        if len(part) == 2:
            for column, said in zip(columns, part, strict=True):
                column.append(said)
        elif any(part):
            columns[line[:middle].isspace()].append(" ".join(part))
    around = [[" ".join(part) for part in some] for some in (parts[:first], parts[last:])]
    return [*around[0], *columns[0], *columns[1], *around[1]]


def in_one(text: str) -> str | None:
    """A text of pages on which two columns stand side by side, one after the other; None where there are none."""
    if text.count("   ") < _ROWS:
        return None
    pages = [page.expandtabs().split("\n") for page in text.split("\f")]
    plain = [[" ".join(line.split()) for line in page] for page in pages]
    read = [in_columns(lines, page) for lines, page in zip(plain, pages, strict=True)]
    parted = [
        line for lines, columns in zip(plain, read, strict=True) if columns is not lines for line in columns if line
    ]
    led_on = sum(line[:1].islower() for line in parted)
    return joined(read) if led_on > _LED_ON * len(parted) else None


def _rows(parts: Sequence[Sequence[str]], begins: Sequence[int]) -> tuple[int, int]:
    """Where the columns of a page begin and end: heads and feet have few lines, with room around them.

    begins: where the last part of each line does; those of the right column begin alike, other than heads and feet.
    """
    right, _ = Counter(at for at, part in zip(begins, parts, strict=True) if len(part) == 2).most_common(1)[0]
    blank = [-1, *(n for n, part in enumerate(parts) if not any(part)), len(parts)]
    blocks = [(start + 1, end) for start, end in pairwise(blank)]
    across = [[at for at, part in zip(begins[a:b], parts[a:b], strict=True) if len(part) == 2] for a, b in blocks]
    held = [block for block, found in zip(blocks, across, strict=True) if len(found) > _EDGE or {*found} == {right}]
    return (held[0][0], held[-1][1]) if held else (0, len(parts))


def _body(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of the pages without those at their edges that recur."""
    filled = [[line for line in page if line] for page in pages]
    edges = Counter(key for page in filled for key in {_key(line) for line in page[:_EDGE] + page[-_EDGE:]})
    running = {key for key, number in edges.items() if number > 1 and 3 * number >= len(pages)}
    for page in pages:
        first, last = 0, len(page)
        while first < last and _recurs(page[first], running):
            first += 1
        while first < last and _recurs(page[last - 1], running):
            last -= 1
        yield from page[first:last]


def _key(line: str) -> str:
    key: str = _NUMBERS.sub("0", line)
    return key


def _recurs(line: str, running: set[str]) -> bool:
    key = _key(line)
    return not line or key in running or bool(_PAGE_NUMBER.fullmatch(key))


def _ends(lines: Sequence[Line], i: int) -> bool:
    """Whether a paragraph ends with this line, and not only a line of it."""
    line, after = lines[i], lines[i + 1]
    width = max(line.width for line in lines[max(0, i - _NEAR) : i + _NEAR + 1])
    return line.width + 1 + after.first <= _FULL * width and (line.closed or not after.lower)
