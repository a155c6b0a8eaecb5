"""Paraphrases held against passages: how near in meaning the one must be to the other, and what contradicts it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from quotes.attribution import Verdict
from quotes.text.layout import paragraphs
from quotes.text.sentences import split
from quotes.verification.claims import Claim
from quotes.verification.contradictions import SENTENCE_ENDS, Place, contradictions
from quotes.verification.meanings import Floats
from quotes.verification.passages import Meant, Passage, Passages
from quotes.verification.reversals import is_done
from quotes.verification.verdicts import Finding
from quotes.verification.vocabulary import Words

# How similar an indirect content must be to what its speaker says, to what nobody knows who says, to another's words.
LEAST_SIMILARITY = {True: 0.27, None: 0.42, False: 0.75}
NEAR = 0.3  # how similar what is not found must be to the passage that is shown for it
_LONGEST = 3  # sentences
_PER_SENTENCE = 0.03  # what each sentence more has to add
_LEAST_TURNED = 0.4  # similarity of an indirect content to a passage that it may contradict
_LIKE = 0.4  # how near in meaning words must be to be shared by an indirect content and a passage
_BEFORE_SHARED = 8  # words before the first that both share from which a denial may turn it round
_NOT_BEFORE = 4  # and a "not"
_FEW = 2  # words that alone do not tell what is said
_BEST = 3  # of a passage


class _Window(NamedTuple):
    """Sentences of a passage, by their first word in it and that after the last, and how well they fit a claim."""

    start: int
    end: int
    similarity: float
    score: float


def reported(claim: Claim, meant: Meant, passage: Passage, passages: Passages) -> list[Finding]:
    """The sentences of a passage that come closest in meaning to an indirect claim, if near; none overlap.

    What contradicts one is altered.
    """
    near = meant.near[:, passages.lemmas(passages.read(passage))]
    if not near.size:
        return []
    words = passages.words(passage.document)
    told = int(np.count_nonzero(meant.rarity))
    most = told / (told + 1) if told <= _FEW else 1.0  # "an apology" is in what asks for one and what waits for one
    found = []
    for window in _closest(meant, near, words, passage):
        first, last = passage.start + window.start, passage.start + window.end
        similarity = min(window.similarity, most)
        place = words.span(first, last)
        finding = Finding("paraphrased", similarity, window.score, passage.document, place, reported=True)
        here = near[:, window.start : window.end]
        shared = first + np.flatnonzero(here.max(axis=0) > _LIKE)
        if window.similarity > _LEAST_TURNED and len(shared):
            core = _core(meant, here, words, first)
            if is_done(claim, words.span(*core).text, window.similarity):
                continue
            begin = _sentence_start(words, first, int(shared[0]))
            negation = max(begin, int(shared[0]) - _NOT_BEFORE)
            where = Place(first, last, core, begin, negation, int(shared[-1]) + 1)
            changes = contradictions(claim, words, where, window.similarity)
            verdict: Verdict = "altered" if changes else "paraphrased"
            inside = shared[(shared >= core[0]) & (shared < core[1])]
            stretches = ((int(words.starts[inside[0]]), int(words.ends[inside[-1]])),) if len(inside) else ()
            finding = replace(finding, verdict=verdict, changes=changes, stretches=stretches)
        found.append(finding)
    return [finding for finding in found if finding.similarity >= LEAST_SIMILARITY[True]]


def nearest(claim: Claim, meant: Meant, closest: Iterable[Passage], passages: Passages) -> Iterator[Finding]:
    """What comes closest in meaning in those passages that may have something nearer than the ones before."""
    best = 0.0
    for passage in closest:
        if passages.shared(meant, passage) > best:
            for finding in reported(claim, meant, passage, passages):
                best = max(best, finding.score)
                yield finding


def _closest(meant: Meant, near: Floats, words: Words, passage: Passage) -> list[_Window]:
    """The best windows of a passage, best first; none overlap. near: [words meant, words of the passage]."""
    whole = float(meant.rarity.sum())
    windows = []
    for start, end, number in _sentences(words.part(passage.start, passage.end)):
        similarity = float(near[:, start:end].max(axis=1) @ meant.rarity) / whole
        windows.append(_Window(start, end, similarity, similarity - _PER_SENTENCE * (number - 1)))
    kept: list[_Window] = []
    for window in sorted(windows, key=lambda window: -window.score):
        if len(kept) == _BEST:
            break
        if all(window.end <= other.start or window.start >= other.end for other in kept):
            kept.append(window)
    return kept


def _sentence_start(words: Words, first: int, shared: int) -> int:
    """The first of some words before the first that both share, all in its sentence and none before `first`."""
    begin = shared
    while begin > max(first, shared - _BEFORE_SHARED):
        if SENTENCE_ENDS.search(words.text, words.ends[begin - 1], words.starts[begin]):
            break
        begin -= 1
    return begin


def _core(meant: Meant, near: Floats, words: Words, first: int) -> tuple[int, int]:
    """The first word and that after the last of the sentence of a window, from word `first` on, that shares most."""
    last = first + near.shape[1]
    text, starts, ends = words.text, words.starts, words.ends
    cuts = [at for at in range(first + 1, last) if SENTENCE_ENDS.search(text, ends[at - 1], starts[at])]
    return max(
        pairwise([first, *cuts, last]),
        key=lambda part: float(near[:, part[0] - first : part[1] - first].max(axis=1) @ meant.rarity),
    )


def _sentences(words: Words) -> Iterator[tuple[int, int, int]]:
    """One, two and three sentences in a row, of one paragraph: first word, that after the last, and how many."""
    text, starts = words.text, words.starts
    offset, limit = int(starts[0]), int(words.ends[-1])
    for block_start, block_end in paragraphs(text[offset:limit]):
        begins = [offset + block_start + s.start for s in split(text[offset + block_start : offset + block_end])]
        cuts = [*np.searchsorted(starts, begins).tolist(), int(np.searchsorted(starts, offset + block_end))]
        for first in range(len(begins)):
            for last in range(first + 1, min(first + _LONGEST, len(begins)) + 1):
                if cuts[last] > cuts[first]:
                    yield cuts[first], cuts[last], last - first
