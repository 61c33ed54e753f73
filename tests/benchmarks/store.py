"""The graph as a database: loading, opening, questions, exports, and one more article.

The articles are generated (20 statements each, about 950 quads). Everything is measured in one run,
what others do beside it. Times are those of the processor, as a machine that is shared slows the
clock. Whatever a format holds, its rate is that of the quads of the dataset.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Store

    from newsgraph.database.snapshots import Snapshot

_PATIENCE = 20.0  #: seconds that rdflib has for a question

sys.path.insert(0, str(Path(__file__).parent.parent))


def timed(action: Callable[[], object]) -> float:
    """Return how long an action keeps the processor busy, in seconds."""
    start = time.process_time()
    action()
    return time.process_time() - start


def say(name: str, value: str) -> None:
    sys.stdout.write(f"{name:<44}{value}\n")
    sys.stdout.flush()


def measure_store(folder: Path, entities: int, *, with_rdflib: bool) -> None:
    from pyoxigraph import RdfFormat, Store

    from factory_graph import generated_graph
    from newsgraph.database.layout import Place
    from newsgraph.database.snapshots import open_latest
    from newsgraph.database.working import Database
    from newsgraph.exporting import FORMATS, export, export_store
    from newsgraph.exporting.linked_data import STREAMED
    from newsgraph.rdf.store import load_store
    from newsgraph.settings import DEFAULT_BASE, Settings
    from newsgraph.vocabulary import builtin

    vocabulary = builtin()
    *extractions, last = generated_graph(entities).extractions.values()
    graph = folder / "graph"
    with Database(graph, vocabulary, settings=Settings()) as database:
        filled = timed(lambda: database.fill((x, "") for x in extractions))
        added = timed(lambda: database.put(last, ""))
        shown = timed(database.show)
    opened = timed(lambda: open_latest(Place(graph)))
    snapshot = open_latest(Place(graph))
    store = snapshot.store
    size = len(store)
    say("quads, articles", f"{size:,}, {len(extractions):,}")
    say("database from what was read", f"{filled:.1f} s, {size / filled:,.0f} quads/s")
    say("one more article, analysis excluded", f"{added:.3f} s, shown to readers {shown:.3f} s")
    say("snapshot opened", f"{opened:.3f} s")
    file = folder / "graph.nq"
    rates = {}
    for name in STREAMED:
        path = file if name == "nquads" else folder / "out"
        save = partial(export_store, store, path, format=name, vocabulary=vocabulary)
        rates[f"{name}, from the store"] = size / timed(partial(save, base=DEFAULT_BASE))
    made = generated_graph(entities)
    for name in FORMATS:
        path = folder / f"other-{name}"
        write = partial(export, made, path, format=name, vocabulary=vocabulary)
        rates[name] = size / timed(write)
    bare = timed(lambda: store.dump(str(folder / "bare.nq"), format=RdfFormat.N_QUADS))
    for name, rate in rates.items():
        say(f"export {name}", f"{rate:,.0f} quads/s")
    say("pyoxigraph's own dump, unsorted", f"{size / bare:,.0f} quads/s")
    theirs = timed(lambda: Store().bulk_load(path=str(file), format=RdfFormat.N_QUADS))
    ours = timed(lambda: load_store(file))
    say("file loaded", f"{ours:.1f} s, {ours / theirs:.2f} × pyoxigraph's bulk loader")
    ask_all(snapshot, file, with_rdflib=with_rdflib)


def ask_all(snapshot: Snapshot, file: Path, *, with_rdflib: bool) -> None:
    """Ask every named question: the engine, then again what is kept of the answers."""
    from newsgraph.rdf.kept import kept_or
    from newsgraph.rdf.named_queries import named_query
    from newsgraph.rdf.query import ROW_LIMIT, select
    from newsgraph.settings import DEFAULT_BASE

    first, again = {}, {}
    queries = filled_questions(snapshot.store)
    for name, query in queries.items():
        ask = partial(select, snapshot.store, query)
        asked = (
            ask
            if any(p.kind == "entity" for p in named_query(name).parameters)
            else partial(kept_or, snapshot.path, query, ROW_LIMIT, DEFAULT_BASE, ask)
        )
        first[name] = timed(asked)
        again[name] = max(timed(asked) for _ in range(3))
    one = [first[n] for n in first if {p.kind for p in named_query(n).parameters} == {"entity"}]
    for told, taken in (("first", [*first.values()]), ("again", [*again.values()])):
        say(f"named questions, {told}: median", f"{statistics.median(taken) * 1000:.0f} ms")
        say(f"named questions, {told}: 95th of 100", f"{_p95(sorted(taken)) * 1000:.0f} ms")
    say("those about entities, first: 95th of 100", f"{_p95(sorted(one)) * 1000:.0f} ms")
    theirs = asked_of_rdflib(file, queries) if with_rdflib else {}
    for name in sorted(first, key=lambda n: -first[n]):
        beside = f", rdflib {theirs[name]}" if name in theirs else ""
        took = f"{first[name] * 1000:.1f} ms, again {again[name] * 1000:.1f} ms"
        say(f"  @{name}", took + beside)


def filled_questions(store: Store) -> dict[str, str]:
    """Return the named questions with a value for each parameter."""
    from newsgraph.rdf.named_queries import named_query, names
    from newsgraph.rdf.names import entity_id
    from newsgraph.rdf.query import select

    things = [entity_id(store, f"Thing {number:05}") for number in (100, 101)]
    days = select(store, "SELECT DISTINCT ?d { ?a schema:datePublished ?d } ORDER BY ?d").rows
    day = str(getattr(days[len(days) // 2][0], "value", ""))
    given = {"relation": "praises", "class": "Person", "date": day, "text": "Thing 001"}
    queries = {}
    for name in names():
        question = named_query(name)
        ends = iter(things)
        values = {p.name: given.get(p.kind) or next(ends) for p in question.parameters}
        if "outlet" in values:
            values["outlet"] = "Paper 1"
        queries[name] = question.filled(values)
    return queries


def asked_of_rdflib(file: Path, queries: Mapping[str, str]) -> dict[str, str]:
    """Ask rdflib the same, each question in a copy of the process that is ended in time."""
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    loaded = timed(lambda: dataset.parse(file, format="nquads"))
    say("rdflib: file loaded", f"{loaded:.1f} s")
    fork = multiprocessing.get_context("fork")
    told = {}
    for name, query in queries.items():
        ours, its = fork.Pipe(duplex=False)
        child = fork.Process(target=lambda q=query, to=its: to.send(_drained(dataset, q)))
        child.start()
        told[name] = f"{ours.recv() * 1000:.0f} ms" if ours.poll(_PATIENCE) else "given up"
        child.kill()
        child.join()
    return told


def _drained(dataset: rdflib.Dataset, query: str) -> float:
    return timed(lambda: [*dataset.query(query)])


def _p95(ordered: list[float]) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def main() -> None:
    from newsgraph.interpreter import collect_garbage_rarely

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=10_000, help="about 100 quads each")
    parser.add_argument(
        "--rdflib", action="store_true", help="ask rdflib too, which takes a quarter of an hour"
    )
    options = parser.parse_args()
    collect_garbage_rarely()  # as the command line does
    with tempfile.TemporaryDirectory() as folder:
        measure_store(Path(folder), options.entities, with_rdflib=options.rdflib)


if __name__ == "__main__":
    main()
