"""Trains and measures the coreference head on top of the shipped analyser."""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from newsgraph_training.coreference_data import Discourse
from newsgraph_training.coreference_network import CoreferenceNetwork, losses
from newsgraph_training.coreference_scores import Clusters, Scores

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int = 20
    rate: float = 1e-3
    decay: float = 0.05
    drop: float = 0.3
    layers: int = 2
    most: int = 450  #: heads of one document that are looked at in one step
    seed: int = 5


@dataclass(slots=True)
class _Tensors:
    states: torch.Tensor
    features: torch.Tensor
    anaphors: torch.Tensor
    antecedents: torch.Tensor
    pairs: torch.Tensor
    gold: torch.Tensor
    is_mention: torch.Tensor


def _tensors(document: Discourse) -> _Tensors:
    c = document.candidates
    silent = -2 if document.complete else -1
    cluster = np.array([document.clusters.get(t, silent) for t in c.tokens])
    gold = (cluster[c.anaphors] == cluster[c.antecedents]) & (cluster[c.anaphors] >= 0)
    is_mention = np.where(cluster >= 0, 1, np.where(cluster == -2, 0, -1))
    return _Tensors(
        states=torch.from_numpy(document.states),
        features=torch.from_numpy(c.features),
        anaphors=torch.from_numpy(c.anaphors),
        antecedents=torch.from_numpy(c.antecedents),
        pairs=torch.from_numpy(c.pairs).float(),
        gold=torch.from_numpy(gold.astype(np.float32)),
        is_mention=torch.from_numpy(is_mention),
    )


def _part(t: _Tensors, start: int, end: int) -> _Tensors:
    """Heads ``start`` to ``end`` and the pairs among them."""
    chosen = (t.anaphors < end) & (t.antecedents >= start)
    return _Tensors(
        states=t.states[start:end],
        features=t.features[start:end],
        anaphors=t.anaphors[chosen] - start,
        antecedents=t.antecedents[chosen] - start,
        pairs=t.pairs[chosen],
        gold=t.gold[chosen],
        is_mention=t.is_mention[start:end],
    )


def fit(documents: Sequence[Discourse], plan: Plan) -> CoreferenceNetwork:
    """Train on documents; the same documents and plan give the same network on one machine."""
    torch.manual_seed(plan.seed)
    dice = random.Random(plan.seed)
    network = CoreferenceNetwork(layers=plan.layers, drop=plan.drop)
    tensors = [t for t in map(_tensors, documents) if len(t.anaphors)]
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=plan.rate, weight_decay=plan.decay, betas=(0.9, 0.98)
    )
    steps, step = plan.epochs * len(tensors), 0
    for epoch in range(plan.epochs):
        network.train()
        dice.shuffle(tensors)
        sums = defaultdict[str, float](float)
        for whole in tensors:
            n = len(whole.states)
            start = dice.randrange(max(1, n - plan.most + 1))
            t = _part(whole, start, min(n, start + plan.most))
            for group in optimiser.param_groups:
                group["lr"] = (
                    plan.rate * min(1.0, step / (0.05 * steps) + 0.01) * (1 - step / steps)
                )
            mention, score = network(t.states, t.features, t.anaphors, t.antecedents, t.pairs)
            detection, choice = losses(mention, score, t.anaphors, t.gold, t.is_mention)
            loss = choice if torch.isnan(detection) else detection + choice
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            step += 1
            sums["detection"] += float(torch.nan_to_num(detection.detach()))
            sums["choice"] += float(choice.detach())
        report = " ".join(f"{k}={v / len(tensors):.3f}" for k, v in sorted(sums.items()))
        _LOG.info("epoch %d/%d %s", epoch + 1, plan.epochs, report)
    return network.eval()


@torch.no_grad()
def predict(
    network: CoreferenceNetwork, document: Discourse, *, mention: float = 0.0, link: float = 0.0
) -> Clusters:
    """Return clusters of head tokens: each mention joins its best antecedent above ``link``."""
    t = _tensors(document)
    if not len(t.anaphors):
        return []
    is_mention, score = network(t.states, t.features, t.anaphors, t.antecedents, t.pairs)
    tokens = document.candidates.tokens
    keep = (is_mention > mention).numpy()
    best: dict[int, tuple[float, int]] = {}
    for i, j, s in zip(t.anaphors.tolist(), t.antecedents.tolist(), score.tolist(), strict=True):
        if s > link and keep[i] and keep[j] and (i not in best or s >= best[i][0]):
            best[i] = (s, j)
    group = list(range(len(tokens)))
    for i in range(len(tokens)):
        if i in best:
            group[i] = group[best[i][1]]
    clusters = defaultdict[int, set[int]](set)
    for i, g in enumerate(group):
        clusters[g].add(tokens[i])
    return [frozenset(c) for c in clusters.values() if len(c) > 1]


def score(network: CoreferenceNetwork, documents: Sequence[Discourse]) -> Scores:
    """Measure on documents."""
    scores = Scores()
    for document in documents:
        wanted = defaultdict[int, set[int]](set)
        for token, cluster in document.clusters.items():
            wanted[cluster].add(token)
        scores.add(predict(network, document), [frozenset(c) for c in wanted.values()])
    return scores
