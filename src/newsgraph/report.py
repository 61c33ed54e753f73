"""What a build did: its result, and the report that is written beside the graph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from newsgraph.errors import QueryError
from newsgraph.exporting.showing import show
from newsgraph.gazetteer import Entry
from newsgraph.graph import KnowledgeGraph
from newsgraph.judgements import Judgement
from newsgraph.model import Fact, Failure, Modality, Polarity
from newsgraph.rdf import to_quads
from newsgraph.rdf.named_queries import named_query
from newsgraph.rdf.names import filled
from newsgraph.rdf.query import ROW_LIMIT, select
from newsgraph.rdf.results import Answer
from newsgraph.rdf.store import make_store
from newsgraph.selection import (
    Conditions,
    SelectedFact,
    select_facts,
    sentence_of,
    support,
)
from newsgraph.settings import Settings
from newsgraph.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pyoxigraph import Store

#: Settings that are files or folders.
FILES = {"model", "vocabulary", "judgements", "names"}
#: Settings that are not written down: a graph must not make anybody fetch.
UNWRITTEN = {"fetch", "fetch_private", "fetch_delay"}
#: Packages whose version may change what is found or how it is written.
_PACKAGES = ("newsgraph", "onnxruntime", "pyoxigraph", "spacy")
#: What names a question; SPARQL has a brace or a blank.
_QUESTION_NAME = re.compile(r"@?\w+")


@dataclass(frozen=True, kw_only=True, repr=False)
class BuildResult:
    """A graph with what it was made by and what could not be used.

    >>> import newsgraph as ng
    >>> text = "Lena Novak visited Rijeka. Marko Ilic denied that he had bought the shipyard."
    >>> graph = ng.build([ng.make_document(text)])
    >>> for fact in graph.facts():
    ...     print(fact)
    Lena Novak · visits · Rijeka
    Marko Ilic · buys · shipyard [denied]
    >>> [fact] = graph.facts(relation="buys", polarity="negative")
    >>> fact.subject.name, fact.asserted, fact.quotes[0].speaker.name
    ('Marko Ilic', False, 'Marko Ilic')
    >>> print(fact.quotes[0])
    “Marko Ilic denied that he had bought the shipyard.”
    """

    graph: KnowledgeGraph
    failures: tuple[Failure, ...]  #: sorted by source
    settings: Settings
    vocabulary: Vocabulary
    names: tuple[Entry, ...] = ()  #: the user's own, known beforehand
    judgements: tuple[Judgement, ...] = ()  #: in the order of their file

    def facts(  # noqa: PLR0913 - one parameter for each condition
        self,
        *,
        subject: str | None = None,
        relation: str | None = None,
        object: str | None = None,
        about: str | None = None,
        speaker: str | None = None,
        asserted: bool | None = None,
        disputed: bool | None = None,
        polarity: Polarity | str | None = None,
        modality: Modality | str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        publisher: str | None = None,
        min_confidence: float = 0.0,
    ) -> list[SelectedFact]:
        """Return the facts that meet all conditions, the best supported first.

        Of each, ``quotes`` are the statements that meet those on statements: ``speaker``, and
        those from ``polarity`` on.

        Args:
            subject: An entity, by id, name or alias in any spelling.
            relation: By name or label; those below it count too.
            object: An entity likewise, or the text of a value: ``"director"``, ``"2026-03"``.
            about: An entity at either end.
            speaker: Whose words they are.
            asserted: Whether any statement, of those left out too, affirms the fact as actual.
            disputed: Whether one statement affirms it and another denies it.
            polarity: ``positive`` or ``negative``.
            modality: ``actual``, ``future``, ``possible``, ``hypothetical`` or ``obliged``.
            since: Articles of that day or later; undated ones do not count.
            until: Articles of that day or earlier, likewise.
            publisher: As it stands with the article.
            min_confidence: 0–1.

        Raises:
            UnknownEntity: A name leads to no entity, or to several; the hint lists them.
            QueryError: The vocabulary has no such relation.
            ValueError: No such polarity or modality, or a date that is not written as 2026-03-01.
        """
        conditions = Conditions(
            subject=subject,
            relation=relation,
            object=object,
            about=about,
            speaker=speaker,
            asserted=asserted,
            disputed=disputed,
            polarity=polarity,
            modality=modality,
            since=since,
            until=until,
            publisher=publisher,
            min_confidence=min_confidence,
        )
        return select_facts(self.graph, self.vocabulary, conditions)

    def ask(
        self,
        question: str,
        values: Mapping[str, str] | None = None,
        *,
        limit: int = ROW_LIMIT,
        timeout: float | None = None,
    ) -> Answer:
        """Answer a named question, or SPARQL, over this graph; nothing needs to be saved first.

        The first question takes the time to encode the graph as RDF; that stays in memory.

        >>> import newsgraph as ng
        >>> graph = ng.build([ng.make_document("Lena Novak visited Rijeka.")])
        >>> answer = graph.ask("SELECT ?who ?where { ?s ng:visits ?o . "
        ...     "?s skos:prefLabel ?who . ?o skos:prefLabel ?where }")
        >>> ng.to_records(answer)
        [{'who': 'Lena Novak', 'where': 'Rijeka'}]
        >>> bool(graph.ask("denied"))
        False

        Args:
            question: Name of one of ``newsgraph.questions()``, or SPARQL 1.1.
            values: For a named question, as of ``newsgraph.ask``.
            limit: Rows beyond it are cut off; the answer says so.
            timeout: Seconds; the query then runs in a process of its own.

        Raises:
            QueryError: There is no such question or parameter, or the query fails.
            UnknownEntity: No entity, or more than one, bears a name that is given.
        """
        base = self.settings.base
        if _QUESTION_NAME.fullmatch(question.strip()):
            named = named_query(question.strip().removeprefix("@"))
            question = filled(named, values or {}, self._store, base)
        elif values:
            raise QueryError("only a named question takes values", hint="write them in the query")
        return select(self._store, question, base=base, row_limit=limit, timeout=timeout)

    def show(self, path: Path | str | None = None, *, title: str | None = None) -> Path | None:
        """Write the viewer and open it in the browser; in a notebook, show it below the cell.

        Args:
            path: Where the page goes; without one, a new temporary file, which stays.
            title: Heading of the page.

        Returns:
            The page that was written; ``None`` in a notebook, unless ``path`` is given.

        Raises:
            ExportError: The page cannot be written.
        """
        return show(
            self.graph,
            Path(path) if path else None,
            vocabulary=self.vocabulary,
            title=title,
            base=self.settings.base,
        )

    @cached_property
    def _store(self) -> Store:
        return make_store(
            to_quads(
                self.graph,
                self.vocabulary,
                self.settings.base,
                store_text=self.settings.store_text,
            )
        )

    def __repr__(self) -> str:
        return repr(self.graph)

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
    return sorted(asserted, key=lambda fact: support(graph, fact))[:limit]


def evidence_sentence(graph: KnowledgeGraph, fact: Fact) -> str:
    """Return the first sentence that affirms a fact, on one line; empty if no text is stored."""
    first = next((s for s in fact.statements if s.statement.asserted), fact.statements[0])
    return sentence_of(graph.documents[first.document_id], first.statement.evidence.sentence)


def _table(title: str, counts: Mapping[str, int]) -> list[str]:
    return ["", title, *(f"  {count:>6}  {name}" for name, count in counts.items())]


def _fact_line(graph: KnowledgeGraph, fact: Fact, vocabulary: Vocabulary) -> str:
    target = fact.object
    name = graph.entities[target].name if isinstance(target, str) else target.text
    label = vocabulary.label_of(fact.relation)
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
