"""The training loop: fixed epochs, fixed seeds, one checkpoint per epoch, resumable."""

from __future__ import annotations

import logging
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from newsgraph.analysis.features import Batch, WordPieces, case_class, collate
from newsgraph_training.data import Inventory, Pool, lemma_rules
from newsgraph_training.knowledge import foreign_words
from newsgraph_training.network import LABEL, Network
from newsgraph_training.samples import Allowed, Sample

_LOG = logging.getLogger(__name__)
_IGNORE = -100
_NO = -1e4


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.04  #: share of all steps
    pieces: int = 1152  #: word pieces per batch, padding included
    seed: int = 7
    bfloat16: bool = True


@dataclass(slots=True)
class Trainer:
    """Holds the network, its optimiser and the encoded samples."""

    network: Network
    pools: dict[str, Pool]
    inventory: Inventory
    pieces: WordPieces
    plan: Plan
    folder: Path
    device: str = "cpu"
    _losses: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _allowed: dict[tuple[str, Allowed], np.ndarray] = field(default_factory=dict)
    _lengths: dict[int, int] = field(default_factory=dict)

    def run(self) -> None:
        """Train to the last epoch, going on from the newest checkpoint in ``folder``."""
        plan = self.plan
        optimiser = self._optimiser()
        self.network.to(self.device)
        first = self._resume(optimiser)
        steps = len(self._epoch(0)) * plan.epochs
        step = len(self._epoch(0)) * first
        for epoch in range(first, plan.epochs):
            torch.manual_seed(plan.seed * 1000 + epoch)
            started, words = time.monotonic(), 0
            batches = self._epoch(epoch)
            augment = random.Random(plan.seed * 1000 + epoch)
            for i, (name, samples) in enumerate(batches):
                rate = _schedule(step / steps, plan.warm_up)
                for group in optimiser.param_groups:
                    group["lr"] = group["base"] * rate
                words += self._step(name, samples, optimiser, augment)
                step += 1
                if (i + 1) % 200 == 0:
                    self._report(epoch, i + 1, len(batches), words, started)
            self._report(epoch, len(batches), len(batches), words, started)
            torch.save(
                {
                    "epoch": epoch + 1,
                    "network": self.network.state_dict(),
                    "optimiser": optimiser.state_dict(),
                },
                self.folder / "checkpoint.pt",
            )

    def _optimiser(self) -> torch.optim.Optimizer:
        layers = list(self.network.layers.parameters())
        known = {id(p) for p in layers}
        others = [p for p in self.network.parameters() if p.requires_grad and id(p) not in known]
        plan = self.plan
        return torch.optim.AdamW(
            [
                {"params": layers, "base": plan.encoder_rate, "lr": plan.encoder_rate},
                {"params": others, "base": plan.head_rate, "lr": plan.head_rate},
            ],
            weight_decay=0.01,
            betas=(0.9, 0.98),
            eps=1e-6,
            fused=True,
        )

    def _resume(self, optimiser: torch.optim.Optimizer) -> int:
        path = self.folder / "checkpoint.pt"
        if not path.exists():
            return 0
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        _LOG.info("resumed after epoch %d", state["epoch"])
        return int(state["epoch"])

    def _padded(self, sample: Sample) -> int:
        key = id(sample)
        if key not in self._lengths:
            n = 2 + sum(len(self.pieces.split(w)) for w in sample.words)
            self._lengths[key] = -(-n // 8) * 8
        return self._lengths[key]

    def _epoch(self, epoch: int) -> list[tuple[str, list[Sample]]]:
        """Cut the pools into batches of similar length, in random order."""
        dice = random.Random(self.plan.seed + epoch)
        batches: list[tuple[str, list[Sample]]] = []
        for name, pool in self.pools.items():
            chosen = [s for s in pool.samples if self._padded(s) <= 504]
            chosen = dice.sample(chosen, max(1, int(len(chosen) * pool.share)))
            chosen.sort(key=lambda s: self._padded(s) + dice.random() * 4)
            batch: list[Sample] = []
            for sample in chosen:
                if batch and self._padded(sample) * (len(batch) + 1) > self.plan.pieces:
                    batches.append((name, batch))
                    batch = []
                batch.append(sample)
            batches.append((name, batch))
        dice.shuffle(batches)
        return batches

    def _step(
        self,
        name: str,
        samples: list[Sample],
        optimiser: torch.optim.Optimizer,
        dice: random.Random,
    ) -> int:
        texts = [_renamed(s, dice) for s in samples]
        encoded = [self.pieces.encode(words, _augmented(words, dice)) for words in texts]
        batch = collate(encoded, multiple=8)
        self.network.train()
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.plan.bfloat16):
            loss = self._loss(name, samples, batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        optimiser.step()
        return sum(len(s.words) for s in samples)

    def _loss(self, name: str, samples: list[Sample], batch: Batch) -> Tensor:
        ids, case, mask, first, words = (
            torch.from_numpy(a).to(self.device)
            for a in (batch.ids, batch.case, batch.mask, batch.first, batch.words)
        )
        network = self.network
        states = network.encode(ids, case, mask, first)
        parts: dict[str, Tensor] = {}
        if samples[0].tree is not None:
            parts |= self._tree_losses(samples, states, words)
        if samples[0].names is not None:
            tags = self._mask("names", [s.names or [] for s in samples], states)
            weight = self.pools[name].weight
            parts[f"names {name}"] = weight * _marginal(network.name_scores(states), tags)
        if any(s.kinds is not None for s in samples):
            tags = self._mask("kinds", [s.kinds or [] for s in samples], states)
            parts["kinds"] = _marginal(network.kind_scores(states), tags)
        for key, part in parts.items():
            self._losses[key].append(float(part.detach()))
        return torch.stack(list(parts.values())).sum()

    def _tree_losses(
        self, samples: list[Sample], states: Tensor, words: Tensor
    ) -> dict[str, Tensor]:
        network, inventory = self.network, self.inventory
        arcs, dependent, head = network.arcs(states, words)
        heads = self._targets([s.tree.heads for s in samples if s.tree], arcs)
        chosen = torch.gather(head, 1, heads.clamp(min=0)[:, :, None].expand(-1, -1, LABEL))
        body = states[:, 1:]
        index = {
            n: {v: i for i, v in enumerate(getattr(inventory, n))}
            for n in ("upos", "xpos", "relations", "lemma_rules")
        }
        trees = [s.tree for s in samples if s.tree]
        columns = {
            "upos": (network.upos(body), [[index["upos"][v] for v in t.upos] for t in trees]),
            "xpos": (network.xpos(body), [[index["xpos"][v] for v in t.xpos] for t in trees]),
            "lemma": (
                network.lemma(body),
                [[index["lemma_rules"].get(r, _IGNORE) for r in lemma_rules(s)] for s in samples],
            ),
            "relation": (
                network.relations(dependent, chosen),
                [[index["relations"][v] for v in t.relations] for t in trees],
            ),
        }
        losses = {"arc": _cross_entropy(arcs, heads)}
        scale = {"upos": 1.0, "xpos": 0.5, "lemma": 0.5, "relation": 1.0}
        for key, (scores, target) in columns.items():
            losses[key] = scale[key] * _cross_entropy(scores, self._targets(target, scores))
        return losses

    def _targets(self, rows: Sequence[Sequence[int]], scores: Tensor) -> Tensor:
        target = torch.full(scores.shape[:2], _IGNORE, dtype=torch.long)
        for i, row in enumerate(rows):
            target[i, : len(row)] = torch.tensor(row)
        return target.to(self.device)

    def _mask(self, head: str, rows: Sequence[Sequence[Allowed]], states: Tensor) -> Tensor:
        """Additive mask over tags: 0 where allowed; all 0 beyond a sentence (no loss there)."""
        tags = getattr(self.inventory, head)
        mask = np.zeros((states.shape[0], states.shape[1] - 1, len(tags)), np.float32)
        for i, row in enumerate(rows):
            for j, allowed in enumerate(row):
                key = (head, allowed)
                if key not in self._allowed:
                    self._allowed[key] = np.array(
                        [0.0 if t in allowed else _NO for t in tags], np.float32
                    )
                mask[i, j] = self._allowed[key]
        return torch.from_numpy(mask).to(self.device)

    def _report(self, epoch: int, done: int, of: int, words: int, started: float) -> None:
        seconds = time.monotonic() - started
        losses = " ".join(f"{k}={sum(v) / len(v):.3f}" for k, v in sorted(self._losses.items()))
        self._losses.clear()
        _LOG.info(
            "epoch %d/%d batch %d/%d %.0f s %.0f words/s %s",
            epoch + 1,
            self.plan.epochs,
            done,
            of,
            seconds,
            words / max(seconds, 1e-9),
            losses,
        )


def _schedule(progress: float, warm_up: float) -> float:
    """Linear warm-up, then linear decay to 1 %."""
    return min(1.0, progress / warm_up + 0.01) * max(0.01, 1.0 - progress)


def _cross_entropy(scores: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(
        scores.float().flatten(0, 1), target.flatten(), ignore_index=_IGNORE
    )


def _marginal(scores: Tensor, mask: Tensor) -> Tensor:
    """Negative log of the probability that any allowed tag has, averaged over marked words."""
    logs = functional.log_softmax(scores.float(), -1)
    marked = (mask.min(-1).values < 0).float()
    loss = -torch.logsumexp(logs + mask, -1) * marked
    return loss.sum() / marked.sum().clamp(min=1.0)


#: Share of sentences whose persons and places get foreign names instead.
_RENAMED = 0.15
_PERSON = frozenset({"B-PERSON", "I-PERSON"})
_PLACE = frozenset({"B-GPE"})


def _renamed(sample: Sample, dice: random.Random) -> Sequence[str]:
    """The words of a sample, now and then with foreign names where it has persons and places.

    English treebanks hold few foreign names; this teaches to go by context and casing.
    """
    if sample.names is None or len(sample.words) > 45 or dice.random() >= _RENAMED:
        return sample.words
    words = list(sample.words)
    for i, allowed in enumerate(sample.names):
        whole = i + 1 == len(words) or not sample.names[i + 1] <= frozenset({"I-GPE"})
        renamable = allowed <= _PERSON or (allowed <= _PLACE and whole)
        if renamable and words[i].istitle() and words[i].isalpha():
            words[i] = dice.choice(foreign_words())
    return words


def _augmented(words: Sequence[str], dice: random.Random) -> list[int]:
    """Casing classes, now and then as in a headline in capitals, in title case, or all lower."""
    cases = [case_class(w) for w in words]
    draw = dice.random()
    if draw < 0.04:
        return [5 if c in (3, 6, 7, 8) else c for c in cases]
    if draw < 0.05:
        return [3 if c in (4, 5, 6, 7, 8) else c for c in cases]
    if draw < 0.12:
        return [6 if c == 3 else c for c in cases]
    return cases
