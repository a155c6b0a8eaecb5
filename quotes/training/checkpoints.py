"""Files of a training's weights, with what tells of them beside."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from quotes.errors import QuotesError
from quotes.training.network import Config, Network

_RECORD = "quotes"  # the name of what checkpoints tell beside the weights


def save(network: Network, weights: Mapping[str, Tensor], path: Path, origin: str = "") -> None:
    """Writes a checkpoint: weights, and in the metadata the network's sizes; whole or not at all."""
    replace_file(weights, path, {"network": asdict(network.config), "origin": origin})


def load(path: Path) -> Network:
    """The network in a checkpoint. Raises ValueError where the file is none."""
    try:
        network = Network(Config(**record_of(path)["network"]))
        network.load_state_dict(load_file(path))
    except (SafetensorError, KeyError, TypeError, ValueError, RuntimeError):
        raise QuotesError(f"{path}: not a checkpoint that `python -m quotes.training train` wrote") from None
    return network


def averaged(paths: Sequence[Path]) -> Network:
    """The network whose weights are the mean of those in checkpoints of one network (Wortsman et al., ICML 2022).

    Raises ValueError where a file is no checkpoint, or of a network of other sizes.
    """
    networks = [load(path) for path in paths]
    for path, network in zip(paths, networks, strict=True):
        if network.config != networks[0].config:
            raise QuotesError(f"{path}: of a network of other sizes than {paths[0]}; only equal ones are averaged")
    states = [network.state_dict() for network in networks]
    networks[0].load_state_dict({name: torch.stack([s[name] for s in states]).mean(0) for name in states[0]})
    return networks[0]


def replace_file(tensors: Mapping[str, Tensor], path: Path, record: Mapping[str, Any]) -> None:
    """Writes a file of tensors in one move, so that a training that is killed leaves the old one or the new."""
    part = path.with_suffix(".part")
    save_file(dict(tensors), part, {_RECORD: json.dumps(record)})  # in one, as safetensors shuffles several
    part.replace(path)


def record_of(path: Path) -> dict[str, Any]:
    """What is told in a file beside the tensors."""
    with safe_open(path, "pt") as file:
        record: dict[str, Any] = json.loads((file.metadata() or {}).get(_RECORD, "{}"))
    return record


def check_origin(path: Path, origin: str) -> None:
    """Raises ValueError where a file is of another training than that of `origin`, or damaged."""
    try:
        same = record_of(path).get("origin") == origin
    except SafetensorError:
        raise QuotesError(f"{path}: damaged; delete it, and what it holds is trained again") from None
    if not same:
        raise QuotesError(
            f"{path}: of a training by another configuration or on other data; name another folder, or empty this one"
        )
