"""KnowledgeGraph → RDF: IRIs, quads, the vocabulary as OWL, a store, and SPARQL queries.

``to_quads`` is loaded on first use: a process that only answers queries needs no networkx.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.rdf.encode import to_quads

__all__ = ["to_quads"]


def __getattr__(name: str) -> object:
    """Import the public name when it is first asked for."""
    if name in __all__:
        from newsgraph.rdf import encode

        return getattr(encode, name)
    raise AttributeError(f"module 'newsgraph.rdf' has no attribute {name!r}")
