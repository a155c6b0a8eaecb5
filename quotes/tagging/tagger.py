"""Texts read by the model: cues with the source and content of each, and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from quotes.attribution import Name, NameKind, Span
from quotes.tagging import manifest
from quotes.tagging.crf import CONTENT, ROLES, SOURCE, Lattice, moves
from quotes.tagging.labels import best_labels, spans
from quotes.tagging.links import Floats, Links
from quotes.tagging.onnx import Model, OnnxModel, Settings, Strip, load_settings
from quotes.tagging.pieces import PARAGRAPH, Ints, Pieces, Window, batch, load_tokenizer, pieces, windows
from quotes.text.intervals import Intervals
from quotes.text.text import Text

DescriptionKind = Literal["person", "organization", "thing"]

CUE_LABELS = ("O", "B", "I")
NAME_KINDS: tuple[NameKind, ...] = ("person", "organization", "place", "group")
NAME_LABELS = ("O", *(f"{at}-{kind}" for kind in NAME_KINDS for at in "BI"))
DESCRIPTION_KINDS: tuple[DescriptionKind, ...] = ("person", "organization", "thing")
DESCRIPTION_LABELS = ("O", *(f"{at}-{kind}" for kind in DESCRIPTION_KINDS for at in "BI"))
# What the columns of the label scores are of, one after another.
_OF_CUES = slice(0, len(CUE_LABELS))
_OF_CONTENTS = slice(_OF_CUES.stop, _OF_CUES.stop + len(ROLES))
_OF_NAMES = slice(_OF_CONTENTS.stop, _OF_CONTENTS.stop + len(NAME_LABELS))
_OF_DESCRIPTIONS = slice(_OF_NAMES.stop, _OF_NAMES.stop + len(DESCRIPTION_LABELS))
MODEL_FILES = ("encoder.onnx", "decoder.onnx", "linker.onnx", "tokenizer.json", "settings.json")
PRONOUNS = ("he", "him", "his", "she", "her", "hers")
NEAR = 48  # pieces on either side of a cue that the decoder reads, whatever the paragraphs
_SURELY = 9.0  # by how much being outside of any name has to score more for a piece to be passed over
_BATCH = 16  # windows that are read at a time
_CUES = 256  # and cues of theirs

_Cue = tuple[int, int, int, float]


@dataclass(frozen=True, slots=True)
class Part:
    """A source or a piece of content, and the probability, 0 to 1, of just this span."""

    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with what plays a role towards it: one attribution as the model sees it."""

    cue: Span
    probability: float
    sources: tuple[Part, ...]
    contents: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """Somebody or something mentioned by a common noun, up to that noun: "the mayor" of "the mayor of Rome"."""

    span: Span
    kind: DescriptionKind


@dataclass(frozen=True, slots=True)
class Tags:
    """What the model finds in a text.

    frames: by cue; contents: regardless of any cue.
    names, descriptions, pronouns: who and what is mentioned, by which of these; of pronouns those for people.
    links: how well all these, and the sources, do as what others point back to.
    """

    frames: tuple[Frame, ...] = ()
    contents: tuple[Part, ...] = ()
    names: tuple[Name, ...] = ()
    descriptions: tuple[Description, ...] = ()
    pronouns: tuple[Span, ...] = ()
    links: Links = field(default_factory=Links.none)


