"""Whom a proper name stands for, and what the text says of them beside it: titles, callings, kin."""

from __future__ import annotations

from quotes.attribution import Name, Span
from quotes.resolve import words as w
from quotes.resolve.antecedents import LOOK_BACK, can_be
from quotes.resolve.discourse import Discourse
from quotes.resolve.figures import Figure
from quotes.resolve.phrases import Phrase, only_word, plain, singular, words_of
from quotes.resolve.roles import apposition, definite_roles, head_words, is_role, predicate, shown, title_before

SHARED = 60  # characters between two names that share a title in the plural


def learn(discourse: Discourse, name: Name) -> None:
    """Take in what stands before and after a name: titles, callings, kin."""
    text = discourse.text
    figure = discourse.cast.figure(name)
    figure.mentions.add(name.span)
    if figure.kind != "person":
        return
    title = title_before(text, name.span)
    if title and singular(last := words_of(title)[-1]) != last:
        _share(discourse, name, singular(last))
        title = title.removesuffix("s")
    for role in (title, apposition(text, name.span)):
        if role:
            _give_role(figure, role)
    figure.call(filter(is_role, head_words(predicate(text, name.span))))


def _share(discourse: Discourse, name: Name, title: str) -> None:
    """Give the title before a name to the one joined to it as well: "Senators Ann Lee, of Iowa, and Bo Ek"."""
    after = discourse.names.within(name.span.end, name.span.end + SHARED)
    other = next((n for n in after if n.kind == "person"), None)
    if other and discourse.text[name.span.end : other.span.start].endswith((" and ", " & ")):
        discourse.cast.figure(other).call([title])


def _give_role(figure: Figure, role: str) -> None:
    figure.words |= set(words_of(role)) - w.DETERMINERS
    figure.call(word for word in map(singular, head_words(role)) if is_role(word))
    figure.role = figure.role or shown(role)


def met(discourse: Discourse, name: Name) -> Figure:
    """Whom a name stands for; at their first, whether the text has described them before."""
    figure = discourse.cast.figure(name)
    known = discourse.memory.introduced
    if figure in known:
        return figure
    known.add(figure)
    before = _met_unnamed(discourse, figure, name.span) if figure.kind == "person" else None
    if before is None:
        return figure
    discourse.cast.identify(figure, before)
    known.add(before)
    return before


def _met_unnamed(discourse: Discourse, figure: Figure, name: Span) -> Figure | None:
    """Whom the text described, and now names: "a driver", then "the driver, Ann Lee"; "a girl", then "Ann"."""
    # a man's first name alone is too often a family name: "Clinton"
    given = w.given_names().get(only_word(name)) == "she"
    gender = figure.gender or ("she" if given else None)
    events = discourse.memory.met[-LOOK_BACK:] + discourse.memory.recent
    unnamed = [e for e in events if e.figure.kind == "anonymous" and can_be(e.figure, gender)]
    nouns = definite_roles(discourse.text, name)
    called = next((e.figure for e in reversed(unnamed) if nouns & e.figure.callings.keys()), None)
    row = discourse.links.row(name)
    linked = [(e.figure, e.row) for e in unnamed if e.row is not None]
    if called or nouns or not given or row is None or not linked:
        return called
    scores = discourse.links.scores(row, [other for _, other in linked])
    return linked[int(scores.argmax())][0] if scores.max() > 0 else None


def named(discourse: Discourse, phrase: Phrase, name: Name) -> Figure:
    """Whom a phrase stands for whose head is a name; the words before the name are their role."""
    figure = met(discourse, name)
    if figure.kind == "person":
        start = phrase.core.start if name.span.start < phrase.core.end else phrase.span.start
        before = discourse.text[start : name.span.start]
        if plain(before):
            _give_role(figure, before)
    return figure
