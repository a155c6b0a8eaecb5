"""Who speaks where words stand without a source: by a name and a colon, by the sentence before, by turns of talk."""

from __future__ import annotations

import regex

from quotes.resolve import words as w
from quotes.resolve.antecedents import NOBODY, Choice, Event, can_be
from quotes.resolve.discourse import Discourse
from quotes.resolve.figures import Figure
from quotes.resolve.phrases import words_of
from quotes.resolve.pronouns import speaking

INTRODUCTION = 80  # characters of a sentence that introduces what somebody says
_TURN = 60  # characters that the name before a turn's colon may take with its title
_ASKED = regex.compile(r"\b(?:[Aa]sked|[Aa]sk)\s++(?=\S)")
_GOES_ON = regex.compile(r"(?:[A-Z]\p{Ll}++s|\p{Ll}++(?:s|ing))(?:\s.*+)?+", regex.DOTALL)


def unsourced(discourse: Discourse, index: int) -> Choice:
    """Who speaks in the attribution numbered `index`, which has no source."""
    attribution = discourse.attributions[index]
    start = attribution.content[0].start
    if turn := _turn(discourse, start):
        return Choice(turn, 1.0)
    if attribution.cue and not w.SEEMING.isdisjoint(words_of(attribution.cue.text)):
        return speaking(discourse, index, attribution.content[0])
    spoke = discourse.memory.last_to_speak(start)
    if attribution.type != "direct" or attribution.cue:
        goes_on = attribution.cue and _GOES_ON.fullmatch(attribution.cue.text)
        return Choice(spoke.figure, 0.6) if goes_on and spoke else NOBODY
    if introduced := _introduced_before(discourse, start):
        return Choice(introduced, 0.8)
    if spoke is None or discourse.places.paragraph(start) - spoke.paragraph > 2:
        return NOBODY
    answered = index > 0 and discourse.attributions[index - 1].type != "indirect"
    return Choice((answered and _in_turn(discourse, start, spoke)) or spoke.figure, 0.8)


def _turn(discourse: Discourse, start: int) -> Figure | None:
    """The one whose name and a colon begin the line of what is said at `start`."""
    line = discourse.text.rfind("\n", max(0, start - _TURN), start) + 1
    before = discourse.text[line:start] if line or start <= _TURN else ""
    if not before.rstrip("\"“„«‘' \xa0").endswith(":"):
        return None
    names = discourse.names.within(line, start)
    return discourse.cast.figure(names[-1]) if names else None


def _introduced_before(discourse: Discourse, start: int) -> Figure | None:
    """Whom the short sentence before a quotation is about: "Hale was blunt."; whom it asks: "I asked Lee"."""
    sentence = discourse.sentence(start - 1) - 1
    if sentence < 0:
        return None
    begin = discourse.sentence_starts[sentence]
    if start - begin > INTRODUCTION or discourse.places.paragraph(start) - discourse.places.paragraph(begin) > 1:
        return None
    events = [event for event in discourse.memory.nearest if begin <= event.offset < start]
    people = [event for event in events if can_be(event.figure, None)]
    if not people or any(event.quoted for event in events):
        return None
    asked = _ASKED.search(discourse.text, begin, start)
    if asked:
        return next((event.figure for event in people if event.offset >= asked.end() - 1), None)
    return people[0].figure if people[0].leads and not any(event.speaks for event in events) else None


def _in_turn(discourse: Discourse, start: int, spoke: Event) -> Figure | None:
    """The other of two who talk by turns, a paragraph each, when one `spoke` in the paragraph before."""
    if discourse.places.paragraph(start) - spoke.paragraph != 1:
        return None
    others = [e for e in discourse.memory.recent if e.speaks and e.offset < spoke.offset and not e.quoted]
    other = next((e for e in reversed(others) if e.paragraph < spoke.paragraph), None)
    close = other is not None and spoke.paragraph - other.paragraph == 1
    return other.figure if close and other and other.figure is not spoke.figure else None
