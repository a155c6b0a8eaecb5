"""Who has been mentioned on the way through an article: where, in what order, and by which nouns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from quotes.attribution import Kind
from quotes.resolve.antecedents import LOOK_BACK, Event
from quotes.resolve.figures import Figure

NEAR = 8  # mentions that are the nearest; figures of one calling that are remembered


class Memory:
    """The mentions so far, in the order in which the walk comes to them.

    events: by name, by pronoun and as a source. met: by descriptions that are no source; who is met so is meant where
        nobody else is.
    introduced: whom the text has named at least once.
    """

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.met: list[Event] = []
        self.introduced: set[Figure] = set()
        self._called: dict[str, list[Figure]] = {}
        self._leading: dict[Kind, int] = {}
        self._joint: dict[tuple[Figure, ...], Figure] = {}
        self._companions: dict[int, Figure] = {}

    def note(self, event: Event, *, met: bool = False) -> None:
        """Keep a mention in mind, and that the nouns which its figure is called by mean that figure again."""
        (self.met if met else self.events).append(event)
        for noun in event.figure.callings:
            called = self._called.setdefault(noun, [])
            if event.figure in called:
                called.remove(event.figure)
            called.append(event.figure)
            del called[:-NEAR]

    def leads(self, figure: Figure, sentence: int) -> bool:
        """Whether a figure mentioned now is the first of its kind in the sentence; a group always is."""
        first = self._leading.get(figure.kind) != sentence
        self._leading[figure.kind] = sentence
        return first or figure.kind == "group"

    @property
    def recent(self) -> list[Event]:
        """The events that are looked back over, the last one last."""
        return self.events[-LOOK_BACK:]

    @property
    def nearest(self) -> list[Event]:
        """The last few events, the last one last."""
        return self.events[-NEAR:]

    def called(self, noun: str) -> Sequence[Figure]:
        """Those whom the text called by a noun, in small letters, the last mentioned last."""
        return self._called.get(noun, ())

    def last_to_speak(self, offset: int) -> Event | None:
        """Where somebody spoke last before a place."""
        return next((event for event in reversed(self.recent) if event.speaks and event.offset < offset), None)

    def last_two(self, kind: Kind) -> list[Figure]:
        """The two last that the text named first in a sentence, or that spoke, in the order of their naming."""
        leading = (event.figure for event in reversed(self.recent) if event.leads or event.speaks)
        fit = dict.fromkeys(f for f in leading if f.kind == kind and not f.plural and not f.place)
        return list(fit)[1::-1]

    def side_by_side(self) -> list[Figure]:
        """The two people, or organizations, whom the last sentence names that names two of a kind."""
        named = [e for e in self.recent if e.figure.named and not e.figure.plural and not e.figure.place]
        sentences = [[e.figure for e in group] for _, group in groupby(named, lambda event: event.sentence)]
        for figures in reversed(sentences):
            for kind in ("person", "organization"):
                pair = list(dict.fromkeys(figure for figure in figures if figure.kind == kind))
                if len(pair) == 2:
                    return pair
        return []

    def joint(self, figures: Sequence[Figure]) -> Figure:
        """Those who speak together, as one: the same for the same people."""
        members = tuple(member for figure in figures for member in (figure.members or (figure,)))
        name = " | ".join(member.name for member in members)
        joint = Figure(name, members[0].kind, plural=True, members=members)
        return self._joint.setdefault(members, joint)

    def companion(self, offset: int, wording: str) -> Figure:
        """Somebody whom a speaker names beside "I" at a place ("my wife"): the same for the same place."""
        return self._companions.setdefault(offset, Figure(wording, "anonymous"))
