"""``newsgraph judge``, ``explain`` and ``disputes``: who is who, why, and who disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import newsgraph
from newsgraph.cli.building import JUDGEMENTS, VocabularyFolder
from newsgraph.cli.console import AsJson, note, say, say_json

if TYPE_CHECKING:
    from newsgraph.model import Entity, Fact, NearMiss, ResolvedStatement

GraphFolder = Annotated[Path, typer.Argument(help="Graph folder.", metavar="GRAPH")]


def judge(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: GraphFolder,
    verdict: Annotated[
        newsgraph.Verdict,
        typer.Argument(
            help="same, not_same, undecided, name, class, reject or confirm.", metavar="VERDICT"
        ),
    ],
    one: Annotated[
        str, typer.Argument(help="Entity (id, id@article or name), or a statement's id.")
    ],
    other: Annotated[
        str, typer.Argument(help="Second entity, or the name or class to prefer.")
    ] = "",
    by: Annotated[str, typer.Option(help="Who judges.")] = "",
    why: Annotated[str, typer.Option(help="What it rests on.")] = "",
    judgements: Annotated[
        Path, typer.Option("--judgements", help="File to add it to.", metavar="FILE")
    ] = JUDGEMENTS,
    vocabulary: VocabularyFolder = None,
    as_json: AsJson = False,
) -> None:
    """Add a judgement; it holds from the next build on.

    Entities are looked up in GRAPH and written so that new articles do not change what is meant.
    """
    result = newsgraph.load(graph, vocabulary=newsgraph.Vocabulary.load(vocabulary))
    judgement = newsgraph.make_judgement(result, verdict, one, other, by=by, why=why)
    newsgraph.append_judgement(judgements, judgement)
    if as_json:
        say_json(asdict(judgement))
    else:
        say(judgement.told)
    note(f"added to {judgements.as_posix()}; build the graph again to apply it")


def explain(
    graph: GraphFolder,
    entity: Annotated[str, typer.Argument(help="Entity: id or name.", metavar="ENTITY")],
    vocabulary: VocabularyFolder = None,
    as_json: AsJson = False,
) -> None:
    """Tell why the mentions of an entity are one, and what nearly was."""
    result = newsgraph.load(graph, vocabulary=newsgraph.Vocabulary.load(vocabulary))
    found = newsgraph.find_entity(result.graph, entity)
    if as_json:
        say_json(_explanation_record(result, found))
        return
    for line in _explanation(result, found):
        say(line)


def disputes(
    graph: GraphFolder, vocabulary: VocabularyFolder = None, as_json: AsJson = False
) -> None:
    """List facts that one source affirms and another denies; none of them wins by being newer."""
    result = newsgraph.load(graph, vocabulary=newsgraph.Vocabulary.load(vocabulary))
    disputed = [fact for fact in result.graph.facts.values() if fact.disputed]
    if as_json:
        say_json([_dispute_record(result, fact) for fact in disputed])
        return
    for fact in disputed:
        for line in _dispute(result, fact):
            say(line)
    note(f"{len(disputed)} disputed facts" if len(disputed) != 1 else "1 disputed fact")


def _explanation_record(result: newsgraph.BuildResult, entity: Entity) -> dict[str, object]:
    graph = result.graph
    near = [
        {
            "id": other,
            "name": graph.entities[other].name if other in graph.entities else other,
            "score": round(miss.score, 3),
            "reasons": list(miss.reasons),
        }
        for miss, other in _near(result, entity)
    ]
    return {
        "id": entity.id,
        "name": entity.name,
        "class": entity.entity_class,
        "identifiers": list(entity.identifiers),
        "mentions": len(entity.mentions),
        "articles": [
            {"id": id_, "forms": _forms(result, entity, id_)} for id_ in _articles(entity)
        ],
        "reasons": list(entity.reasons),
        "apart": near,
    }


def _explanation(result: newsgraph.BuildResult, entity: Entity) -> Iterator[str]:
    graph = result.graph
    yield f"{entity.name} ({entity.entity_class})  {entity.id}"
    yield from (f"  same thing elsewhere: {identifier}" for identifier in entity.identifiers)
    articles = _articles(entity)
    yield f"Mentions: {len(entity.mentions)} in {len(articles)} article(s)"
    for id_ in articles:
        title = graph.documents[id_].title or graph.documents[id_].source
        yield f"  {id_}  {' · '.join(_forms(result, entity, id_))}  — {title}"
    yield "Why they are one" if len(articles) > 1 else "Why"
    yield from (f"  {reason}" for reason in entity.reasons or ("one article, one cluster",))
    near = list(_near(result, entity))
    if near:
        yield "What stayed apart"
    for miss, identifier in near:
        other = graph.entities.get(identifier)
        name = other.name if other else identifier
        yield f"  {name}  {identifier}  (score {miss.score:.2f}): {'; '.join(miss.reasons)}"


def _articles(entity: Entity) -> list[str]:
    return sorted({mention.document_id for mention in entity.mentions})


def _forms(result: newsgraph.BuildResult, entity: Entity, article: str) -> list[str]:
    """Return what an article calls an entity, sorted."""
    graph = result.graph
    return sorted(
        {
            cluster.name
            for cluster in graph.extractions[article].clusters
            for mention in cluster.mentions
            if graph.entity_of(mention) == entity.id
        }
    )


def _near(result: newsgraph.BuildResult, entity: Entity) -> Iterator[tuple[NearMiss, str]]:
    """Yield what stayed apart from an entity, with the id of the other one."""
    for miss in result.graph.near:
        if entity.id in {miss.one, miss.other}:
            yield miss, miss.other if miss.one == entity.id else miss.one


def _dispute_record(result: newsgraph.BuildResult, fact: Fact) -> dict[str, object]:
    entities = result.graph.entities
    target = entities[fact.object].name if isinstance(fact.object, str) else fact.object.text
    statements = []
    for statement in fact.statements:
        denied = statement.statement.polarity is newsgraph.Polarity.NEGATIVE
        if denied or statement.statement.asserted:
            told = statement.statement.attribution
            document = result.graph.documents[statement.document_id]
            statements.append(
                {
                    "id": statement.id,
                    "denied": denied,
                    "speaker": told.source_text if told else None,
                    "article": document.id,
                    "publisher": document.publisher,
                    "published": document.published.isoformat() if document.published else None,
                    "sentence": _sentence(result, statement),
                }
            )
    return {
        "fact": fact.id,
        "subject": entities[fact.subject].name,
        "relation": fact.relation,
        "object": target,
        "statements": statements,
    }


def _dispute(result: newsgraph.BuildResult, fact: Fact) -> Iterator[str]:
    entities = result.graph.entities
    target = entities[fact.object].name if isinstance(fact.object, str) else fact.object.text
    label = result.vocabulary.label_of(fact.relation)
    yield f"{entities[fact.subject].name} · {label} · {target}  {fact.id}"
    for statement in fact.statements:
        denied = statement.statement.polarity is newsgraph.Polarity.NEGATIVE
        if denied or statement.statement.asserted:
            yield f"  {'denied' if denied else 'affirmed'} {_source(result, statement)}"
            yield f"    “{_sentence(result, statement)}”"


def _source(result: newsgraph.BuildResult, statement: ResolvedStatement) -> str:
    document = result.graph.documents[statement.document_id]
    told = statement.statement.attribution
    speaker = result.graph.entities.get(statement.speaker or "")
    words = [f"by {speaker.name if speaker else told.source_text or 'someone'}"] if told else []
    words += [f"in {document.publisher or document.title or document.source}"]
    words += [f"on {document.published}"] if document.published else []
    return f"{' '.join(words)}  {statement.id}"


def _sentence(result: newsgraph.BuildResult, statement: ResolvedStatement) -> str:
    span = statement.statement.evidence.sentence
    text = result.graph.documents[statement.document_id].text
    return " ".join(text[span.start : span.end].split())
