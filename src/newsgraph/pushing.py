"""A graph to other stores and back, by the SPARQL 1.1 Graph Store Protocol.

Only named graphs that have changed travel. What a store has got is written down after each graph,
so that a push that breaks off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from newsgraph.errors import PluginError, RemoteError
from newsgraph.folder import open_dataset
from newsgraph.rdf.ordering import quad_order, triple_order
from newsgraph.rdf.store import load_store

if TYPE_CHECKING:
    import httpx

_NTRIPLES = "application/n-triples"
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
#: Answers that a later attempt may better.
_PASSING = {408, 425, 429, 500, 502, 503, 504}
#: Told after each graph: stage, graphs done, graphs in all.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How to be let in, and how patient to be."""

    token: str | None = None  #: sent as ``Authorization: Bearer``
    user: str | None = None
    password: str = ""
    digest: bool = False  #: Digest instead of Basic authentication, as Virtuoso wants
    attempts: int = 5
    wait: float = 0.5  #: seconds before the second attempt; doubled each time
    timeout: float = 60.0  #: seconds without an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What a push did."""

    sent: int
    deleted: int
    unchanged: int


def push(
    folder: Path | str,
    url: str,
    *,
    access: Access | None = None,
    everything: bool = False,
    progress: Progress | None = None,
) -> Pushed:
    """Send the named graphs that have changed since the last push to the same address.

    Args:
        folder: A graph's folder.
        url: Address of the Graph Store Protocol of a store, without ``?graph=``.
        access: How to be let in.
        everything: Send all graphs, whatever was sent before.
        progress: Called after each graph.

    Raises:
        RemoteError: The store cannot be reached or refuses; what was sent is remembered.
        GraphError: The folder is missing or damaged.
        PluginError: httpx is not installed.
    """
    folder = Path(folder)
    record = folder / f".pushed-{hashlib.sha256(url.encode()).hexdigest()[:12]}.json"
    known = {} if everything else _remembered(record)
    sent = deleted = 0
    with open_dataset(folder) as dataset, _client(access) as client:
        store = load_store(dataset)
        names = sorted(n.value for n in store.named_graphs() if isinstance(n, NamedNode))
        gone = sorted(known.keys() - set(names))
        for done, name in enumerate(names, start=1):
            body = _written(store, name)
            digest = hashlib.sha256(body).hexdigest()
            if known.get(name) != digest:
                headers = {"Content-Type": _NTRIPLES}
                _ask(client, access, "PUT", url, name, content=body, headers=headers)
                known[name] = digest
                _remember(record, known)
                sent += 1
            if progress:
                progress("sending", done, len(names))
        for name in gone:
            _ask(client, access, "DELETE", url, name, missing=True)
            del known[name]
            _remember(record, known)
            deleted += 1
    return Pushed(sent=sent, deleted=deleted, unchanged=len(names) - sent)


def pull(
    url: str,
    sparql: str,
    path: Path | str,
    *,
    access: Access | None = None,
    progress: Progress | None = None,
) -> int:
    """Read all named graphs of a store into an N-Quads file, in the order of an export.

    Args:
        url: Address of its Graph Store Protocol.
        sparql: Address of its SPARQL Protocol, which knows the names of the graphs.
        path: File to write, ending in ``.nq``.
        access: How to be let in.
        progress: Called after each graph.

    Returns:
        The number of quads.

    Raises:
        RemoteError: The store cannot be reached, refuses, or answers something else.
        PluginError: httpx is not installed.
    """
    path = Path(path)
    count = 0
    draft = path.with_name(f".{path.name}.draft")
    try:
        with _client(access) as client, draft.open("wb") as stream:
            names = _names(client, access, sparql)
            for done, name in enumerate(names, start=1):
                answer = _ask(client, access, "GET", url, name, headers={"Accept": _NTRIPLES})
                quads = _read(answer.content, name)
                written = serialize(sorted(quads, key=quad_order), format=RdfFormat.N_QUADS)
                stream.write(written or b"")
                count += len(quads)
                if progress:
                    progress("reading", done, len(names))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _written(store: Store, name: str) -> bytes:
    quads = store.quads_for_pattern(None, None, None, NamedNode(name))
    triples = sorted((Triple(q.subject, q.predicate, q.object) for q in quads), key=triple_order)
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _read(body: bytes, name: str) -> set[Quad]:
    try:
        found = parse(body, format=RdfFormat.N_TRIPLES)
        return {Quad(q.subject, q.predicate, q.object, NamedNode(name)) for q in found}
    except (SyntaxError, ValueError) as error:
        raise RemoteError(
            f"the store's answer for {name} is no N-Triples: {str(error)[:200]}",
            hint="is this the address of its Graph Store Protocol?",
        ) from error


