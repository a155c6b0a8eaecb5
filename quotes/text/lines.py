"""Lines of a text, and the widths that some of them were broken at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

import regex

from quotes.english import words
from quotes.text.intervals import Stretch

_BREAK = regex.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_EDGE = regex.compile(r"(?:[^\S\n]{0,3}+>){0,20}+\s*+")
_WORD = regex.compile(r"[\S\xa0\u202f]++")  # nobody breaks a line at a space that is there to hold words together
_CLOSED = regex.compile(r"[.?!:…]['\"’”»)\]*_]*+\Z")
_SHORT = regex.compile(r"(?:^|\s)(?:(?i:\L<titles>)|\p{Lu})\.\Z", titles=sorted(words("titles", "short")))
_OPENED = regex.compile(r"(?:[:,]\s['\"]|[^.?!…]\s[“„])\Z")
_COMMA = regex.compile(r",['\"’”»]*+\Z")
_TABLE = regex.compile(r"\t|\S {4,}+\S|\S \| \S")
_GAPS = ("\t", "    ", " | ")  # few lines have one of them, and those alone are searched for the cells beside it
_ITEM = regex.compile(r"(?:[-–—*+•·▪◦‣●○■»›]|\(?(?:\d{1,3}|\p{Ll})[.)])\s|[•▪◦‣●○■]")
_INNER_END = regex.compile(r"[.?!]['\"’”»)]*+\s++(?=\W?\p{Lu})")
_LABEL = regex.compile(r"[^\s.?!:]{1,30}+(?: [^\s?!:]{1,30}+){0,5}+:\s")
_SENTENCES = 5  # of a paragraph, on average, at most
_LAST = 8  # characters at the end of a line that tell whether a sentence ends there
_WIDTHS = range(24, 201)  # columns that people break lines at
_UNEVEN = range(40, 141)  # where lines are broken by eye, or letters differ in width
_FEW = 4  # pairs of lines that say little of how the others are
_LINES = 40  # of a paragraph that are looked at for an open quotation mark
_OPENING = frozenset('"“')
_CLOSING = frozenset('"”')
_PASSES = 4  # widths of one text


class Line:
    """A line that is not blank: ``text[start:end]`` without white space and the ``>`` of quoted mail.

    begin: where it begins with those. depth: how many ``>``.
    after: how many line breaks stand before it, at most 2; page: whether a page ends there.
    indent: columns before `start`, width: up to `end`, both counted after the ``>``.
    """

    def __init__(self, text: str, begin: int, end: int, after: int, page: bool) -> None:
        self._text = text
        self.begin = begin
        self.after = after
        self.page = page
        self.depth = self.indent = 0
        self.start, self.end = begin, end
        if text[begin].isspace() or text[begin] == ">":
            self.start = _EDGE.match(text, begin, end).end()
            edge = text[begin : self.start]
            self.depth = edge.count(">")
            self.indent = len(edge.rpartition(">")[2].expandtabs())
        while self.end > self.start and text[self.end - 1].isspace():
            self.end -= 1
        self.width = self.indent + self.end - self.start

    @property
    def text(self) -> str:
        return self._text[self.start : self.end]

    @cached_property
    def first(self) -> int:
        """How long its first word is."""
        word = _WORD.match(self._text, self.start, self.end)
        return len(word[0])

    @property
    def one_word(self) -> bool:
        return self.first == self.end - self.start

    @property
    def address(self) -> bool:
        """Whether it is a web address, or a part of one, and nothing else."""
        return self.one_word and "/" in self.text

    @cached_property
    def closed(self) -> bool:
        """Whether a sentence may end with it."""
        last = max(self.start, self.end - _LAST)
        return bool(_CLOSED.search(self._text, last, self.end)) and not _SHORT.search(self._text, last, self.end)

    @cached_property
    def opened(self) -> int:
        """How many quotation marks open in it and do not close, at least; negative where more close."""
        return self.text.count("“") - self.text.count("”")

    @cached_property
    def straight(self) -> int:
        """How many straight quotation marks are in it."""
        return self.text.count('"')

    @property
    def opens(self) -> bool:
        return self._text[self.start] in _OPENING

    @property
    def closes(self) -> bool:
        return self._text[self.end - 1] in _CLOSING

    @property
    def parts_clause(self) -> bool:
        """Whether it ends with a comma, or the closing mark after one."""
        return bool(_COMMA.search(self._text, max(self.start, self.end - _LAST), self.end))

    @property
    def parts_word(self) -> bool:
        """Whether it ends with a hyphen after a letter."""
        return self.text[-1] in "-\xad" and self.text[-2:-1].isalpha()

    @property
    def opens_the_next(self) -> bool:
        """Whether it ends with a mark that opens what stands in the next, as in ``said: "``."""
        return bool(_OPENED.search(self._text, max(self.start, self.end - _LAST), self.end))

    @cached_property
    def lower(self) -> bool:
        """Whether it begins in the middle of a sentence."""
        return self._text[self.start].islower()

    @cached_property
    def item(self) -> bool:
        """Whether it begins as an item of a list does."""
        return bool(_ITEM.match(self._text, self.start, self.end))

    @property
    def labelled(self) -> bool:
        """Whether it begins with who speaks, as in a transcript."""
        return bool(_LABEL.match(self._text, self.start, self.end))

    @cached_property
    def table(self) -> bool:
        """Whether it is a row of a table."""
        text = self.text
        return any(gap in text for gap in _GAPS) and bool(_TABLE.search(text))

    def is_wider(self, columns: int) -> bool:
        """Whether it has more columns, although it could have been broken before: an address cannot."""
        return self.width > columns and self.indent + self.first <= columns and not self.one_word

    def leads_to(self, after: Line) -> bool:
        """Whether a sentence goes on in the line after."""
        return (after.lower or self.parts_word) and not self.closed and not (self.table or after.table)


