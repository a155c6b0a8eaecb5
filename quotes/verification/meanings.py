"""How near words are in meaning: "close" and "shut"."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotes.tagging.manifest import check, naming
from quotes.tagging.pieces import load_tokenizer

Floats = NDArray[np.float32]

FILE = "meanings.npz"
_UNRELATED = 0.3  # the cosine up to which two words have nothing to do with each other


class Meanings:
    """Vectors of words, from a model folder: the mean of their word pieces'.

    Raises FileNotFoundError where the folder lacks a file, quotes.tagging.manifest.ModelError where one is damaged.
    """

    def __init__(self, folder: Path) -> None:
        check(folder, (FILE, "tokenizer.json"))
        with naming(folder / FILE), np.load(folder / FILE, allow_pickle=False) as arrays:
            self._pieces = arrays["pieces"]
        self._tokenizer = load_tokenizer(folder / "tokenizer.json")

    def of(self, words: Sequence[str]) -> Floats:
        """[words, width], each of length 1."""
        encodings = self._tokenizer.encode_batch(list(words), add_special_tokens=False)
        counts = np.array([len(encoding.ids) for encoding in encodings])
        rows = self._pieces[[piece for encoding in encodings for piece in encoding.ids]].astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        vectors = np.zeros((len(words), self._pieces.shape[1]), dtype=np.float32)
        np.add.at(vectors, np.repeat(np.arange(len(words)), counts), rows)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        return vectors


def nearness(one: Floats, other: Floats) -> Floats:
    """How near each word of one is to each of the other, 0 to 1: [words of one, words of the other]."""
    near: Floats = np.clip((one @ other.T - _UNRELATED) / (1 - _UNRELATED), 0, 1)
    return near
