"""Quotation marks to nested quotations: no model, one linear pass.

A mark's neighbours say which way it leans (white space before and a word after: it opens), its glyph which way it
faces (“ opens, ” closes, " does either); what is open at the time decides between them. Where that leaves double
marks of a paragraph without a partner, the reading that goes least against the looks of them all is taken instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import regex

from quotes.english import words
from quotes.text.intervals import Stretch
from quotes.text.layout import paragraphs

_OPENS, _CLOSES, _EITHER = 1, -1, 0  # as roles: what a mark adds to the depth

_GLYPHS = {
    '"': ("double", _EITHER),
    "＂": ("double", _EITHER),
    "''": ("double", _EITHER),
    "``": ("double", _OPENS),
    "‘‘": ("double", _OPENS),
    "’’": ("double", _CLOSES),
    "“": ("double", _OPENS),
    "„": ("double", _OPENS),
    "‟": ("double", _OPENS),
    "”": ("double", _CLOSES),
    "'": ("single", _EITHER),
    "`": ("single", _OPENS),
    "‘": ("single", _OPENS),
    "‚": ("single", _OPENS),
    "‛": ("single", _OPENS),
    "’": ("single", _CLOSES),
    "«": ("guillemet", _OPENS),
    "»": ("guillemet", _CLOSES),
    "‹": ("single guillemet", _OPENS),
    "›": ("single guillemet", _CLOSES),
    "「": ("corner", _OPENS),
    "」": ("corner", _CLOSES),
    "『": ("white corner", _OPENS),
    "』": ("white corner", _CLOSES),
}
_CHARACTERS = "".join(glyph for glyph in _GLYPHS if len(glyph) == 1)
_MOST = 1000  # marks that are read together; no paragraph of prose has so many
_RUN = regex.compile(f"[{_CHARACTERS}]{{1,{_MOST}}}+")
_MARK = regex.compile(f"''|``|‘‘|’’|[{_CHARACTERS}]")
_MARK_FROM_THE_RIGHT = regex.compile(_MARK.pattern, regex.REVERSE)
_OPENING_NEIGHBOURS = frozenset("([{<-–—‒―/=¿¡")
_CLOSING_NEIGHBOURS = frozenset(")]}>-–—‒―/.,;:!?…。、，！？；：")
_LINE_ENDS = frozenset("\n\r\f\v\x85\u2028\u2029")
_CONTRACTION = regex.compile(
    r"(?:\L<begun>|\d\ds|\d\d(?=[\s,.;:!?)—–-]|\Z)(?! per))(?![\w'’])",
    regex.IGNORECASE,
    begun=words("after_apostrophe"),
)
_MEASURE = regex.compile(r"(?<=\d)['’] ?\d{1,3}(?:\.\d{1,3})?(?:[\"”]|'')(?!\w)")
_ROCK_N_ROLL = regex.compile(r"(?<=\s)['‘’`]n['’](?=\s)", regex.IGNORECASE)
_BEFORE_SPEECH = frozenset(",:.?!…—–")

_MAX_REPAIRED_DEPTH = 2
_NESTED_COST = 0.1  # twenty quotations inside another are likelier to stand between two stray marks
_SKIPPED_INSIDE_COST = 0.01  # of two ways to leave one mark out, the one with the shorter quotation
_UNCLOSED_COST = 0.6  # less than that of a mark which is nothing at all: it may run on in the next paragraph
_GOOD_COST = 0.5
_REOPENED_COST = 0.1  # of a mark that only says that the quotation goes on: "It is safe. "We looked," she said.
_SENTENCE_END = regex.compile(r"[.!?…][’')\]]?+\s{1,3}+\Z")
_TAG = regex.compile(r"\b(?:sa(?:id|ys)|told|added|asked)\b")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: ``text[start:end]`` with its marks, ``text[inner_start:inner_end]`` without.

    children: the quotations directly inside, in text order.
    closed: whether its closing mark is there; where not, it runs to the end of its paragraph.
    continues: whether it goes on from the paragraph before; it may then have no opening mark.
    """

    start: int
    end: int
    children: tuple[Quotation, ...]
    closed: bool
    continues: bool
    inner_start: int
    inner_end: int


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark with the way its glyph faces and the way its neighbours make it lean.

    doubtful: it may well be no quotation mark at all, but the apostrophe of dogs' or the inches of 12".
    reopens: it may say that what is open goes on, as at the start of a paragraph, whose break is lost here.
    """

    start: int
    end: int
    family: str
    faces: int
    leans: int
    doubtful: bool
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class _Pairing:
    """What marks are to each other: pairs, openers without a closer, and a first closer without an opener."""

    pairs: list[tuple[_Mark, _Mark]]
    unclosed: list[_Mark]
    orphan: _Mark | None


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph; where that has more marks than are read together, a part of one."""

    start: int
    end: int
    first: _Mark | None
    pairing: _Pairing

    def begins_with(self, family: str) -> bool:
        return self.first is not None and self.first.family == family and self.first.start == self.start

    def ends_what_ran_on(self, family: str) -> bool:
        return self.pairing.orphan is not None and self.pairing.orphan.family == family


