"""Which entity somebody means: by its id, its IRI, or one of its names."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, Store

from newsgraph.errors import UnknownEntity
from newsgraph.rdf.iris import REGISTRY, Iris, prefixes
from newsgraph.rdf.named_queries import NamedQuery
from newsgraph.settings import DEFAULT_BASE

_LISTED = 5

_EXACT = """
SELECT DISTINCT ?entity ?name { GRAPH g:registry {
  VALUES ?text { TEXT }
  ?entity skos:prefLabel|skos:altLabel ?text ; skos:prefLabel ?name
} } ORDER BY ?name ?entity
"""
_SIMILAR = """
SELECT DISTINCT ?entity ?name ?whole { GRAPH g:registry {
  VALUES ?text { TEXT }
  ?entity skos:prefLabel|skos:altLabel ?any ; skos:prefLabel ?name .
  FILTER(CONTAINS(LCASE(STR(?any)), LCASE(?text)))
  BIND(LCASE(STR(?any)) = LCASE(?text) AS ?whole)
} } ORDER BY ?name ?entity
"""


def entity_id(store: Store, text: str, base: str = DEFAULT_BASE) -> str:
    """Return the id of the entity that is meant.

    Args:
        store: A dataset of newsgraph.
        text: An id, with or without ``e:``; an IRI; or a name, in any case. Where several entities
            bear a name, one that has it as its chief name comes first; a part of a name will do if
            it fits one entity only.
        base: Base IRI that the graph was written with.

    Raises:
        UnknownEntity: No entity fits, or several do; the hint lists them.
    """
    iris = Iris(base)
    bare = text.strip().removeprefix("<").removesuffix(">").removeprefix("e:")
    known = iris.parse(bare)
    id_ = known.id if known is not None and known.kind == "entity" else bare
    registry = iris.build_graph(REGISTRY)
    if id_ and next(store.quads_for_pattern(iris.entity(id_), None, None, registry), None):
        return id_
    exact = _asked(
        store, _EXACT.replace("TEXT", f"{Literal(text)} {Literal(text, language='en')}"), base
    )
    similar = exact or _asked(store, _SIMILAR.replace("TEXT", str(Literal(text))), base)
    for fitting in (
        {e for e, name, _ in similar if name.casefold() == text.casefold()},
        {e for e, _, whole in similar if whole},
        {e for e, _, _ in similar},
    ):
        if len(fitting) == 1:
            return fitting.pop()
    names = dict.fromkeys(f"{name} (e:{id_})" for id_, name, _ in similar)
    if not names:
        raise UnknownEntity(
            f"no entity is called {text!r}", hint="newsgraph query GRAPH @find_entity text=…"
        )
    listed = ", ".join(list(names)[:_LISTED]) + (" …" if len(names) > _LISTED else "")
    raise UnknownEntity(
        f"{len(names)} entities may be meant by {text!r}", hint=f"choose one by its id: {listed}"
    )


def filled(
    question: NamedQuery, values: Mapping[str, str], store: Store, base: str = DEFAULT_BASE
) -> str:
    """Return a named query with values filled in, in which entities may be called by name.

    Raises:
        UnknownEntity: No entity, or more than one, bears a name that is given.
        QueryError: The query has no such parameter, or a value is empty or no date.
    """
    chosen = dict(values)
    for parameter in question.parameters:
        if parameter.kind == "entity" and chosen.get(parameter.name):
            chosen[parameter.name] = entity_id(store, chosen[parameter.name], base)
    return question.filled(chosen, base)


def _asked(store: Store, query: str, base: str) -> list[tuple[str, str, bool]]:
    """Return id, chief name, and whether one of its names is the text as a whole."""
    iris = Iris(base)
    found = []
    for entity, name, *whole in store.query(query, prefixes=prefixes(base)):  # type: ignore[union-attr]
        resource = iris.parse(entity.value) if isinstance(entity, NamedNode) else None
        if resource is not None:
            found.append((resource.id, name.value, not whole or whole[0].value == "true"))
    return found
