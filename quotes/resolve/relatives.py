"""Whom a relative pronoun stands for: what ends right before it."""

from __future__ import annotations

import regex

from quotes.resolve import words as w
from quotes.resolve.antecedents import NOBODY, Choice
from quotes.resolve.descriptions import described
from quotes.resolve.discourse import Discourse
from quotes.resolve.figures import Figure
from quotes.resolve.phrases import phrase_before, words_of

REACH = 80  # characters before a relative pronoun that may hold what it stands for
_BESIDE = regex.compile(r"\s*+(?:[,(—–](?!\s*+(?:and|or|but)\b)|(?:of|from)\s)")


def relative(discourse: Discourse, index: int, offset: int, word: str) -> Choice:
    """Whom "who", "which" or "that" stands for; `index` is of the attribution that it is the source of."""
    ends = discourse.source_ends
    told = next((ends[end] for end in range(offset, offset - 3, -1) if end in ends), index)
    if told != index and (choice := discourse.found[told]):
        return choice
    sentence = discourse.sentence(offset) - 1
    start = max(offset - REACH, discourse.sentence_starts[sentence] if sentence >= 0 else 0, 0)
    named = _named_before(discourse, start, offset, only_person=word in w.WHO)
    if named:
        return Choice(named, 1.0)
    before = next((e for e in reversed(discourse.memory.nearest) if start <= e.offset < offset), None)
    if before and not before.figure.named:
        return Choice(before.figure, 0.9)
    span = phrase_before(discourse.text, discourse.names, start, offset)
    if not span:
        return NOBODY
    phrase = discourse.phrase(span)
    return described(discourse, phrase, phrase.description, index)


def _named_before(discourse: Discourse, start: int, offset: int, *, only_person: bool) -> Figure | None:
    """Whose name a relative pronoun follows, with no more between than tells who that is: "Lee of Ohio, who"."""
    for name in reversed([name for name in discourse.names.within(start, offset) if name.span.end <= offset]):
        figure = discourse.cast.figure(name)
        between = discourse.text[name.span.end : offset]
        bare = not words_of(between)
        if bare and only_person and figure.kind == "organization":
            continue
        if (only_person or figure.kind != "person") and (bare or _BESIDE.match(between)):
            return figure if bare or figure.kind != "group" else None
    return None
