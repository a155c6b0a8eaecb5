"""The training loop: stages of passes over tasks, which can be stopped at any moment and go on."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice, product
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from quotes.errors import QuotesError
from quotes.tagging.links import FAR, far
from quotes.tagging.pieces import CAPITALS, LOWER, batch
from quotes.training.data import IGNORED, Example, Sample, batches, labels, samples
from quotes.training.network import Config, Network, crf_loss

OPENING, CLOSING, MASKED = 101, 102, 103  # [CLS], [SEP] and [MASK] in the vocabulary
SPEAKERS = 0.5  # what it counts which mention a source points back to, beside its attribution
IN_CAPITALS, IN_SMALL = 0.04, 0.01  # shares of the windows that are read as if written so throughout

_RECORD = "quotes"  # the name of what checkpoints tell beside the weights

Loss = Callable[[Network, str, Sequence[Sample], float, np.random.Generator], Tensor]


@dataclass(frozen=True)
class Stage:
    """Passes over tasks at these rates (0.5: half of its batches a pass), with learning rates for encoder and heads.

    stop: passes after which it ends, where that is before all for which the learning rates are planned.
    budget: pieces a batch; size, context: of windows, in pieces; hidden: the share of pieces that are hidden.
    decay: of the average of the weights, which is what a stage comes to.
    """

    name: str
    passes: int
    rates: dict[str, float]
    stop: int | None = None
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    budget: int = 5000
    size: int = 320
    context: int = 64
    hidden: float = 0.04
    decay: float = 0.998

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise QuotesError(f"name: {self.name!r} is to be part of a file's name; make it one word of letters")
        if not 1 <= self.last <= self.passes:
            raise QuotesError(
                f"passes: {self.passes}, {self.last} of them to run; run at least 1, and no more than all"
            )
        if not all(0 <= rate <= 1 for rate in self.rates.values()) or not any(self.rates.values()):
            raise QuotesError("rates: not all are from 0 to 1, or none is above 0; say how much of each a pass reads")
        if not 0 <= self.context < self.size or not 8 <= self.size <= self.budget - 2:
            raise QuotesError(
                f"size: {self.size}; it is above context ({self.context}) and 7, and below budget ({self.budget}) - 1"
            )
        if not (0 <= self.hidden < 1 and 0 <= self.decay < 1):
            raise QuotesError(f"hidden: {self.hidden}, decay: {self.decay}; both are from 0 to below 1")
        if not (0 < self.encoder_rate < 1 and 0 < self.head_rate < 1):
            raise QuotesError("encoder_rate, head_rate: not above 0 and below 1; a usual rate is 2e-4")

    @property
    def last(self) -> int:
        """The pass after which the stage ends."""
        return self.stop or self.passes


@dataclass(frozen=True)
class Plan:
    """Stages in a row. every: steps after which a training is stored, to go on from there when it was stopped."""

    stages: tuple[Stage, ...]
    seed: int = 1
    every: int = 200


def pretrained(config: Config, folder: Path) -> Network:
    """A network whose encoder starts from the weights of BERT or MPNet in `folder`/model.safetensors."""
    network = Network(config)
    weights = load_file(folder / "model.safetensors")
    own = _mpnet(weights, config.layers) if config.relative else _bert(weights, config.layers)
    unknown = network.encoder.load_state_dict(own, strict=False).unexpected_keys
    if unknown:
        raise QuotesError(f"{folder}: weights that the encoder has no place for: {unknown}")
    return network


def _bert(theirs: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    """BERT's weights by the names that they have here; the type of all segments is the first."""
    own = _layers(theirs, layers, "attention.self.{}", ("query", "key", "value"), "attention.output")
    own |= {"words.weight": theirs["embeddings.word_embeddings.weight"]}
    own |= {
        "positions.weight": theirs["embeddings.position_embeddings.weight"]
        + theirs["embeddings.token_type_embeddings.weight"][0]
    }
    return own


