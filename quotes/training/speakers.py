"""The weights that choose antecedents, learned from GUM's coreference, GAP, and articles with gold speakers."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from quotes.article import Article
from quotes.evaluation.matching import same_speaker
from quotes.find import find
from quotes.resolve import Weights, choices, resolve
from quotes.resolve.antecedents import ANAPHORS, FEATURES, Anaphor, Choice, Event, Floats, Place, Ranker
from quotes.resolve.figures import Figure
from quotes.resolve.weights import EVIDENCE, evidence
from quotes.tagging.tagger import Tagger, Tags
from quotes.text.sentences import Sentence
from quotes.text.text import Text
from quotes.training.data import Gold
from quotes.training.evaluation import verdicts
from quotes.training.gold import marked
from quotes.training.treebank import Passage, documents, passage

UNTAUGHT: dict[Anaphor, Floats] = dict.fromkeys(ANAPHORS, np.zeros(len(FEATURES)))
# What a choice counts in learning: one that is a source more than others, one of an article with gold speakers, which
# is what we want to be right on, most, and one of GAP, whose other candidates nobody marked, least.
SOURCE_WEIGHT, GOLD_WEIGHT, GAP_WEIGHT = 3.0, 6.0, 0.3


@dataclass(frozen=True)
class Question:
    """One choice to learn from.

    features: [candidates, FEATURES]; right: [candidates + 1], true for those meant, the last for none of them.
    """

    anaphor: Anaphor
    features: Floats
    right: np.ndarray
    weight: float = 1.0


@dataclass
class Lesson:
    """Listens to the choices in one article and corrects them by what is known.

    numbers: for the places where mentions begin, in characters, the numbers of who is mentioned there.
    asked: places that may be asked about; None for all that have a number.
    """

    numbers: Mapping[int, frozenset[int]]
    asked: frozenset[int] | None = None
    with_nobody: bool = True
    weight: float = 1.0
    questions: list[Question] = field(default_factory=list)

    def judge(self, place: Place, seen: Mapping[Figure, Sequence[Event]], features: Floats) -> Choice | None:
        numbers = self.numbers.get(place.offset)
        if not numbers or (self.asked is not None and place.offset not in self.asked):
            return None
        right = [any(self.numbers.get(e.offset, frozenset()) & numbers for e in events) for events in seen.values()]
        if not any(right) and not self.with_nobody:
            return None
        weight = self.weight * (SOURCE_WEIGHT if place.source else 1.0)
        self.questions.append(Question(place.anaphor, features, np.array([*right, not any(right)]), weight))
        return Choice(next((figure for figure, yes in zip(seen, right, strict=True) if yes), None), 1.0)


@dataclass
class Hearing:
    """Listens to the choices of sources in an article with gold speakers; `speakers` by where the source begins."""

    speakers: Mapping[int, str]
    questions: list[Question] = field(default_factory=list)

    def judge(self, place: Place, seen: Mapping[Figure, Sequence[Event]], features: Floats) -> Choice | None:
        speaker = self.speakers.get(place.offset)
        if not speaker or not place.source:
            return None
        right = [same_speaker(figure.name, speaker) for figure in seen]
        self.questions.append(Question(place.anaphor, features, np.array([*right, not any(right)]), GOLD_WEIGHT))
        return None if not any(right) else Choice(list(seen)[right.index(True)], 1.0)


def read(text: str, tagger: Tagger) -> tuple[Article, Tags, list[Sentence]]:
    """A text with its attributions, before their speakers are looked for."""
    whole = Text(text)
    tags = tagger.tag(whole)
    return Article("text", None, text, find(whole, tags)), tags, list(whole.sentences.items)


def treebank_questions(path: Path, tagger: Tagger) -> list[list[Question]]:
    """The choices in each document of a treebank with GUM's entities."""
    found = []
    for blocks in documents(path):
        document = passage(blocks)
        lesson = Lesson(_numbers(document))
        choices(*read(document.text, tagger), Ranker(UNTAUGHT, lesson.judge))
        found.append(lesson.questions)
    return found


def _numbers(document: Passage) -> dict[int, frozenset[int]]:
    """Whom the mentions that begin at a place are of; of several, the one whose head ends first."""
    ends: dict[int, tuple[int, int]] = {}
    for entity in document.entities:
        start = document.words[entity.first].start
        told = (document.words[entity.head].end, entity.number)
        ends[start] = min(told, ends.get(start, told))
        ends.setdefault(document.words[entity.head].start, told)
    return {start: frozenset([number]) for start, (_, number) in ends.items()}


