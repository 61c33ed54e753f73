"""``newsgraph network``: who is central, who belongs together, how two are linked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

import newsgraph
from newsgraph.cli.building import VocabularyFolder
from newsgraph.cli.console import AsJson, say, say_json
from newsgraph.cli.examples import epilog

app = typer.Typer(
    help="Who is central, who belongs together, how two entities are linked.",
    no_args_is_help=True,
    rich_markup_mode=None,
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


@app.command(epilog=epilog("network central"))
def central(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: GraphFolder,
    relations: Relations = None,
    classes: Classes = None,
    since: Day = None,
    until: Day = None,
    min_confidence: Confidence = 0.0,
    limit: Rows = 20,
    vocabulary: VocabularyFolder = None,
    as_json: AsJson = False,
) -> None:
    """Rank the entities by PageRank, with their facts and how often they stand between others."""
    _, network = _view(graph, vocabulary, relations, classes, since, until, min_confidence)
    ranked = newsgraph.centrality(network)[:limit]
    if as_json:
        say_json([asdict(item) for item in ranked])
        return
    for item in ranked:
        say(
            f"{item.pagerank:.4f}  between {item.betweenness:.3f}  "
            f"{item.degree:>3} facts  {item.name} (e:{item.entity})"
        )


@app.command(epilog=epilog("network communities"))
def communities(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: GraphFolder,
    relations: Relations = None,
    classes: Classes = None,
    since: Day = None,
    until: Day = None,
    min_confidence: Confidence = 0.0,
    limit: Rows = 20,
    vocabulary: VocabularyFolder = None,
    as_json: AsJson = False,
) -> None:
    """Group the entities that have more facts among them than with others."""
    loaded, network = _view(graph, vocabulary, relations, classes, since, until, min_confidence)
    groups = newsgraph.communities(network)[:limit]
    if as_json:
        named = [[(id_, loaded.graph.entities[id_].name) for id_ in group] for group in groups]
        say_json([[{"id": id_, "name": name} for id_, name in group] for group in named])
        return
    for group in groups:
        names = ", ".join(loaded.graph.entities[id_].name for id_ in group[:8])
        more = f" and {len(group) - 8} more" if len(group) > 8 else ""
        say(f"{len(group):>4}  {names}{more}")


@app.command(epilog=epilog("network paths"))
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
    as_json: AsJson = False,
) -> None:
    """Show the shortest paths between two entities, with a sentence for each step."""
    loaded, network = _view(graph, vocabulary, relations, classes, since, until, min_confidence)
    ends = [newsgraph.entity_called(graph, text) for text in (one, other)]
    found = newsgraph.paths(loaded.graph, network, ends[0], ends[1], k=k)
    names = {id_: entity.name for id_, entity in loaded.graph.entities.items()}
    if as_json:
        say_json([[_hop_record(hop, names) for hop in path] for path in found])
        return
    for number, path in enumerate(found, start=1):
        say(f"{number}. {' – '.join([names[path[0].start], *(names[hop.end] for hop in path)])}")
        for hop in path:
            for fact, quote in zip(hop.facts, hop.quotes or [""] * len(hop.facts), strict=True):
                say(f"   {names[fact.subject]} · {fact.relation} · {names[str(fact.object)]}")
                if quote:
                    say(f"     “{quote}”")
    if not found:
        say("no path")


def _hop_record(hop: newsgraph.Hop, names: dict[str, str]) -> dict[str, object]:
    quotes = hop.quotes or ("",) * len(hop.facts)
    return {
        "start": {"id": hop.start, "name": names[hop.start]},
        "end": {"id": hop.end, "name": names[hop.end]},
        "facts": [
            {"id": fact.id, "subject": fact.subject, "relation": fact.relation, "quote": quote}
            for fact, quote in zip(hop.facts, quotes, strict=True)
        ],
    }


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
