"""The relation head: a small network over frozen encoder states, and how it is trained."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from newsgraph.statements.pairs import Inventories
from newsgraph_training.reader_data import Examples

INPUTS = ("states", "tags", "prepositions", "evoked", "path", "mask", "steps", "ends", "traits")
#: Inputs with a row for each word; the others have one for each pair.
OF_WORDS = INPUTS[:4]


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes and schedule of one training."""

    epochs: int = 8
    batch: int = 256
    rate: float = 1.5e-3
    decay: float = 0.05
    dropout: float = 0.4
    end_width: int = 96
    path_width: int = 128
    hidden: int = 256
    members: int = 3  #: networks whose probabilities are averaged
    trigger_share: float = 0.3  #: of the trigger's loss
    seed: int = 11


class Member(nn.Module):
    """One network: attention over the path, then a layer over ends and path."""

    def __init__(self, inventories: Inventories, labels: int, width: int, plan: Plan) -> None:
        """Make the layers; ``width`` is that of the encoder's states."""
        super().__init__()
        steps = 3 * (len(inventories.dependencies) + 1)
        traits, evoked = inventories.width, len(inventories.evoked)
        self.subject = nn.Linear(width, plan.end_width)
        self.object = nn.Linear(width, plan.end_width)
        self.word = nn.Linear(width, plan.path_width)
        self.step = nn.Embedding(steps, plan.path_width)
        self.preposition = nn.Embedding(len(inventories.prepositions) + 1, plan.path_width)
        self.tag = nn.Embedding(len(inventories.tags) + 1, plan.path_width)
        self.evoked = nn.Linear(evoked, plan.path_width, bias=False)
        self.query = nn.Linear(2 * plan.end_width + traits, plan.path_width)
        self.attend = nn.Linear(plan.path_width, 1)
        joined = 3 * plan.end_width + 2 * plan.path_width + traits + evoked
        self.mixed = nn.Linear(joined, plan.hidden)
        self.out = nn.Linear(plan.hidden, labels)
        self.drop = nn.Dropout(plan.dropout)
        for table in (self.step, self.preposition, self.tag):
            nn.init.normal_(table.weight, std=0.1)

    def forward(
        self,
        states: Tensor,
        tags: Tensor,
        prepositions: Tensor,
        evoked: Tensor,
        path: Tensor,
        mask: Tensor,
        steps: Tensor,
        ends: Tensor,
        traits: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Return label scores of pairs and attention scores of the words of their paths."""
        look = nn.functional.embedding  # gathers rows; quicker to train than indexing
        states = self.drop(states)
        subject = torch.tanh(self.subject(look(ends[:, 0], states)))
        target = torch.tanh(self.object(look(ends[:, 1], states)))
        words = self.word(states) + self.preposition(prepositions) + self.tag(tags)
        words = words + self.evoked(evoked)
        along = nn.functional.gelu(look(path, words) + self.step(steps))
        query = self.query(torch.cat([subject, target, traits], 1))
        hidden = 1e4 * (1 - mask)
        attention = self.attend(torch.tanh(along + query.unsqueeze(1))).squeeze(2) - hidden
        pooled = (along * attention.softmax(1).unsqueeze(2)).sum(1)
        highest = (along - hidden.unsqueeze(2)).amax(1)
        named = (look(path, evoked) * mask.unsqueeze(2)).amax(1)
        joined = torch.cat([subject, target, subject * target, pooled, highest, traits, named], 1)
        scores = self.out(self.drop(nn.functional.gelu(self.mixed(self.drop(joined)))))
        return scores, attention


class Head(nn.Module):
    """Several networks; their probabilities and attentions are averaged."""

    def __init__(self, members: Sequence[Member]) -> None:
        """Join trained networks."""
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Return probabilities of labels, and of words to be the trigger."""
        outputs = [member(*inputs) for member in self.members]
        chances = torch.stack([scores.softmax(1) for scores, _ in outputs]).mean(0)
        attention = torch.stack([a.softmax(1) for _, a in outputs]).mean(0)
        return chances, attention


def train(examples: Sequence[Examples], inventories: Inventories, labels: int, plan: Plan) -> Head:
    """Train on the examples of articles; the same examples and plan give the same head."""
    data = _joined(examples)
    width = int(data["states"].shape[1])
    members = []
    for number in range(plan.members):
        torch.manual_seed(plan.seed + number)
        member = Member(inventories, labels, width, plan)
        _fit(member, data, plan, torch.Generator().manual_seed(plan.seed + number))
        members.append(member.eval())
    return Head(members).eval()


def _joined(examples: Sequence[Examples]) -> dict[str, Tensor]:
    """Lay the articles end to end; positions of words are shifted accordingly."""
    parts: dict[str, list[np.ndarray]] = {}  # type: ignore[type-arg]
    shift = 0
    for one in examples:
        for name in INPUTS:
            array = one.inputs[name]
            parts.setdefault(name, []).append(array + shift if name in ("path", "ends") else array)
        for name in ("accepted", "weight", "triggers"):
            parts.setdefault(name, []).append(getattr(one, name))
        shift += len(one.inputs["states"])
    return {name: torch.from_numpy(np.concatenate(arrays)) for name, arrays in parts.items()}


def _fit(member: Member, data: dict[str, Tensor], plan: Plan, order: torch.Generator) -> None:
    count = len(data["weight"])
    seen = count - int((data["weight"] < 1).sum()) // 2
    batches = seen // plan.batch + 2
    optimiser = torch.optim.AdamW(member.parameters(), lr=plan.rate, weight_decay=plan.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, plan.rate, total_steps=batches * plan.epochs, pct_start=0.1
    )
    member.train()
    for epoch in range(plan.epochs):
        total = 0.0
        shuffled = torch.randperm(count, generator=order)
        sure = (data["weight"][shuffled] == 1) | (shuffled % 2 == epoch % 2)
        for rows in shuffled[sure].split(plan.batch):  # half of the doubtful pairs, in turn
            loss = _loss(member, data, rows, plan)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(member.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        logging.debug("epoch %d: loss %.4f", epoch + 1, total / batches)


def _loss(member: Member, data: dict[str, Tensor], rows: Tensor, plan: Plan) -> Tensor:
    inputs = _batch(data, rows)
    scores, attention = member(*(inputs[name] for name in INPUTS))
    accepted, weight = data["accepted"][rows], data["weight"][rows]
    right = (scores.log_softmax(1) + (accepted - 1) * 1e4).logsumexp(1)
    loss = -(right * weight).mean()
    triggers = data["triggers"][rows]
    stated = triggers.sum(1) > 0
    if bool(stated.any()):
        chosen = (attention.log_softmax(1) + (triggers - 1) * 1e4).logsumexp(1)
        loss = loss - plan.trigger_share * chosen[stated].sum() / len(rows)
    return loss


def _batch(data: dict[str, Tensor], rows: Tensor) -> dict[str, Tensor]:
    """The inputs of some pairs, with only those words that they need."""
    path, ends = data["path"][rows], data["ends"][rows]
    needed, places = torch.cat([path.flatten(), ends.flatten()]).unique(return_inverse=True)
    found = {name: data[name][needed] for name in OF_WORDS}
    found |= {name: data[name][rows] for name in ("mask", "steps", "traits")}
    found["path"] = places[: path.numel()].view_as(path)
    found["ends"] = places[path.numel() :].view_as(ends)
    return found
