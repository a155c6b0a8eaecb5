"""The turns of interviews and transcripts, in the layouts in which offices and tools write who speaks.

A layout is one of a whole text: labels come again and again, or every paragraph has one. A line alone tells nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from quotes.attribution import Span
from quotes.english import words
from quotes.text.intervals import Stretch

LEAST = 3  # turns that make a transcript
WITHOUT_LABEL = 3  # paragraphs after a turn's first that may go on with it, if another turn follows

_FIRST = r"(?<![\p{L}\p{M}.'’-])\p{Lu}[\p{L}\p{M}.'’-]*+"  # nothing of a word before it, or searches would go back
_NAME = _FIRST + r"(?:[ \xa0]++[\p{L}\p{M}.'’-]++){0,7}+(?:[ _]\d{1,3}+)?+"
_PROPER = _FIRST + r"(?:[ \xa0](?:\p{Lu}[\p{L}\p{M}.'’-]*+|\L<links>)){0,5}+(?:[ _]\d{1,3}+)?+"
_STARS = r"[*_]{0,2}+"
_BESIDE = r"(?:[ \xa0]\((?P<beside>(?!\d)[^()\n]{2,80}+)\))?+(?:[ \xa0]\((?!\d)[^()\n]{2,40}+\))?+"
_CLOCK = r"\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{1,3})?(?:[ \xa0]?[AaPp]\.?[Mm]\b\.?)?"
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ \xa0])?+"
_TIME = rf"[\[(]?{_DAY}(?P<time>{_CLOCK})(?:[ \xa0]*+(?:-->|[-–—])[ \xa0]*+{_CLOCK})?+[\])]?"

_COLON = regex.compile(
    rf"(?:\d{{1,4}}[.)][ \xa0\t]++|>>[ \xa0]?+)?+{_STARS}(?P<label>{_NAME}){_STARS}{_BESIDE}"
    rf"(?:[ \xa0]\([^()\n]{{1,40}}+\))?+{_STARS}(?P<mark>:){_STARS}\s++(?=\S)"
)
_RECORD = regex.compile(
    r"(?P<label>(?:(?=\p{Lu})(?i:\L<titles>)\.?[ \xa0]|The[ \xa0](?:[A-Z]++[ \xa0])?+)\p{Lu}{2}[\p{Lu}'’-]*+"
    r"(?:[ \xa0]\p{Lu}{2}[\p{Lu}'’-]*+)?+)(?:[ \xa0]of[ \xa0]\p{Lu}[\p{L} ]{2,20}?)?(?P<mark>\.)\s++(?=\p{Lu})",
    titles=sorted(words("titles")),
)
_LETTER = regex.compile(r"(?P<label>[QA])(?P<mark>\.)[ \xa0\t]++(?=\S)")
_DASH = regex.compile(
    rf"{_STARS}(?P<label>{_PROPER}){_STARS}[ \xa0](?P<mark>[—–]|--?)[ \xa0](?=\S)", links=words("name_links")
)
_BRACKETS = regex.compile(rf"\[(?P<label>{_PROPER})\](?P<mark>:)?+[ \xa0]*+(?=[^\s\[])", links=words("name_links"))
_AFTER_TIME = regex.compile(
    rf"(?:[-•][ \xa0])?+{_TIME}[ \xa0\t]*+[-–—|]?[ \xa0\t]*+(?:>>[ \xa0]?+)?+{_STARS}"
    rf"(?:\[(?P<label>{_NAME})\]:?"
    rf"|(?P<label>{_NAME}){_STARS}{_BESIDE}{_STARS}(?:[ \xa0]?(?P<mark>[:—–|])|(?=[ \xa0]*+$)))"
    rf"{_STARS}[ \xa0\t]*+"
)
_BEFORE_TIME = regex.compile(
    rf"(?:>>[ \xa0]?+)?+{_STARS}(?P<label>{_NAME}){_STARS}{_BESIDE}[ \xa0\t]*+[-–—|,]?[ \xa0\t]*+"
    rf"(?:{_TIME}[ \xa0]?(?:(?P<mark>:){_STARS}|(?=[ \xa0]*+$))|[\[(](?P<time>{_CLOCK})[\])])[ \xa0\t]*+"
)
_ALONE = regex.compile(
    rf"(?:#{{1,6}}[ \xa0])?+{_STARS}(?P<label>{_PROPER}){_STARS}{_BESIDE}{_STARS}(?P<mark>:)?+{_STARS}$",
    links=words("name_links"),
)

_MARKED = (_COLON, _RECORD, _LETTER, _DASH, _BRACKETS)
_ABOVE = (_AFTER_TIME, _BEFORE_TIME, _ALONE)

_PARTS_OF_A_SECOND = regex.compile(r"[.,]\d++(?!:)")
_CLOCKS = regex.compile(r"\d:\d\d")
_DASHES = regex.compile(r" [—–-]")
_LINE = regex.compile(r"[^\n\r\f\v\x85\u2028\u2029]++")
_STAGE = regex.compile(r"[*_]{0,2}+[\[(][^\[\]()\n]{1,120}+[\])][.*_]{0,3}+")
_ENDED = frozenset(".?!…—–-:)]\"'”’»>")
_DIGIT = regex.compile(r"\d")  # where little more follows the colon, it is a list of results: "Lee: 40 %"
_LONGEST_RESULT = 60  # characters
_LONGEST_LABEL = 80  # characters of a line that is one
_LONG = 5  # words; with so many a label is in capitals
_OFFICE = ("THE ", "The ")
OFFICES = words("roles") | words("titles")
_QUESTION_OR_ANSWER = regex.compile(r"(?:Q|A|QUESTION|ANSWER)\.?+")
_NUMBERED = regex.compile(r"\p{L}++[ _]\d{1,3}")
_FULL_NAME = regex.compile(r"\p{Lu}[\p{L}\p{M}.'’-]*+(?:[ \xa0]\p{Lu}[\p{L}\p{M}.'’-]*+){1,3}+")
_COVERED = 0.7  # share of a text's paragraphs that have a label where dashes are what parts it from the words


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says in a transcript: the name or letter at its start, and a piece a paragraph.

    start: where its label begins, with the time or the marks before it.
    label: where an office comes before the name, in parentheses, the name: "THE MINISTER (Ms Lee):".
    colon: what parts the label from the words: a colon, a dash, a full stop; None where it is a line of its own.
    time: as the text has it, without fractions of a second: "00:02:12"; None where it has none.
    """

    start: int
    label: Span
    colon: Span | None
    pieces: tuple[Stretch, ...]
    time: str | None = None

    @property
    def speaker(self) -> str:
        """The label as labels are compared."""
        return _folded(self.label.text)

    @property
    def begin(self) -> int:
        """Where the label is over."""
        return self.colon.start if self.colon else self.label.end


