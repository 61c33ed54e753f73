"""GraphML and GEXF for Gephi, yEd and Cytoscape: asserted facts between entities.

Such programs draw every edge as if it held, so facts that are only denied, planned or possible are
left out, and so are facts that end in a value. ``json`` has them all.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx

from newsgraph.exporting.attributes import NOT_XML, entity_record, fact_record
from newsgraph.exporting.layout import place
from newsgraph.graph import KnowledgeGraph
from newsgraph.vocabulary import Vocabulary

#: The date of writing and the version of networkx: nothing that a graph depends on.
_META = re.compile(rb"\s*<meta .*?</meta>", re.DOTALL)

#: Dots of Gephi: the coarse class is seen at once.
_COLOURS = {
    "person": (214, 96, 77),
    "organization": (67, 120, 178),
    "place": (90, 160, 90),
    "group": (150, 110, 170),
    "event": (220, 160, 60),
    "document": (130, 130, 130),
    "product": (120, 90, 70),
    "position": (200, 120, 160),
    "other": (170, 170, 170),
}


def write_graphml(graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary) -> None:
    """Write GraphML; the id of an edge is that of its fact."""
    # The writer on top of lxml, taken if that happens to be there, differs in its bytes.
    nx.write_graphml_xml(_network(graph, vocabulary), path)


def write_gexf(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,
    positions: Mapping[str, tuple[float, float]] | None = None,
) -> None:
    """Write GEXF 1.2 for Gephi: colours by class, dates for its timeline, and places.

    An entity is there from the first to the last dated article that mentions it, a fact from the
    first to the last that speaks of it.

    Args:
        graph: What to write.
        path: File to write.
        vocabulary: Labels and coarse classes.
        positions: Entity id → x and y; entities without stay unplaced. ``None``: as in the viewer.
    """
    network = _network(graph, vocabulary)
    places = _as_in_the_viewer(network) if positions is None else positions
    for _, _, attributes in network.edges(data=True):
        _spell(attributes)
    for id_, attributes in network.nodes(data=True):
        _spell(attributes)
        red, green, blue = _COLOURS[attributes["coarse_class"]]
        attributes["viz"] = {"color": {"r": red, "g": green, "b": blue, "a": 1.0}}
        if id_ in places:
            x, y = places[id_]
            attributes["viz"]["position"] = {"x": x, "y": y, "z": 0.0}
    buffer = io.BytesIO()
    nx.write_gexf(network, buffer)
    path.write_bytes(_META.sub(b"", buffer.getvalue(), count=1))


def _as_in_the_viewer(network: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    ranked = sorted(network, key=lambda id_: (-network.degree(id_, weight="weight"), id_))
    number = {id_: n for n, id_ in enumerate(ranked)}
    edges = [(number[a], number[b], float(e["weight"])) for a, b, e in network.edges(data=True)]
    # Gephi's y goes up, a screen's goes down.
    return {id_: (x, -y) for id_, (x, y) in zip(ranked, place(len(ranked), edges), strict=True)}


def _spell(attributes: dict[str, Any]) -> None:
    """Say in Gephi's way when something is there."""
    if attributes["first_date"]:
        attributes["start"], attributes["end"] = attributes["first_date"], attributes["last_date"]


def _network(graph: KnowledgeGraph, vocabulary: Vocabulary) -> nx.MultiDiGraph[str]:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(mode="dynamic", timeformat="date")
    for entity in graph.entities.values():
        record = entity_record(graph, vocabulary, entity)
        record["label"] = record.pop("name")
        record["aliases"] = " | ".join(entity.aliases)
        network.add_node(str(record.pop("id")), **_xml(record))
    for fact in graph.facts.values():
        if fact.asserted and isinstance(fact.object, str):
            record = fact_record(graph, vocabulary, fact)
            record["weight"] = record["articles"]
            key = record.pop("id")
            network.add_edge(fact.subject, fact.object, key=key, **_xml(record))
    return network


def _xml(record: Mapping[str, object]) -> dict[str, Any]:
    """Replace what XML cannot hold, such as control characters, by U+FFFD."""
    return {
        name: NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value
        for name, value in record.items()
    }