def choice_questions(path: Path, tagger: Tagger) -> list[list[Question]]:
    """The choices that GAP asks for."""
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            right = next((name for name in "AB" if row[f"{name}-coref"] == "TRUE"), None)
            if right is None:
                continue
            numbers: dict[int, frozenset[int]] = defaultdict(frozenset)
            for number, name in enumerate("AB"):
                start = int(row[f"{name}-offset"])
                for offset in range(start, start + len(row[name])):
                    numbers[offset] = frozenset([number])
            pronoun = int(row["Pronoun-offset"])
            numbers[pronoun] = frozenset(["AB".index(right)])
            lesson = Lesson(numbers, frozenset([pronoun]), with_nobody=False, weight=GAP_WEIGHT)
            choices(*read(row["Text"], tagger), Ranker(UNTAUGHT, lesson.judge))
            found.append(lesson.questions)
    return found


def speaker_questions(articles: Sequence[Gold], tagger: Tagger) -> list[list[Question]]:
    """The choices of sources in articles with gold speakers, their spans given."""
    found = []
    for gold in articles:
        article = marked(gold, tagger)
        told = {a["source"][0][0]: a.get("speaker", "") for a in article.attributions if a["source"]}
        hearing = Hearing(told)
        choices(article.article, article.tags, article.sentences, Ranker(UNTAUGHT, hearing.judge))
        found.append(hearing.questions)
    return found


def fit(questions: Sequence[Question], decay: float = 0.003) -> dict[Anaphor, Floats]:
    """The weights under which the right choices are likeliest; what anaphors share is learned from all of them."""
    common = torch.zeros(len(FEATURES), dtype=torch.float64, requires_grad=True)
    own = torch.zeros(len(ANAPHORS), len(FEATURES), dtype=torch.float64, requires_grad=True)
    asked = [
        (ANAPHORS.index(q.anaphor), torch.from_numpy(q.features), torch.from_numpy(q.right), q.weight)
        for q in questions
    ]
    widest = max(len(features) for _, features, _, _ in asked)
    table = torch.zeros(len(asked), widest + 1, len(FEATURES), dtype=torch.float64)
    blocked = torch.full((len(asked), widest + 1), -1e4, dtype=torch.float64)
    right = torch.zeros(len(asked), widest + 1, dtype=torch.bool)
    for row, (_, features, meant, _) in enumerate(asked):
        table[row, : len(features)] = features
        blocked[row, : len(features)] = 0.0
        blocked[row, widest] = 0.0
        right[row, : len(features)] = meant[:-1]
        right[row, widest] = meant[-1]
    kinds = torch.tensor([kind for kind, _, _, _ in asked])
    weights = torch.tensor([weight for _, _, _, weight in asked], dtype=torch.float64)
    optimizer = torch.optim.LBFGS([common, own], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = (table * (common + own[kinds])[:, None]).sum(2) + blocked
        lost = torch.logsumexp(scores, 1) - torch.logsumexp(scores.masked_fill(~right, -1e4), 1)
        value = (lost * weights).sum() / weights.sum() + decay * (common.square().sum() + 3 * own.square().sum())
        value.backward()
        return value

    optimizer.step(loss)
    found = (common + own).detach().numpy()
    return {anaphor: found[index] for index, anaphor in enumerate(ANAPHORS)}


@dataclass(frozen=True)
class Trial:
    """The attributions found in an article: what speaks for each, [attributions, EVIDENCE], and which are right."""

    evidence: Floats
    right: list[bool]


def trials(articles: Sequence[Gold], tagger: Tagger, ranker: Ranker) -> list[Trial]:
    """What is found in articles with gold speakers, end to end, and held against them."""
    found = []
    for gold in articles:
        article, tags, sentences = read(gold["text"], tagger)
        chosen = choices(article, tags, sentences, ranker)
        rows = [evidence(a, choice) for a, choice in zip(article.attributions, chosen, strict=True)]
        whole = resolve(article, tags, sentences, Weights(ranker, np.zeros(len(EVIDENCE))))
        found.append(Trial(np.array(rows).reshape(-1, len(EVIDENCE)), verdicts(gold, whole)))
    return found


def calibrate(found: Sequence[Trial], decay: float = 0.002) -> Floats:
    """The weights under which evidence tells how likely an attribution is right: logistic regression."""
    told = torch.from_numpy(np.concatenate([trial.evidence for trial in found]))
    right = torch.tensor([yes for trial in found for yes in trial.right], dtype=torch.float64)
    weights = torch.zeros(len(EVIDENCE), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(told @ weights, right)
        value = value + decay * weights[1:].square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return weights.detach().numpy()


def held_out(found: Sequence[Trial]) -> list[float]:
    """The confidence of every attribution by weights that the other articles gave, article by article."""
    sure: list[float] = []
    for number, trial in enumerate(found):
        weights = calibrate([*found[:number], *found[number + 1 :]])
        sure += (1 / (1 + np.exp(-(trial.evidence @ weights)))).tolist()
    return sure