@dataclass(frozen=True, slots=True)
class _Opening:
    """A line that may begin a turn; below: whether the words stand in the lines below."""

    start: int
    match: regex.Match[str]
    words: int
    below: bool = False

    @property
    def label(self) -> str:
        label: str = self.match["label"]
        return label

    @property
    def folded(self) -> str:
        return _folded(self.label)


def turns(text: str, blocks: Sequence[Stretch]) -> list[Turn]:
    """The turns of a text, in text order; none where it is no transcript.

    It is one when lines begin with "Q:" and "A:", with names in capitals, or with the same names again and again; or
    when all do. Times may stand beside the names, and names on lines of their own. Of two layouts in one text, both
    are read.

    blocks: the paragraphs of the text.
    """
    lines = list(_lines(text))
    found: dict[int, _Opening] = {}
    for layout in _LAYOUTS:
        for opening in layout(text, lines, blocks):
            found.setdefault(opening.start, opening)
    for opening in _in_other_layouts(text, lines, blocks, {opening.folded for opening in found.values()}):
        found.setdefault(opening.start, opening)
    openings = [found[start] for start in sorted(found)]
    made = list(_made(text, openings, blocks))
    return made if sum(_is_result(text, turn) for turn in made) <= len(made) / 2 else []


def opening_label(text: str) -> str | None:
    """Whose name a text begins with, and a colon, though no other follows: all of it is then theirs.

    A headline is none: its line does not end as a sentence does.
    """
    line = next(_lines(text), (0, 0))
    match = _COLON.match(text, *line)
    if not match or text[line[1] - 1] not in '.?!…"”':
        return None
    label = str(match["label"])
    return label if (label.isupper() and len(label) > 3) or _FULL_NAME.fullmatch(label) else None


