"""Extractions as JSON Lines: one article a line, so that a graph can be rebuilt without re-reading.

Mentions are written once; clusters and statements point to them by their position in the list.
Spans are ``[start, end]``. Keys are sorted and nothing depends on time or place: the same
extraction is the same line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from newsgraph.errors import GraphError
from newsgraph.model import (
    Attribution,
    Cluster,
    Document,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Qualifier,
    Sentence,
    Span,
    Stance,
    Statement,
    Value,
    shared_span,
)
from newsgraph.settings import StoreText

Json = Mapping[str, Any]
Refer = Callable[[Mention], int | Json]
Resolve = Callable[[int | Json], Mention]


def dump_lines(extractions: Iterable[Extraction]) -> Iterator[str]:
    """Yield the extractions as lines of JSON, sorted by document id."""
    for extraction in sorted(extractions, key=lambda x: x.document.id):
        yield to_json(extraction) + "\n"


def load_lines(path: Path) -> list[Extraction]:
    """Read what ``dump_lines`` wrote, in the order of the file.

    Raises:
        GraphError: The file is missing, or a line is damaged; the message has the line's number.
    """
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            numbered = enumerate(file, start=1)
            return [_load(line, n, path.name) for n, line in numbered if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(
            f"{path.name} cannot be read", hint="give a folder that 'newsgraph build' has written"
        ) from error


def _load(line: str, number: int, name: str) -> Extraction:
    try:
        return from_json(line)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise GraphError(
            f"{name}, line {number}: not an extraction ({type(error).__name__}: {error})",
            hint="build the graph again, or delete the damaged line",
        ) from error


def redact(extraction: Extraction, store_text: StoreText) -> Extraction:
    """Blank the text that is not to be kept; its length and all offsets stay as they are.

    With ``QUOTES`` what a statement rests on stays readable: its sentence, and its ends and
    qualifiers wherever they stand. With ``NONE`` nothing does.
    """
    if store_text is StoreText.FULL:
        return extraction
    text = extraction.document.text
    kept = [" " if character != "\n" else character for character in text]
    if store_text is StoreText.QUOTES:
        for span in {span for s in extraction.statements for span in _spans_of(s)}:
            kept[span.start : span.end] = text[span.start : span.end]
    return replace(extraction, document=replace(extraction.document, text="".join(kept)))


def _spans_of(statement: Statement) -> Iterator[Span]:
    evidence = statement.evidence
    yield from (evidence.sentence, evidence.trigger, evidence.subject, evidence.object)
    yield from (statement.subject.span, statement.object.span)
    yield from (qualifier.value.span for qualifier in statement.qualifiers)
    if statement.attribution:
        yield from (m.span for m in (statement.attribution.source,) if m)
        yield from (cue for cue in (statement.attribution.cue,) if cue)


def to_json(extraction: Extraction) -> str:
    """Return one extraction as one line of JSON."""
    index = {mention: n for n, mention in enumerate(extraction.mentions)}

    def refer(mention: Mention) -> int | Json:
        return index[mention] if mention in index else _mention(mention)

    record = {
        "document": _document(extraction.document),
        "sentences": [_span(sentence.span) for sentence in extraction.sentences],
        "mentions": [_mention(mention) for mention in extraction.mentions],
        "clusters": [_cluster(cluster, refer) for cluster in extraction.clusters],
        "statements": [_statement(statement, refer) for statement in extraction.statements],
        "sketch": extraction.sketch,
    }
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(line: str, document: Document | None = None) -> Extraction:
    """Return the extraction that ``to_json`` wrote.

    Args:
        line: One line of JSON.
        document: The article itself, if the line was written without its text.

    Raises:
        ValueError, KeyError, TypeError, IndexError, AttributeError: The line is damaged.
    """
    record = json.loads(line)
    document = document or _read_document(record["document"])
    mentions = tuple(_read_mention(item, document) for item in record["mentions"])

    by_number = dict(enumerate(mentions))

    def resolve(reference: int | Json) -> Mention:
        if isinstance(reference, int):
            return by_number[reference]
        return _read_mention(reference, document)

    spans = [_read_span(item, document) for item in record["sentences"]]
    return Extraction(
        document=document,
        sentences=tuple(Sentence(span=span, index=n) for n, span in enumerate(spans)),
        mentions=mentions,
        clusters=tuple(_read_cluster(item, resolve) for item in record["clusters"]),
        statements=tuple(_read_statement(item, resolve, document) for item in record["statements"]),
        sketch=str(record.get("sketch", "")),
    )


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _document(document: Document) -> Json:
    return {
        "id": document.id,
        "text": document.text,
        "title": document.title,
        "url": document.url,
        "published": document.published.isoformat() if document.published else None,
        "publisher": document.publisher,
        **({"author": document.author} if document.author else {}),
        "language": document.language,
        "source": document.source,
    }


def _mention(mention: Mention) -> Json:
    return {
        "span": _span(mention.span),
        "head": _span(mention.head),
        "text": mention.text,
        "kind": mention.kind,
        "class": mention.entity_class,
        "metonym": mention.metonym,
    }


def _cluster(cluster: Cluster, refer: Refer) -> Json:
    return {
        "mentions": [refer(mention) for mention in cluster.mentions],
        "name": cluster.name,
        "named": cluster.named,
        "class": cluster.entity_class,
        "aliases": list(cluster.aliases),
    }


def _statement(statement: Statement, refer: Refer) -> Json:
    return {
        "relation": statement.relation,
        "predicate": statement.predicate,
        "lemma": statement.lemma,
        "subject": refer(statement.subject),
        "object": _end(statement.object, refer),
        "polarity": statement.polarity,
        "modality": statement.modality,
        "event_class": statement.event_class,
        "evidence": _evidence(statement.evidence),
        "attribution": _attribution(statement.attribution, refer),
        "qualifiers": [
            {"property": q.property, "value": _end(q.value, refer)} for q in statement.qualifiers
        ],
    }


def _end(end: Mention | Value, refer: Refer) -> Json:
    """Tell mentions and values apart by the one key they are wrapped in."""
    if isinstance(end, Mention):
        return {"mention": refer(end)}
    return {
        "value": {
            "span": _span(end.span),
            "text": end.text,
            "lexical": end.lexical,
            "datatype": end.datatype,
            "unit": end.unit,
        }
    }


def _evidence(evidence: Evidence) -> Json:
    return {
        "sentence": _span(evidence.sentence),
        "trigger": _span(evidence.trigger),
        "subject": _span(evidence.subject),
        "object": _span(evidence.object),
        "rules": list(evidence.rules),
        "confidence": evidence.confidence,
    }


def _attribution(attribution: Attribution | None, refer: Refer) -> Json | None:
    if attribution is None:
        return None
    return {
        "source": None if attribution.source is None else refer(attribution.source),
        "source_text": attribution.source_text,
        "cue": _span(attribution.cue) if attribution.cue else None,
        "stance": attribution.stance,
    }


def _text(record: Json, key: str) -> str:
    value = record[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is not text")
    return value


def _text_or_none(record: Json, key: str) -> str | None:
    return None if record[key] is None else _text(record, key)


def _truth(record: Json, key: str) -> bool:
    value = record[key]
    if not isinstance(value, bool):
        raise TypeError(f"{key} is not true or false")
    return value


def _texts(record: Json, key: str) -> tuple[str, ...]:
    if not all(isinstance(item, str) for item in record[key]):
        raise TypeError(f"{key} holds something that is not text")
    return tuple(record[key])


def _read_span(pair: Sequence[int], document: Document) -> Span:
    start, end = pair
    if type(start) is not int or type(end) is not int:
        raise TypeError(f"{pair} is not a span")
    span = shared_span(start, end)
    if span.end > len(document.text):
        raise ValueError(f"span [{start}, {end}) ends after the text")
    return span


def _read_document(record: Json) -> Document:
    published = _text_or_none(record, "published")
    return Document(
        id=_text(record, "id"),
        text=_text(record, "text"),
        title=_text(record, "title"),
        url=_text_or_none(record, "url"),
        published=date.fromisoformat(published) if published else None,
        publisher=_text_or_none(record, "publisher"),
        author=_text_or_none(record, "author") if "author" in record else None,
        language=_text(record, "language"),
        source=_text(record, "source"),
    )


def _read_mention(record: Json, document: Document) -> Mention:
    return Mention(
        span=_read_span(record["span"], document),
        head=_read_span(record["head"], document),
        text=_text(record, "text"),
        kind=MentionKind(record["kind"]),
        entity_class=_text(record, "class"),
        document_id=document.id,
        metonym=_truth(record, "metonym"),
    )


def _read_cluster(record: Json, resolve: Resolve) -> Cluster:
    return Cluster(
        mentions=tuple(resolve(item) for item in record["mentions"]),
        name=_text(record, "name"),
        named=_truth(record, "named"),
        entity_class=_text(record, "class"),
        aliases=_texts(record, "aliases"),
    )


def _read_statement(record: Json, resolve: Resolve, document: Document) -> Statement:
    def end(item: Json) -> Mention | Value:
        if "mention" in item:
            return resolve(item["mention"])
        return _read_value(item["value"], document)

    return Statement(
        relation=_text_or_none(record, "relation"),
        predicate=_text(record, "predicate"),
        lemma=str(record.get("lemma", "")),
        subject=resolve(record["subject"]),
        object=end(record["object"]),
        polarity=Polarity(record["polarity"]),
        modality=Modality(record["modality"]),
        event_class=_text_or_none(record, "event_class"),
        evidence=_read_evidence(record["evidence"], document),
        attribution=_read_attribution(record["attribution"], resolve, document),
        qualifiers=tuple(
            Qualifier(property=_text(item, "property"), value=end(item["value"]))
            for item in record["qualifiers"]
        ),
    )


def _read_value(record: Json, document: Document) -> Value:
    return Value(
        span=_read_span(record["span"], document),
        text=_text(record, "text"),
        lexical=_text(record, "lexical"),
        datatype=_text(record, "datatype"),
        unit=_text_or_none(record, "unit"),
    )


def _read_evidence(record: Json, document: Document) -> Evidence:
    return Evidence(
        sentence=_read_span(record["sentence"], document),
        trigger=_read_span(record["trigger"], document),
        subject=_read_span(record["subject"], document),
        object=_read_span(record["object"], document),
        rules=_texts(record, "rules"),
        confidence=float(record["confidence"]),
    )


def _read_attribution(
    record: Json | None, resolve: Resolve, document: Document
) -> Attribution | None:
    if record is None:
        return None
    return Attribution(
        source=None if record["source"] is None else resolve(record["source"]),
        source_text=_text(record, "source_text"),
        cue=_read_span(record["cue"], document) if record["cue"] else None,
        stance=Stance(record["stance"]),
    )
