"""Step 6: which clusters of different articles denote the same thing in the world.

The decision is made for the whole corpus at once and from the articles' extractions alone, so it
can be made anew at any time, without reading an article again. What people have judged stands
above what the rules decide (``judgements``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from newsgraph import gazetteer
from newsgraph.gazetteer.keys import name_key
from newsgraph.judgements import Judgement
from newsgraph.model import Entity, Extraction, MentionKey, NearMiss, Resolution
from newsgraph.resolution.judging import Group, apply
from newsgraph.resolution.linking import Grouping, link
from newsgraph.resolution.nodes import Node, to_nodes
from newsgraph.resolution.portraits import derived_id, portray
from newsgraph.vocabulary import Vocabulary


def resolve(
    extractions: Sequence[Extraction],
    vocabulary: Vocabulary,
    judgements: Sequence[Judgement] = (),
    known: gazetteer.Gazetteer | None = None,
) -> Resolution:
    """Find the entities behind the clusters of all articles.

    Named things of one name are one entity across articles. What is known by description only is
    an entity of its article; so is a person of whom only one word is known, unless much speaks for
    one person of that surname. Pronouns without antecedent are none.

    Args:
        extractions: In any order; an article that is there twice counts once.
        vocabulary: Says which classes are of one coarse kind.
        judgements: What people have decided, in the order of their file.
        known: Names known beforehand; the ones that come with newsgraph if left out.

    Returns:
        Entities sorted by id, and for every mention of an entity its id. Does not depend on the
        order of ``extractions``.
    """
    known = known or gazetteer.builtin()
    articles = {x.document.id: x for x in sorted(extractions, key=_content, reverse=True)}
    nodes = [
        node for _, extraction in sorted(articles.items()) for node in to_nodes(extraction, known)
    ]
    grouping = link(nodes)
    groups = _groups(grouping, vocabulary)
    ids = [group.id for group in groups]
    problems: list[str] = []
    if judgements:
        own_ids = {node.position: derived_id([node], vocabulary) for node in nodes}
        groups, problems = apply(groups, judgements, own_ids)
    entities = sorted((portray(group, vocabulary) for group in groups), key=lambda e: e.id)
    links = {mention: entity.id for entity in entities for mention in entity.mentions}
    return Resolution(
        entities=tuple(entities),
        links=dict(sorted(links.items())),
        near=_near(grouping, ids),
        problems=tuple(problems),
    )


def resolve_nodes(nodes: Sequence[Node], vocabulary: Vocabulary) -> list[tuple[Entity, list[Node]]]:
    """Find the entities behind nodes by the rules alone, sorted by id; without their mentions.

    Args:
        nodes: Sorted by article and position. Of things of one name, one may stand for several.
        vocabulary: Says which classes are of one coarse kind.
    """
    groups = _groups(link(nodes), vocabulary)
    found = [(portray(group, vocabulary, mentions=False), group.nodes) for group in groups]
    return sorted(found, key=lambda pair: pair[0].id)


def own_id(
    extraction: Extraction,
    mention: MentionKey,
    vocabulary: Vocabulary,
    known: gazetteer.Gazetteer | None = None,
) -> str:
    """Return ``id@article``: the id that a mention's cluster has if its article stands alone.

    Raises:
        ValueError: No cluster of the article has this mention.
    """
    for node in to_nodes(extraction, known or gazetteer.builtin()):
        for found in node.cluster.mentions:
            if (found.span.start, found.span.end) == (mention.start, mention.end):
                return f"{derived_id([node], vocabulary)}@{node.document_id}"
    raise ValueError(f"no cluster has {mention}")


def _content(extraction: Extraction) -> tuple[str, str, int]:
    return extraction.document.id, extraction.document.text, len(extraction.clusters)


def _groups(grouping: Grouping, vocabulary: Vocabulary) -> list[Group]:
    ids = _ids(grouping, vocabulary)
    return [
        Group(id=ids[n], nodes=members, names=_names(members), reasons=grouping.reasons[n])
        for n, members in enumerate(grouping.groups)
    ]


def _ids(grouping: Grouping, vocabulary: Vocabulary) -> list[str]:
    """Return the id of each group; of namesakes the one most written about has the plain id."""
    ids = [derived_id(members, vocabulary) for members in grouping.groups]
    same: dict[str, list[int]] = defaultdict(list)
    for number, identifier in enumerate(ids):
        same[identifier].append(number)
    for numbers in same.values():
        numbers.sort(key=lambda n: (-_size(grouping.groups[n]), _first(grouping.groups[n])))
        for number in numbers[1:]:
            ids[number] = derived_id(grouping.groups[number], vocabulary, alone=False)
    return ids


def _size(members: Sequence[Node]) -> int:
    return sum(member.count for member in members)


def _first(members: Sequence[Node]) -> tuple[str, int, int]:
    return min(node.position for node in members)


def _names(members: Sequence[Node]) -> frozenset[str]:
    return frozenset(name_key(node.cluster.name) for node in members if node.cluster.named)


def _near(grouping: Grouping, ids: Sequence[str]) -> tuple[NearMiss, ...]:
    """Return what nearly was one, the nearest first."""
    found = {
        NearMiss(
            one=min(ids[near.one], ids[near.other]),
            other=max(ids[near.one], ids[near.other]),
            score=near.match.score,
            reasons=near.match.reasons,
        )
        for near in grouping.near
    }
    return tuple(sorted(found, key=lambda near: (-near.score, near.one, near.other, near.reasons)))
