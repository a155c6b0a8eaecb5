"""The people, organisations and places that an article names: which names are one, and what else it calls them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import regex

from quotes.article import Kind, Name, Span
from quotes.resolve import words as w
from quotes.resolve.phrases import plain, words_of

Gender = Literal["he", "she"]

_INITIALISM = regex.compile(r"\p{Lu}[\p{Lu}.&]++")
_BRACKETED = regex.compile(r"\s*+\(\s*+[\"“‘']?+(\p{Lu}[\p{Lu}\d.&-]++)[\"”’']?+\s*+\)")
_SMALL = frozenset("of the for and to in on de la le du des et & at".split())
_TITLE = regex.compile(r"(?:\p{L}\.)++|[\p{L}\p{M}'’-]++\.?+")


@dataclass(eq=False)
class Figure:
    """Somebody or something that can speak, as the article builds it up: one for all the names of one.

    words: what the article calls them beside their name, in small letters ("minister", "lawyer").
    """

    name: str
    kind: Kind
    role: str | None = None
    gender: Gender | None = None
    plural: bool = False
    place: bool = False
    words: set[str] = field(default_factory=set)
    mentions: set[Span] = field(default_factory=set)
    members: tuple[Figure, ...] = ()

    def call(self, words: Iterable[str]) -> None:
        """Note what the article calls them, and the gender when that tells."""
        for word in words:
            self.words |= {word, *w.CALLED.get(word, ())}
            if self.kind == "person" and not self.gender and word in w.MALE | w.FEMALE:
                self.gender = "he" if word in w.MALE else "she"


def tokens(name: str) -> tuple[str, ...]:
    """The words of a proper name as compared: folded, without accents, leading titles and articles."""
    folded = unicodedata.normalize("NFKD", plain(name))
    words = words_of("".join(c for c in folded if not unicodedata.combining(c)))
    while len(words) > 1 and (words[0] in w.TITLES or words[0] in ("the", "h", "e", "he")):
        del words[0]
    return tuple(words)


def without_titles(name: str) -> tuple[str, str]:
    """A person's name without the titles before it, and those titles."""
    whole = plain(name)
    at = 0
    for match in _TITLE.finditer(whole):
        if match.start() > at + 1 or match.group().rstrip(".").replace(".", "").lower() not in w.TITLES:
            break
        at = match.end()
    rest = whole[at:].lstrip(" .")
    return (rest, whole[:at]) if rest else (whole, "")


class Cast:
    """Who is who among the proper names of an article.

    A short name stands for the long one that holds it: for the one last named, where there are several.
    """

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        self._text = text
        self._of: dict[Span, Figure] = {}
        self._figures: dict[tuple[str, ...], Figure] = {}
        self._holding: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        self._initials: dict[str, tuple[str, ...]] = {}
        self._last: dict[str, tuple[str, ...]] = {}
        in_order = sorted(names, key=lambda name: name.span)
        for name in in_order:
            if len(tokens(name.span.text)) > 1:
                self._introduce(name)
        for name in in_order:
            self._of[name.span] = self._recognise(name)
        self.people = frozenset(id(f) for f in self._of.values() if f.kind == "person")

    def figure(self, name: Name) -> Figure:
        """Whom a name stands for."""
        return self._of[name.span]

    def _introduce(self, name: Name) -> None:
        """Note a name of several words, as a figure of its own or as another form of one."""
        key = tokens(name.span.text)
        same = next((k for k in self._holding[key[-1]] if _is_form_of(key, k) or _is_form_of(k, key)), None)
        if same is None or name.kind != "person":
            same = key
        figure = self._figures.get(same) or _new(name)
        if len(key) > len(same):
            figure.name = _display(name)
        self._figures[same] = self._figures[key] = figure
        for token in {key[0], key[-1]} if name.kind == "person" else set(key) - _SMALL:
            if key not in self._holding[token]:
                self._holding[token].append(key)
        if name.kind != "person":
            self._note_initials(name, key)

    def _note_initials(self, name: Name, key: tuple[str, ...]) -> None:
        every = "".join(token[0] for token in key)
        capital = "".join(token[0] for token in key if token not in _SMALL)
        bracketed = _BRACKETED.match(self._text, name.span.end)
        for short in (every, capital, *(tokens(bracketed[1])[:1] if bracketed else ())):
            if len(short) > 1:
                self._initials.setdefault(short, key)

    def _recognise(self, name: Name) -> Figure:
        key = tokens(name.span.text)
        if key not in self._figures:
            key = self._long_form(name, key) or key
        figure = self._figures.setdefault(key, _new(name))
        if figure.name.isupper() and not name.span.text.isupper() and len(key) == 1:
            figure.name = _display(name)
        figure.call(words_of(self._text[max(0, name.span.start - 6) : name.span.start])[-1:])
        for token in key:
            self._last[token] = key
        return figure

    def _long_form(self, name: Name, key: tuple[str, ...]) -> tuple[str, ...] | None:
        """The key of the figure that a name not seen whole stands for."""
        if _INITIALISM.fullmatch(plain(name.span.text)) and "".join(key) in self._initials:
            return self._initials["".join(key)]
        if not key:
            return None
        person = name.kind == "person"
        holding = [k for k in self._holding[key[-1]] if (self._figures[k].kind == "person") == person and k[-len(key):] == key or k[0] == key[0] and person and len(key) == 1]
        return self._preferred(name, key[-1], holding)

    def _preferred(self, name: Name, token: str, keys: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
        title = words_of(self._text[max(0, name.span.start - 6) : name.span.start])[-1:]
        gender = "he" if title == ["mr"] else "she" if title in (["mrs"], ["ms"]) else None
        keys = [k for k in keys if not gender or self._figures[k].gender in (None, gender)]
        surnames = [k for k in keys if k[-1] == token] or list(keys)
        if self._last.get(token) in surnames:
            return self._last[token]
        return surnames[0] if surnames else None


def _is_form_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether the words of one name are, in their order, among those of another, or the initials of them."""
    rest = iter(long)
    return all(any(word == other or word == other[0] for other in rest) for word in short)


def _display(name: Name) -> str:
    return without_titles(name.span.text)[0] if name.kind == "person" else plain(name.span.text)


def _new(name: Name) -> Figure:
    kind: Kind = {"person": "person", "group": "group"}.get(name.kind, "organization")
    figure = Figure(_display(name), kind, plural=name.kind == "group", place=name.kind == "place")
    if kind == "person":
        first = tokens(name.span.text)[:1]
        figure.call(words_of(without_titles(name.span.text)[1]))
        if not figure.gender and len(tokens(name.span.text)) > 1 and first:
            figure.gender = "he" if first[0] in w.MALE_NAMES else "she" if first[0] in w.FEMALE_NAMES else None
    return figure
