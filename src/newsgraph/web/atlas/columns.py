"""The statements and entities of a dataset as columns of numbers."""

from __future__ import annotations

import csv
import io
import tempfile
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, Store

from newsgraph.rdf.iris import Iris, prefixes
from newsgraph.rdf.terms import NG

Numbers = NDArray[np.int32]

#: Subqueries make the engine join tables that it scans, by hashing; it would look up each statement
#: anew for each property. Relations come as numbers, since looking terms up takes the most time.
_STATEMENTS = """
SELECT ?st ?s ?o (isIRI(?o) AS ?thing) ?d ?c ?k ?denied {
  { SELECT ?st ?s { ?st rdf:subject ?s } }
  { SELECT ?st ?o { ?st rdf:object ?o } }
  { SELECT ?st ?d { ?st ng:document ?d } }
  { SELECT ?st ?k { VALUES (?p ?k) { RELATIONS } ?st rdf:predicate ?p } }
  OPTIONAL { SELECT ?st ?c { ?st ng:confidence ?c } }
  OPTIONAL { SELECT ?st (true AS ?denied) { ?st ng:polarity ng:Negative } }
}
"""
_RELATIONS = "SELECT ?p (COUNT(?st) AS ?n) { ?st rdf:predicate ?p } GROUP BY ?p"
_ENTITIES = "SELECT ?e ?name { ?e skos:prefLabel ?name }"
_ALIASES = "SELECT DISTINCT ?e ?name { ?e skos:altLabel ?name }"
_MENTIONS = "SELECT ?e (COUNT(DISTINCT ?d) AS ?n) { ?d schema:mentions ?e } GROUP BY ?e"
_ARTICLES = """
SELECT (COUNT(DISTINCT ?d) AS ?n) (MIN(?day) AS ?first) (MAX(?day) AS ?last)
       (COUNT(DISTINCT ?outlet) AS ?outlets) {
  ?d a ng:Document OPTIONAL { ?d schema:datePublished ?day }
  OPTIONAL { ?d schema:publisher ?outlet }
}
"""


@dataclass(frozen=True, slots=True)
class Statements:
    """Columns of one length; rows are sorted by fact: subject, relation, object."""

    ids: NDArray[np.bytes_]
    subject: Numbers  #: number of an entity
    relation: Numbers  #: position in ``Columns.relations``
    object: Numbers  #: number of an entity; -1 for a value
    value: NDArray[np.int64]  #: tells values apart; 0 for an entity
    document: Numbers  #: tells articles apart
    confidence: NDArray[np.float32]
    denied: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """A dataset in columns; entities are numbered in the order of their ids."""

    statements: Statements
    relations: list[str]
    entities: list[str]  #: ids, sorted
    numbers: dict[str, int]  #: id → number
    names: list[str]
    aliases: list[tuple[int, str]]  #: entity, other name
    articles: Numbers  #: number of articles that mention each entity
    documents: int
    outlets: int
    period: tuple[str, str] | None


def read(store: Store, base: str) -> Columns:
    """Read a dataset; one without statements gives empty columns."""
    iris = Iris(base)
    place = iris.entity("x").value[:-1]
    entities: dict[str, str] = {}
    for iri, name in _rows(store, _ENTITIES, base):
        if iri.startswith(place) and name:
            entities.setdefault(iri, name)
    order = sorted(entities)
    number = {iri: i for i, iri in enumerate(order)}
    statements, relations = _statements(store, base, number)
    articles = np.zeros(len(order), dtype=np.int32)
    for iri, count in _rows(store, _MENTIONS, base):
        if iri in number:
            articles[number[iri]] = int(count)
    aliases = [
        (number[iri], name)
        for iri, name in _rows(store, _ALIASES, base)
        if iri in number and name and name != entities[iri]
    ]
    documents, first, last, outlets = next(iter(_rows(store, _ARTICLES, base)))
    ids = [_id(iris, iri) for iri in order]
    return Columns(
        statements=statements,
        relations=relations,
        entities=ids,
        numbers={id_: i for i, id_ in enumerate(ids)},
        names=[entities[iri] for iri in order],
        aliases=aliases,
        articles=articles,
        documents=int(documents or 0),
        outlets=int(outlets or 0),
        period=(first, last) if first else None,
    )


