"""The one order in which quads are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from pyoxigraph import Quad, Store, Triple

from newsgraph.rdf.terms import TYPE

T = TypeVar("T", Triple, Quad)

#: Quads of one graph that are sorted in memory.
_AT_ONCE = 200_000


def ordered_quads(store: Store, at_once: int = _AT_ONCE) -> Iterator[Quad]:
    """Yield the quads of a store in the order of ``to_quads``.

    A graph of more than ``at_once`` quads is read subject by subject; so nothing is held but that
    many quads, and the names of graphs and subjects.
    """
    for graph in sorted(store.named_graphs(), key=str):
        quads = store.quads_for_pattern(None, None, None, graph)
        held = list(islice(quads, at_once + 1))
        if len(held) <= at_once:
            yield from in_order(held)
            continue
        subjects = {quad.subject for quad in held} | {quad.subject for quad in quads}
        held.clear()
        for subject in sorted(subjects, key=subject_order):
            found = store.quads_for_pattern(subject, None, None, graph)
            yield from sorted(found, key=_within_subject)


def in_order(triples: Iterable[T]) -> Iterator[T]:
    """Yield the triples, or quads, of one graph as ``triple_order`` has them, none twice.

    Subject by subject, which is quicker than sorting all: a subject has several triples.
    """
    found: defaultdict[object, set[T]] = defaultdict(set)
    for triple in triples:
        found[triple.subject].add(triple)
    for subject in sorted(found, key=subject_order):
        yield from sorted(found[subject], key=_within_subject)


def _within_subject(triple: Triple | Quad) -> tuple[bool, str, str]:
    predicate = triple.predicate
    return (predicate != TYPE, str(predicate), str(triple.object))


def triple_order(triple: Triple | Quad) -> tuple[str, int, str, bool, str, str]:
    """Order as people read: things before spans, spans as in the text, the type first."""
    return (*subject_order(triple.subject), *_within_subject(triple))


def subject_order(node: object) -> tuple[str, int, str]:
    """Order subjects: things before spans, spans as in the text."""
    subject = str(node)[1:-1]
    name, _, span = subject.partition("#char=")
    start = int(span.partition(",")[0]) if span else -1
    return (f"~{name}" if span else name, start, subject)


def quad_order(quad: Quad) -> tuple[str, tuple[str, int, str, bool, str, str]]:
    """Order the graphs by name, then as ``triple_order``."""
    return (str(quad.graph_name), triple_order(quad.triple))
