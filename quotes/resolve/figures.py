"""The people, organisations and places that an article names: which names are one, and what else it calls them."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import regex

from quotes.attribution import Kind, Name, NameKind, Span
from quotes.resolve import words as w
from quotes.resolve.names import without_titles
from quotes.resolve.phrases import plain, words_of

Gender = Literal["he", "she"]
Key = tuple[str, ...]  # the words of a name as compared

MANY = 24  # names that share a word, and callings of one figure, that are kept

_INITIALISM = regex.compile(r"\p{Lu}[\p{Lu}.&]++")
_BRACKETED = regex.compile(r"\s*+\(\s*+[\"“‘']?+(\p{Lu}[\p{Lu}\d.&-]++)[\"”’']?+\s*+\)")
_AND = regex.compile(r"\s++(?:and|&)\s++")
_TITLE_BEFORE = regex.compile(r"(?<!\p{L})(\p{L}++)\.?+\s++$")


@dataclass(eq=False)
class Figure:
    """Somebody or something that can speak, as the article builds it up: one for all the names of one.

    named: whether the article gives a proper name. doubtful: whether a person's name was also taken for an
        organization's.
    callings: nouns that the article calls them by, in small letters ("minister", "lawyer"); words: those with all
        that stands beside them ("former", "vermont").
    """

    name: str
    kind: Kind
    role: str | None = None
    gender: Gender | None = None
    plural: bool = False
    place: bool = False
    named: bool = False
    doubtful: bool = False
    callings: dict[str, None] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    mentions: set[Span] = field(default_factory=set)
    members: tuple[Figure, ...] = ()

    def describe(self, words: frozenset[str], wording: str) -> None:
        """Take the wording of a description for a name if its words, without determiners, are more."""
        if not self.named and not self.members and words > self.words:
            self.name = wording
            self.words |= words

    def become(self, named: Figure) -> None:
        """Take over all that is known of somebody named, who is the same."""
        self.name, self.kind, self.named, self.doubtful = named.name, named.kind, True, named.doubtful
        self.role = named.role or self.role
        self.gender = named.gender or self.gender
        self.callings |= named.callings
        self.words |= named.words
        self.mentions |= named.mentions

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


class Cast:
    """Who is who among the proper names of an article.

    A short name stands for a long one that holds it: where several people share a family name, for the one whose
    long name the article gives most often.

    sources: where sources begin; a family name there is a person's although it is a place's too.
    """

    def __init__(self, text: str, names: Sequence[Name], sources: Container[int] = ()) -> None:
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
        families = {key[n:] for key in votes if self._kinds[key] == "person" for n in range(1, min(len(key), 4))}
        for name in self._names:
            key = self._keys[name.span]
            if name.span.start in sources and self._kinds[key] in ("place", "organization") and key in families:
                self._kinds[key] = "person"
        self._votes = votes
        self._figures: dict[Key, Figure] = {}
        self._known_as: dict[Figure, Figure] = {}
        self._holding: dict[str, list[Key]] = defaultdict(list)
        self._initials: dict[str, Key] = {}
        self._last: dict[str, Key] = {}
        self._starts = {name.span.start: name for name in self._names}
        for name in self._names:
            key = self._keys[name.span]
            if len(key) > 1:
                self._introduce(name, key)
        for name in self._names:
            if whole := self._partner(name, self._keys[name.span]):
                self._keys[name.span] = whole
                self._kinds[whole] = "person"
                self._introduce(name, whole)
                self._figures[whole].name = self._shared(name)
        self._of = {name.span: self._recognise(name) for name in self._names}

    def figure(self, name: Name) -> Figure:
        """Whom a name stands for."""
        figure = self._of[name.span]
        return self._known_as.get(figure, figure)

    def identify(self, named: Figure, figure: Figure) -> None:
        """Note that somebody named is `figure`, whom the text described before."""
        figure.become(named)
        self._known_as[named] = figure

    def called(self, noun: str) -> Figure | None:
        """Somebody whom the article calls by a noun, wherever it does."""
        return self._by_calling.get(noun)

    @cached_property
    def _by_calling(self) -> dict[str, Figure]:
        return {noun: figure for figure in reversed(self._figures.values()) for noun in figure.callings}

    def family(self, plural: str) -> list[Figure]:
        """The people whose family name a plural in small letters is of: "trotts"."""
        held = self._holding.get(plural.removesuffix("s"), ()) if plural.endswith("s") else ()
        keys = (key for key in held if self._kinds[key] == "person" and key[-1] == plural.removesuffix("s"))
        return list(dict.fromkeys(self._figures[key] for key in keys))

    def _introduce(self, name: Name, key: Key) -> None:
        """Note a name of several words, as a figure of its own or as another form of one."""
        if key in self._figures:
            return
        person = self._kinds[key] == "person"
        alike = [k for k in self._holding[key[-1]] + self._holding[key[0]] if person and self._kinds[k] == "person"]
        same = next((k for k in alike if _is_form_of(key, k) or _is_form_of(k, key)), None)
        if self._kinds[key] == "organization":
            same = self._other_form(key)
        figure = self._figures[same] if same else self._new(name, key)
        if same and len(key) > len(same):
            figure.name = _display(name, self._kinds[key])
        self._figures[key] = figure
        for token in dict.fromkeys(key):
            if token not in w.SMALL and len(self._holding[token]) < MANY:
                self._holding[token].append(key)
        if person:
            self._initials.setdefault("".join(token[0] for token in key), key)
        else:
            self._note_initials(name, key)

    def _other_form(self, key: Key) -> Key | None:
        """The one name of an organisation that ends with all of another: "U.S. Supreme Court" and "Supreme Court"."""
        held = [k for k in self._holding[key[-1]] if self._kinds[k] == "organization"]
        forms = [k for k in held if k[-len(key) :] == key or key[-len(k) :] == k]
        return forms[0] if len({self._figures[k].name for k in forms}) == 1 else None

    def _note_initials(self, name: Name, key: Key) -> None:
        capital = [token for token in key if token not in w.SMALL]
        shorts = ["".join(token[0] for token in words) for words in (key, capital)]
        if len(capital) > 2 and capital[0] in w.ORGANIZATIONS:
            shorts.append(shorts[1][1:])  # the VA is the Department of Veterans Affairs
        bracketed = _BRACKETED.match(self._text, name.span.end)
        for short in (*shorts, *(tokens(bracketed[1])[:1] if bracketed else ())):
            if len(short) > 1:
                self._initials.setdefault(short, key)

    def _partner(self, name: Name, key: Key) -> Key | None:
        """The name of one who shares the family name that follows: "Ann" in "Ann and Bo Lee" is Ann Lee."""
        joint = _AND.match(self._text, name.span.end)
        after = self._starts.get(joint.end()) if joint else None
        if len(key) != 1 or after is None or self._kinds[key] != "person" or key[0] in self._holding:
            return None
        other = self._keys[after.span]
        return (*key, other[-1]) if len(other) > 1 and self._kinds[other] == "person" else None

    def _shared(self, name: Name) -> str:
        """A first name with the family name of the name after the "and" that follows it."""
        joint = _AND.match(self._text, name.span.end)
        after = self._starts[joint.end()].span.text
        return f"{_display(name, 'person')} {plain(after).split()[-1]}"

    def _recognise(self, name: Name) -> Figure:
        key = self._keys[name.span]
        if key not in self._figures:
            key = self._long_form(name, key) or key
        figure = self._figures.get(key)
        if figure is None:
            figure = self._figures[key] = self._new(name, key)
        if figure.name.isupper() and not name.span.text.isupper() and len(key) == 1 == len(tokens(figure.name)):
            figure.name = _display(name, self._kinds[key])
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
        held = [k for k in self._holding[key[-1]] if _holds(k, key)]
        people = [k for k in held if self._kinds[k] == "person"]
        others = [k for k in held if self._kinds[k] not in ("person", "place")]
        if self._kinds[key] == "place":
            return None
        if others and (self._kinds[key] != "person" or not people):
            return self._last[key[-1]] if self._last.get(key[-1]) in others else others[0]
        return self._person(name, key[-1], people)

    def _person(self, name: Name, token: str, keys: Sequence[Key]) -> Key | None:
        title = self._title(name)
        gender = w.gender_of_title(title)
        if gender:
            keys = (
                [k for k in keys if self._figures[k].gender == gender]
                or [k for k in keys if not self._figures[k].gender]
                or keys
            )
        elif title:
            keys = [k for k in keys if title in self._figures[k].callings] or keys
        surnames = [k for k in keys if k[-1] == token] or [k for k in keys if k[0] == token] or keys
        # one whom the article calls by the first name alone is not whom the family name alone means
        formal = [k for k in surnames if (k[0],) not in self._times]
        return max(formal or surnames, key=lambda k: self._times[k], default=None)

    def _title(self, name: Name) -> str | None:
        """The word right before a name or at its beginning, when it is a title."""
        titles = words_of(without_titles(name.span.text)[1])
        before = _TITLE_BEFORE.search(self._text, max(0, name.span.start - 20), name.span.start)
        title = titles[-1] if titles else before[1].lower() if before else ""
        return title if title in w.TITLES else None

    def _new(self, name: Name, key: Key) -> Figure:
        kind = self._kinds[key]
        if kind != "person":
            return Figure(
                _display(name, kind),
                "group" if kind == "group" else "organization",
                plural=kind == "group",
                place=kind == "place",
                named=True,
            )
        doubtful = len(key) == 1 and bool(self._votes[key]["organization"])
        figure = Figure(_display(name, kind), "person", named=True, doubtful=doubtful)
        if len(key) > 1:
            figure.gender = w.given_names().get(key[0])
        return figure


def _holds(long: Key, short: Key) -> bool:
    """Whether a short name is the end of a long one, its beginning, or a word of it."""
    return long[-len(short) :] == short or long[: len(short)] == short or (len(short) == 1 and short[0] in long)


def _is_form_of(short: Key, long: Key) -> bool:
    """Whether the words of one name are, in their order, among those of another, or the initials of them."""
    rest = iter(long)
    return all(any(word in (other, other[0]) for other in rest) for word in short)


def _display(name: Name, kind: NameKind) -> str:
    whole = plain(name.span.text)
    if kind == "person":
        return without_titles(whole)[0]
    return whole + "." if _INITIALISM.fullmatch(whole) and "." in whole else whole
