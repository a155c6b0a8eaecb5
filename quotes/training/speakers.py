"""What resolution learns: whose form a name is, who speaks, and how far that can be trusted.

From articles with gold speakers and lessons of our own, and for names also from a treebank with GUM's entities.
"""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from quotes.article import Article
from quotes.attribution import Name
from quotes.evaluation.matching import name_words, same_speaker
from quotes.find import find
from quotes.resolve.candidates import Asked, Candidate
from quotes.resolve.confidence import NOBODY, Choice, sure_of, trust
from quotes.resolve.entities import Entity
from quotes.resolve.names import whole_names
from quotes.resolve.ranker import Evidence, Features, Layer, Ranker, Weights
from quotes.resolve.walk import LearnedResolver, choices, speaker
from quotes.resolve.who_is_who import Cast, Form, Key, tokens
from quotes.tagging.links import Links
from quotes.tagging.tagger import Tagger, Tags
from quotes.text.text import Text
from quotes.training.data import Gold
from quotes.training.evaluation import verdicts
from quotes.training.gold import Marked, marked
from quotes.training.lessons import lessons
from quotes.training.treebank import Passage, documents, passage

RARE = 12  # choices in which a word has to be evidence to be learned from,
SELDOM = 3  # and any other evidence
UNLINKED = 3  # one of so many choices is learned from without what the linker says, too
_WORDS = ("head: ", "first: ", "cue: ")  # before evidence that is a word
_BATCH = 32  # choices that are learned from at a time


@dataclass(frozen=True)
class Net:
    """How a ranker is trained: its hidden units, passes over the choices, how many are left out at random, nets."""

    hidden: int
    passes: int
    dropout: float
    nets: int = 3
    rate: float = 2e-3
    decay: float = 1e-2


JOINER = Net(hidden=16, passes=15, dropout=0.1, nets=5)
RANKER = Net(hidden=128, passes=7, dropout=0.4, nets=8)


@dataclass(frozen=True)
class Question:
    """A choice to learn from: the evidence, and which candidates are right, one at least."""

    evidence: Evidence
    right: Sequence[bool]


@dataclass
class NameLesson:
    """Listens to how names are joined, and corrects it by what is known: `whose` is whose name a key is."""

    whose: dict[Key, str]
    questions: list[Question] = field(default_factory=list)

    def judge(self, form: Form, others: Sequence[Entity], told: Evidence) -> int | None:
        """The number of the one whose name the form is, that after the last for somebody new; None if unknown."""
        whose = self.whose.get(form.key)
        if whose is None:
            return None
        right = [self.whose.get(tokens(other.name)) == whose for other in others]
        right.append(not any(right))
        self.questions.append(Question(told, right))
        return right.index(True)


@dataclass
class SpeakerLesson:
    """Listens to who is chosen to speak in an article, and corrects it by the gold `attributions`, in their order."""

    attributions: Sequence[Gold]
    questions: list[Question] = field(default_factory=list)
    known: dict[Entity, str] = field(default_factory=dict)

    def judge(self, place: Asked, found: Sequence[Candidate], told: Evidence) -> Choice:
        """The right one, or nobody where there is none."""
        gold = self.attributions[place.index]
        if "speaker" not in gold:
            return NOBODY
        name = gold["speaker"] or ""
        right = self._right(place, found, name)
        if name and not any(right) and gold.get("kind") != "person" and not place.part:
            right = _nearest(found, name)
        if not any(right):
            return NOBODY
        self.questions.append(Question(told, right))
        chosen = found[right.index(True)].entity
        if chosen and not place.part:
            self.known[chosen] = name
        return Choice(chosen, 1.0)

    def _right(self, place: Asked, found: Sequence[Candidate], name: str) -> list[bool]:
        if not name:
            return [candidate.entity is None for candidate in found]
        names = name.split(" | ") if place.part else [name]
        right = [c.entity is not None and self._is_one_of(c.entity, names) for c in found]
        known = [yes and not c.is_new for c, yes in zip(found, right, strict=True)]
        return known if any(known) else right

    def _is_one_of(self, entity: Entity, names: Sequence[str]) -> bool:
        shown = speaker(entity).name
        return any(self.known.get(entity) == name or same_speaker(name, shown) for name in names)


def _nearest(found: Sequence[Candidate], name: str) -> list[bool]:
    """Of those whom the source brings in, the one whose wording shares most with a name."""
    words = set(name_words(name))
    shared = [len(words & set(name_words(c.entity.name))) if c.entity and c.is_new else 0 for c in found]
    most = max(shared, default=0)
    return [most > 0 and number == shared.index(most) for number in range(len(found))]


def read(text: str, tagger: Tagger) -> tuple[Article, Tags, Text]:
    """A text with its attributions, before their speakers are looked for."""
    whole = Text(text)
    tags = tagger.tag(whole)
    return Article("text", None, text, find(whole, tags)), tags, whole


