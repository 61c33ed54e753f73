"""Resolution in blocks: what of the corpus a decision can depend on.

Two nodes can only become one entity, or keep others from it, if a chain of common keys joins them.
So a database need not decide the whole corpus anew when an article comes or goes: the nodes that
its keys lead to are enough, and give what deciding everything would give. Judgements name entities
of the whole corpus, so this holds for what the rules decide alone.
"""

from __future__ import annotations

from newsgraph import gazetteer
from newsgraph.model import Extraction
from newsgraph.resolution.linking import BLOCK_LETTERS
from newsgraph.resolution.nodes import Node, to_nodes

_SURNAME, _SPELLING = "surname\x1f", "spelling\x1f"


def describe(extraction: Extraction) -> list[Node]:
    """Return the nodes of an article, in the order of its clusters; depends on it alone."""
    return list(to_nodes(extraction, gazetteer.builtin()))


def keys_of(node: Node) -> frozenset[str]:
    """Return the keys under which a node may meet others; empty if it meets nobody.

    Names and short names; of persons also the surname, and the letters that spellings of one name
    have in common.
    """
    keys = {*node.primary, *node.secondary}
    if node.person and node.surname:
        keys.add(f"{_SURNAME}{node.surname}")
    if node.person:
        given, last = BLOCK_LETTERS
        for key in node.primary:
            words = key.split()
            keys.add(f"{_SPELLING}{words[0][:given]} {words[-1][:last]}")
    return frozenset(keys)
