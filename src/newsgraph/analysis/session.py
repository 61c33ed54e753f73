"""The model files: checked, loaded, run."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from newsgraph.analysis.features import Batch, FloatArray, IntArray, WordPieces
from newsgraph.analysis.lemmas import Lemmatizer
from newsgraph.analysis.morphology import Morphology
from newsgraph.errors import ModelNotFound
from newsgraph.model_files import REPAIR, open_session, verified

MODEL_FOLDER: Final = Path(__file__).parent / "model"
COREFERENCE_INPUTS: Final = ("states", "features", "anaphors", "antecedents", "pairs")
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
    features: list[str] = field(default_factory=list)  #: bundles; none without that head


class Model:
    """One loaded model.

    Attributes:
        labels: Its label inventories.
        pieces: Its word pieces.
        lemmatizer: Its lemmas.
        morphology: Its features of words; ``None`` while a model is being made.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, *, threads: int = 1) -> None:
        """Load and check the files of ``folder``.

        Raises:
            ModelNotFound: A file is missing, or differs from its checksum.
        """
        contents = verified(folder, what="analyser")
        self.labels = Labels(**json.loads(contents["labels.json"]))
        self.pieces = WordPieces(folder / "tokenizer.json")
        self.lemmatizer = Lemmatizer.load(folder / "lemmas.json")
        self._label_weight: FloatArray = np.load(folder / "label_weight.npy").astype(np.float32)
        self._session = open_session(contents["analyser.onnx"], threads=threads)
        self._coreference = (
            open_session(contents["coreference.onnx"], threads=threads)
            if "coreference.onnx" in contents
            else None
        )
        self.morphology = (
            Morphology.load(
                folder / "morphology.npy",
                self.labels.features,
                len(self.labels.upos),
                len(self.labels.xpos),
            )
            if "morphology.npy" in contents
            else None
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

    def coreference(
        self,
        states: FloatArray,
        features: FloatArray,
        anaphors: IntArray,
        antecedents: IntArray,
        pairs: FloatArray,
    ) -> tuple[FloatArray, FloatArray]:
        """Return logits of heads being mentions, and of pairs of heads being one thing.

        Args:
            states: heads × width, from the encoder; at least one head.
            features: heads × ``antecedents.MENTION_FEATURES``.
            anaphors: Index of the later head of each pair.
            antecedents: Index of the earlier.
            pairs: pairs × ``antecedents.PAIR_FEATURES``.

        Raises:
            ModelNotFound: The model has no such head.
        """
        inputs: dict[str, Any] = dict(
            zip(COREFERENCE_INPUTS, (states, features, anaphors, antecedents, pairs), strict=True)
        )
        if self._coreference is None:
            raise ModelNotFound("this model has no coreference head", hint=REPAIR)
        heads, scores = self._coreference.run(None, inputs)
        return heads, scores

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
