"""Is a dataset what it should be? SHACL for each article, SPARQL rules for the whole.

SHACL validates one graph, and its engine in Python takes a tenth of a second for an article, so it
holds what can be said of one article: ``shapes.ttl``. What spans graphs is a query that finds the
nodes at fault: ``rules/*.rq``, whose first line says what is wrong with them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from newsgraph.errors import PluginError
from newsgraph.rdf.terms import TYPE, ng

if TYPE_CHECKING:
    import rdflib

_SHACL = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """Something that should not be there, or is missing."""

    severity: str  #: violation or warning
    rule: str  #: name of the rule, or the path of the shape
    graph: str  #: IRI of the graph
    node: str  #: IRI of the node at fault
    message: str


def shapes() -> str:
    """Return the SHACL shapes as Turtle."""
    return (resources.files("newsgraph.rdf") / "shapes.ttl").read_text(encoding="utf-8")


def rules() -> dict[str, str]:
    """Return the rules across graphs, name → SPARQL, sorted by name."""
    folder = resources.files("newsgraph.rdf") / "rules"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return {f.name.removesuffix(".rq"): f.read_text(encoding="utf-8") for f in files}


def validate(store: Store, *, articles: int | None = None) -> Iterator[Fault]:
    """Yield what is wrong with a dataset: of each article, then across graphs.

    Args:
        store: The dataset.
        articles: So many articles are validated by SHACL, the first by name; ``None``: all.

    Raises:
        PluginError: pyshacl is not installed.
    """
    names = [q.subject for q in store.quads_for_pattern(None, TYPE, ng("DocumentGraph"), None)]
    graphs = sorted({n.value for n in names if isinstance(n, NamedNode)})
    for name in graphs[:articles]:
        yield from sorted(set(_by_shape(store, NamedNode(name))))
    for rule, query in rules().items():
        yield from sorted(set(_by_rule(store, rule, query)))


def _by_rule(store: Store, rule: str, query: str) -> Iterator[Fault]:
    comments = [line[1:].strip() for line in query.splitlines() if line.startswith("#")]
    severity = comments[-1].removeprefix("severity ")
    for graph, node in store.query(query, use_default_graph_as_union=True):  # type: ignore[union-attr]  # SELECT
        yield Fault(
            severity=severity,
            rule=rule,
            graph=graph.value,
            node=node.value,
            message=comments[0],
        )


def _by_shape(store: Store, graph: NamedNode) -> Iterator[Fault]:
    import rdflib

    try:
        import pyshacl
    except ImportError as error:
        raise PluginError(
            "validation needs the package pyshacl", hint="pip install 'newsgraph[validate]'"
        ) from error
    quads = store.quads_for_pattern(None, None, None, graph)
    triples = (Triple(q.subject, q.predicate, q.object) for q in quads)
    written = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    data = rdflib.Graph().parse(io.BytesIO(written), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=_shape_graph(), advanced=False)
    shacl = rdflib.Namespace(_SHACL)
    for result in report.subjects(rdflib.RDF.type, shacl.ValidationResult):
        path = report.value(result, shacl.resultPath) or report.value(
            result, shacl.sourceConstraintComponent
        )
        yield Fault(
            severity=str(report.value(result, shacl.resultSeverity)).rpartition("#")[2].lower(),
            rule=str(path).rpartition("#")[2].rpartition("/")[2],
            graph=graph.value,
            node=str(report.value(result, shacl.focusNode)),
            message=str(report.value(result, shacl.resultMessage)),
        )


@cache
def _shape_graph() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(data=shapes(), format="turtle")
