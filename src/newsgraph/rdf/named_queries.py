"""The queries that come with newsgraph: ``queries/*.rq``.

Each file runs as it stands in any SPARQL 1.1 engine that takes the union of all graphs as default
graph. Its first comment line is the question, the next ones explain, and lines like ::

    # parameter speaker: entity - who speaks

declare parameters. In the query a parameter is written ``VALUES ?speaker { UNDEF }``: any value,
until one is filled in. What must match stands before every ``OPTIONAL``: the engine does not
reorder across it, and tries a pattern behind it anew for each row. Long lists are sorted by a text
that is in no graph, such as ``CONCAT(STR(?s), " ")``: one that is, an IRI above all, is looked up
on the disk each time that it is compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources

from pyoxigraph import Literal, NamedNode

from newsgraph.errors import QueryError
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.terms import ng, plain, typed, xsd
from newsgraph.settings import DEFAULT_BASE

_SLOT = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")
_PARAMETER = re.compile(r"parameter (\w+): (entity|text|date|relation|class) - (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What can be filled into a query."""

    name: str
    kind: str  #: entity (an id), text, date (2025-02-18), or relation or class (a name)
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A question ready to be asked."""

    name: str
    question: str
    explanation: str
    parameters: tuple[Parameter, ...]
    text: str  #: the file, comments and all

    def names_entity(self, values: Mapping[str, str]) -> bool:
        """Tell whether a value is given that means an entity."""
        return any(values.get(p.name) for p in self.parameters if p.kind == "entity")

    def filled(self, values: Mapping[str, str], base: str = DEFAULT_BASE) -> str:
        """Return the query with values filled in; parameters without a value stay open.

        Args:
            values: Parameter → entity id, text, date, or name of a relation or class. Any text
                is safe.
            base: Base IRI that the graph was written with.

        Raises:
            QueryError: The query has no such parameter, or a value is empty or no date.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        iris = Iris(base)
        terms = {}
        for name, value in values.items():
            if name not in known:
                raise QueryError(
                    f"query {self.name} has no parameter {name!r}",
                    hint=f"parameters: {', '.join(known) or 'none'}",
                )
            if not value:
                raise QueryError(f"parameter {name} is empty", hint=known[name].explanation)
            terms[name] = str(_term(known[name], value, iris))
        # In one pass: what was filled in is not looked at again.
        return _SLOT.sub(
            lambda slot: slot[0].replace("UNDEF", terms.get(slot[1], "UNDEF")), self.text
        )


def _term(parameter: Parameter, value: str, iris: Iris) -> NamedNode | Literal:
    if parameter.kind == "entity":
        return iris.entity(value)
    if parameter.kind in {"relation", "class"}:
        return ng(value.removeprefix("ng:"))
    if parameter.kind == "date":
        day = typed(value, "date")
        if day.datatype != xsd("date"):
            raise QueryError(
                f"parameter {parameter.name} is no date: {value!r}", hint="write it as 2025-02-18"
            )
        return day
    return plain(value)


def names() -> tuple[str, ...]:
    """Return the names of all queries, sorted."""
    return tuple(sorted(_files()))


def named_query(name: str) -> NamedQuery:
    """Look a query up.

    Raises:
        QueryError: There is no query of that name.
    """
    text = _files().get(name)
    if text is None:
        near = get_close_matches(name, _files(), n=1)
        raise QueryError(
            f"no query {name!r}" + (f", did you mean {near[0]!r}?" if near else ""),
            hint=f"queries: {', '.join(names())}",
        )
    comments = [line[1:].strip() for line in text.splitlines() if line.startswith("#")]
    declared = [_PARAMETER.fullmatch(line) for line in comments]
    prose = [line for line, match in zip(comments, declared, strict=True) if not match]
    return NamedQuery(
        name=name,
        question=prose[0],
        explanation=" ".join(prose[1:]),
        parameters=tuple(
            Parameter(name=match[1], kind=match[2], explanation=match[3])
            for match in declared
            if match
        ),
        text=text,
    )


@cache
def _files() -> dict[str, str]:
    folder = resources.files("newsgraph.rdf") / "queries"
    return {
        file.name.removesuffix(".rq"): file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".rq")
    }
