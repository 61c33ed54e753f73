"""KnowledgeGraph → RDF: IRIs, quads, the vocabulary as OWL, a store, and SPARQL queries."""

from __future__ import annotations

from newsgraph.rdf.encode import to_quads

__all__ = ["to_quads"]