def _names(client: httpx.Client, access: Access | None, sparql: str) -> list[str]:
    headers = {"Accept": "application/sparql-results+json"}
    answer = _attempt(client, access, "POST", sparql, {}, data={"query": _GRAPHS}, headers=headers)
    try:
        rows = answer.json()["results"]["bindings"]
        return sorted(row["g"]["value"] for row in rows if row["g"]["type"] == "uri")
    except (ValueError, KeyError, TypeError) as error:
        raise RemoteError(
            f"{sparql} does not answer as SPARQL does",
            hint="is this the address of its SPARQL Protocol?",
        ) from error


def _ask(
    client: httpx.Client,
    access: Access | None,
    method: str,
    url: str,
    name: str,
    *,
    missing: bool = False,
    **options: object,
) -> httpx.Response:
    return _attempt(client, access, method, url, {"graph": name}, missing=missing, **options)


def _attempt(
    client: httpx.Client,
    access: Access | None,
    method: str,
    url: str,
    params: dict[str, str],
    *,
    missing: bool = False,
    **options: object,
) -> httpx.Response:
    """Make a request, again and again while the store may yet answer.

    Raises:
        RemoteError: It does not, or it refuses.
    """
    import httpx

    access = access or Access()
    for attempt in range(1, access.attempts + 1):
        pause = access.wait * 2 ** (attempt - 1)
        try:
            answer = client.request(method, url, params=params, **options)  # type: ignore[arg-type]  # of httpx
        except httpx.InvalidURL as error:
            raise RemoteError(
                f"not an address: {url}", hint="give http://… or https://…"
            ) from error
        except httpx.HTTPError as error:
            if attempt == access.attempts or isinstance(error, httpx.UnsupportedProtocol):
                raise RemoteError(
                    f"{url} cannot be reached: {error}",
                    hint="run the command again later: it goes on where it stopped",
                ) from error
            time.sleep(pause)
            continue
        if answer.is_success or (missing and answer.status_code == httpx.codes.NOT_FOUND):
            return answer
        if attempt < access.attempts and answer.status_code in _PASSING:
            told = answer.headers.get("retry-after", "")
            time.sleep(float(told) if told.isdigit() else pause)
            continue
        raise RemoteError(
            f"{method} {url} for {params.get('graph', 'its graphs')}: {answer.status_code} "
            f"{answer.text[:200].strip()}",
            hint="give --token or --user" if answer.status_code in {401, 403} else "",
        )
    raise AssertionError("the last attempt returns or raises")


@contextmanager
def _client(access: Access | None) -> Iterator[httpx.Client]:
    try:
        import httpx
    except ImportError as error:
        raise PluginError(
            "talking to other stores needs httpx", hint="pip install 'newsgraph[web]'"
        ) from error
    access = access or Access()
    headers = {"Authorization": f"Bearer {access.token}"} if access.token else {}
    auth: httpx.Auth | None = None
    if access.user:
        kind = httpx.DigestAuth if access.digest else httpx.BasicAuth
        auth = kind(access.user, access.password)
    with httpx.Client(headers=headers, auth=auth, timeout=access.timeout) as client:
        yield client


def _remembered(record: Path) -> dict[str, str]:
    try:
        known = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(record: Path, known: dict[str, str]) -> None:
    draft = record.with_suffix(".draft")
    draft.write_text(json.dumps(known, sort_keys=True, indent=0), encoding="utf-8")
    draft.replace(record)
