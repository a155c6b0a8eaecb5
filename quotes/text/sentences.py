"""Sentences and tokens of an English text.

Tokens follow Universal Dependencies: "don't" is "do" and "n't", "15-year" three tokens, "e-mail" and "U.S." one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from quotes.english import words
from quotes.text.intervals import Stretch
from quotes.text.layout import paragraphs

# Abbreviations without their full stop; quotes/english/abbreviations.txt says what each kind is.
LEADING = words("titles", "short") | words("abbreviations", "leading")
_NUMBERED = words("abbreviations", "numbered")
_TRAILING = words("abbreviations", "trailing")
_WORDS_TOO = words("titles", "word") | words("abbreviations", "word")
_OPEN_ENDED = frozenset({"etc.", "a.m.", "p.m."})
_TIMES = words("times")
_STARTERS = words("starters")

_TOKEN = regex.compile(
    r"""
      Yahoo! | Jeopardy!
    | (?i:can(?=not\b)|(?:gon|wan)(?=na\b)|got(?=ta\b)|(?:gim|lem)(?=me\b)|i(?-i:(?=(?:m|ve)\b))
        |\L<before_nt>(?=nt\b)|(?:that|what|there|here|he|she)(?=s\b)
        |(?:you|they)(?=(?:ll|re|ve)\b))
    | \p{L}++(?=[\s,;)"”?!]|:\s|\Z)
    | (?:https?|ftp)://[^\s<>"“”«»]*[\p{L}\p{N}/\#=_&%+~-]
    | www\.[^\s<>"“”«»]*[\p{L}\p{N}/\#=_&%+~-]
    | [\w.+%-]{1,64}+@[\w-]++(?:\.[\w-]++){1,8}+
    | (?P<short>\p{L}\.(?:\p{L}\.){1,16}+(?!\w)|(?:Ph|M)\.(?:D|Sc)\.)
    | (?:\p{L}\.){1,16}+\p{L}(?!\w)
    | (?P<dotted>\p{L}++\.(?![\w.…?!]))
    | (?P<negated>\p{L}+n['’`]t(?!\w))
    | (?i:\L<prefixes>)-\p{L}\w*+
    | \p{L}{1,3}+&\p{L}{1,3}(?:&\p{L}{1,3})?+(?!\w)
    | \p{Lu}{1,3}\$
    | (?:\d{1,2}-)?\d{3}-\d{3}-\d{4}(?!\w) | \d{3}-\d{4}(?![\w-]) | \d{1,2}-\d{1,2}-\d{2,4}(?![\w-])
    | \+?\d++(?:,\d{3}(?!\d)|[.:/]\d++)*+(?:(?:(?i:st|nd|rd|th)|s|['’]s|[ADGHN])(?!\w))?
    | \p{L}[\w-]{0,64}+(?:\.(?!\p{Lu}(?:\p{Ll}|\s))[\w-]++){1,8}+
    | (?<![\w.])\.\d++
    | (?<=\w)['’`](?i:s|m|d|ll|ve|re)(?!\w)
    | (?<!\w)['’](?:\d\ds?|em|til|cause)(?!\w)
    | @\w++ | \#\p{L}\w*+
    | [\p{L}\p{M}\p{N}_\xad]++(?:['’](?!(?i:s|m|d|ll|ve|re)(?!\w))\p{L}++)?
    | (?<!\S)[:;=]-?[()DP](?!\w)
    | (?P<stop>\.++|…++|[?!]++)
    | '' | `` | ’’ | ‘‘ | --++ | ==++ | \*\*++ | __++ | ~~++ | \+\++ | <<++ | >>++
    | \S
    """,
    regex.VERBOSE,
    before_nt=words("before_nt"),
    prefixes=words("prefixes"),
)

_CLOSING = frozenset("\"'”’»)]}") | {"''", "’’"}
_EITHER_WAY = frozenset({'"', "'", "''"})
_STOPS = frozenset(".?!…")
_AFTER = regex.compile(r"\s*+(?P<open>[\"“‘'`«„(\[]*+)[-–—*•]*+\s*+(?P<word>[\p{L}\p{M}\p{N}]*+)")
_NAME_AFTER = regex.compile(r"\s*+(?:\p{Ll}|\p{Lu}\.|\p{Lu}[\p{Ll}'’]\w*+)")
_NUMBER_AFTER = regex.compile(r"\s*+\d")
_NOTES = regex.compile(r"(?:\s?(?:\[\d{1,3}\]|[:;=]-?[()DP]))++(?=\s|\Z)")
_LIST_NUMBER = regex.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}|\p{Ll}")
_REPORTED_BY = regex.compile(r"\s++(?:\p{Lu}[\p{L}.'’-]*+\s++){1,4}\L<reporting>(?!\w)", reporting=words("reporting"))


_LONGEST = 500  # tokens; no sentence of prose is longer


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, from its first token to its last; `tokens` are offsets into the text too, ends exclusive."""

    start: int
    end: int
    tokens: tuple[Stretch, ...]


def split(text: str, blocks: Sequence[Stretch] | None = None) -> list[Sentence]:
    """The sentences of `text` in order; none crosses the end of a paragraph, none is empty.

    A closing quotation mark belongs to the sentence before it, and a reporting clause to the question it follows:
    `"Why?" he asked.` is one sentence, `"I am," she said. "You are not."` are two.

    blocks: the paragraphs of the text, where they are known.
    """
    return [
        part
        for start, end in (paragraphs(text) if blocks is None else blocks)
        for sentence in _Paragraph(text, start, end).sentences()
        for part in _parts(sentence)
    ]


def _parts(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence, cut where it is too long to be one, so that what is shown of it stays bounded."""
    tokens = sentence.tokens
    if len(tokens) <= _LONGEST:
        yield sentence
        return
    for first in range(0, len(tokens), _LONGEST):
        part = tokens[first : first + _LONGEST]
        yield Sentence(part[0][0], part[-1][1], part)


class _Paragraph:
    """The tokens of one paragraph, and where in it a sentence may end."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.end = end
        self.tokens: list[Stretch] = []
        self.stops: list[tuple[int, bool]] = []
        for match in _TOKEN.finditer(text, start, end):
            kind = match.lastgroup
            if kind is None:
                self.tokens.append(match.span())
            else:
                self._add(kind, *match.span())

    def _add(self, kind: str, start: int, end: int) -> None:
        """Take a token of a kind that needs a second look: it is two, or may end a sentence."""
        if kind == "negated":
            self.tokens += [(start, end - 3), (end - 3, end)]
        elif kind == "dotted" and not self._is_short(start, end):
            self.tokens += [(start, end - 1), (end - 1, end)]
            self.stops.append((len(self.tokens) - 1, False))
        else:
            self.tokens.append((start, end))
            self.stops.append((len(self.tokens) - 1, kind != "stop"))

    def _is_short(self, start: int, end: int) -> bool:
        """Whether the word before a full stop is an abbreviation that keeps it."""
        word = self.text[start : end - 1]
        lower = word.lower()
        if len(word) == 1 and word.isupper():
            return self._is_initial(end)
        if lower in _NUMBERED:
            return _NUMBER_AFTER.match(self.text, end, self.end) is not None
        if lower in _WORDS_TOO:
            return word.istitle() and self._goes_on(end)
        return lower in LEADING or lower in _TRAILING

    def _is_initial(self, end: int) -> bool:
        """Whether a capital letter and full stop, before `end`, are part of a name."""
        after = _NAME_AFTER.match(self.text, end, self.end)
        if after is None:
            return False
        word = after[0].strip()
        return word.islower() or word.lower() not in _STARTERS

    def _goes_on(self, end: int) -> bool:
        """Whether what follows an abbreviation may stand in its sentence."""
        after = _AFTER.match(self.text, end, self.end)
        return bool(after["word"]) and not after["open"] and after["word"].lower() not in _STARTERS

    def sentences(self) -> Iterator[Sentence]:
        """What the paragraph consists of, in order."""
        first, last = 0, -1
        for stop, short in self.stops:
            if stop <= last or self._numbers_list(first, stop):
                continue
            last = self._last(stop)
            if self._ends(stop, last, short):
                yield self._sentence(first, last, stop if short else None)
                first = last + 1
        if first < len(self.tokens):
            yield self._sentence(first, len(self.tokens) - 1)

    def _sentence(self, first: int, last: int, short: int | None = None) -> Sentence:
        """The sentence of the tokens from `first` to `last`; `short` is the abbreviation that ends it."""
        tokens = self.tokens[first : last + 1]
        if short is not None and not self._word(short).isupper():
            start, end = self.tokens[short]
            tokens[short - first : short - first + 1] = [(start, end - 1), (end - 1, end)]
        return Sentence(tokens[0][0], tokens[-1][1], tuple(tokens))

    def _word(self, index: int) -> str:
        start, end = self.tokens[index]
        return self.text[start:end]

    def _touches(self, index: int) -> bool:
        """Whether there is a token after `index` and no space between."""
        return index + 1 < len(self.tokens) and self.tokens[index + 1][0] == self.tokens[index][1]

    def _numbers_list(self, first: int, stop: int) -> bool:
        """Whether a full stop belongs to the number that begins a sentence: "2. Heat the oven."."""
        if stop != first + 1 or not self._touches(first) or self._touches(stop) or self._word(stop) != ".":
            return False
        return _LIST_NUMBER.fullmatch(self._word(first)) is not None and stop + 1 < len(self.tokens)

    def _last(self, stop: int) -> int:
        """The last token of a sentence that ends at `stop`: closing marks, stops, notes and smileys belong to it."""
        last = stop
        while self._touches(last) and (self._word(last + 1) in _CLOSING or self._word(last + 1)[0] in _STOPS):
            last += 1
        while last + 1 < len(self.tokens) and self._word(last + 1) in _CLOSING and self._stands_apart(last + 1):
            last += 1
        notes = _NOTES.match(self.text, self.tokens[last][1], self.end)
        while notes and last + 1 < len(self.tokens) and self.tokens[last + 1][1] <= notes.end():
            last += 1
        return last

    def _stands_apart(self, mark: int) -> bool:
        """Whether a mark with a space before it closes: the paragraph ends there, or it can't open what follows."""
        return mark + 1 == len(self.tokens) or (self._word(mark) not in _EITHER_WAY and not self._touches(mark))

    def _ends(self, stop: int, last: int, short: bool) -> bool:
        """Whether a sentence ends with the token `last`, after the stop or abbreviation `stop`."""
        if last + 1 == len(self.tokens):
            return True
        if self._word(last + 1)[0] in _STOPS:
            return False
        if self._touches(last):
            return not short and self._is_glued(stop, last)
        end = self.tokens[last][1]
        after = _AFTER.match(self.text, end, self.end)
        word, mark = after["word"], self._word(stop)
        if short:
            if mark[:-1].lower() in LEADING:
                return False
            if mark.lower() in _OPEN_ENDED:
                return word[:1].isupper() and word.lower() not in _TIMES
            return word[:1].isupper() and (bool(after["open"]) or last > stop or word.lower() in _STARTERS)
        if word[:1].islower() and (last > stop or mark[0] == "…" or mark[:2] == ".."):
            return False
        return last == stop or mark[-1] not in "?!" or not self._is_reported(end)

    def _is_glued(self, stop: int, last: int) -> bool:
        """Whether only the space after a sentence is missing: "They lost.Then it rained"."""
        before = self.text[self.tokens[stop][0] - 1 : self.tokens[stop][0]]
        return before.islower() and self._word(last + 1)[0].isupper()

    def _is_reported(self, end: int) -> bool:
        """Whether a reporting clause with a name begins at `end`: "Ana Ruiz asked"."""
        match = _REPORTED_BY.match(self.text, end, self.end)
        if match is None:
            return False
        name = match[0].split()[0]
        return name == "I" or name.lower() not in _STARTERS
