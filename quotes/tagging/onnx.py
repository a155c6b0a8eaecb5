"""The attribution network, and how ONNX Runtime runs it."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from quotes.tagging import manifest
from quotes.tagging.links import Floats
from quotes.tagging.pieces import Ints

MARGIN = 12  # pieces that the decoder's convolutions look at beyond each

_PARENTS: list[Any] = []  # encoders of the processes that this one was forked from


@dataclass(frozen=True)
class Settings:
    """How the model is read; made at training, kept beside the weights in settings.json.

    window, context: sizes in pieces (see `quotes.tagging.pieces.windows`); reach: of the decoder around a cue.
    cue: the least probability of a cue, 0 to 1; part: that of a source or content.
    opening, closing: the vocabulary's numbers of the pieces that begin and end a window.
    transitions: scores of a role after a role, [roles][roles], from and to.
    """

    version: str
    window: int
    context: int
    reach: int
    cue: float
    part: float
    opening: int
    closing: int
    transitions: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """The places around cues that the decoder reads, those of one cue after those of another.

    owners: [places], the number of the cue; offsets: [places], in pieces from its first.
    kept: [places], those to be scored; the others are their neighbours, which the scores depend on.
    """

    owners: Ints
    offsets: Ints
    kept: NDArray[np.bool_]

    @classmethod
    def of(cls, first: Ints, end: Ints) -> Strip:
        """A strip for cues that are read from offset `first` to before `end`, 2 × [cues]."""
        lengths = end - first + 2 * MARGIN
        owners = np.repeat(np.arange(len(first)), lengths)
        ends = np.cumsum(lengths)
        offsets = np.arange(len(owners)) - (ends - lengths - first + MARGIN)[owners]
        return cls(owners, offsets, (offsets >= first[owners]) & (offsets < end[owners]))


class Model(Protocol):
    """What the network computes, by whatever engine.

    encode: features [windows, 4, pieces] and mask [windows, pieces] to vectors [windows, pieces, width] and the
    scores of labels side by side, cues, roles, names, descriptions: [windows, pieces, 3 + 5 + 9 + 7].
    decode: those vectors, cues [cues, 3] (window, first and last piece) and a strip to scores [places, roles].
    link: those vectors and mentions [mentions, 3] to the rows of `quotes.tagging.links.Links`.
    """

    def encode(self, features: NDArray[np.int64], mask: NDArray[np.bool_]) -> tuple[Floats, Floats]: ...

    def decode(self, vectors: Floats, cues: Ints, strip: Strip) -> Floats: ...

    def link(self, vectors: Floats, mentions: NDArray[np.int64]) -> Floats: ...


class OnnxModel:
    """The network as ONNX Runtime runs it, from the files that `quotes.training` exports to a folder."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self._path, self._threads = folder / "encoder.onnx", threads
        self._encoder, self._process = session(self._path, threads), os.getpid()
        # one thread each: pools of their own would go on spinning where the encoder wants to work
        self._decoder, self._linker = session(folder / "decoder.onnx", 1), session(folder / "linker.onnx", 1)

    def encode(self, features: NDArray[np.int64], mask: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        # window by window: attention without a mask is quicker, and none is read that only fills up
        lengths = mask.sum(axis=1).tolist()
        encoder = self._own_encoder()
        read = [
            encoder.run(None, {"features": row[None, :, :length]})
            for row, length in zip(features, lengths, strict=True)
        ]
        vectors, scores = (_filled([found[i][0] for found in read], mask.shape[1]) for i in (0, 1))
        return vectors, scores

    def decode(self, vectors: Floats, cues: Ints, strip: Strip) -> Floats:
        places = {"owners": strip.owners, "offsets": strip.offsets}
        scores: Floats = self._decoder.run(None, {"vectors": vectors, "cues": cues, **places})[0]
        return scores

    def link(self, vectors: Floats, mentions: NDArray[np.int64]) -> Floats:
        rows: Floats = self._linker.run(None, {"vectors": vectors, "mentions": mentions})[0]
        return rows

    def _own_encoder(self) -> Any:
        """The encoder of this process: a fork leaves a session's threads behind, and it would wait for them."""
        if self._process != os.getpid():
            _PARENTS.append(self._encoder)  # to end it would be to wait for them, too
            self._encoder, self._process = session(self._path, self._threads), os.getpid()
        return self._encoder


def session(path: Path, threads: int) -> Any:
    """What ONNX Runtime computes a file with, on so many threads, 0 for one a core."""
    import onnxruntime as ort

    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    with manifest.naming(path):
        return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _filled(rows: Sequence[Floats], length: int) -> Floats:
    """Rows of [pieces, width] side by side, their last piece repeated up to `length`: [rows, length, width]."""
    found = np.empty((len(rows), length, rows[0].shape[1]), dtype=np.float32)
    for place, row in enumerate(rows):
        found[place, : len(row)] = row
        found[place, len(row) :] = row[-1]
    return found


def load_settings(folder: Path) -> Settings:
    """The settings in `folder`."""
    path = folder / "settings.json"
    with manifest.naming(path):
        record = json.loads(path.read_text(encoding="utf-8"))
        record["transitions"] = tuple(tuple(row) for row in record["transitions"])
        return Settings(**record)
