"""FollowTheMoney JSON Lines, for Aleph, OpenSanctions' tools and the like.

Such programs take every link as if it held, so only asserted facts are written. Whatever has a
schema there gets it (an employment, a membership, an article); every other relation between two
entities is an ``UnknownLink`` whose role is the relation. Intervals carry dates, the sentences, the
outlets and addresses they rest on, and the articles that mention it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Entity, Fact, Mention
from newsgraph.rdf.terms import clean
from newsgraph.settings import StoreText
from newsgraph.vocabulary import Vocabulary

Properties = dict[str, list[str]]

#: Coarse kind → schema of what has no schema by its class.
_BY_KIND = {
    "person": "Person",
    "organization": "Organization",
    "group": "LegalEntity",
    "place": "Address",
    "event": "Event",
    "document": "Article",
    "product": "Asset",
    "position": "Position",
    "other": "Asset",
}
#: Relation → schema, property of the subject, property of the object, classes that both must have.
_LINKS = {
    "memberOf": ("Membership", "member", "organization", "LegalEntity", "Organization"),
    "memberOfParty": ("Membership", "member", "organization", "LegalEntity", "Organization"),
    "employedBy": ("Employment", "employee", "employer", "Person", "Organization"),
    "headOf": ("Directorship", "director", "organization", "LegalEntity", "Organization"),
    "relativeOf": ("Family", "person", "relative", "Person", "Person"),
    "owns": ("Ownership", "owner", "asset", "LegalEntity", "Company"),
}
_WIDER = {
    "Person": {"Person", "LegalEntity"},
    "Company": {"Company", "Organization", "LegalEntity"},
    "PublicBody": {"PublicBody", "Organization", "LegalEntity"},
    "Organization": {"Organization", "LegalEntity"},
    "LegalEntity": {"LegalEntity"},
}
_WIKIDATA = "www.wikidata.org"


def write(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,
    store_text: StoreText = StoreText.QUOTES,
) -> None:
    """Write one entity or link a line: entities, articles, then links, each by id."""
    schemata = {e.id: schema_of(e, vocabulary) for e in graph.entities.values()}
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for record in _records(graph, vocabulary, schemata, store_text):
            text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            stream.write(f"{text}\n")


def schema_of(entity: Entity, vocabulary: Vocabulary) -> str:
    """Return the schema of an entity: that of its class, or of the nearest class above it."""
    classes, queue = vocabulary.classes, [entity.entity_class]
    for name in queue:  # grows as it goes: the nearest classes first
        known = classes.get(name)
        if known is None:
            continue
        mapped = [m.removeprefix("ftm:") for m in known.mappings if m.startswith("ftm:")]
        if mapped and mapped[0] not in {"Thing", "Document"}:
            return mapped[0]
        queue.extend(known.parents)
    if entity.entity_class == "Country":
        return "PublicBody"  # a state acts in the news far more often than it is a place
    return _BY_KIND[vocabulary.coarse(entity.entity_class)]


def _records(
    graph: KnowledgeGraph, vocabulary: Vocabulary, schemata: dict[str, str], text: StoreText
) -> Iterator[dict[str, object]]:
    for entity in graph.entities.values():
        yield _record(entity.id, schemata[entity.id], _entity(entity))
    for document in graph.documents.values():
        properties: Properties = {"title": [_one_line(document.title)] if document.title else []}
        properties["sourceUrl"] = [document.url or ""] if _is_address(document.url) else []
        properties["publisher"] = [_one_line(document.publisher)] if document.publisher else []
        properties["publishedAt"] = [document.published.isoformat()] if document.published else []
        yield _record(document.id, "Article", properties)
    for fact in graph.facts.values():
        if fact.asserted and isinstance(fact.object, str):
            yield _link(graph, vocabulary, schemata, fact, text)


def _entity(entity: Entity) -> Properties:
    wikidata, elsewhere = [], []
    for identifier in entity.identifiers:
        if urlsplit(identifier).hostname == _WIKIDATA:
            wikidata.append(identifier.rpartition("/")[2])
        elif _is_address(identifier):
            elsewhere.append(identifier)
    return {
        "name": [_one_line(entity.name)],
        "alias": [_one_line(alias) for alias in entity.aliases],
        "wikidataId": wikidata,
        "sourceUrl": elsewhere,
    }


def _link(
    graph: KnowledgeGraph,
    vocabulary: Vocabulary,
    schemata: dict[str, str],
    fact: Fact,
    text: StoreText,
) -> dict[str, object]:
    target = str(fact.object)
    schema, first, second, one, other = _LINKS.get(fact.relation, ("", "", "", "", ""))
    fits = one in _WIDER.get(schemata[fact.subject], ()) and other in _WIDER.get(
        schemata[target], ()
    )
    if not fits:
        schema, first, second = "UnknownLink", "subject", "object"
    properties: defaultdict[str, list[str]] = defaultdict(list)
    properties[first], properties[second] = [fact.subject], [target]
    role = "relationship" if schema == "Family" else "role"
    properties[role] = [vocabulary.label_of(fact.relation)]
    for resolved in fact.statements:
        statement, document = resolved.statement, graph.documents[resolved.document_id]
        if not statement.asserted:
            continue
        sentence = statement.evidence.sentence
        quote = _one_line(document.text[sentence.start : sentence.end])
        properties["summary"] += [quote] if quote and text is not StoreText.NONE else []
        properties["publisher"] += [_one_line(document.publisher)] if document.publisher else []
        properties["sourceUrl"] += [document.url] if document.url else []
        for qualifier in statement.qualifiers:
            name = {"eventDate": "date"}.get(qualifier.property, qualifier.property)
            dated = name in {"date", "startDate", "endDate"}
            if dated and not isinstance(qualifier.value, Mention):
                value = qualifier.value
                properties[name] += [value.lexical] if value.datatype != "string" else []
    properties["sourceUrl"] = [url for url in properties["sourceUrl"] if _is_address(url)]
    return _record(fact.id, schema, properties)


def _record(id_: str, schema: str, properties: Properties) -> dict[str, object]:
    kept = {name: sorted(set(values)) for name, values in properties.items() if values}
    return {"id": id_, "schema": schema, "properties": kept}


def _one_line(text: str) -> str:
    """Return text as FollowTheMoney takes it: any white space is one blank."""
    return " ".join(clean(text).split())


def _is_address(text: str | None) -> bool:
    try:
        return bool(text) and urlsplit(text or "").scheme in {"http", "https"}
    except ValueError:
        return False
