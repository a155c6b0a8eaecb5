"""How far speakers commit themselves to their words: what a small network makes of the sentences around them.

What is learned goes further than lists: "It would be a stretch to tell you that the dam is safe" (de Marneffe, Simons
and Tonhauser, 2019, call it speaker commitment). The network reads what the encoder makes of the sentence with the
words and of those beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from quotes.attribution import Reason, Span
from quotes.tagging.links import Floats
from quotes.tagging.manifest import check
from quotes.tagging.onnx import load_settings, session
from quotes.tagging.pieces import Ints, Pieces, batch, load_tokenizer, pieces
from quotes.tagging.tagger import softmax
from quotes.text.quotations import quotations

FILE = "commitment.onnx"
REASONS: tuple[Reason, ...] = (*("negation", "doubt", "condition", "question", "reported", "withdrawn", "limited"),)
BEFORE, WITHIN, AFTER, EARLIER, LATER = range(5)  # zones: in the words' sentence, and in those beside it
ZONES = 5
BESIDE = 3  # sentences that are read before and after those with the words
FAR = 8  # kinds of distances on either side
_NEAR = 2_000  # characters before and after the words that are looked at, so that a sentence may be without end
_REACH = 150, 120  # pieces that are read before the words and after their first
_ROOM = 400  # pieces that are read at most


class Passage(NamedTuple):
    """Words and the sentences around them, as the network reads them.

    pieces: of the passage, which begins at `offset` in the text; first, end: those that are read.
    zones, distances: one a piece that is read, 0 to ZONES - 1 and 0 to 2 * FAR - 1.
    """

    pieces: Pieces
    offset: int
    first: int
    end: int
    zones: Ints
    distances: Ints

    def span(self, text: str, first: int, end: int) -> Span:
        """The words of the text that the pieces from `first` to before `end` of those read are of."""
        found = self.pieces.words(self.first + first, self.first + end)
        return Span.of(text, self.offset + found.start, self.offset + found.end)


@dataclass(frozen=True, slots=True)
class Commitment:
    """Why a speaker may not commit to words: how probable each reason is, 0 to 1, and the cue if there is one."""

    reasons: Mapping[Reason, float]
    cue: Span


class PassageReader:
    """Reads words and the sentences around them with a model folder's encoder.

    Raises FileNotFoundError where the folder lacks a file, quotes.tagging.manifest.ModelError where one is damaged.
    """

    def __init__(self, folder: Path) -> None:
        check(folder, ("encoder.onnx", "tokenizer.json", "settings.json"))
        self._settings = load_settings(folder)
        self._tokenizer = load_tokenizer(folder / "tokenizer.json")
        self._encoder = session(folder / "encoder.onnx", 1)

    def passage(self, text: str, start: int, end: int, beside: Sequence[Span | None]) -> Passage:
        """The words from `start` to `end` of a text with what is read around them.

        beside: the sentences that hold them, as one, and BESIDE before and after it, as `Neighbours.around` tells.
        """
        around, before, after = beside
        assert around
        begin = max((before or around).start, start - _NEAR)
        finish = min((after or around).end, end + _NEAR)
        found = pieces(text[begin:finish], quotations(text[begin:finish]), self._tokenizer)
        inner, outer = found.between(start - begin, end - begin)
        first = max(0, inner - _REACH[0])
        last = min(len(found), max(outer, inner) + _REACH[1], first + _ROOM)
        places = np.arange(first, last)
        starts = found.starts[first:last] + begin
        zones = np.select(
            [starts < around.start, places < inner, places < outer, starts < around.end],
            [EARLIER, BEFORE, WITHIN, AFTER],
            LATER,
        )
        away = np.where(places < inner, inner - places, np.maximum(0, places - outer + 1))
        step = np.minimum(FAR - 1, np.ceil(np.log2(away + 1))).astype(np.int64)
        return Passage(found, begin, first, last, zones, step + FAR * (places >= outer))

    def vectors(self, found: Passage) -> Floats:
        """What the encoder makes of the pieces that are read: [1, pieces, width]."""
        settings = self._settings
        read = batch([found.pieces.features(found.first, found.end)], settings.opening, settings.closing)
        vectors: Floats = self._encoder.run(["vectors"], {"features": read["features"]})[0]
        return vectors[:, 1:-1]


class Commitments:
    """Tells how far speakers commit themselves, with a model folder's network.

    Raises what `PassageReader` raises.
    """

    def __init__(self, folder: Path) -> None:
        self._reader = PassageReader(folder)
        check(folder, (FILE,))
        self._network = session(folder / FILE, 1)

    def of(self, text: str, start: int, end: int, beside: Sequence[Span | None]) -> Commitment:
        """That to the words from `start` to `end` of a text; beside: the sentences as `PassageReader` has them."""
        found = self._reader.passage(text, start, end, beside)
        vectors = self._reader.vectors(found)
        told = {"vectors": vectors, "zones": found.zones[None], "distances": found.distances[None]}
        scores, cues = self._network.run(None, told)
        probable = softmax(scores[0])[1:].tolist()
        cue = found.span(text, *_stretch(cues[0], found.zones != WITHIN))
        return Commitment(dict(zip(REASONS, probable, strict=True)), cue)


def _stretch(scores: Floats, outside: NDArray[np.bool_]) -> tuple[int, int]:
    """First place and place after the last of the stretch outside of the words whose scores sum up highest."""
    best, place = (-np.inf, 0, 1), 0
    total = 0.0
    for at, score in enumerate(np.where(outside, scores, -1e4).tolist()):
        if total <= 0:
            total, place = 0.0, at
        total += score
        best = max(best, (total, place, at + 1))
    return best[1], best[2]