class _Extent(NamedTuple):
    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool
    continues: bool


def quotations(text: str, blocks: Sequence[Stretch] | None = None) -> list[Quotation]:
    """The outermost quotations of `text`, in text order.

    blocks: the paragraphs of the text, where they are known.
    """
    found: list[Quotation] = []
    running: _Mark | None = None
    rest = _paragraphs(text, paragraphs(text) if blocks is None else blocks)
    paragraph = next(rest, None)
    while paragraph is not None:
        following = next(rest, None)
        ending = _ending(paragraph, running)
        continued = running
        running = _running(text, paragraph, following, ending)
        found += _nested(_extents(paragraph, continued, ending, running))
        paragraph = following
    return found


def walk(quotations: Iterable[Quotation]) -> Iterator[Quotation]:
    """Every quotation at any depth, in text order (a parent before its children)."""
    levels = [iter(quotations)]
    while levels:
        quotation = next(levels[-1], None)
        if quotation is None:
            levels.pop()
        else:
            yield quotation
            levels.append(iter(quotation.children))


def _paragraphs(text: str, blocks: Iterable[Stretch]) -> Iterator[_Paragraph]:
    marks = _marks(text)
    mark = next(marks, None)
    for start, end in blocks:
        own: list[_Mark] = []
        while mark is not None and mark.start < end:
            own.append(mark)
            mark = next(marks, None)
            if len(own) == 2 * _MOST:
                cut = _cut(own)
                yield _paragraph(start, _end(text, start, own[cut].start), own[:cut])
                start, own = own[cut].start, own[cut:]
        yield _paragraph(start, end, own)


def _paragraph(start: int, end: int, marks: Sequence[_Mark]) -> _Paragraph:
    return _Paragraph(start, end, marks[0] if marks else None, _best_pairing(marks))