def treebank_names(path: Path, tagger: Tagger) -> list[Question]:
    """How names are joined in the documents of a treebank with GUM's entities."""
    found: list[Question] = []
    for blocks in documents(path):
        document = passage(blocks)
        tags = tagger.tag(Text(document.text))
        article = Article("text", None, document.text)
        names = whole_names(article, tags.names)
        numbers = _numbers(document)
        votes: dict[Key, Counter[str]] = defaultdict(Counter)
        for name in names:
            if name.span.start in numbers:
                votes[tokens(name.span.text)][numbers[name.span.start]] += 1
        whose = {key: count.most_common(1)[0][0] for key, count in votes.items()}
        found += _joins(article, names, tags.links, whose)
    return found


def _numbers(document: Passage) -> dict[int, str]:
    """Whom the mentions that begin at a place are of; of several, the one whose head ends first."""
    ends: dict[int, tuple[int, int]] = {}
    for entity in document.entities:
        start = document.words[entity.first].start
        told = (document.words[entity.head].end, entity.number)
        ends[start] = min(told, ends.get(start, told))
        ends.setdefault(document.words[entity.head].start, told)
    return {start: str(number) for start, (_, number) in ends.items()}


def article_names(articles: Iterable[Marked]) -> list[Question]:
    """How names are joined in articles with gold speakers: a name that is a source is a form of its speaker's."""
    found = []
    for article in articles:
        names = whole_names(article.article, article.tags.names)
        whose: dict[Key, str] = {}
        for gold in article.attributions:
            if gold.get("kind") in ("person", "organization"):
                for speaker in gold["speaker"].split(" | "):
                    whose.setdefault(tokens(speaker), speaker)
                if "|" not in gold["speaker"]:
                    whose = {tokens(n.span.text): gold["speaker"] for n in _sources(gold, names)} | whose
        found += _joins(article.article, names, article.tags.links, whose)
    return found


def _sources(gold: Gold, names: Sequence[Name]) -> list[Name]:
    """The names in a gold attribution's source that are its speaker's: for a person, those that share a word."""
    found = []
    for start, end in gold["source"]:
        inside = [name for name in names if start <= name.span.start < end]
        if gold["kind"] == "person":
            words = set(tokens(gold["speaker"]))
            sharing = [n for n in inside if n.kind == "person" and words & set(tokens(n.span.text))]
            found += sharing or [n for n in inside if (n.span.start, n.span.end) == (start, end)]
        else:
            article = len("the ")
            found += [n for n in inside if n.kind != "person" and end - start - article <= n.span.end - n.span.start]
    return found


def _joins(article: Article, names: Sequence[Name], links: Links, whose: dict[Key, str]) -> list[Question]:
    lesson = NameLesson(whose)
    sources = {a.source.start for a in article.attributions if a.source}
    Cast(article.text, names, sources, links, None, lesson.judge)
    return lesson.questions


def speaker_questions(articles: Iterable[Marked], joiner: Ranker) -> list[Question]:
    """Who speaks in articles with gold speakers, their spans given."""
    found = []
    for article in articles:
        lesson = SpeakerLesson(article.attributions)
        choices(article.article, article.tags, article.text, joiner, None, lesson.judge)
        found += lesson.questions
    return found


def teach(
    golds: Sequence[Gold], treebanks: Sequence[Path], reader_of: Callable[[Gold], Tagger], seed: int
) -> Weights:
    """What resolution learns from articles with gold speakers, treebanks and our lessons; no confidence yet.

    reader_of: what reads an article, and has not learned from it what points back to what.
    """
    articles = [marked(gold, reader_of(gold)) for gold in (*golds, *lessons(seed))]
    names = [question for path in treebanks for question in treebank_names(path, reader_of(golds[0]))]
    joiner = fit([*article_names(articles), *names], JOINER, seed)
    return Weights(joiner, fit(speaker_questions(articles, joiner), RANKER, seed), {})


def fit(questions: Sequence[Question], net: Net, seed: int) -> Ranker:
    """The ranker under which the right choices are likeliest.

    Some are asked again without what the linker says, which on what it has learned itself is too often right.
    """
    questions = [*questions, *map(_unlinked, questions[::UNLINKED])]
    names = _evidence_names(questions)
    places = {name: place for place, name in enumerate(names)}
    asked = [torch.from_numpy(question.evidence.table(places)).to_sparse() for question in questions]
    right = [torch.tensor(list(question.right)) for question in questions]
    mean, scale = _spread(asked)
    trained = [_trained(asked, right, mean, scale, net, seed + number) for number in range(net.nets)]
    layers: list[Layer] = []
    for number in (0, 3, 6):  # between them stand what makes them less linear, and dropout
        told = [model[number].state_dict() for model in trained]
        weights = np.stack([values["weight"].numpy().T for values in told])
        biases = np.stack([values["bias"].numpy()[None] for values in told])
        if number == 0:  # so that evidence need not be scaled
            weights = weights / scale.numpy()[None, :, None]
            biases = biases - mean.numpy()[None, None] @ weights
        layers.append((weights.astype(np.float32), biases.astype(np.float32)))
    return Ranker(names, tuple(layers))


