"""Noun phrases read without a parser: where the head of a source stands, what it means, which names it holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import regex

from quotes.attribution import Kind, Name, Span
from quotes.resolve import words as w

_WORD = regex.compile(
    r"(?:\p{L}\.)++(?:\p{L}(?![\p{L}\p{M}\d.]))?+|[\p{L}\p{M}\d]++(?:[-’'.&@_/](?=[\p{L}\d])[\p{L}\p{M}\d]++)*+"
)
_POSSESSIVE = regex.compile(r"(?:['’`]s|(?<=s)['’])$", regex.IGNORECASE)
_EDGE = '*_ \t\r\n\xa0,;:.–—-"“”„«»‘'
_BREAK = regex.compile(r"[,;:\[–—]|\((?![^()\n]{1,30}\)\s\p{L})|\s-\s")
_BRACKETS = regex.compile(r"\s?+\([^()\n]{1,60}\)")
_SHORT_LAST = regex.compile(r"\s\([^()\s]{1,20}\)$")
_RELATIVE_LAST = regex.compile(r"(?:,|(?<!\s))\s++(?:that|which|who)\s*+$")
_ASIDE = regex.compile(rf",\s++(?:\d++|{'|'.join(sorted(w.APPOSITIONS))})\b")
_NAMED = regex.compile(
    r"\b(?:named|called|surnamed|nicknamed|known\s++as|name\s++(?:of|is|was|as|only\s++as)|by\s++the\s++name)\s++"
    r"[\"“‘']?+(?P<name>\p{Lu}[\p{L}\p{M}’'-]*+(?:\s\p{Lu}[\p{L}\p{M}’'-]*+){0,3}+)"
)
_INITIALISM = regex.compile(r"[Tt]he\s\p{Lu}{2,5}\s*+")
_LAST_WORDS = regex.compile(r"(?:[^\s,;:()]++\s++){0,4}[^\s,;:()]++(?=,?+\s*+$)")
_CHUNK = regex.compile(r"[^\s,;:()]++")
_NOT_INSIDE = (w.NO_NOUNS | w.AUXILIARIES | w.JOINING) - {"of"}
_TOLD_OF = w.DOCUMENTS | w.ORGANIZATIONS | w.ROLES
_PEOPLES = ("ch", "ese", "sh", "ss")  # "the French", "the Japanese", "the British", "the Swiss" are many
_EXAMPLES = regex.compile(r",\s++(?:including|like|such\s++as|among\s++them)\s++")
_WITH = regex.compile(r"(?:,|(?<![\s,]))\s++(?:and|&|along\s++with|together\s++with|as\s++well\s++as)\s++")
_LISTING = regex.compile(r"(?:\s\([^()\n]{1,30}\))?+(?:,?+\s++(?:(?:and|&)\s++)?+(?:the\s++)?+)?+")
_JOINT = regex.compile(r"(?:,|(?<!\s))\s++(?:and|&)\s++|,\s++")


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """`text` with its white space made plain, without punctuation around it and the possessive 's."""
    return str(_POSSESSIVE.sub("", " ".join(text.split()).strip(_EDGE)))


def without_brackets(text: str) -> str:
    """`text` without what stands in round brackets."""
    return str(_BRACKETS.sub("", text)) if "(" in text else text


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of `text` in small letters, without a possessive 's; abbreviations without their points."""
    words = _WORD.findall(text)
    if "'" in text or "’" in text:
        words = [_POSSESSIVE.sub("", word) for word in words]
    return tuple(word.replace(".", "").lower() for word in words)


@lru_cache(maxsize=4096)
def singular(noun: str) -> str:
    """The singular of a regular English noun in small letters."""
    if noun.endswith("men"):
        return noun[:-2] + "an"
    if noun == "people":
        return "person"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "ches", "shes", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and len(noun) > 3:
        return noun[:-1]
    return noun


def only_word(span: Span) -> str:
    """The word that a span is, in small letters; empty where it is several."""
    words = words_of(span.text)
    return words[0] if len(words) == 1 else ""


def _tells_of(word: str, noun: str) -> bool:
    """Whether a word may be a participle that tells more of the noun before it: "a statement issued by the mayor"."""
    return word.endswith("ed") and (noun == "those" or singular(noun) in _TOLD_OF)