def unsaid(found: Sequence[Turn]) -> Iterator[Stretch]:
    """Where labels and times stand at which nobody else begins to speak: no words of the talk that goes on."""
    for before, turn in pairwise(found):
        if before.speaker == turn.speaker:
            yield turn.start, turn.pieces[0][0]


def _by_colon(text: str, lines: Sequence[Stretch], blocks: Sequence[Stretch]) -> list[_Opening]:
    """Lines such as "Ann Lee: Yes." """
    starts = _starts(text, blocks)
    begun = _opened(text, _after_sentences(text, lines, starts), _COLON)
    opened = [opening for opening in begun if _is_no_sentence(opening.label)]
    times = Counter(opening.folded for opening in opened)
    surely = {o.folded for o in opened if _is_short(o.label) or times[o.folded] > 1}
    surely |= {label.split()[-1] for label in surely}
    kept = [opening for opening in opened if _is_label(opening.label, surely)]
    spoken = [block for block in blocks if not _STAGE.fullmatch(text, *block)]
    headed = bool(spoken) and text[spoken[0][1] - 1] not in _ENDED and len(spoken) > LEAST - 1
    if len(opened) >= len(spoken) - headed and _all_are_labels(opened):
        return opened
    return kept if len(kept) >= LEAST and len({opening.label for opening in kept}) > 1 else []


def _all_are_labels(opened: Sequence[_Opening]) -> bool:
    """Whether those of a text of which every paragraph has one are speakers, as one comes again, or all are names."""
    labels = [opening.label for opening in opened]
    if len(opened) >= LEAST and len(set(labels)) < len(labels):
        return True
    return len(set(labels)) > 1 and (all(map(_is_name, labels)) or labels in (["Q", "A"], ["Question", "Answer"]))


def _is_name(label: str) -> bool:
    """Whether a label can only be somebody's, though it comes but once."""
    known = label.casefold() in words("given_names") or label.casefold() in ("interviewer", "moderator")
    return known or bool(_FULL_NAME.fullmatch(label) or _NUMBERED.fullmatch(label))


def _by_record(text: str, lines: Sequence[Stretch], blocks: Sequence[Stretch]) -> list[_Opening]:
    """Lines such as "Mr. LEE. I yield." """
    opened = _opened(text, lines, _RECORD)
    return opened if len(opened) > 1 else []


def _by_letter(text: str, lines: Sequence[Stretch], blocks: Sequence[Stretch]) -> list[_Opening]:
    """Lines such as "Q. Who had the watch?" """
    opened = _opened(text, lines, _LETTER) if "Q." in text else []
    whole = len(opened) == len(blocks) and _all_are_labels(opened)
    return opened if whole or (len(opened) >= LEAST and len({opening.label for opening in opened}) > 1) else []


def _by_dash(text: str, lines: Sequence[Stretch], blocks: Sequence[Stretch]) -> list[_Opening]:
    """Lines such as "Ann Lee — Yes." """
    starts = {start for start, _ in blocks}
    opened = _opened(text, [line for line in lines if line[0] in starts], _DASH) if _DASHES.search(text) else []
    whole = len(opened) == len(blocks) and _all_are_labels(opened) and not any(o.label.isupper() for o in opened)
    return opened if whole or (len(opened) >= _COVERED * len(blocks) and _recur(opened)) else []


