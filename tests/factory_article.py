"""An article built by hand, and the graph of several: no reading, no parser, no resolver."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from newsgraph.graph import KnowledgeGraph, assemble
from newsgraph.model import (
    Attribution,
    Cluster,
    Document,
    Entity,
    Evidence,
    Extraction,
    Mention,
    MentionKey,
    MentionKind,
    Modality,
    Polarity,
    Qualifier,
    Resolution,
    Sentence,
    Span,
    Statement,
    Value,
)

#: Entity id → class, name, aliases, identifiers.
Entities = dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]]


@dataclass
class Article:
    """An article under construction: sentences, and mentions found in them by their words."""

    id: str
    sentences: tuple[str, ...]
    entities: Entities = field(default_factory=dict)  #: where the classes of mentions come from
    title: str = ""
    url: str | None = None
    published: date | None = None
    publisher: str | None = None
    mentions: dict[MentionKey, tuple[Mention, str]] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.sentences)

    def sentence(self, index: int) -> Span:
        start = sum(len(s) + 1 for s in self.sentences[:index])
        return Span(start=start, end=start + len(self.sentences[index]))

    def span(self, index: int, words: str) -> Span:
        """Find ``words`` in the sentence of that index."""
        sentence = self.sentence(index)
        start = self.text.index(words, sentence.start)
        assert start + len(words) <= sentence.end, words
        return Span(start=start, end=start + len(words))

    def mention(
        self,
        index: int,
        words: str,
        entity: str,
        kind: MentionKind = MentionKind.NAME,
        entity_class: str | None = None,
    ) -> Mention:
        span = self.span(index, words)
        made = Mention(
            span=span,
            head=span,
            text=words,
            kind=kind,
            entity_class=entity_class or self.entities[entity][0],
            document_id=self.id,
        )
        self.mentions[MentionKey(document_id=self.id, start=span.start, end=span.end)] = (
            made,
            entity,
        )
        return made

    def value(self, index: int, words: str, lexical: str, datatype: str = "string") -> Value:
        return Value(span=self.span(index, words), text=words, lexical=lexical, datatype=datatype)

    def state(
        self,
        index: int,
        subject: Mention,
        relation: str,
        target: Mention | Value,
        trigger: str,
        *,
        polarity: Polarity = Polarity.POSITIVE,
        modality: Modality = Modality.ACTUAL,
        attribution: Attribution | None = None,
        qualifiers: tuple[Qualifier, ...] = (),
        confidence: float = 0.9,
        event_class: str | None = None,
    ) -> None:
        self.statements.append(
            Statement(
                relation=relation,
                predicate=trigger,
                subject=subject,
                object=target,
                polarity=polarity,
                modality=modality,
                evidence=Evidence(
                    sentence=self.sentence(index),
                    trigger=self.span(index, trigger),
                    subject=subject.span,
                    object=target.span,
                    rules=("subject_of_active_verb", "object_of_verb"),
                    confidence=confidence,
                ),
                attribution=attribution,
                qualifiers=qualifiers,
                event_class=event_class,
            )
        )

    def extraction(self) -> Extraction:
        groups: dict[str, list[Mention]] = {}
        for key in sorted(self.mentions):
            mention, entity = self.mentions[key]
            groups.setdefault(entity, []).append(mention)
        return Extraction(
            document=Document(
                id=self.id,
                text=self.text,
                title=self.title,
                url=self.url,
                published=self.published,
                publisher=self.publisher,
                source=f"{self.id}.txt",
            ),
            sentences=tuple(
                Sentence(span=self.sentence(i), index=i) for i in range(len(self.sentences))
            ),
            mentions=tuple(self.mentions[key][0] for key in sorted(self.mentions)),
            clusters=tuple(
                Cluster(
                    mentions=tuple(members),
                    name=max((m.text for m in members), key=len),
                    named=any(m.kind is MentionKind.NAME for m in members),
                    entity_class=members[0].entity_class,
                )
                for members in groups.values()
            ),
            statements=tuple(self.statements),
        )


def graph_of(articles: list[Article], entities: Entities) -> KnowledgeGraph:
    """Assemble articles whose mentions already name their entities."""
    links = {key: entity for a in articles for key, (_, entity) in a.mentions.items()}
    mentions: dict[str, list[MentionKey]] = {}
    for key in sorted(links):
        mentions.setdefault(links[key], []).append(key)
    resolution = Resolution(
        entities=tuple(
            Entity(
                id=id_,
                entity_class=entity_class,
                name=name,
                named=not name.startswith("the "),
                aliases=aliases,
                identifiers=identifiers,
                mentions=tuple(mentions.get(id_, ())),
            )
            for id_, (entity_class, name, aliases, identifiers) in sorted(entities.items())
        ),
        links=links,
    )
    return assemble([a.extraction() for a in articles], resolution)
