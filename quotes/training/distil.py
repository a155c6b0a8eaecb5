"""A student of fewer layers, taught by a model that is there already (Hinton et al., 2015; Sun et al., EMNLP 2019).

The student begins as some layers of a network, its teacher or another, with all of its heads. It learns to say of
every piece what the teacher says, to give it the teacher's vector where both are as wide, and to say what the gold
says. The teacher's word needs no gold, so any text will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from quotes.errors import QuotesError
from quotes.tagging.pieces import Ints, batch, windows
from quotes.tagging.tagger import PRONOUNS
from quotes.training.data import Example, Mention, Sample
from quotes.training.losses import CLOSING, OPENING, link_asked, link_scores, role_targets, task_loss, tensors
from quotes.training.network import HEADS, Network

PIECES_A_CUE = 50  # about how far apart cues stand in news
_LENGTHS = 16  # windows that the teacher reads at once


@dataclass(frozen=True)
class Weights:
    """How much each part of what the student learns counts."""

    gold: float = 0.5
    vectors: float = 1.0
    labels: float = 1.0
    links: float = 0.2


def student(start: Network, layers: Sequence[int]) -> Network:
    """A network of these layers of `start`, first to last, and all else that it has.

    Word pieces keep their vectors: so few texts would teach only the pieces that occur in them.
    """
    network = Network(replace(start.config, layers=len(layers), dropout=0.0))
    own = {name: weight for name, weight in start.state_dict().items() if not name.startswith("encoder.layers.")}
    for number, theirs in enumerate(layers):
        own |= {
            f"encoder.layers.{number}.{name}": weight
            for name, weight in start.encoder.layers[theirs].state_dict().items()
        }
    network.load_state_dict(own)
    network.encoder.words.weight.requires_grad_(False)
    return network


@dataclass(frozen=True)
class Teacher:
    """A network that tells others what it makes of a text.

    size, context: of the windows that it reads, in pieces; heads: those that it has learned; links: whether it has
    learned what points back to what.
    """

    network: Network
    size: int
    context: int
    heads: tuple[str, ...] = HEADS
    links: bool = True


def taught(examples: Sequence[Example], teacher: Teacher, tokenizer: Tokenizer) -> list[Example]:
    """The examples with the vectors that the teacher gives their pieces.

    Where they have no gold attributions or mentions, the cues and mentions that the teacher finds stand in.
    """
    pronouns = np.array([tokenizer.token_to_id(word) for word in PRONOUNS])
    return [_heard(replace(example, taught=_read(example, teacher)), teacher, pronouns) for example in examples]


def _read(example: Example, teacher: Teacher) -> NDArray[np.float16]:
    """What the teacher's encoder makes of each piece: [pieces, width]."""
    vectors = np.zeros((len(example.pieces), teacher.network.config.width), dtype=np.float16)
    layout = sorted(windows(example.pieces.space, teacher.size, teacher.context), key=lambda w: w.end - w.start)
    for part in (layout[i : i + _LENGTHS] for i in range(0, len(layout), _LENGTHS)):
        read = batch([example.pieces.features(w.start, w.end) for w in part], OPENING, CLOSING)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            features, mask = torch.from_numpy(read["features"]), torch.from_numpy(read["mask"])
            found = teacher.network.encoder(features, mask).float().numpy()
        for row, window in zip(found, part, strict=True):
            offset = window.keep_start - window.start + 1
            vectors[window.keep_start : window.keep_end] = row[offset : offset + window.keep_end - window.keep_start]
    return vectors


def _heard(example: Example, teacher: Teacher, pronouns: Ints) -> Example:
    """The example with the teacher's cues, their roles left open, and mentions where it has none of its own."""
    assert example.taught is not None
    vectors = torch.from_numpy(example.taught).float()
    with torch.no_grad():
        best = {head: getattr(teacher.network, head)(vectors).argmax(1).numpy() for head in teacher.heads}
    attributions, mentions = example.attributions, example.mentions
    if example.cues is None and "cues" in best:
        unknown = np.zeros(len(example.pieces), dtype=np.int64)
        attributions = tuple((first, last, unknown) for first, last in _spans(best["cues"]))
    if not mentions and teacher.links:
        he = [(int(at), int(at)) for at in np.flatnonzero(np.isin(example.pieces.ids, pronouns))]
        places = sorted({*_spans(best["names"]), *_spans(best["descriptions"]), *he})
        mentions = tuple(Mention(first, last, number, True) for number, (first, last) in enumerate(places))
    return replace(example, attributions=attributions, mentions=mentions)


