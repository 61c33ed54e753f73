"""The coreference head: mentions see each other, then each chooses its antecedent.

Heads of mentions pass through a small transformer over the document, so that a mention is read in
the light of the others; a pair is scored from both, their product and the pair's features. The
loss is the marginal likelihood of all right antecedents (Lee et al. 2017), "none" among the
choices, beside a loss of mention detection.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

from newsgraph.analysis.antecedents import MENTION_FEATURES, PAIR_FEATURES

STATE = 384
WIDTH = 192
PAIR = 128
_HEADS = 4
_NEAR = 64  #: mentions; distances beyond share one bias


class _Mixing(nn.Module):
    """One pre-norm transformer layer with a learned bias per distance between mentions."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.inputs = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        self.bias = nn.Embedding(2 * _NEAR + 1, _HEADS)
        nn.init.zeros_(self.bias.weight)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        n = x.shape[0]
        place = torch.arange(n, device=x.device)
        apart = (place[None, :] - place[:, None]).clamp(-_NEAR, _NEAR) + _NEAR
        query, key, value = (
            t.view(n, _HEADS, WIDTH // _HEADS).transpose(0, 1)
            for t in self.inputs(self.norm1(x)).chunk(3, -1)
        )
        scores = query @ key.transpose(1, 2) / math.sqrt(WIDTH / _HEADS)
        scores = scores + self.bias(apart).permute(2, 0, 1)
        mixed = (torch.softmax(scores, -1) @ value).transpose(0, 1).reshape(n, WIDTH)
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.down(functional.gelu(self.up(self.norm2(x)))))


class CoreferenceNetwork(nn.Module):
    """Scores mentions and pairs of one document; ``forward`` is the graph that is exported."""

    def __init__(self, *, layers: int = 2, drop: float = 0.3) -> None:
        super().__init__()
        self.enter = nn.Linear(STATE, WIDTH)
        self.enter_features = nn.Linear(MENTION_FEATURES, WIDTH)
        self.mixing = nn.ModuleList(_Mixing(drop) for _ in range(layers))
        self.norm = nn.LayerNorm(WIDTH)
        self.mention = nn.Linear(WIDTH, 1)
        self.anaphor, self.antecedent = nn.Linear(WIDTH, PAIR), nn.Linear(WIDTH, PAIR, bias=False)
        self.product = nn.Linear(WIDTH, PAIR, bias=False)
        self.features = nn.Linear(PAIR_FEATURES, PAIR, bias=False)
        self.hidden = nn.Linear(PAIR, PAIR)
        self.score = nn.Linear(PAIR, 1)
        self.drop = nn.Dropout(drop)

    def forward(
        self, states: Tensor, features: Tensor, anaphors: Tensor, antecedents: Tensor, pairs: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return logits of being a mention (heads) and of coreference (pairs)."""
        x = functional.gelu(self.enter(self.drop(states)) + self.enter_features(features))
        x = self.drop(x)
        for layer in self.mixing:
            x = layer(x)
        x = self.drop(self.norm(x))
        mention = self.mention(x)[:, 0]
        left, right = self.anaphor(x), self.antecedent(x)
        joint = self.product(x[anaphors] * x[antecedents])
        hidden = left[anaphors] + right[antecedents] + joint + self.features(pairs)
        hidden = functional.gelu(self.hidden(functional.gelu(hidden)))
        return mention, self.score(hidden)[:, 0]


def losses(
    mention: Tensor, score: Tensor, anaphors: Tensor, gold: Tensor, is_mention: Tensor
) -> tuple[Tensor, Tensor]:
    """Return the losses of mention detection and of choosing antecedents.

    Args:
        mention: Logits of the heads.
        score: Logits of the pairs.
        anaphors: Index of the later head of each pair, ascending.
        gold: 1 for pairs that corefer, else 0.
        is_mention: 1, 0, or -1 where the annotation says nothing.
    """
    known = is_mention >= 0
    detection = functional.binary_cross_entropy_with_logits(
        mention[known], is_mention[known].float()
    )
    n = mention.shape[0]
    total = _log_sum(score, anaphors, n)
    right = _log_sum(score.masked_fill(gold < 0.5, -1e4), anaphors, n)
    has = torch.zeros(n).index_add(0, anaphors, gold) > 0
    chosen = torch.where(has, right, torch.zeros_like(right))
    normaliser = torch.logaddexp(total, torch.zeros_like(total))
    counted = is_mention != 0  # what is no mention has no say in who precedes it
    counted = counted & (has | (is_mention == 1))
    return detection, (normaliser - chosen)[counted].mean()


def _log_sum(score: Tensor, index: Tensor, n: int) -> Tensor:
    """Log-sum-exp of the pairs of each anaphor; -1e4 for those without pairs."""
    top = torch.full((n,), -1e4).scatter_reduce(0, index, score.detach(), "amax")
    sums = torch.zeros(n).index_add(0, index, torch.exp(score - top[index]))
    return torch.where(sums > 0, torch.log(sums.clamp(min=1e-30)) + top, torch.full((n,), -1e4))