def _mpnet(theirs: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    """MPNet's; its vocabulary is BERT's moved by four, with marks of its own; its first two places are not used."""
    words = theirs["embeddings.word_embeddings.weight"]
    own_words = words[4:].clone()
    own_words[[0, OPENING, CLOSING, MASKED]] = words[[1, 0, 2, -1]]
    own = _layers(theirs, layers, "attention.attn.{}", ("q", "k", "v"), "attention.attn.o", "attention.LayerNorm")
    own |= {"words.weight": own_words[:-1], "positions.weight": theirs["embeddings.position_embeddings.weight"][2:]}
    return own | {"relative.weight": theirs["encoder.relative_attention_bias.weight"]}


def _layers(
    theirs: Mapping[str, Tensor], count: int, attention: str, parts: Sequence[str], out: str, norm: str = ""
) -> dict[str, Tensor]:
    """The weights of the first `count` layers and of the normalisation before them."""
    names = {
        "out": out if norm else f"{out}.dense",
        "norm1": norm or f"{out}.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    own = {f"norm.{part}": theirs[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias")}
    for number, part in product(range(count), ("weight", "bias")):
        layer = f"encoder.layer.{number}."
        own[f"layers.{number}.qkv.{part}"] = torch.cat(
            [theirs[f"{layer}{attention.format(name)}.{part}"] for name in parts]
        )
        own |= {f"layers.{number}.{mine}.{part}": theirs[f"{layer}{name}.{part}"] for mine, name in names.items()}
    return own


