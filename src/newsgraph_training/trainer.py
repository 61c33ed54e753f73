"""The training loop: fixed passes, fixed seeds, one checkpoint per pass, resumable."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader

from newsgraph_training.batches import IGNORE, Batches, TrainingBatch
from newsgraph_training.network import Network
from newsgraph_training.teaching import Lesson, Teachers, soft_losses

_LOG = logging.getLogger(__name__)
_NO = -1e4
#: How much each head's loss counts.
SCALE = {
    "arc": 1.0,
    "relation": 1.0,
    "upos": 1.0,
    "xpos": 0.5,
    "lemma": 0.5,
    "names": 2.0,  # of the teachers' opinion; of the annotation, see ``Trainer.weights``
    "kinds": 1.0,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int = 8
    encoder_rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.04  #: share of all steps
    bfloat16: bool = True
    minutes: float | None = None  #: rates fall with the clock and learning ends after so long
    workers: int = 0  #: processes that make batches
    seed: int = 7


@dataclass(slots=True)
class Trainer:
    """Holds the network, its optimiser and the encoded samples."""

    network: Network
    batches: Batches
    weights: dict[str, float]  #: of the name loss, by pool
    plan: Plan
    folder: Path
    device: str = "cpu"
    teachers: Sequence[Network] = ()
    check: Callable[[Network], str] | None = None  #: what to report after a pass
    _losses: dict[str, list[Tensor]] = field(default_factory=lambda: defaultdict(list))
    _masks: dict[str, Tensor] = field(default_factory=dict)

    def run(self) -> None:
        """Train to the last pass, going on from the newest checkpoint in ``folder``."""
        plan = self.plan
        self.network.to(self.device)
        self._masks = {
            head: (~table).to(self.device) * _NO for head, table in self.batches.allowed.items()
        }
        optimiser = self._optimiser()
        first = self._resume(optimiser)
        self.batches.begin(0)
        steps, step = len(self.batches) * plan.epochs, len(self.batches) * first
        teachers = Teachers([t.to(self.device) for t in self.teachers])
        begun = time.monotonic()
        for epoch in range(first, plan.epochs):
            torch.manual_seed(plan.seed * 1000 + epoch)
            started, words, progress = time.monotonic(), 0, 0.0
            self.batches.begin(epoch)
            loader = DataLoader(self.batches, batch_size=None, num_workers=plan.workers)
            for i, batch in enumerate(loader):
                progress = step / steps
                if plan.minutes is not None:
                    progress = (time.monotonic() - begun) / 60 / plan.minutes
                if progress >= 1:
                    break
                rate = _schedule(progress, plan.warm_up)
                for group in optimiser.param_groups:
                    group["lr"] = group["base"] * rate
                self._step(batch, optimiser, teachers)
                words += batch.words
                step += 1
                if (i + 1) % 200 == 0:
                    self._report(epoch, i + 1, words, started)
            self._report(epoch, len(self.batches), words, started)
            last = progress >= 1 or epoch + 1 == plan.epochs
            self._save(epoch + 1, optimiser, check=last or plan.minutes is None)
            if last:
                break

    def _save(self, done: int, optimiser: torch.optim.Optimizer, *, check: bool) -> None:
        state = {
            "epoch": done,
            "network": self.network.state_dict(),
            "optimiser": optimiser.state_dict(),
        }
        torch.save(state, self.folder / "checkpoint.pt")
        if self.check and check:
            _LOG.info("after pass %d: %s", done, self.check(self.network))

    def _optimiser(self) -> torch.optim.Optimizer:
        encoder, plan = self.network.encoder, self.plan
        layers, pieces = list(encoder.layers.parameters()), encoder.word.weight
        known = {id(p) for p in (*layers, pieces)}
        others = [p for p in self.network.parameters() if p.requires_grad and id(p) not in known]
        groups = [
            {"params": layers, "base": plan.encoder_rate, "lr": 0.0},
            {"params": others, "base": plan.head_rate, "lr": 0.0},
        ]
        if pieces.requires_grad:  # without decay, so that pieces never met stay as they were
            rate = plan.encoder_rate / 2
            groups.append({"params": [pieces], "base": rate, "lr": 0.0, "weight_decay": 0.0})
        return torch.optim.AdamW(
            groups,
            weight_decay=0.01,
            betas=(0.9, 0.98),
            eps=1e-6,
            fused=True,
        )

    def _resume(self, optimiser: torch.optim.Optimizer) -> int:
        path = self.folder / "checkpoint.pt"
        if not path.exists():
            return 0
        state = torch.load(path, weights_only=True, map_location=self.device)
        self.network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        _LOG.info("resumed after pass %d", state["epoch"])
        return int(state["epoch"])

    def _step(
        self, batch: TrainingBatch, optimiser: torch.optim.Optimizer, teachers: Teachers
    ) -> None:
        inputs = [t.to(self.device, non_blocking=True) for t in batch.inputs]
        targets = {k: t.to(self.device, non_blocking=True) for k, t in batch.targets.items()}
        allowed = {k: t.to(self.device, non_blocking=True) for k, t in batch.allowed.items()}
        self.network.train()
        with torch.autocast(self.device, dtype=torch.bfloat16, enabled=self.plan.bfloat16):
            lesson = teachers.lesson(inputs, targets.get("arc"))
            parts = self._losses_of(batch.pool, inputs, targets, allowed, lesson)
        optimiser.zero_grad()
        torch.stack(list(parts.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        optimiser.step()
        for key, part in parts.items():
            self._losses[key].append(part.detach())

    def _losses_of(
        self,
        pool: str,
        inputs: list[Tensor],
        targets: dict[str, Tensor],
        allowed: dict[str, Tensor],
        lesson: Lesson | None,
    ) -> dict[str, Tensor]:
        """Weighted losses by head: of the annotation, and of the teachers' opinion."""
        network = self.network
        ids, case, mask, first, words = inputs
        states = network.encode(ids, case, mask, first)
        scores, parts = dict[str, Tensor](), dict[str, Tensor]()
        if lesson is not None or targets:
            scores["arc"], dependent, head = network.arcs(states, words)
            heads = lesson.heads if lesson is not None else targets["arc"].clamp(min=0)
            scores |= network.label_scores(states, dependent, head, heads)
        if lesson is not None or "names" in allowed:
            scores["names"] = network.name_scores(states)
        if lesson is not None or "kinds" in allowed:
            scores["kinds"] = network.kind_scores(states)
        for name, target in targets.items():
            parts[name] = SCALE[name] * _cross_entropy(scores[name], target)
        for name, rows in allowed.items():
            weight = self.weights[pool] if name == "names" else SCALE[name]
            key = f"names {pool}" if name == "names" else name
            parts[key] = weight * _marginal(scores[name], self._masks[name][rows])
        if lesson is not None:
            for name, part in soft_losses(scores, lesson, words[:, 1:]).items():
                parts[f"taught {name}"] = SCALE[name] * part
        return parts

    def _report(self, epoch: int, done: int, words: int, started: float) -> None:
        seconds = time.monotonic() - started
        losses = " ".join(
            f"{k}={float(torch.stack(v).mean()):.3f}" for k, v in sorted(self._losses.items())
        )
        self._losses.clear()
        _LOG.info(
            "pass %d/%d batch %d/%d %.0f s %.0f words/s %s",
            epoch + 1,
            self.plan.epochs,
            done,
            len(self.batches),
            seconds,
            words / max(seconds, 1e-9),
            losses,
        )


def _schedule(progress: float, warm_up: float) -> float:
    """Linear warm-up, then linear decay to 1 %."""
    return min(1.0, progress / warm_up + 0.01) * max(0.01, 1.0 - progress)


def _cross_entropy(scores: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(
        scores.float().flatten(0, 1), target.flatten(), ignore_index=IGNORE
    )


def _marginal(scores: Tensor, mask: Tensor) -> Tensor:
    """Negative log of the probability that any allowed tag has, averaged over marked words."""
    logs = functional.log_softmax(scores.float(), -1)
    marked = (mask.min(-1).values < 0).float()
    loss = -torch.logsumexp(logs + mask, -1) * marked
    return loss.sum() / marked.sum().clamp(min=1.0)