class Names:
    """The names of an article, to be asked which of them stand in a stretch of text."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = sorted(names, key=lambda name: (name.span.start, -name.span.end))
        self._starts = [name.span.start for name in self._names]

    def __iter__(self) -> Iterator[Name]:
        """All of them, in text order."""
        return iter(self._names)

    def within(self, start: int, end: int) -> list[Name]:
        """The names that begin between `start` and `end`, in text order."""
        return self._names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def around(self, offset: int) -> Name | None:
        """The name that a place is inside of, past its beginning."""
        at = bisect_left(self._starts, offset) - 1
        return self._names[at] if at >= 0 and offset < self._names[at].span.end else None

    def ending(self, offset: int) -> Name | None:
        """The name that ends last before `offset`, if only a few characters before it."""
        at = bisect_left(self._starts, offset) - 1
        return self._names[at] if at >= 0 and 0 <= offset - self._names[at].span.end < 12 else None


def phrase_before(text: str, names: Names, start: int, end: int) -> Span | None:
    """The words before `end`, after `start`, that may be a noun phrase: from a determiner on if there is one."""
    last = _LAST_WORDS.search(text[start:end])
    if not last or last[0].split()[-1].lower() in w.AUXILIARIES:
        return None
    words = list(_CHUNK.finditer(text, start + last.start(), start + last.end()))
    begin = words[_first_of_phrase([word[0] for word in words])].start()
    name = names.around(begin)
    return Span.of(text, name.span.start if name else begin, start + last.end())


def _first_of_phrase(words: Sequence[str]) -> int:
    """The number of the word that the noun phrase at the end of `words` begins with."""
    for number in range(len(words) - 2, -1, -1):
        word = words[number].lower()
        if word in w.DETERMINERS:
            return number
        if word in _NOT_INSIDE:
            return number + 1
    small = [number for number, word in enumerate(words) if not word[0].isupper()]
    if small and small[-1] < len(words) - 1:
        return small[-1] + 1
    return max(0, len(words) - 3)


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: its span, and the names in it."""

    span: Span
    names: tuple[Name, ...] = ()

    @cached_property
    def core(self) -> Span:
        """The phrase up to its head: without what stands in apposition, brackets or a relative clause."""
        text = self.span.text
        lead = len(text) - len(text.lstrip(_EDGE + "("))
        cuts = [m.start() for m in _BREAK.finditer(text, lead)]
        before = ""
        for match in _WORD.finditer(text, lead):
            word = match[0].lower()
            if before and (word in w.AFTER_HEAD or _tells_of(word, before)):
                cuts.append(match.start())
            before = word
        end = min((cut for cut in cuts if not self._in_name(cut)), default=len(text))
        return Span(self.span.start + lead, self.span.start + end, text[lead:end])

    def _in_name(self, at: int) -> bool:
        """Whether a place, counted from the phrase's beginning, is in a name."""
        return any(name.span.start <= self.span.start + at < name.span.end for name in self.names)

    def _joints(self, pattern: regex.Pattern[str]) -> Iterator[regex.Match[str]]:
        """Where a pattern parts the phrase: past its beginning, and in no name."""
        found = pattern.finditer(self.span.text)
        return (match for match in found if match.start() and not self._in_name(match.start()))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words up to the head, in small letters."""
        return words_of(without_brackets(self.core.text))

    @cached_property
    def head(self) -> str:
        """The last word of the core, in small letters; empty where there is none."""
        return self.words[-1] if self.words else ""

    @property
    def determiner(self) -> str:
        return self.words[0] if self.words and self.words[0] in w.DETERMINERS else ""

    @property
    def is_definite(self) -> bool:
        """Whether the phrase points back: "the official", or a title alone."""
        alone = len(self.words) == 1 and not self.is_plural
        return self.determiner in w.DEFINITE or self.determiner in w.POSSESSIVES or alone

    @property
    def is_member(self) -> bool:
        """Whether the phrase means one of a party or a people: "the Republican", "the Tarn Democrat", "the Scot"."""
        if self.determiner != "the":
            return False
        end = self.core.start + len(self.core.text.rstrip(_EDGE))
        named = any(name.kind == "group" and name.span.end == end for name in self.names)
        return self.head in w.PARTISANS or (named and not self.is_plural and not self.head.endswith(_PEOPLES))

    @property
    def is_initialism(self) -> bool:
        """Whether the phrase is letters that may stand for an office: "the OC"."""
        return self.determiner == "the" and bool(_INITIALISM.fullmatch(self.core.text))

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """What stands before the head beside a determiner: "senior", "French"."""
        return frozenset(self.words[:-1]) - w.DETERMINERS

    @cached_property
    def complement(self) -> frozenset[str]:
        """What a description says of its head after it: "of the bank" in "the head of the bank"."""
        return frozenset(words_of(self.description)) - set(self.words) - w.DETERMINERS - w.AFTER_HEAD - w.SMALL

    @cached_property
    def is_plural(self) -> bool:
        """Whether the head is a plural, or only tells how many: "a lot of people"."""
        quantity = self.head in w.QUANTITIES and self.span.text[len(self.core.text) :].lstrip().startswith("of ")
        return singular(self.head) != self.head or self.head in w.PLURALS or quantity

    @cached_property
    def name(self) -> Name | None:
        """The name that is the phrase's head: in "Ann Lee's lawyer Bo Ek, of Ek & Co" it is "Bo Ek"."""
        bare = _POSSESSIVE.sub("", self.core.text.rstrip(_EDGE))
        for name in reversed(self.names):
            if self.core.start <= name.span.start < self.core.end and name.span.end >= self.core.start + len(bare):
                prefixed = self.core.text[: name.span.start - self.core.start].endswith("-")
                return None if prefixed else name
        return self._before_head() or self._called_by_all() or self._apposed()

    def _before_head(self) -> Name | None:
        """The organisation that the head only sorts: "the Herald newspaper", "the Acme company"."""
        if self.head not in w.SORTS:
            return None
        start = self.core.start + self.core.text.lower().rfind(self.head)
        return next((n for n in self.names if n.kind == "organization" and n.span.end == start - 1), None)

    def _called_by_all(self) -> Name | None:
        """The person whom all before their name calls: "the Speaker of the National Assembly Ann Lee"."""
        if self.head not in w.ROLES or self.is_plural or not self._segments[0].names:
            return None
        first = self._segments[0]
        name = first.names[-1]
        before = words_of(first.span.text[: name.span.start - first.span.start])
        last = before[-1] if len(before) > len(self.words) else ""
        at_end = name.span.end >= first.span.start + len(_POSSESSIVE.sub("", first.span.text.rstrip(_EDGE)))
        known = last in w.ORGANIZATIONS | w.PLACES or any(n.span.end == name.span.start - 1 for n in first.names)
        titled = last in w.ROLES | w.TITLES | w.AFTER_HEAD
        return name if name.kind == "person" and at_end and known and not titled else None

    @cached_property
    def listed(self) -> tuple[Name, ...]:
        """Those whom the phrase lists at its end, two at least: "all three judges, Ann Lee, Bo Ek and Cy Orr"."""
        found: list[Name] = []
        rest = self.span.text.rstrip(_EDGE)
        for name in reversed(self.names):
            after = rest[name.span.end - self.span.start :]
            if name.kind not in ("person", "organization") or not _LISTING.fullmatch(after):
                break
            found.insert(0, name)
            rest = rest[: name.span.start - self.span.start]
        return tuple(found) if len(found) > 1 else ()

    def _apposed(self) -> Name | None:
        """The name in apposition to a description: "the minister, Ann Lee, ...", "her lawyer, the veteran Bo Ek"."""
        if not self.words or self.is_plural:
            return None
        for segment in self._segments[1:]:
            name = segment.name if segment.words and segment.words[0] not in w.AFTER_HEAD else None
            if name and (name.kind == "person" or (name.kind == "organization" and self.kind == "organization")):
                return name
        named = _NAMED.search(self.span.text)
        at = self.span.start + named.start("name") if named else -1
        return next((name for name in self.names if name.span.start == at), None)

    @cached_property
    def told_name(self) -> str:
        """The name that the phrase says somebody has: "a man known as Scooter"; empty where it says none."""
        named = _NAMED.search(self.span.text)
        return plain(named["name"]) if named else ""

    @cached_property
    def _segments(self) -> tuple[Phrase, ...]:
        """The phrase cut at its commas, dashes and brackets."""
        bounds = [0, *(match.start() for match in self._joints(_BREAK)), len(self.span.text)]
        found = []
        for begin, end in pairwise(bounds):
            begin += len(self.span.text[begin:end]) - len(self.span.text[begin:end].lstrip(_EDGE + "(["))
            if self.span.text[begin:end].strip(_EDGE):
                found.append(self._part(begin, end))
        return tuple(found)

    @cached_property
    def parts(self) -> tuple[Phrase, ...]:
        """The phrases that "and" joins, when each names somebody; the phrase alone when nothing is joined.

        What stands in apposition to one of them is passed over: "Ann Lee, the mayor, and Bo Ek, of Ek & Co".
        """
        if self.examples:
            whole = self.span.text[: self.examples[0].span.start - self.span.start]
            return (self._part(0, whole.rindex(",")), *self.examples)
        text, start = self.span.text, self.span.start
        joints = list(self._joints(_JOINT))
        ands = [m for m in joints if m.group().strip() != ","]
        if not ands:
            return (self,)
        starts = [0, *(joint.end() for joint in joints)]
        ends = [*(joint.start() for joint in joints), len(text)]
        parts = tuple(self._part(b, e) for b, e in zip(starts, ends, strict=True) if text[b:e].strip(_EDGE))
        if not parts:
            return (self,)
        if parts[-1].determiner == "other" and parts[0].name:
            return (parts[0], parts[-1])
        last = start + ands[-1].end()
        named = tuple(part for part in parts if part.can_join)
        if len(named) < 2 or not parts[0].can_join or named[-1].span.start < last:
            return (self,)
        if len(named) < len(parts) and not ands[-1].group().startswith(","):
            return (self,)
        people = [bool(part.name and part.name.kind == "person") for part in named]
        return named if all(people) or not people[0] or len(joints) == 1 else (self,)

    @cached_property
    def examples(self) -> tuple[Phrase, ...]:
        """Those whom a plural names some of its own by: "critics of the plan, like Ann Lee and Bo Ek"."""
        match = next(self._joints(_EXAMPLES), None) if self.is_plural else None
        if not match:
            return ()
        parts = self._part(match.end(), len(self.span.text)).parts
        return parts if all(part.name and part.name.kind != "group" for part in parts) else ()

    @property
    def can_join(self) -> bool:
        """Whether the phrase names somebody who can speak for themselves, or an organisation by somebody's name."""
        if self.name is None:
            return self.kind == "organization" and bool(self.names)
        return self.name.kind != "group"

    def _part(self, start: int, end: int) -> Phrase:
        span = Span(self.span.start + start, self.span.start + end, self.span.text[start:end])
        return Phrase(span, tuple(n for n in self.names if span.start <= n.span.start < span.end))

    @cached_property
    def halves(self) -> tuple[Phrase, ...]:
        """Somebody named, or a pronoun, and all those who stand with them: "he and other residents"; else nothing."""
        match = next(self._joints(_WITH), None)
        if not match:
            return ()
        first, rest = self._part(0, match.start()), self._part(match.end(), len(self.span.text))
        alone = first.name is not None and first.name.span.end == first.span.end
        known = alone or only_word(first.span) in w.PRONOUNS
        others = rest.determiner or rest.is_plural or rest.name  # not "the Tarn and Oder Valley resident"
        return (first, *rest.parts) if known and others else ()

    @cached_property
    def description(self) -> str:
        """The phrase's wording without an apposition or a relative clause set off by a comma."""
        aside = next(self._joints(_ASIDE), None)
        text = plain(_RELATIVE_LAST.sub("", self.span.text[: aside.start()] if aside else self.span.text))
        return text if self.kind == "document" else str(_SHORT_LAST.sub("", text))

    @cached_property
    def kind(self) -> Kind:
        """What an unnamed source is, told by its head noun."""
        noun = singular(self.head)
        if noun in w.DOCUMENTS:
            return "document"
        if noun in w.OFFICIALS:
            return "anonymous"
        if noun in w.ORGANIZATIONS and (self.names or not self.is_plural):
            return "organization"
        if self.is_plural or self.head in ("number", "majority", "minority", "group", "one"):
            return "group"
        return "anonymous"
