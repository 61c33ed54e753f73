"""JSON-LD for people and for programs that know no RDF: short keys, and things inside each other.

The file is the whole dataset, one member of ``@graph`` for each named graph. Its context says what
the keys mean, so that an RDF reader gets exactly the quads back. A passage of text stands inside
the first statement that points at it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby
from typing import IO, Any

from pyoxigraph import Literal, NamedNode, Quad

from newsgraph.rdf import terms
from newsgraph.rdf.iris import prefixes
from newsgraph.rdf.ontology import property_kinds
from newsgraph.settings import DEFAULT_BASE
from newsgraph.vocabulary import Vocabulary

Json = dict[str, Any]

#: Key → IRI and how its values are written: ``@id``, a language, or a datatype.
_FOREIGN = {
    "subject": (f"{terms.RDF}subject", "@id"),
    "predicate": (f"{terms.RDF}predicate", "@id"),
    "object": (f"{terms.RDF}object", ""),
    "label": (f"{terms.RDFS}label", "en"),
    "prefLabel": (f"{terms.SKOS}prefLabel", "en"),
    "altLabel": (f"{terms.SKOS}altLabel", "en"),
    "definition": (f"{terms.SKOS}definition", "en"),
    "exactMatch": (f"{terms.SKOS}exactMatch", "@id"),
    "closeMatch": (f"{terms.SKOS}closeMatch", "@id"),
    "subClassOf": (f"{terms.RDFS}subClassOf", "@id"),
    "subPropertyOf": (f"{terms.RDFS}subPropertyOf", "@id"),
    "quote": (f"{terms.NIF}anchorOf", ""),
    "start": (f"{terms.NIF}beginIndex", f"{terms.XSD}integer"),
    "end": (f"{terms.NIF}endIndex", f"{terms.XSD}integer"),
    "inSentence": (f"{terms.NIF}sentence", "@id"),
    "inText": (f"{terms.NIF}referenceContext", "@id"),
    "headline": (f"{terms.SCHEMA}headline", "en"),
    "published": (f"{terms.SCHEMA}datePublished", f"{terms.XSD}date"),
    "publisher": (f"{terms.SCHEMA}publisher", "@id"),
    "language": (f"{terms.SCHEMA}inLanguage", ""),
    "url": (f"{terms.SCHEMA}url", "@id"),
    "name": (f"{terms.SCHEMA}name", ""),
    "mentions": (f"{terms.SCHEMA}mentions", "@id"),
    "generatedBy": (f"{terms.PROV}wasGeneratedBy", "@id"),
    "derivedFrom": (f"{terms.PROV}wasDerivedFrom", "@id"),
}
#: IRIs whose short form is remembered.
_REMEMBERED = 20_000
_DECIMALS = {"confidence"}
_SAFE = re.compile(r"[^/\s:][^\s]*")


class JsonLd:
    """Writes quads under one context."""

    def __init__(self, vocabulary: Vocabulary, base: str = DEFAULT_BASE) -> None:
        """Name every property of the vocabulary by its own name."""
        self._prefixes = prefixes(base)
        # The names of one graph come again and again: as ends of statements, classes, relations.
        self._compact = lru_cache(maxsize=_REMEMBERED)(self._shortened)
        self._keys: dict[str, tuple[str, str]] = {}
        for key, (iri, kind) in _FOREIGN.items():
            self._keys[iri] = (key, kind)
        for name, is_object in sorted(property_kinds(vocabulary).items()):
            kind = f"{terms.XSD}decimal" if name in _DECIMALS else "@id" if is_object else ""
            key = f"ng:{name}" if name in _FOREIGN else name
            self._keys.setdefault(f"{terms.NG}{name}", (key, kind))

    def context(self) -> Json:
        """Return the context: prefixes, then keys."""
        context: Json = {"id": "@id", "type": "@type", **self._prefixes}
        for iri, (key, kind) in self._keys.items():
            if ":" in key:
                continue
            entry: Json = {"@id": self._compact(iri)}
            if kind == "@id" or kind.startswith("http"):
                entry["@type"] = kind if kind == "@id" else self._compact(kind)
            elif kind:
                entry["@language"] = kind
            context[key] = entry if len(entry) > 1 else entry["@id"]
        return context

    def write(self, quads: Iterable[Quad], stream: IO[bytes]) -> None:
        """Write the dataset, one graph after the other.

        Args:
            quads: In the order of ``to_quads``.
            stream: Where the UTF-8 goes.
        """
        head = json.dumps(self.context(), ensure_ascii=False, indent=1)
        stream.write(f'{{\n"@context": {head},\n"@graph": ['.encode())
        comma = ""
        for graph, members in groupby(quads, key=lambda quad: quad.graph_name):
            name = graph.value if isinstance(graph, NamedNode) else ""
            record = {"id": self._compact(name), "@graph": self._nodes(members)}
            text = json.dumps(record, ensure_ascii=False, indent=1)
            stream.write(f"{comma}\n{text}".encode())
            comma = ","
        stream.write(b"\n]}\n")

    def _nodes(self, quads: Iterable[Quad]) -> list[Json]:
        by_subject: dict[str, list[Quad]] = {}
        for quad in quads:
            by_subject.setdefault(quad.subject.value, []).append(quad)  # type: ignore[union-attr]
        spans = {iri for iri in by_subject if "#char=" in iri}
        nodes = []
        for iri in [*(i for i in by_subject if i not in spans), *sorted(spans)]:
            if iri in by_subject:
                nodes.append(self._node(iri, by_subject, spans))
        return nodes

    def _node(self, iri: str, by_subject: dict[str, list[Quad]], spans: set[str]) -> Json:
        """Build a node and, inside it, the passages that it is the first to point at."""
        node: Json = {"id": self._compact(iri)}
        value: Json | str | int
        for quad in by_subject.pop(iri):
            if quad.predicate == terms.TYPE:
                key, value = "type", self._compact(quad.object.value)  # type: ignore[union-attr]
            else:
                key, kind = self._keys.get(
                    quad.predicate.value, (self._compact(quad.predicate.value), "")
                )
                target = quad.object
                if isinstance(target, NamedNode):
                    value = self._reference(target.value, kind, by_subject, spans)
                else:
                    value = self._literal(target, kind)  # type: ignore[arg-type]  # a literal
            if key in node:
                node[key] = (
                    [*node[key], value] if isinstance(node[key], list) else [node[key], value]
                )
            else:
                node[key] = value
        return node

    def _reference(
        self, iri: str, kind: str, by_subject: dict[str, list[Quad]], spans: set[str]
    ) -> Json | str:
        if iri in spans and iri in by_subject:
            return self._node(iri, by_subject, spans)
        short = self._compact(iri)
        return short if kind == "@id" else {"id": short}

    def _literal(self, literal: Literal, kind: str) -> Json | str | int:
        datatype = literal.datatype.value
        if literal.language:
            if literal.language == kind:
                return literal.value
            return {"@value": literal.value, "@language": literal.language}
        if datatype == kind:
            return int(literal.value) if datatype == f"{terms.XSD}integer" else literal.value
        if datatype == f"{terms.XSD}string":
            return literal.value if not kind else {"@value": literal.value}
        return {"@value": literal.value, "@type": self._compact(datatype)}

    def _shortened(self, iri: str) -> str:
        """Shorten an IRI by the longest prefix that fits."""
        fitting = [
            (len(namespace), name, namespace)
            for name, namespace in self._prefixes.items()
            if iri.startswith(namespace) and _SAFE.fullmatch(iri[len(namespace) :])
        ]
        if not fitting:
            return iri
        _, name, namespace = max(fitting)
        return f"{name}:{iri[len(namespace) :]}"


def write_context(vocabulary: Vocabulary, base: str = DEFAULT_BASE) -> Mapping[str, Any]:
    """Return the context as a document of its own, to be published beside the vocabulary."""
    return {"@context": JsonLd(vocabulary, base).context()}
