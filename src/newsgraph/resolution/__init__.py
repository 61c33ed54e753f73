"""Step 6: which clusters of different articles denote the same thing in the world.

The decision is made for the whole corpus at once and from the articles' extractions alone, so it
can be made anew at any time, without reading an article again.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsgraph.model import Extraction, Resolution
from newsgraph.resolution.blocks import decide, describe
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
    articles = {x.document.id: x for x in sorted(extractions, key=_content, reverse=True)}
    nodes = [node for _, extraction in sorted(articles.items()) for node in describe(extraction)]
    entities = [entity for entity, _ in decide(nodes, vocabulary)]
    links = {mention: entity.id for entity in entities for mention in entity.mentions}
    return Resolution(entities=tuple(entities), links=dict(sorted(links.items())))


def _content(extraction: Extraction) -> tuple[str, str, int]:
    return extraction.document.id, extraction.document.text, len(extraction.clusters)
