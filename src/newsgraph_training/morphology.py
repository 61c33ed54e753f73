"""Trains the morphology head: a linear layer over the encoder's states and the word classes.

English morphology follows from the word classes but for person, number, mood and the like, which
the states know; a softmax over whole feature bundles is enough and can't contradict itself.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from spacy.tokens import Doc
from spacy.vocab import Vocab
from torch.nn import functional

from newsgraph.analysis.component import Analyser
from newsgraph.analysis.features import FloatArray
from newsgraph.analysis.session import Labels
from newsgraph_training.universal_dependencies import sentences

_LOG = logging.getLogger(__name__)
_SENTENCES_AT_ONCE = 400
_RARE = 3  #: bundles seen less often are not learned


@dataclass(slots=True)
class Words:
    """Words with what the analyser says of them and the treebank's features."""

    states: FloatArray  #: words × width
    upos: np.ndarray  #: index into the labels
    xpos: np.ndarray
    features: list[str]  #: bundle in CoNLL-U's form; ``_`` for none


def read_words(path: Path, analyser: Analyser) -> Words:
    """Analyse the sentences of a treebank, tokens and sentences as given."""
    labels, vocab = analyser.model.labels, Vocab()
    upos, xpos = ({v: i for i, v in enumerate(names)} for names in (labels.upos, labels.xpos))
    states: list[FloatArray] = []
    classes: list[tuple[int, int]] = []
    features: list[str] = []
    batch: list[list[list[str]]] = []

    def flush() -> None:
        words = [row[1] for rows in batch for row in rows]
        starts = [i == 0 for rows in batch for i in range(len(rows))]
        doc = analyser(Doc(vocab, words=words, sent_starts=starts))  # type: ignore[arg-type]
        states.append(np.asarray(doc.tensor, np.float32))
        classes.extend((upos[t.pos_], xpos[t.tag_]) for t in doc)
        features.extend(row[5] for rows in batch for row in rows)
        batch.clear()

    for _, rows in sentences(path):
        batch.append(rows)
        if len(batch) == _SENTENCES_AT_ONCE:
            flush()
    if batch:
        flush()
    pairs = np.array(classes)
    return Words(np.concatenate(states), pairs[:, 0], pairs[:, 1], features)


def bundles(parts: Sequence[Words]) -> list[str]:
    """Feature bundles in the order of their frequency, the rare ones left out."""
    counts = Counter(f for part in parts for f in part.features)
    return [f for f, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= _RARE]


def fit(
    parts: Sequence[Words], labels: Labels, names: Sequence[str], *, epochs: int = 6, seed: int = 3
) -> FloatArray:
    """Train the layer.

    Returns:
        (width + universal classes + Penn classes + 1) × bundles: weights of the states, one row
        per class, then the bias.
    """
    torch.manual_seed(seed)
    index = {name: i for i, name in enumerate(names)}
    target = torch.tensor([index.get(f, -100) for part in parts for f in part.features])
    states = torch.from_numpy(np.concatenate([part.states for part in parts]))
    upos = torch.from_numpy(np.concatenate([part.upos for part in parts]))
    xpos = torch.from_numpy(np.concatenate([part.xpos for part in parts]))
    width, n = states.shape[1], len(names)
    weight = torch.zeros(width, n, requires_grad=True)
    by_upos = torch.zeros(len(labels.upos), n, requires_grad=True)
    by_xpos = torch.zeros(len(labels.xpos), n, requires_grad=True)
    bias = torch.zeros(n, requires_grad=True)
    optimiser = torch.optim.AdamW([weight, by_upos, by_xpos, bias], lr=5e-3, weight_decay=1e-3)
    size = 2048
    steps, step = epochs * -(-len(target) // size), 0
    for epoch in range(epochs):
        order, total = torch.randperm(len(target)), 0.0
        for k in range(0, len(order), size):
            i = order[k : k + size]
            for group in optimiser.param_groups:
                group["lr"] = 5e-3 * (1 - step / steps)
            scores = states[i] @ weight + by_upos[upos[i]] + by_xpos[xpos[i]] + bias
            loss = functional.cross_entropy(scores, target[i], ignore_index=-100)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step, total = step + 1, total + float(loss.detach())
        _LOG.info("morphology, pass %d/%d: loss %.4f", epoch + 1, epochs, total * epochs / steps)
    parts_of_layer = (weight, by_upos, by_xpos, bias[None])
    return np.concatenate([p.detach().numpy() for p in parts_of_layer])
