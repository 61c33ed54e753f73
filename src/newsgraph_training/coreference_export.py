"""Writes the trained coreference head as ONNX beside the analyser."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch

from newsgraph.analysis.antecedents import MENTION_FEATURES, PAIR_FEATURES
from newsgraph.analysis.session import COREFERENCE_INPUTS, COREFERENCE_OUTPUTS
from newsgraph_training.coreference_network import STATE, CoreferenceNetwork
from newsgraph_training.export import write_int8


def write_coreference(network: CoreferenceNetwork, path: Path) -> None:
    """Export with int8 weights (dynamic quantisation); heads and pairs may be any number."""
    example = (
        torch.zeros(3, STATE),
        torch.zeros(3, MENTION_FEATURES),
        torch.tensor([1, 2, 2]),
        torch.tensor([0, 0, 1]),
        torch.zeros(3, PAIR_FEATURES),
    )
    axes = {name: {0: "heads"} for name in (*COREFERENCE_INPUTS[:2], "mention")}
    axes |= {name: {0: "pairs"} for name in (*COREFERENCE_INPUTS[2:], "score")}
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        torch.onnx.export(
            network.eval(),
            example,
            str(plain),
            input_names=list(COREFERENCE_INPUTS),
            output_names=list(COREFERENCE_OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        write_int8(plain, path)
