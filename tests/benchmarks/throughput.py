"""Many short articles in one build: time and memory with one process and with two workers.

The articles are made of the sample ones: three paragraphs of any of them, with other persons in
them. They are written as JSON Lines and built by the command line, as a user does. While it runs,
the memory of every process is looked at; a machine that is shared by others slows wall time, so CPU
time is reported, too: ``path`` is that of the main process and of its busiest worker, which is what
the build would take if the others were away.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import newsgraph

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
SYLLABLES = "ba cor den el fi gra hol is jun ka lor mi nov or pet ran sil tor ul ven".split()


def make_articles(number: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """Yield articles of 3 paragraphs, the same for one seed; a person is in about five of them."""
    choose = random.Random(seed)
    documents, _ = newsgraph.read_all([ROOT / "seeds/articles"])
    paragraphs = [p for d in documents for p in d.text.split("\n") if len(p.split()) > 15]
    sample = newsgraph.load(ROOT / "graphs/sample").graph
    persons = [e.name for e in sample.entities.values() if e.entity_class == "Person" and e.named]
    full = sorted((name for name in persons if " " in name), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, full)))
    names = [_name(choose) for _ in range(max(number // 3, 10))]
    for count in range(number):
        chosen = choose.sample(paragraphs, 3)
        given: dict[str, str] = {}
        body = "\n\n".join(
            pattern.sub(lambda m: given.setdefault(m[0], choose.choice(names)), p)  # noqa: B023
            for p in chosen
        )
        text = f"{body}\n\nReport number {count} was filed on Monday."
        yield {"text": text, "title": f"Report {count}", "url": f"https://news.example/{count}"}


def _name(choose: random.Random) -> str:
    words = ("".join(choose.sample(SYLLABLES, choose.choice((2, 3)))).title() for _ in range(2))
    return " ".join(words)


@dataclass
class Watched:
    """What was seen of one process."""

    memory: list[int] = field(default_factory=list)  #: MB, at each look
    seconds: float = 0.0  #: of CPU, at the last look
    peak: int = 0  #: MB


@dataclass
class Measured:
    """One build."""

    wall: float
    processes: dict[int, Watched]
    main: int

    @property
    def path(self) -> float:
        """CPU seconds of the main process and its busiest worker."""
        others = [w.seconds for pid, w in self.processes.items() if pid != self.main]
        return self.processes[self.main].seconds + max(others, default=0.0)


def measure(source: Path, workers: int, folder: Path) -> Measured:
    """Build once, looking at all processes twice a second."""
    words = ["build", str(source), "-o", str(folder / f"g{workers}"), "--quiet"]
    command = [sys.executable, "-m", "newsgraph", *words, "--workers", str(workers)]
    start = time.perf_counter()
    process = subprocess.Popen(command)
    seen: dict[int, Watched] = {}
    while process.poll() is None:
        for pid in _family(process.pid):
            _look(pid, seen.setdefault(pid, Watched()))
        time.sleep(0.5)
    if process.returncode:
        sys.exit(f"the build failed (exit code {process.returncode})")
    return Measured(time.perf_counter() - start, seen, process.pid)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            yield from map(int, path.read_text().split())
        except OSError:
            continue


def _look(pid: int, seen: Watched) -> None:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return
    sizes = {m[1]: int(m[2]) // 1024 for m in re.finditer(r"Vm(RSS|HWM):\s+(\d+)", status)}
    if sizes:
        seen.memory.append(sizes["RSS"])
        seen.peak = max(seen.peak, sizes["HWM"])
        seen.seconds = (int(times[11]) + int(times[12])) / TICKS


def tell(workers: int, run: Measured, number: int) -> None:
    sys.stdout.write(
        f"{workers} worker{'s' if workers > 1 else ''}: {run.wall:,.0f} s wall, {run.path:,.0f} s "
        f"CPU path, {number / run.wall:.1f} articles/s\n"
    )
    for pid, seen in run.processes.items():
        if len(seen.memory) < 4:
            continue
        points = [seen.memory[len(seen.memory) * part // 4] for part in (1, 2, 3)]
        who = "main" if pid == run.main else "worker"
        sys.stdout.write(
            f"  {who:<7}{seen.seconds:>7,.0f} s CPU, peak {seen.peak:,} MB; at 1/4, 1/2, 3/4 of "
            f"its life {', '.join(f'{p:,}' for p in points)} MB\n"
        )
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        articles = list(make_articles(options.articles))
        source = folder / "articles.jsonl"
        lines = (json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
        source.write_text("".join(lines), encoding="utf-8")
        words = sum(len(article["text"].split()) for article in articles)
        sys.stdout.write(f"{len(articles)} articles, {words:,} words\n")
        runs = {}
        for workers in options.workers:
            runs[workers] = measure(source, workers, folder)
            tell(workers, runs[workers], len(articles))
        first = runs[options.workers[0]]
        for workers, run in list(runs.items())[1:]:
            sys.stdout.write(
                f"{workers} workers: {first.wall / run.wall:.2f} × by wall time, "
                f"{first.path / run.path:.2f} × by CPU path\n"
            )


if __name__ == "__main__":
    main()
