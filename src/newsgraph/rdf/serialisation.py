"""RDF as bytes: the same quads give the same bytes, in every process, at any size."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from newsgraph.rdf.iris import prefixes
from newsgraph.settings import DEFAULT_BASE

_FORMATS = {
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "rdfxml": RdfFormat.RDF_XML,
}
#: Begins each line of a header.
_PREFIX = b"@prefix"
_XMLNS = b" xmlns:"
#: Bytes handed on at a time.
_PIECE = 1 << 16


def write(
    statements: Iterable[Quad] | Iterable[Triple],
    stream: IO[bytes],
    format_name: str,
    base: str = DEFAULT_BASE,
) -> None:
    """Write triples or quads in the order given, one after the other: nothing is gathered.

    Args:
        statements: Sorted, with all quads of a graph side by side.
        stream: Where the UTF-8 goes.
        format_name: ``trig``, ``nquads``, ``turtle``, ``ntriples`` or ``rdfxml``; the last two but
            one and ``rdfxml`` take triples only.
        base: Base IRI whose names are shortened by prefixes.
    """
    # Names of spans would need an escape in every second character behind a prefix.
    known = {name: iri for name, iri in prefixes(base).items() if name != "doc"}
    out = _SortedHeader(stream)
    serialize(statements, output=cast(IO[bytes], out), format=_FORMATS[format_name], prefixes=known)
    out.flush()


def serialise(
    statements: Iterable[Quad] | Iterable[Triple], format_name: str, base: str = DEFAULT_BASE
) -> bytes:
    """Return what ``write`` writes."""
    buffer = io.BytesIO()
    write(statements, buffer, format_name, base)
    return buffer.getvalue()


class _SortedHeader:
    """Sorts the prefixes, which the library writes in the random order of its hash table."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._held = bytearray()
        self._over = False

    def write(self, data: bytes) -> int:
        """Take some bytes; they are handed on in large pieces."""
        self._held += data
        if len(self._held) >= _PIECE and (self._over or _ends(self._held)):
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Hand on what is held."""
        self._stream.write(self._held if self._over else _sorted(bytes(self._held)))
        self._held = bytearray()
        self._over = True


def _ends(held: bytearray) -> bool:
    """Tell whether the header is over: a whole line that is no prefix, or an element closed."""
    if held.startswith(b"<?xml"):
        return b">" in held[held.find(b"<rdf:RDF") :] if b"<rdf:RDF" in held else False
    lines = held.split(b"\n")
    return any(line and not line.startswith(_PREFIX) for line in lines[:-1])


def _sorted(held: bytes) -> bytes:
    if held.startswith(b"<?xml"):
        start = held.find(b"<rdf:RDF") + len(b"<rdf:RDF")
        end = held.find(b">", start)
        names = held[start:end].split(_XMLNS)
        return held[:start] + _XMLNS.join([names[0], *sorted(names[1:])]) + held[end:]
    lines = held.splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith(_PREFIX)), len(lines))
    return b"".join([*sorted(lines[:count]), *lines[count:]])
