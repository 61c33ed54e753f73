"""RSS and Atom feeds that were saved as files: one document for each entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

from newsgraph.errors import ReadError
from newsgraph.reading.blocks import fragment_text
from newsgraph.reading.content import Article, Content, Part, Unread
from newsgraph.settings import Settings


def read(content: Content, settings: Settings) -> Iterator[Part]:
    """Yield the entries in the order of the feed: the full text if it holds it, else the summary.

    Nothing is fetched: an entry that only links to its article is reported.
    """
    import feedparser

    data = content.read(settings.max_bytes)
    if b"<!ENTITY" in data:
        raise ReadError(
            "defines XML entities, which can grow without end; it is not read",
            hint="save it anew without a DOCTYPE",
        )
    feed = feedparser.parse(BytesIO(data))  # a stream: text could be taken for an address
    if not feed.version:
        raise ReadError("is no RSS or Atom feed", hint="give it the ending of what it is")
    if not feed.entries:
        raise ReadError("is a feed without entries", hint="save it anew")
    about = feed.feed
    for number, entry in enumerate(feed.entries, start=1):
        name = f"{content.name}/{number:05}"
        bodies = [str(part.get("value") or "") for part in entry.get("content", ())]
        text = fragment_text(next(filter(None, bodies), None) or str(entry.get("summary") or ""))
        if not text.strip():
            error = ReadError(
                f"the entry {str(entry.get('title') or number)!r} holds no text",
                hint="save the page that it links to",
            )
            yield Unread(name=name, error=error)
            continue
        yield Article(name=name, text=text, fields=_fields(entry, about), declared=False)


def _fields(entry: Mapping[str, object], about: Mapping[str, object]) -> dict[str, object]:
    moment = entry.get("published_parsed") or dict(entry).get("updated_parsed")
    day = "-".join(f"{part:02}" for part in moment[:3]) if isinstance(moment, tuple) else None
    fields = {
        "title": fragment_text(str(entry.get("title") or "")),
        "author": entry.get("author"),
        "date": f"{day:0>10}" if day else None,
        "publisher": about.get("title"),
        "url": entry.get("link"),
        "language": entry.get("language") or about.get("language"),
    }
    return {key: value for key, value in fields.items() if value}
