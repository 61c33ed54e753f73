"""Title, author, date, publisher, address and language: from front matter or a file beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from newsgraph.reading.cleaning import clean
from newsgraph.reading.decoding import decode

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_LARGEST_SIDECAR = 1_000_000
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is known of an article beside its text; ``None`` where nothing is said."""

    title: str | None = None
    author: str | None = None
    date: date | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def split_front_matter(text: str, warnings: list[str]) -> tuple[Mapping[str, object], str]:
    """Return the YAML between the ``---`` lines at the top, and the text below it.

    Damaged YAML is cut off and reported in ``warnings``. Without front matter the mapping is empty
    and the text whole; two lines of dashes with prose between them are no front matter.
    """
    text = text.replace("\r\n", "\n")
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        post = frontmatter.loads(text, handler=YAMLHandler())
    except Exception as error:  # YAML of strangers: bad dates, endless nesting
        warnings.append(f"front matter is not YAML and is left out: {_one_line(error)}")
        return {}, text[match.end() :]
    return (post.metadata, post.content) if post.metadata else ({}, text)


def read_sidecar(path: Path, warnings: list[str]) -> Mapping[str, object]:
    """Return the fields of ``NAME.meta.yaml`` or ``NAME.meta.json``; none if neither is there."""
    for suffix in (".meta.yaml", ".meta.json"):
        sidecar = path.with_suffix(suffix)
        if sidecar.is_file():
            return _parse_sidecar(sidecar, warnings)
    return {}


def _parse_sidecar(sidecar: Path, warnings: list[str]) -> Mapping[str, object]:
    try:
        if sidecar.stat().st_size > _LARGEST_SIDECAR:
            raise ValueError(f"larger than {_LARGEST_SIDECAR:,} bytes")
        text, _ = decode(sidecar.read_bytes())
        loaded = json.loads(text) if sidecar.suffix == ".json" else yaml.safe_load(text)
    except Exception as error:  # whatever is wrong with it, the article is readable
        warnings.append(f"{sidecar.name} cannot be read and is left out: {_one_line(error)}")
        return {}
    if not isinstance(loaded, dict):
        warnings.append(f"{sidecar.name} holds no fields and is left out")
        return {}
    return loaded


def parse_metadata(values: Mapping[str, object], warnings: list[str]) -> Metadata:
    """Pick the known fields; one of the wrong kind is left out and reported in ``warnings``."""
    return Metadata(
        title=_text(values, "title", warnings),
        author=_text(values, "author", warnings),
        date=_date(values, warnings),
        publisher=_text(values, "publisher", warnings),
        url=_url(values, warnings),
        language=_text(values, "language", warnings),
    )


def canonical_url(url: str) -> str | None:
    """Return the address without fragment and tracking parameters.

    ``None`` if it is no web address.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.netloc.lower()
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    if re.search(r"[\s<>\"{}|\\^`]", url.strip()):
        return None
    kept = [(k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.fullmatch(k)]
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", urlencode(kept), ""))


def _text(values: Mapping[str, object], key: str, warnings: list[str]) -> str | None:
    value = values.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        warnings.append(f"metadata field {key!r} is not text and is left out")
        return None
    return " ".join(clean(value).split()) or None


def _date(values: Mapping[str, object], warnings: list[str]) -> date | None:
    value = values.get("date")
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    # never ``str`` of a list: YAML's aliases can make it grow without end
    text = str(value).strip() if isinstance(value, str | int) else ""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text).date()  # as in e-mails and feeds (RFC 5322)
    except ValueError:
        warnings.append("metadata field 'date' is not a date and is left out: write YYYY-MM-DD")
        return None


def _url(values: Mapping[str, object], warnings: list[str]) -> str | None:
    value = _text(values, "url", warnings)
    url = canonical_url(value) if value else None
    if value and url is None:
        warnings.append("metadata field 'url' is no web address and is left out")
    return url


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:120]
