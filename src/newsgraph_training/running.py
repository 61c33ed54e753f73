"""One training run: networks, teachers and batches put together."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from newsgraph.analysis.features import WordPieces
from newsgraph_training.batches import Batches
from newsgraph_training.data import Inventory, Pool, development_sets
from newsgraph_training.encoders import Encoder, LargeEncoder
from newsgraph_training.export import load_network
from newsgraph_training.knowledge import foreign_words
from newsgraph_training.network import Network, Sizes
from newsgraph_training.progress import development_figures
from newsgraph_training.trainer import Plan, Trainer

#: Sentences of a set that progress is told on where computing is slow, about.
_SHORT = 250
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """Where a run starts and writes to.

    Attributes:
        folder: For its checkpoints.
        encoder: Folder of the small pretrained encoder, with its tokenizer.
        large: Folder of the large one, to train that.
        layers: Of the small encoder; ``None`` for all.
        words_learn: Whether the embeddings of word pieces learn, too.
        start: Folder of a finished run to go on from.
        teachers: Folders of finished runs.
        size: Word pieces of a batch.
    """

    folder: Path
    encoder: Path
    large: Path | None = None
    layers: int | None = None
    words_learn: bool = False
    start: Path | None = None
    teachers: Sequence[Path] = ()
    size: int = 1152


def run_training(
    run: Run, pools: dict[str, Pool], labels: Inventory, plan: Plan, *, corpora: Path
) -> None:
    """Train and leave ``checkpoint.pt`` in the run's folder; on a GPU if there is one."""
    for name, pool in pools.items():
        words = sum(len(s.words) for s in pool.samples)
        _LOG.info("%s: %d sentences, %d words", name, len(pool.samples), words)
    torch.manual_seed(plan.seed)
    if run.start:
        network = load_network(run.start / "checkpoint.pt", labels)
    else:
        encoder = LargeEncoder() if run.large else Encoder(run.layers)
        encoder.load(run.large or run.encoder)
        network = Network(Sizes.of(labels), encoder)
    network.encoder.freeze_words(not (run.words_learn or run.large))
    pieces = WordPieces(run.encoder / "tokenizer.json")
    batches = Batches(
        pools, labels, pieces, stand_ins=foreign_words(), size=run.size, seed=plan.seed
    )
    device = "cuda" if torch.cuda.is_available() else "cpu"
    sets = development_sets(corpora)
    if device == "cpu":  # else telling how it goes takes as long as a third of a pass
        sets = {name: samples[:: 1 + len(samples) // _SHORT] for name, samples in sets.items()}

    def check(network: Network) -> str:
        figures = development_figures(network, sets, labels, pieces)
        return " | ".join(f"{name} {value:.2f}" for name, value in figures.items())

    Trainer(
        network,
        batches,
        {name: pool.weight for name, pool in pools.items()},
        plan,
        run.folder,
        device=device,
        teachers=[load_network(t / "checkpoint.pt", labels) for t in run.teachers],
        check=check,
    ).run()
