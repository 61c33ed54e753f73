"""Pretrained encoders: the small one that ships, and the large one that only teaches it.

Both read the same word pieces, so that what the one says of a word can be held against what the
other says. A learned embedding of the word's casing is added, since both checkpoints are uncased.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from newsgraph.analysis.features import CASE_CLASSES, CLS, SEP

_FAR = 1e4
_PIECES = 30522
#: MPNet's vocabulary is BERT's behind four special pieces, of which these stand for BERT's own.
_SPECIAL = 4
_PAD, _START, _END = 1, 0, 2
_BUCKETS = 32
_FAR_BUCKET = 128


class Layer(nn.Module):
    """One transformer layer, post-norm, as in BERT."""

    def __init__(self, width: int, heads: int, epsilon: float) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=epsilon)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.norm2 = nn.LayerNorm(width, eps=epsilon)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """``x``: batch × pieces × width; ``bias`` is added to the attention scores."""
        size, length, width = x.shape

        def split(t: Tensor) -> Tensor:
            return t.view(size, length, self.heads, width // self.heads).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if x.is_cuda:
            mixed = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=bias.to(query.dtype)
            )
        else:  # spelled out for the export, whose bytes it fixes
            scores = query @ key.transpose(2, 3) * (width // self.heads) ** -0.5 + bias
            mixed = torch.softmax(scores, -1) @ value
        mixed = mixed.transpose(1, 2).reshape(size, length, width)
        x = self.norm1(x + self.out(mixed))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Encoder(nn.Module):
    """Six layers of width 384, started from all-MiniLM-L6-v2 (Apache 2.0)."""

    width = 384
    heads = 12
    depth = 6
    epsilon = 1e-12
    positions = 512
    first_position = 0

    def __init__(self, depth: int | None = None) -> None:
        super().__init__()
        self.word = nn.Embedding(_PIECES, self.width)
        self.position = nn.Embedding(self.positions, self.width)
        self.kind = nn.Parameter(torch.zeros(self.width))
        self.case = nn.Embedding(CASE_CLASSES, self.width)
        nn.init.zeros_(self.case.weight)
        self.norm = nn.LayerNorm(self.width, eps=self.epsilon)
        self.layers = nn.ModuleList(
            Layer(self.width, self.heads, self.epsilon) for _ in range(depth or self.depth)
        )
        self.drop = nn.Dropout(0.1)
        self.position.weight.requires_grad_(False)
        self.freeze_words()

    def freeze_words(self, frozen: bool = True) -> None:
        """Let the embeddings of word pieces learn, or keep them as they are."""
        self.word.weight.requires_grad_(not frozen)

    def forward(self, ids: Tensor, case: Tensor, mask: Tensor) -> Tensor:
        """Return batch × pieces × width; ``mask`` is 1 where there is a piece."""
        length = ids.shape[1]
        at = self.first_position
        x = self.word(ids) + self.position.weight[at : at + length][None] + self.kind
        x = self.drop(self.norm(x + self.case(case)))
        bias = (mask[:, None, None, :] - 1.0) * _FAR + self.relative(length)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def relative(self, length: int) -> Tensor | float:  # noqa: ARG002 - the large one asks
        """What the distance of two pieces adds to their attention; nothing here."""
        return 0.0

    def load(self, folder: Path) -> None:
        """Copy the pretrained weights from ``folder``; of fewer layers, evenly spread ones."""
        from safetensors.torch import load_file

        weights = load_file(str(folder / "model.safetensors"))
        with torch.no_grad():
            self.word.weight.copy_(weights["embeddings.word_embeddings.weight"])
            self.position.weight.copy_(weights["embeddings.position_embeddings.weight"])
            self.kind.copy_(weights["embeddings.token_type_embeddings.weight"][0])
            _copy(self.norm, weights, "embeddings.LayerNorm")
            self._load_layers(weights, _BERT)

    def _load_layers(self, weights: dict[str, Tensor], names: dict[str, str]) -> None:
        step = self.depth / len(self.layers)
        for i, layer in enumerate(self.layers):
            source = int((i + 1) * step) - 1
            for name, path in names.items():
                _copy(getattr(layer, name), weights, f"encoder.layer.{source}.{path}")


class LargeEncoder(Encoder):
    """Twelve layers of width 768, started from all-mpnet-base-v2 (Apache 2.0).

    MPNet (Song et al. 2020) adds to each attention score a learned number for the distance of the
    two pieces, in buckets that widen with the distance.
    """

    width = 768
    depth = 12
    epsilon = 1e-5
    positions = 514
    first_position = 2

    def __init__(self) -> None:
        super().__init__()
        self.distance = nn.Embedding(_BUCKETS, self.heads)

    def relative(self, length: int) -> Tensor:
        """Attention biases by distance: 1 × heads × pieces × pieces."""
        at = torch.arange(length, device=self.distance.weight.device)
        table: Tensor = self.distance(_bucket(at[None, :] - at[:, None]))
        return table.permute(2, 0, 1)[None]

    def load(self, folder: Path) -> None:
        """Copy the pretrained weights; pieces are put in the order of the small encoder's."""
        from safetensors.torch import load_file

        weights = load_file(str(folder / "model.safetensors"))
        order = torch.arange(_PIECES) + _SPECIAL
        order[0], order[CLS], order[SEP] = _PAD, _START, _END
        with torch.no_grad():
            self.word.weight.copy_(weights["embeddings.word_embeddings.weight"][order])
            self.position.weight.copy_(weights["embeddings.position_embeddings.weight"])
            _copy(self.norm, weights, "embeddings.LayerNorm")
            self.distance.weight.copy_(weights["encoder.relative_attention_bias.weight"])
            self._load_layers(weights, _MPNET)


def _bucket(distance: Tensor) -> Tensor:
    """Number of the bucket of a distance: half for each direction, exact near by, then by log."""
    half = _BUCKETS // 2
    exact = half // 2
    size = distance.abs()
    far = torch.log(size.clamp(min=1).float() / exact) / torch.log(
        torch.tensor(_FAR_BUCKET / exact, device=distance.device)
    )
    wide = (exact + (far * (half - exact)).long()).clamp(max=half - 1)
    return torch.where(size < exact, size, wide) + (distance > 0).long() * half


_BERT = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}
_MPNET = _BERT | {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "out": "attention.attn.o",
    "norm1": "attention.LayerNorm",
}


def _copy(module: nn.Module, weights: dict[str, Tensor], path: str) -> None:
    for name in ("weight", "bias"):
        getattr(module, name).copy_(weights[f"{path}.{name}"])
