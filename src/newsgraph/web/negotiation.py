"""Which of the forms on offer a client likes best (RFC 9110, Accept)."""

from __future__ import annotations

from collections.abc import Sequence

RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
}


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type to send; the first of equals; ``None`` if none is accepted."""
    wishes = [_parse(part) for part in (accept or "*/*").split(",") if part.strip()]
    best: tuple[float, str | None] = (0.0, None)
    for media in offered:
        # The most precise range that covers the type decides about it.
        fitting = [
            (range_.count("*"), -quality) for range_, quality in wishes if _covers(range_, media)
        ]
        quality = -min(fitting)[1] if fitting else 0.0
        if quality > best[0]:
            best = (quality, media)
    return best[1]


def _parse(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return media.lower(), quality


def _covers(range_: str, media: str) -> bool:
    kind, _, _ = range_.partition("/")
    return range_ in {"*/*", media} or (range_.endswith("/*") and media.startswith(f"{kind}/"))
