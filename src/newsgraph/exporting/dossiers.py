"""A folder of Markdown: one page for each named entity, linked like a wiki.

The pages open in any editor, and in programs for notes such as Obsidian. Each lists the facts of
its entity with the sentences they rest on, and links to the other end and to the article's address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from newsgraph.graph import KnowledgeGraph
from newsgraph.model import Entity, Fact, Polarity, ResolvedStatement
from newsgraph.rdf.terms import clean
from newsgraph.settings import StoreText
from newsgraph.vocabulary import Vocabulary

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~$&-])")
_ADDRESS = re.compile(r"https?://[^\s<>()]+")


def write(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,
    store_text: StoreText = StoreText.QUOTES,
) -> None:
    """Write ``index.md`` and one page for each entity that has a fact, named by its id."""
    path.mkdir()
    pages = [e for e in graph.entities.values() if graph.facts_of(e.id)]
    lines = ["# Entities", ""]
    for entity in sorted(pages, key=lambda e: (e.name.casefold(), e.id)):
        count = len(graph.facts_of(entity.id))
        lines.append(f"- {_link(entity)} ({entity.entity_class}, {count} facts)")
        page = "\n".join(_page(graph, vocabulary, entity, store_text))
        _write(path / f"{entity.id}.md", page)
    _write(path / "index.md", "\n".join(lines))


def _write(path: Path, text: str) -> None:
    path.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _page(
    graph: KnowledgeGraph, vocabulary: Vocabulary, entity: Entity, text: StoreText
) -> Iterator[str]:
    known = vocabulary.classes.get(entity.entity_class)
    yield f"# {_plain(entity.name)}"
    yield ""
    yield f"{known.label if known else entity.entity_class}; [all entities](index.md)"
    if entity.aliases:
        yield ""
        yield f"Also: {', '.join(_plain(alias) for alias in entity.aliases)}"
    for title, asserted in (("Facts", True), ("Only denied, planned or possible", False)):
        facts = [f for f in graph.facts_of(entity.id) if f.asserted is asserted]
        if facts:
            yield from ("", f"## {title}")
        for fact in sorted(facts, key=lambda f: (f.relation, f.id)):
            yield from ("", f"### {_sentence(graph, vocabulary, fact)}", "")
            for resolved in fact.statements:
                yield f"- {_evidence(graph, resolved, text)}"


def _sentence(graph: KnowledgeGraph, vocabulary: Vocabulary, fact: Fact) -> str:
    label = vocabulary.label_of(fact.relation)
    target = fact.object
    end = _link(graph.entities[target]) if isinstance(target, str) else _plain(target.text)
    return f"{_link(graph.entities[fact.subject])} {_plain(label)} {end}"


def _evidence(graph: KnowledgeGraph, resolved: ResolvedStatement, text: StoreText) -> str:
    statement, document = resolved.statement, graph.documents[resolved.document_id]
    sentence = statement.evidence.sentence
    quote = " ".join(document.text[sentence.start : sentence.end].split())
    parts = [f"“{_plain(quote)}”"] if quote and text is not StoreText.NONE else []
    marks = ["denied"] if statement.polarity is Polarity.NEGATIVE else []
    marks += [statement.modality.value] if statement.modality.value != "actual" else []
    if resolved.speaker:
        marks.append(f"by {_link(graph.entities[resolved.speaker])}")
    parts += [f"({', '.join(marks)})"] if marks else []
    source = _plain(document.title or document.publisher or document.id)
    if document.url and _ADDRESS.fullmatch(document.url):
        source = f"[{source}](<{document.url}>)"
    when = f", {document.published.isoformat()}" if document.published else ""
    return f"{' '.join(parts)} — {source}{when}"


def _link(entity: Entity) -> str:
    return f"[{_plain(entity.name)}]({entity.id}.md)"


def _plain(text: str) -> str:
    """Write text of strangers so that Markdown takes it as text, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(clean(text).split()))
