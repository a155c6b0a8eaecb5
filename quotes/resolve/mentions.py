"""What the text mentions beside the sources of attributions: by name, by pronoun, by description."""

from __future__ import annotations

import regex

from quotes.attribution import Name, Span
from quotes.english.numbers import VALUES
from quotes.resolve import words as w
from quotes.resolve.discourse import Discourse
from quotes.resolve.entities import Entity, Gender, described
from quotes.resolve.phrases import Phrase, plain, singular, words_of
from quotes.resolve.roles import apposition, callings, head_words, initials, is_role, shown, title_before

POINTED_AT = 0.4  # the least probability of whom a pronoun that is no source points back to,
TELLING = 0.8  # and at which a pronoun tells the gender
TAKEN_UP = 0.5  # the probability above which a description points back to somebody who is called so,
SURELY = 0.9  # and to anybody else
NAMED_NOW = 0.6  # and at which a name is of somebody described before
SHARED = 60  # characters between two names that share a title in the plural

_OF = regex.compile(r"\s++(?:of|in|at|for|from|to|by|on)\s++(?:the\s++)?")
_AGE = regex.compile(r"\s++of\s++(\d{1,3}+|\p{L}++)\b")
_AGE_WITHIN = 20  # characters
_FIRST_WORD = regex.compile(r"(\p{L}++)\s++")
_APPOSED = regex.compile(r"\s*+[,(—–]\s*+")
_IS = regex.compile(r"\s++(?:is|was|became|remains)\s++")


def learn(discourse: Discourse, name: Name) -> None:
    """Take in what stands before and after a name: titles, callings, kin."""
    text, entity = discourse.text, discourse.entity(name)
    if entity.kind == "person":
        title = title_before(text, name.span, _end_of_person(discourse, name))
        if title and singular(last := words_of(title)[-1]) != last:
            _share(discourse, name, singular(last))
            title = title.removesuffix("s")
        for role in (title, apposition(text, name.span)):
            if role:
                give_role(entity, role)
                entity.call(sorted(initials(role) & discourse.initialisms))
        entity.call(callings(text, name.span))
    entity.words |= set(words_of(name.span.text))
    discourse.learn(entity)


def _end_of_person(discourse: Discourse, name: Name) -> int:
    """Where the last person's name before a name ends, which no title goes on over: "Ann Lee and Minister Bo Ek"."""
    before = discourse.names.within(max(0, name.span.start - SHARED), name.span.start)
    return max((n.span.end for n in before if n.kind == "person"), default=0)


def _share(discourse: Discourse, name: Name, title: str) -> None:
    """Give the title before a name to the one joined to it as well: "Senators Ann Lee, of Iowa, and Bo Ek"."""
    after = discourse.names.within(name.span.end, name.span.end + SHARED)
    other = next((n for n in after if n.kind == "person"), None)
    if other and discourse.text[name.span.end : other.span.start].endswith((" and ", " & ")):
        discourse.entity(other).call([title])


def give_role(entity: Entity, role: str) -> None:
    """Let an entity be called by a role, and have it where it has none."""
    entity.words |= set(words_of(role)) - w.DETERMINERS
    entity.call(word for word in map(singular, head_words(role)) if is_role(word))
    entity.role = entity.role or shown(role)


def mention_by_name(discourse: Discourse, name: Name) -> None:
    """Take in a name; the first of a person may be of somebody described before: "A farmer ...", "Bo Ek, 52, ..."."""
    entity = discourse.entity(name)
    if entity.kind == "person" and name.span.start == entity.offsets[0]:
        pointed = discourse.pointed(name.span, name.span.start)
        other = _likeliest(pointed)
        if other and pointed[other] > NAMED_NOW and other.kind == "anonymous" and other.is_one_person:
            discourse.merge(other, entity)
    discourse.note(entity, name.span)
    discourse.learn(entity)


def _likeliest(chances: dict[Entity, float]) -> Entity | None:
    return max(chances, key=chances.__getitem__, default=None)


