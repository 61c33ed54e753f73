"""What a server allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from newsgraph.rdf.processes import MEMORY
from newsgraph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Limits and permissions of one server."""

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1")  #: names it may be called by
    origins: tuple[str, ...] = ()  #: web origins whose pages may ask (CORS)
    token: str | None = None  #: who sends it may write; without one nobody may
    seconds: float = 30.0  #: a query that runs longer is killed
    rows: int = 10_000  #: rows of an answer; what is cut off is said in a header
    body: int = 10_000_000  #: bytes of a request
    memory: int = MEMORY  #: bytes that a query may take
    processes: int = 2  #: queries at a time
    judgements: Path | None = None  #: file that judgements are added to; without one none are taken
    vocabulary: Vocabulary | None = None  #: what relations and classes are called; else built in
    tell: Callable[[str], None] = lambda _: None  #: told in words what takes long
