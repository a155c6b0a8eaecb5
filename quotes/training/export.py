"""A trained network to the files that ship: ONNX with 8-bit weights, the tokenizer, the settings."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from quotes.tagger import Settings
from quotes.training.meanings import write_meanings
from quotes.training.network import Network

OPSET = 20


class _Encode(nn.Module):
    """Features and mask to vectors, and the scores of all label heads side by side."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.encoder = network.encoder
        heads = (network.cues, network.flat, network.names, network.descriptions)
        self.labels = nn.Linear(network.config.width, sum(head.out_features for head in heads))
        self.labels.weight.data = torch.cat([head.weight.data for head in heads])
        self.labels.bias.data = torch.cat([head.bias.data for head in heads])

    def forward(self, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        vectors = self.encoder(features, mask)
        return vectors, self.labels(vectors)


def export(network: Network, settings: Settings, tokenizer: Path, folder: Path) -> None:
    """Writes `folder`, which `quotes.Scanner(model=folder)` then reads; `tokenizer` is the file to copy there."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    features = torch.zeros(2, 4, 8, dtype=torch.long)
    mask = torch.ones(2, 8, dtype=torch.bool)
    _write(
        _Encode(network).eval(),
        (features, mask),
        folder / "encoder.onnx",
        {"features": {0: "windows", 2: "pieces"}, "mask": {0: "windows", 1: "pieces"}},
        ["vectors", "scores"],
    )
    vectors = torch.zeros(2, 8, network.config.width)
    cues = torch.tensor([[0, 1, 2], [1, 3, 4], [1, 5, 5]])
    _write(
        network.decoder,
        (vectors, cues),
        folder / "decoder.onnx",
        {"vectors": {0: "windows", 1: "pieces"}, "cues": {0: "cues"}},
        ["roles"],
    )
    _write(
        network.linker,
        (vectors, cues),
        folder / "linker.onnx",
        {"vectors": {0: "windows", 1: "pieces"}, "mentions": {0: "mentions"}},
        ["links"],
    )
    shutil.copy(tokenizer, folder / "tokenizer.json")
    record = json.dumps(asdict(settings), indent=1)
    (folder / "settings.json").write_text(record + "\n", encoding="utf-8")
    write_meanings(folder)


def _write(
    module: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    axes: dict[str, dict[int, str]],
    outputs: list[str],
) -> None:
    whole = path.with_suffix(".whole.onnx")
    torch.onnx.export(
        module,
        example,
        str(whole),
        input_names=list(axes),
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
    graph = onnx.load(str(whole))
    wide = [node.name for node in graph.graph.node if node.op_type == "MatMul" and node.name.endswith("down/MatMul")]
    # 7 of the 8 bits: processors with AVX2 but without VNNI add up products of 8 bits in too few
    quantize_dynamic(
        graph,
        str(path),
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=wide,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    whole.unlink()
    quantized = onnx.load(str(path))
    _store_in_8_bits(quantized.graph, set(wide))
    onnx.checker.check_model(quantized)
    onnx.save(quantized, str(path))


def _store_in_8_bits(graph: onnx.GraphProto, nodes: set[str]) -> None:
    """Makes the weights of these MatMul nodes 8 bits wide in the file, to be multiplied in 32.

    What comes out of a feed-forward layer's first half has outliers that 8 bits cannot hold: with them, one in
    fourteen attributions would change; so only the weights, not the products, of the second half are shortened.
    """
    weights = {tensor.name: tensor for tensor in graph.initializer}
    for node in [node for node in graph.node if node.name in nodes]:
        name = node.input[1]
        values = onnx.numpy_helper.to_array(weights[name])
        scale = np.abs(values).max(axis=0) / 127
        short = np.round(values / scale).astype(np.int8)
        graph.initializer.remove(weights[name])
        graph.initializer.extend(
            [
                onnx.numpy_helper.from_array(short, f"{name}.short"),
                onnx.numpy_helper.from_array(scale.astype(np.float32), f"{name}.scale"),
            ]
        )
        graph.node.insert(
            0,
            onnx.helper.make_node("DequantizeLinear", [f"{name}.short", f"{name}.scale"], [name], axis=1),
        )
