"""Confidence: how likely an attribution is right, by the evidence of its spans and of the choice of its speaker.

What it begins with, the confidence of the spans alone, is told in `quotes.find` and `quotes.drafts`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from quotes.attribution import Attribution
from quotes.resolve import words as w
from quotes.resolve.entities import Entity
from quotes.resolve.phrases import only_word
from quotes.resolve.ranker import Features

_SHORT = 4  # words of content


@dataclass(frozen=True, slots=True)
class Choice:
    """Who speaks, None for nobody; how probable that is, 0 to 1, and by how much more than the next.

    new: whether it is somebody that the article did not mention before.
    """

    entity: Entity | None
    probability: float
    margin: float = 1.0
    new: bool = False


NOBODY = Choice(None, 1.0)


def trust(attribution: Attribution, choice: Choice) -> Features:
    """What tells how likely an attribution is right with its speaker; its confidence is that of its spans alone."""
    return {
        "any": 1.0,
        "spans": _log_odds(attribution.confidence),
        "speaker": _log_odds(choice.probability),
        "margin": choice.margin,
        "no cue": attribution.cue is None,
        "no source": attribution.source is None,
        "nobody": choice.entity is None,
        "new": choice.new,
        "unnamed": choice.entity is not None and not choice.entity.named,
        "no person": choice.entity is not None and choice.entity.kind != "person",
        "pronoun": attribution.source is not None and only_word(attribution.source) in w.PRONOUNS,
        "quoted": attribution.type != "indirect",
        "attitude": attribution.act == "attitude",
        "short": len(attribution.words.split()) < _SHORT,
    }


def sure_of(weights: Mapping[str, float], evidence: Features) -> float:
    """The probability, 0 to 1, that evidence gives by what each piece adds to the log odds."""
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in evidence.items())))


def _log_odds(probability: float) -> float:
    kept = min(0.99, max(0.01, probability))
    return math.log(kept / (1 - kept))
