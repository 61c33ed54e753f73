"""News articles become a knowledge graph in which every edge opens to its sentence.

>>> import newsgraph as ng
>>> text = "Lena Novak visited Rijeka. Marko Ilic denied that he had bought the shipyard."
>>> graph = ng.build([ng.make_document(text)])           # or files and folders of articles
>>> for fact in graph.facts(polarity="negative"):
...     print(fact, *fact.quotes, sep=" ")
Marko Ilic · buys · shipyard [denied] “Marko Ilic denied that he had bought the shipyard.”
>>> [row["quote"] for row in ng.to_records(graph.ask("denied"))]
['Marko Ilic denied that he had bought the shipyard.']
>>> page = graph.show("page.html")                       # the viewer, in the browser
>>> written = ng.save(graph, "mine")                     # RDF, JSON, viewer, report
>>> again = ng.load("mine")                              # without reading the articles
>>> ng.export(again, "mine.graphml", format="graphml")
>>> bool(ng.query("mine", "ASK { ?who ng:visits ?where }"))
True
>>> len(ng.to_dataset(graph.graph)) > 100                # rdflib
True

Names are loaded on first use: importing this package loads no spaCy, rdflib, networkx or pyvis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsgraph.building import build, extract_files
    from newsgraph.errors import NewsgraphError
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
        validate,
    )
    from newsgraph.graph import KnowledgeGraph, decide
    from newsgraph.identity import make_judgement
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
        Modality,
        Polarity,
        Span,
        Statement,
        Value,
    )
    from newsgraph.network import Central, Hop, centrality, communities, paths
    from newsgraph.pipeline import analyser, extract
    from newsgraph.pushing import Access, Pushed, pull, push
    from newsgraph.rdf.dataset import to_dataset
    from newsgraph.rdf.results import Answer, to_cells, to_csv, to_json, to_markdown, to_records
    from newsgraph.reading import Metadata, make_document, read_all
    from newsgraph.records import article_record, fact_records
    from newsgraph.report import BuildResult, make_report, summarise
    from newsgraph.saving import save
    from newsgraph.selection import Quote, SelectedFact, find_entity
    from newsgraph.settings import Settings, StoreText
    from newsgraph.updating import Changes, add, rebuild, remove, update
    from newsgraph.vocabulary import Vocabulary

__version__ = "0.1.0"

__all__ = [
    "Access",
    "Answer",
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
    "Modality",
    "NewsgraphError",
    "Polarity",
    "Pushed",
    "Quote",
    "SelectedFact",
    "Settings",
    "Span",
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
    "decide",
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
    "to_records",
    "update",
    "validate",
]

#: Module → the public names it defines.
_HOMES = {
    "building": "build extract_files",
    "errors": "NewsgraphError",
    "explaining": "as_record explain explain_fact silences",
    "folder": "ask base_of entity_called export export_folder load publish_vocabulary query "
    "questions validate",
    "saving": "save",
    "graph": "KnowledgeGraph decide",
    "model": "Cluster Document Entity Evidence Extraction Fact Failure Mention Modality Polarity "
    "Span Statement Value",
    "network": "Central Hop centrality communities paths",
    "pipeline": "analyser extract",
    "pushing": "Access Pushed pull push",
    "rdf.dataset": "to_dataset",
    "rdf.results": "Answer to_cells to_csv to_json to_markdown to_records",
    "reading": "Metadata make_document read_all",
    "records": "article_record fact_records",
    "installation": "Finding check_installation",
    "identity": "make_judgement",
    "journal": "is_unfinished",
    "judgements": "Judgement Verdict append_judgement read_judgements",
    "selection": "Quote SelectedFact find_entity",
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
