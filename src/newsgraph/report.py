"""What a build did: its result, and the report that is written beside the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from newsgraph.gazetteer import Entry
from newsgraph.graph import KnowledgeGraph
from newsgraph.judgements import Judgement
from newsgraph.model import Entity, Fact, Failure
from newsgraph.settings import Settings
from newsgraph.vocabulary import Vocabulary

#: Settings that are files or folders.
FILES = {"model", "vocabulary", "judgements", "names"}
#: Settings that are not written down: a graph must not make anybody fetch.
UNWRITTEN = {"fetch", "fetch_private", "fetch_delay"}
#: Packages whose version may change what is found or how it is written.
_PACKAGES = ("newsgraph", "onnxruntime", "pyoxigraph", "spacy")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """A graph with what it was made by and what could not be used."""

    graph: KnowledgeGraph
    failures: tuple[Failure, ...]  #: sorted by source
    settings: Settings
    vocabulary: Vocabulary
    names: tuple[Entry, ...] = ()  #: the user's own, known beforehand
    judgements: tuple[Judgement, ...] = ()  #: in the order of their file

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the viewer of the graph."""
        return self.graph._repr_html_(self.vocabulary)


def make_report(result: BuildResult) -> dict[str, object]:
    """Return counts, settings, versions and failures; no clock, no absolute path."""
    graph = result.graph
    statements = [s for x in graph.extractions.values() for s in x.statements]
    return {
        "articles": [
            {"id": d.id, "source": d.source, "title": d.title} for d in graph.documents.values()
        ],
        "counts": {
            "articles": len(graph.documents),
            "sentences": sum(len(sentences) for sentences in graph.sentences.values()),
            "mentions": sum(len(x.mentions) for x in graph.extractions.values()),
            "statements": len(statements),
            "open_statements": sum(s.relation is None for s in statements),
            "entities": len(graph.entities),
            "facts": len(graph.facts),
            "asserted_facts": sum(fact.asserted for fact in graph.facts.values()),
        },
        "copies": [list(group) for group in graph.copies],
        "entities_by_class": _entities_by_class(graph),
        "facts_by_relation": _facts_by_relation(graph),
        "settings": _settings(result.settings),
        "versions": {name: _version(name) for name in _PACKAGES},
        "failures": [asdict(failure) for failure in result.failures],
    }


def summarise(result: BuildResult, *, facts: int = 10) -> str:
    """Return what was found as lines of text: counts, then the best-supported facts.

    Each fact is followed by the sentence that says it, unless no text is stored.
    """
    graph = result.graph
    lines = [
        f"{_plural(len(graph.documents), 'article')}, {len(graph.entities)} entities, "
        f"{_plural(len(graph.facts), 'fact')}"
    ]
    lines += _table("Entities by class", _entities_by_class(graph))
    lines += _table("Facts by relation", _facts_by_relation(graph))
    best = best_supported(graph, facts)
    if best:
        lines += ["", "Best supported facts"]
    for fact in best:
        lines.append(f"  {_fact_line(graph, fact, result.vocabulary)}")
        sentence = evidence_sentence(graph, fact)
        lines += [f"    “{sentence}”"] if sentence else []
    return "\n".join(lines)


def _entities_by_class(graph: KnowledgeGraph) -> dict[str, int]:
    return _count(entity.entity_class for entity in graph.entities.values())


def _facts_by_relation(graph: KnowledgeGraph) -> dict[str, int]:
    return _count(fact.relation for fact in graph.facts.values())


def best_supported(graph: KnowledgeGraph, limit: int = 10) -> list[Fact]:
    """Return the asserted facts with most articles behind them, then statements, then confidence.

    Facts between two named entities come before all others.
    """
    asserted = [fact for fact in graph.facts.values() if fact.asserted]
    return sorted(asserted, key=lambda fact: _rank(fact, graph.entities))[:limit]


def evidence_sentence(graph: KnowledgeGraph, fact: Fact) -> str:
    """Return the first sentence that affirms a fact, on one line; empty if no text is stored."""
    first = next((s for s in fact.statements if s.statement.asserted), fact.statements[0])
    span = first.statement.evidence.sentence
    return " ".join(graph.documents[first.document_id].text[span.start : span.end].split())


def _rank(fact: Fact, entities: Mapping[str, Entity]) -> tuple[bool, int, int, float, str]:
    ends = [fact.subject] + ([fact.object] if isinstance(fact.object, str) else [])
    named = len(ends) == 2 and all(entities[end].named for end in ends)
    return (not named, -len(fact.documents), -len(fact.statements), -fact.confidence, fact.id)


def _table(title: str, counts: Mapping[str, int]) -> list[str]:
    return ["", title, *(f"  {count:>6}  {name}" for name, count in counts.items())]


def _fact_line(graph: KnowledgeGraph, fact: Fact, vocabulary: Vocabulary) -> str:
    target = fact.object
    name = graph.entities[target].name if isinstance(target, str) else target.text
    relation = vocabulary.relations.get(fact.relation)
    label = relation.label if relation else fact.relation
    support = _plural(len(fact.documents), "article")
    return f"{graph.entities[fact.subject].name} · {label} · {name}  ({support})"


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _count(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _settings(settings: Settings) -> dict[str, object]:
    """Name folders without where they stand, so that no path of a machine gets out."""
    return {
        key: Path(value).name if key in FILES and value else value
        for key, value in asdict(settings).items()
        if key not in UNWRITTEN
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
