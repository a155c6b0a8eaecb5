"""Networks whose encoder begins as BERT or MPNet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from quotes.errors import QuotesError
from quotes.training.losses import CLOSING, MASKED, OPENING
from quotes.training.network import Config, Network


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
