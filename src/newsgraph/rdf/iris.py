"""Names of things as IRIs: minting and parsing.

Everything that a build names lives under one base IRI, which its user chooses::

    {base}e/{entity}              an entity
    {base}st/{statement}          a statement
    {base}doc/{document}          an article
    {base}doc/{document}#char=4,9 a span of its text: code points, half-open
    {base}doc/{document}#text     its text as a whole
    {base}g/{document}            the named graph of all that the article supports
    {base}g/meta  g/registry  g/vocab

Identifiers are percent-encoded, so that no identifier can end an IRI or climb out of its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from newsgraph.errors import SettingsError
from newsgraph.model import Span, make_id
from newsgraph.rdf import terms
from newsgraph.settings import DEFAULT_BASE

META, REGISTRY, VOCABULARY = "meta", "registry", "vocab"

_FRAGMENT = re.compile(r"char=([0-9]+),([0-9]+)")
_KINDS = {"e": "entity", "st": "statement", "doc": "document", "g": "graph", "run": "run"}


@dataclass(frozen=True, slots=True)
class Resource:
    """What an IRI of a build names."""

    kind: str  #: entity, statement, document, span, text, graph or run
    id: str  #: identifier as in the model; for a span that of its document
    span: Span | None = None


class Iris:
    """Mints the IRIs of one build and reads them back."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        """Check the base.

        Raises:
            SettingsError: ``base`` is not an absolute IRI that ends in ``/`` or ``:``.
        """
        try:
            NamedNode(f"{base}e/x")
        except ValueError as error:
            raise SettingsError(f"base is not an IRI: {base!r} ({error})", hint=_HINT) from error
        if not base.endswith(("/", ":")) or "#" in base or "?" in base:
            raise SettingsError(f"base does not end in '/' or ':': {base!r}", hint=_HINT)
        self.base = base

    def entity(self, id_: str) -> NamedNode:
        """Name an entity."""
        return self._name("e", id_)

    def statement(self, id_: str) -> NamedNode:
        """Name a statement."""
        return self._name("st", id_)

    def document(self, id_: str) -> NamedNode:
        """Name an article."""
        return self._name("doc", id_)

    def text(self, document_id: str) -> NamedNode:
        """Name the text of an article."""
        return NamedNode(f"{self.document(document_id).value}#text")

    def span(self, document_id: str, span: Span) -> NamedNode:
        """Name a span of an article."""
        return NamedNode(f"{self.document(document_id).value}#char={span.start},{span.end}")

    def graph(self, document_id: str) -> NamedNode:
        """Name the graph of an article.

        Raises:
            ValueError: The id is that of a graph of the build itself, such as ``meta``.
        """
        if document_id in {META, REGISTRY, VOCABULARY}:
            raise ValueError(f"reserved graph name: {document_id!r}")
        return self._name("g", document_id)

    def build_graph(self, name: str) -> NamedNode:
        """Name a graph that belongs to no article: ``META``, ``REGISTRY`` or ``VOCABULARY``."""
        return self._name("g", name)

    def run(self, id_: str) -> NamedNode:
        """Name the activity that made a dataset."""
        return self._name("run", id_)

    def publisher(self, name: str) -> NamedNode:
        """Name a publisher; the same for any case and spacing of the name."""
        return self._name("publisher", make_id("publisher", " ".join(name.casefold().split())))

    def parse(self, iri: str) -> Resource | None:
        """Read an IRI of this build back; ``None`` if it is none."""
        if not iri.startswith(self.base):
            return None
        path, _, fragment = iri[len(self.base) :].partition("#")
        place, _, quoted = path.partition("/")
        if place not in _KINDS or not quoted or "/" in quoted:
            return None
        id_ = unquote(quoted, errors="surrogatepass")
        if not fragment:
            return Resource(_KINDS[place], id_)
        return _fragment(id_, fragment) if place == "doc" else None

    def _name(self, place: str, id_: str) -> NamedNode:
        if not id_:
            raise ValueError(f"empty identifier for {place}")
        return NamedNode(f"{self.base}{place}/{_quoted(id_)}")


_HINT = "choose an absolute IRI that ends in '/', such as https://data.example.org/news/"


@lru_cache(maxsize=4096)  # the triples of one article name the same few things again and again
def _quoted(id_: str) -> str:
    quoted = quote(id_, safe="", errors="surrogatepass")
    # Dots alone are path segments: a reader that resolves IRIs would climb.
    return quoted.replace(".", "%2E") if set(id_) == {"."} else quoted


def _fragment(document_id: str, fragment: str) -> Resource | None:
    if fragment == "text":
        return Resource("text", document_id)
    found = _FRAGMENT.fullmatch(fragment)
    if found is None or int(found[1]) >= int(found[2]):
        return None
    return Resource("span", document_id, Span(start=int(found[1]), end=int(found[2])))


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Return the prefixes that files are written with and queries may use, sorted by name."""
    return {
        "doc": f"{base}doc/",
        "e": f"{base}e/",
        "g": f"{base}g/",
        "ng": terms.NG,
        "nif": terms.NIF,
        "owl": terms.OWL,
        "prov": terms.PROV,
        "rdf": terms.RDF,
        "rdfs": terms.RDFS,
        "run": f"{base}run/",
        "schema": terms.SCHEMA,
        "skos": terms.SKOS,
        "st": f"{base}st/",
        "xsd": terms.XSD,
    }
