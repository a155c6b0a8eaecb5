"""Whom the source of an attribution stands for: a pronoun, a name, a description, or several joined by "and"."""

from __future__ import annotations

from quotes.attribution import Span
from quotes.resolve import words as w
from quotes.resolve.antecedents import NOBODY, Choice
from quotes.resolve.descriptions import described
from quotes.resolve.discourse import ANSWERS, QUESTIONS, Discourse
from quotes.resolve.naming import named
from quotes.resolve.phrases import Phrase, only_word, plain
from quotes.resolve.pronouns import pronoun, speaking
from quotes.resolve.relatives import relative

_AND_I = " and I"


def sourced(discourse: Discourse, index: int, source: Span) -> Choice:
    """Who speaks in the attribution numbered `index`, by the words that are its source."""
    if source.text in QUESTIONS:
        return NOBODY
    if source.text in ANSWERS:
        return Choice(discourse.interviewee, 0.9) if discourse.interviewee else NOBODY
    word = only_word(source)
    if word in w.SPEAKING:
        return speaking(discourse, index, source)
    if word in w.THIRD_PERSON or word == "self":
        return pronoun(discourse, word, source, index)
    if word in w.RELATIVE:
        return relative(discourse, index, source.start, word)
    return _phrase(discourse, index, source)


def _phrase(discourse: Discourse, index: int, source: Span) -> Choice:
    """Whom a noun phrase stands for: one, or several together."""
    phrase = discourse.phrase(source)
    if source.text.isupper() and not phrase.names and (called := discourse.cast.called(phrase.head)):
        return Choice(called, 0.8)
    parts = [_part(discourse, index, part) for part in phrase.parts]
    if source.text.endswith(_AND_I):
        other = Span.of(discourse.text, source.start, source.end - len(_AND_I))
        parts = [_part(discourse, index, discourse.phrase(other)), speaking(discourse, index, source)]
    known = [choice for choice in parts if choice.figure]
    if len(known) < 2:
        return next(iter(known), NOBODY)
    joint = discourse.memory.joint([choice.figure for choice in known if choice.figure])
    return Choice(joint, min(choice.probability for choice in known))


def _part(discourse: Discourse, index: int, phrase: Phrase) -> Choice:
    """Whom a noun phrase, or one of those that "and" joins, stands for."""
    family = discourse.cast.family(phrase.head) if phrase.determiner == "the" and len(phrase.words) == 2 else []
    if len(family) > 1:
        return Choice(discourse.memory.joint(family), 0.9)
    if phrase.name and phrase.name.kind != "group" and not phrase.is_member:
        return Choice(named(discourse, phrase, phrase.name), 1.0)
    if phrase.name and plain(phrase.core.text).lower() == plain(phrase.name.span.text).lower():
        return Choice(discourse.cast.figure(phrase.name), 1.0)
    return described(discourse, phrase, phrase.description, index)
