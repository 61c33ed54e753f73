"""Step 6: which clusters of different articles denote the same thing in the world.

The decision is made for the whole corpus at once and from the articles' extractions alone, so it
can be made anew at any time, without reading an article again.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsgraph import gazetteer
from newsgraph.model import Extraction, Resolution
from newsgraph.resolution.linking import link
from newsgraph.resolution.nodes import to_nodes
from newsgraph.resolution.portraits import portray
from newsgraph.vocabulary import Vocabulary


def resolve(extractions: Sequence[Extraction], vocabulary: Vocabulary) -> Resolution:
    """Find the entities behind the clusters of all articles.

    Named things of one name are one entity across articles. What is known by description only, or
    a person by one word only, is an entity of its article. Pronouns without antecedent are none.

    Args:
        extractions: In any order; an article that is there twice counts once.
        vocabulary: Says which classes are of one coarse kind.

    Returns:
        Entities sorted by id, and for every mention of an entity its id. Does not depend on the
        order of ``extractions``.
    """
    known = gazetteer.builtin()
    articles = {x.document.id: x for x in sorted(extractions, key=_content, reverse=True)}
    nodes = [
        node for _, extraction in sorted(articles.items()) for node in to_nodes(extraction, known)
    ]
    entities = sorted((portray(group, vocabulary) for group in link(nodes)), key=lambda e: e.id)
    links = {mention: entity.id for entity in entities for mention in entity.mentions}
    return Resolution(entities=tuple(entities), links=dict(sorted(links.items())))


def _content(extraction: Extraction) -> tuple[str, str, int]:
    return extraction.document.id, extraction.document.text, len(extraction.clusters)
