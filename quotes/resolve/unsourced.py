"""The speaker of a quotation without a source: a name and a colon, the sentence before, the writer, turns of talk."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from quotes.resolve import words as w
from quotes.resolve.discourse import Discourse
from quotes.resolve.entities import Entity
from quotes.resolve.phrases import words_of

INTRODUCTION = 90  # characters of a sentence that introduces what somebody says
_TURN = 60  # characters that the name before a turn's colon may take with its title
_ASKED = regex.compile(r"\b(?:[Aa]sked|[Aa]sk)\s++(?=\S)")


def unsourced(discourse: Discourse, index: int, start: int) -> Iterator[tuple[Entity, str]]:
    """Who may speak in an attribution without a source, each with the name of the rule that proposes them.

    index: the attribution's number, from 0; start: where its content begins.
    """
    line = discourse.text.rfind("\n", max(0, start - _TURN), start) + 1
    before = discourse.text[line:start] if line or start <= _TURN else ""
    if before.rstrip("\"“„«‘' \xa0").endswith(":") and (names := discourse.names.within(line, start)):
        yield discourse.entity(names[-1]), "named before a colon"
    cue = discourse.attributions[index].cue
    if cue and not w.SEEMING.isdisjoint(words_of(cue.text)):
        yield discourse.authors.of(start), "writes"
    yield from _introduced(discourse, start)
    if again := discourse.said_elsewhere(index):
        yield again, "says the same elsewhere"
    if len(discourse.spoken) > 1 and discourse.spoken[-2] is not discourse.spoken[-1]:
        yield discourse.spoken[-2], "by turns"


def _introduced(discourse: Discourse, start: int) -> Iterator[tuple[Entity, str]]:
    """Whom the short sentence before a quotation is about: "Hale was blunt."; whom it asks: "I asked Lee"."""
    begin = discourse.sentence_start(start - 1)
    if start - begin > INTRODUCTION or discourse.places.paragraph(start) - discourse.places.paragraph(begin) > 1:
        return
    here = [e for e in discourse.recent_in(begin, start) if e.kind in ("person", "anonymous")]
    if asked := _ASKED.search(discourse.text, begin, start):
        names = discourse.names.within(asked.end(), asked.end() + 1)
        yield from ((discourse.entity(name), "asked in the sentence before") for name in names)
    elif here:
        yield here[0], "introduced in the sentence before"