def _unlinked(question: Question) -> Question:
    """A question as it is where the linker says nothing."""
    told = question.evidence
    common = {name: 1.0 if name == "linker: nothing" else value for name, value in told.common.items()}
    candidates = [{n: value for n, value in c.items() if not n.startswith("linked")} for c in told.candidates]
    return Question(Evidence(common, candidates), question.right)


def _evidence_names(questions: Sequence[Question]) -> tuple[str, ...]:
    times = Counter(name for question in questions for name in question.evidence.names())
    return tuple(sorted(n for n, count in times.items() if count >= (RARE if n.startswith(_WORDS) else SELDOM)))


def _spread(asked: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """The mean of each column of sparse tables, and how far its values are apart: 2 × [columns]."""
    rows = torch.cat(list(asked))
    mean, square = (torch.sparse.sum(values, 0).to_dense() / len(rows) for values in (rows, rows * rows))
    return mean, (square - mean**2).clamp(min=0).sqrt() + 1e-2


def _trained(
    asked: Sequence[torch.Tensor],
    right: Sequence[torch.Tensor],
    mean: torch.Tensor,
    scale: torch.Tensor,
    net: Net,
    seed: int,
) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    order, shuffle = list(range(len(asked))), random.Random(seed)
    width, hidden = len(mean), net.hidden
    parts = [torch.nn.Linear(width, hidden), torch.nn.Linear(hidden, hidden)]
    inner = [layer for part in parts for layer in (part, torch.nn.ReLU(), torch.nn.Dropout(net.dropout))]
    model = torch.nn.Sequential(*inner, torch.nn.Linear(hidden, 1))
    optimizer = torch.optim.AdamW(model.parameters(), lr=net.rate, weight_decay=net.decay)
    steps = net.passes * math.ceil(len(order) / _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, net.rate, total_steps=steps)
    for _ in range(net.passes):
        shuffle.shuffle(order)
        for begin in range(0, len(order), _BATCH):
            some = order[begin : begin + _BATCH]
            optimizer.zero_grad()
            rows = (torch.cat([asked[i] for i in some]).to_dense() - mean) / scale
            _loss(model(rows)[:, 0], [right[i] for i in some]).backward()
            optimizer.step()
            schedule.step()
    return model


def _loss(scores: torch.Tensor, right: Sequence[torch.Tensor]) -> torch.Tensor:
    """The mean surprise at the right candidates of some choices, whose scores stand one after another."""
    parts = scores.split(list(map(len, right)))
    lost = [torch.logsumexp(s, 0) - torch.logsumexp(s[yes], 0) for s, yes in zip(parts, right, strict=True)]
    return torch.stack(lost).mean()


@dataclass(frozen=True)
class Trial:
    """The attributions found in an article: the evidence for each, and which are right."""

    evidence: list[Features]
    right: list[bool]


def trials(articles: Iterable[Gold], tagger: Tagger, weights: Weights) -> list[Trial]:
    """What is found in articles with gold speakers, end to end, and held against them."""
    found = []
    for gold in articles:
        article, tags, text = read(gold["text"], tagger)
        chosen = choices(article, tags, text, weights.joiner, weights.ranker)
        told = [trust(a, choice) for a, choice in zip(article.attributions, chosen, strict=True)]
        whole = LearnedResolver(weights).resolve(article, tags, text)
        found.append(Trial(told, verdicts(gold, whole)))
    return found


def calibrate(found: Sequence[Trial], decay: float = 0.002) -> dict[str, float]:
    """The weights under which evidence tells how likely an attribution is right: logistic regression."""
    names = sorted({name for trial in found for told in trial.evidence for name in told})
    rows = [[float(told.get(name, 0.0)) for name in names] for trial in found for told in trial.evidence]
    told = torch.tensor(rows, dtype=torch.float64)
    right = torch.tensor([yes for trial in found for yes in trial.right], dtype=torch.float64)
    weights = torch.zeros(len(names), dtype=torch.float64, requires_grad=True)
    kept = torch.tensor([name != "any" for name in names], dtype=torch.float64)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(told @ weights, right)
        value = value + decay * (weights * kept).square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return dict(zip(names, weights.tolist(), strict=True))


def held_out(found: Sequence[Trial], folds: int = 10) -> list[float]:
    """The confidence of every attribution by weights that other articles gave, which leave out one part of them."""
    sure: list[list[float]] = [[] for _ in found]
    for fold in range(min(folds, len(found))):
        rest = [trial for number, trial in enumerate(found) if number % folds != fold]
        weights = calibrate(rest)
        for number in range(fold, len(found), folds):
            sure[number] = [sure_of(weights, told) for told in found[number].evidence]
    return [value for values in sure for value in values]
