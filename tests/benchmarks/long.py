"""One article of very many names, from the text to the files: time of each stage, and memory.

The names are all different persons, who all met one other. Times are those of the processor.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent))

T = TypeVar("T")


def timed(taken: dict[str, float], name: str, work: Callable[[], T]) -> T:
    start = time.process_time()
    result = work()
    taken[name] = time.process_time() - start
    return result


def measure(number: int) -> None:
    """Print one line of a table: stages in seconds, memory of this process so far."""
    import newsgraph
    from newsgraph.building import kept
    from newsgraph.graph import decide
    from newsgraph.pipeline import analyser, extract_all, reading_of
    from newsgraph.settings import Settings
    from newsgraph.vocabulary import builtin
    from test_faults import many_names

    settings, taken = Settings(), dict[str, float]()
    nlp = analyser(None)
    reading = reading_of(settings, nlp, builtin())
    document = newsgraph.make_document(many_names(number, " met Ivo Brandt. "))
    (found,) = timed(taken, "reading", lambda: [*extract_all([document], nlp, reading)])
    assert isinstance(found, newsgraph.Extraction)
    article = kept(found, settings)
    graph, _ = timed(taken, "who is who", lambda: decide([article], builtin()))
    result = newsgraph.BuildResult(
        graph=graph, failures=(), settings=settings, vocabulary=builtin()
    )
    with tempfile.TemporaryDirectory() as folder:
        timed(taken, "files", lambda: newsgraph.save(result, Path(folder) / "graph"))
    stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in taken.items())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{len(article.mentions):,} mentions: {stages}; up to {memory:,} MB\n")
    sys.stdout.flush()


def main() -> None:
    from newsgraph.interpreter import collect_garbage_rarely

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, nargs="+", default=[1000, 2500, 5000, 10_000])
    options = parser.parse_args()
    collect_garbage_rarely()  # as the command line does
    for number in options.names:
        measure(number)


if __name__ == "__main__":
    main()
