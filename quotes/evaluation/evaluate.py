"""Predictions held against gold: `evaluate`, and all that it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quotes.errors import QuotesError
from quotes.evaluation.bootstrap import SAMPLES, SEED, Difference, differences, intervals
from quotes.evaluation.corpus import Corpus
from quotes.evaluation.matching import align
from quotes.evaluation.misses import Cause, Miss, misses
from quotes.evaluation.scores import By, Key, Score, scores, tally
from quotes.evaluation.signature import signature


@dataclass(frozen=True)
class Evaluation:
    """How good predictions are.

    gold, predicted, against: the names of the three, against None where there is no other system.
    articles: in the gold; attributions: in the gold; found: in the predictions of these articles.
    missing: ids of gold articles without predictions (nothing is found in them); problems: a sentence for each side
        whose ids do not match.
    scores: by name (`scores.NAMES`), of all attributions, of a type, of a kind of speaker, of a form of the source
        (speaker_given_found alone); those of which the gold has nothing, and of what the system does not tell
        (speakers, acts), are not there.
    differences: how another system's figures differ, for the same keys; empty where there is none.
    misses: what is wrong, by cause, the worst first. signature: what all this depends on, in a line.
    """

    gold: str
    predicted: str
    against: str | None
    articles: int
    attributions: int
    found: int
    missing: tuple[str, ...]
    problems: tuple[str, ...]
    scores: Mapping[Key, Score]
    differences: Mapping[Key, Difference]
    misses: Mapping[Cause, tuple[Miss, ...]]
    signature: str

    def __getitem__(self, name: str) -> Score:
        """The figure of all attributions with this name, such as "content"; KeyError where there is none."""
        return self.scores[Key(name)]

    def by(self, what: By) -> dict[str, dict[str, Score]]:
        """The figures of each type, kind of speaker or form of source: `by("type")["direct"]["content"]`."""
        groups: dict[str, dict[str, Score]] = {}
        for key, score in self.scores.items():
            if key.by == what:
                groups.setdefault(key.group, {})[key.name] = score
        return groups


def evaluate(
    gold: Corpus,
    predicted: Corpus,
    *,
    against: Corpus | None = None,
    strict: bool = True,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Evaluation:
    """How good `predicted` is by `gold`, and how much better or worse `against`, another system, is.

    Corpora are read from files (`reading.read`) or made of what `quotes.scan` returned (`Corpus.of`).
    strict: whether ids on one side only are an error; else they are told in `problems`, what is missing counts as
        nothing found, and what the gold does not know does not count.
    samples: of the bootstrap and the randomisation test, 1 or more; seed: of both, 0 to 2**32 - 1.

    Raises ValueError where texts, offsets or (strictly) ids do not fit, or where the gold has no attributions.
    """
    if samples < 1:
        raise QuotesError(f"{samples} samples: draw 1 at least")
    if not any(gold.relations):
        raise QuotesError(
            f"{gold.name}: no attributions are marked in it, so there is nothing to find; check the file"
        )
    systems = [predicted, against] if against else [predicted]
    alignments = [align(gold, system) for system in systems]
    problems = [p for s, a in zip(systems, alignments, strict=True) for p in a.problems(gold.name, s.name)]
    if strict and problems:
        raise QuotesError(problems[0])
    tallies = [tally(a.comparisons, s) for s, a in zip(systems, alignments, strict=True)]
    first = alignments[0]
    return Evaluation(
        gold=gold.name,
        predicted=predicted.name,
        against=against.name if against else None,
        articles=len(gold.articles),
        attributions=sum(1 for _ in gold.relations),
        found=sum(len(c.found.relations) for c in first.comparisons),
        missing=first.missing,
        problems=tuple(problems),
        scores=scores(tallies[0], intervals(tallies[0], samples, seed)),
        differences=differences(tallies[0], tallies[1], samples, seed) if against else {},
        misses=misses(first.comparisons),
        signature=signature(gold, predicted, against, samples, seed),
    )
