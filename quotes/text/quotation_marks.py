"""The marks of a text that can open or close a quotation, by their glyphs and by what stands beside them.

A mark's neighbours say which way it leans (white space before and a word after: it opens), its glyph which way it
faces (“ opens, ” closes, " does either).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from quotes.english import words

OPENS, CLOSES, EITHER = 1, -1, 0  # as roles: what a mark adds to the depth

_GLYPHS = {
    '"': ("double", EITHER),
    "＂": ("double", EITHER),
    "''": ("double", EITHER),
    "``": ("double", OPENS),
    "‘‘": ("double", OPENS),
    "’’": ("double", CLOSES),
    "“": ("double", OPENS),
    "„": ("double", OPENS),
    "‟": ("double", OPENS),
    "”": ("double", CLOSES),
    "'": ("single", EITHER),
    "`": ("single", OPENS),
    "‘": ("single", OPENS),
    "‚": ("single", OPENS),
    "‛": ("single", OPENS),
    "’": ("single", CLOSES),
    "«": ("guillemet", OPENS),
    "»": ("guillemet", CLOSES),
    "‹": ("single guillemet", OPENS),
    "›": ("single guillemet", CLOSES),
    "「": ("corner", OPENS),
    "」": ("corner", CLOSES),
    "『": ("white corner", OPENS),
    "』": ("white corner", CLOSES),
}
_CHARACTERS = "".join(glyph for glyph in _GLYPHS if len(glyph) == 1)
MOST = 1000  # marks that are read together; no paragraph of prose has so many
_RUN = regex.compile(f"[{_CHARACTERS}]{{1,{MOST}}}+")
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
_SENTENCE_END = regex.compile(r"[.!?…][’')\]]?+\s{1,3}+\Z")
_VERB = regex.compile(r"\b(?:said|says|added)\Z")
_POINTERS = frozenset("«»‹›")
_FAR = 400  # characters around a mark, at most, that tell what it is
_TAG = regex.compile(r"\b(?:sa(?:id|ys)|told|added|asked)\b")


@dataclass(frozen=True, slots=True)
class Mark:
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


def marks_of(text: str) -> Iterator[Mark]:
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


def _run_marks(text: str, start: int, end: int, before: str, after: str, reopens: bool) -> Iterator[Mark]:
    """The marks of ``text[start:end]``, which is all marks, with `before` and `after` around it."""
    leans = _leaning(before, after)
    matches = list((_MARK_FROM_THE_RIGHT if leans == CLOSES else _MARK).finditer(text, start, end))
    if leans == CLOSES:
        matches.reverse()
    for match in matches:
        family, faces = _GLYPHS[match[0]]
        if match[0] == "''" and match.end() == end and _is_elided(text, end):
            yield Mark(match.start(), match.start() + 1, "single", EITHER, leans, False)
            continue
        if family == "single":
            if match.end() == end and _CONTRACTION.match(text, end):
                continue
            doubtful = after.isspace() and (before in "sS" or before.isdecimal())
            closes = match.start() == start and before.isalnum()
        else:
            if faces != OPENS and _stands_alone(text, match.start(), match.end()):
                continue
            if match[0] in _POINTERS and _points(text, match.start(), match.end()):
                continue
            doubtful = closes = family == "double" and faces != OPENS and before.isdecimal()
        if family == "double" and faces != OPENS and after == " " and _VERB.search(text, max(0, start - 6), start):
            mark_leans = OPENS if faces == CLOSES else EITHER  # he said" the dam is safe"
        else:
            mark_leans = CLOSES if closes else EITHER if "corner" in family else leans
        again = reopens and family == "double" and mark_leans == OPENS and faces != CLOSES
        yield Mark(match.start(), match.end(), family, faces, mark_leans, doubtful, again)


def _is_elided(text: str, end: int) -> bool:
    """Whether the second of two straight marks is an apostrophe: ''Tis so,' he said."""
    return bool(_CONTRACTION.match(text, end)) and "''" not in text[end : end + _FAR].partition("\n")[0]


def _points(text: str, start: int, end: int) -> bool:
    """Whether a guillemet is a bullet or an arrow: "» News", "Home » News", "Read more »", "« Back | Next »"."""
    before = text[max(0, start - _FAR) : start].rpartition("\n")[2]
    after = text[end : end + _FAR].partition("\n")[0]
    if " | " in before or " | " in after:
        return True
    if text[start] in "«‹" or any(mark in before or mark in after for mark in "«‹"):
        return False
    return not before.strip() or (before[-1].isspace() and before.rstrip()[-1].isalnum())


def _leaning(before: str, after: str) -> int:
    """Which way a mark leans between two characters; a line's end is stronger than a space."""
    opens = 2 if before in _LINE_ENDS else before in _OPENING_NEIGHBOURS or _is_blank(before)
    closes = 2 if after in _LINE_ENDS else after in _CLOSING_NEIGHBOURS or _is_blank(after)
    if before == ":" and closes < 2:
        return EITHER
    return (opens > closes) - (opens < closes)


def _is_blank(character: str) -> bool:
    return character == " " or not character.isprintable()


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether there is wide white space on both sides, as around a ditto mark in a table."""
    return not (text[max(0, start - 2) : start] + text[end : end + 2]).strip()
