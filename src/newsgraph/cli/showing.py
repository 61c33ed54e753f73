"""``newsgraph show``: what is read in one text, and by which rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

import newsgraph
from newsgraph.cli.building import ModelName, VocabularyFolder
from newsgraph.cli.console import say
from newsgraph.model import Cluster, Extraction, Mention, Polarity, Statement, Value


def show(
    text: Annotated[str, typer.Argument(help="A sentence, or a few.")],
    model: ModelName = None,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Show the mentions, entities and statements found in a text, and the rules behind them."""
    extraction = newsgraph.extract(
        newsgraph.make_document(text),
        nlp=newsgraph.analyser(model),
        vocabulary=newsgraph.Vocabulary.load(vocabulary),
    )
    for line in _describe(extraction):
        say(line)


def _describe(extraction: Extraction) -> Iterator[str]:
    yield f"Mentions ({len(extraction.mentions)})"
    yield from (f"  {_mention_line(mention)}" for mention in extraction.mentions)
    yield ""
    yield f"Clusters ({len(extraction.clusters)})"
    yield from (f"  {_cluster_line(cluster)}" for cluster in extraction.clusters)
    yield ""
    yield f"Statements ({len(extraction.statements)})"
    names = {m: cluster.name for cluster in extraction.clusters for m in cluster.mentions}
    for statement in extraction.statements:
        yield from (f"  {line}" for line in _statement_lines(statement, names))


def _mention_line(mention: Mention) -> str:
    place = f"{mention.span.start}–{mention.span.end}"
    metonym = "  (for its government)" if mention.metonym else ""
    return f"{place:<9} {mention.kind:<8} {mention.entity_class:<26} {mention.text}{metonym}"


def _cluster_line(cluster: Cluster) -> str:
    forms = list(dict.fromkeys(mention.text for mention in cluster.mentions))
    return f"{cluster.name}: {cluster.entity_class}  ← {' · '.join(forms)}"


def _statement_lines(statement: Statement, names: dict[Mention, str]) -> Iterator[str]:
    evidence = statement.evidence
    relation = statement.relation or "(open)"
    ends = [_end(end, names) for end in (statement.subject, statement.object)]
    yield f"{ends[0]}  —{relation}→  {ends[1]}"
    yield f"    predicate: {statement.predicate}"
    marks = ["denied"] if statement.polarity is Polarity.NEGATIVE else []
    marks.append(statement.modality.value)
    if statement.event_class:
        marks.append(f"event {statement.event_class}")
    if statement.attribution:
        speaker = statement.attribution.source_text or "unnamed"
        marks.append(f"{statement.attribution.stance} by {speaker}")
    yield f"    {', '.join(marks)}; confidence {evidence.confidence:.2f}"
    for qualifier in statement.qualifiers:
        yield f"    {qualifier.property}: {_end(qualifier.value, names)}"
    yield f"    rules: {', '.join(evidence.rules)}"


def _end(end: Mention | Value, names: dict[Mention, str]) -> str:
    if isinstance(end, Value):
        return end.text if end.lexical == end.text else f"{end.text} [{end.lexical}]"
    name = names.get(end, end.text)
    return name if name == end.text else f"{end.text} [{name}]"
