"""SPARQL 1.1 Protocol, after the cases of the W3C's test suite, over real sockets."""

from __future__ import annotations

import subprocess
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, SPARQLWrapper

from newsgraph.rdf.iris import prefixes

from .conftest import ANA, TOKEN

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
BEARER = {"Authorization": f"Bearer {TOKEN}"}
FIRST = "https://newsgraph.invalid/g/doc-0123456789abcdef"
SECOND = "https://newsgraph.invalid/g/doc-fedcba9876543210"
PRAISES = "SELECT ?s { ?s ng:praises ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def rows(response: httpx.Response) -> list[dict[str, dict[str, str]]]:
    assert response.status_code == 200, response.text
    found: list[dict[str, dict[str, str]]] = response.json()["results"]["bindings"]
    return found


def test_query_comes_by_get_and_by_both_kinds_of_post(client: httpx.Client, reading: str) -> None:
    url = f"{reading}sparql"
    answers = [
        client.get(url, params={"query": PRAISES}),
        client.post(url, data={"query": PRAISES}),
        client.post(url, content=PRAISES, headers=DIRECT),
    ]
    assert len({tuple(str(row) for row in rows(a)) for a in answers}) == 1
    assert rows(answers[0])[0]["s"]["value"].endswith(ANA)


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (PRAISES, None, "application/sparql-results+json"),
        (PRAISES, "application/sparql-results+xml", "application/sparql-results+xml"),
        (PRAISES, "text/csv", "text/csv"),
        (PRAISES, "text/tab-separated-values", "text/tab-separated-values"),
        (PRAISES, "text/csv;q=0.1, application/json", "application/json"),
        (PRAISES, "text/*", "text/csv"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("ASK {}", "text/csv, */*;q=0.1", "application/sparql-results+json"),
        (f"DESCRIBE e:{ANA}", None, "text/turtle"),
        (f"DESCRIBE e:{ANA}", "application/n-triples", "application/n-triples"),
        (f"CONSTRUCT WHERE {{ e:{ANA} ?p ?o }}", "application/rdf+xml", "application/rdf+xml"),
        (f"CONSTRUCT WHERE {{ e:{ANA} ?p ?o }}", "application/ld+json", "application/ld+json"),
    ],
)
def test_answer_comes_in_the_form_that_is_liked_best(
    client: httpx.Client, reading: str, query: str, accept: str | None, media: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get(f"{reading}sparql", params={"query": query}, headers=headers)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media
    assert response.headers["vary"] == "Accept"
    if media in {"text/turtle", "application/n-triples"}:
        assert list(parse(response.content, format=RdfFormat.from_media_type(media)))


def test_unwanted_forms_are_refused(client: httpx.Client, reading: str) -> None:
    params, headers = {"query": PRAISES}, {"Accept": "image/png"}
    assert client.get(f"{reading}sparql", params=params, headers=headers).status_code == 406


@pytest.mark.parametrize(
    ("dataset", "query", "count"),
    [
        ([("default-graph-uri", FIRST)], PRAISES, 1),
        (
            [("default-graph-uri", FIRST), ("default-graph-uri", SECOND)],
            "SELECT DISTINCT ?s { ?s ng:praises ?o }",
            1,
        ),
        ([("default-graph-uri", FIRST)], "SELECT * { ?s ng:aids ?o }", 0),
        ([("named-graph-uri", FIRST)], "SELECT * { GRAPH ?g { ?s ng:praises ?o } }", 1),
        ([("named-graph-uri", FIRST)], PRAISES, 0),
        (
            [("default-graph-uri", FIRST), ("named-graph-uri", SECOND)],
            "SELECT * { ?s ng:praises ?o . GRAPH ?g { ?s ng:praises ?x } }",
            1,
        ),
        # What the request names overrides what the query names.
        ([("default-graph-uri", SECOND)], f"SELECT * FROM <{FIRST}> {{ ?s ng:aids ?o }}", 1),
        ([], f"SELECT * FROM <{FIRST}> {{ ?s ng:aids ?o }}", 0),
        ([], f"SELECT * FROM NAMED <{SECOND}> {{ GRAPH ?g {{ ?s ng:praises ?o }} }}", 1),
        ([("default-graph-uri", "urn:absent")], PRAISES, 0),
    ],
)
def test_dataset_is_that_of_the_request_then_of_the_query(
    client: httpx.Client, reading: str, dataset: list[tuple[str, str]], query: str, count: int
) -> None:
    url = f"{reading}sparql"
    assert len(rows(client.get(f"{url}?{urlencode([('query', query), *dataset])}"))) == count
    form = urlencode([("query", query), *dataset])
    assert len(rows(client.post(url, content=form, headers=FORM))) == count
    direct = client.post(f"{url}?{urlencode(dataset)}", content=query, headers=DIRECT)
    assert len(rows(direct)) == count


@pytest.mark.parametrize(
    ("method", "params", "body", "headers", "status"),
    [
        ("GET", [("query", "ASK {}"), ("query", "ASK {}")], None, {}, 400),
        ("PUT", [("query", "ASK {}")], None, {}, 405),
        ("POST", [], "query=ASK%20%7B%7D", {"Content-Type": "text/plain"}, 415),
        ("POST", [], "ASK {}", {"Content-Type": "text/plain"}, 415),
        ("POST", [], "ASK {}", {}, 415),
        ("POST", [], b"SELECT * { ?s ?p '\xff' }", DIRECT, 400),
        ("POST", [], b"query=%FF", FORM, 400),
        ("GET", [("query", "SELECT {")], None, {}, 400),
        ("GET", [("query", "")], None, {}, 400),
        ("GET", [("unknown", "x")], None, {}, 400),
        ("POST", [("query", "ASK {}")], "ASK {}", DIRECT, 400),
        ("GET", [("query", "ASK {}"), ("default-graph-uri", "not an iri")], None, {}, 400),
        (
            "GET",
            [("query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")],
            None,
            {},
            403,
        ),
        ("GET", [("query", "DELETE WHERE { ?s ?p ?o }")], None, {}, 403),
        ("GET", [("update", "CLEAR ALL")], None, {}, 405),
        ("POST", [], "update=CLEAR%20ALL", FORM, 403),
        ("POST", [], "CLEAR ALL", UPDATE, 403),
    ],
)
def test_bad_request_is_told_so(
    client: httpx.Client,
    reading: str,
    method: str,
    params: list[tuple[str, str]],
    body: str | bytes | None,
    headers: dict[str, str],
    status: int,
) -> None:
    url = f"{reading}sparql?{urlencode(params)}" if params else f"{reading}sparql"
    response = client.request(method, url, content=body, headers=headers)
    assert response.status_code == status
    assert response.text.strip()


def test_syntax_error_names_its_place(client: httpx.Client, reading: str) -> None:
    response = client.get(f"{reading}sparql", params={"query": "SELECT *\n{ ?s ?p }"})
    assert "line 2, column 10" in response.text


def test_endless_query_is_stopped_and_the_next_one_answered(
    client: httpx.Client, reading: str
) -> None:
    response = client.get(f"{reading}sparql", params={"query": ENDLESS + " # " + "x" * 9})
    assert response.status_code in {200, 504}
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    response = client.get(f"{reading}sparql", params={"query": slow})
    assert response.status_code == 504
    assert "longer than 3 seconds" in response.text
    assert len(rows(client.get(f"{reading}sparql", params={"query": PRAISES}))) >= 1


def test_rows_beyond_the_limit_are_cut_and_said_so(client: httpx.Client, reading: str) -> None:
    response = client.get(f"{reading}sparql", params={"query": "SELECT * { ?s ?p ?o }"})
    assert len(rows(response)) == 1000
    assert "first 1000 rows" in response.headers["x-truncated"]


def test_body_beyond_the_limit_is_refused(client: httpx.Client, reading: str) -> None:
    body = b"x" * 100_000_000
    assert client.post(f"{reading}sparql", content=body, headers=DIRECT).status_code == 413
    chunks = (b"x" * 1_000_000 for _ in range(100))
    assert client.post(f"{reading}sparql", content=chunks, headers=DIRECT).status_code == 413
    assert client.get(f"{reading}health").json()["status"] == "ok"


def test_libraries_of_others_get_their_answers(reading: str) -> None:
    wrapper = SPARQLWrapper(f"{reading}sparql")
    wrapper.setReturnFormat(JSON)
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
    wrapper.setQuery(declared + PRAISES)
    answer: Any = wrapper.queryAndConvert()
    found = answer["results"]["bindings"]
    wrapper.setMethod("POST")
    assert wrapper.queryAndConvert() == answer
    remote = rdflib.Graph(store=SPARQLStore(f"{reading}sparql", returnFormat="xml"))
    praised = list(remote.subjects(rdflib.URIRef("https://w3id.org/newsgraph/ns#praises")))
    assert {str(s) for s in praised} == {row["s"]["value"] for row in found}


def test_curl_gets_csv(reading: str) -> None:
    command = ["curl", "-sS", "-H", "Accept: text/csv", "--data-urlencode", f"query={PRAISES}"]
    run = subprocess.run([*command, f"{reading}sparql"], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[0] == "s" and ANA in run.stdout


def test_service_description_is_rdf(client: httpx.Client, reading: str) -> None:
    response = client.get(f"{reading}sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert str(graph.value(service, sd.endpoint)) == f"{reading}sparql"
    assert set(graph.objects(service, sd.supportedLanguage)) == {sd.SPARQL11Query}
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph


def test_update_runs_with_the_token_only(client: httpx.Client, writing: str) -> None:
    url, insert = f"{writing}sparql", "INSERT DATA { GRAPH <urn:u> { <urn:a> <urn:b> 1 } }"
    assert client.post(url, content=insert, headers=UPDATE).status_code == 401
    wrong = {**UPDATE, "Authorization": "Bearer nonsense"}
    assert client.post(url, content=insert, headers=wrong).status_code == 401
    assert client.post(url, content=insert, headers={**UPDATE, **BEARER}).status_code == 204
    assert (
        len(rows(client.get(url, params={"query": "SELECT * { GRAPH <urn:u> { ?s ?p ?o } }"}))) == 1
    )
    drop = client.post(url, data={"update": "DROP GRAPH <urn:u>"}, headers=BEARER)
    assert drop.status_code == 204
    assert (
        client.get(url, params={"query": "ASK { GRAPH <urn:u> { ?s ?p ?o } }"}).json()["boolean"]
        is False
    )


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"update=CLEAR%20GRAPH%20%3Curn%3Ax%3E&update=CLEAR%20ALL", FORM, 400),
        (b"INSERT NONSENSE", UPDATE, 400),
        (b"\xff", UPDATE, 400),
        (b"LOAD <http://127.0.0.1/>", UPDATE, 403),
        (b"INSERT { <urn:a> <urn:b> ?o } WHERE { SERVICE <urn:x> { ?s ?p ?o } }", UPDATE, 403),
        (b"update=CLEAR%20ALL&using-graph-uri=urn%3Ax", FORM, 400),
        (b"query=ASK%7B%7D&update=CLEAR%20ALL", FORM, 400),
    ],
)
def test_bad_update_is_told_so_and_changes_nothing(
    client: httpx.Client, writing: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    before = client.get(
        f"{writing}sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    )
    response = client.post(f"{writing}sparql", content=body, headers={**headers, **BEARER})
    assert response.status_code == status
    after = client.get(f"{writing}sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    assert rows(before) == rows(after)
