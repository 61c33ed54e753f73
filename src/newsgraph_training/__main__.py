"""Command line: ``python -m newsgraph_training all``, or one step of it by name."""

from __future__ import annotations

import argparse
import logging
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

from newsgraph_training import steps

_Settings = TypeVar(
    "_Settings", steps.Training, steps.Export, steps.Heads, steps.Evaluation, steps.Reading
)


def settings_of(kind: type[_Settings], given: argparse.Namespace, **other: object) -> _Settings:
    """Return the settings of a step as given on the command line; ``other`` win."""
    names = {field.name for field in fields(kind)}
    return kind(**{k: v for k, v in {**vars(given), **other}.items() if k in names})


def whole(given: argparse.Namespace) -> None:
    """Take all steps with the options given to ``all``."""
    training = settings_of(steps.Training, given)
    trainings = steps.runs(training, given.teachers_wanted, given.teacher_epochs)
    reading = settings_of(steps.Reading, given, to=given.reader_to)
    steps.everything(trainings, settings_of(steps.Heads, given), reading)


def _step(kind: type[_Settings], take: Callable[[_Settings], None]) -> _Command:
    return lambda given: take(settings_of(kind, given))


_Command = Callable[[argparse.Namespace], None]


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    top = argparse.ArgumentParser(prog="newsgraph_training", description=__doc__)
    commands = top.add_subparsers(required=True)
    known: dict[str, tuple[_Command, str]] = {
        "all": (whole, "train, export, measure: every file that the package ships"),
        "train": (
            _step(steps.Training, steps.train),
            "train the encoder, or go on where a run stopped",
        ),
        "export": (
            _step(steps.Export, steps.export),
            "write the encoder as ONNX, with labels and checksums",
        ),
        "heads": (
            _step(steps.Heads, steps.heads),
            "train morphology and coreference on top of an exported encoder",
        ),
        "evaluate": (
            _step(steps.Evaluation, steps.evaluate),
            "score an exported model; its card takes the figures",
        ),
        "reader": (
            _step(steps.Reading, steps.reader),
            "train the relation reader and write its files",
        ),
    }
    for name, (run, text) in known.items():
        # What is not given is as the settings of the step have it.
        command = commands.add_parser(name, help=text, argument_default=argparse.SUPPRESS)
        command.set_defaults(run=run)
        _options(command, name)
    return top


def main() -> None:
    """Parse the command line and run."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    given = parser().parse_args()
    given.run(given)


def _options(command: argparse.ArgumentParser, name: str) -> None:
    """Add the options of one step; ``all`` takes those of every step."""
    add = command.add_argument
    add("--threads", type=int)
    add("--corpora", type=Path)
    add("--articles", type=Path)
    if name in ("all", "train"):
        add("--out", type=Path, required=True, help="folder for checkpoints")
        add("--epochs", type=int)
        add("--seed", type=int)
        add("--rate", type=float, help="factor of the learning rates")
        add("--limit", type=int, help="sentences per corpus; 0 = all")
        add("--workers", type=int, help="processes that prepare batches")
        add("--pieces", type=int, help="word pieces of a batch")
        add("--minutes", type=float, help="learn by the clock, for so long at most")
        add("--words-learn", action="store_true", help="embeddings of word pieces learn, too")
        add("--layers", type=int, help="of the small encoder, if not all")
        add("--without", nargs="*", metavar="POOL", help="corpora to leave out")
    if name == "all":
        add(
            "--teachers",
            type=int,
            default=2,
            dest="teachers_wanted",
            help="large networks to learn from; 0 = none",
        )
        add("--teacher-epochs", type=int, default=9)
    if name == "train":
        add(
            "--teacher",
            type=Path,
            action="append",
            dest="teachers",
            help="folder of a finished run",
        )
        add("--large", action="store_true", help="train the large encoder, which may teach")
        add("--start", type=Path, help="folder of a finished run to refine")
    if name == "export":
        add("--run", type=Path, required=True, dest="run_folder")
        add("--float32", action="store_true", help="do not quantise")
    if name in ("all", "heads"):
        add("--coreference-epochs", type=int)
    if name in ("all", "reader"):
        add("--folds", type=int, help="of the reader's measuring; 0 = none")
    add("--to", type=Path)
    if name == "reader":
        add("--keep", type=Path, help="only write the folds' readers, to this folder")
    if name == "all":
        add("--reader-to", type=Path, default=steps.READER)


if __name__ == "__main__":
    main()
