"""The answer to a query, and the forms in which it can be shown."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from newsgraph.rdf.iris import prefixes
from newsgraph.rdf.terms import TYPE, XSD, namespace
from newsgraph.settings import DEFAULT_BASE

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
#: What XML cannot hold, such as control characters.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Json: TypeAlias = dict[str, "str | Json"]


class AnswerKind(StrEnum):
    """What form of query was answered."""

    TABLE = "table"  #: SELECT
    BOOLEAN = "boolean"  #: ASK: one row, one cell
    GRAPH = "graph"  #: CONSTRUCT and DESCRIBE: one triple a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Rows of RDF terms; ``None`` where a variable is unbound."""

    kind: AnswerKind
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False  #: there were more rows than asked for

    def __bool__(self) -> bool:
        """Tell the answer of ASK; for other queries, whether there is any row."""
        if self.kind is AnswerKind.BOOLEAN:
            return self.rows[0][0] == Literal(True)
        return bool(self.rows)


def to_cells(answer: Answer, base: str = DEFAULT_BASE) -> list[list[str]]:
    """Return the rows as people read them: IRIs with prefixes, literals bare, unbound as ``""``."""
    known = prefixes(base)
    return [[_short(term, known) for term in row] for row in answer.rows]


def to_records(answer: Answer, base: str = DEFAULT_BASE) -> list[dict[str, str]]:
    """Return each row as column → cell, cells as in ``to_cells``: what a data frame is made of."""
    return [dict(zip(answer.columns, row, strict=True)) for row in to_cells(answer, base)]


def to_csv(answer: Answer) -> str:
    """Write SPARQL 1.1 results CSV: values bare, lines end as on Windows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(answer.columns)
    writer.writerows([_bare(term) for term in row] for row in answer.rows)
    return buffer.getvalue()


def to_json(answer: Answer) -> str:
    """Write SPARQL 1.1 results JSON; the triples of a graph are rows of three."""
    if answer.kind is AnswerKind.BOOLEAN:
        return json.dumps({"head": {}, "boolean": bool(answer)})
    bindings = [
        {
            name: _json_term(term)
            for name, term in zip(answer.columns, row, strict=True)
            if term is not None
        }
        for row in answer.rows
    ]
    document = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1)


def to_tsv(answer: Answer) -> str:
    """Write SPARQL 1.1 results TSV: terms as in Turtle."""
    lines = ["\t".join(f"?{name}" for name in answer.columns)]
    lines += ["\t".join("" if t is None else _tsv(t) for t in row) for row in answer.rows]
    return "".join(f"{line}\n" for line in lines)


def to_xml(answer: Answer) -> str:
    """Write SPARQL 1.1 results XML."""
    root = Element("sparql", xmlns="http://www.w3.org/2005/sparql-results#")
    head = SubElement(root, "head")
    if answer.kind is AnswerKind.BOOLEAN:
        SubElement(root, "boolean").text = "true" if answer else "false"
    else:
        for name in answer.columns:
            SubElement(head, "variable", name=name)
        results = SubElement(root, "results")
        for row in answer.rows:
            result = SubElement(results, "result")
            for name, term in zip(answer.columns, row, strict=True):
                if term is not None:
                    _xml_term(SubElement(result, "binding", name=name), term)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def to_markdown(answer: Answer, base: str = DEFAULT_BASE) -> str:
    """Write a Markdown table, cells as in ``to_cells``."""
    lines = [answer.columns, ["---"] * len(answer.columns), *to_cells(answer, base)]
    return "".join(f"| {' | '.join(map(_markdown_cell, line))} |\n" for line in lines)


def to_turtle(answer: Answer, base: str = DEFAULT_BASE) -> str:
    """Write the triples of CONSTRUCT or DESCRIBE as Turtle.

    Raises:
        ValueError: The answer is not a graph.
    """
    return to_rdf(answer, "text/turtle", base).decode("utf-8")


def to_rdf(answer: Answer, media_type: str, base: str = DEFAULT_BASE) -> bytes:
    """Write the triples of CONSTRUCT or DESCRIBE in an RDF syntax.

    Raises:
        ValueError: The answer is not a graph.
    """
    if answer.kind is not AnswerKind.GRAPH:
        raise ValueError(f"not a graph: {answer.kind}")
    triples = (Triple(*row) for row in answer.rows)  # type: ignore[arg-type]  # rows of a graph
    chosen = RdfFormat.from_media_type(media_type)
    return serialize(triples, format=chosen, prefixes=prefixes(base)) or b""


def description(endpoint: str, media_type: str, *, writable: bool) -> bytes:
    """Write the SPARQL 1.1 Service Description of an endpoint."""
    sd = namespace("http://www.w3.org/ns/sparql-service-description#")
    formats = namespace("http://www.w3.org/ns/formats/")
    service = NamedNode(endpoint)
    results = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV")
    syntaxes = ("SPARQL_Results_TSV", "Turtle", "N-Triples", "RDF_XML", "JSON-LD")
    languages = ("SPARQL11Query", "SPARQL11Update") if writable else ("SPARQL11Query",)
    triples = [
        Triple(service, TYPE, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        *(Triple(service, sd("supportedLanguage"), sd(name)) for name in languages),
        *(Triple(service, sd("resultFormat"), formats(name)) for name in (*results, *syntaxes)),
    ]
    chosen = RdfFormat.from_media_type(media_type)
    return serialize(triples, format=chosen, prefixes={"sd": sd("").value}) or b""


def _bare(term: Term | None) -> str:
    if term is None:
        return ""
    return str(term) if isinstance(term, BlankNode | Triple) else term.value


def _short(term: Term | None, known: dict[str, str]) -> str:
    if isinstance(term, NamedNode):
        # The longest namespace wins: "doc:" before "e:" never matters, "ng:" before a base might.
        fitting = [
            (len(iri), name, iri) for name, iri in known.items() if term.value.startswith(iri)
        ]
        if fitting:
            _, name, iri = max(fitting)
            return f"{name}:{term.value[len(iri) :]}"
    return _bare(term)


def _json_term(term: Term) -> Json:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {k: _json_term(v) for k, v in parts.items()}}
    written: Json = {"type": "literal", "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
    elif term.datatype.value != f"{XSD}string":
        written["datatype"] = term.datatype.value
    return written


def _tsv(term: Term) -> str:
    """Write a term on one line; the text of a literal escapes tabs and line ends."""
    return str(term).replace("\t", "\\t")


def _xml_term(binding: Element, term: Term) -> None:
    if isinstance(term, NamedNode):
        SubElement(binding, "uri").text = term.value
    elif isinstance(term, BlankNode):
        SubElement(binding, "bnode").text = term.value
    elif isinstance(term, Triple):
        triple = SubElement(binding, "triple")
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        for name, part in parts.items():
            _xml_term(SubElement(triple, name), part)
    else:
        attributes = {}
        if term.language:
            attributes["xml:lang"] = term.language
        elif term.datatype.value != f"{XSD}string":
            attributes["datatype"] = term.datatype.value
        SubElement(binding, "literal", attributes).text = _NOT_XML.sub("\ufffd", term.value)


def _markdown_cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())
