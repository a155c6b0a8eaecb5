"""The training loop: stages of passes over tasks, which can be stopped at any moment and go on."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from quotes.errors import QuotesError
from quotes.training.checkpoints import check_origin, record_of, replace_file, save
from quotes.training.data import Example, Sample, batches, samples
from quotes.training.losses import loss
from quotes.training.network import Network

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
        check_origin(done, origin)
    return done.exists()


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
        replace_file(tensors, self.path, {"run": record, "origin": self.origin})

    def _resume(self) -> None:
        """Takes up what is stored, where it is of this stage."""
        if not self.path.exists():
            return
        check_origin(self.path, self.origin)
        record = record_of(self.path)["run"]
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
