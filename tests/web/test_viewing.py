"""What the served viewer asks for: parts of a graph shaped like a whole page; judgements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from factory_graph import HOSTILE, generated_graph
from newsgraph.exporting import export
from newsgraph.judgements import Verdict, read_judgements
from newsgraph.vocabulary import builtin
from web.conftest import ANA, COMPANY, TOKEN, VEDRA, serving

TABLES = {
    "nodes", "edges", "options", "meta", "kinds", "relations", "documents", "sentences", "mentions",
    "classes", "entities", "facts", "statements",
}  # fmt: skip


def answer(client: httpx.Client, address: str, path: str, **asked: str | int) -> dict[str, Any]:
    """Ask until the server has surveyed the graph."""
    for _ in range(300):
        got = client.get(f"{address}api/{path}", params=asked)
        if got.status_code != 503:
            assert got.status_code == 200, got.text
            return dict(got.json())
    pytest.fail("the server is never ready")


def named(data: dict[str, Any]) -> set[str]:
    return {entity["id"] for entity in data["entities"]}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over more entities than the first view shows."""
    folder = tmp_path_factory.mktemp("large")
    export(generated_graph(2500), folder / "graph.trig", format="trig", vocabulary=builtin())
    with serving(folder / "graph.trig") as address:
        yield address


def test_small_graph_is_shown_as_a_whole(reading: str, client: httpx.Client) -> None:
    data = answer(client, reading, "overview")
    assert set(data) >= TABLES
    assert data["meta"]["served"]["tied"] == len(data["nodes"]) == 7
    assert {ANA, VEDRA, COMPANY} <= named(data)
    for statement in data["statements"]:
        sentence = data["sentences"][statement["sentence"]]
        start, end = statement["marks"]["subject"]
        assert 0 <= start < end <= len(sentence)


def test_page_may_run_its_own_scripts_and_ask_its_own_server_only(
    reading: str, client: httpx.Client
) -> None:
    nonces = set()
    for _ in range(2):
        page = client.get(f"{reading}view")
        policy = page.headers["content-security-policy"]
        (nonce,) = set(re.findall(r"'nonce-(\w+)'", policy))
        nonces.add(nonce)
        assert page.text.count(f'nonce="{nonce}"') == 3
        assert "connect-src 'self'" in policy
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
    assert len(nonces) == 2


def test_ego_holds_what_is_tied_to_an_entity(reading: str, client: httpx.Client) -> None:
    data = answer(client, reading, "ego", id=ANA, depth=1)
    facts = [fact for fact in data["facts"] if "object" in fact]
    ids = [entity["id"] for entity in data["entities"]]
    assert any(ANA in (ids[f["subject"]], ids[f["object"]]) for f in facts)
    wider = answer(client, reading, "ego", id=ANA, depth=3)
    assert len(wider["nodes"]) > len(data["nodes"]) or len(wider["facts"]) >= len(data["facts"])


def test_path_joins_both_ends(reading: str, client: httpx.Client) -> None:
    data = answer(client, reading, "path", **{"from": ANA, "to": VEDRA})
    path = data["meta"]["served"]["path"]
    assert path[0] == ANA
    assert path[-1] == VEDRA
    assert set(path) <= named(data)


def test_article_comes_whole_with_its_statements(reading: str, client: httpx.Client) -> None:
    data = answer(client, reading, "article", id="doc-fedcba9876543210")
    (article,) = [d for d in data["documents"] if d["id"] == "doc-fedcba9876543210"]
    if data["meta"]["whole"]:
        assert sum(len(p) for p in article["paragraphs"]) == 4
    texts = {data["sentences"][s["sentence"]] for s in data["statements"]}
    assert any("criticise" in text for text in texts)


@pytest.mark.parametrize(
    ("text", "first"), [("ana dordevic", "Ana Đorđević"), ("VEDRA", "Vedra"), ("vedar", "Vedra")]
)
def test_search_folds_case_and_accents_and_forgives_a_slip(
    reading: str, client: httpx.Client, text: str, first: str
) -> None:
    found = answer(client, reading, "search", text=text)["found"]
    assert found[0]["name"] == first


