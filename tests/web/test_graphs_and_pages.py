"""Graph Store Protocol, pages of entities, questions, and who may ask at all."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

import newsgraph
from factory_graph import ANA as ANA_OF_THE_FACTORY
from factory_graph import HOSTILE, small_graph
from factory_news import make_article
from newsgraph.database.layout import Place
from newsgraph.database.snapshots import open_latest
from newsgraph.database.working import Database
from newsgraph.exporting import export
from newsgraph.rdf.kept import FOLDER
from newsgraph.rdf.named_queries import named_query
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin

from .conftest import ANA, COMPANY, TOKEN, VEDRA, serving

FIRST = "https://newsgraph.invalid/g/doc-0123456789abcdef"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {"Content-Type": "text/turtle", **BEARER}


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_graph_is_read_in_every_syntax(client: httpx.Client, reading: str, media: str) -> None:
    url, params = f"{reading}graphs", {"graph": FIRST}
    response = client.get(url, params=params, headers={"Accept": media})
    assert response.headers["content-type"].partition(";")[0] == media
    plain = client.get(url, params=params, headers={"Accept": "application/n-triples"})
    expected = {q.triple for q in parse(plain.content, format=RdfFormat.N_TRIPLES)}
    found = {q.triple for q in parse(response.content, format=RdfFormat.from_media_type(media))}
    assert found == expected and len(found) > 100
    assert client.head(url, params=params).status_code == 200


def test_union_of_all_graphs_is_streamed(client: httpx.Client, reading: str) -> None:
    response = client.get(f"{reading}graphs?default")
    triples = {q.triple for q in parse(response.content, format=RdfFormat.N_TRIPLES)}
    assert len(triples) > 2000


@pytest.mark.parametrize(
    ("method", "query", "status"),
    [
        ("GET", "graph=urn:absent", 404),
        ("GET", "", 400),
        ("GET", "graph=urn:mine&default", 400),
        ("GET", "graph=not%20an%20iri", 400),
        ("PUT", "graph=urn:mine", 403),
        ("DELETE", "graph=urn:mine", 403),
        ("PATCH", "graph=urn:mine", 405),
    ],
)
def test_graph_store_tells_what_it_does_not_do(
    client: httpx.Client, reading: str, method: str, query: str, status: int
) -> None:
    assert client.request(method, f"{reading}graphs?{query}").status_code == status


def test_graph_is_put_extended_and_dropped(client: httpx.Client, writing: str) -> None:
    url, params = f"{writing}graphs", {"graph": "urn:yours"}

    def size() -> int:
        read = client.get(url, params=params, headers={"Accept": "application/n-triples"})
        return len(list(parse(read.content, format=RdfFormat.N_TRIPLES)))

    put = client.put(url, params=params, content="<urn:a> <urn:b> 1, 2 .", headers=TURTLE)
    assert put.status_code == 201 and size() == 2
    put = client.put(url, params=params, content="<urn:a> <urn:b> [ <urn:c> 3 ] .", headers=TURTLE)
    assert put.status_code == 204 and size() == 2
    post = client.post(
        url, params=params, content="<urn:a> <urn:b> 'é', \"x\\n\" .", headers=TURTLE
    )
    assert post.status_code == 204 and size() == 4
    assert client.put(url, params=params, content="<urn:a", headers=TURTLE).status_code == 400
    pictures = {"Content-Type": "image/png", **BEARER}
    assert client.put(url, params=params, content=b"", headers=pictures).status_code == 415
    assert size() == 4
    assert client.delete(url, params=params, headers=BEARER).status_code == 204
    assert client.get(url, params=params).status_code == 404
    assert client.delete(url, params=params, headers=BEARER).status_code == 404


def test_graphs_of_articles_are_not_written_to(client: httpx.Client, writing: str) -> None:
    for method in ("PUT", "POST", "DELETE"):
        response = client.request(
            method, f"{writing}graphs", params={"graph": FIRST}, content="", headers=TURTLE
        )
        assert response.status_code == 403
        assert "newsgraph add" in response.text
    assert client.put(f"{writing}graphs", params={"graph": FIRST}).status_code == 401


def test_entity_opens_as_a_page_and_as_rdf(client: httpx.Client, reading: str) -> None:
    page = client.get(f"{reading}e/{ANA}", headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>Ana Đorđević</h1>" in page.text
    assert "praised the Brenn Mission" in page.text
    turtle = client.get(f"{reading}e/{ANA}", headers={"Accept": "text/turtle"})
    described = rdflib.Graph().parse(data=turtle.text, format="turtle")
    ng = rdflib.Namespace("https://w3id.org/newsgraph/ns#")
    assert list(described.triples((None, ng.praises, None)))
    assert list(described.triples((None, ng.speaker, None)))
    linked = client.get(f"{reading}e/{ANA}", headers={"Accept": "application/ld+json"})
    assert json.loads(linked.text)
    assert client.get(f"{reading}e/nobody").status_code == 404
    assert client.get(f"{reading}doc/doc-0123456789abcdef").status_code == 200


def test_names_of_strangers_are_text_on_pages(client: httpx.Client, reading: str) -> None:
    page = client.get(f"{reading}e/{COMPANY}")
    assert HOSTILE.partition(">")[0] not in page.text
    assert "&lt;/script&gt;" in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_questions_are_listed_and_answered(client: httpx.Client, reading: str) -> None:
    listed = client.get(f"{reading}questions").json()
    assert len(listed) >= 25
    url, params = f"{reading}questions/about_entity", {"entity": "Vedra"}
    answer = client.get(url, params=params).json()
    assert len(answer["results"]["bindings"]) == 4
    by_id = client.get(url, params={"entity": VEDRA}, headers={"Accept": "text/csv"})
    assert len(list(csv.reader(io.StringIO(by_id.text, newline="")))) == 5
    assert client.get(url, params={"entity": "Nobody"}).status_code == 404
    assert client.get(f"{reading}questions/nothing").status_code == 400


def test_questions_about_everything_are_answered_beforehand_and_follow_changes(
    client: httpx.Client, tmp_path: Path
) -> None:
    graph = tmp_path / "graph"
    first, second = (
        make_article(n, [((name,), "praises", ("Brenn",), False, None)])
        for n, name in enumerate(["Ana Kolar", "Marko Kolar"])
    )
    with Database(graph, builtin(), settings=Settings()) as database:
        database.put(first, "")
    everything = [q.name for q in newsgraph.questions() if not q.parameters]
    with serving(graph) as address:
        kept = open_latest(Place(graph)).path / FOLDER
        _until(lambda: kept.is_dir() and len([*kept.glob("*.json")]) == len(everything))
        with Database(graph, builtin()) as database:
            database.put(second, "")
        for name in everything:
            answer = client.get(f"{address}questions/{name}").json()
            plain = newsgraph.query(graph, named_query(name).text)
            assert answer == json.loads(newsgraph.to_json(plain)), name
        assert "Marko Kolar" in client.get(f"{address}questions/best_supported").text


def _until(holds: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_query_page_needs_nothing_from_elsewhere(client: httpx.Client, reading: str) -> None:
    page = client.get(reading).text
    script = client.get(f"{reading}static/query.js").text
    assert "Ask the graph" in page
    assert "http://" not in page + script and "https://" not in page + script
    assert client.get(f"{reading}static/..%2Fapp.py").status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1:80", 200), ("evil.example", 400), ("kg.example", 400)],
)
def test_host_header_is_checked(client: httpx.Client, reading: str, host: str, status: int) -> None:
    assert client.get(f"{reading}health", headers={"Host": host}).status_code == status


def test_other_origins_are_answered_only_if_allowed(
    client: httpx.Client, reading: str, writing: str
) -> None:
    origin = {"Origin": "https://app.example"}
    allowed = "access-control-allow-origin"
    assert allowed not in client.get(f"{reading}health", headers=origin).headers
    assert client.get(f"{writing}health", headers=origin).headers[allowed] == origin["Origin"]
    other = client.get(f"{writing}health", headers={"Origin": "https://evil.example"})
    assert allowed not in other.headers
    assert client.get(f"{writing}health", headers={"Host": "kg.example"}).status_code == 200


def test_server_shows_what_others_write_and_stays_out_of_their_way(
    client: httpx.Client, reading: str, writing: str, graph: Path
) -> None:
    query = {"query": 'SELECT ?e { ?e skos:prefLabel "Ana Kolar"@en }'}
    article = make_article(7, [(("Ana Kolar",), "praises", ("Brenn",), False, None)])
    assert client.get(f"{reading}sparql", params=query).json()["results"]["bindings"] == []
    with Database(graph, builtin()) as database:
        database.put(article, "")
        busy = client.put(f"{writing}graphs", params={"graph": "urn:z"}, content="", headers=TURTLE)
        assert busy.status_code == 503
        assert busy.headers["retry-after"]
    assert len(client.get(f"{reading}sparql", params=query).json()["results"]["bindings"]) == 1
    with Database(graph, builtin()) as database:
        database.remove(article.document.id)


def test_folder_without_a_database_is_served_for_reading(tmp_path: Path) -> None:
    export(small_graph(), tmp_path / "graph.ttl", format="turtle", vocabulary=builtin())
    with serving(tmp_path / "graph.ttl", "--token", TOKEN) as address:
        ask = {"query": f"ASK {{ e:{ANA_OF_THE_FACTORY} ng:praises ?o }}"}
        assert httpx.get(f"{address}sparql", params=ask, timeout=60).json()["boolean"] is True
        put = httpx.put(f"{address}graphs?graph=urn:x", content="", headers=TURTLE)
        assert put.status_code == 409
