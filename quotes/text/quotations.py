"""Quotation marks to nested quotations: no model, one linear pass.

`quotation_marks` finds the marks of a text, `pairing` which of a paragraph's belong together; here those that run on
over paragraphs are followed, and what stands inside of what is told.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import NamedTuple

import regex

from quotes.english import words
from quotes.text.intervals import Stretch
from quotes.text.layout import paragraphs
from quotes.text.pairing import Pairing, best_pairing
from quotes.text.quotation_marks import CLOSES, MOST, OPENS, Mark, marks_of

_BEFORE_SPEECH = frozenset(",:.?!…—–")
_SILENT = 4  # paragraphs without a mark that may stand between those where a quotation opens and closes
_AFTER_VERB = regex.compile(r"\b(?:said|says|added)\Z")
_NAME = r"(?:(?:\p{Lu}\p{L}{0,2}\.)++|\p{L}[\p{L}’'-]*+)"
_TAG = regex.compile(
    rf"""
    [,?!…]\s++(?:
        \L<reporting>\s(?:(?:the|an?|one|his|her|their)\s)?{_NAME}(?:\s{_NAME}){{0,5}}+
      | (?:he|she|they
          | (?:the|an?|one|his|her|their)\s\p{{L}}++(?:\s\p{{L}}++){{0,3}}?
          | (?:\p{{Ll}}[\p{{L}}’'-]*+\s){{0,3}}?(?=\p{{Lu}}){_NAME}(?:\s(?=\p{{Lu}}){_NAME}){{0,3}}?
        )\s\L<reporting>(?:\s\p{{L}}++){{0,4}}+
    )(?:\.?+\s*+\Z|\.(?P<more>\s++)\p{{Lu}})
    """,
    regex.VERBOSE,
    reporting=words("reporting"),
)


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
class _Paragraph:
    """A paragraph; where that has more marks than are read together, a part of one."""

    start: int
    end: int
    first: Mark | None
    pairing: Pairing

    def begins_with(self, family: str) -> bool:
        return self.first is not None and self.first.family == family and self.first.start == self.start

    def has(self, family: str) -> bool:
        """Whether a mark of a family is anything in it."""
        opened = (mark.family == family for mark in self.pairing.unclosed)
        return any(opened) or any(opener.family == family for opener, _ in self.pairing.pairs)

    def ends_what_ran_on(self, family: str) -> bool:
        return self.pairing.orphan is not None and self.pairing.orphan.family == family


class _Extent(NamedTuple):
    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool
    continues: bool

    @classmethod
    def whole(cls, paragraph: _Paragraph) -> _Extent:
        """All of a paragraph, in which a quotation goes on without a mark."""
        return cls(paragraph.start, paragraph.start, paragraph.end, paragraph.end, False, True)


def quotations(text: str, blocks: Sequence[Stretch] | None = None) -> list[Quotation]:
    """The outermost quotations of `text`, in text order.

    blocks: the paragraphs of the text, where they are known.
    """
    found: list[Quotation] = []
    running: Mark | None = None
    rest = _paragraphs(text, paragraphs(text) if blocks is None else blocks)
    ahead = deque(islice(rest, 1 + _SILENT))
    while ahead:
        paragraph = ahead.popleft()
        ahead.extend(islice(rest, 1))
        following = ahead[0] if ahead else None
        ending = _ending(paragraph, running)
        continued = running
        if running and _is_silent(paragraph, running, ahead):
            found += _nested([_Extent.whole(paragraph), *_extents(paragraph, None, None, None, [])])
            continue
        forgotten = list(_forgotten(text, paragraph, ahead))
        running = _running(text, paragraph, following, ending)
        if running and any(extent.start == running.start for extent in forgotten):
            running = None
        found += _nested(_extents(paragraph, continued, ending, running, forgotten))
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
    marks = marks_of(text)
    mark = next(marks, None)
    for start, end in blocks:
        own: list[Mark] = []
        while mark is not None and mark.start < end:
            own.append(mark)
            mark = next(marks, None)
            if len(own) == 2 * MOST:
                cut = _cut(own)
                yield _paragraph(start, _end(text, start, own[cut].start), own[:cut])
                start, own = own[cut].start, own[cut:]
        yield _paragraph(start, end, own)


def _paragraph(start: int, end: int, marks: Sequence[Mark]) -> _Paragraph:
    return _Paragraph(start, end, marks[0] if marks else None, best_pairing(marks))


def _cut(marks: Sequence[Mark]) -> int:
    """Of twice as many marks as are read together, how many come first: up to where one closes and the next opens."""
    found = (
        at for at in range(MOST, len(marks) // 4, -1) if marks[at - 1].leans == CLOSES and marks[at].leans == OPENS
    )
    return next(found, MOST)


def _end(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _ending(paragraph: _Paragraph, continued: Mark | None) -> Mark | None:
    """The mark that closes what `continued` opened in the paragraph before, where no mark opens it anew."""
    if continued is None or paragraph.begins_with(continued.family):
        return None
    return paragraph.pairing.orphan if paragraph.ends_what_ran_on(continued.family) else None


def _is_silent(paragraph: _Paragraph, running: Mark, ahead: Iterable[_Paragraph]) -> bool:
    """Whether a quotation goes through a paragraph that neither opens nor closes it, to be closed in a later one."""
    silent = not paragraph.has(running.family) and not paragraph.ends_what_ran_on(running.family)
    return silent and _closes(running, ahead)


def _closes(running: Mark, ahead: Iterable[_Paragraph]) -> bool:
    """Whether one of the next paragraphs closes what runs on, and none before it has another such mark."""
    for paragraph in ahead:
        if paragraph.ends_what_ran_on(running.family):
            return True
        if paragraph.has(running.family):
            return False
    return False


def _forgotten(text: str, paragraph: _Paragraph, ahead: Iterable[_Paragraph]) -> Iterator[_Extent]:
    """Quotations that nothing closes before who said them is told: “The dam is safe, said the engineer."""
    unclosed = paragraph.pairing.unclosed
    if not unclosed:
        return
    pairs = (mark for pair in paragraph.pairing.pairs for mark in pair)
    orphan = paragraph.pairing.orphan
    starts = sorted(mark.start for mark in (*unclosed, *pairs, *([orphan] if orphan else [])))
    for mark in unclosed:
        at = bisect_right(starts, mark.start)
        end = starts[at] if at < len(starts) else paragraph.end
        if mark.family == "single" and mark.start != paragraph.start:
            continue
        tag = _TAG.search(text, mark.end, end)
        if tag and not (tag["more"] and _closes(mark, ahead)):
            yield _Extent(mark.start, mark.end, tag.start() + 1, tag.start() + 1, False, False)


def _running(text: str, paragraph: _Paragraph, following: _Paragraph | None, ending: Mark | None) -> Mark | None:
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
        led_to = before[-1:] in _BEFORE_SPEECH or _AFTER_VERB.search(text, max(0, mark.start - 6), mark.start)
        if begins or led_to or (following and following.ends_what_ran_on(mark.family)):
            return mark
    return None


def _extents(
    paragraph: _Paragraph,
    continued: Mark | None,
    ending: Mark | None,
    running: Mark | None,
    forgotten: Sequence[_Extent],
) -> list[_Extent]:
    """Where the paragraph's quotations begin and end; `continued` was not closed in the paragraph before."""
    start, end = paragraph.start, paragraph.end
    anew = start if continued and paragraph.begins_with(continued.family) else None
    found = list(forgotten)
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
