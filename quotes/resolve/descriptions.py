"""Whom a description stands for: somebody called so before, somebody whom it fits, or else somebody new."""

from __future__ import annotations

from dataclasses import replace

from quotes.resolve import words as w
from quotes.resolve.antecedents import NOBODY, Choice, Place, can_be
from quotes.resolve.discourse import TAKEN_UP, Discourse
from quotes.resolve.figures import Figure, Gender
from quotes.resolve.phrases import Phrase, singular, words_of
from quotes.resolve.pronouns import person
from quotes.resolve.roles import is_role


def described(discourse: Discourse, phrase: Phrase, name: str, index: int | None = None) -> Choice:
    """Whom a description stands for; somebody new is called `name`.

    index: of the attribution that the description is the source of.
    """
    head = singular(phrase.head)
    place = discourse.place("description", phrase.span, index, phrase)
    if head in w.OWN and (phrase.determiner in w.HE or phrase.determiner in w.SHE):
        return person(discourse, replace(place, anaphor="he"), "he" if phrase.determiner in w.HE else "she")
    definite = phrase.is_definite
    choice = _definite(discourse, place, phrase, head) if definite else _repeated(discourse, phrase, head)
    if choice.figure is None:
        return Choice(_introduced(phrase, head, name), 1.0)
    choice.figure.describe(frozenset(words_of(name)) - w.DETERMINERS, name)
    choice.figure.call([head])
    return choice


def _introduced(phrase: Phrase, head: str, name: str) -> Figure | None:
    """Somebody new, as an indefinite description brings them in; None for what has no words."""
    if not name:
        return None
    figure = Figure(name, phrase.kind, plural=phrase.is_plural)
    if figure.kind == "anonymous":
        figure.gender = _gender(head)
    figure.words |= set(words_of(name)) - w.DETERMINERS
    figure.call([head])
    return figure


def _gender(noun: str) -> Gender | None:
    return "he" if noun in w.MALE else "she" if noun in w.FEMALE else None


def _definite(discourse: Discourse, place: Place, phrase: Phrase, head: str) -> Choice:
    """Whom a definite description points back to."""
    if phrase.is_plural or _is_both(phrase):
        repeated = _repeated(discourse, phrase, head)
        return repeated if repeated.figure else _pair(discourse, phrase, head)
    if head in w.ANY_ORGANIZATION and phrase.determiner in w.DEFINITE:
        choice = discourse.likeliest(place, lambda figure: _may_be(figure, phrase))
        if choice.figure:
            return choice
    called = _called_so(discourse, phrase, head)
    return called if called.figure else _generic(discourse, place, phrase, head)


# Descriptions of whom the text has called so


def _called_so(discourse: Discourse, phrase: Phrase, head: str) -> Choice:
    """Whom the article has called so: "the minister" after "Foreign Minister Ann Lee"."""
    alike = next((words for words in w.ALIKE if head in words), frozenset())
    for word in (head, *alike):
        called = [figure for figure in discourse.memory.called(word) if not figure.plural]
        figures = [figure for figure in called if _agree(phrase, figure, head)]
        if "first" in phrase.modifiers:
            return Choice(figures[0], 0.8) if figures else NOBODY
        if figures:
            best = max(reversed(figures), key=lambda figure: len(figure.words & phrase.modifiers))
            return Choice(best, 1.0 if len(figures) == 1 else 0.8)
    return NOBODY


def _agree(phrase: Phrase, figure: Figure, head: str) -> bool:
    """Whether a description may be of somebody called by its head: "the French official" is no US official."""
    if phrase.complement and not phrase.complement & figure.words:
        return False
    if figure.named:
        return True
    known = figure.words - {head}
    own = phrase.determiner in w.POSSESSIVES and phrase.determiner not in words_of(figure.name)
    return not own and (not phrase.modifiers or not known or bool(phrase.modifiers & (known | {"first"})))


def _repeated(discourse: Discourse, phrase: Phrase, head: str) -> Choice:
    """The same description met before, in the same or more words: "tests" after "medical tests"."""
    if phrase.determiner in w.ANOTHER:
        return NOBODY
    bare = set(words_of(phrase.description)) - w.DETERMINERS
    for figure in reversed(discourse.memory.called(head)):
        if figure.kind == "person" or figure.plural != phrase.is_plural:
            continue
        same = figure.name.lower() == phrase.description.lower()
        if same or (phrase.is_definite and bare <= figure.words and phrase.determiner not in w.POSSESSIVES):
            return Choice(figure, 1.0)
    return NOBODY


def _pair(discourse: Discourse, phrase: Phrase, head: str) -> Choice:
    """The two whom a plural calls together: "the senators", "the two men", "the airlines"."""
    memory = discourse.memory
    if _is_both(phrase):
        pair = memory.side_by_side() or memory.last_two("person")
    elif head in w.PEOPLE and "two" in phrase.words:
        pair = memory.last_two("person")
    elif head in w.SORTS:
        pair = memory.last_two("organization")
    else:
        pair = [figure for figure in memory.called(head) if figure.kind == "person"][-2:]
    return Choice(memory.joint(pair), 0.8) if len(pair) == 2 else NOBODY


def _is_both(phrase: Phrase) -> bool:
    """Whether a phrase means two that were named, and tells no more: "the two", "both"."""
    return phrase.words in w.BOTH and words_of(phrase.span.text)[len(phrase.words) :] in ([], ["of", "them"])


# Descriptions that fit many


def _generic(discourse: Discourse, place: Place, phrase: Phrase, head: str) -> Choice:
    """Whom a description means that would fit many: "the woman", "the 54-year-old", "the company"."""
    own = phrase.determiner in w.POSSESSIVES
    if (head in w.PEOPLE and not own) or head.endswith("year-old") or phrase.is_member:
        return person(discourse, place, _gender(head))
    if own or phrase.complement:
        return NOBODY
    if head in w.PLACES:
        return discourse.likeliest(place, lambda f: f.place and words_of(f.name)[-1] not in w.FACILITIES)
    if head in w.ORGANIZATIONS:
        return _organization(discourse, place, phrase, head)
    if is_role(head):
        return discourse.likeliest(place, lambda figure: figure.named and can_be(figure, None), TAKEN_UP)
    return NOBODY


def _organization(discourse: Discourse, place: Place, phrase: Phrase, head: str) -> Choice:
    """Which organization a description means: by its name ("the appeals court"), else by the context."""
    named = discourse.likeliest(
        place, lambda f: _is_called(f, head) and bool(phrase.modifiers & set(words_of(f.name)))
    )
    if named.figure is None:
        named = discourse.likeliest(place, lambda figure: _is_called(figure, head))
    return named if named.figure else discourse.likeliest(place, lambda f: _may_be(f, phrase), TAKEN_UP)


def _may_be(figure: Figure, phrase: Phrase) -> bool:
    """Whether an organization may be meant by a description that does not name it."""
    told = not phrase.modifiers or bool(phrase.modifiers & (figure.words | set(words_of(figure.name))))
    return figure.kind == "organization" and not figure.place and told


def _is_called(figure: Figure, noun: str) -> bool:
    """Whether the noun is in an organization's name: "the court" in "Supreme Court"."""
    return figure.kind == "organization" and noun in words_of(figure.name)
