"""Text to words as they are compared: what sounds alike is one word, however it is written.

Case, accents, points and hyphens do not count; contractions are parted ("don't": do, not); spelling is American;
numbers are digits ("twenty-three million": 23000000), units and currencies are spelt out behind them ("€5m": 5000000
euro), days stand before their months ("December 9": 9 december). A word is an integer: its place in a `Vocabulary`
with a bit set for each of NUMBER, FUNCTION and NEGATION.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import regex
from breame.data.spelling_constants import BRITISH_ENGLISH_SPELLINGS
from numpy.typing import NDArray

from quotes.attribution import Span
from quotes.english import table, words
from quotes.english.numbers import INSIDE, ORDINALS, SCALES, VALUES, digits, numbers

Ints = NDArray[np.int32]

NUMBER, FUNCTION, NEGATION = 1 << 30, 1 << 29, 1 << 28
PLACE = NEGATION - 1
BOUNDARY = 0  # stands between texts that are read in a row, and is no word of any


# In brackets or parentheses stands what nobody said, but for single letters ("[T]he") and a "not".
_TOKEN = regex.compile(
    r"""
    \[\p{L}\][\p{L}\p{M}]++(?:['’ʼ][\p{L}\p{M}]++)*+
  | \[[^\[\]\n]{0,80}+\]
  | \((?i:\L<asides>)[^()\n]{0,40}+\)
  | \.{3,}+ | … | \.(?:[ \xa0]\.){2,}+
  | (?:\p{L}\.){2,}+(?:\p{L}(?![\p{L}'’]))?+
  | \p{Nd}++(?:[.,]\p{Nd}++)*+(?:(?i:km/h)|\p{L}*+)
  | (?i:km/h)\b
  | \p{Lu}{1,2}+\$
  | [\p{L}\p{M}\p{N}]++(?:['’ʼ][\p{L}\p{M}]++)*+
  | [%$£€¥&]
  | (?<=\p{L}{5}|(?i:may|june|july)['"’”)]?)[.!?](?=['"’”)]*+\s++\p{Nd})
    """,
    regex.VERBOSE,
    asides=words("asides"),
)
_ENDS = (".", "!", "?")  # tokens between a month that ends a sentence and a number that begins the next
_LETTER_IN_BRACKETS = regex.compile(r"\[\p{L}\]\p{L}")
_BARE = regex.compile(r"[\p{M}.'\[\]]++")
_BRITISH_ENDING = regex.compile(r"(?<=\w{3})([iy])s(?=(?:e[drs]?|ers|ing|able|ations?)$)")

_NEGATIONS = words("negations")
_FUNCTION_WORDS = words("function_words")
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'s": "'s", "'d": "'d"}
_BEFORE_NOT = {"wo": "will", "ca": "can", "sha": "shall"}
_TWO_IN_ONE = {"cannot": ("can", "not"), "gonna": ("going", "to"), "gotta": ("got", "to"), "wanna": ("want", "to")}
_ALSO = {"%": "percent", "&": "and", "ok": "okay", "towards": "toward"}
_UNITS = table("units")
_SIGNS = {"$": "dollar", "us$": "dollar", "usd": "dollar", "£": "pound", "gbp": "pound", "€": "euro", "eur": "euro"}
_SIGNS |= {"¥": "yen"} | {f"{letters}$": f"{letters}$" for letters in ("a", "c", "s", "nz", "hk", "au", "ca")}
_GLUED = regex.compile(r"([\p{Nd}.,]++)(\D++)")
_MONTHS = {month: max((m for m in words("months") if m[:3] == month[:3]), key=len) for month in words("months")}
_DAY = regex.compile(r"([1-9]|[12]\d|3[01])(?P<ordinal>st|nd|rd|th)?+")

# What a contraction may stand for: "she's" is "she is" or "she has", "let's" "let us"; and "per hour" is "an hour".
_MEANT = {"'s": ("is", "has", "us"), "'d": ("had", "would", "did"), "per": ("a", "an")}
_ALIKE = _MEANT | {word: (short,) for short, meant in _MEANT.items() for word in meant}


@dataclass(frozen=True)
class Words:
    """Some words of a text: their numbers, and where in the text each starts and ends.

    text: what the offsets count in. vocabulary: what has numbered them.
    asides: before which words (by their place here; len(words) after the last) something stands in brackets or is
        left out by dots; brackets without a word in them, but "[sic]".
    """

    text: str
    vocabulary: Vocabulary
    words: Ints
    starts: Ints
    ends: Ints
    asides: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def told(self) -> list[str]:
        """The words as they are compared."""
        return self.vocabulary.told(self.words)

    def part(self, first: int, last: int) -> Words:
        """Those from place `first` to before `last`, without asides."""
        return Words(
            self.text, self.vocabulary, self.words[first:last], self.starts[first:last], self.ends[first:last]
        )

    def span(self, first: int, last: int | None = None) -> Span:
        """The text from the word at a place on to the one before `last`, by default that word alone."""
        return Span.of(self.text, int(self.starts[first]), int(self.ends[(last or first + 1) - 1]))

    def between(self, one: int, other: int) -> str:
        """The text between two words."""
        return self.text[self.ends[one] : self.starts[other]]

    def is_function(self, at: int) -> bool:
        return bool(self.words[at] & FUNCTION)


class Vocabulary:
    """The words met so far, each with a number of its own."""

    def __init__(self) -> None:
        self.spelled: list[str] = []
        self._numbers: dict[str, int] = {}
        self._tokens: dict[str, list[tuple[int, int, int]]] = {}
        self.number("\n")  # is BOUNDARY
        self._months = np.array([self.number(month) for month in _MONTHS], dtype=np.int32)

    def number(self, spelled: str) -> int:
        """The number of a word as it is compared, with the bits of what it is."""
        known = self._numbers.get(spelled)
        if known is not None:
            return known
        number = len(self.spelled)
        if spelled in VALUES or spelled[0].isdigit():
            number |= NUMBER
        if spelled in _FUNCTION_WORDS:
            number |= FUNCTION
        if spelled in _NEGATIONS:
            number |= NEGATION
        self.spelled.append(spelled)
        self._numbers[spelled] = number
        return number

    def told(self, words: Ints) -> list[str]:
        """The words as they are compared."""
        return [self.spelled[word & PLACE] for word in words.tolist()]

    def alike(self, word: int) -> list[int]:
        """The word, and those met so far that are the same although they are written differently: "'s" and "is"."""
        others = _ALIKE.get(self.spelled[word & PLACE], ())
        return [word, *(self._numbers[other] for other in others if other in self._numbers)]

    def words(self, text: str, start: int = 0, end: int | None = None) -> Words:
        """The words of `text` from `start` to `end`, with offsets into all of it."""
        found: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        asides: list[int] = []
        stops: list[int] = []
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
            offset = match.start()
            parts = self._parts(match[0])
            for word, part_start, part_end in parts:
                found.append(word)
                starts.append(offset + part_start)
                ends.append(offset + part_end)
            if match[0] in _ENDS:
                stops.append(len(found))
            elif not parts and match[0].casefold() != "[sic]":
                asides.append(len(found))
        kept, firsts, lasts = self._with_whole_numbers(np.array(found, dtype=np.int32), stops)
        return Words(
            text,
            self,
            kept,
            np.array(starts, dtype=np.int32)[firsts],
            np.array(ends, dtype=np.int32)[lasts],
            frozenset(np.searchsorted(firsts, asides).tolist()) if asides else frozenset(),
        )

    def in_a_row(self, texts: Iterable[str]) -> Ints:
        """The words of many texts, BOUNDARY before each: what `words` gives for each, only faster."""
        found: list[int] = []
        stops: list[int] = []
        known: dict[str, list[int]] = {}
        for text in texts:
            found.append(BOUNDARY)
            for token in _TOKEN.findall(text):
                if token not in known:
                    known[token] = [word for word, _, _ in self._parts(token)]
                found += known[token]
                if token in _ENDS:
                    stops.append(len(found))
        return self._with_whole_numbers(np.array(found, dtype=np.int32), stops)[0]

    def _parts(self, token: str) -> list[tuple[int, int, int]]:
        """The words of a token, each with its start and end in it."""
        if token not in self._tokens:
            self._tokens[token] = [(self.number(word), start, end) for word, start, end in _parted(token)]
        return self._tokens[token]

    def _with_whole_numbers(self, words: Ints, stops: Sequence[int]) -> tuple[Ints, Ints, Ints]:
        """The words with numbers of several made one; and the first and the last of the words given that each is.

        stops: before which words a sentence begins with a number.
        """
        firsts = np.arange(len(words), dtype=np.int32)
        lasts = firsts.copy()
        kept = np.ones(len(words), dtype=np.bool_)
        words = words.copy()
        numeric = (words & NUMBER) != 0
        done = 0
        for at in np.flatnonzero(numeric & ~np.concatenate(([False], numeric[:-1]))) if len(words) else ():
            if at < done:
                continue
            start = done = int(at)
            while done < len(words) and (numeric[done] or self._spelled(words, done) in INSIDE):
                done += 1
            run = [self._spelled(words, i) for i in range(start, done)]
            for first, last, spelled in numbers(run):
                words[start + first] = self.number(spelled)
                lasts[start + first] = start + last
                kept[start + first + 1 : start + last + 1] = False
            before = self._spelled(words, start - 1)
            if before == "a" and run and run[0] in SCALES:
                words[start - 1], lasts[start - 1], kept[start] = words[start], lasts[start], False
            elif before in _SIGNS:  # "$5" is said "5 dollars"
                words[start - 1 : start + 1] = words[start], self.number(_SIGNS[before])
                firsts[start], lasts[start - 1] = start - 1, lasts[start]
                kept[start - 1 : start + 1] = True
            behind = self._spelled(words, done)
            if behind in _SIGNS and not numeric[done + 1 : done + 2].any():  # "5 €", but not "5 and €6"
                words[done] = self.number(_SIGNS[behind])
        per = np.flatnonzero(words[:-1] == self.number("per")) if len(words) else ()
        for at in per:
            if self._spelled(words, int(at) + 1) == "cent":
                words[at], lasts[at], kept[at + 1] = self.number("percent"), at + 1, False
        begun = set(np.searchsorted(firsts[kept], stops).tolist())
        return self._with_days_before_months(words[kept], firsts[kept], lasts[kept], begun)

    def _with_days_before_months(
        self, words: Ints, firsts: Ints, lasts: Ints, begun: set[int]
    ) -> tuple[Ints, Ints, Ints]:
        """The words with "December 9", "Dec. 9th", "9 Dec." and "the ninth of December" as 9 december.

        Each word of a date has the place of them all.
        """
        kept = np.ones(len(words), dtype=np.bool_)
        done = 0  # what stands before is of another date
        for at in np.flatnonzero(np.isin(words, self._months)).tolist():
            begin = at - 1 - (self._spelled(words, at - 1) == "of")
            if begin >= done and (day := _DAY.fullmatch(self._spelled(words, begin))):
                days, end = [day[1]], at + 1
                begin -= bool(day["ordinal"]) and self._spelled(words, begin - 1) == "the"
            else:
                begin, end = at, at + 1 + (self._spelled(words, at + 1) == "the")
                days = []
                while end not in begun and (day := _DAY.fullmatch(self._spelled(words, end))):  # "December 9-12"
                    days.append(day[1])
                    end += 1
            if days:
                date = [*days, _MONTHS[self._spelled(words, at)]]
                words[begin : begin + len(date)] = [self.number(word) for word in date]
                firsts[begin:end], lasts[begin:end] = firsts[begin], lasts[end - 1]
                kept[begin + len(date) : end] = False
                done = end
        return words[kept], firsts[kept], lasts[kept]

    def _spelled(self, words: Ints, at: int) -> str:
        """The word at a place, empty where there is none."""
        return self.spelled[int(words[at]) & PLACE] if 0 <= at < len(words) else ""


def _parted(token: str) -> list[tuple[str, int, int]]:
    """The words of a token as they are compared, with start and end in it: none for what nobody said."""
    if token[0] in "[(" and not _LETTER_IN_BRACKETS.match(token):
        inside = [(w, m.start() + s, m.start() + e) for m in _TOKEN.finditer(token, 1) for w, s, e in _parted(m[0])]
        return inside if any(word in _NEGATIONS for word, _, _ in inside) else []
    if token[0] in ".…":
        return []
    if token[0].isdigit():
        return _figure(token)
    folded = token.casefold().replace("’", "'").replace("ʼ", "'")
    if len(folded) != len(token):  # as "ß" does; it has no contraction
        return [(_spelling(folded), 0, len(token))]
    if folded in _TWO_IN_ONE:
        first, second = _TWO_IN_ONE[folded]
        middle = len(first) if folded.startswith(first) else len(token) - 2
        return [(first, 0, middle), (second, middle, len(token))]
    if folded.endswith("n't") and len(folded) > 3:
        middle = len(token) - 3
        stem = folded[:middle]
        return [(_BEFORE_NOT.get(stem, stem), 0, middle), ("not", middle, len(token))]
    middle = folded.rfind("'")
    if middle > 0 and folded[middle:] in _ENDINGS:
        return [*_parted(token[:middle]), (_ENDINGS[folded[middle:]], middle, len(token))]
    spelled = _spelling(folded)
    return [(word, 0, len(token)) for word in _UNITS.get(spelled, (spelled,))]


def _figure(token: str) -> list[tuple[str, int, int]]:
    """What begins with a digit, and the unit right behind it."""
    glued = _GLUED.fullmatch(token)
    unit = _UNITS.get(glued[2].casefold()) if glued else None
    if not glued or unit is None:
        return [(digits(token), 0, len(token))]
    middle = glued.end(1)
    return [(digits(glued[1]), 0, middle), *((word, middle, len(token)) for word in unit)]


def _spelling(word: str) -> str:
    """A folded word without accents and points, in American spelling."""
    bare = word if word.isascii() else unicodedata.normalize("NFKD", word)
    bare = str(_BARE.sub("", bare)) or word
    american: str = BRITISH_ENGLISH_SPELLINGS.get(bare, bare)
    american = str(_BRITISH_ENDING.sub(r"\1z", american))
    return ORDINALS.get(american) or _ALSO.get(american, american)
