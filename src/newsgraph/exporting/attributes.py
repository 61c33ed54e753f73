"""What entities, facts and statements look like outside: flat records of plain values.

Texts have no lone surrogates, dates are ISO 8601, an absent value is ``""``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import (
    Document,
    Entity,
    Fact,
    Mention,
    Polarity,
    Qualifier,
    ResolvedStatement,
    Value,
    make_id,
    object_key,
)
from newsgraph.rdf.terms import clean
from newsgraph.settings import StoreText
from newsgraph.vocabulary import Vocabulary

#: What XML cannot hold, such as control characters.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Scalar = str | int | float | bool


def document_record(document: Document) -> dict[str, Scalar]:
    """Describe an article, without its text."""
    return {
        "id": document.id,
        "title": clean(document.title),
        "url": clean(document.url or ""),
        "published": document.published.isoformat() if document.published else "",
        "publisher": clean(document.publisher or ""),
        "language": clean(document.language),
    }


def entity_record(
    graph: KnowledgeGraph, vocabulary: Vocabulary, entity: Entity
) -> dict[str, Scalar]:
    """Describe an entity."""
    documents = {m.document_id for m in entity.mentions}
    return {
        "id": entity.id,
        "name": clean(entity.name),
        "entity_class": entity.entity_class,
        "coarse_class": vocabulary.coarse(entity.entity_class),
        "named": entity.named,
        "mentions": len(entity.mentions),
        "articles": len(documents),
        **_dates(graph, documents),
    }


def value_record(value: Value) -> dict[str, Scalar]:
    """Describe a value; equal values have one id."""
    return {
        "id": value_id(value),
        "name": clean(value.text),
        "lexical": clean(value.lexical),
        "datatype": value.datatype,
        "unit": clean(value.unit or ""),
    }


def value_id(value: Value) -> str:
    """Return an id that equal values share."""
    return make_id("value", object_key(value))


def fact_record(graph: KnowledgeGraph, vocabulary: Vocabulary, fact: Fact) -> dict[str, Scalar]:
    """Describe a fact without its ends."""
    relation = vocabulary.relations.get(fact.relation)
    denials = sum(s.statement.polarity is Polarity.NEGATIVE for s in fact.statements)
    return {
        "id": fact.id,
        "relation": fact.relation,
        "label": vocabulary.label_of(fact.relation),
        "quad": (relation.quad or "") if relation else "",
        "asserted": fact.asserted,
        "disputed": fact.disputed,
        "confidence": fact.confidence,
        "statements": len(fact.statements),
        "denials": denials,
        "articles": len(fact.documents),
        "outlets": len(graph.outlets(fact)),
        "sources": graph.independent_sources(fact),
        **_dates(graph, fact.documents),
    }


def statement_record(
    graph: KnowledgeGraph, resolved: ResolvedStatement, store_text: StoreText
) -> dict[str, Scalar]:
    """Describe a statement without its ends: what is said, how, by whom, and where it stands.

    Under ``StoreText.NONE`` the words of the article are left out, their offsets stay.
    """
    statement, evidence = resolved.statement, resolved.statement.evidence
    attribution = statement.attribution
    text = graph.documents[resolved.document_id].text if store_text is not StoreText.NONE else ""
    words = bool(text)
    return {
        "id": resolved.id,
        "document": resolved.document_id,
        "polarity": statement.polarity.value,
        "modality": statement.modality.value,
        "speaker": resolved.speaker or "",
        "speaker_text": clean(attribution.source_text) if attribution and words else "",
        "stance": attribution.stance.value if attribution else "",
        "event_class": statement.event_class or "",
        "confidence": evidence.confidence,
        "rules": " ".join(evidence.rules),
        "predicate": clean(statement.predicate) if words else "",
        "quote": clean(text[evidence.sentence.start : evidence.sentence.end]),
        "start": evidence.sentence.start,
        "end": evidence.sentence.end,
        "trigger_start": evidence.trigger.start,
        "trigger_end": evidence.trigger.end,
    }


def qualifier_record(graph: KnowledgeGraph, qualifier: Qualifier) -> dict[str, Scalar]:
    """Describe a when, where, how much or in what role: an entity, or a value."""
    value = qualifier.value
    if isinstance(value, Mention):
        entity = graph.entity_of(value)
        end = {"entity": entity} if entity else {"text": clean(value.text)}
        return {"property": qualifier.property, **end}
    record = value_record(value)
    return {
        "property": qualifier.property,
        "text": record["name"],
        **{key: record[key] for key in ("lexical", "datatype", "unit")},
    }


def _dates(graph: KnowledgeGraph, documents: Iterable[str]) -> dict[str, Scalar]:
    """Return the days of the first and the last article that has a date."""
    articles = (graph.documents.get(d) for d in documents)
    days = sorted(a.published.isoformat() for a in articles if a and a.published)
    return {"first_date": days[0] if days else "", "last_date": days[-1] if days else ""}
