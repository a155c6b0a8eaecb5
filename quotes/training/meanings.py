"""What words mean, for verification: the encoder's own word pieces in fewer dimensions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx

from quotes.verification.meanings import FILE

WIDTH = 96


def write_meanings(folder: Path) -> None:
    """Writes `meanings.npz` to a model folder: the first principal components of its encoder's word pieces.

    [pieces of the vocabulary, WIDTH], each row scaled to whole numbers from -127 to 127: only its direction counts.
    """
    graph = onnx.load(str(folder / "encoder.onnx")).graph
    arrays = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    pieces = arrays["encoder.words.weight_quantized"].astype(np.float32)
    pieces -= pieces.mean(axis=0)
    pieces /= np.linalg.norm(pieces, axis=1, keepdims=True)
    _, components = np.linalg.eigh(pieces.T @ pieces)
    reduced = pieces @ components[:, ::-1][:, :WIDTH]
    scaled = np.round(reduced / np.abs(reduced).max(axis=1, keepdims=True) * 127)
    np.savez_compressed(folder / FILE, pieces=scaled.astype(np.int8)[arrays["encoder.words.places"]])
