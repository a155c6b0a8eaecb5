"""What resolution has learned: to choose by named evidence, and how far a choice can be trusted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotes.tagging.manifest import check, naming, write_manifest

Floats = NDArray[np.float32]
Features = dict[str, float]  # evidence by name; what is not named is 0
Layer = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a choice is made by: the evidence that all candidates share, and that for each of them."""

    common: Features
    candidates: Sequence[Features]

    def names(self) -> set[str]:
        """Of all evidence that is not 0."""
        return {name for told in (self.common, *self.candidates) for name, value in told.items() if value}

    def table(self, places: Mapping[str, int]) -> Floats:
        """The evidence in columns, whose numbers are `places`: [candidates, places]."""
        rows = np.zeros((len(self.candidates), len(places)), dtype=np.float32)
        for name, value in self.common.items():
            if value and (place := places.get(name)) is not None:
                rows[:, place] = value
        for row, told in zip(rows, self.candidates, strict=True):
            for name, value in told.items():
                if value and (place := places.get(name)) is not None:
                    row[place] = value
        return rows


NAMES_FILE, LAYERS_FILE = "speakers.json", "speakers.npz"


@dataclass(frozen=True)
class Ranker:
    """A perceptron of two hidden layers that scores candidates, several of them averaged.

    names: of the evidence, [inputs]; what bears another name does not count.
    layers: weights [nets, inputs, outputs] and biases [nets, 1, outputs] of each layer, the last with one output.
    """

    names: tuple[str, ...]
    layers: tuple[Layer, ...]

    def probabilities(self, evidence: Evidence) -> Floats:
        """How likely each candidate is meant, one of which is: [candidates], the mean over the nets."""
        table = evidence.table(self._places)
        told = np.flatnonzero(table.any(axis=0))  # most evidence is of other choices
        weights, biases = self.layers[0]
        found = np.maximum(table[None, :, told] @ weights[:, told] + biases, 0.0)
        for weights, biases in self.layers[1:-1]:
            found = np.maximum(found @ weights + biases, 0.0)
        weights, biases = self.layers[-1]
        scores = (found @ weights + biases)[:, :, 0]
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances: Floats = (raised / raised.sum(axis=1, keepdims=True)).mean(axis=0)
        return chances

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}


@dataclass(frozen=True)
class Weights:
    """What is learned: `joiner` chooses whose form a name is, `ranker` who speaks.

    confidence: by name, what each piece of evidence adds to the log odds of being right.
    """

    joiner: Ranker
    ranker: Ranker
    confidence: Mapping[str, float]


def load_weights(folder: Path) -> Weights:
    """The weights in a model's folder.

    Raises FileNotFoundError where there are none, quotes.tagging.manifest.ModelError where they are damaged.
    """
    check(folder, (NAMES_FILE, LAYERS_FILE))
    with naming(folder / NAMES_FILE):
        record = json.loads((folder / NAMES_FILE).read_text(encoding="utf-8"))
        names = {kind: tuple(map(str, record[kind])) for kind in ("joiner", "ranker")}
        confidence = {str(name): float(value) for name, value in record["confidence"].items()}
    with naming(folder / LAYERS_FILE), np.load(folder / LAYERS_FILE, allow_pickle=False) as arrays:
        joiner, ranker = (Ranker(names[kind], _layers(arrays, kind, len(names[kind]))) for kind in names)
    return Weights(joiner, ranker, confidence)


def _layers(arrays: Any, kind: str, inputs: int) -> tuple[Layer, ...]:
    found = []
    for number in range(3):
        weights, biases = (arrays[f"{kind}.{number}.{part}"].astype(np.float32) for part in ("weights", "biases"))
        if weights.shape[1] != inputs or biases.shape != (len(weights), 1, weights.shape[2]):
            raise ValueError(f"layer {number} of {kind} does not fit the one before it")
        inputs = weights.shape[2]
        found.append((weights, biases))
    return tuple(found)


def save_weights(weights: Weights, folder: Path) -> None:
    """Writes what `load_weights` reads, and the folder's manifest anew."""
    rankers = {"joiner": weights.joiner, "ranker": weights.ranker}
    confidence = {name: round(value, 4) for name, value in weights.confidence.items()}
    record = {**{kind: ranker.names for kind, ranker in rankers.items()}, "confidence": confidence}
    (folder / NAMES_FILE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    arrays: dict[str, Any] = {
        f"{kind}.{number}.{part}": array.astype(np.float16)
        for kind, ranker in rankers.items()
        for number, layer in enumerate(ranker.layers)
        for part, array in zip(("weights", "biases"), layer, strict=True)
    }
    np.savez_compressed(folder / LAYERS_FILE, **arrays)
    write_manifest(folder)
