"""The network: one encoder, and the heads that share it.

A word is represented by its first piece; [CLS] stands for the root. Arcs and relations are biaffine
(Dozat and Manning 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from newsgraph_training.data import Inventory
from newsgraph_training.encoders import Encoder

ARC = 256
LABEL = 100
_FAR = 1e4


@dataclass(frozen=True)
class Sizes:
    """Number of labels of each head."""

    upos: int
    xpos: int
    lemma: int
    names: int
    kinds: int
    relations: int

    @classmethod
    def of(cls, labels: Inventory) -> Sizes:
        """Count the labels of an inventory."""
        return cls(
            upos=len(labels.upos),
            xpos=len(labels.xpos),
            lemma=len(labels.lemma_rules),
            names=len(labels.names),
            kinds=len(labels.kinds),
            relations=len(labels.relations),
        )


class Network(nn.Module):
    """Encoder and heads; ``forward`` is the graph that is exported."""

    def __init__(self, sizes: Sizes, encoder: Encoder | None = None) -> None:
        """``encoder``: the small one, untrained, if none is given."""
        super().__init__()
        self.sizes = sizes
        self.encoder = encoder or Encoder()
        width = self.encoder.width
        self.drop = nn.Dropout(0.1)
        self.head_drop = nn.Dropout(0.2)
        self.upos = nn.Linear(width, sizes.upos)
        self.xpos = nn.Linear(width, sizes.xpos)
        self.lemma = nn.Linear(width, sizes.lemma)
        self.names_hidden = nn.Linear(width, 256)
        self.names = nn.Linear(256, sizes.names)
        self.kinds_hidden = nn.Linear(width, 256)
        self.kinds = nn.Linear(256, sizes.kinds)
        self.arc_dependent = nn.Linear(width, ARC)
        self.arc_head = nn.Linear(width, ARC)
        self.label_dependent = nn.Linear(width, LABEL)
        self.label_head = nn.Linear(width, LABEL)
        self.arc_weight = nn.Parameter(torch.zeros(ARC + 1, ARC))
        nn.init.xavier_uniform_(self.arc_weight)
        self.label_weight = nn.Linear(LABEL + 1, sizes.relations * (LABEL + 1), bias=False)

    def encode(self, ids: Tensor, case: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Return batch × (words + 1) × width; position 0 is the root."""
        x = self.encoder(ids, case, mask)
        index = first[:, :, None].expand(-1, -1, x.shape[2])
        return self.drop(torch.gather(x, 1, index))

    def arcs(self, states: Tensor, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return arc scores (words × heads) and the two label representations."""
        dependent = self._head(self.arc_dependent, states[:, 1:])
        head = self._head(self.arc_head, states)
        one = torch.ones_like(dependent[:, :, :1])
        scores = torch.cat([dependent, one], -1) @ self.arc_weight @ head.transpose(1, 2) / 16.0
        scores = scores + (words[:, None, :] - 1.0) * _FAR
        label_dependent = self._head(self.label_dependent, states[:, 1:])
        return scores, label_dependent, self._head(self.label_head, states)

    def relations(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Relation scores of words given the label representation of their heads."""
        size, words, _ = dependent.shape
        one = torch.ones_like(dependent[:, :, :1])
        table = self.label_weight(torch.cat([dependent, one], -1))
        table = table.view(size, words, self.sizes.relations, LABEL + 1)
        return (table * torch.cat([head, one], -1)[:, :, None, :]).sum(-1)

    def label_scores(
        self, states: Tensor, dependent: Tensor, head: Tensor, heads: Tensor
    ) -> dict[str, Tensor]:
        """Scores of word classes, lemmas and relations, by head of the network.

        ``dependent`` and ``head`` are the label representations of ``arcs``; ``heads`` (batch ×
        words) are the governors whose relations are judged.
        """
        chosen = torch.gather(head, 1, heads[:, :, None].expand(-1, -1, LABEL))
        body = states[:, 1:]
        return {
            "relation": self.relations(dependent, chosen),
            "upos": self.upos(body),
            "xpos": self.xpos(body),
            "lemma": self.lemma(body),
        }

    def name_scores(self, states: Tensor) -> Tensor:
        """BIO scores of names, word by word."""
        return self.names(self._head(self.names_hidden, states[:, 1:]))

    def kind_scores(self, states: Tensor) -> Tensor:
        """Scores of head types, word by word."""
        return self.kinds(self._head(self.kinds_hidden, states[:, 1:]))

    def _head(self, layer: nn.Module, states: Tensor) -> Tensor:
        return self.head_drop(functional.gelu(layer(states)))

    def forward(
        self, ids: Tensor, case: Tensor, mask: Tensor, first: Tensor, words: Tensor
    ) -> tuple[Tensor, ...]:
        """The exported graph; outputs in the order of ``export.OUTPUTS``."""
        states = self.encode(ids, case, mask, first)
        arcs, dependent, head = self.arcs(states, words)
        best = arcs.argmax(-1)
        chosen = torch.gather(head, 1, best[:, :, None].expand(-1, -1, LABEL))
        body = states[:, 1:]
        return (
            self.upos(body),
            self.xpos(body),
            self.lemma(body),
            self.name_scores(states),
            self.kind_scores(states),
            arcs,
            self.relations(dependent, chosen),
            dependent,
            head,
            body,
        )
