"""``newsgraph query``: SPARQL over a graph's folder."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import newsgraph
from newsgraph.cli.console import note, printable, say

if TYPE_CHECKING:
    from newsgraph.rdf.results import Answer

#: Columns of a table that goes to a file or another program; a terminal knows its own width.
_WIDTH = 200


class AnswerFormat(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "md"


def _named_queries(incomplete: str) -> list[tuple[str, str]]:
    """Return what a shell offers for QUERY: the named ones, with what they ask."""
    found = [(f"@{q.name}", q.question) for q in newsgraph.questions()]
    return [(name, told) for name, told in found if name.startswith(incomplete)]


def query(  # noqa: PLR0913, PLR0917 - one parameter for each option
    graph: Annotated[
        Path | None, typer.Argument(help="Graph folder or RDF file.", metavar="GRAPH")
    ] = None,
    sparql: Annotated[
        str | None,
        typer.Argument(
            help="SPARQL 1.1, or @NAME of a query that comes along.",
            metavar="QUERY",
            autocompletion=_named_queries,
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(help="Values for a named query.", metavar="PARAMETER=VALUE"),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    format_name: Annotated[
        AnswerFormat, typer.Option("-f", "--format", help="How to print the answer.")
    ] = AnswerFormat.TABLE,
    limit: Annotated[int, typer.Option(min=1, help="Rows at most.")] = 1000,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds at most.")] = 60.0,
) -> None:
    """Ask a graph in SPARQL; common prefixes need not be declared."""
    if list_:
        _list_questions()
        return
    if graph is None or sparql is None:
        raise typer.BadParameter("give GRAPH and QUERY, or --list")
    if sparql.startswith("@"):
        chosen = dict(map(_parameter, values or ()))
        answer = newsgraph.ask(graph, sparql[1:], chosen, limit=limit, timeout=timeout)
    elif values:
        raise typer.BadParameter("only a named query (@NAME) takes values")
    else:
        answer = newsgraph.query(graph, sparql, limit=limit, timeout=timeout)
    _print(answer, format_name, newsgraph.base_of(graph))
    if answer.truncated:
        note(f"note: only the first {limit} rows are shown; raise --limit for more")


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise typer.BadParameter(f"{text!r} is not of the form PARAMETER=VALUE")
    return name, value


def _list_questions() -> None:
    for question in newsgraph.questions():
        say(f"@{question.name}: {question.question}")
        for parameter in question.parameters:
            say(f"    {parameter.name}=… ({parameter.kind}): {parameter.explanation}")


def _print(answer: Answer, format_name: AnswerFormat, base: str) -> None:
    if format_name is AnswerFormat.TABLE:
        _print_table(answer, newsgraph.to_cells(answer, base))
    elif format_name is AnswerFormat.CSV:
        sys.stdout.write(newsgraph.to_csv(answer))
    elif format_name is AnswerFormat.JSON:
        say(newsgraph.to_json(answer))
    else:
        sys.stdout.write(newsgraph.to_markdown(answer, base))


def _print_table(answer: Answer, rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for name in answer.columns:
        table.add_column(Text(printable(name)), overflow="fold")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else _WIDTH).print(table)
    note(f"{len(rows)} rows")
