"""A trained network to the files that ship: ONNX with 8-bit weights, the tokenizer, the settings."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import onnx
import regex
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from quotes.tagging.manifest import write_manifest
from quotes.tagging.onnx import Settings
from quotes.training.losses import UNKNOWN
from quotes.training.meanings import write_meanings
from quotes.training.network import HEADS, Attention, Decoder, Layer, Linker, Network

OPSET = 20
_UNREAD = regex.compile(r"\[unused\d|(?:##)?+(?!\p{Script=Latin}|\p{Script=Common}|\p{Script=Inherited})")
Module = TypeVar("Module", bound=nn.Module)


class _FusedAttention(torch.autograd.Function):
    """Attention in one operator of ONNX Runtime's: of whole windows only, it is given no mask."""

    @staticmethod
    def forward(context: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        return query.clone()

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        found = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        return found.setType(query.type())


class _Attention(Attention):
    def forward(self, qkv: Tensor, bias: Tensor) -> Tensor:
        return _FusedAttention.apply(*qkv.chunk(3, dim=-1), self.heads)


class _Norm(nn.Module):
    """Layer normalisation in operators that ONNX Runtime computes several numbers at a time, unlike its own."""

    def __init__(self, norm: nn.LayerNorm) -> None:
        super().__init__()
        self.weight, self.bias, self.eps = norm.weight, norm.bias, norm.eps

    def forward(self, x: Tensor) -> Tensor:
        centred = x - x.mean(-1, keepdim=True)
        scale = torch.rsqrt(centred.square().mean(-1, keepdim=True) + self.eps)
        return centred * scale * self.weight + self.bias


def _plain(module: Module) -> Module:
    """A copy whose layer normalisations are `_Norm`."""
    found = copy.deepcopy(module)
    for name, norm in list(found.named_modules()):
        if isinstance(norm, nn.LayerNorm):
            found.set_submodule(name, _Norm(norm))
    return found


class _Words(nn.Module):
    """The vectors of word pieces, [.., pieces] to [.., pieces, width], with rows only for those that are read.

    places: of each piece of the vocabulary, the row of `weight` that it is read by; the unread share the unknown's.
    """

    def __init__(self, words: nn.Embedding, unread: Sequence[int]) -> None:
        super().__init__()
        kept = torch.ones(words.num_embeddings, dtype=torch.bool)
        kept[list(unread)] = False
        places = kept.cumsum(0) - 1
        places[~kept] = places[UNKNOWN]
        self.weight = nn.Parameter(words.weight.detach()[kept])
        self.register_buffer("places", places.short())

    def forward(self, ids: Tensor) -> Tensor:
        return functional.embedding(self.get_buffer("places")[ids].long(), self.weight)


def unread(tokenizer: Path) -> list[int]:
    """The numbers of the word pieces that no English has: kept free in BERT's vocabulary, or of other scripts."""
    vocabulary = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    return [number for piece, number in vocabulary.items() if _UNREAD.match(piece)]


class _Encode(nn.Module):
    """Features to vectors, and the scores of all label heads side by side; no window may be padded."""

    def __init__(self, network: Network, unread: Sequence[int]) -> None:
        super().__init__()
        self.encoder = _plain(network.encoder)
        self.encoder.set_submodule("words", _Words(network.encoder.words, unread))
        for layer in self.encoder.modules():
            if isinstance(layer, Layer):
                layer.attention = _Attention(network.config.heads)
        heads = [getattr(network, name) for name in HEADS]
        self.labels = nn.Linear(network.config.width, sum(head.out_features for head in heads))
        self.labels.weight.data = torch.cat([head.weight.data for head in heads])
        self.labels.bias.data = torch.cat([head.bias.data for head in heads])

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        vectors = self.encoder(features, torch.ones_like(features[:, 0], dtype=torch.bool))
        return vectors, self.labels(vectors)


class _Decode(nn.Module):
    """The decoder for a strip of places (see `quotes.tagging.tagger.Strip`) in place of as many around every cue."""

    def __init__(self, decoder: Decoder) -> None:
        super().__init__()
        plain = _plain(decoder)
        self.reach, self.piece, self.cue, self.distance = plain.reach, plain.piece, plain.cue, plain.distance
        self.mixers, self.norm, self.roles = plain.mixers, plain.norm, plain.roles

    def forward(self, vectors: Tensor, cues: Tensor, owners: Tensor, offsets: Tensor) -> Tensor:
        window, first, last = cues.unbind(1)
        ends = torch.cat([vectors[window, first], vectors[window, last]], dim=-1)
        scale, shift = self.cue(ends).chunk(2, dim=-1)
        places = (first[owners] + offsets).clamp(min=0).clamp(max=vectors.shape[1] - 1)
        distance = (offsets + self.reach).clamp(0, 2 * self.reach - 1)
        x = self.piece(vectors)[window[owners], places]
        x = (x * (1 + scale[owners]) + shift[owners] + self.distance(distance)).unsqueeze(0)
        for mixer in self.mixers:
            x = mixer(x)
        return self.roles(self.norm(x)).squeeze(0)


def export(network: Network, settings: Settings, tokenizer: Path, folder: Path) -> None:
    """Writes `folder`, which `quotes.Scanner(model=folder)` then reads; `tokenizer` is the file to copy there."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    features = torch.zeros(2, 4, 8, dtype=torch.long)
    write_onnx(
        _Encode(network, unread(tokenizer)).eval(),
        (features,),
        folder / "encoder.onnx",
        {"features": {0: "windows", 2: "pieces"}},
        ["vectors", "scores"],
        words=True,
    )
    vectors = torch.zeros(2, 8, network.config.width)
    cues = torch.tensor([[0, 1, 2], [1, 3, 4], [1, 5, 5]])
    owners = torch.arange(3).repeat_interleave(5)
    write_onnx(
        _Decode(network.decoder),
        (vectors, cues, owners, torch.arange(-2, 3).repeat(3)),
        folder / "decoder.onnx",
        {
            "vectors": {0: "windows", 1: "pieces"},
            "cues": {0: "cues"},
            "owners": {0: "places"},
            "offsets": {0: "places"},
        },
        ["roles"],
    )
    write_linker(network.linker, folder)
    shutil.copy(tokenizer, folder / "tokenizer.json")
    record = json.dumps(asdict(settings), indent=1)
    (folder / "settings.json").write_text(record + "\n", encoding="utf-8")
    write_meanings(folder)
    write_manifest(folder)


def write_linker(linker: Linker, folder: Path) -> None:
    """Writes a model folder's linker."""
    axes = {"vectors": {0: "windows", 1: "pieces"}, "mentions": {0: "mentions"}}
    example = torch.zeros(2, 8, linker.config.width), torch.tensor([[0, 1, 2], [1, 3, 4], [1, 5, 5]])
    write_onnx(linker, example, folder / "linker.onnx", axes, ["links"])


def write_onnx(
    module: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    axes: dict[str, dict[int, str]],
    outputs: list[str],
    words: bool = False,
) -> None:
    """An ONNX file with products in 8 bits, and the vectors of word pieces too where there are `words`."""
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
        custom_opsets={"com.microsoft": 1},
    )
    # 7 of the 8 bits: processors with AVX2 but without VNNI add up products of 8 bits in too few
    quantize_dynamic(
        str(whole),
        str(path),
        op_types_to_quantize=["MatMul", *(["Gather"] if words else [])],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    whole.unlink()
    onnx.checker.check_model(str(path))
