"""Nodes as a ledger keeps them: what many have in common once, and where each stands.

In the news the same few names are in most articles, mostly in the same words. To decide anew who is
who, all nodes of a name are needed, but hardly more than their shapes have to be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from newsgraph.model import Cluster, Mention, MentionKind, Span
from newsgraph.resolution.nodes import Node

_NOWHERE = Span(start=0, end=1)


@cache
def _codec() -> TypeAdapter[Node]:
    return TypeAdapter(Node)


def shape_of(node: Node) -> tuple[str, bytes]:
    """Return a node without its places, as JSON, and the digest of that.

    What descriptions and pronouns say is left out: who is who does not depend on it any more.
    """
    cluster = replace(node.cluster, mentions=tuple(map(_anywhere, node.cluster.mentions)))
    body = _codec().dump_json(replace(node, document_id="", cluster=cluster))
    return hashlib.sha256(body).hexdigest()[:32], body


def _anywhere(mention: Mention) -> Mention:
    text = mention.text if mention.kind is MentionKind.NAME else ""
    return replace(mention, span=_NOWHERE, head=_NOWHERE, document_id="", text=text)


def read_shape(body: bytes) -> Node:
    """Return the node of a shape."""
    return _codec().validate_json(body)


def stands_for_all(shape: Node) -> bool:
    """Tell whether all nodes of a shape are one entity, as things of one name are; persons not."""
    return bool(shape.primary) and not shape.person


def placed(shape: Node, document: str, place: Span, articles: tuple[str, ...] = ()) -> Node:
    """Return a node of an article; its mentions have no places but the first.

    Args:
        shape: What it has in common with others.
        document: The article.
        place: Where it begins.
        articles: If it stands for several, the article of each.
    """
    return replace(shape, document_id=document, place=place, articles=articles)


def places_of(cluster: Cluster) -> str:
    """Write down where the mentions of a cluster are."""
    return " ".join(f"{m.span.start},{m.span.end}" for m in cluster.mentions)


def first_place(text: str) -> Span:
    """Return where the first mention of a cluster is."""
    start, _, end = text.partition(" ")[0].partition(",")
    return Span(start=int(start), end=int(end))


def read_places(text: str) -> Iterable[Span]:
    """Return where the mentions of a cluster are, in order."""
    for place in text.split(" "):
        yield first_place(place)
