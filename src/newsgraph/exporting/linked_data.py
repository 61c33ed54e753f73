"""Turtle, N-Triples, TriG, N-Quads and JSON-LD.

Turtle and N-Triples hold what the articles assert and who is who. The others are datasets: one
named graph per article, with every statement and its evidence.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

from newsgraph.graph import KnowledgeGraph
from newsgraph.rdf.encode import Run, direct_triples, to_quads
from newsgraph.rdf.serialisation import serialise
from newsgraph.settings import DEFAULT_BASE, StoreText
from newsgraph.vocabulary import Vocabulary


class Options(TypedDict, total=False):
    """The options of ``rdf.to_quads``; formats without evidence use ``base`` only."""

    base: str
    store_text: StoreText
    run: Run


def write_trig(
    graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary, **options: Unpack[Options]
) -> None:
    """Write the dataset as TriG."""
    path.write_bytes(_dataset(graph, vocabulary, "trig", options))


def write_nquads(
    graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary, **options: Unpack[Options]
) -> None:
    """Write the dataset as N-Quads."""
    path.write_bytes(_dataset(graph, vocabulary, "nquads", options))


def write_jsonld(
    graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary, **options: Unpack[Options]
) -> None:
    """Write the dataset as expanded JSON-LD."""
    path.write_bytes(_dataset(graph, vocabulary, "jsonld", options))


def write_turtle(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,  # noqa: ARG001  # all writers are called alike
    **options: Unpack[Options],
) -> None:
    """Write asserted facts and entities as Turtle."""
    path.write_bytes(_triples(graph, "turtle", options))


def write_ntriples(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,  # noqa: ARG001  # all writers are called alike
    **options: Unpack[Options],
) -> None:
    """Write asserted facts and entities as N-Triples."""
    path.write_bytes(_triples(graph, "ntriples", options))


def _dataset(
    graph: KnowledgeGraph, vocabulary: Vocabulary, format_name: str, options: Options
) -> bytes:
    base = options.get("base", DEFAULT_BASE)
    return serialise(to_quads(graph, vocabulary, **options), format_name, base)


def _triples(graph: KnowledgeGraph, format_name: str, options: Options) -> bytes:
    base = options.get("base", DEFAULT_BASE)
    return serialise(direct_triples(graph, base), format_name, base)
