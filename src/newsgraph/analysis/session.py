"""The model files: checked, loaded, run."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from newsgraph.analysis.features import Batch, FloatArray, WordPieces
from newsgraph.analysis.lemmas import Lemmatizer
from newsgraph.model_files import open_session, opening, verified

MODEL_FOLDER: Final = Path(__file__).parent / "model"
NETWORK: Final = "analyser.onnx"
FILES: Final = (NETWORK, "label_weight.npy", "labels.json", "lemmas.json", "tokenizer.json")
OUTPUTS: Final = (
    "upos", "xpos", "lemma", "names", "kinds", "arcs", "relations", "dependent", "head",
    "states",
)  # fmt: skip


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
            ModelNotFound: A file is missing, differs from its checksum, or cannot be used.
        """
        contents = verified(folder, what="analyser", names=FILES)
        with opening("labels.json"):
            self.labels = Labels(**json.loads(contents["labels.json"]))
        with opening("tokenizer.json"):
            self.pieces = WordPieces(folder / "tokenizer.json")
        with opening("lemmas.json"):
            self.lemmatizer = Lemmatizer.load(folder / "lemmas.json")
        with opening("label_weight.npy"):
            self._label_weight: FloatArray = np.load(folder / "label_weight.npy").astype(np.float32)
        self._session = open_session(contents[NETWORK], NETWORK, outputs=OUTPUTS, threads=threads)

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


def shared_model(folder: Path = MODEL_FOLDER, *, threads: int = 1) -> Model:
    """Return the model of ``folder``, loaded once per process and number of threads."""
    # a network's threads do not live on in a forked process: it loads its own
    return _loaded(folder, threads, os.getpid() if threads > 1 else 0)


@cache
def _loaded(folder: Path, threads: int, process: int) -> Model:  # noqa: ARG001 - part of the key
    return Model(folder, threads=threads)
