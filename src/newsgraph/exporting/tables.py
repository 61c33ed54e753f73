"""CSV tables for spreadsheets and databases: UTF-8, a header line, one record a line.

A text cell that a spreadsheet would run as a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsgraph.exporting.attributes import (
    Scalar,
    document_record,
    entity_record,
    fact_record,
    statement_record,
)
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Fact
from newsgraph.rdf.terms import clean
from newsgraph.settings import StoreText
from newsgraph.vocabulary import Vocabulary

Row = dict[str, Scalar]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_statements(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,
    store_text: StoreText = StoreText.QUOTES,
) -> None:
    """Write one line per statement: the two ends, how it is meant, its sentence and article."""
    _write(path, statement_rows(graph, vocabulary, store_text))


def write_facts(graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary) -> None:
    """Write one line per fact, those that are only denied or planned included."""
    _write(path, fact_rows(graph, vocabulary))


def write_entities(graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary) -> None:
    """Write one line per entity; several aliases or identifiers are joined by `` | ``."""
    _write(path, entity_rows(graph, vocabulary))


def statement_rows(
    graph: KnowledgeGraph, vocabulary: Vocabulary, store_text: StoreText
) -> Iterator[Row]:
    """Yield the statements by fact, document and position."""
    labels = {name: relation.label for name, relation in vocabulary.relations.items()}
    documents = {id_: document_record(document) for id_, document in graph.documents.items()}
    return (
        {
            **_ends(graph, fact),
            "label": labels.get(fact.relation, fact.relation),
            "fact": fact.id,
            **statement_record(graph, resolved, store_text),
            **_prefixed("article", documents[resolved.document_id]),
        }
        for fact in graph.facts.values()
        for resolved in fact.statements
    )


def fact_rows(graph: KnowledgeGraph, vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the facts by id."""
    return (
        {**_ends(graph, fact), **fact_record(graph, vocabulary, fact)}
        for fact in graph.facts.values()
    )


def entity_rows(graph: KnowledgeGraph, vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the entities by id."""
    return (
        {
            **entity_record(graph, vocabulary, entity),
            "aliases": clean(" | ".join(entity.aliases)),
            "identifiers": clean(" | ".join(entity.identifiers)),
        }
        for entity in graph.entities.values()
    )


def _ends(graph: KnowledgeGraph, fact: Fact) -> dict[str, Scalar]:
    subject = {
        "subject": fact.subject,
        "subject_name": clean(graph.entities[fact.subject].name),
        "relation": fact.relation,
    }
    if isinstance(fact.object, str):
        name = clean(graph.entities[fact.object].name)
        return {**subject, **_object(fact.object, name, datatype="", unit="")}
    value = fact.object
    return {
        **subject,
        **_object("", clean(value.lexical), datatype=value.datatype, unit=clean(value.unit or "")),
    }


def _object(entity: str, name: str, *, datatype: str, unit: str) -> dict[str, Scalar]:
    return {
        "object": entity,
        "object_name": name,
        "object_datatype": datatype,
        "object_unit": unit,
    }


def _prefixed(prefix: str, record: Mapping[str, Scalar]) -> dict[str, Scalar]:
    return {f"{prefix}_{name}": value for name, value in record.items() if name != "id"}


def _write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows of one shape; without any row there is nothing to name the columns after."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer: csv.DictWriter[str] | None = None
        for row in rows:
            if writer is None:
                writer = csv.DictWriter(stream, fieldnames=list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: Scalar) -> Scalar:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
