"""Checkpoint → ``newsgraph/analysis/model/``: ONNX, int8 weights, labels, checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch

from newsgraph.analysis.features import WordPieces, collate
from newsgraph.analysis.session import COREFERENCE, MORPHOLOGY, OUTPUTS
from newsgraph_training.data import Inventory
from newsgraph_training.encoders import Encoder, LargeEncoder
from newsgraph_training.network import Network, Sizes

INPUTS = ("ids", "case", "mask", "first", "words")
#: Files of the heads that are trained on top of an exported encoder.
_LATER = (MORPHOLOGY, COREFERENCE)
_EXAMPLES = ("The committee met in Geneva .", "She left early .", "Go !")


def load_network(checkpoint: Path, labels: Inventory) -> Network:
    """Rebuild the trained network, of whichever size, for inference."""
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")["network"]
    large = state["encoder.word.weight"].shape[1] == LargeEncoder.width
    depth = 1 + max(int(k.split(".")[2]) for k in state if k.startswith("encoder.layers."))
    network = Network(Sizes.of(labels), LargeEncoder() if large else Encoder(depth))
    network.load_state_dict(state)
    return network.eval()


def export(run: Path, encoder: Path, target: Path, *, quantise: bool = True) -> None:
    """Write the model files.

    Args:
        run: Folder with ``checkpoint.pt`` and ``labels.json``.
        encoder: Folder of the pretrained encoder, for its ``tokenizer.json``.
        target: Folder to write to; made if missing.
        quantise: Write int8 weights (dynamic quantisation, per channel), else 32-bit floats.
    """
    labels = Inventory.load(run / "labels.json")
    network = load_network(run / "checkpoint.pt", labels)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(encoder / "tokenizer.json", target / "tokenizer.json")
    labels.save(target / "labels.json")
    shutil.copyfile(run / "lemmas.json", target / "lemmas.json")
    np.save(
        target / "label_weight.npy", network.label_weight.weight.detach().numpy().astype(np.float16)
    )
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        _to_onnx(network, WordPieces(encoder / "tokenizer.json"), plain)
        if quantise:
            write_int8(plain, target / "analyser.onnx")
        else:
            shutil.copyfile(plain, target / "analyser.onnx")
    for name in _LATER:  # they were trained on the states of another encoder
        (target / name).unlink(missing_ok=True)
    seal(target)


def seal(model: Path) -> None:
    """Write the checksums of a model's files."""
    names = sorted(p.name for p in model.iterdir() if p.suffix in (".onnx", ".npy", ".json"))
    sums = {
        name: hashlib.sha256((model / name).read_bytes()).hexdigest()
        for name in names
        if name != "checksums.json"
    }
    (model / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n", "utf-8")


def _to_onnx(network: Network, pieces: WordPieces, path: Path) -> None:
    batch = collate([pieces.encode(text.split()) for text in _EXAMPLES])
    arrays = (batch.ids, batch.case, batch.mask, batch.first, batch.words)
    word_axes = {0: "windows", 1: "words"}
    axes: dict[str, dict[int, str]] = {n: {0: "windows", 1: "pieces"} for n in INPUTS[:3]}
    axes |= {n: {0: "windows", 1: "nodes"} for n in INPUTS[3:]}
    axes |= {n: dict(word_axes) for n in OUTPUTS}
    axes["arcs"] = {0: "windows", 1: "words", 2: "nodes"}
    axes["head"] = {0: "windows", 1: "nodes"}
    torch.onnx.export(
        network,
        tuple(torch.from_numpy(a) for a in arrays),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def write_int8(plain: Path, target: Path) -> None:
    """Write a network with int8 weights: dynamic quantisation, per channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        str(plain),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        extra_options={"DefaultTensorType": 1},
    )
