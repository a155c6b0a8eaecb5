"""Text to words as they are compared: what sounds alike is one word, however it is written.

Case, accents, points and hyphens do not count; contractions are parted ("don't": do, not); spelling is American;
numbers are digits ("twenty-three million": 23000000). A word is an integer: its place in a `Vocabulary` with a bit
set for each of NUMBER, FUNCTION and NEGATION.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import regex
from breame.data.spelling_constants import BRITISH_ENGLISH_SPELLINGS
from numpy.typing import NDArray

Ints = NDArray[np.int32]

NUMBER, FUNCTION, NEGATION = 1 << 30, 1 << 29, 1 << 28
PLACE = NEGATION - 1
BOUNDARY = 0  # stands between texts that are read in a row, and is no word of any


def _list(words: str) -> list[str]:
    return words.split()


# In brackets or parentheses stands what nobody said, but for single letters ("[T]he") and a "not".
_TOKEN = regex.compile(
    r"""
    \[\p{L}\][\p{L}\p{M}]++(?:['’ʼ][\p{L}\p{M}]++)*+
  | \[[^\[\]\n]{0,80}+\]
  | \((?i:applause|cheer|cross-?talk|inaudible|interruption|laugh|pause|standing|unintelligible)[^()\n]{0,40}+\)
  | \.{3,}+ | … | \.(?:[ \xa0]\.){2,}+
  | (?:\p{L}\.){2,}+(?:\p{L}(?![\p{L}'’]))?+
  | \p{Nd}++(?:[.,]\p{Nd}++)*+\p{L}*+
  | [\p{L}\p{M}\p{N}]++(?:['’ʼ][\p{L}\p{M}]++)*+
  | [%$£€&]
    """,
    regex.VERBOSE,
)
_LETTER_IN_BRACKETS = regex.compile(r"\[\p{L}\]\p{L}")
_DIGITS = regex.compile(r"(\d++(?:,\d{3})*+(?:\.\d++)?+)(\p{L}*+)")
_BARE = regex.compile(r"[\p{M}.'\[\]]++")
_BRITISH_ENDING = regex.compile(r"(?<=\w{3})([iy])s(?=(?:e|ed|es|er|ers|ing|able|ation|ations)$)")

_NEGATIONS = frozenset(_list("not no never none nothing nobody nowhere neither nor without"))
_FUNCTION_WORDS = frozenset(
    _list(
        """
    a about after again all also am an and any are as at be because been before being both but by can could did do
    does doing done each even ever for from get gets getting go goes going got had has have having he her here hers
    him his how i if in into is it its just like may me might more most much must my now of off on one only or other
    our ours out over own really said same say says shall she should so some such than that the their theirs them
    then there these they thing things this those though through to too up us very want was we well were what when
    where which while who whom whose why will with would yes yet you your yours 's 'd
        """
    )
)
_ENDINGS = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am", "'s": "'s", "'d": "'d"}
_BEFORE_NOT = {"wo": "will", "ca": "can", "sha": "shall"}
_TWO_IN_ONE = {"cannot": ("can", "not"), "gonna": ("going", "to"), "gotta": ("got", "to"), "wanna": ("want", "to")}
_ALSO = {"%": "percent", "&": "and", "ok": "okay", "towards": "toward"}
_MONEY = {"dollars": "dollar", "pounds": "pound", "euros": "euro"}
_SIGNS = {"$": "dollar", "£": "pound", "€": "euro"}

_UNITS = dict(
    zip(
        _list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen"
        ),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip(_list("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_INSIDE = ("and", "point")
_ENDLESS = 10**15
_SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_ORDINALS = dict(
    zip(
        _list(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        _list("1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th 20th"),
        strict=True,
    )
)
_FIRST_TO_NINTH = _list("1st 2nd 3rd 4th 5th 6th 7th 8th 9th")

# What a contraction may stand for: "she's" is "she is" or "she has", "let's" is "let us".
ALIKE = (("'s", "is"), ("'s", "has"), ("'s", "us"), ("'d", "had"), ("'d", "would"), ("'d", "did"))


class _Part(NamedTuple):
    """A word of a token, and where in the token it stands."""

    word: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: their numbers, and where in the text each starts and ends.

    asides: before which words (by their place here; len(words) after the last) something stands in brackets or is
        left out by dots; brackets without a word in them, but "[sic]".
    """

    words: Ints
    starts: Ints
    ends: Ints
    asides: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.words)


class Vocabulary:
    """The words met so far, each with a number of its own."""

    def __init__(self) -> None:
        self.spelled: list[str] = []
        self._numbers: dict[str, int] = {}
        self._tokens: dict[str, int] = {}
        self._parts: list[tuple[_Part, ...]] = []
        self.number("\n")  # is BOUNDARY
        self._parts.append((_Part(BOUNDARY, 0, 0),))

    def number(self, spelled: str) -> int:
        """The number of a word as it is compared, with the bits of what it is."""
        known = self._numbers.get(spelled)
        if known is not None:
            return known
        number = len(self.spelled)
        if spelled in _UNITS or spelled in _TENS or spelled in _SCALES or spelled[0].isdigit():
            number |= NUMBER
        if spelled in _FUNCTION_WORDS:
            number |= FUNCTION
        if spelled in _NEGATIONS:
            number |= NEGATION
        self.spelled.append(spelled)
        self._numbers[spelled] = number
        return number

    def words(self, text: str, start: int = 0, end: int | None = None) -> Words:
        """The words of `text` from `start` to `end`, with offsets into all of it."""
        found: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        asides: list[int] = []
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
            offset = match.start()
            parts = self._parts[self._token(match[0])]
            for word, part_start, part_end in parts:
                found.append(word)
                starts.append(offset + part_start)
                ends.append(offset + part_end)
            if not parts and match[0].casefold() != "[sic]":
                asides.append(len(found))
        kept, firsts, lasts = self._with_whole_numbers(np.array(found, dtype=np.int32))
        return Words(
            kept,
            np.array(starts, dtype=np.int32)[firsts],
            np.array(ends, dtype=np.int32)[lasts],
            frozenset(np.searchsorted(firsts, asides).tolist()) if asides else frozenset(),
        )

    def in_a_row(self, texts: Iterator[str]) -> Ints:
        """The words of many texts in one array, BOUNDARY before each: what `words` gives for each, only faster."""
        tokens: list[int] = []
        number = self._token
        known = self._tokens
        for text in texts:
            tokens.append(0)
            for token in _TOKEN.findall(text):
                tokens.append(known[token] if token in known else number(token))
        row = np.array(tokens, dtype=np.int32)
        lengths = np.array([len(parts) for parts in self._parts], dtype=np.int32)
        firsts = np.cumsum(lengths) - lengths
        flat = np.array([part.word for parts in self._parts for part in parts], dtype=np.int32)
        counts = lengths[row]
        into = np.repeat(firsts[row] - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        return self._with_whole_numbers(flat[into])[0]

    def _token(self, token: str) -> int:
        known = self._tokens.get(token)
        if known is None:
            known = self._tokens[token] = len(self._parts)
            self._parts.append(tuple(_Part(self.number(word), s, e) for word, s, e in _parted(token)))
        return known

    def _with_whole_numbers(self, words: Ints) -> tuple[Ints, Ints, Ints]:
        """The words with numbers of several made one; and the first and the last of the words given that each is."""
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
            while done < len(words) and (numeric[done] or self._spelled(words, done) in _INSIDE):
                done += 1
            run = [self._spelled(words, i) for i in range(start, done)]
            for first, last, spelled in _numbers(run):
                words[start + first] = self.number(spelled)
                lasts[start + first] = start + last
                kept[start + first + 1 : start + last + 1] = False
            before = self._spelled(words, start - 1) if start else ""
            if before == "a" and run and run[0] in _SCALES:
                words[start - 1], lasts[start - 1], kept[start] = words[start], lasts[start], False
            elif before in _SIGNS:  # "$5" is said "5 dollars"
                words[start - 1] = self.number(_SIGNS[before])
                for row in (words, firsts, lasts):
                    row[[start - 1, start]] = row[[start, start - 1]]
        per = np.flatnonzero(words[:-1] == self.number("per")) if len(words) else ()
        for at in per:
            if self._spelled(words, int(at) + 1) == "cent":
                words[at], lasts[at], kept[at + 1] = self.number("percent"), at + 1, False
        return words[kept], firsts[kept], lasts[kept]

    def _spelled(self, words: Ints, at: int) -> str:
        return self.spelled[int(words[at]) & PLACE]


def _parted(token: str) -> list[tuple[str, int, int]]:
    """The words of a token as they are compared, with start and end in it: none for what nobody said."""
    if token[0] in "[(" and not _LETTER_IN_BRACKETS.match(token):
        inside = [(w, m.start() + s, m.start() + e) for m in _TOKEN.finditer(token, 1) for w, s, e in _parted(m[0])]
        return inside if any(word in _NEGATIONS for word, _, _ in inside) else []
    if token[0] in ".…":
        return []
    if token[0].isdigit():
        return [(_digits(token), 0, len(token))]
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
    return [(_spelling(folded), 0, len(token))]


def _spelling(word: str) -> str:
    """A folded word without accents and points, in American spelling."""
    bare = word if word.isascii() else unicodedata.normalize("NFKD", word)
    bare = str(_BARE.sub("", bare)) or word
    american: str = BRITISH_ENGLISH_SPELLINGS.get(bare, bare)
    american = str(_BRITISH_ENDING.sub(r"\1z", american))
    return _ORDINALS.get(american) or _ALSO.get(american) or _MONEY.get(american, american)


def _digits(token: str) -> str:
    """A token that begins with a digit: "2,000" is 2000, "5m" 5000000, "1990s" and "21st" stay."""
    match = _DIGITS.fullmatch(token)
    if not match:
        return token.casefold()
    value = Fraction(match[1].replace(",", ""))
    ending: str = match[2].casefold()
    if ending in _SHORT_SCALES:
        return _plain(value * _SHORT_SCALES[ending])
    return _plain(value) + ending


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else format(float(value), "g")


def _numbers(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The numbers in a row of words for numbers and "and": first and last word of each, and its digits."""
    at = 0
    while at < len(words):
        if words[at] in _INSIDE:
            at += 1
            continue
        if words[at] in _TENS and at + 1 < len(words) and words[at + 1] in _FIRST_TO_NINTH:  # twenty-first
            yield at, at + 1, f"{_TENS[words[at]] // 10}{words[at + 1]}"
            at += 2
            continue
        end, value = _number(words, at)
        spelled = _plain(value) if end > at + 1 or words[at] in _UNITS or words[at] in _TENS else None
        if spelled is None and words[at] in _SCALES:
            spelled = str(_SCALES[words[at]])
        if spelled is not None:
            yield at, end - 1, spelled
        at = end


def _number(words: Sequence[str], at: int) -> tuple[int, Fraction]:
    """The longest number that begins at a word: where it ends, and its value."""
    total, current = Fraction(0), Fraction(0)
    last = _ENDLESS  # what the next word has to be smaller than
    start = at
    while at < len(words):
        word = words[at]
        if word in _SCALES:
            scale = _SCALES[word]
            if at == start:
                current = Fraction(1)
            elif scale == 100 and (current >= 100 or current == 0):
                break
            current *= scale
            if scale > 100:
                total, current = total + current, Fraction(0)
            last = scale
        elif word == "point":  # six point two
            decimals = _decimals(words, at + 1)
            if not decimals:
                break
            current += Fraction(f"0.{decimals}")
            at += len(decimals)
            last = 1
        elif word == "and":
            if not (words[at - 1] in _SCALES and at + 1 < len(words) and words[at + 1] in (_UNITS | _TENS)):
                break
            if at + 2 < len(words) and _SCALES.get(words[at + 2], _ENDLESS) <= _SCALES[words[at - 1]]:
                break
        else:
            value = _value(word)
            if value is None or (at > start and (word[0].isdigit() or value >= last)):
                break
            current += value
            last = 10 if word in _TENS else 1
            if word in _UNITS:
                last = 1
        at += 1
    return max(at, start + 1), total + current


def _decimals(words: Sequence[str], at: int) -> str:
    """The digits that words for them make from a place on."""
    digits = ""
    while at < len(words) and _UNITS.get(words[at], 10) < 10:
        digits += str(_UNITS[words[at]])
        at += 1
    return digits


def _value(word: str) -> Fraction | None:
    if word in _UNITS:
        return Fraction(_UNITS[word])
    if word in _TENS:
        return Fraction(_TENS[word])
    try:
        return Fraction(word)
    except ValueError:
        return None
