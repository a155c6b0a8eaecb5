"""Descriptions that the text mentions beside the sources of attributions: "the mayor of Rome", "a nurse"."""

from __future__ import annotations

import regex

from quotes.attribution import Span
from quotes.resolve import words as w
from quotes.resolve.discourse import Discourse
from quotes.resolve.entities import Entity
from quotes.resolve.phrases import Phrase, plain, singular, words_of

TAKEN_UP = 0.5  # the probability above which a description points back to somebody who is called so,
SURELY = 0.9  # and to anybody else
_OF = regex.compile(r"\s++(?:of|in|at|for|from|to|by|on)\s++(?:the\s++)?")
_FIRST_WORD = regex.compile(r"(\p{L}++)\s++")
_APPOSED = regex.compile(r"\s*+[,(—–]\s*+")
_IS = regex.compile(r"\s++(?:is|was|became|remains)\s++")


def mention_by_description(discourse: Discourse, found: Span) -> None:
    """Take in a description that is no source, unless it is beside the name of whom it describes."""
    span = _trimmed(discourse, found)
    phrase = discourse.phrase(span)
    if phrase.name or phrase.head in w.NO_NOUNS or _belongs_to_a_name(discourse, phrase):
        return
    pointed = discourse.pointed(discourse.links.row(found), span.start) if phrase.is_definite else {}
    entity = max(pointed, key=lambda entity: pointed[entity], default=None)
    if entity is None or pointed[entity] <= _taken_up(entity, phrase) or entity.plural != phrase.is_plural:
        entity = _described(discourse, phrase, _whole(discourse, span))
    discourse.note(entity, found if found.start == span.start else span, described=True)


def _taken_up(entity: Entity, phrase: Phrase) -> float:
    """The probability above which a description points back to an entity: high of a person not called so."""
    called = singular(phrase.head) in entity.callings
    return TAKEN_UP if called or phrase.kind != "anonymous" else SURELY


def _described(discourse: Discourse, phrase: Phrase, name: str) -> Entity:
    """Somebody whom a description brings in, or the one who was described just so before."""
    head = singular(phrase.head)
    known = (e for e in discourse.called(head) if not e.named and e.name.lower() == name.lower())
    entity = next(known, None) or Entity(name, phrase.kind, plural=phrase.is_plural)
    entity.words |= set(words_of(name)) - w.DETERMINERS
    entity.call([head])
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
    """Whether a description only tells what somebody named right before or after it is."""
    start, end = phrase.span.start, phrase.span.end
    before = discourse.names.ending(start)
    if before:
        between = discourse.text[before.span.end : start]
        if _APPOSED.fullmatch(between) or _IS.fullmatch(between):
            discourse.entity(before).call([singular(phrase.head)])
            return True
    after = next(iter(discourse.names.within(end, end + 4)), None)
    if after and after.kind == "person" and _APPOSED.fullmatch(discourse.text[end : after.span.start]):
        discourse.entity(after).call([singular(phrase.head)])
        return True
    return False


def _whole(discourse: Discourse, span: Span) -> str:
    """A description with the name that it goes on to: "the mayor of Rome"."""
    link = _OF.match(discourse.text, span.end)
    names = discourse.names.within(link.end(), link.end() + 1) if link else []
    return plain(discourse.text[span.start : names[0].span.end] if names else span.text)
