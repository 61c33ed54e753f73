"""Judgements sent by the page: added to the file that the next build reads."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from newsgraph.judgements import (
    Judgement,
    Verdict,
    append_judgements,
    dump_judgements,
    read_judgements,
)
from newsgraph.vocabulary import Vocabulary
from newsgraph.web.messages import Refusal, body_of, media_type, text
from newsgraph.web.protocol import check_token

if TYPE_CHECKING:
    from newsgraph.web.data import Data

_MOST = 1000  #: judgements of one request
_LONGEST = 1000  #: letters of one field
_FIELDS = ("judgement", "one", "other", "by", "when", "why")
_WRITING = threading.Lock()


async def judgements(request: Request, data: Data) -> Response:
    """Send the judgements there are, or add some: all of them, or none if one is not usable.

    Raises:
        Refusal: The server takes none, the request has no token, or something in it is wrong.
        ReadError: The file cannot be read or written.
    """
    file = data.options.judgements
    if file is None:
        raise Refusal(403, "this server takes no judgements: start it with --judgements FILE")
    if request.method == "POST":
        check_token(request, data)
        if media_type(request) != "application/json":
            raise Refusal(415, "send application/json")
        body = text(await body_of(request, data.options.body))
        given = _parsed(body, data.vocabulary)
        await run_in_threadpool(_append, file, given)
        return JSONResponse({"accepted": len(given)})
    return JSONResponse({"judgements": await run_in_threadpool(_read, file)})


def _append(file: Path, given: list[Judgement]) -> None:
    with _WRITING:
        append_judgements(file, given)


def _read(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        return []
    return [json.loads(line) for line in dump_judgements(read_judgements(file)).splitlines()]


def _parsed(body: str, vocabulary: Vocabulary) -> list[Judgement]:
    try:
        records = json.loads(body)["judgements"]
    except (ValueError, KeyError, TypeError, RecursionError):
        records = None
    if not isinstance(records, list):
        raise Refusal(400, 'send {"judgements": [{"judgement": "same", "one": "…", "other": "…"}]}')
    if len(records) > _MOST:
        raise Refusal(413, f"at most {_MOST} judgements at a time")
    return [_judgement(record, n, vocabulary) for n, record in enumerate(records, start=1)]


def _judgement(record: Any, number: int, vocabulary: Vocabulary) -> Judgement:  # noqa: ANN401 - JSON
    """Read one record.

    Raises:
        Refusal: It is no judgement; says which one and why.
    """

    def refused(why: str) -> Refusal:
        return Refusal(400, f"judgement {number}: {why}")

    if not isinstance(record, dict) or not all(isinstance(v, str) for v in record.values()):
        raise refused("not an object of texts")
    unknown = sorted(set(record) - set(_FIELDS))
    if unknown:
        raise refused(f"no field is called {unknown[0][:50]!r}; there are {', '.join(_FIELDS)}")
    if any(len(value) > _LONGEST for value in record.values()):
        raise refused(f"a field has at most {_LONGEST} letters")
    if any(not value.isprintable() for value in record.values()):
        raise refused("a field is one line of printable letters")
    verdicts = [str(verdict) for verdict in Verdict]
    if record.get("judgement") not in verdicts:
        raise refused(f"'judgement' is one of {', '.join(verdicts)}")
    fields = {name: value.strip() for name, value in record.items() if name != "judgement"}
    try:
        made = Judgement(judgement=Verdict(record["judgement"]), **{"one": "", **fields})
    except ValueError as error:
        raise refused(str(error)) from error
    if made.judgement is Verdict.CLASS and made.other not in vocabulary.classes:
        raise refused(f"no class is called {made.other!r}")
    return made
