"""RDF as bytes: the same quads give the same bytes, in every process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from newsgraph.rdf.iris import prefixes
from newsgraph.settings import DEFAULT_BASE

_HEADER = re.compile(rb"(?:@prefix [^\n]*\n)+")


def serialise(
    statements: Iterable[Quad] | Iterable[Triple], format_name: str, base: str = DEFAULT_BASE
) -> bytes:
    """Serialise triples or quads in the order given.

    Args:
        statements: Sorted, with all quads of a graph side by side.
        format_name: ``trig``, ``nquads``, ``turtle``, ``ntriples`` or ``jsonld``.
        base: Base IRI whose names are shortened by prefixes.

    Returns:
        UTF-8.
    """
    # Names of spans would need an escape in every second character behind a prefix.
    known = {name: iri for name, iri in prefixes(base).items() if name != "doc"}
    written = serialize(statements, format=_FORMATS[format_name], prefixes=known) or b""
    if format_name == "jsonld":
        text = json.dumps(json.loads(written), ensure_ascii=False, indent=1, sort_keys=True)
        return f"{text}\n".encode()
    return _HEADER.sub(_sort_lines, written, count=1) if _has_prefixes(format_name) else written


def _has_prefixes(format_name: str) -> bool:
    return format_name in {"trig", "turtle"}


def _sort_lines(found: re.Match[bytes]) -> bytes:
    """Sort the prefixes, which the library writes in the random order of its hash table."""
    return b"".join(sorted(found[0].splitlines(keepends=True)))


_FORMATS = {
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
}
