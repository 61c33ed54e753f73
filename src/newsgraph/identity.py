"""What people judge of entities and statements, in words that last.

A judgement names an entity by the id that its cluster has in one article, so that new articles do
not change what is meant.
"""

from __future__ import annotations

from difflib import get_close_matches

from newsgraph.errors import UnknownEntity
from newsgraph.gazetteer import extended
from newsgraph.judgements import OF_STATEMENTS, Judgement, Verdict, today
from newsgraph.report import BuildResult
from newsgraph.resolution import own_id
from newsgraph.selection import find_entity

_OF_TWO = {Verdict.SAME, Verdict.NOT_SAME, Verdict.UNDECIDED}


def make_judgement(
    result: BuildResult, verdict: Verdict, one: str, other: str = "", *, by: str = "", why: str = ""
) -> Judgement:
    """Make a judgement about entities of a graph, or (``reject``, ``confirm``) about a statement.

    Args:
        result: The graph that the references are looked up in.
        verdict: What is judged.
        one: An entity, as ``find_entity`` takes it or as ``id@article``; or a statement's id.
        other: The second entity, the preferred name, or the class.
        by: Who judges.
        why: What it rests on.

    Raises:
        UnknownEntity: A reference leads to no entity, statement or class, or to several.
    """
    graph = result.graph
    if verdict in OF_STATEMENTS:
        if all(statement.id != one for statement in graph.statements()):
            raise UnknownEntity(
                f"no statement {one!r} in the graph",
                hint="'newsgraph disputes' and the viewer show ids",
            )
    else:
        one = _lasting(result, one)
    if verdict in _OF_TWO:
        other = _lasting(result, other)
    if verdict is Verdict.CLASS and other not in result.vocabulary.classes:
        near = get_close_matches(other, result.vocabulary.classes, n=3)
        hint = f"did you mean: {', '.join(near)}" if near else "see: newsgraph vocabulary --help"
        raise UnknownEntity(f"no class {other!r} in the vocabulary", hint=hint)
    try:
        return Judgement(judgement=verdict, one=one, other=other, by=by, when=today(), why=why)
    except ValueError as error:
        raise UnknownEntity(str(error), hint="see: newsgraph judge --help") from error


def _lasting(result: BuildResult, reference: str) -> str:
    """Return ``id@article`` for an entity: its first article, or the one named."""
    identifier, _, article = reference.partition("@")
    entity = find_entity(result.graph, identifier)
    mentions = [m for m in entity.mentions if not article or m.document_id == article]
    if not mentions:
        articles = ", ".join(sorted({m.document_id for m in entity.mentions}))
        raise UnknownEntity(f"{entity.name} is not in article {article!r}", hint=articles)
    first = min(mentions)
    extraction = result.graph.extractions[first.document_id]
    return own_id(extraction, first, result.vocabulary, extended(result.names))
