"""The analyser beside its full-precision network and beside plain spaCy pipelines, on one core.

Each variant runs in a process of its own, in turn and several times over, so that a busy machine
slows all of them alike; ratios are to be trusted, absolute figures only on a quiet machine. The
spaCy pipeline is of the shape of the small English one (hashed embeddings, four convolutions of
width 96, tagger, parser, names) and untrained: its speed does not hang on its weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

ROUNDS = 3
SEEDS = Path(__file__).parents[2] / "seeds" / "articles"
TAGS, RELATIONS, ENTITIES = 50, 50, 18  #: labels of OntoNotes' size and of UD's with subtypes


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one variant."""

    words: int
    seconds: float  #: by the clock
    cpu_seconds: float
    megabytes: float  #: most memory that the process held, libraries and model included


def shipped(threads: int) -> Language:
    from newsgraph import analysis

    return analysis.load(threads=threads)


def full_precision(path: Path, threads: int) -> Language:
    """The shipped analyser with another network in the place of its own."""
    from spacy.language import Language

    from newsgraph.analysis import component
    from newsgraph.analysis.session import MODEL_FOLDER, Model

    nlp = shipped(threads)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(MODEL_FOLDER, Path(name) / "model"))
        shutil.copy(path, folder / "analyser.onnx")
        checksums = json.loads((folder / "checksums.json").read_text("utf-8"))
        checksums["analyser.onnx"] = hashlib.sha256(path.read_bytes()).hexdigest()
        (folder / "checksums.json").write_text(json.dumps(checksums), encoding="utf-8")
        analyser = component.Analyser(Model(folder, threads=threads))
    Language.component("full_precision", func=analyser)
    nlp.add_pipe("full_precision", before=component.FACTORY)
    nlp.remove_pipe(component.FACTORY)
    return nlp


def plain_spacy() -> Language:
    """An untrained pipeline of the small English one's shape."""
    import spacy
    from thinc.api import fix_random_seed

    fix_random_seed(0)
    nlp = spacy.blank("en")
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4,
        "window_size": 1, "maxout_pieces": 3,
    }  # fmt: skip
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "include_static_vectors": False,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
    }  # fmt: skip
    own = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    nlp.add_pipe("tok2vec", config={"model": own})
    nlp.add_pipe("tagger", config={"model": {"tok2vec": shared}})
    nlp.add_pipe("parser", config={"model": {"tok2vec": shared}, "min_action_freq": 1})
    nlp.add_pipe("ner", config={"model": {"tok2vec": own}})
    nlp.initialize(lambda: list(_examples(nlp)))
    return nlp


def _examples(nlp: Language) -> Iterator[Any]:
    """Made-up sentences that use every label."""
    from spacy.tokens import Doc
    from spacy.training import Example

    chance = random.Random(0)
    for number in range(300):
        n = chance.randint(3, 12)
        words = [f"w{chance.randint(0, 500)}" for _ in range(n)]
        entity = f"U-E{number % ENTITIES}"
        gold = Doc(
            nlp.vocab,
            words=words,
            tags=[f"T{(number + i) % TAGS}" for i in range(n)],
            heads=[n // 2] * n,
            deps=["ROOT" if i == n // 2 else f"d{(number + i) % RELATIONS}" for i in range(n)],
            ents=[f"B{entity[1:]}", *("O" for _ in range(n - 1))],
        )
        yield Example(Doc(nlp.vocab, words=words), gold)


def installed(name: str) -> Language:
    import spacy

    return spacy.load(name)


def measure(load: Callable[[], Language], paths: Sequence[str]) -> Run:
    """Analyse the articles once; importing, loading and a warming sentence do not count."""
    from newsgraph.reading import read_all

    texts = [document.text for document in read_all(list(paths))[0]]
    nlp = load()
    nlp("Ships sail to Oslo.")
    start, cpu = time.perf_counter(), time.process_time()
    words = sum(len(nlp(text)) for text in texts)
    cpu, taken = time.process_time() - cpu, time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(words=words, seconds=taken, cpu_seconds=cpu, megabytes=peak)


def in_own_process(variant: str, options: argparse.Namespace) -> Run:
    command = [sys.executable, __file__, "--variant", variant, *options.files]
    command += ["--threads", str(options.threads)]
    command += ["--fp32", str(options.fp32)] if options.fp32 else []
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{variant} failed:\n{run.stderr}")
    return Run(**json.loads(run.stdout.splitlines()[-1]))


def loader(variant: str, options: argparse.Namespace) -> Callable[[], Language]:
    if variant == "int8":
        return lambda: shipped(options.threads)
    if variant == "fp32":
        return lambda: full_precision(options.fp32, options.threads)
    return plain_spacy if variant == "spaCy CNN" else lambda: installed(variant)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", help="articles, or folders of them; else the samples")
    parser.add_argument("--fp32", type=Path, help="the network before it was quantised (.onnx)")
    parser.add_argument("--pipeline", action="append", default=[], help="an installed pipeline")
    parser.add_argument("--threads", type=int, default=1, help="of the shipped analyser")
    parser.add_argument("--variant", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.files = options.files or [str(SEEDS)]
    if options.variant:
        run = measure(loader(options.variant, options), options.files)
        sys.stdout.write(json.dumps(asdict(run)) + "\n")
        return
    if options.threads == 1 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    variants = ["int8", *(["fp32"] if options.fp32 else []), "spaCy CNN", *options.pipeline]
    runs = {variant: [in_own_process(variant, options)] for variant in variants}
    for _ in range(ROUNDS - 1):
        for variant in variants:
            runs[variant].append(in_own_process(variant, options))
    base = min(run.seconds / run.words for run in runs["spaCy CNN"])
    sys.stdout.write(f"{runs['int8'][0].words} words, {options.threads} thread(s)\n")
    sys.stdout.write(
        f"{'':<20}{'words/s':>10}{'words/CPU s':>13}{'× spaCy CNN':>13}{'peak MB':>9}\n"
    )
    for variant, done in runs.items():
        each = min(run.seconds / run.words for run in done)
        cpu = min(run.cpu_seconds / run.words for run in done)
        peak = max(run.megabytes for run in done)
        name = Path(variant).name[:19]
        line = f"{name:<20}{1 / each:>10,.0f}{1 / cpu:>13,.0f}{base / each:>13.2f}{peak:>9,.0f}\n"
        sys.stdout.write(line)


if __name__ == "__main__":
    main()