class Tagger:
    """Reads texts with a model that is loaded once, from a `folder` that holds MODEL_FILES.

    threads: that the encoder computes on, 0 for one a core.
    Raises FileNotFoundError where one of them is missing, quotes.tagging.manifest.ModelError where one is damaged.
    """

    def __init__(
        self, folder: Path, model: Model | None = None, settings: Settings | None = None, threads: int = 0
    ) -> None:
        if model is None:
            manifest.check(folder, MODEL_FILES)
        self.settings = settings or load_settings(folder)
        with manifest.naming(folder / "tokenizer.json"):
            self._tokenizer = load_tokenizer(folder / "tokenizer.json")
        self._model = model or OnnxModel(folder, threads)
        self._pronouns = np.array([self._tokenizer.token_to_id(word) for word in PRONOUNS], dtype=np.int64)
        self._moves = moves(np.array(self.settings.transitions, dtype=np.float32))

    def tag(self, whole: Text, sources: Sequence[Span] = ()) -> Tags:
        """What stands in a text.

        sources: spans that are to be linked although the model may not find them.
        """
        found = pieces(whole.characters, whole.quotations.items, self._tokenizer, whole.places.paragraphs.items)
        goes_on = found.goes_on
        is_pronoun = np.isin(found.ids, self._pronouns) & ~np.append(goes_on[1:], False)
        frames: list[Frame] = []
        contents: list[Part] = []
        names: list[Name] = []
        descriptions: list[Description] = []
        pronouns: list[Span] = []
        mentions = _Mentions(found)
        layout = windows(found.space, self.settings.window, self.settings.context)
        for part in (layout[i : i + _BATCH] for i in range(0, len(layout), _BATCH)):
            vectors, scores = self._encode(found, part)
            told = list(self._frames(found, part, vectors, softmax(scores[..., _OF_CUES])))
            frames += told
            named, described = (_labels(part, scores[..., of], goes_on) for of in (_OF_NAMES, _OF_DESCRIPTIONS))
            for row, window in enumerate(part):
                at = window.keep_start
                kept = slice(at - window.start + 1, window.keep_end - window.start + 1)
                contents += _contents(found, at, softmax(scores[row, kept, _OF_CONTENTS]))
                for first, end, kind in spans(named[row, kept]):
                    names.append(Name(mentions.add(row, window, at + first, at + end), NAME_KINDS[kind]))
                for first, end, kind in spans(described[row, kept]):
                    span = mentions.add(row, window, at + first, at + end)
                    descriptions.append(Description(span, DESCRIPTION_KINDS[kind]))
                for first in np.flatnonzero(is_pronoun[at : window.keep_end]).tolist():
                    pronouns.append(mentions.add(row, window, at + first, at + first + 1))
            mentions.add_sources(part, [*(source.span for frame in told for source in frame.sources), *sources])
            mentions.link(self._model, vectors)
        frames.sort(key=lambda frame: frame.cue)
        mentioned = tuple(names), tuple(descriptions), tuple(pronouns), mentions.links()
        return Tags(tuple(frames), tuple(contents), *mentioned)

    def _encode(self, found: Pieces, layout: Sequence[Window]) -> tuple[Floats, Floats]:
        # Of one text only: 8-bit weights come with scales that all windows of a batch share, so that windows of other
        # texts would change what is found in this one; and batches across texts were measured to be no faster.
        parts = [found.features(window.start, window.end) for window in layout]
        return self._model.encode(**batch(parts, self.settings.opening, self.settings.closing))

    def _frames(
        self, found: Pieces, layout: Sequence[Window], vectors: Floats, probabilities: Floats
    ) -> Iterator[Frame]:
        cues = [
            (row, first, last, probability)
            for row, window in enumerate(layout)
            for first, last, probability in _cues(probabilities[row], window, self.settings.cue)
        ]
        for some in (cues[i : i + _CUES] for i in range(0, len(cues), _CUES)):
            yield from self._decoded(found, layout, vectors, some)

    def _decoded(
        self, found: Pieces, layout: Sequence[Window], vectors: Floats, cues: Sequence[_Cue]
    ) -> Iterator[Frame]:
        """The frames of cues: (row, first and last place in the window, probability)."""
        reach = self.settings.reach
        places = np.array([cue[:3] for cue in cues], dtype=np.int64)
        strip = Strip.of(*read_around(found.space, layout, places, reach))
        owners, at = strip.owners[strip.kept], strip.offsets[strip.kept] + reach
        scores = np.zeros((len(cues), 2 * reach, len(ROLES)), dtype=np.float32)
        inside = np.zeros(scores.shape[:2], dtype=bool)
        scores[owners, at] = self._model.decode(vectors, places, strip)[strip.kept]
        inside[owners, at] = True
        lattice = Lattice(scores, self._moves, inside)
        spans = lattice.spans()
        for index, (row, first, last, probability) in enumerate(cues):
            window = layout[row]
            base = window.start + first - reach - 1
            parts: dict[int, list[Part]] = {SOURCE: [], CONTENT: []}
            for role, begin, end, sure in spans[index]:
                parts[role].append(Part(found.span(base + begin, base + end), sure))
            cue = found.words(window.start + first - 1, window.start + last)
            sources, contents = ([p for p in parts[role] if p.probability >= self.settings.part] for role in parts)
            if contents:
                yield Frame(cue, probability, tuple(sources), tuple(contents))


