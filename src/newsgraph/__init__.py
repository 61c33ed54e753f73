"""News articles become a knowledge graph in which every edge opens to its sentence.

>>> import newsgraph
>>> result = newsgraph.build(["articles/"])            # read, extract, resolve, assemble
>>> newsgraph.save(result, "graphs/mine")              # RDF, JSON, viewer, report
>>> result = newsgraph.load("graphs/mine")             # again, without reading the articles
>>> newsgraph.export(result, "mine.graphml", format="graphml")
>>> dataset = newsgraph.to_dataset(result.graph)        # rdflib
>>> newsgraph.query("graphs/mine", "SELECT * { ?s ?p ?o } LIMIT 5")

Names are loaded on first use: importing this package loads no spaCy, rdflib, networkx or pyvis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.building import build, extract_files
    from newsgraph.explaining import as_record, explain, explain_fact, silences
    from newsgraph.folder import (
        ask,
        base_of,
        entity_called,
        export,
        export_folder,
        load,
        publish_vocabulary,
        query,
        questions,
        save,
        validate,
    )
    from newsgraph.graph import KnowledgeGraph
    from newsgraph.identity import find_entity, make_judgement
    from newsgraph.installation import Finding, check_installation
    from newsgraph.journal import is_unfinished
    from newsgraph.judgements import (
        Judgement,
        Verdict,
        append_judgement,
        read_judgements,
    )
    from newsgraph.model import (
        Cluster,
        Document,
        Entity,
        Evidence,
        Extraction,
        Fact,
        Failure,
        Mention,
        Statement,
        Value,
    )
    from newsgraph.network import Central, Hop, centrality, communities, paths
    from newsgraph.pipeline import analyser, extract
    from newsgraph.pushing import Access, Pushed, pull, push
    from newsgraph.rdf.dataset import to_dataset
    from newsgraph.rdf.results import to_cells, to_csv, to_json, to_markdown
    from newsgraph.reading import Metadata, make_document, read_all
    from newsgraph.records import article_record, fact_records
    from newsgraph.report import BuildResult, make_report, summarise
    from newsgraph.settings import Settings, StoreText
    from newsgraph.updating import Changes, add, rebuild, remove, update
    from newsgraph.vocabulary import Vocabulary

__version__ = "0.1.0"

__all__ = [
    "Access",
    "BuildResult",
    "Central",
    "Changes",
    "Cluster",
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "Fact",
    "Failure",
    "Finding",
    "Hop",
    "Judgement",
    "KnowledgeGraph",
    "Mention",
    "Metadata",
    "Pushed",
    "Settings",
    "Statement",
    "StoreText",
    "Value",
    "Verdict",
    "Vocabulary",
    "add",
    "analyser",
    "append_judgement",
    "article_record",
    "as_record",
    "ask",
    "base_of",
    "build",
    "centrality",
    "check_installation",
    "communities",
    "entity_called",
    "explain",
    "explain_fact",
    "export",
    "export_folder",
    "extract",
    "extract_files",
    "fact_records",
    "find_entity",
    "is_unfinished",
    "load",
    "make_document",
    "make_judgement",
    "make_report",
    "paths",
    "publish_vocabulary",
    "pull",
    "push",
    "query",
    "questions",
    "read_all",
    "read_judgements",
    "rebuild",
    "remove",
    "save",
    "silences",
    "summarise",
    "to_cells",
    "to_csv",
    "to_dataset",
    "to_json",
    "to_markdown",
    "update",
    "validate",
]

#: Module → the public names it defines.
_HOMES = {
    "building": "build extract_files",
    "explaining": "as_record explain explain_fact silences",
    "folder": "ask base_of entity_called export export_folder load publish_vocabulary query "
    "questions save validate",
    "graph": "KnowledgeGraph",
    "model": "Cluster Document Entity Evidence Extraction Fact Failure Mention Statement Value",
    "network": "Central Hop centrality communities paths",
    "pipeline": "analyser extract",
    "pushing": "Access Pushed pull push",
    "rdf.dataset": "to_dataset",
    "rdf.results": "to_cells to_csv to_json to_markdown",
    "reading": "Metadata make_document read_all",
    "records": "article_record fact_records",
    "installation": "Finding check_installation",
    "identity": "find_entity make_judgement",
    "journal": "is_unfinished",
    "judgements": "Judgement Verdict append_judgement read_judgements",
    "report": "BuildResult make_report summarise",
    "settings": "Settings StoreText",
    "updating": "Changes add rebuild remove update",
    "vocabulary": "Vocabulary",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"newsgraph.{module}"), name)
    raise AttributeError(f"module 'newsgraph' has no attribute {name!r}")
