"""RDF in all its syntaxes and profiles.

Turtle and N-Triples hold what the articles assert and who is who; so does nothing else but they.
TriG, N-Quads and JSON-LD are the dataset: one named graph per article, with every statement and its
evidence; ``rdf12`` is the same with the reifiers of RDF 1.2, RDF/XML the same without its graphs.
Everything is written as it comes, article by article; only RDF/XML is sorted as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TypedDict, Unpack

from pyoxigraph import Literal, Quad, Triple

from newsgraph.exporting.attributes import NOT_XML
from newsgraph.exporting.linked_json import JsonLd
from newsgraph.graph import KnowledgeGraph
from newsgraph.rdf.encode import Encoder, Run, direct_triples, to_quads
from newsgraph.rdf.ordering import in_order
from newsgraph.rdf.profiles import nanopublications, reified, web_annotations
from newsgraph.rdf.serialisation import write
from newsgraph.settings import DEFAULT_BASE, StoreText
from newsgraph.vocabulary import Vocabulary

#: Formats that hold the dataset, and so can be written from its quads alone.
DATASETS = ("jsonld", "nquads", "rdf12", "rdfxml", "trig")
#: Those that need nothing sorted across graphs.
STREAMED = ("jsonld", "nquads", "rdf12", "trig")


class Options(TypedDict, total=False):
    """The options of ``rdf.to_quads``; formats without evidence use ``base`` only."""

    base: str
    store_text: StoreText
    run: Run


def write_dataset(
    quads: Iterable[Quad], stream: IO[bytes], format_name: str, vocabulary: Vocabulary, base: str
) -> None:
    """Write a dataset as it comes.

    Args:
        quads: In the order of ``to_quads``.
        stream: Where the UTF-8 goes.
        format_name: One of ``STREAMED``.
        vocabulary: Says which properties JSON-LD has keys for.
        base: IRI that names begin with.
    """
    if format_name == "jsonld":
        JsonLd(vocabulary, base).write(quads, stream)
    elif format_name == "rdf12":
        write(reified(quads), stream, "trig", base)
    else:
        write(quads, stream, format_name, base)


def _writer(format_name: str) -> Callable[..., None]:
    def export(
        graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary, **options: Unpack[Options]
    ) -> None:
        base = options.get("base", DEFAULT_BASE)
        quads: Iterable[Quad] = to_quads(graph, vocabulary, **options)
        if format_name == "rdfxml":  # without its graphs a triple may stand twice
            with path.open("wb") as stream:
                write(in_order(map(_for_xml, quads)), stream, "rdfxml", base)
            return
        with path.open("wb") as stream:
            write_dataset(quads, stream, format_name, vocabulary, base)

    export.__doc__ = f"Write the dataset as {format_name}."
    return export


write_trig = _writer("trig")
write_nquads = _writer("nquads")
write_jsonld = _writer("jsonld")
write_rdf12 = _writer("rdf12")
write_rdfxml = _writer("rdfxml")


def write_turtle(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,  # noqa: ARG001  # all writers are called alike
    **options: Unpack[Options],
) -> None:
    """Write asserted facts and entities as Turtle."""
    _write_triples(direct_triples(graph, _base(options)), path, "turtle", options)


def write_ntriples(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,  # noqa: ARG001  # all writers are called alike
    **options: Unpack[Options],
) -> None:
    """Write asserted facts and entities as N-Triples."""
    _write_triples(direct_triples(graph, _base(options)), path, "ntriples", options)


def write_annotations(
    graph: KnowledgeGraph,
    path: Path,
    *,
    vocabulary: Vocabulary,  # noqa: ARG001  # all writers are called alike
    **options: Unpack[Options],
) -> None:
    """Write a Web Annotation for each statement, as Turtle."""
    text = options.get("store_text", StoreText.QUOTES)
    _write_triples(web_annotations(graph, _base(options), text), path, "turtle", options)


def write_nanopublications(
    graph: KnowledgeGraph, path: Path, *, vocabulary: Vocabulary, **options: Unpack[Options]
) -> None:
    """Write a nanopublication for each statement that asserts a fact, as TriG."""
    text, base = options.get("store_text", StoreText.QUOTES), _base(options)
    software = f"https://w3id.org/newsgraph/software/{Encoder(vocabulary, base).software}"
    with path.open("wb") as stream:
        write(nanopublications(graph, base, text, software), stream, "trig", base)


def _for_xml(quad: Quad) -> Triple:
    """Return the triple with U+FFFD for what XML cannot hold, such as control characters."""
    target = quad.object
    if isinstance(target, Literal) and NOT_XML.search(target.value):
        text = NOT_XML.sub("\ufffd", target.value)
        if target.language:
            target = Literal(text, language=target.language)
        else:
            target = Literal(text, datatype=target.datatype)
    return Triple(quad.subject, quad.predicate, target)


def _base(options: Options) -> str:
    return options.get("base", DEFAULT_BASE)


def _write_triples(
    triples: Iterator[Triple], path: Path, format_name: str, options: Options
) -> None:
    with path.open("wb") as stream:
        write(triples, stream, format_name, _base(options))
