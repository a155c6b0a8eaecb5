"""A network of a few plain rules in the learned one's place: quick, and the same on every machine.

It takes "said" and the like for cues, capitals for names, quotation marks for what is said. With it the steps around
the encoder, which takes most of the time, can be measured and tested by themselves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotes.analysis import analyse
from quotes.article import Article
from quotes.resolve import load_resolver
from quotes.scanner import MODEL
from quotes.tagging.crf import ROLES
from quotes.tagging.links import FAR, Floats
from quotes.tagging.onnx import Strip, load_settings
from quotes.tagging.pieces import CAPITAL, CAPITALS, LOWER, OUTSIDE, PARAGRAPH, load_tokenizer
from quotes.tagging.tagger import CUE_LABELS, DESCRIPTION_LABELS, NAME_LABELS, Tagger
from quotes.text.text import Text

_CUES = ("said", "says", "told", "wrote", "denied", "hopes", "according")
_POINTING = ("he", "she", "they", "it", "who", "i", "we")
_NOUNS = {"minister": 1, "mayor": 1, "official": 1, "company": 3, "union": 3, "report": 5}  # the labels of B-
_SURE = 6.0
_SOURCE_REACH, _CONTENT_REACH = 4, 24  # pieces from a cue
_WIDTH = 2


class StandIn:
    """What computes the scores, as `quotes.tagging.tagger.Model` says.

    Its vectors are ids, shapes, states and spaces: [windows, pieces, 4].
    """

    def __init__(self) -> None:
        numbers: dict[str, int] = load_tokenizer(MODEL / "tokenizer.json").get_vocab()
        self._cues = [numbers[word] for word in _CUES]
        self._pointing = [numbers[word] for word in _POINTING]
        self._nouns = {numbers[word]: label for word, label in _NOUNS.items()}

    def encode(self, features: NDArray[np.int64], mask: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        ids, shape, state, space = features.transpose(1, 0, 2)
        ids = np.where(mask, ids, 0)
        capital = (shape == CAPITAL) | (shape == CAPITALS)
        cues = np.where(np.isin(ids, self._cues), 1, 0)
        roles = np.where(state == OUTSIDE, 0, 4)
        names = np.where(capital & mask, 1 + 2 * (ids % 4), 0)
        goes_on = capital[:, 1:] & capital[:, :-1] & (space[:, 1:] != PARAGRAPH)
        names[:, 1:][goes_on] = names[:, :-1][goes_on] + names[:, :-1][goes_on] % 2
        nouns = np.zeros_like(ids)
        for id, label in self._nouns.items():
            nouns[ids == id] = label
        labels = ((cues, CUE_LABELS), (roles, ROLES), (names, NAME_LABELS), (nouns, DESCRIPTION_LABELS))
        scores = np.concatenate([_SURE * np.eye(len(all), dtype=np.float32)[at] for at, all in labels], axis=2)
        return features.transpose(0, 2, 1).astype(np.float32), scores

    def decode(self, vectors: Floats, cues: NDArray[np.int64], strip: Strip) -> Floats:
        away, (window, first, _) = strip.offsets, cues[strip.owners].T
        ids, shape, state, _ = vectors[window, np.clip(first + away, 0, vectors.shape[1] - 1)].T
        beside = (np.abs(away) <= _SOURCE_REACH) & (away != 0)
        source = beside & (state == OUTSIDE) & ((shape == CAPITAL) | np.isin(ids, self._pointing))
        told = (away > 0) & (away <= _CONTENT_REACH) & (shape == LOWER)
        content = ~source & (away != 0) & ((np.abs(away) <= _CONTENT_REACH) & (state != OUTSIDE) | told)
        roles = np.where(source, 1, np.where(content, 3, 0))
        roles[1:] += (roles[1:] > 0) & (roles[1:] == roles[:-1])
        scores: Floats = _SURE * np.eye(len(ROLES), dtype=np.float32)[roles]
        return scores

    def link(self, vectors: Floats, mentions: NDArray[np.int64]) -> Floats:
        ids = vectors[mentions[:, 0], mentions[:, 1], 0]
        waves = np.arange(1, 2 * _WIDTH + FAR + 2, dtype=np.float32)
        rows: Floats = np.sin(ids[:, None] * waves).astype(np.float32)
        return rows


class StandInScanner:
    """Scans as `quotes.Scanner` does, but for the network and Stanza's document.

    options: settings of the model that differ from those that ship, such as `window`.
    """

    def __init__(self, **options: Any) -> None:
        self.model = MODEL
        settings = replace(load_settings(MODEL), version="stand-in", **options)
        self._tagger = Tagger(MODEL, StandIn(), settings)
        self._resolver = load_resolver(MODEL)

    def scan(self, text: str, *, id: str = "text", path: str | None = None) -> Article:
        """The article that `text` is, as far as rules tell."""
        if not text.strip():
            return Article(id, path, text)
        return replace(analyse(Text(text), self._tagger, self._resolver), id=id, path=path)
