"""A model folder back to a network: what `quotes.training.export` wrote, as far as 8 bits kept it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor

from quotes.errors import QuotesError
from quotes.tagging.links import FAR
from quotes.tagging.onnx import load_settings
from quotes.training.network import HEADS, Config, Network, depth

_PRODUCTS = ("MatMul", "MatMulInteger")


def restore(folder: Path) -> Network:
    """The network of a model folder; what does not ship (tags, arcs) begins anew."""
    found = dict(weights(folder / "encoder.onnx"))
    found |= {f"{part}.{name}": w for part in ("decoder", "linker") for name, w in weights(folder / f"{part}.onnx")}
    settings = load_settings(folder)
    network = Network(_sizes(found, settings.reach, _attention_heads(folder / "encoder.onnx")))
    sizes = [getattr(network, head).out_features for head in HEADS]
    for part in ("weight", "bias"):
        rows = found.pop(f"labels.{part}").split(sizes)
        found |= {f"{head}.{part}": row for head, row in zip(HEADS, rows, strict=True)}
    found["transitions"] = torch.tensor(settings.transitions)
    lacking = network.load_state_dict(found, strict=False)
    unknown = [name for name in lacking.missing_keys if name.split(".")[0] not in ("tags", "dependent", "head")]
    if unknown or lacking.unexpected_keys:
        raise QuotesError(f"{folder}: no network of ours; lacks {unknown}, has besides {lacking.unexpected_keys}")
    return network


def _sizes(found: Mapping[str, Tensor], reach: int, heads: int) -> Config:
    """The sizes of the network that has these weights, dropout as by default."""
    vocabulary, width = found["encoder.words.weight"].shape
    return Config(
        vocabulary=vocabulary,
        positions=len(found["encoder.positions.weight"]),
        layers=depth(found),
        width=width,
        heads=heads,
        inner=len(found["encoder.layers.0.up.weight"]),
        decoder=len(found["decoder.piece.weight"]),
        reach=reach,
        link=(len(found["linker.down.weight"]) - FAR - 1) // 2,
    )


def _attention_heads(path: Path) -> int:
    nodes = onnx.load(str(path)).graph.node
    return next(a.i for n in nodes if n.op_type == "MultiHeadAttention" for a in n.attribute if a.name == "num_heads")


def weights(path: Path) -> Iterator[tuple[str, Tensor]]:
    """The weights in an ONNX file by the names that they have in the network, 32 bits wide."""
    graph = onnx.load(str(path)).graph
    arrays = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for name, values in arrays.items():
        if values.dtype == np.float32 and name.endswith((".weight", ".bias")):
            yield name, torch.from_numpy(values.copy())
        elif name.endswith(".weight_quantized"):
            name = name.removesuffix("_quantized")
            rows, places = _wide(arrays, name), arrays.get(name.replace("weight", "places"))
            yield name, torch.from_numpy(rows if places is None else rows[places])
    for node in graph.node:
        if node.op_type in _PRODUCTS and (matrix := _matrix(arrays, node.input[1])) is not None:
            yield f"{_layer(node.name)}.weight", torch.from_numpy(matrix.T.copy())


def _matrix(arrays: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32] | None:
    """What a product multiplies by, [in, out], or None where that is no weight."""
    if f"{name}.short" in arrays:  # in models up to polnear-2 some were multiplied in 32 bits
        short, scale = arrays[f"{name}.short"], arrays[f"{name}.scale"]
        return short.astype(np.float32) * scale.astype(np.float32)
    return _wide(arrays, name.removesuffix("_quantized")) if name in arrays else None


def _wide(arrays: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    short, scale, zero = (
        arrays[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "scale", "zero_point")
    )
    return (short - zero) * scale


def _layer(name: str) -> str:
    """The layer that a node computes: "/encoder/layers.0/qkv/MatMul_quant" is encoder.layers.0.qkv."""
    return ".".join(name.removeprefix("/").split("/")[:-1])
