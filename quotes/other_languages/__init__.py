"""Quotations in languages that the model does not read: whom a verb beside them credits them to, by rule alone.

A language is a text file of this folder, by its code (ISO 639-1), in the form of lists of `quotes.english`. Marks:
verb, a form of one that reports; helper, what may stand before it; pronoun; article; that, which begins the content.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import regex

from quotes.attribution import Name, Span
from quotes.credits import Credit
from quotes.drafts import LOOSE_CONFIDENCE, Draft
from quotes.english import table, words
from quotes.text.text import Text

_FOLDER = Path(__file__).parent
LANGUAGES = frozenset(path.stem for path in _FOLDER.glob("*.txt"))
_WORD = regex.compile(r"\S++")
_REACH = 160  # characters beside a quotation that may hold who said it
_NAME = r"\p{Lu}[\p{L}\p{M}’'-]*+(?:\s(?:(?:de|du|von|van|der|la|le)\s)?\p{Lu}[\p{L}\p{M}’'-]*+){0,4}+"
_WHO = rf"""(?:(?i:\L<articles>)(?:\s|(?<=['’])))?+(?:(?!\L<verbs>\b)[\p{{L}}\p{{M}}’'-]++,?\s){{0,5}}?{_NAME}"""
_DESCRIBED = r"(?i:\L<articles>)(?:\s|(?<=['’]))[\p{L}\p{M}’'-]++"
_CUE = r"(?:\L<helpers>\s)?+\L<verbs>"


def credited(text: Text) -> Iterator[Credit]:
    """The quotations of a text in such a language that a verb beside them credits, in text order."""
    after, before, _ = _patterns(text.language)
    for quotation in text.quotations.items:
        start, end = quotation.start, quotation.end
        found = after.match(text.characters, end, end + _REACH) or before.search(
            text.characters, max(0, start - _REACH), start
        )
        if found:
            who = Span.of(text.characters, *found.span("who")) if found["who"] else None
            yield Credit(quotation, Span.of(text.characters, *found.span("cue")), who, *found.span())


def reported(text: Text) -> Iterator[Draft]:
    """What sentences of such a text tell, without marks, that somebody said; a pronoun stands for the last source."""
    _, _, told = _patterns(text.language)
    credited_before = deque(credit.source for credit in credited(text) if credit.source)
    last: Span | None = None
    for sentence in text.sentences.items:
        while credited_before and credited_before[0].start < sentence.start:
            last = credited_before.popleft()
        found = told.match(text.characters, sentence.start, sentence.end)
        if found and not text.quotations.meeting(*found.span("what")):
            last = Span.of(text.characters, *found.span("who")) if found["who"] else last
            yield Draft((found.span("what"),), Span.of(text.characters, *found.span("cue")), last, LOOSE_CONFIDENCE)


def names(text: Text, found: Sequence[Name]) -> Iterator[Name]:
    """The names in such a text without verbs of the language, and without nouns before a given name.

    The model takes "Anna Sorel sagte" for one, and "Bürgermeisterin" before it for another.
    """
    begins = {name.span.start for name in found}
    verbs = {word for word, marks in table(text.language, _FOLDER).items() if "verb" in marks}
    for name in (name for name in found if name.span.end + 1 not in begins):
        spelt = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(name.span.text)]
        kept = list(takewhile(lambda word: word[2] not in verbs, spelt))
        given = (at for at, (_, _, word) in enumerate(kept) if word.casefold() in words("given_names"))
        kept = kept[next(given, 0) :]
        if kept:
            start = name.span.start
            yield replace(name, span=Span.of(text.characters, start + kept[0][0], start + kept[-1][1]))


@cache
def _patterns(code: str) -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """A tag after a quotation, what leads to one, and a sentence that tells what somebody said."""
    listed = table(code, _FOLDER)
    lists: dict[str, Any] = {
        f"{mark}s": sorted(word for word, marks in listed.items() if mark in marks)
        for mark in ("verb", "helper", "pronoun", "article", "that")
    }
    who = rf"(?:(?i:\L<pronouns>)|(?P<who>{_WHO}|{_DESCRIBED}))"
    after, before, told = (
        regex.compile(pattern, **{name: found for name, found in lists.items() if rf"\L<{name}>" in pattern})
        for pattern in (
            rf"[,.]?\s++(?P<cue>{_CUE})[\s-](?:t-)?{who}",
            rf"(?<![^\s\n])(?:{who})\s(?P<cue>{_CUE})\s?:\s*+$",
            rf"{who},?\s(?P<cue>{_CUE})(?:,\s(?:\L<thats>\s)?|\s(?=\L<thats>(?:\b|(?<=['’]))))(?P<what>\p{{Ll}}[^.!?]*+)",
        )
    )
    return after, before, told
