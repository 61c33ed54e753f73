"""Figures on development data while a network learns: greedy, hence a little low."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import torch

from newsgraph.analysis.features import WordPieces, collate
from newsgraph_training.data import Inventory, lemma_rules
from newsgraph_training.network import Network
from newsgraph_training.samples import Sample
from newsgraph_training.span_scores import Score, count, gold_spans, summary, tag_spans

_SENTENCES = 64
_LONGEST = 120  #: words


@torch.no_grad()
def development_figures(
    network: Network,
    sets: Mapping[str, Sequence[Sample]],
    inventory: Inventory,
    pieces: WordPieces,
) -> dict[str, float]:
    """Score a network on sets of sentences, by the layers that they have.

    Returns:
        "SET MEASURE" → per cent: UPOS, lemma rules, UAS and LAS of trees; F1 of names, without
        the class MISC in sets whose name begins with "uner".
    """
    network.eval()
    figures: dict[str, float] = {}
    for name, samples in sets.items():
        counts, spans = Counter[str](), dict[str, Score]()
        chosen = sorted(
            (s for s in samples if len(s.words) <= _LONGEST), key=lambda s: len(s.words)
        )
        for start in range(0, len(chosen), _SENTENCES):
            part = chosen[start : start + _SENTENCES]
            for sample, row in zip(part, _read(network, part, inventory, pieces), strict=True):
                if tree := sample.tree:
                    right = [a == str(b) for a, b in zip(row["arc"], tree.heads, strict=True)]
                    same = [a == b for a, b in zip(row["relation"], tree.relations, strict=True)]
                    counts["words"] += len(right)
                    counts["UAS"] += sum(right)
                    counts["LAS"] += sum(a and b for a, b in zip(right, same, strict=True))
                    counts["UPOS"] += sum(map(str.__eq__, row["upos"], tree.upos))
                    counts["lemma"] += sum(map(str.__eq__, row["lemma"], lemma_rules(sample)))
                if sample.names is not None:
                    misc = not name.startswith("uner")
                    count(spans, tag_spans(row["names"]), gold_spans(sample), misc=misc)
        for measure in ("UPOS", "lemma", "UAS", "LAS") if counts["words"] else ():
            figures[f"{name} {measure}"] = 100 * counts[measure] / counts["words"]
        if spans:
            figures |= {f"{name} {k}": v for k, v in summary(spans).items()}
    return figures


def _read(
    network: Network, samples: Sequence[Sample], inventory: Inventory, pieces: WordPieces
) -> list[dict[str, list[str]]]:
    """Labels by head of each sentence; governors as numbers."""
    batch = collate([pieces.encode(s.words) for s in samples], multiple=8)
    device = network.arc_weight.device
    arrays = (batch.ids, batch.case, batch.mask, batch.first, batch.words)
    inputs = [torch.from_numpy(a).to(device) for a in arrays]
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=device.type == "cuda"):
        upos, _, lemma, names, _, arcs, relations, *_ = network(*inputs)
    columns = {
        "upos": (upos, inventory.upos),
        "lemma": (lemma, inventory.lemma_rules),
        "names": (names, inventory.names),
        "relation": (relations, inventory.relations),
        "arc": (arcs, [str(i) for i in range(arcs.shape[-1])]),
    }
    best = {k: (scores.argmax(-1).tolist(), labels) for k, (scores, labels) in columns.items()}
    return [
        {k: [labels[x] for x in rows[i][: len(s.words)]] for k, (rows, labels) in best.items()}
        for i, s in enumerate(samples)
    ]
