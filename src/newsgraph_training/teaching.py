"""Distillation: a network learns what larger ones think of each word, beside the annotation.

The teachers' opinion is the mean of their probabilities; the pupil is scored by cross-entropy
against it (Hinton et al. 2015), for every head, also where a corpus annotates nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from newsgraph_training.network import Network


@dataclass(slots=True)
class Lesson:
    """What the teachers think of a batch.

    ``heads`` (batch × words) are the governors for which relations were judged: annotated ones
    where there are any, else the likeliest. ``opinions`` holds probabilities, by head.
    """

    heads: Tensor
    opinions: dict[str, Tensor]


class Teachers:
    """Networks that give lessons; none gives no lesson."""

    def __init__(self, networks: Sequence[Network]) -> None:
        """Freeze the networks."""
        self._networks = [network.eval().requires_grad_(False) for network in networks]

    @torch.no_grad()
    def lesson(self, inputs: Sequence[Tensor], heads: Tensor | None) -> Lesson | None:
        """Judge a batch, with ``heads`` the annotated governors (negative: none)."""
        if not self._networks:
            return None
        ids, case, mask, first, words = inputs
        seen = [(n, n.encode(ids, case, mask, first)) for n in self._networks]
        trees = [network.arcs(states, words) for network, states in seen]
        arcs = _mean([scores for scores, _, _ in trees])
        chosen = arcs.argmax(-1)
        if heads is not None:
            chosen = torch.where(heads >= 0, heads, chosen)
        scores = [
            network.label_scores(states, dependent, head, chosen)
            | {"names": network.name_scores(states), "kinds": network.kind_scores(states)}
            for (network, states), (_, dependent, head) in zip(seen, trees, strict=True)
        ]
        means = {name: _mean([own[name] for own in scores]) for name in scores[0]}
        return Lesson(chosen, {"arc": arcs, **means})


def _mean(scores: Sequence[Tensor]) -> Tensor:
    return torch.stack([torch.softmax(s.float(), -1) for s in scores]).mean(0)


def soft_losses(scores: dict[str, Tensor], lesson: Lesson, words: Tensor) -> dict[str, Tensor]:
    """Cross-entropy of each head against the teachers, averaged over words.

    Args:
        scores: Logits by head.
        lesson: The teachers' opinion of the same heads.
        words: batch × words; 1 where there is a word.
    """
    total = words.sum()
    return {
        name: -((opinion * functional.log_softmax(scores[name].float(), -1)).sum(-1) * words).sum()
        / total
        for name, opinion in lesson.opinions.items()
    }
