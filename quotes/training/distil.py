"""A student of fewer layers, taught by a model that is there already (Hinton et al., 2015; Sun et al., EMNLP 2019).

The student begins as some of its teacher's layers with all of the teacher's heads. It learns to give every piece
the vector that the teacher gives it, and to say of it what the teacher says, beside what the gold says. The teacher's
word needs no gold, so any text will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from quotes.errors import QuotesError
from quotes.tagging.onnx import OnnxModel, load_settings
from quotes.tagging.pieces import Ints, batch, load_tokenizer, windows
from quotes.tagging.tagger import PRONOUNS
from quotes.training.data import Example, Mention, Sample
from quotes.training.network import HEADS, Network
from quotes.training.train import link_asked, link_scores, role_targets, task_loss, tensors

PIECES_A_CUE = 50  # about how far apart cues stand in news
_LENGTHS = 16  # windows that the teacher reads at once


@dataclass(frozen=True)
class Weights:
    """How much each part of what the student learns counts."""

    gold: float = 0.5
    vectors: float = 1.0
    labels: float = 1.0
    links: float = 0.2


def student(teacher: Network, layers: Sequence[int]) -> Network:
    """A network of these of the teacher's layers, first to last, and all else that the teacher has.

    Word pieces keep their vectors: so few texts would teach only the pieces that occur in them.
    """
    network = Network(replace(teacher.config, layers=len(layers), dropout=0.0))
    own = {name: weight for name, weight in teacher.state_dict().items() if not name.startswith("encoder.layers.")}
    for number, theirs in enumerate(layers):
        own |= {
            f"encoder.layers.{number}.{name}": weight
            for name, weight in teacher.encoder.layers[theirs].state_dict().items()
        }
    network.load_state_dict(own)
    network.encoder.words.weight.requires_grad_(False)
    return network


def taught(examples: Sequence[Example], folder: Path, teacher: Network) -> list[Example]:
    """The examples with the vectors that the model in `folder` gives their pieces.

    Where they have no gold attributions or mentions, the cues and mentions that the teacher finds stand in.
    """
    settings, model = load_settings(folder), OnnxModel(folder)
    tokenizer = load_tokenizer(folder / "tokenizer.json")
    pronouns = np.array([tokenizer.token_to_id(word) for word in PRONOUNS])
    found = []
    for example in examples:
        vectors = np.zeros((len(example.pieces), teacher.config.width), dtype=np.float16)
        layout = sorted(
            windows(example.pieces.space, settings.window, settings.context), key=lambda w: w.end - w.start
        )
        for part in (layout[i : i + _LENGTHS] for i in range(0, len(layout), _LENGTHS)):
            features = [example.pieces.features(window.start, window.end) for window in part]
            read, _ = model.encode(**batch(features, settings.opening, settings.closing))
            for row, window in zip(read, part, strict=True):
                offset = window.keep_start - window.start + 1
                kept = row[offset : offset + window.keep_end - window.keep_start]
                vectors[window.keep_start : window.keep_end] = kept
        found.append(_heard(replace(example, taught=vectors), teacher, pronouns))
    return found


def _heard(example: Example, teacher: Network, pronouns: Ints) -> Example:
    """The example with the teacher's cues, their roles left open, and mentions where it has none of its own."""
    assert example.taught is not None
    vectors = torch.from_numpy(example.taught).float()
    with torch.no_grad():
        best = {head: getattr(teacher, head)(vectors).argmax(1).numpy() for head in HEADS}
    attributions, mentions = example.attributions, example.mentions
    if example.cues is None:
        unknown = np.zeros(len(example.pieces), dtype=np.int64)
        attributions = tuple((first, last, unknown) for first, last in _spans(best["cues"]))
    if not mentions:
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
    """The loss of a student: called as `quotes.training.train.loss` is."""

    teacher: Network
    weights: Weights = Weights()

    def __call__(
        self, network: Network, task: str, group: Sequence[Sample], hidden: float, rng: np.random.Generator
    ) -> Tensor:
        features, mask = tensors(group, hidden, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = network.encoder(features, mask)
            known, kept, theirs = teacher_vectors(group, vectors.detach())
            away = (vectors.float() - theirs)[known].pow(2).mean() / theirs[known].var()
            total = self.weights.vectors * away
            total = total + self.weights.labels * label_divergence(network, self.teacher, vectors, theirs, kept)
            total = total + self.weights.labels * role_divergence(network, self.teacher, group, vectors, theirs)
            total = total + self.weights.links * link_divergence(network, self.teacher, group, vectors, theirs)
            return total + self.weights.gold * task_loss(network, task, group, vectors, mask)


def teacher_vectors(group: Sequence[Sample], own: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Which pieces of a batch the teacher has read, which of them a window keeps, and the teacher's vectors.

    2 × [windows, pieces], [windows, pieces, width]; elsewhere (what opens, closes and pads a window) the vectors are
    the student's `own`.
    """
    theirs = own.float().clone()
    known = torch.zeros(own.shape[:2], dtype=torch.bool)
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


def label_divergence(network: Network, teacher: Network, vectors: Tensor, theirs: Tensor, kept: Tensor) -> Tensor:
    """Of all label heads, cues above the others, weighed as gold labels are."""
    ours, others = vectors[kept], theirs[kept]
    with torch.no_grad():
        told = {head: getattr(teacher, head)(others) for head in HEADS}
    lost = {head: divergence(getattr(network, head)(ours), told[head]).sum() for head in HEADS}
    total = lost["cues"] + 0.25 * (lost["flat"] + lost["names"] + lost["descriptions"])
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
