"""Somebody or something that can speak, as an article builds it up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from quotes.attribution import Kind, Span
from quotes.resolve import words as w
from quotes.resolve.phrases import Phrase, singular, words_of

Gender = Literal["he", "she"]

MANY = 24  # names that share a word, and callings of one entity, that are kept


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text mentions an entity or lets it speak.

    opens, leads: nobody is mentioned before it in its sentence; nobody of its kind. quoted: the place is in
        somebody's direct words. again: it is a pronoun. row: the mention's number for `Links`.
    """

    entity: Entity
    offset: int
    sentence: int
    paragraph: int
    leads: bool
    quoted: bool
    again: bool
    opens: bool
    speaks: bool
    described: bool
    row: int | None


@dataclass(eq=False)
class Entity:
    """One for all the names of one.

    named: whether the article gives a proper name. doubtful: whether a person's name was also taken for an
        organization's.
    callings: nouns that the article calls it by, in small letters ("minister", "lawyer"); words: those of its names
        and descriptions, with all that stands beside them ("former", "vermont").
    mentions: where it is named or is a source; offsets: where it is named; seen: its mentions so far on the walk;
        spoke: the paragraphs in which it spoke so far.
    """

    name: str
    kind: Kind
    role: str | None = None
    gender: Gender | None = None
    guess: Gender | None = None
    plural: bool = False
    place: bool = False
    named: bool = False
    doubtful: bool = False
    callings: dict[str, None] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    mentions: set[Span] = field(default_factory=set)
    members: tuple[Entity, ...] = ()
    offsets: list[int] = field(default_factory=list)
    seen: list[Mention] = field(default_factory=list)
    spoke: list[int] = field(default_factory=list)

    def call(self, words: Iterable[str]) -> None:
        """Note what the article calls them, and the gender when that tells."""
        for word in words:
            if len(self.callings) < MANY:
                self.callings |= dict.fromkeys((word, *w.CALLED.get(word, ())))
            self.words.add(word)
            if self.kind in ("person", "anonymous") and not self.gender and word in w.MALE | w.FEMALE:
                self.gender = "he" if word in w.MALE else "she"

    @property
    def is_one_person(self) -> bool:
        """Whether they may be one person."""
        return self.kind in ("person", "anonymous") and not self.plural

    def can_be(self, gender: str) -> bool:
        """Whether they may be called "he" or "she"."""
        return self.is_one_person and self.gender in (None, gender)

    def is_likely(self, gender: str) -> bool:
        """Whether nothing, not the first name either, speaks against calling them "he" or "she"."""
        return self.can_be(gender) and gender == (self.gender or self.guess or gender)

    def describe(self, wording: str) -> None:
        """Take a wording for the name of somebody unnamed where it says more than the one before, in more words."""
        if self.named or self.members:
            return
        words = set(words_of(wording)) - w.DETERMINERS
        if len(words) > len(set(words_of(self.name)) - w.DETERMINERS):
            self.name = wording
        self.words |= words
        self.call([singular(word) for word in words_of(wording)[-1:]])


def described(phrase: Phrase, name: str) -> Entity:
    """Somebody new, whom a phrase calls `name`."""
    entity = Entity(name, phrase.kind, plural=phrase.is_plural)
    entity.words |= set(words_of(name)) - w.DETERMINERS
    entity.call([singular(phrase.head)])
    return entity
