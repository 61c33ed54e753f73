"""A folder for Neo4j: CSV files and the Cypher that loads them, statement properties and all.

``entities.csv`` become nodes, ``facts.csv`` relationships between them, ``statements.csv`` nodes of
their own that hang on the article and on both ends: so a graph query finds what was said, and a
click on it finds the sentence.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from newsgraph.exporting.attributes import (
    Scalar,
    document_record,
    entity_record,
    fact_record,
    statement_record,
)
from newsgraph.graph import KnowledgeGraph
from newsgraph.rdf.terms import clean
from newsgraph.settings import StoreText
from newsgraph.vocabulary import Vocabulary

Rows = list[dict[str, Scalar]]

_NUMBERS = {"mentions", "articles", "statements", "denials", "start", "end"}
_TRUTHS = {"named", "asserted", "disputed"}


def write(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,
    store_text: StoreText = StoreText.QUOTES,
) -> None:
    """Write the folder; its ``load.cypher`` says how to run it."""
    path.mkdir()
    entities = [
        {
            **entity_record(graph, vocabulary, entity),
            "aliases": clean("|".join(a.replace("|", "/") for a in entity.aliases)),
        }
        for entity in graph.entities.values()
    ]
    facts = [
        {"subject": f.subject, "object": f.object, **fact_record(graph, vocabulary, f)}
        for f in graph.facts.values()
        if isinstance(f.object, str)
    ]
    statements = [
        {
            "fact": fact.id,
            "subject": fact.subject,
            "relation": fact.relation,
            "object": fact.object if isinstance(fact.object, str) else "",
            "value": "" if isinstance(fact.object, str) else clean(fact.object.lexical),
            **statement_record(graph, item, store_text),
        }
        for fact in graph.facts.values()
        for item in fact.statements
    ]
    articles = [document_record(d) for d in graph.documents.values()]
    tables: dict[str, Rows] = {
        "entities": entities,
        "articles": articles,
        "facts": facts,
        "statements": statements,
    }
    for name, rows in tables.items():
        _write_table(path / f"{name}.csv", rows)
    (path / "load.cypher").write_text(
        _cypher(tables, sorted({str(f["relation"]) for f in facts})), encoding="utf-8", newline="\n"
    )


def _write_table(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = None
        for row in rows:
            if writer is None:
                writer = csv.DictWriter(stream, list(row), lineterminator="\n")
                writer.writeheader()
            writer.writerow({name: _cell(value) for name, value in row.items()})


def _cell(value: Scalar) -> Scalar:
    return str(value).lower() if isinstance(value, bool) else value


def _cypher(tables: Mapping[str, Rows], relations: list[str]) -> str:
    """Return the statements that load the tables; each can be run again without harm."""
    parts = [
        "// Copy the CSV files into Neo4j's import folder, then: cypher-shell -f load.cypher",
        "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;",
        "CREATE CONSTRAINT article_id IF NOT EXISTS FOR (n:Article) REQUIRE n.id IS UNIQUE;",
        "CREATE CONSTRAINT statement_id IF NOT EXISTS FOR (n:Statement) REQUIRE n.id IS UNIQUE;",
    ]
    labels = {"entities": "Entity", "articles": "Article", "statements": "Statement"}
    for name, label in labels.items():
        if tables[name]:
            parts.append(
                f"LOAD CSV WITH HEADERS FROM 'file:///{name}.csv' AS row\n"
                f"MERGE (n:{label} {{id: row.id}})\nSET {_settings('n', tables[name][0])};"
            )
    for relation in relations:
        # A relationship's type cannot be a parameter, so there is one statement for each.
        parts.append(
            "LOAD CSV WITH HEADERS FROM 'file:///facts.csv' AS row\n"
            f"WITH row WHERE row.relation = '{relation}'\n"
            "MATCH (s:Entity {id: row.subject}), (o:Entity {id: row.object})\n"
            f"MERGE (s)-[r:`{relation}` {{id: row.id}}]->(o)\n"
            f"SET {_settings('r', tables['facts'][0])};"
        )
    if tables["statements"]:
        for end, label, kind in (
            ("subject", "Entity", "SUBJECT"),
            ("object", "Entity", "OBJECT"),
            ("speaker", "Entity", "SAID_BY"),
            ("document", "Article", "IN"),
        ):
            parts.append(
                "LOAD CSV WITH HEADERS FROM 'file:///statements.csv' AS row\n"
                f"MATCH (st:Statement {{id: row.id}}), (n:{label} {{id: row.{end}}})\n"
                f"MERGE (st)-[:{kind}]->(n);"
            )
    return "\n\n".join(parts) + "\n"


def _settings(variable: str, row: Mapping[str, Scalar]) -> str:
    return ", ".join(f"{variable}.{name} = {_value(name)}" for name in row if name != "id")


def _value(name: str) -> str:
    cell = f"row.{name}"
    if name in _NUMBERS:
        return f"toInteger({cell})"
    if name == "confidence":
        return f"toFloat({cell})"
    if name in _TRUTHS:
        return f"({cell} = 'true')"
    if name in {"published", "first_date", "last_date"}:
        return f"date({cell})"
    if name == "aliases":
        return f"split({cell}, '|')"
    return cell
