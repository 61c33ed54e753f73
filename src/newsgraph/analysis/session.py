"""The model files: checked, loaded, run."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from newsgraph.analysis.features import Batch, FloatArray, IntArray, WordPieces
from newsgraph.analysis.lemmas import Lemmatizer
from newsgraph.analysis.morphology import Morphology
from newsgraph.errors import ModelNotFound
from newsgraph.model_files import open_session, opening, verified

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MODEL_FOLDER: Final = Path(__file__).parent / "model"
NETWORK: Final = "analyser.onnx"
COREFERENCE: Final = "coreference.onnx"
MORPHOLOGY: Final = "morphology.npy"
_ENCODER: Final = (NETWORK, "label_weight.npy", "labels.json", "lemmas.json", "tokenizer.json")
FILES: Final = (*_ENCODER, COREFERENCE, MORPHOLOGY)
COREFERENCE_INPUTS: Final = ("states", "features", "anaphors", "antecedents", "pairs")
COREFERENCE_OUTPUTS: Final = ("mention", "score")
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

    def __init__(
        self, folder: Path = MODEL_FOLDER, *, threads: int = 1, heads: bool = True
    ) -> None:
        """Load and check the files of ``folder``.

        Args:
            folder: The model.
            threads: Threads that the networks compute with.
            heads: ``False`` for a model in the making, that has no morphology and coreference yet.

        Raises:
            ModelNotFound: A file is missing, differs from its checksum, or cannot be used.
        """
        names = FILES if heads else _ENCODER
        contents = verified(folder, what="analyser", names=names)
        with opening("labels.json"):
            self.labels = Labels(**json.loads(contents["labels.json"]))
        with opening("tokenizer.json"):
            self.pieces = WordPieces(folder / "tokenizer.json")
        with opening("lemmas.json"):
            self.lemmatizer = Lemmatizer.load(folder / "lemmas.json")
        with opening("label_weight.npy"):
            self._label_weight: FloatArray = np.load(folder / "label_weight.npy").astype(np.float32)
        self._session = open_session(contents[NETWORK], NETWORK, outputs=OUTPUTS, threads=threads)
        self.morphology: Morphology | None = None
        self._coreference: InferenceSession | None = None
        if heads:
            sizes = (len(self.labels.upos), len(self.labels.xpos))
            with opening(MORPHOLOGY):
                self.morphology = Morphology.load(folder / MORPHOLOGY, self.labels.features, *sizes)
            self._coreference = open_session(
                contents[COREFERENCE], COREFERENCE, outputs=COREFERENCE_OUTPUTS, threads=threads
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
            raise ModelNotFound("this model has no coreference head yet", hint="train its heads")
        heads, scores = self._coreference.run(list(COREFERENCE_OUTPUTS), inputs)
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
