"""What resolution has learned: the weights that choose antecedents, and those that make confidence a probability."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from quotes.attribution import Attribution
from quotes.resolve.antecedents import ANAPHORS, FEATURES, Choice, Floats, Ranker
from quotes.tagging.manifest import check, naming, write_manifest

FILE = "speakers.json"
EVIDENCE = (
    "any",
    "spans",
    "speaker",
    "no cue",
    "no source",
    "nobody",
    "unnamed",
    "quoted",
    "attitude",
    "short",
)
_SHORT = 4  # words of content


@dataclass(frozen=True)
class Weights:
    """A ranker of antecedents, and what each piece of EVIDENCE adds to the log odds of being right."""

    ranker: Ranker
    confidence: Floats

    def sure(self, attribution: Attribution, choice: Choice) -> float:
        """The probability, 0 to 1, that an attribution's content and its speaker, `choice`, are both right."""
        return float(1 / (1 + np.exp(-(evidence(attribution, choice) @ self.confidence))))


def evidence(attribution: Attribution, choice: Choice) -> Floats:
    """What speaks for an attribution, whose confidence is still that of its spans alone: [EVIDENCE]."""
    return np.array(list(_evidence(attribution, choice)), dtype=np.float64)


def _evidence(attribution: Attribution, choice: Choice) -> Iterator[float]:
    yield 1.0
    yield _log_odds(attribution.confidence)
    yield _log_odds(choice.probability)
    yield attribution.cue is None
    yield attribution.source is None
    yield choice.figure is None
    yield choice.figure is not None and not choice.figure.named
    yield attribution.type != "indirect"
    yield attribution.act == "attitude"
    yield len(attribution.words.split()) < _SHORT


def _log_odds(probability: float) -> float:
    kept = min(0.98, max(0.02, probability))
    return float(np.log(kept / (1 - kept)))


def load_weights(folder: Path) -> Weights:
    """The weights in a model's folder.

    Raises FileNotFoundError where there are none, quotes.tagging.manifest.ModelError where they are damaged.
    """
    check(folder, (FILE,))
    with naming(folder / FILE):
        record = json.loads((folder / FILE).read_text(encoding="utf-8"))
        ranker = Ranker({a: np.array([record["antecedents"][a][name] for name in FEATURES]) for a in ANAPHORS})
        return Weights(ranker, np.array([record["confidence"][name] for name in EVIDENCE]))


def save_weights(weights: Weights, folder: Path) -> None:
    """Writes what `load_weights` reads, and the folder's manifest anew."""
    record = {
        "antecedents": {
            anaphor: dict(zip(FEATURES, weights.ranker.weights[anaphor].round(4).tolist(), strict=True))
            for anaphor in ANAPHORS
        },
        "confidence": dict(zip(EVIDENCE, weights.confidence.round(4).tolist(), strict=True)),
    }
    (folder / FILE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    write_manifest(folder)