def _by_brackets(text: str, lines: Sequence[Stretch], blocks: Sequence[Stretch]) -> list[_Opening]:
    """Lines such as "[ANN LEE] Yes." """
    opened = _opened(text, lines, _BRACKETS) if "[" in text else []
    whole = len(opened) == len(lines) and _all_are_labels(opened)
    return opened if whole or (2 * len(opened) >= len(lines) and _recur(opened)) else []


def _by_time(text: str, lines: Sequence[Stretch], blocks: Sequence[Stretch]) -> list[_Opening]:
    """Lines such as "[00:02] Ann Lee: Yes.", "Ann Lee (00:02): Yes." and "Ann Lee  0:02", with the words below."""
    if not _CLOCKS.search(text):
        return []
    opened = [*_opened(text, lines, _AFTER_TIME, below=True), *_opened(text, lines, _BEFORE_TIME, below=True)]
    once = sorted({opening.start: opening for opening in opened}.values(), key=lambda opening: opening.start)
    if not once or not (_recur(once) or (once[0].start == lines[0][0] and _all_are_labels(once))):
        return []
    return once


def _by_line(text: str, lines: Sequence[Stretch], blocks: Sequence[Stretch]) -> list[_Opening]:
    """Lines that are a name, such as "ANN LEE", and no more, with the words below."""
    short = [(start, end) for start, end in lines if end - start <= _LONGEST_LABEL]
    opened = _opened(text, short, _ALONE, below=True)
    times = Counter(opening.folded for opening in opened)
    again = [opening for opening in opened if times[opening.folded] > 1]
    if len(again) < LEAST or len({opening.folded for opening in again}) < 2:
        return []
    capitals = all(opening.label.isupper() for opening in again)
    others = (o for o in opened if o.start > again[0].start and (o.label.isupper() if capitals else " " in o.label))
    kept = {opening.start: opening for opening in (*again, *others)}
    return [kept[start] for start in sorted(kept)]


_LAYOUTS: tuple[Callable[[str, Sequence[Stretch], Sequence[Stretch]], list[_Opening]], ...] = (
    _by_time,
    _by_colon,
    _by_record,
    _by_letter,
    _by_dash,
    _by_brackets,
    _by_line,
)


def _in_other_layouts(
    text: str, lines: Sequence[Stretch], blocks: Sequence[Stretch], known: set[str]
) -> list[_Opening]:
    """What begins as in another layout than most of a transcript: with a name that is `known`.

    Where none is, as in a text half of which is in each of two, all must begin so, with names that come again.
    """
    starts = _starts(text, blocks)
    after = list(_after_sentences(text, lines, starts))
    if not known and not any(pattern.match(text, *lines[0]) for pattern in _MARKED if lines):
        return []
    opened = [opening for pattern in _MARKED for opening in _opened(text, after, pattern)]
    below = [opening for pattern in _ABOVE for opening in _opened(text, lines, pattern, below=True)]
    if known:
        return [opening for opening in (*opened, *below) if opening.folded in known]
    once = [*{opening.start: opening for opening in opened}.values()]
    return once if len(once) >= len(blocks) and _recur(once) and _all_are_labels(once) else []


def _recur(opened: Sequence[_Opening]) -> bool:
    """Whether there are turns enough, of more than one speaker, and one of them speaks again."""
    return len(opened) >= LEAST and 1 < len({opening.folded for opening in opened}) < len(opened)


def _lines(text: str) -> Iterator[Stretch]:
    """The lines that are not blank, without white space around them."""
    for match in _LINE.finditer(text):
        line = match[0]
        if line.strip():
            yield match.end() - len(line.lstrip()), match.start() + len(line.rstrip())


