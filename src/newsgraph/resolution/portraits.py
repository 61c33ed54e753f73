"""What an entity is called and what it is, from all articles that speak of it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from newsgraph.gazetteer import Entry
from newsgraph.gazetteer.keys import name_key
from newsgraph.model import Entity, MentionKey, MentionKind
from newsgraph.resolution.identifiers import entity_id
from newsgraph.resolution.nodes import Node
from newsgraph.vocabulary import Vocabulary


def portray(nodes: Sequence[Node], vocabulary: Vocabulary) -> Entity:
    """Make the entity of a group of nodes; does not depend on their order."""
    entry = min((n.entry for n in nodes if n.entry), key=lambda e: e.name, default=None)
    entity_class = _entity_class(nodes, entry)
    name = _known_name(nodes, entry) if entry else _display_name(nodes)
    seen = {form for n in nodes for form in (n.cluster.name, *n.cluster.aliases)}
    seen |= {entry.name} if entry else set()
    return Entity(
        id=_id(nodes, entry.name if entry else name, vocabulary.coarse(entity_class)),
        entity_class=entity_class,
        name=name,
        named=any(node.cluster.named for node in nodes),
        aliases=tuple(sorted(seen - {name})),
        identifiers=tuple(sorted(entry.identifiers)) if entry else (),
        mentions=tuple(
            sorted(
                MentionKey(document_id=n.document_id, start=m.span.start, end=m.span.end)
                for n in nodes
                for m in n.cluster.mentions
            )
        ),
    )


def _id(nodes: Sequence[Node], name: str, coarse: str) -> str:
    """Derive the id: of the name alone where names are shared, else of the place in the text."""
    first = min(nodes, key=lambda node: node.position)
    if first.primary:
        return entity_id(name_key(name), coarse, first.context)
    return entity_id(name_key(name), coarse, "\x1f".join(map(str, first.position)))


def _entity_class(nodes: Sequence[Node], entry: Entry | None) -> str:
    """Let the gazetteer decide, else the articles vote; ``Thing`` only wins alone."""
    if entry is not None:
        return entry.entity_class
    votes = Counter(node.cluster.entity_class for node in nodes)
    decided = {name: count for name, count in votes.items() if name != "Thing"} or votes
    return min(decided, key=lambda name: (-decided[name], name))


def _known_name(nodes: Sequence[Node], entry: Entry) -> str:
    """Call a known entity as the articles mostly do; by its listed name if only adjectives do."""
    counts: Counter[str] = Counter()
    for node in nodes:
        written = {m.text for m in node.cluster.mentions if m.kind is MentionKind.NAME}
        if node.cluster.name in written:
            counts[node.cluster.name] += len(node.cluster.mentions)
    return min(
        counts, key=lambda name: (-counts[name], name != entry.name, name), default=entry.name
    )


def _display_name(nodes: Sequence[Node]) -> str:
    """Choose the fullest name; of equal ones the most faithful spelling, then the commonest."""
    counts = Counter(node.cluster.name for node in nodes)
    return min(counts, key=lambda name: (-_fullness(name), _spelling(name), -counts[name], name))


def _fullness(name: str) -> int:
    return min(len(name_key(name).split()), 6)


def _spelling(name: str) -> tuple[bool, bool, int]:
    """Rank Latin script first, then mixed case, then more of the letters that typists leave out."""
    letters = [c for c in name if c.isalpha()]
    latin = all(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    shouted = name.isupper() and " " in name
    return not latin, shouted, -sum(not c.isascii() for c in letters)
