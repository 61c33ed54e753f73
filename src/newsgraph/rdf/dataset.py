"""A knowledge graph as an rdflib dataset, for the tools that build on rdflib."""

from __future__ import annotations

from rdflib import Dataset

from newsgraph.graph import KnowledgeGraph
from newsgraph.rdf import to_quads
from newsgraph.rdf.iris import prefixes
from newsgraph.rdf.serialisation import serialise
from newsgraph.settings import DEFAULT_BASE
from newsgraph.vocabulary import Vocabulary, builtin


def to_dataset(
    graph: KnowledgeGraph, vocabulary: Vocabulary | None = None, base: str = DEFAULT_BASE
) -> Dataset:
    """Return the quads of a graph as an rdflib ``Dataset`` in memory.

    Args:
        graph: The graph.
        vocabulary: What its classes and relations mean; ``None`` for the built-in one.
        base: IRI that names begin with.

    Returns:
        One named graph per article and three more, as in the TriG file; the default graph is their
        union, and the usual prefixes are bound. rdflib is slow beyond some hundred articles: ask
        the written graph with ``newsgraph.query`` there.
    """
    dataset = Dataset(default_union=True)
    quads = to_quads(graph, vocabulary or builtin(), base)
    dataset.parse(data=serialise(quads, "nquads", base).decode(), format="nquads")
    for name, iri in prefixes(base).items():
        dataset.bind(name, iri)
    return dataset
