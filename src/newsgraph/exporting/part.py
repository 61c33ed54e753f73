"""The part of a large graph that one page can show."""

from __future__ import annotations

import heapq
from functools import partial

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import MentionKey
from newsgraph.selection import support

#: A page holds no more facts, the best supported ones: about 6 MB. ``newsgraph serve`` shows all.
MOST_FACTS = 20_000


def best_part(graph: KnowledgeGraph, most: int) -> KnowledgeGraph:
    """Return the best supported facts with their ends, speakers and articles; the graph if few.

    Args:
        graph: It stays as it is.
        most: Facts that are kept.
    """
    if len(graph.facts) <= most:
        return graph
    facts = heapq.nsmallest(most, graph.facts.values(), key=partial(support, graph))
    statements = [statement for fact in facts for statement in fact.statements]
    ends = {end for s in statements for end in (s.subject, s.object) if isinstance(end, str)}
    ends |= {s.speaker for s in statements if s.speaker}
    articles = {s.document_id for s in statements}
    entities = [graph.entities[end] for end in sorted(ends)]
    links: dict[MentionKey, str] = {}
    for entity in entities:
        links |= dict.fromkeys(entity.mentions, entity.id)
    return KnowledgeGraph(
        entities=entities,
        facts=facts,
        extractions=(graph.extractions[article] for article in articles),
        links=links,
    )
