"""The spans of one article that something points at, each described once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Document, Mention, Span
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.terms import TRUE, TYPE, integer, ng, nif, plain
from newsgraph.settings import StoreText


class Spans:
    """Hands out the names of spans while statements are encoded, then describes those spans."""

    def __init__(
        self, graph: KnowledgeGraph, document: Document, iris: Iris, store_text: StoreText
    ) -> None:
        self._graph = graph
        self._document = document
        self._iris = iris
        self._store_text = store_text
        self._sentences: set[Span] = set()
        self._phrases: set[Span] = set()
        self._mentions: dict[Span, Mention] = {}

    def sentence(self, span: Span) -> NamedNode:
        """Name a sentence."""
        self._sentences.add(span)
        return self._iris.span(self._document.id, span)

    def phrase(self, span: Span) -> NamedNode:
        """Name a span within a sentence."""
        self._phrases.add(span)
        return self._iris.span(self._document.id, span)

    def mention(self, mention: Mention) -> NamedNode:
        """Name a span that refers to an entity."""
        self._mentions[mention.span] = mention
        return self.phrase(mention.span)

    def describe(self) -> Iterator[Triple]:
        """Yield the triples of all spans named so far, and of the text they lie in."""
        yield from self._describe_text()
        known = {s.span for s in self._graph.sentences[self._document.id]}
        sentences = sorted(known | self._sentences)
        starts = [s.start for s in sentences]
        for span in sorted(self._sentences):
            yield from self._describe_span(span, "Sentence")
        for span in sorted(self._phrases):
            yield from self._describe_span(span, "Phrase")
            # The sentence that starts last before the span is the only one that can hold it.
            index = bisect_right(starts, span.start) - 1
            if index >= 0 and sentences[index].contains(span):
                holder = self._iris.span(self._document.id, sentences[index])
                yield Triple(self._iris.span(self._document.id, span), nif("sentence"), holder)
        for mention in self._mentions.values():
            yield from self._describe_mention(mention)

    def _describe_text(self) -> Iterator[Triple]:
        context = self._iris.text(self._document.id)
        yield Triple(context, TYPE, nif("Context"))
        yield Triple(context, nif("beginIndex"), integer(0))
        yield Triple(context, nif("endIndex"), integer(len(self._document.text)))
        yield Triple(context, nif("sourceUrl"), self._iris.document(self._document.id))
        if self._store_text is StoreText.FULL:
            yield Triple(context, nif("isString"), plain(self._document.text))

    def _describe_span(self, span: Span, kind: str) -> Iterator[Triple]:
        node = self._iris.span(self._document.id, span)
        yield Triple(node, TYPE, nif(kind))
        yield Triple(node, nif("beginIndex"), integer(span.start))
        yield Triple(node, nif("endIndex"), integer(span.end))
        yield Triple(node, nif("referenceContext"), self._iris.text(self._document.id))
        if self._store_text is not StoreText.NONE:
            yield Triple(node, nif("anchorOf"), plain(self._document.text[span.start : span.end]))

    def _describe_mention(self, mention: Mention) -> Iterator[Triple]:
        node = self._iris.span(self._document.id, mention.span)
        yield Triple(node, ng("mentionKind"), plain(mention.kind))
        if mention.metonym:
            yield Triple(node, ng("metonym"), TRUE)
        entity = self._graph.entity_of(mention)
        if entity is not None:
            yield Triple(node, ng("refersTo"), self._iris.entity(entity))
