"""The model files: checked, loaded, run."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from newsgraph.analysis.features import Batch, FloatArray, WordPieces
from newsgraph.analysis.lemmas import Lemmatizer
from newsgraph.errors import ModelNotFound

MODEL_FOLDER: Final = Path(__file__).parent / "model"
OUTPUTS: Final = (
    "upos", "xpos", "lemma", "names", "kinds", "arcs", "relations", "dependent", "head",
    "states",
)  # fmt: skip
_REPAIR: Final = "reinstall newsgraph: pip install --force-reinstall --no-deps newsgraph"


@dataclass(frozen=True, slots=True)
class Labels:
    """Label inventories in the order of the heads' outputs."""

    upos: list[str]
    xpos: list[str]
    lemma_rules: list[str]
    names: list[str]
    kinds: list[str]
    relations: list[str]


class Model:
    """One loaded model.

    Attributes:
        labels: Its label inventories.
        pieces: Its word pieces.
        lemmatizer: Its lemmas.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int = 1) -> None:
        """Load and check the files of ``folder``.

        Raises:
            ModelNotFound: A file is missing, or differs from its checksum.
        """
        import onnxruntime

        verify(folder)
        self.labels = Labels(**json.loads((folder / "labels.json").read_text("utf-8")))
        self.pieces = WordPieces(folder / "tokenizer.json")
        self.lemmatizer = Lemmatizer.load(folder / "lemmas.json")
        self._label_weight: FloatArray = np.load(folder / "label_weight.npy").astype(np.float32)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "analyser.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def run(self, batch: Batch) -> dict[str, FloatArray]:
        """Return the outputs by name, padded as the batch is."""
        inputs: dict[str, Any] = {
            "ids": batch.ids,
            "case": batch.case,
            "mask": batch.mask,
            "first": batch.first,
            "words": batch.words,
        }
        return dict(zip(OUTPUTS, self._session.run(list(OUTPUTS), inputs), strict=True))

    def relation_scores(self, dependent: FloatArray, head: FloatArray) -> FloatArray:
        """Score the relations of one word to another head than the network's first choice."""
        table = (np.append(dependent, np.float32(1)) @ self._label_weight.T).reshape(
            len(self.labels.relations), -1
        )
        scores: FloatArray = table @ np.append(head, np.float32(1))
        return scores


@cache
def shared_model(folder: Path = MODEL_FOLDER) -> Model:
    """Return the model of ``folder``, loaded once per process."""
    return Model(folder)


def verify(folder: Path) -> None:
    """Compare the files of a model with ``checksums.json``.

    Raises:
        ModelNotFound: A file is missing or damaged.
    """
    try:
        expected = json.loads((folder / "checksums.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelNotFound(f"no analyser in {folder.name}/", hint=_REPAIR) from error
    for name, checksum in sorted(expected.items()):
        try:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise ModelNotFound(f"model file {name} is missing", hint=_REPAIR) from error
        if digest != checksum:
            raise ModelNotFound(f"model file {name} is damaged", hint=_REPAIR)