def _spans(best: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """First and last piece of each span in labels of which odd ones begin and even ones go on."""
    for first in np.flatnonzero(best % 2 == 1).tolist():
        last = first
        while last + 1 < len(best) and best[last + 1] == best[first] + 1:
            last += 1
        yield first, last


@dataclass(frozen=True)
class Lesson:
    """The loss of a student: called as `quotes.training.losses.loss` is."""

    teacher: Teacher
    weights: Weights = Weights()

    def __call__(
        self, network: Network, task: str, group: Sequence[Sample], hidden: float, rng: np.random.Generator
    ) -> Tensor:
        features, mask = tensors(group, hidden, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = network.encoder(features, mask)
            total = vectors.sum() * 0.0
            if group[0].example.taught is not None:
                total = total + self._told(network, group, vectors)
            if task != "texts":
                total = total + self.weights.gold * task_loss(network, task, group, vectors, mask)
            return total

    def _told(self, network: Network, group: Sequence[Sample], vectors: Tensor) -> Tensor:
        """How far the student is from what the teacher says."""
        teacher, weights = self.teacher, self.weights
        known, kept, theirs = teacher_vectors(group, vectors.shape[1], teacher.network.config.width)
        total = weights.labels * label_divergence(network, teacher, vectors, theirs, kept)
        if "cues" in teacher.heads:
            total = total + weights.labels * role_divergence(network, teacher.network, group, vectors, theirs)
        if teacher.links:
            total = total + weights.links * link_divergence(network, teacher.network, group, vectors, theirs)
        if vectors.shape == theirs.shape:
            away = (vectors.float() - theirs)[known].pow(2).mean() / theirs[known].var()
            total = total + weights.vectors * away
        return total


def teacher_vectors(group: Sequence[Sample], length: int, width: int) -> tuple[Tensor, Tensor, Tensor]:
    """Which pieces of a batch the teacher has read, which of them a window keeps, and the teacher's vectors.

    2 × [windows, length], [windows, length, width]; what opens, closes and pads a window has zeros.
    """
    theirs = torch.zeros(len(group), length, width)
    known = torch.zeros(len(group), length, dtype=torch.bool)
    kept = known.clone()
    for row, sample in enumerate(group):
        window, vectors = sample.window, sample.example.taught
        if vectors is None:
            raise QuotesError("an example that no teacher has read")
        theirs[row, 1 : 1 + len(sample)] = torch.from_numpy(vectors[window.start : window.end]).float()
        known[row, 1 : 1 + len(sample)] = True
        kept[row, 1 + window.keep_start - window.start : 1 + window.keep_end - window.start] = True
    return known, kept, theirs


def divergence(student: Tensor, teacher: Tensor) -> Tensor:
    """Kullback-Leibler divergence of the student's distribution from the teacher's, both as scores: [..., labels]."""
    told = functional.log_softmax(teacher.float(), dim=-1)
    said = functional.log_softmax(student.float(), dim=-1)
    return (told.exp() * (told - said)).sum(-1)


def label_divergence(network: Network, teacher: Teacher, vectors: Tensor, theirs: Tensor, kept: Tensor) -> Tensor:
    """Of all label heads that the teacher knows, cues above the others, weighed as gold labels are."""
    ours, others = vectors[kept], theirs[kept]
    total = vectors.sum() * 0.0
    for head in teacher.heads:
        with torch.no_grad():
            told = getattr(teacher.network, head)(others)
        lost = divergence(getattr(network, head)(ours), told).sum()
        total = total + (lost if head == "cues" else 0.25 * lost)
    return total * PIECES_A_CUE / (5 * kept.sum())


def role_divergence(
    network: Network, teacher: Network, group: Sequence[Sample], vectors: Tensor, theirs: Tensor
) -> Tensor:
    """Of the roles of the pieces around each cue.

    Moves between roles score next to nothing beside the roles themselves, so each piece is held by itself.
    """
    places, _, inside = role_targets(group, network.config.reach)
    if not len(places):
        return vectors.sum() * 0.0
    with torch.no_grad():
        told = teacher.decoder(theirs, places)
    lost = divergence(network.decoder(vectors, places), told)[inside].sum()
    return lost * PIECES_A_CUE / (5 * sum(len(sample) for sample in group))


def link_divergence(
    network: Network, teacher: Network, group: Sequence[Sample], vectors: Tensor, theirs: Tensor
) -> Tensor:
    """Of what each mention points back to."""
    asked = link_asked(group)
    if not asked.any():
        return vectors.sum() * 0.0
    with torch.no_grad():
        told, _ = link_scores(teacher, group, theirs)
    return divergence(link_scores(network, group, vectors)[0], told)[asked].mean()
