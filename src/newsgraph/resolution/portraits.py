"""What an entity is called and what it is, from all articles that speak of it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from newsgraph.gazetteer import Entry
from newsgraph.gazetteer.keys import name_key
from newsgraph.model import Entity, MentionKey, MentionKind
from newsgraph.resolution.identifiers import entity_id
from newsgraph.resolution.judging import Group
from newsgraph.resolution.nodes import Node
from newsgraph.vocabulary import Vocabulary


def portray(group: Group, vocabulary: Vocabulary, *, mentions: bool = True) -> Entity:
    """Make the entity of a group of nodes, with its mentions or without.

    It does not depend on the order of the nodes.
    """
    nodes = group.nodes
    entry = known_as(nodes)
    name = group.name or (_known_name(nodes, entry) if entry else _display_name(nodes))
    entity_class = group.entity_class or _entity_class(nodes, entry)
    seen = {form for n in nodes for form in (n.cluster.name, *n.cluster.aliases)}
    seen |= {entry.name} if entry else set()
    return Entity(
        id=divided_id(group, vocabulary.coarse(entity_class)) if group.part else group.id,
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
        )
        if mentions
        else (),
        reasons=tuple(_reasons(group, entry)),
    )


def known_as(nodes: Sequence[Node]) -> Entry | None:
    """Return what the gazetteer knows of a group of nodes."""
    if any(node.person for node in nodes):
        return None  # judged to be a person
    return min((n.entry for n in nodes if n.entry), key=lambda e: e.name, default=None)


def derived_id(nodes: Sequence[Node], vocabulary: Vocabulary, *, alone: bool = True) -> str:
    """Derive the id: of the name alone where names are shared, else of the place in the text.

    Args:
        nodes: All nodes of the entity.
        vocabulary: Says which classes are of one coarse kind.
        alone: Whether no other entity has the same claim to the id of this name.
    """
    entry = known_as(nodes)
    name = name_key(entry.name if entry else _display_name(nodes))
    coarse = vocabulary.coarse(_entity_class(nodes, entry))
    first = min(nodes, key=lambda node: node.position)
    if any(node.primary for node in nodes) and alone:
        return entity_id(name, coarse, min(node.context for node in nodes))
    return entity_id(name, coarse, "\x1f".join(map(str, first.position)))


def divided_id(group: Group, coarse: str) -> str:
    """Derive the id of what judgements have divided from another entity."""
    return entity_id(name_key(group.name or _display_name(group.nodes)), coarse, group.part)


def _reasons(group: Group, entry: Entry | None) -> Iterator[str]:
    """Yield why the nodes are one: by name first, then what joined others, then disagreements."""
    articles = {article for n in group.nodes for article in n.articles or (n.document_id,)}
    if len(articles) > 1 and entry is not None:
        yield f"known to the gazetteer as {entry.name!r}: {len(articles)} articles"
    own = [n for n in group.nodes if n.primary and not n.entry and n.cluster.named]
    names = _counted((n.cluster.name, n.count) for n in own)
    several = sum(n.count for n in group.nodes) > 1
    for name, count in sorted(names.items()) if several else ():
        yield f"named {name!r}: {count} article{'s' * (count > 1)}"
    owners = sorted({n.context for n in group.nodes if n.context and n.context not in articles})
    yield from (f"a body of {owner}, by its name or its articles" for owner in owners)
    yield from sorted({node.inferred for node in group.nodes if node.inferred})
    yield from sorted(set(group.reasons))
    classes = _counted((node.cluster.entity_class, node.count) for node in group.nodes)
    if len(classes) > 1:
        told = sorted(classes.items(), key=lambda item: (-item[1], item[0]))
        yield "read as " + ", ".join(f"{name} ({count})" for name, count in told)


def _counted(items: Iterable[tuple[str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for item, count in items:
        counts[item] += count
    return counts


def _entity_class(nodes: Sequence[Node], entry: Entry | None) -> str:
    """Let the gazetteer decide, else the articles vote; ``Thing`` only wins alone."""
    if entry is not None:
        return entry.entity_class
    votes = _counted((node.cluster.entity_class, node.count) for node in nodes)
    decided = {name: count for name, count in votes.items() if name != "Thing"} or votes
    return min(decided, key=lambda name: (-decided[name], name))


def _known_name(nodes: Sequence[Node], entry: Entry) -> str:
    """Call a known entity as the articles mostly do; by its listed name if only adjectives do."""
    counts: Counter[str] = Counter()
    for node in nodes:
        written = {m.text for m in node.cluster.mentions if m.kind is MentionKind.NAME}
        if node.cluster.name in written:
            counts[node.cluster.name] += len(node.cluster.mentions) * node.count
    return min(
        counts, key=lambda name: (-counts[name], name != entry.name, name), default=entry.name
    )


def _display_name(nodes: Sequence[Node]) -> str:
    """Choose the fullest name; of equal ones the most faithful spelling, then the commonest."""
    named = [node for node in nodes if node.cluster.named] or nodes
    counts = _counted((node.cluster.name, node.count) for node in named)
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda name: (-_fullness(name), _spelling(name), -counts[name], name))


def _fullness(name: str) -> int:
    return min(len(name_key(name).split()), 6)


def _spelling(name: str) -> tuple[bool, bool, int]:
    """Rank Latin script first, then mixed case, then more of the letters that typists leave out."""
    letters = [c for c in name if c.isalpha()]
    latin = all(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    shouted = name.isupper() and " " in name
    return not latin, shouted, -sum(not c.isascii() for c in letters)
