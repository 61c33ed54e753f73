"""The network: one encoder of six layers, and the heads that share it.

The encoder starts from all-MiniLM-L6-v2 (Apache 2.0); its word and position embeddings stay frozen.
A learned embedding of the word's casing is added, since the checkpoint is uncased. A word is
represented by its first piece; [CLS] stands for the root. Arcs and relations are biaffine (Dozat
and Manning 2017).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from newsgraph.analysis.features import CASE_CLASSES
from newsgraph_training.data import Inventory

WIDTH = 384
HEADS = 12
LAYERS = 6
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


class Layer(nn.Module):
    """One transformer layer, post-norm, as in BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """``x``: batch × pieces × width; ``bias`` is added to the attention scores."""
        size, length, _ = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(size, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5 + bias
        mixed = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(size, length, WIDTH)
        x = self.norm1(x + self.out(mixed))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Network(nn.Module):
    """Encoder and heads; ``forward`` is the graph that is exported."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.word = nn.Embedding(30522, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.case = nn.Embedding(CASE_CLASSES, WIDTH)
        nn.init.zeros_(self.case.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self.head_drop = nn.Dropout(0.2)
        self.upos = nn.Linear(WIDTH, sizes.upos)
        self.xpos = nn.Linear(WIDTH, sizes.xpos)
        self.lemma = nn.Linear(WIDTH, sizes.lemma)
        self.names_hidden = nn.Linear(WIDTH, 256)
        self.names = nn.Linear(256, sizes.names)
        self.kinds_hidden = nn.Linear(WIDTH, 256)
        self.kinds = nn.Linear(256, sizes.kinds)
        self.arc_dependent = nn.Linear(WIDTH, ARC)
        self.arc_head = nn.Linear(WIDTH, ARC)
        self.label_dependent = nn.Linear(WIDTH, LABEL)
        self.label_head = nn.Linear(WIDTH, LABEL)
        self.arc_weight = nn.Parameter(torch.zeros(ARC + 1, ARC))
        nn.init.xavier_uniform_(self.arc_weight)
        self.label_weight = nn.Linear(LABEL + 1, sizes.relations * (LABEL + 1), bias=False)
        self.word.weight.requires_grad_(False)
        self.position.weight.requires_grad_(False)

    def load_encoder(self, folder: Path) -> None:
        """Copy the pretrained encoder from ``folder/model.safetensors``."""
        from safetensors.torch import load_file

        weights = load_file(str(folder / "model.safetensors"))
        with torch.no_grad():
            self.word.weight.copy_(weights["embeddings.word_embeddings.weight"])
            self.position.weight.copy_(weights["embeddings.position_embeddings.weight"])
            self.kind.copy_(weights["embeddings.token_type_embeddings.weight"][0])
            _copy(self.norm, weights, "embeddings.LayerNorm")
            for i, layer in enumerate(self.layers):
                for name, path in _PRETRAINED.items():
                    _copy(getattr(layer, name), weights, f"encoder.layer.{i}.{path}")

    def encode(self, ids: Tensor, case: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """Return batch × (words + 1) × width; position 0 is the root."""
        length = ids.shape[1]
        x = self.word(ids) + self.position.weight[:length][None] + self.kind + self.case(case)
        x = self.drop(self.norm(x))
        bias = (mask[:, None, None, :] - 1.0) * _FAR
        for layer in self.layers:
            x = layer(x, bias)
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


_PRETRAINED = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}


def _copy(module: nn.Module, weights: dict[str, Tensor], path: str) -> None:
    for name in ("weight", "bias"):
        getattr(module, name).copy_(weights[f"{path}.{name}"])