@dataclass(frozen=True, slots=True)
class Fold:
    """How a text's lines were broken: where one ended, since no word found room any more.

    columns: no line has more. least: with its next word, a full line would have had so many at least.
    indent: columns before each paragraph, where they tell those apart, else None.
    tight: whether paragraphs end where no blank line tells so. terse: whether moreover few have more than a sentence,
    so that a full line that ends with one ends one, too.
    """

    columns: int
    least: int
    indent: int | None = None
    tight: bool = False
    terse: bool = False

    def is_full(self, line: Line, after: Line) -> bool:
        if line.address and not after.one_word:
            return False
        return line.width <= self.columns and line.width + after.first >= self.least

    def goes_on(self, begun: Sequence[Line], after: Line) -> bool:
        """Whether the last line of a paragraph so far was broken where it ends.

        Where a sentence ends there, too, and no layout tells, quotation marks may: a paragraph ends inside of them
        only where the next opens with one, and nobody closes them to open them again.
        """
        line = begun[-1]
        if self.indent is not None:
            return after.indent < self.indent and self.is_full(line, after)
        if not self.is_full(line, after) or not self.tight or not line.closed or after.lower:
            return self.is_full(line, after)
        if _is_open(begun[-_LINES:]):
            return not after.opens
        return not (self.terse or (line.closes and after.opens))

    def of(self, blocks: Sequence[Sequence[Line]]) -> Fold:
        """The same, with what tells paragraphs apart in blocks."""
        pairs = [pair for block in blocks for pair in pairwise(block)]
        ends = [after for line, after in pairs if line.closed and not self.is_full(line, after)]
        indent = min((after.indent for after in ends), default=0)
        others = sum(after.indent < indent for _, after in pairs)
        sentences = sum(len(_INNER_END.findall(line.text)) for block in blocks for line in block)
        return replace(
            self, indent=indent if indent and others else None, tight=bool(ends), terse=len(ends) > sentences
        )