def softmax(scores: Floats) -> Floats:
    """Scores to probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return result


def read_around(space: Ints, layout: Sequence[Window], cues: Ints, reach: int) -> tuple[Ints, Ints]:
    """From where to where the decoder reads for each cue, in pieces from its first: 2 × [cues].

    That is its paragraph, those before and after, and `NEAR` pieces anyway, but no more than `reach` nor than the
    window holds.
    """
    start, end = np.array([(window.start, window.end) for window in layout], dtype=np.int64)[cues[:, 0]].T
    at = start + cues[:, 1] - 1
    seen, stop = layout[0].start, max(window.end for window in layout)
    breaks = seen + np.flatnonzero(space[seen:stop] == PARAGRAPH)
    breaks = np.concatenate([[seen] * 2, breaks, [stop] * 2])
    after = np.searchsorted(breaks, at, side="right")
    low = np.minimum(breaks[after - 2] - at, -NEAR).clip(min=np.maximum(start - at, -reach))
    high = np.maximum(breaks[np.minimum(after + 1, len(breaks) - 1)] - at, NEAR)
    return low, high.clip(max=np.minimum(end - at, reach))


def _cues(probabilities: Floats, window: Window, least: float) -> Iterator[tuple[int, int, float]]:
    """First and last place of each cue that the window keeps, in the window's own numbers, and its probability."""
    told = probabilities[1 : window.end - window.start + 1]
    begins = (told[:, 1] >= least) & (told[:, 1] >= told[:, 2])
    for first, end, _ in spans(np.where(begins, 1, 2 * (told.argmax(axis=1) == 2))):
        if begins[first] and window.keep_start <= window.start + first < window.keep_end:
            yield first + 1, end, float(told[first, 1])


def _contents(found: Pieces, at: int, probabilities: Floats) -> Iterator[Part]:
    """Stretches of content by the label head alone, from piece `at` on, with their mean probability."""
    inside = probabilities[:, CONTENT:].sum(axis=1)
    begun = probabilities[:, CONTENT] > 0.5
    for first, end, _ in spans(np.where(inside < 0.5, 0, np.where(begun, 1, 2))):
        yield Part(found.span(at + first, at + end), float(inside[first:end].mean()))


class _Mentions:
    """The mentions of a text as they are found, batch of windows by batch, and what the linker says of them."""

    def __init__(self, found: Pieces) -> None:
        self._found = found
        self._spans: list[Span] = []
        self._firsts: list[int] = []
        self._cores: dict[int, int] = {}  # where a name or a description begins and ends, in pieces
        self._places: list[tuple[int, int, int]] = []
        self._rows: list[Floats] = []

    def add(self, row: int, window: Window, first: int, end: int) -> Span:
        """Notes a mention from piece `first` to before `end`, which `window`, a batch's `row`, keeps."""
        span = self._found.span(first, end)
        self._cores.setdefault(first, end)
        self._note(span, row, window, first, end)
        return span

    def add_sources(self, layout: Sequence[Window], sources: Sequence[Span]) -> None:
        """Notes those of the sources that a window of a batch keeps, by the name or description each begins with."""
        kept = Intervals.of(layout, attrgetter("keep_start", "keep_end"))
        for source in sources:
            first, end = self._found.between(source.start, source.end)
            row = kept.at(first)
            if row >= 0 and first < min(end, layout[row].keep_end):
                self._note(source, row, layout[row], first, min(end, self._cores.get(first, end)))

    def _note(self, span: Span, row: int, window: Window, first: int, end: int) -> None:
        self._spans.append(span)
        self._firsts.append(first)
        self._places.append((row, first - window.start + 1, min(end, window.end) - window.start))

    def link(self, model: Model, vectors: Floats) -> None:
        """Has the linker read the mentions noted since it was last asked."""
        if self._places:
            self._rows.append(model.link(vectors, np.array(self._places, dtype=np.int64)))
            self._places.clear()

    def links(self) -> Links:
        return Links(self._spans, self._firsts, np.concatenate(self._rows)) if self._rows else Links.none()


def _labels(layout: Sequence[Window], scores: Floats, goes_on: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The labels of the places of a batch of windows: [windows, places].

    Only stretches of words that may be labelled at all are read, side by side.
    """
    within, likely = np.zeros((2, *scores.shape[:2]), dtype=np.bool_)
    for row, window in enumerate(layout):
        places = slice(1, 1 + window.end - window.start)
        within[row, places] = goes_on[window.start : window.end]
        within[row, 1] = False
        likely[row, places] = scores[row, places, 1:].max(axis=1) > scores[row, places, 0] - _SURELY
    within, likely, read = within.ravel(), likely.ravel(), scores.reshape(-1, scores.shape[2])
    word = np.cumsum(~within) - 1
    likely = np.bincount(word, likely).astype(np.bool_)[word]
    starts = np.flatnonzero(likely & ~np.concatenate([[False], likely[:-1]]))
    ends = np.flatnonzero(likely & ~np.concatenate([likely[1:], [False]])) + 1
    found = np.zeros(len(read), dtype=np.int64)
    if len(starts):
        at = starts[:, None] + np.arange((ends - starts).max())
        inside = at < ends[:, None]
        at = np.minimum(at, len(read) - 1)
        found[at[inside]] = best_labels(read[at] * inside[..., None], within[at] & inside)[inside]
    return found.reshape(scores.shape[:2])
