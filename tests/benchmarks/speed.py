"""Where the time goes: words a second for each stage on one core, and the time to start.

Stages are timed in turn on the same articles, several times over, so that a busy machine slows all
of them alike; ratios are to be trusted, absolute figures only on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROUNDS = 3
START_UPS = {
    "python": ["-c", "pass"],
    "import newsgraph": ["-c", "import newsgraph"],
    "newsgraph --help": ["-m", "newsgraph", "--help"],
    "analyser loaded": ["-c", "import newsgraph; newsgraph.analyser(None)('Ships sail.')"],
}


def seconds(action: Callable[[], object]) -> float:
    """Return the least time of a few rounds: the one that other programs disturbed least."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def time_stages(paths: list[str]) -> dict[str, float]:
    """Return seconds for each stage over all articles; importing and loading do not count."""
    from newsgraph.analysis.repairs import repaired
    from newsgraph.coreference import corefer
    from newsgraph.mentions import find_mentions
    from newsgraph.pipeline import analyser
    from newsgraph.reading import read_all
    from newsgraph.statements import extract_statements
    from newsgraph.vocabulary import builtin

    documents, _ = read_all(paths)
    nlp, vocabulary = analyser(None), builtin()
    docs = [repaired(nlp(d.text)) for d in documents]
    mentions = [
        find_mentions(doc, d.id, vocabulary) for d, doc in zip(documents, docs, strict=True)
    ]
    clusters = [corefer(doc, found, vocabulary) for doc, found in zip(docs, mentions, strict=True)]
    read = list(zip(documents, docs, mentions, clusters, strict=True))
    words = sum(len(doc) for doc in docs)
    sys.stdout.write(f"{len(documents)} articles, {words} words\n")
    stages: dict[str, Callable[[], object]] = {
        "analysis": lambda: [repaired(nlp(d.text)) for d in documents],
        "mentions": lambda: [find_mentions(doc, d.id, vocabulary) for d, doc, _, _ in read],
        "coreference": lambda: [corefer(doc, m, vocabulary) for _, doc, m, _ in read],
        "statements": lambda: [
            extract_statements(doc, m, c, d, vocabulary) for d, doc, m, c in read
        ],
    }
    return {name: seconds(action) / words for name, action in stages.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", help="articles, or folders of them")
    options = parser.parse_args()
    if missing := [name for name in options.files if not Path(name).exists()]:
        sys.exit(f"no such file: {', '.join(missing)}")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    stages = time_stages(options.files)
    whole = sum(stages.values())
    for name, each in stages.items():
        sys.stdout.write(f"{name:<18}{1 / each:>10,.0f} words/s {each / whole:>8.0%}\n")
    sys.stdout.write(f"{'all':<18}{1 / whole:>10,.0f} words/s\n")
    bare = 0.0
    for name, words in START_UPS.items():
        command = [sys.executable, *words]
        taken = seconds(partial(subprocess.run, command, capture_output=True, check=True))
        bare = bare or taken
        sys.stdout.write(f"{name:<18}{taken:>10.2f} s {taken / bare:>12.1f} × python\n")


if __name__ == "__main__":
    main()
