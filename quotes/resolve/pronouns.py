"""Whom a pronoun stands for: "he" and "she", "it", "they", and the "I" and "we" of whoever speaks."""

from __future__ import annotations

from dataclasses import replace

import regex

from quotes.attribution import Span
from quotes.resolve import words as w
from quotes.resolve.antecedents import NOBODY, Choice, Place, can_be
from quotes.resolve.discourse import Discourse
from quotes.resolve.figures import Figure, Gender
from quotes.resolve.phrases import only_word

SURELY = 0.8  # the least probability at which a pronoun that is no source tells the gender of whom it points back to
WE_REACH = 600  # characters before "we" in its paragraph that may tell who that is
_AND_I = regex.compile(r"\b([Mm]y\s\p{Ll}++)\sand\sI\b")


def pronoun(discourse: Discourse, word: str, span: Span, index: int | None = None) -> Choice:
    """Whom a pronoun of the third person stands for; `index` is of the attribution that it is the source of."""
    if word in w.IT:
        place = discourse.place("it", span, index)
        return discourse.likeliest(place, lambda f: f.kind in ("organization", "document") and not f.plural)
    if word in w.THEY:
        place = discourse.place("they", span, index)
        choice = discourse.likeliest(place, lambda f: f.plural or f.kind == "organization" or f.doubtful)
        return replace(choice, figure=choice.figure and _named_people(discourse, choice.figure))
    gender: Gender | None = "he" if word in w.HE else "she" if word in w.SHE else None
    return person(discourse, discourse.place("he", span, index), gender)


def person(discourse: Discourse, place: Place, gender: Gender | None) -> Choice:
    """Whom "he" or "she" stands for, or a noun for anybody."""
    choice = discourse.likeliest(place, lambda f: can_be(f, gender))
    if choice.figure and not choice.figure.gender and (place.source or choice.probability > SURELY):
        choice.figure.gender = gender
    return choice


def _named_people(discourse: Discourse, figure: Figure) -> Figure:
    """The people, if several, named as examples of a group: whom "they" is after "critics like A and B"."""
    first, *people = figure.members or (figure,)
    all_people = all(member.kind == "person" for member in people)
    return discourse.memory.joint(people) if len(people) > 1 and all_people and first.kind == "group" else figure


def speaking(discourse: Discourse, index: int, span: Span) -> Choice:
    """Who "I" or "we" is: whoever is quoted around it, else who signs the text."""
    around = discourse.contents.holding(span.start, but=index)
    settled = Choice(discourse.authors.of(span.start), 1.0) if around is None else discourse.found[around]
    choice = settled or NOBODY
    companion = _companion(discourse, span) if only_word(span) in w.WE else None
    if choice.figure is None or companion is None:
        return choice
    return replace(choice, figure=discourse.memory.joint([choice.figure, companion]))


def _companion(discourse: Discourse, we: Span) -> Figure | None:
    """Who "we" is beside the one who speaks, where shortly before they say "my wife and I"."""
    start = max(discourse.text.rfind("\n", 0, we.start) + 1, we.start - WE_REACH)
    said = list(_AND_I.finditer(discourse.text, start, we.start))
    return discourse.memory.companion(said[-1].start(), said[-1][1]) if said else None