def _statements(store: Store, base: str, number: dict[str, int]) -> tuple[Statements, list[str]]:
    """Read the statements whose ends are known; the first of each id."""
    place = Iris(base).statement("x").value[:-1]
    subject, relation, object_, document = (array("i") for _ in range(4))
    value, confidence, denied = array("q"), array("f"), array("b")
    ids: list[bytes] = []
    relations = sorted(p for p, _ in _rows(store, _RELATIONS, base) if p.startswith(NG))
    documents: dict[str, int] = {}
    numbered = " ".join(f"({NamedNode(iri)} {i})" for i, iri in enumerate(relations))
    query = _STATEMENTS.replace("RELATIONS", numbered)
    for iri, s, o, thing, d, c, which, negative in _rows(store, query, base):
        known = thing != "true" or o in number
        if not (iri.startswith(place) and s in number and known):
            continue
        ids.append(iri[len(place) :].encode())
        subject.append(number[s])
        relation.append(int(which))
        object_.append(number[o] if thing == "true" else -1)
        value.append(0 if thing == "true" else zlib.crc32(o.encode("utf-8", "replace")) + 1)
        document.append(documents.setdefault(d, len(documents)))
        confidence.append(float(c or 0))
        denied.append(negative == "true")
    columns = Statements(
        ids=np.array(ids, dtype=np.bytes_),
        subject=np.array(subject, dtype=np.int32),
        relation=np.array(relation, dtype=np.int32),
        object=np.array(object_, dtype=np.int32),
        value=np.array(value, dtype=np.int64),
        document=np.array(document, dtype=np.int32),
        confidence=np.array(confidence, dtype=np.float32),
        denied=np.array(denied, dtype=np.bool_),
    )
    return _sorted(columns), [iri.removeprefix(NG) for iri in relations]


def _sorted(columns: Statements) -> Statements:
    """Sort by fact; of rows of one id the first stays.

    Within a fact, what affirms and what denies it take turns, the most confident first, so that
    who reads only some of them hears both.
    """
    order = np.lexsort((columns.ids, *_fact_of(columns)))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = columns.ids[order][1:] != columns.ids[order][:-1]
    kept = _taken(columns, order[fresh])
    order = np.lexsort((kept.ids, -kept.confidence, kept.denied, *_fact_of(kept)))
    kept = _taken(kept, order)
    keys = np.stack([*_fact_of(kept), kept.denied])
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    rows = np.arange(len(order))
    turn = rows - np.maximum.accumulate(np.where(first, rows, 0))
    return _taken(kept, np.lexsort((kept.denied, turn, *_fact_of(kept))))


def _fact_of(columns: Statements) -> tuple[NDArray[np.int64], Numbers, Numbers, Numbers]:
    return columns.value, columns.object, columns.relation, columns.subject


def _taken(columns: Statements, rows: NDArray[np.int64]) -> Statements:
    return Statements(*(getattr(columns, name)[rows] for name in Statements.__dataclass_fields__))


def _rows(store: Store, query: str, base: str) -> Iterator[list[str]]:
    """Yield the rows of an answer as text; what it holds lies in a file meanwhile.

    The engine writes rows several times faster than it makes objects of them.
    """
    answer = store.query(query, prefixes=prefixes(base), use_default_graph_as_union=True)
    if not isinstance(answer, QuerySolutions):
        raise TypeError("not a SELECT query")
    with tempfile.TemporaryFile() as file:
        answer.serialize(output=file, format=QueryResultsFormat.CSV)
        file.seek(0)
        rows = csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
        next(rows)
        yield from rows


def _id(iris: Iris, iri: str) -> str:
    resource = iris.parse(iri)
    return resource.id if resource is not None else iri
