"""Node-link JSON: all facts with their statements, for networkx and other programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from newsgraph.exporting.attributes import (
    document_record,
    entity_record,
    fact_record,
    qualifier_record,
    statement_record,
    value_id,
    value_record,
)
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Fact, ResolvedStatement, Value
from newsgraph.rdf.terms import clean
from newsgraph.settings import StoreText
from newsgraph.vocabulary import Vocabulary


def write(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,
    store_text: StoreText = StoreText.QUOTES,
) -> None:
    """Write what ``networkx.node_link_graph(data, edges="edges")`` reads.

    Nodes are entities and, with ``"kind": "value"``, the dates and other values that facts end in.
    An edge is a fact, asserted or not: look at its ``asserted``.
    """
    edges = (_edge(graph, vocabulary, fact, store_text) for fact in graph.facts.values())
    documents = [document_record(d) for d in graph.documents.values()]
    nodes = chain(_entities(graph, vocabulary), _values(graph))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{\n "directed": true,\n "edges": ')
        file.writelines(_array(edges))
        file.write(f',\n "graph": {_indented({"documents": documents}, 1)}')
        file.write(',\n "multigraph": true,\n "nodes": ')
        file.writelines(_array(nodes))
        file.write("\n}\n")


def _array(records: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield a list one level deep, record by record: of a large graph it is many times as large."""
    before = "[\n  "
    for record in records:
        yield before + _indented(record, 2)
        before = ",\n  "
    yield "[]" if before.startswith("[") else "\n ]"


def _indented(record: dict[str, Any], level: int) -> str:
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    return text.replace("\n", "\n" + " " * level)  # in strings, line ends are escaped


def _entities(graph: KnowledgeGraph, vocabulary: Vocabulary) -> Iterator[dict[str, Any]]:
    for entity in graph.entities.values():
        yield {
            "kind": "entity",
            **entity_record(graph, vocabulary, entity),
            "aliases": [clean(alias) for alias in entity.aliases],
            "identifiers": [clean(identifier) for identifier in entity.identifiers],
        }


def _values(graph: KnowledgeGraph) -> list[dict[str, Any]]:
    values = {
        value_id(fact.object): fact.object
        for fact in reversed(graph.facts.values())  # of equal values, the first fact's wording
        if isinstance(fact.object, Value)
    }
    return [{"kind": "value", **value_record(values[id_])} for id_ in sorted(values)]


def _edge(
    graph: KnowledgeGraph, vocabulary: Vocabulary, fact: Fact, store_text: StoreText
) -> dict[str, Any]:
    record = fact_record(graph, vocabulary, fact)
    del record["statements"]  # the number of what follows
    return {
        "source": fact.subject,
        "target": value_id(fact.object) if isinstance(fact.object, Value) else fact.object,
        "key": record.pop("id"),
        **record,
        "statements": [_statement(graph, s, store_text) for s in fact.statements],
    }


def _statement(
    graph: KnowledgeGraph, resolved: ResolvedStatement, store_text: StoreText
) -> dict[str, Any]:
    qualifiers = resolved.statement.qualifiers
    return {
        **statement_record(graph, resolved, store_text),
        "qualifiers": [qualifier_record(graph, qualifier) for qualifier in qualifiers],
    }
