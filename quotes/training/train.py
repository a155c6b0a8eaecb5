"""The training loop: names and syntax first, then attributions with some of both mixed in."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from quotes.links import FAR, far
from quotes.pieces import CAPITALS, LOWER, batch
from quotes.training.data import IGNORED, Example, Sample, batches, labels, samples
from quotes.training.network import Config, Network, crf_loss

OPENING, CLOSING, MASKED = 101, 102, 103  # [CLS], [SEP] and [MASK] in the vocabulary
IN_CAPITALS, IN_SMALL = 0.04, 0.01  # shares of the windows that are read as if written so throughout

Loss = Callable[[Network, str, Sequence[Sample], float, np.random.Generator], Tensor]


@dataclass(frozen=True)
class Stage:
    """Passes over tasks at these rates (2.0: twice a pass), with learning rates for encoder and heads."""

    name: str
    passes: int
    rates: dict[str, float]
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    budget: int = 5000
    size: int = 320
    context: int = 64
    hidden: float = 0.04
    decay: float = 0.998


@dataclass(frozen=True)
class Plan:
    """What makes a model."""

    stages: tuple[Stage, ...] = (
        Stage("words", 3, {"names": 1.0, "syntax": 1.0, "entities": 1.0, "choices": 1.0, "replaced": 1.0}),
        Stage(
            "attributions",
            5,
            {"attributions": 1.0, "names": 0.3, "syntax": 0.2, "entities": 0.5, "choices": 0.3, "replaced": 0.1},
        ),
    )
    network: Config = field(default_factory=Config)
    seed: int = 1


def pretrained(config: Config, folder: Path) -> Network:
    """A network whose encoder starts from the BERT weights in `folder`/model.safetensors."""
    network = Network(config)
    weights = load_file(folder / "model.safetensors")
    encoder = network.encoder
    own: dict[str, Tensor] = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for number in range(config.layers):
        theirs = f"encoder.layer.{number}."
        for part in ("weight", "bias"):
            own[f"layers.{number}.qkv.{part}"] = torch.cat(
                [weights[f"{theirs}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            )
            for name, their_name in names.items():
                own[f"layers.{number}.{name}.{part}"] = weights[f"{theirs}{their_name}.{part}"]
    missing = encoder.load_state_dict(own, strict=False)
    if missing.unexpected_keys:
        raise ValueError(f"{folder}: weights that the encoder has no place for: {missing.unexpected_keys}")
    return network


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
    network: Network, plan: Plan, tasks: Mapping[str, Sequence[Example]], folder: Path, lesson: Loss = loss
) -> Network:
    """Trains in place; after every pass the averaged weights are in `folder`/STAGE-PASS.safetensors.

    A stage whose last checkpoint is there already is not trained again. lesson: gives the loss of a batch.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stage in plan.stages:
        done = folder / f"{stage.name}-{stage.passes}.safetensors"
        if done.exists():
            network.load_state_dict(load_file(done))
            continue
        torch.manual_seed(plan.seed)
        run_stage(network, stage, tasks, folder, random.Random(plan.seed), np.random.default_rng(plan.seed), lesson)
    return network


def run_stage(
    network: Network,
    stage: Stage,
    tasks: Mapping[str, Sequence[Example]],
    folder: Path,
    rng: random.Random,
    noise: np.random.Generator,
    lesson: Loss = loss,
) -> None:
    """One stage of a plan; the network ends with the averaged weights."""
    optimizer = make_optimizer(network, stage)
    peaks = [group["lr"] for group in optimizer.param_groups]
    average = {name: value.clone() for name, value in network.state_dict().items()}
    total = stage.passes * sum(1 for _ in rounds(stage, tasks, random.Random(0)))
    step = 0
    for number in range(1, stage.passes + 1):
        began, seen = time.time(), dict.fromkeys(stage.rates, (0.0, 0))
        network.train()
        for task, group in rounds(stage, tasks, rng):
            scale = min(step / (0.06 * total), (total - step) / (0.94 * total))
            for param_group, peak in zip(optimizer.param_groups, peaks, strict=True):
                param_group["lr"] = peak * max(scale, 0.0)
            value = lesson(network, task, group, stage.hidden, noise)
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            decay = min(stage.decay, step / (step + 10))
            with torch.no_grad():
                for name, weight in network.state_dict().items():
                    average[name].lerp_(weight, 1 - decay)
            so_far, count = seen[task]
            seen[task] = (so_far + value.item(), count + 1)
        means = "  ".join(f"{task} {so_far / max(1, count):.3f}" for task, (so_far, count) in seen.items())
        print(f"{stage.name} {number}/{stage.passes}  {means}  {time.time() - began:.0f} s", flush=True)
        save_file(average, folder / f"{stage.name}-{number}.safetensors")
    network.load_state_dict(average)


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
