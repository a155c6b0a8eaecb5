"""The texts that claims are held against, and which of their passages come closest to some words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from heapq import nlargest
from typing import NamedTuple

import numpy as np
import simplemma
from numpy.typing import NDArray

from quotes.text.text import Text
from quotes.text.turns import unsaid
from quotes.verification.meanings import Floats, Meanings, nearness
from quotes.verification.vocabulary import BOUNDARY, FUNCTION, NEGATION, PLACE, Ints, Vocabulary, Words

BLOCK = 64  # words; passages are looked for by blocks
_COMMON = 5_000  # places that a word may have in all the texts before it is too common to look at beside others
_NEAREST = 8  # words of like meaning that are looked for beside each word
_NEAR_ENOUGH = 0.2
_SENTENCE = 17  # words, to count rarity in sentences
_PAIR_BITS = 28


class Passage(NamedTuple):
    """Words of a document, by its number and those of its first word and of that after its last."""

    document: int
    start: int
    end: int


class Meant(NamedTuple):
    """Words as they are looked for by meaning, each once.

    rarity: [words]; near: how near each is to each word of the vocabulary, 0 to 1, [words, vocabulary].
    """

    rarity: Floats
    near: Floats


class Passages:
    """An index of texts, the documents: where each word stands, and each two in a row.

    meanings: gives what words mean, asked when a claim in other words is looked for.
    """

    def __init__(self, texts: Sequence[Text], meanings: Callable[[], Meanings]) -> None:
        self._texts = texts
        self._spoken = [_spoken(text) for text in texts]
        self.vocabulary = Vocabulary()
        self._meanings = meanings
        self._row = row = self.vocabulary.in_a_row(self._spoken)
        self._begins = np.flatnonzero(row == BOUNDARY) + 1
        self._ends = np.append(self._begins[1:] - 1, len(row))
        sizes = -(-(self._ends - self._begins) // BLOCK)
        self._first_block = np.cumsum(sizes) - sizes
        self._document_of = np.repeat(np.arange(len(texts)), sizes)
        document = np.cumsum(row == BOUNDARY) - 1
        inside = (np.arange(len(row)) - self._begins[document]) // BLOCK
        self._block = (self._first_block[document] + inside).astype(np.int32)
        self._lemmas = [lemma(spelled) for spelled in self.vocabulary.spelled]
        numbers = {spelled: number for number, spelled in enumerate(dict.fromkeys(self._lemmas))}
        self._lemma_numbers = numbers
        self._lemma_of = np.array([numbers[spelled] for spelled in self._lemmas], dtype=np.int64)
        self._singles = _Postings(self._lemma_of[row & PLACE])
        self._pairs = _Postings(_pairs(row))
        self._words: dict[int, Words] = {}

    def read(self, passage: Passage) -> Ints:
        """The words of a passage."""
        begin = self._begins[passage.document]
        return self._row[begin + passage.start : begin + passage.end]

    def words(self, document: int) -> Words:
        """All words of a document, with their offsets."""
        if document not in self._words:
            found = self.vocabulary.words(self._spoken[document])
            self._words[document] = replace(found, text=self._texts[document].characters)
        return self._words[document]

    def closest(self, wanted: Ints, number: int) -> list[Passage]:
        """At most so many passages that share most with the words wanted, rare ones and pairs above all.

        Best first.
        """
        keys = {self._lemma_numbers.get(self._lemma(word)) for word in wanted.tolist() if not word & FUNCTION}
        places = [self._singles.places(key) for key in keys if key is not None]
        places += [self._pairs.places(key) for key in set(_pairs(wanted)[:-1].tolist())]
        return self._best([(found, 1.0) for found in places], len(wanted), number)

    def closest_in_meaning(self, meant: Meant, number: int) -> list[Passage]:
        """At most so many passages with words of like meaning; best first."""
        found = []
        for near in meant.near:
            nearest = np.argpartition(-near, min(_NEAREST, len(near) - 1))[:_NEAREST]
            found += [
                (self._singles.places(int(key)), float(near[key])) for key in nearest if near[key] > _NEAR_ENOUGH
            ]
        closest = self._best(found, len(meant.near), 2 * number)
        return nlargest(number, closest, key=lambda passage: self.shared(meant, passage))

    def shared(self, meant: Meant, passage: Passage) -> float:
        """How much of what is meant is somewhere in a passage, 0 to 1: as much as any part of it has, or more."""
        near = meant.near[:, self.lemmas(self.read(passage))]
        return float(near.max(axis=1) @ meant.rarity) / float(meant.rarity.sum()) if near.size else 0.0

    def meant(self, words: Ints) -> Meant:
        """The words but for function words and negations, as they are looked for by meaning."""
        wanted = dict.fromkeys(self._lemma(word) for word in words.tolist() if not word & (FUNCTION | NEGATION))
        spelled = list(wanted)
        near = (
            nearness(self._meanings().of(spelled), self._vectors)
            if spelled
            else np.zeros((0, len(self._lemma_numbers)), np.float32)
        )
        rarity = []
        for row, word in enumerate(spelled):
            key = self._lemma_numbers.get(word)
            if word[0].isdigit():
                near[row] = 0
            if key is not None:
                near[row, key] = 1
            count = len(self._singles.places(key)) if key is not None else 0
            rarity.append(np.log(1 + len(self._block) / _SENTENCE / (1 + count)))
        return Meant(np.array(rarity, dtype=np.float32), near)

    def lemmas(self, words: Ints) -> NDArray[np.int64]:
        """The columns of `Meant.near` that words of the documents have: [words]."""
        columns: NDArray[np.int64] = self._lemma_of[words & PLACE]
        return columns

    @cached_property
    def _vectors(self) -> Floats:
        return self._meanings().of(list(self._lemma_numbers))

    def _lemma(self, word: int) -> str:
        place = word & PLACE
        return self._lemmas[place] if place < len(self._lemmas) else lemma(self.vocabulary.spelled[place])

    def _best(self, found: Iterable[tuple[Ints, float]], length: int, number: int) -> list[Passage]:
        """The passages where most of what is `found` stands, each with its weight, and more if it is rare."""
        blocks, gains = [np.zeros(0, dtype=np.int32)], [np.zeros(0)]
        there = [(places, weight) for places, weight in found if len(places)]
        for places, weight in [one for one in there if len(one[0]) <= _COMMON] or there:
            among = self._block[places]
            among = among[np.append(True, among[1:] != among[:-1])]
            blocks.append(among)
            gains.append(np.full(len(among), weight * np.log(1 + len(self._block) / len(places))))
        weights = np.concatenate(gains)
        score = np.bincount(np.concatenate(blocks), weights, minlength=len(self._document_of)).astype(np.float64)
        together = score.copy()
        together[:-1] += np.where(self._document_of[1:] == self._document_of[:-1], score[1:], 0)
        return [self._around(block, length) for block in _peaks(together, self._document_of, number)]

    def _around(self, block: int, length: int) -> Passage:
        """The passage that begins before a block and goes on so far that so many words and more fit."""
        document = int(self._document_of[block])
        start = BLOCK * (block - int(self._first_block[document]) - 1) - length // 2
        size = int(self._ends[document] - self._begins[document])
        return Passage(document, max(0, start), min(size, start + 4 * BLOCK + 2 * length))


class _Postings:
    """Where each key of a row stands."""

    def __init__(self, keys: NDArray[np.int64]) -> None:
        self._order = np.argsort(keys, kind="stable").astype(np.int32)
        self._keys = keys[self._order]

    def places(self, key: int) -> Ints:
        start, end = np.searchsorted(self._keys, [key, key + 1])
        return self._order[start:end]


def _spoken(text: Text) -> str:
    """The text with spaces in place of labels and times at which the same speaker goes on."""
    pieces, done = [], 0
    for start, end in unsaid(text.turns.items):
        pieces += [text.characters[done:start], " " * (end - start)]
        done = end
    return "".join([*pieces, text.characters[done:]])


def lemma(word: str) -> str:
    """The dictionary form of a word in small letters."""
    return simplemma.lemmatize(word, lang="en").casefold() if word.isalpha() else word


def _pairs(words: Ints) -> NDArray[np.int64]:
    """Each word with the one after it as one number; the last with nothing."""
    places = (words & PLACE).astype(np.int64)
    pairs: NDArray[np.int64] = (places << _PAIR_BITS) | np.append(places[1:], 0)
    return pairs


def _peaks(score: NDArray[np.float64], document: NDArray[np.int64], number: int) -> list[int]:
    """The places of the highest scores, none beside another of its document."""
    taken: list[int] = []
    if not len(score):
        return taken
    highest = np.argpartition(-score, min(4 * number, len(score) - 1))[: 4 * number]
    for block in sorted(highest.tolist(), key=lambda block: (-score[block], block)):
        if score[block] > 0 and all(abs(block - other) > 1 or document[block] != document[other] for other in taken):
            taken.append(block)
    return taken[:number]
