"""What verification learns: whether a speaker commits to words, from passages of our own with words cut out of them.

A line of commitments.jsonl.gz is {"text", "quote", "reason", "cue"}: words that stand once in the text; why whoever
says them there does not commit to them, one of `quotes.verification.commitment.REASONS`, or "fair"; and the words of
the text that tell so.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from quotes.errors import QuotesError
from quotes.tagging.manifest import write_manifest
from quotes.tagging.pieces import Ints
from quotes.text.layout import paragraphs
from quotes.text.quotations import quotations
from quotes.text.sentences import split
from quotes.text.text import Text
from quotes.training.data import json_lines
from quotes.training.export import write_onnx
from quotes.training.network import Config, Layer
from quotes.training.readings import unpacked
from quotes.verification.commitment import BESIDE, FAR, FILE, REASONS, WITHIN, ZONES, PassageReader
from quotes.verification.neighbours import Neighbours

LABELS = ("fair", *REASONS)
_WIDTH = 128
_LAYERS = 2
_BATCH = 32
_RATE = 1e-3
_SPOKEN, _SENTENCE = 25, 5  # words at least of a quotation and of a sentence that are taken as plain
_WIDENED = 0.6  # of the passages, how many are read again with sentences of others before or after them


@dataclass(frozen=True)
class Lesson:
    """Words from `start` to `end` of a text; the number of their label; where the cue stands, if there is one."""

    text: str
    start: int
    end: int
    label: int
    cue: tuple[int, int] | None


class Example(NamedTuple):
    """A lesson as the network reads it; arrays have one element a piece, `vectors` [pieces, width]."""

    vectors: NDArray[np.float16]
    zones: Ints
    distances: Ints
    cue: NDArray[np.bool_]
    label: int


class CommitmentNetwork(nn.Module):
    """Vectors [passages, pieces, width], zones and distances [passages, pieces] to scores of LABELS and of cues.

    It is a small transformer; what it makes of the words, and the strongest of all, tells the label.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.piece = nn.Linear(width, _WIDTH)
        self.zones, self.distances = nn.Embedding(ZONES, _WIDTH), nn.Embedding(2 * FAR, _WIDTH)
        config = Config(width=_WIDTH, heads=4, inner=2 * _WIDTH, dropout=0.2, ceiling=1e9)
        self.layers = nn.ModuleList(Layer(config) for _ in range(_LAYERS))
        self.labels, self.cues = nn.Linear(2 * _WIDTH, len(LABELS)), nn.Linear(_WIDTH, 1)
        self.drop = nn.Dropout(0.2)
        for embedding in (self.zones, self.distances):
            nn.init.normal_(embedding.weight, std=0.02)

    def forward(self, vectors: Tensor, zones: Tensor, distances: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        x = self.piece(self.drop(vectors)) + self.zones(zones) + self.distances(distances)
        bias = torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        words = ((zones == WITHIN) & mask).unsqueeze(2).to(x.dtype)
        mean = (x * words).sum(1) / words.sum(1).clamp(min=1)
        strongest = x.masked_fill(~mask.unsqueeze(2), -1e4).max(1).values
        return self.labels(self.drop(torch.cat([mean, strongest], dim=1))), self.cues(x).squeeze(2)


def read_lessons(path: Path) -> list[Lesson]:
    """The lessons of a file. Raises QuotesError where a line of it is none."""
    return [_lesson(path, n, told) for n, told in enumerate(json_lines(path, unpacked(path), "text"), 1)]


def _lesson(path: Path, number: int, told: dict[str, str]) -> Lesson:
    text, quote, reason, cue = (told.get(key, "") for key in ("text", "quote", "reason", "cue"))
    if text.count(quote) != 1 or reason not in LABELS or cue not in text:
        raise QuotesError(f"{path}, line {number}: the quote does not stand once in its text, or the cue not at all")
    start, at = text.index(quote), text.index(cue)
    return Lesson(text, start, start + len(quote), LABELS.index(reason), (at, at + len(cue)) if cue else None)


def plain(texts: Sequence[str], count: int, rng: random.Random) -> Iterator[Lesson]:
    """Whole sentences of texts, half of them of what is quoted there, which whoever says them means, as most do.

    What bends such words would have to stand in another sentence; questions are left out.
    """
    whole = [text for text in texts if text.strip()]
    spoken = [text[q.inner_start : q.inner_end] for text in whole for q in quotations(text)]
    spoken = [said for said in spoken if len(said.split()) >= _SPOKEN]
    for passages in (whole, spoken):
        for passage in rng.choices(passages, k=count // 2) if passages else ():
            sentence = rng.choice(list(split(passage, paragraphs(passage))))
            said = passage[sentence.start : sentence.end].rstrip(" .\n")
            if len(said.split()) >= _SENTENCE and "?" not in said:
                yield Lesson(passage, sentence.start, sentence.start + len(said), 0, None)


def widened(lessons: Sequence[Lesson], rng: random.Random) -> Iterator[Lesson]:
    """A share of the lessons between sentences that somebody else says: what stands there does not matter to them."""
    others = [lesson.text.partition(": ")[2] or lesson.text for lesson in lessons if not lesson.label]
    for lesson in lessons:
        if rng.random() < _WIDENED:
            label, colon, _ = lesson.text.partition(": ")
            at = len(label) + 2 if colon and len(label) < 30 else 0
            yield _between(lesson, at if at <= lesson.start else 0, rng.choice(others), rng.choice(others))


def _between(lesson: Lesson, at: int, before: str, after: str) -> Lesson:
    """The lesson with a text put in `at` a place before its words, and one after all of it."""
    by = len(before) + 1
    first, last = lesson.cue or (0, 0)
    cue = lesson.cue and (first + by * (first >= at), last + by * (first >= at))
    text = f"{lesson.text[:at]}{before} {lesson.text[at:]} {after}"
    return replace(lesson, text=text, start=lesson.start + by, end=lesson.end + by, cue=cue)


def examples(lessons: Iterable[Lesson], reader: PassageReader) -> Iterator[Example]:
    """Lessons as the network reads them."""
    for lesson in lessons:
        beside = Neighbours(Text(lesson.text)).around(lesson.start, lesson.end, BESIDE)
        found = reader.passage(lesson.text, lesson.start, lesson.end, beside)
        starts, ends = (at[found.first : found.end] + found.offset for at in (found.pieces.starts, found.pieces.ends))
        first, last = lesson.cue or (0, 0)
        vectors = reader.vectors(found)[0].astype(np.float16)
        yield Example(vectors, found.zones, found.distances, (ends > first) & (starts < last), lesson.label)


def fit(examples: Sequence[Example], seed: int, passes: int) -> CommitmentNetwork:
    """A network that has learned from examples in so many passes."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    network = CommitmentNetwork(examples[0].vectors.shape[1]).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=0.05)
    steps = passes * -(-len(examples) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.1)
    for _ in range(passes):
        for group in _batches(examples, rng):
            optimizer.zero_grad()
            loss(network, group).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return network.eval()


def _batches(examples: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """Examples of about the same length together, in random order."""
    ordered = sorted(examples, key=lambda example: len(example.zones) + 10 * rng.random())
    groups = [ordered[at : at + _BATCH] for at in range(0, len(ordered), _BATCH)]
    rng.shuffle(groups)
    return groups


def loss(network: CommitmentNetwork, group: Sequence[Example]) -> Tensor:
    """That of the labels, of whether there is any reason at all, and of the cues."""
    read = tensors(group)
    scores, cues = network(*read)
    wanted = torch.tensor([example.label for example in group])
    any_reason = torch.logsumexp(scores[:, 1:], dim=1) - scores[:, 0]
    total = functional.cross_entropy(scores, wanted, label_smoothing=0.05)
    total = total + functional.binary_cross_entropy_with_logits(any_reason, (wanted > 0).float())
    marked = torch.nn.utils.rnn.pad_sequence([torch.from_numpy(e.cue) for e in group], batch_first=True).float()
    return total + functional.binary_cross_entropy_with_logits(cues[read[3]], marked[read[3]])


def tensors(group: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Vectors, zones, distances and mask of examples side by side."""
    columns = zip(*((e.vectors.astype(np.float32), e.zones, e.distances, e.zones >= 0) for e in group), strict=True)
    vectors, zones, distances, mask = (
        nn.utils.rnn.pad_sequence([torch.from_numpy(row) for row in column], batch_first=True) for column in columns
    )
    return vectors, zones, distances, mask


class _Whole(nn.Module):
    """The network for passages that fill up nothing."""

    def __init__(self, network: CommitmentNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, vectors: Tensor, zones: Tensor, distances: Tensor) -> tuple[Tensor, Tensor]:
        found: tuple[Tensor, Tensor] = self.network(
            vectors, zones, distances, torch.ones_like(zones, dtype=torch.bool)
        )
        return found


def teach(lessons: Sequence[Lesson], texts: Sequence[str], folder: Path, seed: int, passes: int) -> None:
    """Writes a model folder's network of commitment, which learns as the folder's encoder reads.

    It learns from lessons, and from as many plain sentences of texts.
    """
    rng = random.Random(seed)
    more = [*widened(lessons, rng), *plain(texts, len(lessons), rng)]
    network = fit(list(examples([*lessons, *more], PassageReader(folder))), seed, passes)
    write_network(network, folder)


def write_network(network: CommitmentNetwork, folder: Path) -> None:
    """Writes a model folder's network of commitment, and the manifest anew."""
    width = network.piece.in_features
    zones = torch.tensor([[0] * 3 + [WITHIN] * 3])
    axes = {name: {0: "passages", 1: "pieces"} for name in ("vectors", "zones", "distances")}
    write_onnx(_Whole(network), (torch.zeros(1, 6, width), zones, zones), folder / FILE, axes, ["scores", "cues"])
    write_manifest(folder)
