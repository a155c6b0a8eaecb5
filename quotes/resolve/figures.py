"""The people, organisations and places that an article names: which names are one, and what else it calls them."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

import regex

from quotes.article import Kind, Name, NameKind, Span
from quotes.resolve import words as w
from quotes.resolve.phrases import plain, words_of

Gender = Literal["he", "she"]
Key = tuple[str, ...]  # the words of a name as compared

MANY = 24  # names that share a word, and callings of one figure, that are kept

_INITIALISM = regex.compile(r"\p{Lu}[\p{Lu}.&]++")
_BRACKETED = regex.compile(r"\s*+\(\s*+[\"“‘']?+(\p{Lu}[\p{Lu}\d.&-]++)[\"”’']?+\s*+\)")
_EXCELLENCY = regex.compile(r"(?:H\.?+ ?E\.?+ (?=\p{Lu}))?+")
_TITLE = regex.compile(r"(?:\p{L}\.)++|[\p{L}\p{M}'’-]++\.?+")


@dataclass(eq=False)
class Figure:
    """Somebody or something that can speak, as the article builds it up: one for all the names of one.

    callings: nouns that the article calls them by, in small letters ("minister", "lawyer"); words: those with all
        that stands beside them ("former", "vermont").
    """

    name: str
    kind: Kind
    role: str | None = None
    gender: Gender | None = None
    plural: bool = False
    place: bool = False
    callings: dict[str, None] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    mentions: set[Span] = field(default_factory=set)
    members: tuple[Figure, ...] = ()

    def call(self, words: Iterable[str]) -> None:
        """Note what the article calls them, and the gender when that tells."""
        for word in words:
            if len(self.callings) < MANY:
                self.callings |= dict.fromkeys((word, *w.CALLED.get(word, ())))
            self.words.add(word)
            if self.kind == "person" and not self.gender and word in w.MALE | w.FEMALE:
                self.gender = "he" if word in w.MALE else "she"


def tokens(name: str) -> Key:
    """The words of a proper name as compared: folded, without accents, leading titles and articles."""
    folded = unicodedata.normalize("NFKD", plain(name).replace("’", "'"))
    words = words_of("".join(c for c in folded if not unicodedata.combining(c)))
    while len(words) > 1 and (words[0] in w.TITLES or words[0] == "the"):
        del words[0]
    if words[:2] == ["h", "e"] and len(words) > 2:
        del words[:2]
    return tuple(words)


def without_titles(name: str) -> tuple[str, str]:
    """A person's name without the titles before it, and those titles."""
    whole = plain(name)
    at = len(_EXCELLENCY.match(whole)[0])
    for match in _TITLE.finditer(whole):
        if match.start() > at + 1 or match.group().rstrip(".").replace(".", "").lower() not in w.TITLES:
            break
        at = match.end()
    rest = whole[at:].lstrip(" .")
    return (rest, whole[:at]) if rest else (whole, "")


def joined(text: str, names: Sequence[Name]) -> list[Name]:
    """`names` in text order, without those inside another or without letters.

    An organisation's is made one with the place or people right before it: "Kenya" and "Red Cross".
    """
    found: list[Name] = []
    with_letters = (name for name in names if words_of(name.span.text))
    for name in sorted(with_letters, key=lambda name: (name.span.start, -name.span.end)):
        before = found[-1] if found else None
        if before and name.span.start < before.span.end:
            continue
        if (
            before
            and name.kind == "organization"
            and before.kind in ("place", "group")
            and text[before.span.end : name.span.start] in (" ", "\xa0")
        ):
            found[-1] = Name(Span.of(text, before.span.start, name.span.end), "organization")
        else:
            found.append(name)
    return found