def mention_by_pronoun(discourse: Discourse, span: Span) -> None:
    """Take in "he" or "she", no source, if the linker is sure enough whom it stands for."""
    gender: Gender = "he" if span.text.lower() in w.HE else "she"
    pointed = discourse.pointed(span, span.start)
    fit = {entity: chance for entity, chance in pointed.items() if entity.is_likely(gender)}
    best = _likeliest(fit)
    if best and fit[best] > POINTED_AT:
        if fit[best] > TELLING:
            best.gender = best.gender or gender
        discourse.note(best, span, again=True)


def mention_by_description(discourse: Discourse, found: Span) -> None:
    """Take in a description that is no source ("a nurse"), unless it is beside the name of whom it describes."""
    span = _trimmed(discourse, found)
    phrase = discourse.phrase(span)
    if phrase.name or phrase.head in w.NO_NOUNS or _belongs_to_a_name(discourse, phrase):
        return
    pointed = discourse.pointed(found, span.start) if phrase.is_definite else {}
    entity = _likeliest(pointed)
    if entity is None or pointed[entity] <= _taken_up(entity, phrase) or entity.plural != phrase.is_plural:
        entity = _described(discourse, phrase, _whole(discourse, phrase, span))
    discourse.note(entity, found if found.start == span.start else span, described=True)


def _taken_up(entity: Entity, phrase: Phrase) -> float:
    """The probability above which a description points back to an entity: high of a person not called so."""
    called = singular(phrase.head) in entity.callings
    return TAKEN_UP if called or phrase.kind != "anonymous" else SURELY


def _described(discourse: Discourse, phrase: Phrase, name: str) -> Entity:
    """Somebody whom a description brings in, or the one who was described just so before."""
    known = (e for e in discourse.called(singular(phrase.head)) if not e.named and e.name.lower() == name.lower())
    entity = next(known, None) or described(phrase, name)
    discourse.learn(entity)
    return entity


def _trimmed(discourse: Discourse, span: Span) -> Span:
    """A description in whole words, with a name that it begins with, without a preposition before it."""
    text, start = discourse.text, span.start
    while start and (text[start - 1].isalnum() or text[start - 1] in "-'’"):
        start -= 1
    name = discourse.names.ending(start)
    first = _FIRST_WORD.match(text, start, span.end)
    bare = not first or first[1].lower() not in w.DETERMINERS
    if name and bare and text[name.span.end : start] == " ":
        start = name.span.start
        if text[max(0, start - 4) : start].lower() == "the ":
            start -= 4
    while (word := _FIRST_WORD.match(text, start, span.end)) and word[1].lower() in w.AFTER_HEAD:
        start = word.end()
    return Span.of(text, start, max(start, span.end))


def _belongs_to_a_name(discourse: Discourse, phrase: Phrase) -> bool:
    """Whether a description only tells what somebody named right before or after it is, who is called so then."""
    text, start, end = discourse.text, phrase.span.start, phrase.span.end
    owner = discourse.names.ending(start)
    between = text[owner.span.end : start] if owner else ""
    if not (_APPOSED.fullmatch(between) or _IS.fullmatch(between)):
        owner = next((name for name in discourse.names.within(end, end + 4)[:1] if name.kind == "person"), None)
        between = text[end : owner.span.start] if owner else ""
        owner = owner if _APPOSED.fullmatch(between) else None
    if owner:
        discourse.entity(owner).call([singular(phrase.head)])
    return owner is not None


def _whole(discourse: Discourse, phrase: Phrase, span: Span) -> str:
    """A description with the name or the age that it goes on to: "the mayor of Rome", "a widow of 88"."""
    text, end = discourse.text, span.end
    link = _OF.match(text, end)
    names = discourse.names.within(link.end(), link.end() + 1) if link else []
    age = _AGE.match(text, end, end + _AGE_WITHIN) if phrase.kind == "anonymous" and not phrase.is_plural else None
    if age and (age[1].isdigit() or age[1].lower() in VALUES):
        end = age.end()
    return plain(text[span.start : names[0].span.end if names else end])
