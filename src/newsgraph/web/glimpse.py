"""A first look at a large graph of which nothing is known yet."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice

from pyoxigraph import NamedNode, Store

from newsgraph.graph import KnowledgeGraph
from newsgraph.rdf.decode import Decoder
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.terms import rdf

_SAMPLE = 1500  #: statements that are looked at
_CENTRES = 8
_EACH = 16  #: statements about each centre, and as many with it as their object


def glimpse(store: Store, base: str) -> KnowledgeGraph:
    """Return statements about the busiest entities of a sample; the same for the same store."""
    iris = Iris(base)
    place, of_statements = iris.entity("x").value[:-1], iris.statement("x").value[:-1]
    ends = (rdf("subject"), rdf("object"))
    sample = chain.from_iterable(
        islice(store.quads_for_pattern(None, end, None, None), _SAMPLE) for end in ends
    )
    named = (quad.object for quad in sample)
    busy = Counter(e.value for e in named if isinstance(e, NamedNode) and e.value.startswith(place))
    centres = sorted(busy, key=lambda iri: (-busy[iri], iri))[:_CENTRES]
    found = (
        quad.subject
        for centre in centres
        for end in ends
        for quad in islice(store.quads_for_pattern(None, end, NamedNode(centre), None), _EACH)
    )
    statements = [
        node.value.removeprefix(of_statements)
        for node in found
        if isinstance(node, NamedNode) and node.value.startswith(of_statements)
    ]
    return Decoder(store, base).graph(dict.fromkeys(statements))