def _is_open(lines: Sequence[Line]) -> bool:
    """Whether a quotation goes on behind lines."""
    return sum(line.opened for line in lines) > 0 or sum(line.straight for line in lines) % 2 == 1


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank."""
    after, page = 2, False
    for start, end, ending in _raw(text):
        if end > start and not text[start:end].isspace():
            line = Line(text, start, end, after, page)
            if line.end > line.start:
                yield line
                after, page = 0, False
        after = min(2, after + 1)
        page = page or ending == "\f"


def _raw(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for match in _BREAK.finditer(text):
        yield start, match.start(), match[0]
        start = match.end()
    yield start, len(text), ""


def line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _BREAK.finditer(text))]


def folds(blocks: Sequence[Sequence[Line]]) -> dict[int, Fold]:
    """How the lines of blocks were broken, by the numbers of those where they were.

    Mail that is quoted, and quoted again, has widths of its own; so may have any block that is long enough.
    """
    found: dict[int, Fold] = {}
    depths: dict[int, list[int]] = {}
    for number, block in enumerate(blocks):
        if len(block) > 1:
            depths.setdefault(block[0].depth, []).append(number)
    for numbers in depths.values():
        rest = numbers
        for _ in range(_PASSES):
            fold = _fold([blocks[number] for number in rest])
            if fold is None:
                break
            own = [n for n in rest if not any(line.is_wider(fold.columns) for line in blocks[n])]
            found.update(dict.fromkeys(own, fold.of([blocks[n] for n in own])))
            rest = [n for n in rest if n not in found]
        alone = ((number, _fold([blocks[number]])) for number in rest if len(blocks[number]) > 2)
        found.update((number, fold.of([blocks[number]])) for number, fold in alone if fold)
    return found


def _fold(blocks: Sequence[Sequence[Line]]) -> Fold | None:
    """The one that most of the blocks share, None where the lines of too few do."""
    columns = _commonest(blocks)
    if columns:
        fitting = [block for block in blocks if not any(line.is_wider(columns) for line in block)]
        fold = Fold(columns, columns)
        pairs = [pair for block in fitting for pair in pairwise(block)]
        full = [pair for pair in pairs if fold.is_full(*pair)]
        share = 0.5 if len(pairs) <= _FEW else 0.35
        if len(full) >= max(2, share * len(pairs)) and _are_broken(full):
            return fold
    widest = max((line.width for block in blocks for line in block if line.is_wider(_UNEVEN.start)), default=0)
    if widest not in _UNEVEN:
        return None
    fold = Fold(widest, int(0.8 * widest))
    pairs = [pair for block in blocks for pair in pairwise(block)]
    long = [pair for pair in pairs if pair[0].width >= 0.6 * widest]
    return fold if len(long) >= max(3, 0.6 * len(pairs)) and _are_broken(long) else None


def _commonest(blocks: Sequence[Sequence[Line]]) -> int:
    """The width at which most lines would have been broken just where they were; 0 where none would."""
    changes = [0] * (_WIDTHS.stop + 1)
    for block in blocks:
        for line, after in pairwise(block):
            low, high = max(line.width, _WIDTHS.start), min(line.width + after.first, _WIDTHS.stop - 1)
            if low <= high:
                changes[low] += 1
                changes[high + 1] -= 1
    counts = list(accumulate(changes))
    most = max(counts)
    return counts.index(most) if most else 0


def _are_broken(pairs: Sequence[tuple[Line, Line]]) -> bool:
    """Whether sentences go on from line to line, as in no list, poem or text of a sentence a line."""
    unfinished = sum(after.lower or not line.closed for line, after in pairs)
    led_on = sum(line.leads_to(after) for line, after in pairs)
    return unfinished >= 0.5 * len(pairs) and led_on >= max(1, 0.25 * len(pairs))


def has_sentence_a_line(blocks: Sequence[Sequence[Line]]) -> bool:
    """Whether a line is a sentence, and a block a paragraph: no article of a paragraph a line, no transcript."""
    several = [block for block in blocks if len(block) > 1]
    lines = [line for block in several for line in block]
    if len(several) < max(3, 0.6 * len(blocks)) or len(lines) > _SENTENCES * len(several):
        return False
    inner = sum(bool(_INNER_END.search(line.text)) for line in lines)
    closed = sum(line.closed for line in lines)
    return closed >= 0.9 * len(lines) and inner <= 0.1 * len(lines) and not any(line.labelled for line in lines)


def stretch(lines: Sequence[Line]) -> Stretch:
    """Where lines start and end."""
    return lines[0].start, lines[-1].end
