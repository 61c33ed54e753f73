"""RDF terms: namespaces, and literals that are always well-typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from urllib.parse import quote, urlsplit

from pyoxigraph import Literal, NamedNode

#: The vocabulary of newsgraph. The address is asked for but not registered yet: it names, it does
#: not resolve.
NG = "https://w3id.org/newsgraph/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
SCHEMA = "https://schema.org/"

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_INTEGER = re.compile(r"[+-]?[0-9]{1,60}")
_DECIMAL = re.compile(r"[+-]?([0-9]{1,60}(\.[0-9]{0,60})?|\.[0-9]{1,60})")
_YEAR = re.compile(r"(?!0000)[0-9]{4}")
_YEAR_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def namespace(iri: str) -> Callable[[str], NamedNode]:
    """Return a function that makes terms of this namespace; local names are percent-encoded."""

    @cache
    def term(name: str) -> NamedNode:
        return NamedNode(iri + quote(name, safe="-._~", errors="surrogatepass"))

    return term


ng = namespace(NG)
rdf = namespace(RDF)
rdfs = namespace(RDFS)
owl = namespace(OWL)
xsd = namespace(XSD)
skos = namespace(SKOS)
prov = namespace(PROV)
nif = namespace(NIF)
schema = namespace(SCHEMA)

TYPE = rdf("type")
TRUE = Literal("true", datatype=xsd("boolean"))
FALSE = Literal("false", datatype=xsd("boolean"))


def clean(text: str) -> str:
    """Replace lone surrogates, which no encoding can carry, by U+FFFD; no offset changes."""
    return _SURROGATE.sub("\ufffd", text)


def plain(text: str) -> Literal:
    """Make an ``xsd:string`` literal."""
    return Literal(clean(text))


def in_language(text: str, language: str) -> Literal:
    """Make a language-tagged literal; a malformed tag becomes ``und`` (undetermined)."""
    tag = language.lower() if _LANGUAGE.fullmatch(language) else "und"
    return Literal(clean(text), language=tag)


def integer(number: int) -> Literal:
    """Make an ``xsd:integer`` literal."""
    return Literal(str(number), datatype=xsd("integer"))


def decimal(number: float) -> Literal:
    """Make an ``xsd:decimal`` literal with at most four decimals, in canonical form."""
    return Literal(_canonical(Decimal(f"{number:.4f}")), datatype=xsd("decimal"))


def typed(lexical: str, datatype: str) -> Literal:
    """Make a literal of an XSD datatype, in canonical form.

    Falls back to ``xsd:string`` if ``lexical`` is malformed or impossible (30 February) or the
    datatype is not one of ``Value.datatype``: the dataset never holds an ill-typed literal.
    """
    form = lexical.strip()
    check = _CANONICAL.get(datatype)
    canonical = check(form) if check else None
    if canonical is None:
        return plain(lexical)
    return Literal(canonical, datatype=xsd(datatype))


def web_address(text: str) -> NamedNode | None:
    """Make an IRI of an ``http`` or ``https`` address; ``None`` if it is no such thing.

    Characters that an IRI cannot hold are percent-encoded.
    """
    try:
        parts = urlsplit(text.strip())
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return None
        escaped = _BARE_PERCENT.sub("%25", clean(text.strip()))
        return NamedNode(quote(escaped, safe=":/?#@!$&()*+,;=%-._~"))
    except ValueError:
        return None


def _canonical(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _canonical_integer(form: str) -> str | None:
    return str(int(form)) if _INTEGER.fullmatch(form) else None


def _canonical_decimal(form: str) -> str | None:
    if not _DECIMAL.fullmatch(form):
        return None
    number = Decimal(form)
    return _canonical(number) if number else "0"


def _real_date(form: str) -> str | None:
    try:
        return date.fromisoformat(form).isoformat() if _DATE.fullmatch(form) else None
    except ValueError:
        return None


_CANONICAL: dict[str, Callable[[str], str | None]] = {
    "integer": _canonical_integer,
    "decimal": _canonical_decimal,
    "date": _real_date,
    "gYear": lambda form: form if _YEAR.fullmatch(form) else None,
    "gYearMonth": lambda form: form if _YEAR_MONTH.fullmatch(form) else None,
}
