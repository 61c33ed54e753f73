"""What the map draws: a dot for each entity with ties, a line for each fact between two of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from newsgraph.exporting.layout import Layout, lay_out, spread
from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Entity, Fact
from newsgraph.vocabulary import Vocabulary

Row = dict[str, Any]

COARSE_LABELS = {
    "person": "People",
    "organization": "Organisations",
    "place": "Places",
    "group": "Groups",
    "event": "Events",
    "document": "Documents",
    "product": "Things",
    "position": "Offices",
    "other": "Other",
}


def coarse_class(vocabulary: Vocabulary, entity: Entity) -> str:
    """Return which of ``COARSE_LABELS`` an entity is shown as."""
    entity_class = vocabulary.classes.get(entity.entity_class)
    coarse = entity_class.coarse if entity_class else "other"
    return coarse if coarse in COARSE_LABELS else "other"


def places(page: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return entity id → place of its dot, in pixels of a map that is not spread, from page data.

    Raises:
        KeyError, TypeError, ValueError: This is not the data of a page.
    """
    stretch = float(page["meta"]["spread"])
    return {str(n["id"]): (float(n["x"]) / stretch, float(n["y"]) / stretch) for n in page["nodes"]}


class Dots:
    """Dots and lines of a graph."""

    def __init__(
        self,
        graph: KnowledgeGraph,
        vocabulary: Vocabulary,
        earlier: Mapping[str, tuple[float, float]],
        *,
        arranged: bool = True,
    ) -> None:
        """Take ``earlier`` as the places that entities had on a map before this one.

        Unless ``arranged``, no places are looked for: all dots stand on one spot.
        """
        self.graph = graph
        self.vocabulary = vocabulary
        self.earlier = earlier
        self.arranged = arranged

    @property
    def spread(self) -> float:
        """How far the map is pulled apart to make room; 1 or more."""
        return spread(len(self._ranked))

    def nodes(self) -> list[Row]:
        """Return the dots, the ends of the best-supported facts first; ids are entity ids."""
        articles = self._ranked
        layout = self._layout(list(articles))
        return [
            {
                "id": entity_id,
                "label": self.graph.entities[entity_id].name,
                "group": coarse_class(self.vocabulary, self.graph.entities[entity_id]),
                "size": _dot_size(len(articles[entity_id]), len(self.graph.facts_of(entity_id))),
                "x": x,
                "y": y,
                "community": community,
            }
            for entity_id, (x, y), community in zip(
                articles, layout.places, layout.communities, strict=True
            )
        ]

    def edges(self) -> list[Row]:
        """Return the lines, by fact id, which is their id."""
        relations = self.vocabulary.relations
        return [
            {
                "id": fact.id,
                "from": fact.subject,
                "to": fact.object,
                "label": relations[fact.relation].label
                if fact.relation in relations
                else fact.relation,
                "width": round(1.2 + 1.1 * math.log2(len(fact.documents)), 2),
            }
            for fact in self._drawn
        ]

    @cached_property
    def _drawn(self) -> list[Fact]:
        ends = self.graph.entities
        return [
            fact
            for fact in self.graph.facts.values()
            if isinstance(fact.object, str) and fact.subject in ends and fact.object in ends
        ]

    @cached_property
    def _ranked(self) -> dict[str, set[str]]:
        """Entities with a dot → the articles behind it, ends of the best-supported facts first."""
        articles: dict[str, set[str]] = {}
        for fact in sorted(self._drawn, key=_best_first):
            for end in (fact.subject, str(fact.object)):
                articles.setdefault(end, set()).update(fact.documents)
        return articles

    def _layout(self, ids: Sequence[str]) -> Layout:
        """Place the dots; relations that connect everything to everything pull nobody."""
        if not self.arranged:
            return Layout([(0.0, 0.0)] * len(ids), [0] * len(ids))
        number = {entity_id: i for i, entity_id in enumerate(ids)}
        springs = [
            (number[fact.subject], number[str(fact.object)], float(len(fact.documents)))
            for fact in self._drawn
            if not self._is_hidden(fact.relation)
        ]
        earlier = {number[id_]: at for id_, at in self.earlier.items() if id_ in number}
        return lay_out(len(ids), springs, earlier)

    def _is_hidden(self, name: str) -> bool:
        relation = self.vocabulary.relations.get(name)
        return relation is not None and relation.hidden


def _best_first(fact: Fact) -> tuple[int, int, float, str]:
    """Order facts by support, as the page does: articles, statements, confidence."""
    return -len(fact.documents), -len(fact.statements), -fact.confidence, fact.id


def _dot_size(articles: int, facts: int) -> float:
    return round(min(26.0, 5.0 + 2.2 * math.sqrt(articles) + 1.0 * math.sqrt(facts)), 1)
