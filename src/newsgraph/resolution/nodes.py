"""A cluster of one article, with the keys under which it may meet clusters of others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsgraph.gazetteer import Entry, Gazetteer
from newsgraph.gazetteer.keys import name_key, spelling_keys
from newsgraph.model import Cluster, Extraction, MentionKind
from newsgraph.resolution.generic import country_of, is_generic


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One cluster on its way to an entity."""

    document_id: str
    cluster: Cluster
    entry: Entry | None  #: what the gazetteer knows of it
    person: bool
    primary: tuple[str, ...]  #: equal keys make one entity; empty: it meets nobody
    secondary: tuple[str, ...]  #: one-word names beside the full one, acronyms above all
    context: str = ""  #: of a name that many share: whose it is

    @property
    def position(self) -> tuple[str, int, int]:
        """Where the cluster begins in the corpus."""
        span = self.cluster.mentions[0].span
        return self.document_id, span.start, span.end


def to_nodes(extraction: Extraction, gazetteer: Gazetteer) -> Iterator[Node]:
    """Yield the nodes of an article, in the order of its clusters; pronouns alone make none."""
    country = country_of(extraction.clusters, gazetteer)
    for cluster in extraction.clusters:
        if any(mention.kind is not MentionKind.PRONOUN for mention in cluster.mentions):
            yield _node(extraction.document.id, cluster, country, gazetteer)


def _node(document_id: str, cluster: Cluster, country: str | None, gazetteer: Gazetteer) -> Node:
    """Read the keys off a cluster.

    A person known by one word only ("Marković said") gets no key: the word is shared by too many.
    A body with a common name gets one only together with the country of the article.
    """
    person = cluster.entity_class == "Person"
    entry = None if person or not cluster.named else _entry(cluster, gazetteer)
    primary: tuple[str, ...] = ()
    secondary: tuple[str, ...] = ()
    context = ""
    if cluster.named:
        primary = _primary(cluster, entry, person=person)
        if not person:
            words = (name_key(name) for name in _names(cluster) if len(name.split()) == 1)
            secondary = tuple(sorted(set(words) - set(primary) - {""}))
            if entry is None and is_generic(cluster.name):
                context = country or document_id
                primary = tuple(f"{key}\x1f{context}" for key in primary)
    return Node(
        document_id=document_id,
        cluster=cluster,
        entry=entry,
        person=person,
        primary=primary,
        secondary=secondary,
        context=context,
    )


def _names(cluster: Cluster) -> list[str]:
    return [m.text for m in cluster.mentions if m.kind is MentionKind.NAME]


def _entry(cluster: Cluster, gazetteer: Gazetteer) -> Entry | None:
    """Return the entry that the best name has, else the one on which all known names agree."""
    if cluster.entity_class == "Group":
        return None
    best = gazetteer.find(cluster.name) or gazetteer.demonym(cluster.name)
    if best is not None:
        return best
    found = {e.name: e for name in _names(cluster) if (e := gazetteer.find(name))}
    return next(iter(found.values())) if len(found) == 1 else None


def _primary(cluster: Cluster, entry: Entry | None, *, person: bool) -> tuple[str, ...]:
    if entry is not None:
        return (name_key(entry.name),)
    keys = spelling_keys(cluster.name)
    if person:
        short = {_without_initials(key) for key in keys}
        return tuple(sorted(key for key in short if " " in key))
    if cluster.entity_class == "Group":
        return tuple(sorted({key.removesuffix("s") for key in keys}))
    return tuple(sorted(keys))


def _without_initials(key: str) -> str:
    """Drop middle initials: ``john f kennedy`` is ``john kennedy``."""
    words = key.split()
    middle = [word for word in words[1:-1] if len(word) > 1]
    return " ".join([*words[:1], *middle, *words[1:][-1:]])
