"""Answers kept beside the dataset that gave them: a question about everything is asked once.

A dataset in an Oxigraph folder that stays as it is gives the same answer for ever. What is kept
lies in that folder: it goes when the folder goes, and a change of the graph begins another folder.
So an answer can be missing, and never old.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from newsgraph.rdf.results import Answer, AnswerKind, Term
from newsgraph.rdf.store import content_mark, is_oxigraph, put_if_possible

FOLDER = "answers"
#: Changes whenever the file of the same answer would be another.
_FORMAT = 1
#: Bytes of all answers to one dataset; the oldest go first.
_MOST = 64_000_000


def kept_or(
    dataset: Path, query: str, row_limit: int, base: str, ask: Callable[[], Answer]
) -> Answer:
    """Return the answer that is kept, or ask and keep what comes.

    Args:
        dataset: What is asked; only for an Oxigraph folder is anything kept.
        query: As the engine gets it.
        row_limit: Rows beyond it are cut off.
        base: Base IRI that the dataset was written with.
        ask: Asks the dataset that query with that limit.
    """
    found = kept(dataset, query, row_limit, base)
    if found is None:
        found = ask()
        keep(dataset, query, row_limit, base, found)
    return found


def kept(dataset: Path, query: str, row_limit: int, base: str) -> Answer | None:
    """Return the answer that is kept; ``None`` if there is none, or too little of it."""
    try:
        body = _file(dataset, query, base).read_bytes()
        digest, _, written = body.partition(b"\n")
        if hashlib.sha256(written).hexdigest().encode() != digest:
            return None
        record = json.loads(written)
        if record["truncated"] and record["limit"] < row_limit:
            return None
        answer = _read(record)
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if len(answer.rows) <= row_limit:
        return answer
    return replace(answer, rows=answer.rows[:row_limit], truncated=True)


def keep(dataset: Path, query: str, row_limit: int, base: str, answer: Answer) -> None:
    """Keep an answer; do nothing where that cannot be, as in a folder of somebody else."""
    if not is_oxigraph(dataset) or answer.kind is not AnswerKind.TABLE:
        return
    record = _record(answer, row_limit)
    if record is None:
        return
    written = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    body = hashlib.sha256(written).hexdigest().encode() + b"\n" + written
    with suppress(OSError):  # the dataset is gone
        target = _file(dataset, query, base)
        with put_if_possible(target) as draft:
            target.parent.mkdir(exist_ok=True)
            _make_room(target.parent, len(body))
            draft.write_bytes(body)


def _file(dataset: Path, query: str, base: str) -> Path:
    """Return where an answer lies: another place for another dataset, question or engine."""
    parts = (str(_FORMAT), pyoxigraph.__version__, content_mark(dataset), base, query)
    told = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass"))
    return dataset / FOLDER / f"{told.hexdigest()[:32]}.json"


def _make_room(folder: Path, size: int) -> None:
    known = [(path, path.stat()) for path in folder.iterdir()]
    room = _MOST - size - sum(stat.st_size for _, stat in known)
    for path, stat in sorted(known, key=lambda pair: pair[1].st_mtime_ns):
        if room >= 0:
            break
        path.unlink(missing_ok=True)
        room += stat.st_size


def _record(answer: Answer, row_limit: int) -> dict[str, Any] | None:
    """Return an answer as JSON, each term once; ``None`` if it has terms that are not foreseen."""
    numbers: dict[Term | None, int] = {}
    rows = [[numbers.setdefault(term, len(numbers)) for term in row] for row in answer.rows]
    terms = [_written(term) for term in numbers]
    if [_term(written) for written in terms] != list(numbers):
        return None
    return {
        "columns": answer.columns,
        "terms": terms,
        "rows": rows,
        "truncated": answer.truncated,
        "limit": row_limit,
    }


def _read(record: dict[str, Any]) -> Answer:
    terms = [_term(written) for written in record["terms"]]
    return Answer(
        kind=AnswerKind.TABLE,
        columns=tuple(record["columns"]),
        rows=tuple(tuple([terms[number] for number in row]) for row in record["rows"]),
        truncated=record["truncated"],
    )


def _written(term: Term | None) -> str | list[str | None] | None:
    """Write an IRI as text, a literal as a list, what is unbound as ``None``."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, Literal):
        return [term.value, term.language, None if term.language else term.datatype.value]
    return None


def _term(written: str | list[str | None] | None) -> Term | None:
    if isinstance(written, str):
        return NamedNode(written)
    if written is None:
        return None
    value, language, datatype = written
    if language is not None:
        return Literal(value or "", language=language)
    return Literal(value or "", datatype=NamedNode(datatype or ""))