class Cast:
    """Who is who among the proper names of an article.

    A short name stands for a long one that holds it: where several people share a family name, for the one whose
    long name the article gives most often.
    """

    def __init__(self, text: str, names: Sequence[Name]) -> None:
        self._text = text
        self._names = sorted(names, key=lambda name: name.span)
        self._keys = {name.span: tokens(name.span.text) for name in self._names}
        self._times = Counter(self._keys.values())
        votes: dict[Key, Counter[NameKind]] = defaultdict(Counter)
        for name in self._names:
            votes[self._keys[name.span]][name.kind] += 1
        self._kinds = {
            key: max(count, key=lambda kind: (count[kind], kind == "person")) for key, count in votes.items()
        }
        self._figures: dict[Key, Figure] = {}
        self._holding: dict[str, list[Key]] = defaultdict(list)
        self._initials: dict[str, Key] = {}
        self._last: dict[str, Key] = {}
        for name in self._names:
            if len(self._keys[name.span]) > 1:
                self._introduce(name)
        self._of = {name.span: self._recognise(name) for name in self._names}

    def figure(self, name: Name) -> Figure:
        """Whom a name stands for."""
        return self._of[name.span]

    def _introduce(self, name: Name) -> None:
        """Note a name of several words, as a figure of its own or as another form of one."""
        key = self._keys[name.span]
        if key in self._figures:
            return
        person = self._kinds[key] == "person"
        alike = [k for k in self._holding[key[-1]] if person and self._kinds[k] == "person"]
        same = next((k for k in alike if _is_form_of(key, k) or _is_form_of(k, key)), None)
        figure = self._figures[same] if same else self._new(name)
        if same and len(key) > len(same):
            figure.name = _display(name, "person")
        self._figures[key] = figure
        for token in dict.fromkeys((key[0], key[-1]) if person else key):
            if token not in w.SMALL and len(self._holding[token]) < MANY:
                self._holding[token].append(key)
        if not person:
            self._note_initials(name, key)

    def _note_initials(self, name: Name, key: Key) -> None:
        every = "".join(token[0] for token in key)
        capital = "".join(token[0] for token in key if token not in w.SMALL)
        bracketed = _BRACKETED.match(self._text, name.span.end)
        for short in (every, capital, *(tokens(bracketed[1])[:1] if bracketed else ())):
            if len(short) > 1:
                self._initials.setdefault(short, key)

    def _recognise(self, name: Name) -> Figure:
        key = self._keys[name.span]
        if key not in self._figures:
            key = self._long_form(name, key) or key
        figure = self._figures.get(key)
        if figure is None:
            figure = self._figures[key] = self._new(name)
        if figure.name.isupper() and len(key) == 1 and self._kinds[key] == "person":
            figure.name = _display(name, "person")
        title = self._title(name)
        if title:
            figure.call([title])
        for token in key:
            self._last[token] = key
        return figure

    def _long_form(self, name: Name, key: Key) -> Key | None:
        """The key of the figure that a name not seen whole stands for."""
        if not key:
            return None
        letters = "".join(key)
        if letters in self._initials and _INITIALISM.fullmatch(plain(name.span.text)):
            return self._initials[letters]
        if self._kinds[key] == "place":
            return None
        people = [k for k in self._holding[key[-1]] if self._kinds[k] == "person" and _holds(k, key)]
        others = [k for k in self._holding[key[-1]] if self._kinds[k] not in ("person", "place") and _holds(k, key)]
        if others and self._kinds[key] != "person":
            return self._last[key[-1]] if self._last.get(key[-1]) in others else others[0]
        return self._person(name, key[-1], people)

    def _person(self, name: Name, token: str, keys: Sequence[Key]) -> Key | None:
        title = self._title(name)
        gender = {"mr": "he", "mrs": "she", "ms": "she"}.get(title or "")
        if gender:
            keys = [k for k in keys if self._figures[k].gender == gender] or [
                k for k in keys if not self._figures[k].gender
            ]
        surnames = [k for k in keys if k[-1] == token] or keys
        return max(surnames, key=lambda k: self._times[k], default=None)

    def _title(self, name: Name) -> str | None:
        """The word right before a name or at its beginning, when it is a title."""
        before = words_of(without_titles(name.span.text)[1]) or words_of(
            self._text[max(0, name.span.start - 12) : name.span.start]
        )
        return before[-1] if before and before[-1] in w.TITLES else None

    def _new(self, name: Name) -> Figure:
        key = self._keys[name.span]
        kind = self._kinds[key]
        if kind != "person":
            return Figure(
                _display(name, kind),
                "group" if kind == "group" else "organization",
                plural=kind == "group",
                place=kind == "place",
            )
        figure = Figure(_display(name, kind), "person")
        if len(key) > 1:
            figure.gender = "he" if key[0] in w.MALE_NAMES else "she" if key[0] in w.FEMALE_NAMES else None
        return figure


def _holds(long: Key, short: Key) -> bool:
    """Whether a short name is the end of a long one, or its first word."""
    return long[-len(short) :] == short or long[:1] == short


def _is_form_of(short: Key, long: Key) -> bool:
    """Whether the words of one name are, in their order, among those of another, or the initials of them."""
    rest = iter(long)
    return all(any(word in (other, other[0]) for other in rest) for word in short)


def _display(name: Name, kind: NameKind) -> str:
    whole = plain(name.span.text)
    if kind == "person":
        return without_titles(whole)[0]
    return whole + "." if _INITIALISM.fullmatch(whole) and "." in whole else whole
