"""The heads that are trained on top of the exported encoder: morphology and coreference."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np

from newsgraph.analysis.component import Analyser
from newsgraph.analysis.session import COREFERENCE, MORPHOLOGY, Model
from newsgraph_training import coreference, morphology
from newsgraph_training.coreference_data import read_all
from newsgraph_training.coreference_export import write_coreference
from newsgraph_training.export import seal

_LOG = logging.getLogger(__name__)
#: Sets of documents that coreference is never trained on.
_HELD_OUT = ("gum-dev", "dev")


def make_morphology(model: Path, corpora: Path) -> None:
    """Train on the treebanks' training files; write the layer and its labels to ``model``."""
    analyser = Analyser(Model(model, heads=False))
    labels = analyser.model.labels
    paths = sorted((corpora / "ud").glob("*-train.conllu"))
    parts = [morphology.read_words(path, analyser) for path in paths]
    names = morphology.bundles(parts)
    layer = morphology.fit(parts, labels, names)
    np.save(model / MORPHOLOGY, layer.astype(np.float16))
    path = model / "labels.json"
    inventory = json.loads(path.read_text("utf-8")) | {"features": names}
    path.write_text(json.dumps(inventory, ensure_ascii=False, indent=0) + "\n", "utf-8")
    seal(model)


def make_coreference(model: Path, corpora: Path, articles: Path, plan: coreference.Plan) -> None:
    """Train on GUM and on the annotated articles; write the head to ``model``.

    Articles that come from GUM's development file are left out, so that both stay for measuring.
    """
    sets = read_all(corpora, articles, Analyser(Model(model, heads=False)))
    unseen = {document.name for name in _HELD_OUT for document in sets.get(name, ())}
    chosen = [
        document
        for name, documents in sorted(sets.items())
        for document in documents
        if document.name not in unseen
    ]
    _LOG.info("coreference: %d documents", len(chosen))
    write_coreference(coreference.fit(chosen, plan), model / COREFERENCE)
    seal(model)
