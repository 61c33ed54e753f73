"""``newsgraph network``: who is central, who belongs together, how two are linked."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

import newsgraph
from newsgraph.cli.building import VocabularyFolder
from newsgraph.cli.console import say

app = typer.Typer(
    help="Who is central, who belongs together, how two entities are linked.", no_args_is_help=True
)

GraphFolder = Annotated[Path, typer.Argument(help="A graph's folder.", metavar="GRAPH")]
Relations = Annotated[
    list[str] | None, typer.Option("--relation", help="Only these relations, and those below.")
]
Classes = Annotated[
    list[str] | None, typer.Option("--class", help="Only entities of these classes, and below.")
]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Articles of that time.")]
Confidence = Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="0–1.")]
Rows = Annotated[int, typer.Option(min=1, help="Lines at most.")]


@app.command()
def central(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: GraphFolder,
    relations: Relations = None,
    classes: Classes = None,
    since: Day = None,
    until: Day = None,
    min_confidence: Confidence = 0.0,
    limit: Rows = 20,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Rank the entities by PageRank, with their facts and how often they stand between others."""
    _, network = _view(graph, vocabulary, relations, classes, since, until, min_confidence)
    for item in newsgraph.centrality(network)[:limit]:
        say(
            f"{item.pagerank:.4f}  between {item.betweenness:.3f}  "
            f"{item.degree:>3} facts  {item.name} (e:{item.entity})"
        )


@app.command()
def communities(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: GraphFolder,
    relations: Relations = None,
    classes: Classes = None,
    since: Day = None,
    until: Day = None,
    min_confidence: Confidence = 0.0,
    limit: Rows = 20,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Group the entities that have more facts among them than with others."""
    loaded, network = _view(graph, vocabulary, relations, classes, since, until, min_confidence)
    for group in newsgraph.communities(network)[:limit]:
        names = ", ".join(loaded.graph.entities[id_].name for id_ in group[:8])
        more = f" and {len(group) - 8} more" if len(group) > 8 else ""
        say(f"{len(group):>4}  {names}{more}")


@app.command()
def paths(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: GraphFolder,
    one: Annotated[str, typer.Argument(help="Name or id of an entity.")],
    other: Annotated[str, typer.Argument(help="Name or id of another.")],
    k: Annotated[int, typer.Option("-k", min=1, help="Paths at most.")] = 3,
    relations: Relations = None,
    classes: Classes = None,
    since: Day = None,
    until: Day = None,
    min_confidence: Confidence = 0.0,
    vocabulary: VocabularyFolder = None,
) -> None:
    """Show the shortest paths between two entities, with a sentence for each step."""
    loaded, network = _view(graph, vocabulary, relations, classes, since, until, min_confidence)
    ends = [newsgraph.entity_called(graph, text) for text in (one, other)]
    found = newsgraph.paths(loaded.graph, network, ends[0], ends[1], k=k)
    names = {id_: entity.name for id_, entity in loaded.graph.entities.items()}
    for number, path in enumerate(found, start=1):
        say(f"{number}. {' – '.join([names[path[0].start], *(names[hop.end] for hop in path)])}")
        for hop in path:
            for fact, quote in zip(hop.facts, hop.quotes or [""] * len(hop.facts), strict=True):
                say(f"   {names[fact.subject]} · {fact.relation} · {names[str(fact.object)]}")
                if quote:
                    say(f"     “{quote}”")
    if not found:
        say("no path")


def _view(  # noqa: PLR0913, PLR0917 - the options that all commands share
    graph: Path,
    vocabulary: Path | None,
    relations: list[str] | None,
    classes: list[str] | None,
    since: datetime | None,
    until: datetime | None,
    min_confidence: float,
) -> tuple[newsgraph.BuildResult, Any]:
    loaded = newsgraph.load(graph, vocabulary=newsgraph.Vocabulary.load(vocabulary))
    return loaded, loaded.graph.to_networkx(
        relations=relations,
        classes=classes,
        since=_day(since),
        until=_day(until),
        min_confidence=min_confidence,
        vocabulary=loaded.vocabulary,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
