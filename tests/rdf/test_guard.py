from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from newsgraph.errors import QueryError, QueryRefused
from newsgraph.rdf.guard import MAX_LENGTH, checked
from newsgraph.rdf.query import select


class Listener:
    """A server on this machine that counts who connects."""

    def __init__(self) -> None:
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


@pytest.fixture
def store() -> Store:
    """One triple, so that patterns before a SERVICE match and it would be called."""
    filled = Store()
    filled.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal(1), NamedNode("urn:g")))
    return filled


ATTACKS = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "small letters": "select * { service <URL> { ?s ?p ?o } }",
    "comment between": "SELECT * { SERVICE#x\n<URL> { ?s ?p ?o } }",
    "no space": "SELECT * { ?s ?p 1SERVICE<URL>{ ?s ?p ?o } }",
    "joined silent": "SELECT * { SERVICESILENT<URL>{ ?s ?p ?o } }",
    "empty prefix": "PREFIX : <URL> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "variable": "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "subquery": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "exists": "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "quote in comparison": (
        "SELECT * { ?s ?p ?a, ?b FILTER(?a<?b&&'>'!=?a||true) SERVICE <URL> { ?s ?p '...' } }"
    ),
    "hash in local name": (
        "PREFIX e: <urn:> SELECT * { OPTIONAL { ?s e:a\\# ?o } SERVICE <URL> { ?s ?p ?o } }"
    ),
    "escaped hash": "PREFIX e: <urn:> SELECT * { ?s ?p e:a\\#. SERVICE <URL> { ?s ?p ?o } }",
    "escaped quote": "PREFIX e: <urn:> SELECT * { ?s ?p e:a\\'. SERVICE <URL> { ?s ?p 'x' } }",
    "escape in IRI": "SELECT * { ?s ?p <urn:\\u0023#> . SERVICE <URL> { ?s ?p ?o } }",
    "unclosed long string": 'SELECT * { ?s ?p """a" . SERVICE <URL> { ?s ?p "b" } }',
    "quote in long string": "SELECT * { ?s ?p '''a'b''' . SERVICE <URL> { ?s ?p ''' ''' } }",
    "load": "LOAD <URL>",
    "load silent": "LOAD SILENT <URL> INTO GRAPH <urn:g>",
    "from": "SELECT * FROM <URL> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_query_reaches_the_network(attack: str, listener: Listener, store: Store) -> None:
    with pytest.raises(QueryRefused) as caught:
        select(store, attack.replace("URL", listener.url))
    assert caught.value.hint
    assert listener.connections == 0


def test_listener_would_see_a_connection(listener: Listener, store: Store) -> None:
    """The tests above prove something only because the engine itself does call."""
    with suppress(OSError, RuntimeError):
        list(store.query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}"))  # type: ignore[arg-type]
    assert listener.connections > 0


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "drop graph <urn:g>",
        "CREATE GRAPH <urn:h>",
        "COPY <urn:g> TO <urn:h>",
        "MOVE <urn:g> TO <urn:h>",
        "ADD <urn:g> TO <urn:h>",
        "PREFIX a: <urn:a> # SELECT\nINSERT { ?s a:b 1 } WHERE { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_updates_are_refused_and_change_nothing(update: str, store: Store) -> None:
    with pytest.raises(QueryRefused):
        select(store, update)
    assert len(store) == 1


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/>" }',
        "SELECT * { ?s ?p '''LOAD \n 'DROP' ''' }",
        "SELECT * { ?s ?p ?o } # SERVICE <http://x/> { }",
        "SELECT * { ?s <https://x.example/SERVICE/load#from> ?o }",
        "SELECT ?service ?from { ?service ?from ?o }",
        "PREFIX schema: <https://schema.org/> SELECT * { ?s a schema:Service }",
        "PREFIX e: <urn:> SELECT * { ?s ?p e:load-shedding-service }",
        'SELECT * { ?s ?p "say \\"SERVICE\\"" }',
        "SELECT * { ?s ?p ?o FILTER(?o < 2 && ?o > 0) }",
    ],
)
def test_innocent_words_pass(query: str, store: Store) -> None:
    assert select(store, query) is not None


def test_comment_is_blanked_and_all_else_keeps_its_place() -> None:
    query = "SELECT * # a comment\r\n{ ?s ?p '#', <urn:x#y> } # end"
    safe = checked(query)
    assert "comment" not in safe and "end" not in safe
    assert len(safe) == len(query)
    assert safe.index("'#', <urn:x#y>") == query.index("'#', <urn:x#y>")


def test_ambiguous_iri_is_refused() -> None:
    with pytest.raises(QueryRefused, match="comparison"):
        checked("SELECT * { ?s ?p <http://x/'> }")


def test_endless_query_is_refused() -> None:
    with pytest.raises(QueryRefused, match="characters"):
        checked("ASK {}" + " " * MAX_LENGTH)


@pytest.mark.parametrize(
    "query",
    [
        f"ASK {{ FILTER({'!' * 40_000}true) }}",
        f"ASK {{ FILTER({'1+' * 20_000}1) }}",
        f"ASK {{ FILTER({'1.e0||' * 8_000}1) }}",
        f"ASK {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
        f"ASK {{ ?a {'(' * 20_000}<urn:x>{')*' * 9_000} ?b }}",
        f"ASK {{ {'{' * 20_000}{'}' * 20_000} }}",
    ],
    ids=["not", "plus", "or", "brackets", "path", "groups"],
)
def test_query_that_would_end_the_process_is_refused(query: str, store: Store) -> None:
    with pytest.raises(QueryRefused, match=r"brackets|operators"):
        select(store, query)
    with pytest.raises(QueryRefused, match=r"brackets|operators"):
        checked(f"DELETE {{ }} WHERE {{ {query[5:-1]} }}", updates=True)


def test_long_but_flat_queries_and_data_pass(store: Store) -> None:
    either = " || ".join(f"?o = {number}" for number in range(300))
    select(store, f"ASK {{ ?s ?p ?o FILTER({either}) }}")
    data = "".join(f"<urn:a> <urn:b> -{number}.5e-3 . " for number in range(5000))
    assert checked(f"INSERT DATA {{ {data} }}", updates=True)


def test_refusal_is_a_query_error() -> None:
    assert issubclass(QueryRefused, QueryError)