def test_hostile_names_come_as_they_are(reading: str, client: httpx.Client) -> None:
    found = answer(client, reading, "search", text="script")["found"]
    assert HOSTILE in {hit["name"] for hit in found}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("ego", 400, "give id"),
        ("ego?id=nobody-000000000000", 404, "no entity"),
        (f"path?from={ANA}", 400, "give from and to"),
        (f"ego?id={ANA}&depth=9", 400, "depth is a whole number"),
        (f"ego?id={ANA}&limit=100000", 400, "limit is a whole number"),
        (f"ego?id={ANA}&least=x", 400, "least is a number"),
        ("article?id=doc-none", 404, "no such article"),
        ("ego?" + "&".join(f"id=x-{i}" for i in range(50)), 400, "at most 40"),
        ("judgements", 403, "--judgements"),
    ],
)
def test_what_cannot_be_answered_is_told(
    reading: str, client: httpx.Client, path: str, status: int, words: str
) -> None:
    answer(client, reading, "overview")
    got = client.get(f"{reading}api/{path}")
    assert (got.status_code, words in got.text) == (status, True), got.text


def test_stranger_as_host_is_refused(reading: str, client: httpx.Client) -> None:
    for path in ("view", "api/overview", "api/judgements"):
        assert client.get(reading + path, headers={"Host": "evil.example"}).status_code == 400


def test_large_graph_begins_with_regions(large: str, client: httpx.Client) -> None:
    data = answer(client, large, "overview")
    regions = data["regions"]
    assert 2 <= len(regions) <= 60
    assert sum(r["entities"] for r in regions) + data["others"] == data["meta"]["served"]["tied"]
    part = answer(client, large, "view", region=regions[0]["id"], limit=50)
    assert len(part["nodes"]) == 50
    assert part["meta"]["served"]["total"] >= regions[0]["entities"]


def test_more_of_an_ego_adds_to_what_was_there(large: str, client: httpx.Client) -> None:
    hub = "thing-000000000000"
    few = answer(client, large, "ego", id=hub, limit=20)
    more = answer(client, large, "ego", id=hub, limit=60)
    assert 20 <= len(few["nodes"]) < 30  # and who says what is shown
    assert {n["id"] for n in few["nodes"]} < {n["id"] for n in more["nodes"]}
    assert few["meta"]["served"]["total"] == more["meta"]["served"]["total"] > 60


RECORD = {"judgement": "same", "one": "a-1", "other": "b-2", "by": "Mira", "when": "2026-11-26"}


@pytest.fixture(scope="module")
def judging(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    path = tmp_path_factory.mktemp("judged") / "judgements.jsonl"
    with serving(graph, "--token", TOKEN, "--judgements", str(path)) as address:
        yield address, path


def post(client: httpx.Client, address: str, body: object, token: str = TOKEN) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return client.post(f"{address}api/judgements", json=body, headers=headers)


def test_judgements_are_added_by_who_has_the_token(
    judging: tuple[str, Path], client: httpx.Client
) -> None:
    address, path = judging
    confirm = {"judgement": "confirm", "one": "st-1"}
    got = post(client, address, {"judgements": [RECORD, confirm]})
    assert (got.status_code, got.json()) == (200, {"accepted": 2})
    assert [j.judgement for j in read_judgements(path)[-2:]] == [Verdict.SAME, Verdict.CONFIRM]
    kept = client.get(f"{address}api/judgements").json()["judgements"]
    assert kept[-2:] == [RECORD, confirm]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"judgements": "all"}, "send"),
        ([], "send"),
        ({"judgements": [RECORD, {"judgement": "perhaps", "one": "a"}]}, "judgement 2"),
        ({"judgements": [{**RECORD, "because": "x"}]}, "no field is called"),
        ({"judgements": [{**RECORD, "why": "x\ny"}]}, "one line"),
        ({"judgements": [{**RECORD, "other": ""}]}, "needs"),
        ({"judgements": [{"judgement": "class", "one": "a", "other": "Persn"}]}, "no class"),
    ],
)
def test_judgements_that_say_nothing_are_refused_all_together(
    judging: tuple[str, Path], client: httpx.Client, body: object, words: str
) -> None:
    address, path = judging
    before = path.read_bytes() if path.exists() else b""
    got = post(client, address, body)
    assert (got.status_code, words in got.text) == (400, True), got.text
    assert (path.read_bytes() if path.exists() else b"") == before


def test_judgements_of_strangers_are_refused(
    judging: tuple[str, Path], writing: str, client: httpx.Client
) -> None:
    address, _ = judging
    assert post(client, address, {"judgements": [RECORD]}, token="guess").status_code == 401
    assert client.post(f"{address}api/judgements", json={"judgements": []}).status_code == 401
    assert post(client, writing, {"judgements": [RECORD]}).status_code == 403
    plain = client.post(
        f"{address}api/judgements",
        content=json.dumps({"judgements": [RECORD]}),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/plain"},
    )
    assert plain.status_code == 415
