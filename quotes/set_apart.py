"""Words without quotation marks that their place credits to somebody: block quotes, posts, press releases, headlines.

"Port director Tomas Wray said:" on a line of its own is followed by what he said; "— Ester Vik (@estervik) July 19,
2023" by nothing: what she wrote stands above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from quotes.attribution import Name, Span
from quotes.cues import is_speech
from quotes.english import words
from quotes.text.intervals import Intervals, Stretch
from quotes.text.text import Text
from quotes.text.turns import Turn

_TOP = 2  # paragraphs that may be headlines
_NAME = r"\p{Lu}[\p{L}\p{M}.'’-]*+(?:[ \xa0](?:(?:de|van|von|bin|al|la|y)[ \xa0])?\p{Lu}[\p{L}\p{M}.'’-]*+){1,5}+"
_HEAD = regex.compile(
    rf"(?:[^\n:]{{0,80}}?,\s)?(?P<who>(?:[\p{{L}}'’-]++\s){{0,5}}?{_NAME})\s(?P<verb>\p{{Ll}}++)(?:\s[^\n:\"“”]{{1,60}}+)?:"
)
_QUOTED_LINES = regex.compile(r"\s*?\n(?:[ \t]*+\n)?+(?P<block>(?:[ \t]*+>[^\n]*+(?:\n|$))+)")
_LINE = regex.compile(r"[ \t]*+>[> \t]*+(?P<said>[^\n]*[^\s])")
_ANY_BLOCK = regex.compile(r"(?m)(?:^[ \t]*+>[^\n]*+(?:\n|\Z))+(?:\n[ \t]*+>[ \t]*+(?:[—–]|--?)[^\n]*+(?:\n|\Z))?+")
_CREDIT = regex.compile(rf"(?P<dash>[—–]|--?)[ \xa0]?(?P<who>{_NAME})(?:,[^\n]{{2,80}}+)?")
_POST = regex.compile(
    r"(?P<dash>[—–]|--?)\s?(?P<who>[^\s(@][^(@\n]{1,60}?)\s\(@\w{1,30}+\)(?:\s[\p{L}\p{N}., :·]{4,40}+)?"
)
_POSTED = regex.compile(
    rf"(?:(?P<who>(?:[\p{{L}}’'-]++\s){{0,3}}?{_NAME})\s\(@\w{{1,30}}+\)|@(?P<who>\w{{2,30}}+))(?P<dash>:)\s++(?=\S)"
)
_LINE_BELOW = regex.compile(
    r"(?P<stars>[*_]{0,2}+)(?:(?:[—–]|--?)[ \xa0]?)?(?P<who>\p{Lu}[^\n,.!?:;\"“”*_]{1,60}+)"
    r"(?:,[ \xa0](?P<whence>(?:by|via|from|in|aged|\d)\b)?[^\n!?:\"“”*_]{0,80}+)?(?P=stars)"
)
_UNNAMED = frozenset({"Anonymous", "Name withheld", "Name and address supplied"})
_BULLETS = "»›•·*-"
_BULLET = rf"(?:[{_BULLETS}][ \xa0])?+"
_SAID_IN_HEADLINE = regex.compile(
    rf"{_BULLET}(?P<what>\p{{Lu}}[^\n\"“”:;.]{{9,140}}?),\s"
    r"(?:(?P<who>(?:[\p{L}'’-]++\s){1,4})(?P<verb>says|say|said)"
    r"|(?P<verb>says|say|said)\s(?P<who>[\p{L}'’ -]{3,40}+))"
)
_TAGGED = regex.compile(
    r"(?P<what>\p{Lu}[^\n\"“”:;.]{9,200}?),\s(?P<who>(?:[\p{L}'’-]++\s){1,5})(?P<verb>said|says|say)(?:\son\s\p{Lu}\p{Ll}++)?+\."
)
_NAMED_HEADLINE = regex.compile(
    r"(?P<who>\p{Lu}[\p{L}'’-]++(?:\s\p{Lu}[\p{L}'’-]++){0,2})(?P<colon>:)\s(?P<what>\p{Lu}[^\n\"“”:;.?!]{9,140}+)"
)
_CREDITED_HEADLINE = regex.compile(r"(?P<what>[^\n]{9,160}?)\s(?P<dash>[–—-])\s(?P<who>\p{L}[\p{L}'’ -]{1,40})")


@dataclass(frozen=True, slots=True)
class Headline:
    """What a headline tells that somebody says: "Rents will fall, minister says", "Toll 'a tax' – union"."""

    content: Stretch
    cue: Span
    source: Span


def set_apart(text: Text, names: Intervals[Name]) -> list[Turn]:
    """What stands apart with whom it is from, in text order: like the turns of a transcript."""
    blocks = text.places.paragraphs.items
    heads = [(n, match) for n, block in enumerate(blocks) if (match := _head(text.characters, block))]
    found = [*_under_heads(text, heads), *_posts(text), *_block_quotes(text, names)]
    return sorted(found, key=lambda turn: turn.pieces[0])


def headlines(text: Text, names: Intervals[Name]) -> Iterator[Headline]:
    """What the first paragraphs, and lists of headlines, tell without a full stop that somebody says.

    And paragraphs of one sentence that ends in who says it: "The cables are worn, engineer Ann Lee said."
    """
    characters = text.characters
    last_named = {name.span.text.split()[-1]: name.span.start for name in names.items if name.kind == "person"}
    for number, (start, end) in enumerate(text.places.paragraphs.items):
        found, cue = _TAGGED.fullmatch(characters, start, end), "verb"
        if number < _TOP or characters[start] in _BULLETS:
            found, cue = (found, cue) if found else _headline(text, last_named, start, end)
        if found:
            who = Span.of(characters, found.start("who"), found.start("who") + len(found["who"].rstrip()))
            yield Headline(found.span("what"), Span.of(characters, *found.span(cue)), who)


def _headline(text: Text, last_named: Mapping[str, int], start: int, end: int) -> tuple[regex.Match[str] | None, str]:
    """A headline that tells what somebody says, and which of its groups is the cue.

    last_named: where a person of a name is named last, which is in the article below: "Lee" of "Ann Lee".
    """
    if said := _SAID_IN_HEADLINE.fullmatch(text.characters, start, end):
        return said, "verb"
    credited = _CREDITED_HEADLINE.fullmatch(text.characters, start, end)
    if credited and _is_partly_quoted(text, *credited.span("what")):
        return credited, "dash"
    named = _NAMED_HEADLINE.fullmatch(text.characters, start, end)
    if named and _is_told(named["what"]) and last_named.get(named["who"].split()[-1], 0) > end:
        return named, "colon"
    return None, ""


def _is_told(headline: str) -> bool:
    """Whether a headline has a verb that only a sentence has: "Teachers will be paid", not "A life in pictures"."""
    return not words("auxiliaries").isdisjoint(headline.split())


def _is_partly_quoted(text: Text, start: int, end: int) -> bool:
    quoted = text.quotations.meeting(start, end)
    return bool(quoted) and quoted[0].start > start and quoted[-1].end <= end


def _head(characters: str, block: Stretch) -> regex.Match[str] | None:
    """A paragraph, or its first line, that only tells who said what comes after it."""
    found = _HEAD.match(characters, *block)
    line_ends = found is not None and characters[found.end() : found.end() + 2].strip(" \t\r")[:1] in ("", "\n")
    return found if found and line_ends and is_speech(found["verb"]) else None


def _under_heads(text: Text, heads: Sequence[tuple[int, regex.Match[str]]]) -> Iterator[Turn]:
    characters, blocks = text.characters, text.places.paragraphs.items
    for place, (number, head) in enumerate(heads):
        pieces: tuple[Stretch, ...] = ()
        end = heads[place + 1][1].start() if place + 1 < len(heads) else len(characters)
        if quoted := _QUOTED_LINES.match(characters, head.end(), end):  # which looks for ">" as far as it may
            pieces = tuple(_lines(characters, *quoted.span("block")))
        elif len(heads) > 1 and head.end() >= blocks[number][1]:
            last = heads[place + 1][0] if place + 1 < len(heads) else number + 2
            pieces = tuple(blocks[number + 1 : last])
            if any(text.quotations.meeting(*piece) for piece in pieces[:1]):
                continue
        if pieces:
            yield _turn(characters, head, "verb", pieces)


def _posts(text: Text) -> Iterator[Turn]:
    """Posts with an account below them or before them."""
    characters, blocks = text.characters, text.places.paragraphs.items
    for (start, end), (below, stop) in pairwise(blocks):
        found = _POST.fullmatch(characters, below, stop)
        if found and not text.quotations.meeting(start, end):
            yield _turn(characters, found, "dash", ((start, end),))
    for start, end in blocks:
        if (found := _POSTED.match(characters, start, end)) and not text.quotations.meeting(found.end(), end):
            yield _turn(characters, found, "dash", ((found.end(), end),))


def _block_quotes(text: Text, names: Intervals[Name]) -> Iterator[Turn]:
    """Block quotes that end in a name, or have one on a line of its own below them."""
    characters = text.characters
    for block in _ANY_BLOCK.finditer(characters):
        pieces = tuple(_lines(characters, *block.span()))
        if len(pieces) > 1 and (credit := _CREDIT.fullmatch(characters, *pieces[-1])):
            yield _turn(characters, credit, "dash", pieces[:-1])
        elif pieces and (below := _line_below(text, names, block.end())):
            yield Turn(pieces[0][0], Span.of(characters, *below.span("who")), None, pieces)


def _line_below(text: Text, names: Intervals[Name], block_end: int) -> regex.Match[str] | None:
    """The paragraph that begins at a block's end, if it only tells of one who has a name, or of none, who that is."""
    below = next(iter(text.places.paragraphs.items[text.places.paragraphs.at(block_end - 1) + 1 :][:1]), None)
    found = _LINE_BELOW.fullmatch(text.characters, *below) if below else None
    if found is None or any(is_speech(word) for word in found["who"].split()) or _is_told(found[0]):
        return None
    named = any(name.kind != "place" for name in names.meeting(*found.span("who")))
    return found if named or found["who"] in _UNNAMED or found["whence"] else None


def _lines(characters: str, start: int, end: int) -> Iterator[Stretch]:
    """The lines of a block quote without their marks."""
    for line in _LINE.finditer(characters, start, end):
        yield line.span("said")


def _turn(characters: str, found: regex.Match[str], cue: str, pieces: tuple[Stretch, ...]) -> Turn:
    who = Span.of(characters, *found.span("who"))
    return Turn(found.start(), who, Span.of(characters, *found.span(cue)), pieces)