def _starts(text: str, blocks: Sequence[Stretch]) -> set[int]:
    """Where the lines begin with which paragraphs do: before the ">>" of captions, too."""
    return {start for block, _ in blocks for start in (block, text.rfind("\n", 0, block) + 1)}


def _after_sentences(text: str, lines: Sequence[Stretch], starts: set[int]) -> Iterator[Stretch]:
    """The lines that begin a paragraph, or follow one that ends as a sentence does."""
    for before, line in pairwise([(0, 0), *lines]):
        if line[0] in starts or (before[1] and text[before[1] - 1] in _ENDED):
            yield line


def _opened(
    text: str, lines: Iterable[Stretch], pattern: regex.Pattern[str], *, below: bool = False
) -> list[_Opening]:
    """The lines that begin as a layout has it; below: whether the words may stand in the lines below."""
    found = []
    for start, end in lines:
        match = pattern.match(text, start, end)
        if match and (below or match.end() < end):
            found.append(_Opening(start, match, match.end(), match.end() == end))
    return found


def _made(text: str, openings: Sequence[_Opening], blocks: Sequence[Stretch]) -> Iterator[Turn]:
    """The turns that lines begin; without those to which no words belong."""
    begins = [start for start, _ in blocks]
    for number, opening in enumerate(openings):
        last = number + 1 == len(openings)
        end = len(text) if last else openings[number + 1].start
        first = max(0, bisect_left(begins, opening.words + 1) - 1)
        pieces: list[Stretch] = []
        for at in range(first, len(blocks)):
            piece = _stripped(text, max(blocks[at][0], opening.words), min(blocks[at][1], end))
            if blocks[at][0] >= end or len(pieces) > WITHOUT_LABEL or (last and _is_over(text, pieces, piece)):
                break
            if piece[0] < piece[1] and not _STAGE.fullmatch(text, *piece):
                pieces.append(piece)
        if pieces:
            yield _turn(text, opening, pieces)


def _is_over(text: str, pieces: Sequence[Stretch], piece: Stretch) -> bool:
    """Whether the last turn ends before a piece, as a blank line parts them; nothing tells whose it is then."""
    return bool(pieces) and (not pieces[-1][1] < piece[0] or text.count("\n", pieces[-1][1], piece[0]) != 1)


def _stripped(text: str, start: int, end: int) -> Stretch:
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _is_office(label: str) -> bool:
    """Whether a label is an office, beside which a name may stand: "THE CHAIR (Ms Lee):", "Chair (Ann Lee):"."""
    return label.startswith(_OFFICE) or label.casefold().split()[-1] in OFFICES


def _is_short(label: str) -> bool:
    return bool(_QUESTION_OR_ANSWER.fullmatch(label)) or (label.isupper() and len(label) > 1)


def _is_no_sentence(label: str) -> bool:
    return label.count(" ") < _LONG or label.isupper()


def _is_result(text: str, turn: Turn) -> bool:
    start, end = turn.pieces[0]
    return end - start < _LONGEST_RESULT and bool(_DIGIT.search(text, start, end))


def _is_label(label: str, surely: set[str]) -> bool:
    """Whether a label is one of those `surely` so, or the whole name of one: "Dr Ann Lee" beside "Dr Lee" or "AL"."""
    folded = _folded(label)
    words = folded.split()
    return (
        folded in surely
        or label.startswith(_OFFICE)
        or (len(words) > 1 and bool({words[-1], "".join(w[0] for w in words)} & surely))
    )


def _turn(text: str, opening: _Opening, pieces: Sequence[Stretch]) -> Turn:
    match = opening.match
    told = match.groupdict()
    beside = told.get("beside") or ""
    named = "beside" if _is_office(opening.label) and beside[:1].isupper() else "label"
    mark = Span.of(text, *match.span("mark")) if told.get("mark") else None
    time = _PARTS_OF_A_SECOND.sub("", told["time"]) if told.get("time") else None
    return Turn(opening.start, Span.of(text, *match.span(named)), mark, tuple(pieces), time)
