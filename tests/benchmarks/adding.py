"""One more article for a graph of many: what it costs, reading excluded and included.

Some articles, made of the sample ones as in ``throughput``, are read once. The others are the same
extractions with other persons in them, whose names have as many letters, so that all offsets hold.
The names of places and bodies stay, so the same few countries are in most articles, as in the news.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import newsgraph
from newsgraph.building import kept
from newsgraph.database.working import Database
from newsgraph.extractions import from_json, to_json
from newsgraph.interpreter import collect_garbage_rarely
from newsgraph.model import Extraction
from newsgraph.reading.copies import sketch
from newsgraph.settings import Settings, StoreText
from newsgraph.vocabulary import builtin

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.throughput import SYLLABLES, make_articles

_READ = 200  #: articles that are read, the pattern of all others
_TRIALS = 9


def read(folder: Path) -> list[str]:
    """Return the lines of the articles that are really read."""
    source = folder / "articles.jsonl"
    source.write_text("".join(json.dumps(a) + "\n" for a in make_articles(_READ)), "utf-8")
    result = newsgraph.build([source], settings=Settings(store_text=StoreText.FULL), workers=2)
    return [to_json(extraction) for extraction in result.graph.extractions.values()]


def multiplied(patterns: Sequence[str], number: int) -> Iterator[Extraction]:
    """Yield so many articles, each person of them in about five."""
    choose = random.Random(11)
    pool = [_letters(choose) for _ in range(max(number // 3, 10))]
    for count in range(number):
        pattern = patterns[count % len(patterns)]
        original = from_json(pattern)
        given: dict[str, str] = {}
        for cluster in original.clusters:
            if cluster.named and cluster.entity_class == "Person":
                pairs = zip(cluster.name.split(), choose.choice(pool), strict=False)
                given |= {w: _fitted(w, new) for w, new in pairs if w.isascii() and w.isalpha()}
        line = pattern.replace(original.document.id, f"doc-{count:016x}")
        line = line.replace(original.document.url or "", f"https://news.example/other/{count}")
        if given:
            words = "|".join(map(re.escape, given))
            line = re.sub(rf"\b(?:{words})\b", lambda m: given[m[0]], line)  # noqa: B023
        extraction = from_json(line)
        extraction = replace(extraction, sketch=sketch(extraction.document.text))
        yield kept(extraction, Settings())


def _letters(choose: random.Random) -> tuple[str, str]:
    one, other = ("".join(choose.sample(SYLLABLES, 9)) for _ in range(2))
    return one, other


def _fitted(word: str, letters: str) -> str:
    return letters[: len(word)].title() if word.istitle() else letters[: len(word)]


def measure(folder: Path, patterns: Sequence[str], number: int) -> None:
    """Fill a graph, then add articles to it."""
    *articles, _ = multiplied(patterns, number + 1)
    others = list(multiplied(patterns[::-1], _TRIALS))
    graph = folder / f"graph-{number}"
    start = time.perf_counter()
    with Database(graph, builtin(), settings=Settings()) as database:
        database.fill((extraction, "") for extraction in articles)
    filled = time.perf_counter() - start
    with Database(graph, builtin()) as database:
        quads = sum(1 for _ in database.dataset())
        _say(f"{number:,} articles, {quads:,} quads", f"filled in {filled:.0f} s")
        taken: list[tuple[float, float]] = []
        for n, extraction in enumerate(others):
            new = replace(extraction, document=replace(extraction.document, id=f"doc-new-{n}"))
            new = from_json(to_json(new))
            with _timing(taken):
                database.put(new, "")
                database.show()
    _say("  reading excluded", _told(taken))
    taken = []
    for n, article in enumerate(make_articles(_TRIALS, seed=23)):
        path = folder / f"new-{number}-{n}.md"
        path.write_text(f"# {article['title']} of the evening\n\n{article['text']}\n", "utf-8")
        with _timing(taken):
            newsgraph.add(graph, [path])
    _say("  reading and opening included", _told(taken[1:]))


@contextmanager
def _timing(taken: list[tuple[float, float]]) -> Iterator[None]:
    """Note how long a block takes, on the clock and on the processor: others may slow the clock."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    taken.append((time.perf_counter() - wall, time.process_time() - cpu))


def _told(taken: Sequence[tuple[float, float]]) -> str:
    wall, cpu = zip(*taken, strict=True)
    return (
        f"median {statistics.median(wall):.2f} s, at most {max(wall):.2f} s; "
        f"of the processor {statistics.median(cpu):.2f} s, {max(cpu):.2f} s"
    )


def _say(name: str, value: str) -> None:
    sys.stdout.write(f"{name:<40}{value}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 3000, 10_000])
    parser.add_argument("--patterns", type=Path, help="keeps what was read, for another run")
    options = parser.parse_args()
    collect_garbage_rarely()  # as the command line does
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.patterns and options.patterns.is_file():
            patterns = options.patterns.read_text("utf-8").splitlines()
        else:
            patterns = read(folder)
            if options.patterns:
                options.patterns.write_text("\n".join(patterns), "utf-8")
        for number in options.articles:
            measure(folder, patterns, number)


if __name__ == "__main__":
    main()