def _cut(marks: Sequence[_Mark]) -> int:
    """Of twice as many marks as are read together, how many come first: up to where one closes and the next opens."""
    found = (
        at for at in range(_MOST, len(marks) // 4, -1) if marks[at - 1].leans == _CLOSES and marks[at].leans == _OPENS
    )
    return next(found, _MOST)


def _end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _marks(text: str) -> Iterator[_Mark]:
    """The marks that can open or close a quotation: no apostrophes inside words, no feet and inches, no dittos."""
    measured = last = 0
    for run in _RUN.finditer(text):
        start, end = max(run.start(), measured), run.end()
        if start >= end:
            continue
        before = text[start - 1] if start else "\n"
        after = text[end] if end < len(text) else "\n"
        if measure := _MEASURE.match(text, start) or _ROCK_N_ROLL.match(text, start):
            measured = measure.end()
        elif end - start > 1 or not (before.isalnum() and after.isalnum()) or _GLYPHS[run[0]][0] != "single":
            reopens = _reopens(text, last, start)
            yield from _run_marks(text, start, end, before, after, reopens)
            last = end


def _reopens(text: str, last: int, start: int) -> bool:
    """Whether a sentence ends before `start`, and no reporting clause since `last`, the end of the mark before."""
    return bool(_SENTENCE_END.search(text, max(last, start - 5), start)) and not _TAG.search(text, last, start)


def _run_marks(text: str, start: int, end: int, before: str, after: str, reopens: bool) -> Iterator[_Mark]:
    """The marks of ``text[start:end]``, which is all marks, with `before` and `after` around it."""
    leans = _leaning(before, after)
    matches = list((_MARK_FROM_THE_RIGHT if leans == _CLOSES else _MARK).finditer(text, start, end))
    if leans == _CLOSES:
        matches.reverse()
    for match in matches:
        family, faces = _GLYPHS[match[0]]
        if family == "single":
            if match.end() == end and _CONTRACTION.match(text, end):
                continue
            doubtful = after.isspace() and (before in "sS" or before.isdecimal())
            closes = match.start() == start and before.isalnum()
        else:
            if faces != _OPENS and _stands_alone(text, match.start(), match.end()):
                continue
            doubtful = closes = family == "double" and faces != _OPENS and before.isdecimal()
        mark_leans = _CLOSES if closes else _EITHER if "corner" in family else leans
        again = reopens and family == "double" and mark_leans == _OPENS and faces != _CLOSES
        yield _Mark(match.start(), match.end(), family, faces, mark_leans, doubtful, again)


def _leaning(before: str, after: str) -> int:
    """Which way a mark leans between two characters; a line's end is stronger than a space."""
    opens = 2 if before in _LINE_ENDS else before in _OPENING_NEIGHBOURS or _is_blank(before)
    closes = 2 if after in _LINE_ENDS else after in _CLOSING_NEIGHBOURS or _is_blank(after)
    if before == ":" and closes < 2:
        return _EITHER
    return (opens > closes) - (opens < closes)


def _is_blank(character: str) -> bool:
    return character == " " or not character.isprintable()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether there is wide white space on both sides, as around a ditto mark in a table."""
    return not (text[max(0, start - 2) : start] + text[end : end + 2]).strip()


def _best_pairing(marks: Sequence[_Mark]) -> _Pairing:
    pairing = _pairing(marks, {})
    double = [mark for mark in marks if mark.family == "double"]
    if _pairing_cost(pairing, double) < _GOOD_COST:
        return pairing
    repaired = _pairing(marks, _cheapest_roles(double))
    return min(pairing, repaired, key=lambda candidate: _pairing_cost(candidate, double))


def _pairing(marks: Sequence[_Mark], roles: Mapping[int, int]) -> _Pairing:
    """Pair marks by a stack; `roles` may tell, by their starts, which ones open, close or do neither."""
    stack: list[_Mark] = []
    openers: defaultdict[str, list[_Mark]] = defaultdict(list)
    pairs: list[tuple[_Mark, _Mark]] = []
    orphan: _Mark | None = None
    seen: set[str] = set()
    possessives = _possessives(marks)
    for mark in marks:
        same = openers[mark.family]
        role = roles.get(mark.start, _role(mark, same[-1] if same else None))
        if role == _OPENS:
            stack.append(mark)
            same.append(mark)
            seen.add(mark.family)
        elif role == _CLOSES and _closes_two(mark, stack):
            for half in (mark.start, mark.start + 1):
                pairs.append((stack.pop(), _Mark(half, half + 1, "single", mark.faces, mark.leans, False)))
                openers["single"].pop()
        elif role == _CLOSES and mark.family == "single":
            if same and stack[-1] is same[-1] and mark.start not in possessives:
                pairs.append((stack.pop(), mark))
                same.pop()
        elif role == _CLOSES and same:
            while stack[-1] is not same[-1]:
                openers[stack.pop().family].pop()
            pairs.append((stack.pop(), mark))
            same.pop()
        elif role == _CLOSES and not mark.doubtful and orphan is None and mark.family not in seen:
            orphan = mark
    return _Pairing(pairs, stack, orphan)


def _role(mark: _Mark, opener: _Mark | None) -> int:
    """Whether a mark opens or closes, where `opener` is the last one of its family that is still open."""
    if mark.doubtful or (mark.family == "single" and mark.leans == _CLOSES):
        return _CLOSES
    if mark.faces == _EITHER:
        return mark.leans or (_CLOSES if opener else _OPENS)
    if mark.faces == _OPENS:
        return _CLOSES if opener and mark.leans == _CLOSES else _OPENS
    return _OPENS if mark.leans == _OPENS and (opener is None or opener.faces == _CLOSES) else _CLOSES


def _closes_two(mark: _Mark, stack: Sequence[_Mark]) -> bool:
    """Whether a '' or ’’ is two single marks, since two single quotations are what is open."""
    return mark.end - mark.start == 2 and len(stack) > 1 and stack[-1].family == stack[-2].family == "single"


def _possessives(marks: Sequence[_Mark]) -> set[int]:
    """The starts of the doubtful single marks that a better closing one follows before any opening one."""
    found = set()
    closer_follows = False
    for mark in reversed(marks):
        if mark.family != "single":
            continue
        if mark.leans != _CLOSES:
            closer_follows = False
        elif mark.doubtful and closer_follows:
            found.add(mark.start)
        else:
            closer_follows = not mark.doubtful
    return found


def _cheapest_roles(marks: Sequence[_Mark]) -> dict[int, int]:
    """What each mark does, by its start, in the reading that goes least against the looks of them all (Viterbi)."""
    depths = range(_MAX_REPAIRED_DEPTH + 1)
    costs = [0.0, *(inf for _ in depths[1:])]
    steps: list[list[int]] = []
    for mark in marks:
        best = [
            min(
                (costs[depth - role] + _role_cost(mark, role, depth - role), role)
                for role in (_OPENS, _CLOSES, _EITHER)
                if depth - role in depths
            )
            for depth in depths
        ]
        costs = [cost for cost, _ in best]
        steps.append([role for _, role in best])
    depth = min(depths, key=lambda depth: costs[depth] + depth * _UNCLOSED_COST)
    roles = {}
    for mark, step in zip(reversed(marks), reversed(steps), strict=True):
        roles[mark.start] = step[depth]
        depth -= step[depth]
    return roles


def _role_cost(mark: _Mark, role: int, depth: int) -> float:
    """How much it goes against a double mark's looks to open, close or do neither inside of `depth` quotations."""
    if role == _EITHER:
        if mark.reopens and depth:
            return _REOPENED_COST
        return (0.4 if mark.doubtful else 1.0) + (_SKIPPED_INSIDE_COST if depth else 0.0)
    nested = _NESTED_COST if role == _OPENS and depth else 0.0
    return float(mark.leans == -role) + float(mark.faces == -role) + nested


def _pairing_cost(pairing: _Pairing, double: Sequence[_Mark]) -> float:
    roles = {mark.start: _OPENS for mark in pairing.unclosed}
    for opener, closer in pairing.pairs:
        roles[opener.start] = _OPENS
        roles[closer.start] = _CLOSES
    cost = 0.0
    depth = 0
    for mark in double:
        role = roles.get(mark.start, _EITHER)
        cost += _role_cost(mark, role, depth)
        depth += role
    return cost + depth * _UNCLOSED_COST


def _ending(paragraph: _Paragraph, continued: _Mark | None) -> _Mark | None:
    """The mark that closes what `continued` opened in the paragraph before, where no mark opens it anew."""
    if continued is None or paragraph.begins_with(continued.family):
        return None
    return paragraph.pairing.orphan if paragraph.ends_what_ran_on(continued.family) else None


def _running(text: str, paragraph: _Paragraph, following: _Paragraph | None, ending: _Mark | None) -> _Mark | None:
    """The mark after `ending` that opens what runs to the end of the paragraph, if one does."""
    last_end: dict[str, int] = {}
    for opener, closer in paragraph.pairing.pairs:
        last_end[opener.family] = closer.end
    for mark in paragraph.pairing.unclosed:
        if mark.end == paragraph.end or (ending and mark.start < ending.start):
            continue
        end = last_end.get(mark.family, 0)
        begins = mark.start == paragraph.start
        runs_on = following is not None and following.begins_with(mark.family)
        before = text[max(paragraph.start, mark.start - 3) : mark.start].rstrip()
        led_to = mark.family != "single" or before[-1:] in _BEFORE_SPEECH
        if runs_on and (end < paragraph.end if begins else end < mark.start and led_to):
            return mark
        if end > mark.start or mark.family == "single":
            continue
        if begins or before[-1:] in _BEFORE_SPEECH or (following and following.ends_what_ran_on(mark.family)):
            return mark
    return None


def _extents(
    paragraph: _Paragraph, continued: _Mark | None, ending: _Mark | None, running: _Mark | None
) -> list[_Extent]:
    """Where the paragraph's quotations begin and end; `continued` was not closed in the paragraph before."""
    start, end = paragraph.start, paragraph.end
    anew = start if continued and paragraph.begins_with(continued.family) else None
    found = []
    for opener, closer in paragraph.pairing.pairs:
        if not ending or closer.end <= ending.start or opener.start >= ending.end:
            found.append(_Extent(opener.start, opener.end, closer.start, closer.end, True, opener.start == anew))
    if ending:
        found.append(_Extent(start, start, ending.start, ending.end, True, True))
    if running:
        found.append(_Extent(running.start, running.end, end, end, False, running.start == anew))
    return found


def _nested(extents: list[_Extent]) -> list[Quotation]:
    """The outermost quotations of a paragraph; extents lie inside or outside of each other."""
    levels: list[tuple[_Extent, list[Quotation]]] = []
    outermost: list[Quotation] = []

    def finish_until(offset: float) -> None:
        while levels and levels[-1][0].end <= offset:
            extent, children = levels.pop()
            quotation = Quotation(
                extent.start,
                extent.end,
                tuple(children),
                extent.closed,
                extent.continues,
                extent.inner_start,
                extent.inner_end,
            )
            (levels[-1][1] if levels else outermost).append(quotation)

    for extent in sorted(extents, key=lambda extent: (extent.start, -extent.end)):
        finish_until(extent.start)
        levels.append((extent, []))
    finish_until(inf)
    return outermost
