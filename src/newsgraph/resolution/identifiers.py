"""Identifiers of entities: readable, stable, equal for equal names of one kind."""

from __future__ import annotations

import base64
import hashlib
import re

from newsgraph.gazetteer.keys import name_key

_LONGEST_SLUG = 48
_HASH_LENGTH = 12  # 60 bits: among a million keys a clash is not to be expected


def entity_id(key: str, coarse: str, disambiguator: str = "") -> str:
    """Derive the identifier of an entity.

    Args:
        key: Comparison key of its canonical name or description.
        coarse: Coarse kind of its class.
        disambiguator: What keeps it apart from others of the same name; empty if nothing does.

    Returns:
        ``slug-hash``: the slug is decorative and missing when the key has no Latin letter or
        digit; the hash has twelve characters of lower-case base 32.
    """
    content = "\x1f".join((key, coarse, disambiguator)).encode("utf-8", "surrogatepass")
    digest = base64.b32encode(hashlib.sha256(content).digest()).decode("ascii")
    short = digest[:_HASH_LENGTH].lower()
    slug = slug_of(key)
    return f"{slug}-{short}" if slug else short


def slug_of(name: str) -> str:
    """Return the Latin letters and digits of a name, words joined by hyphens; may be empty."""
    words = re.sub(r"[^a-z0-9]+", "-", name_key(name)).strip("-")
    return words[:_LONGEST_SLUG].rstrip("-")