def tensors(group: Sequence[Sample], hidden: float, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Features and mask of a batch, a share `hidden` of its word pieces hidden, some windows in one case."""
    parts = [s.example.pieces.features(s.window.start, s.window.end) for s in group]
    found = batch(parts, OPENING, CLOSING)
    features, mask = found["features"], found["mask"]
    ids = features[:, 0]
    ids[(rng.random(ids.shape) < hidden) & mask & (ids > 1999)] = MASKED
    shapes = features[:, 1]
    cased = rng.random(len(group))[:, None]
    letters = mask & (shapes <= CAPITALS)
    shapes[letters & (cased < IN_CAPITALS)] = CAPITALS
    shapes[letters & (cased > 1 - IN_SMALL)] = LOWER
    return torch.from_numpy(features), torch.from_numpy(mask)


def loss(network: Network, task: str, group: Sequence[Sample], hidden: float, rng: np.random.Generator) -> Tensor:
    """The loss of a batch of one task."""
    features, mask = tensors(group, hidden, rng)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return task_loss(network, task, group, network.encoder(features, mask), mask)


def task_loss(network: Network, task: str, group: Sequence[Sample], vectors: Tensor, mask: Tensor) -> Tensor:
    """The loss of a batch of one task, whose pieces the encoder has read: [windows, pieces, width]."""
    length = vectors.shape[1]
    if task == "attributions":
        return attribution_loss(network, group, vectors)
    if task == "news":
        return attribution_loss(network, group, vectors) + SPEAKERS * link_loss(network, group, vectors)
    if task == "names":
        return label_loss(network.names(vectors).float(), labels(group, "names", length))
    if task == "entities":
        named = label_loss(network.names(vectors).float(), labels(group, "names", length))
        described = label_loss(network.descriptions(vectors).float(), labels(group, "descriptions", length))
        return named + described + link_loss(network, group, vectors)
    if task in ("choices", "replaced"):
        return link_loss(network, group, vectors)
    tags = label_loss(network.tags(vectors).float(), labels(group, "tags", length))
    return tags + arc_loss(network.arcs(vectors).float(), group, mask)


def label_loss(scores: Tensor, gold: np.ndarray) -> Tensor:
    """Cross-entropy of [windows, pieces, labels] against [windows, pieces], averaged."""
    return functional.cross_entropy(scores.flatten(0, 1), torch.from_numpy(gold).flatten(), ignore_index=IGNORED)


def arc_loss(scores: Tensor, group: Sequence[Sample], mask: Tensor) -> Tensor:
    """Cross-entropy of each word's head among the pieces of its window; heads outside are left out."""
    gold = labels(group, "heads", scores.shape[1])
    for row, sample in enumerate(group):
        start, end = sample.window.start, sample.window.end
        inside = (gold[row] >= start) & (gold[row] < end)
        gold[row] = np.where(inside, gold[row] - start + 1, IGNORED)
    return label_loss(scores.masked_fill(~mask.unsqueeze(1), -1e4), gold)


def attribution_loss(network: Network, group: Sequence[Sample], vectors: Tensor) -> Tensor:
    """Loss of cues, of roles without a cue, and of the roles towards each gold cue, by cue."""
    length = vectors.shape[1]
    count = max(1, sum(len(sample.inside) for sample in group))
    cues = torch.from_numpy(labels(group, "cues", length))
    flat = torch.from_numpy(labels(group, "flat", length))
    total = functional.cross_entropy(
        network.cues(vectors).float().flatten(0, 1), cues.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    total = total + 0.25 * functional.cross_entropy(
        network.flat(vectors).float().flatten(0, 1), flat.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    places, roles, mask = role_targets(group, network.config.reach)
    if len(places):
        scores = network.decoder(vectors, places).float()
        total = total + crf_loss(scores, network.transitions, roles, mask).sum()
    return total / (5 * count)


def link_loss(network: Network, group: Sequence[Sample], vectors: Tensor) -> Tensor:
    """The negative log likelihood that a mention points back to some mention of the same, averaged over those asked.

    What is mentioned for the first time in its window points back to nothing.
    """
    asked = link_asked(group)
    if not asked.any():
        return vectors.sum() * 0.0
    scores, before = link_scores(network, group, vectors)
    number = torch.tensor([m.number for sample in group for m in sample.mentions])
    same = before & (number[:, None] == number[None, :])
    right = torch.cat([same, ~same.any(dim=1, keepdim=True)], dim=1)
    lost = torch.logsumexp(scores, dim=1) - torch.logsumexp(scores.masked_fill(~right, -1e4), dim=1)
    return (lost * asked).sum() / asked.sum()


def link_asked(group: Sequence[Sample]) -> Tensor:
    """Which mentions of a batch there is something to learn of: [mentions]."""
    return torch.tensor([m.asked and m.last < s.window.keep_end for s in group for m in s.mentions], dtype=torch.bool)


def link_scores(network: Network, group: Sequence[Sample], vectors: Tensor) -> tuple[Tensor, Tensor]:
    """What each mention of a batch, at least one, points back to, as the linker scores it.

    Returns [mentions, mentions + 1], the last column for nothing, and which mentions stand before which in a
    window: [mentions, mentions].
    """
    rows = [(row, sample, m) for row, sample in enumerate(group) for m in sample.mentions]
    places = torch.tensor([(row, m.first - s.window.start + 1, m.last - s.window.start + 1) for row, s, m in rows])
    out = network.linker(vectors, places).float()
    width = network.config.link
    points, pointed, distance, nothing = out.split([width, width, FAR, 1], dim=1)
    window, first, last = (
        torch.tensor(column) for column in zip(*((r, m.first, m.last) for r, _, m in rows), strict=True)
    )
    gap = first[:, None] - first[None, :]
    away = torch.from_numpy(far(gap.clamp(min=1).numpy()))
    scores = points @ pointed.T + distance.gather(1, away)
    before = (window[:, None] == window[None, :]) & (last[None, :] < first[:, None])
    return torch.cat([scores.masked_fill(~before, -1e4), nothing], dim=1), before


def role_targets(group: Sequence[Sample], reach: int) -> tuple[Tensor, Tensor, Tensor]:
    """Gold cues of a batch as the decoder takes them, with roles and mask: [cues, 3], 2 × [cues, 2 * reach]."""
    places, roles, masks = [], [], []
    for row, sample in enumerate(group):
        start, end = sample.window.start, sample.window.end
        for first, last, gold in sample.inside:
            at = np.arange(first - reach, first + reach)
            inside = (at >= start) & (at < end)
            role = np.where(inside, gold[np.clip(at, 0, len(gold) - 1)], 0)
            opening = int(np.argmax(inside))
            if role[opening] in (2, 4):  # a span that begins before the window
                role[opening] -= 1
            places.append((row, first - start + 1, min(last, end - 1) - start + 1))
            roles.append(role)
            masks.append(inside)
    if not places:
        empty = torch.zeros(0, 2 * reach)
        return torch.zeros(0, 3, dtype=torch.long), empty.long(), empty.bool()
    return torch.tensor(places), torch.from_numpy(np.stack(roles)), torch.from_numpy(np.stack(masks))


def rounds(
    stage: Stage, tasks: Mapping[str, Sequence[Example]], rng: random.Random
) -> Iterator[tuple[str, list[Sample]]]:
    """The batches of one pass, all tasks shuffled together."""
    todo: list[tuple[str, list[Sample]]] = []
    for task, rate in stage.rates.items():
        found = list(batches(samples(tasks[task], stage.size, stage.context, rng), stage.budget, rng))
        todo += [(task, group) for group in found[: round(rate * len(found))]]
    rng.shuffle(todo)
    yield from todo


def train(
    network: Network,
    plan: Plan,
    tasks: Mapping[str, Sequence[Example]],
    folder: Path,
    lesson: Loss = loss,
    origin: str = "",
) -> Network:
    """Trains in place; after every pass the averaged weights are in `folder`/STAGE-PASS.safetensors.

    Trainings of the same on one machine give the same weights. One that was stopped, however it was, goes on from
    `folder`/under-way.safetensors as if it had not been; a stage whose last checkpoint is there is not trained again.
    lesson: gives the loss of a batch. origin: what the training is made of, in a word that changes with it.
    Raises ValueError where the folder holds a training of another origin, or windows are too long for the network.
    """
    for stage in plan.stages:
        if stage.size + 2 > network.config.positions:
            room = network.config.positions - 2
            raise QuotesError(
                f"stage {stage.name}: size: {stage.size} is more than the {room} that the network reads"
            )
    folder.mkdir(parents=True, exist_ok=True)
    before = torch.are_deterministic_algorithms_enabled()
    torch.use_deterministic_algorithms(True)
    try:
        for stage in plan.stages:
            if trained(folder, stage, origin):
                network.load_state_dict(load_file(checkpoint(folder, stage)))
            else:
                Run(network, stage, plan, folder, origin).run(tasks, lesson)
    finally:
        torch.use_deterministic_algorithms(before)
    return network


def checkpoint(folder: Path, stage: Stage, number: int | None = None) -> Path:
    """The file with the averaged weights after a pass of a stage, by default its last."""
    return folder / f"{stage.name}-{number or stage.last}.safetensors"


def trained(folder: Path, stage: Stage, origin: str = "") -> bool:
    """Whether a stage's last checkpoint is there. Raises ValueError where it is of another origin."""
    done = checkpoint(folder, stage)
    if done.exists():
        _check_origin(done, origin)
    return done.exists()


def save(network: Network, weights: Mapping[str, Tensor], path: Path, origin: str = "") -> None:
    """Writes a checkpoint: weights, and in the metadata the network's sizes; whole or not at all."""
    _replace(weights, path, {"network": asdict(network.config), "origin": origin})


def load(path: Path) -> Network:
    """The network in a checkpoint. Raises ValueError where the file is none."""
    try:
        network = Network(Config(**_record(path)["network"]))
        network.load_state_dict(load_file(path))
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError):
        raise QuotesError(f"{path}: not a checkpoint that `python -m quotes.training train` wrote") from None
    return network


class Run:
    """A stage of a plan under way: all that changes while it is trained, to be stored and taken up again."""

    def __init__(self, network: Network, stage: Stage, plan: Plan, folder: Path, origin: str) -> None:
        torch.manual_seed(plan.seed)
        self.network, self.stage, self.every = network, stage, plan.every
        self.folder, self.origin = folder, origin
        self.optimizer = make_optimizer(network, stage)
        self.peaks = [group["lr"] for group in self.optimizer.param_groups]
        self.average = {name: value.clone() for name, value in network.state_dict().items()}
        self.noise = np.random.default_rng(plan.seed)
        self.order = random.Random(plan.seed).getstate()  # as it was before the pass under way
        self.step = self.passes = self.batches = 0  # done; `batches` of the pass under way
        self.lost = dict.fromkeys(stage.rates, (0.0, 0))  # in these batches: sum and count

    @property
    def path(self) -> Path:
        return self.folder / "under-way.safetensors"

    def run(self, tasks: Mapping[str, Sequence[Example]], lesson: Loss) -> None:
        """All of the stage that is not done yet; the network ends with the averaged weights."""
        self._resume()
        total = self.stage.passes * sum(1 for _ in rounds(self.stage, tasks, random.Random(0)))
        self.network.train()
        while self.passes < self.stage.last:
            began, rng = time.time(), random.Random()
            rng.setstate(self.order)
            for task, group in islice(rounds(self.stage, tasks, rng), self.batches, None):
                self._learn(lesson, task, group, total)
                if self.step % self.every == 0:
                    self._store()
            self._end_pass(rng, time.time() - began)
        self.network.load_state_dict(self.average)
        self.path.unlink()

    def _learn(self, lesson: Loss, task: str, group: Sequence[Sample], total: int) -> None:
        """One step."""
        scale = min(self.step / (0.06 * total), (total - self.step) / (0.94 * total))
        for param_group, peak in zip(self.optimizer.param_groups, self.peaks, strict=True):
            param_group["lr"] = peak * max(scale, 0.0)
        value = lesson(self.network, task, group, self.stage.hidden, self.noise)
        self.optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        self.batches += 1
        decay = min(self.stage.decay, self.step / (self.step + 10))
        with torch.no_grad():
            for name, weight in self.network.state_dict().items():
                self.average[name].lerp_(weight, 1 - decay)
        so_far, count = self.lost[task]
        self.lost[task] = (so_far + value.item(), count + 1)

    def _end_pass(self, rng: random.Random, seconds: float) -> None:
        means = "  ".join(f"{task} {so_far / max(1, count):.3f}" for task, (so_far, count) in self.lost.items())
        self.passes += 1
        print(f"{self.stage.name} {self.passes}/{self.stage.last}  {means}  {seconds:.0f} s", flush=True)
        self.order, self.batches = rng.getstate(), 0
        self.lost = dict.fromkeys(self.lost, (0.0, 0))
        save(self.network, self.average, checkpoint(self.folder, self.stage, self.passes), self.origin)
        self._store()

    def _store(self) -> None:
        tensors = {f"weights.{name}": weight for name, weight in self.network.state_dict().items()}
        tensors |= {f"average.{name}": weight for name, weight in self.average.items()}
        for name, parameter in self.network.named_parameters():
            known = self.optimizer.state.get(parameter, {})
            tensors |= {f"optimizer.{what}.{name}": value for what, value in known.items()}
        record = {
            "stage": self.stage.name,
            "step": self.step,
            "passes": self.passes,
            "batches": self.batches,
            "lost": self.lost,
            "order": self.order,
            "noise": self.noise.bit_generator.state,
        }
        tensors["random"] = torch.get_rng_state()
        _replace(tensors, self.path, {"run": record, "origin": self.origin})

    def _resume(self) -> None:
        """Takes up what is stored, where it is of this stage."""
        if not self.path.exists():
            return
        _check_origin(self.path, self.origin)
        record = _record(self.path)["run"]
        if record["stage"] != self.stage.name:
            return
        tensors = load_file(self.path)
        self.network.load_state_dict(_part(tensors, "weights."))
        self.average = _part(tensors, "average.")
        parameters = dict(self.network.named_parameters())
        for key, value in _part(tensors, "optimizer.").items():
            what, _, name = key.partition(".")
            self.optimizer.state[parameters[name]][what] = value
        self.step, self.passes, self.batches = record["step"], record["passes"], record["batches"]
        self.lost = {task: (so_far, count) for task, (so_far, count) in record["lost"].items()}
        version, numbers, gauss = record["order"]
        self.order = (version, tuple(numbers), gauss)
        self.noise.bit_generator.state = record["noise"]
        torch.set_rng_state(tensors["random"])


def _part(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def _replace(tensors: Mapping[str, Tensor], path: Path, record: Mapping[str, Any]) -> None:
    """Writes a file of tensors in one move, so that a training that is killed leaves the old one or the new."""
    part = path.with_suffix(".part")
    save_file(dict(tensors), part, {_RECORD: json.dumps(record)})  # in one, as safetensors shuffles several
    part.replace(path)


def _record(path: Path) -> dict[str, Any]:
    """What is told in a file beside the tensors."""
    with safe_open(path, "pt") as file:
        record: dict[str, Any] = json.loads((file.metadata() or {}).get(_RECORD, "{}"))
    return record


def _check_origin(path: Path, origin: str) -> None:
    try:
        same = _record(path).get("origin") == origin
    except SafetensorError:
        raise QuotesError(f"{path}: damaged; delete it, and what it holds is trained again") from None
    if not same:
        raise QuotesError(
            f"{path}: of a training by another configuration or on other data; name another folder, or empty this one"
        )


def make_optimizer(network: Network, stage: Stage) -> torch.optim.Optimizer:
    """AdamW, slow for the word embeddings, faster for the encoder, fastest for all that starts from nothing."""
    slow = {id(network.encoder.words.weight), id(network.encoder.positions.weight)}
    fresh = [network.encoder.shapes, network.encoder.states, network.encoder.spaces]
    fast = {id(p) for module in fresh for p in module.parameters()}
    encoder = [p for p in network.encoder.parameters() if id(p) not in slow | fast]
    known = slow | {id(p) for p in encoder}
    heads = [p for p in network.parameters() if id(p) not in known]
    return torch.optim.AdamW(
        [
            {"params": [p for p in network.parameters() if id(p) in slow], "lr": stage.encoder_rate / 2},
            {"params": encoder, "lr": stage.encoder_rate},
            {"params": heads, "lr": stage.head_rate},
        ],
        weight_decay=0.01,
        fused=True,
    )
