"""Numbers in words and digits, all made digits: "twenty-three million" is 23000000, "5m" 5000000, "third" 3rd."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import regex

from quotes.english import table

VALUES = {word: int(value) for word, (value,) in table("numbers").items()}
SCALES = {word: value for word, value in VALUES.items() if value >= 100}
ORDINALS = {word: digits for word, (digits,) in table("ordinals").items()}
INSIDE = ("and", "point")  # words that a number may have between others: "two hundred and six point two"

_BELOW_100 = {word: value for word, value in VALUES.items() if value < 100}
_TENS = {word: value for word, value in _BELOW_100.items() if value >= 20}
_FIRST_TO_NINTH = frozenset(list(ORDINALS.values())[:9])
_SHORT_SCALES = SCALES | {"k": 10**3, "m": 10**6, "b": 10**9}
_ENDLESS = 10**15
_DIGITS = regex.compile(r"(\d++(?:,\d{3})*+(?:\.\d++)?+)(\p{L}*+)")


def digits(token: str) -> str:
    """A token that begins with a digit, plain: "2,000" is 2000, "5m" 5000000, "1990s" and "21st" stay."""
    match = _DIGITS.fullmatch(token)
    if not match:
        return token.casefold()
    value = Fraction(match[1].replace(",", ""))
    ending: str = match[2].casefold()
    if ending in _SHORT_SCALES:
        return _plain(value * _SHORT_SCALES[ending])
    return _plain(value) + ending


def numbers(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The numbers in a row of words for numbers and "and": first and last word of each, and its digits."""
    at = 0
    while at < len(words):
        if words[at] in INSIDE:
            at += 1
            continue
        if words[at] in _TENS and at + 1 < len(words) and words[at + 1] in _FIRST_TO_NINTH:  # twenty-first
            yield at, at + 1, f"{_TENS[words[at]] // 10}{words[at + 1]}"
            at += 2
            continue
        end, value = _number(words, at)
        if end > at + 1 or words[at] in VALUES:
            yield at, end - 1, _plain(value)
        at = end


def _number(words: Sequence[str], at: int) -> tuple[int, Fraction]:
    """The longest number that begins at a word: where it ends, and its value."""
    total, current = Fraction(0), Fraction(0)
    last = _ENDLESS  # what the next word has to be smaller than
    start = at
    while at < len(words):
        word = words[at]
        if word in SCALES:  # three hundred, two million
            scale = SCALES[word]
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
            # two hundred and six, but neither "five and six" nor "one thousand and two thousand"
            if not (words[at - 1] in SCALES and at + 1 < len(words) and words[at + 1] in _BELOW_100):
                break
            if at + 2 < len(words) and SCALES.get(words[at + 2], _ENDLESS) <= SCALES[words[at - 1]]:
                break
        else:
            value = _value(word)  # six, sixty, 60, 6.5
            if value is None or (at > start and (word[0].isdigit() or value >= last)):
                break
            current += value
            last = 10 if word in _TENS else 1
        at += 1
    return max(at, start + 1), total + current


def _decimals(words: Sequence[str], at: int) -> str:
    """The digits that words for them make from a place on."""
    found = ""
    while at < len(words) and VALUES.get(words[at], 10) < 10:
        found += str(VALUES[words[at]])
        at += 1
    return found


def _value(word: str) -> Fraction | None:
    if word in _BELOW_100:
        return Fraction(_BELOW_100[word])
    try:
        return Fraction(word)
    except ValueError:
        return None


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else format(float(value), "g")
