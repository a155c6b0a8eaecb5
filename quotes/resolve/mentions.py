"""What the text mentions beside the sources of attributions, by name and by pronoun; see `descriptions` too."""

from __future__ import annotations

from quotes.attribution import Name, Span
from quotes.resolve import words as w
from quotes.resolve.discourse import Discourse
from quotes.resolve.entities import Entity
from quotes.resolve.phrases import singular, words_of
from quotes.resolve.roles import (
    abbreviated_titles,
    age,
    apposition,
    definite_roles,
    head_words,
    initials,
    is_role,
    predicate,
    shown,
    title_before,
)

POINTED_AT = 0.4  # the least probability of whom a pronoun that is no source points back to,
SURELY = 0.8  # and at which a pronoun tells the gender
SHARED = 60  # characters between two names that share a title in the plural


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
        entity.call(abbreviated_titles(text, name.span))
        entity.call(age(text, name.span))
        entity.call(filter(is_role, head_words(predicate(text, name.span))))
        entity.call(sorted(definite_roles(text, name.span)))
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
    """Take in a name."""
    entity = discourse.entity(name)
    discourse.note(entity, name.span)
    discourse.learn(entity)


def mention_by_pronoun(discourse: Discourse, span: Span) -> None:
    """Take in "he" or "she", no source, if the linker is sure enough whom it stands for."""
    gender = "he" if span.text.lower() in w.HE else "she"
    pointed = discourse.pointed(discourse.links.row(span), span.start)
    fit = {entity: chance for entity, chance in pointed.items() if entity.is_likely(gender)}
    best = max(fit, key=lambda entity: fit[entity], default=None)
    if best and fit[best] > POINTED_AT:
        if fit[best] > SURELY:
            best.gender = best.gender or ("he" if gender == "he" else "she")
        discourse.note(best, span, again=True)
