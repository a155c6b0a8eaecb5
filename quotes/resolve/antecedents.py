"""Whom a pronoun or a description points back to: what speaks for each candidate, and how much.

A log-linear model over candidates, with "none of them" as one of the choices, as in Rahman and Ng's cluster ranking
(EMNLP 2009), but the mention vectors of the encoder (`quotes.tagging.links`) count beside the plain features. The
weights are learned by `python -m quotes.training speakers` and ship in the model's folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from quotes.resolve.figures import Figure, Gender
from quotes.tagging.links import Links

Floats = NDArray[np.float64]
Anaphor = Literal["he", "they", "it", "description"]
ANAPHORS: tuple[Anaphor, ...] = ("he", "they", "it", "description")

LOOK_BACK = 60  # mentions that are looked back over
_FAR = 8.0  # beyond which a link's score says no more

FEATURES = (
    "any",
    "link",
    "link of the last mention",
    "not linked",
    "same sentence",
    "sentence before",
    "two or three sentences before",
    "paragraphs between",
    "speaks",
    "spoke last",
    "spoke in the paragraph",
    "leads",
    "last in quotes",
    "only in quotes",
    "times mentioned",
    "nearest",
    "gender known",
    "named",
    "person",
    "organization",
    "place",
    "plural",
    "host",
    "host, reported",
    "taken up before",
    "called so",
    "words shared",
    "noun in the name",
    "opens the article",
    "source: spoke last",
    "source: host, reported",
    "source: in quotes",
    "in quotes: spoke last",
    "in quotes: last in quotes",
    "named in what is said",
)


@dataclass(frozen=True, slots=True)
class Event:
    """A place where the text mentions somebody or lets them speak.

    leads: nobody is mentioned before them in their sentence. quoted: the place is inside somebody's direct words.
    again: it is a pronoun. row: the mention's number for `Links`.
    """

    offset: int
    sentence: int
    paragraph: int
    figure: Figure
    speaks: bool
    leads: bool
    quoted: bool
    again: bool
    row: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """What points back, from where.

    source: whether it is the source of an attribution. quoted: whether it stands in somebody's direct words.
    host: who says or thinks that in which it stands; reported: whether not in their own words.
    own: the start and end of what the source says, where nobody who is meant is looked for; told_of: who is named
        there.
    head, words: of a description, in small letters.
    """

    anaphor: Anaphor
    offset: int
    sentence: int
    paragraph: int
    row: int | None = None
    source: bool = False
    quoted: bool = False
    host: Figure | None = None
    reported: bool = False
    own: tuple[tuple[int, int], ...] = ()
    told_of: frozenset[Figure] = frozenset()
    head: str = ""
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom a place most likely points back to, and the probability, 0 to 1, that it does; None for nobody."""

    figure: Figure | None
    probability: float


NOBODY = Choice(None, 1.0)

Judge = Callable[[Place, Mapping[Figure, Sequence[Event]], Floats], Choice | None]


@dataclass(frozen=True)
class Ranker:
    """Chooses among candidates by learned weights: for each kind of anaphor one a feature.

    judge: where given, it is told the candidates of every choice, with their mentions, and their features, and may
        make the choice itself; training listens and teaches so.
    """

    weights: dict[Anaphor, Floats]
    judge: Judge | None = None

    def choose(self, place: Place, events: Sequence[Event], links: Links, fits: Callable[[Figure], bool]) -> Choice:
        """Whom of the figures in `events`, in text order, that fit a place most likely points back to.

        The probability leaves room for none of them.
        """
        seen = _candidates(place, events, fits)
        if not seen:
            return NOBODY
        features = _features(place, seen, events, links)
        if self.judge and (told := self.judge(place, seen, features)):
            return told
        figures = list(seen)
        scores = np.append(features @ self.weights[place.anaphor], 0.0)
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        best = int(chances[:-1].argmax())
        return Choice(figures[best], float(chances[best]))


def _candidates(place: Place, events: Sequence[Event], fits: Callable[[Figure], bool]) -> dict[Figure, list[Event]]:
    """Those who may be meant, the last mentioned first, each with their mentions, the last first."""
    found: dict[Figure, list[Event]] = {}
    for event in reversed(events):
        if event.offset >= place.offset or any(start <= event.offset < end for start, end in place.own):
            continue
        if event.figure in found:
            found[event.figure].append(event)
        elif fits(event.figure):
            found[event.figure] = [event]
    if place.host and place.host not in found and fits(place.host):
        found[place.host] = []
    return found


def _features(place: Place, seen: dict[Figure, list[Event]], events: Sequence[Event], links: Links) -> Floats:
    """One row a candidate, one column a feature: [candidates, FEATURES]."""
    scores = _link_scores(place, seen, links)
    spoke = next((event.figure for event in reversed(events) if event.speaks and event.offset < place.offset), None)
    rows = [
        list(_row(place, figure, mentions, scores, spoke, nearest=number == 0))
        for number, (figure, mentions) in enumerate(seen.items())
    ]
    return np.array(rows, dtype=np.float64)


def _link_scores(place: Place, seen: dict[Figure, list[Event]], links: Links) -> dict[int, float]:
    if place.row is None:
        return {}
    rows = [event.row for mentions in seen.values() for event in mentions if event.row is not None]
    if not rows:
        return {}
    scores = np.clip(links.scores(place.row, rows), -_FAR, _FAR) / 4
    return dict(zip(rows, scores.tolist(), strict=True))


def _row(
    place: Place,
    figure: Figure,
    mentions: Sequence[Event],
    scores: dict[int, float],
    spoke: Figure | None,
    *,
    nearest: bool,
) -> Iterator[float]:
    linked = [scores[event.row] for event in mentions if event.row in scores]
    last = mentions[0] if mentions else None
    away = place.sentence - last.sentence if last else 0
    last_quoted = bool(last and last.quoted)
    is_host = figure is place.host
    spoke_last = figure is spoke
    yield 1.0
    yield max(linked, default=0.0)
    yield linked[0] if linked else 0.0
    yield not linked
    yield away == 0
    yield away == 1
    yield away in (2, 3)
    yield min(4, place.paragraph - last.paragraph) if last else 0
    yield any(event.speaks for event in mentions)
    yield spoke_last
    yield any(event.speaks and event.paragraph == place.paragraph for event in mentions)
    yield bool(last and last.leads)
    yield last_quoted
    yield all(event.quoted for event in mentions)
    yield float(np.log1p(len(mentions)))
    yield nearest
    yield figure.gender is not None
    yield figure.named
    yield figure.kind == "person"
    yield figure.kind == "organization"
    yield figure.place
    yield figure.plural
    yield is_host
    yield is_host and place.reported
    yield bool(last and last.again)
    yield place.head in figure.callings
    yield len(place.words & figure.words) / max(1, len(place.words))
    yield place.head in figure.name.lower().split()
    yield any(event.paragraph == 1 for event in mentions)
    yield place.source and spoke_last
    yield place.source and is_host and place.reported
    yield place.source and last_quoted
    yield place.quoted and spoke_last
    yield place.quoted and last_quoted
    yield figure in place.told_of


def can_be(figure: Figure, gender: Gender | None) -> bool:
    """Whether somebody may be called "he" or "she"; gender None for what tells neither."""
    if figure.kind not in ("person", "anonymous") or figure.plural:
        return False
    return gender is None or figure.gender in (None, gender)
