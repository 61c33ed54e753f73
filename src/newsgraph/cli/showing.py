"""``newsgraph show``: what is read in one text, and by which rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

import newsgraph
from newsgraph.cli.building import ModelName, RulesOnly, VocabularyFolder
from newsgraph.cli.console import say
from newsgraph.cli.reasons import explanation_lines, silence_lines

if TYPE_CHECKING:
    from spacy.language import Language

    from newsgraph.model import Cluster, Extraction, Fact, Mention, Statement, Value
    from newsgraph.statements.explanation import Explanation
    from newsgraph.vocabulary import Vocabulary


Why = Annotated[
    str | None,
    typer.Option(
        "--why",
        help="Replay how a fact was read: 'SUBJECT | RELATION | OBJECT', an empty part stands for "
        "anything; in a graph also a fact's id.",
        metavar="FACT",
    ),
]
GraphFolder = Annotated[
    Path | None, typer.Option("--graph", help="Ask a graph's folder instead of a text.")
]


def show(  # noqa: PLR0913, PLR0917 - one parameter for each option
    text: Annotated[str | None, typer.Argument(help="A sentence, or a few.")] = None,
    why: Why = None,
    graph: GraphFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    model: ModelName = None,
    vocabulary: VocabularyFolder = None,
    rules_only: RulesOnly = False,
) -> None:
    """Show what is read in a text, by which rules, and which predicates say nothing and why."""
    if (text is None) == (graph is None):
        raise typer.BadParameter("give TEXT, or --graph DIR with --why FACT")
    words = newsgraph.Vocabulary.load(vocabulary)
    if graph is not None:
        if why is None:
            raise typer.BadParameter("with --graph, say which fact: --why FACT")
        found = newsgraph.explain_fact(
            graph, why, nlp=newsgraph.analyser(model), vocabulary=words if vocabulary else None
        )
        _print_facts(found, as_json=as_json)
        return
    document = newsgraph.make_document(text or "")
    options = _Options(nlp=newsgraph.analyser(model), vocabulary=words, learned=not rules_only)
    if why is not None:
        explanations = newsgraph.explain(document, why, **options)
        if as_json:
            say(_json([newsgraph.as_record(e) for e in explanations]))
        else:
            for explanation in explanations:
                _say_all(explanation_lines(explanation))
        return
    extraction = newsgraph.extract(document, **options)
    silent = newsgraph.silences(document, **options)
    if as_json:
        from newsgraph.extractions import to_json

        record = {"extraction": json.loads(to_json(extraction))}
        say(_json({**record, "silent": [asdict(silence) for silence in silent]}))
    else:
        _say_all(_describe(extraction))
        _say_all(silence_lines(silent))


class _Options(TypedDict):
    nlp: Language
    vocabulary: Vocabulary
    learned: bool


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _json(record: object) -> str:
    return json.dumps(record, ensure_ascii=False, indent=1)


def _print_facts(found: Iterable[tuple[Fact, list[Explanation]]], *, as_json: bool) -> None:
    if as_json:
        records = [
            {"fact": fact.id, "statements": [newsgraph.as_record(e) for e in explanations]}
            for fact, explanations in found
        ]
        say(_json(records))
        return
    for fact, explanations in found:
        count = len(explanations)
        say(f"{fact.id}  {fact.relation}, {count} statement{'s' if count > 1 else ''}")
        for explanation in explanations:
            _say_all(explanation_lines(explanation))


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
    marks = ["denied"] if statement.polarity is newsgraph.Polarity.NEGATIVE else []
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
    if isinstance(end, newsgraph.Value):
        return end.text if end.lexical == end.text else f"{end.text} [{end.lexical}]"
    name = names.get(end, end.text)
    return name if name == end.text else f"{end.text} [{name}]"
