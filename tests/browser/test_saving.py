"""What the reader takes along: pictures, triples, a query, corrections that a build applies."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, Store, parse

import newsgraph
from browser.open_page import OpenViewer, Viewer
from factory_graph import ANA, COUNCIL, HOSTILE, KELM, MISSION, small_graph
from newsgraph import exporting
from newsgraph.judgements import Verdict, read_judgements
from newsgraph.vocabulary import builtin

pytestmark = pytest.mark.browser


def save(viewer: Viewer, item: str) -> Path:
    viewer.page.click("#save summary")
    with viewer.page.expect_download() as download:
        viewer.page.click(f"#save-items >> text={item}")
    return Path(download.value.path())


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """All that newsgraph writes of the small graph as RDF."""
    folder = tmp_path_factory.mktemp("rdf")
    store = Store()
    for name, rdf in (("trig", RdfFormat.TRIG), ("turtle", RdfFormat.TURTLE)):
        exporting.export(small_graph(), folder / name, format=name, vocabulary=builtin())
        store.bulk_load(path=str(folder / name), format=rdf)
    return store


def test_picture_in_vectors_holds_all_that_is_drawn(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), title=HOSTILE)
    tree = ElementTree.parse(save(viewer, "SVG"))
    space = "{http://www.w3.org/2000/svg}"
    words = {text.text for text in tree.iter(f"{space}text")}
    assert {"Ana Đorđević", "Vedra", "deploys to", "✕", "!"} <= words
    assert any(str(word).startswith("</script><script>alert") for word in words)
    assert len(list(tree.iter(f"{space}polyline"))) == 6
    assert not list(tree.iter(f"{space}script"))
    dashed = [line for line in tree.iter(f"{space}polyline") if line.get("stroke-dasharray")]
    assert len(dashed) == 2


def test_triples_are_those_of_the_graph(open_viewer: OpenViewer, dataset: Store) -> None:
    viewer = open_viewer(small_graph())
    triples = list(parse(path=str(save(viewer, "Turtle")), format=RdfFormat.TURTLE))
    known = {(q.subject, q.predicate, q.object) for q in dataset}
    assert [t for t in triples if (t.subject, t.predicate, t.object) not in known] == []
    statements = [t for t in triples if t.predicate.value.endswith("#predicate")]
    assert len(statements) == 10


def test_triples_assert_nothing_that_is_denied_or_planned(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph())
    triples = parse(path=str(save(viewer, "Turtle")), format=RdfFormat.TURTLE)
    plain = {t.predicate.value.rpartition("#")[2] for t in triples if "/e/" in str(t.subject)}
    assert plain == {
        "label", "praises", "holdsPosition", "cooperatesWith", "criticises", "aids", "occursOn",
    }  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "",
        "off=status:denied",
        "off=status:planned&off=praises",
        "least=0.85",
        "from=2025-03-05",
        "to=2025-03-05&off=modality:future",
        f"n={ANA}",
    ],
)
def test_query_finds_in_the_graph_what_is_in_view(
    open_viewer: OpenViewer, dataset: Store, address: str
) -> None:
    viewer = open_viewer(small_graph(), address=address)
    query = save(viewer, "SPARQL").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(save(viewer, "CSV").read_text(encoding="utf-8-sig")))
    shown = {row["statement"] for row in rows}
    if address.startswith("n="):  # the map lights these, the table lists all
        facts = small_graph().facts_of(ANA)
        shown = {statement.id for fact in facts for statement in fact.statements}
    found = dataset.query(query, use_default_graph_as_union=True)
    assert {str(row["statement"].value).rpartition("/")[2] for row in found} == shown  # type: ignore[union-attr]
    assert shown


def judged(viewer: Viewer) -> Path:
    viewer.page.click("#judge-open")
    viewer.page.fill("#judge-name", "Mira")
    viewer.page.keyboard.press("Tab")
    with viewer.page.expect_download() as download:
        viewer.page.click("#judge-save")
    return Path(download.value.path())


def test_corrections_become_a_file_of_judgements(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={MISSION}")
    page = viewer.page
    page.click("#panel .judging summary")
    page.fill("#panel .judging input", "Brenn River Mission")
    page.click("#panel .judging >> text=Rename")
    page.select_option("#panel .judging select >> nth=0", "Company")
    page.click("#panel .judging >> text=Change class")
    page.click("#panel .judging button >> text=Not the same as …")
    page.fill("#search", "kelm")
    page.keyboard.press("Enter")
    assert viewer.text("#judge-open") == "3 corrections"
    found = read_judgements(judged(viewer))
    assert [(j.judgement, j.other) for j in found] == [
        (Verdict.NAME, "Brenn River Mission"),
        (Verdict.CLASS, "Company"),
        (Verdict.NOT_SAME, f"{KELM}@doc-0123456789abcdef"),
    ]
    assert {j.one for j in found} == {f"{MISSION}@doc-0123456789abcdef"}
    assert {j.by for j in found} == {"Mira"}


def test_later_correction_of_the_same_thing_replaces_the_earlier(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address="n=" + COUNCIL)
    viewer.page.click("#panel .row >> nth=0")
    for word in ("Confirm", "Undo", "Reject"):
        viewer.page.click(f"#panel .card >> nth=0 >> text={word} >> nth=0")
    assert "✕ you reject it" in viewer.text("#panel .card")
    (record,) = read_judgements(judged(viewer))
    assert record.judgement is Verdict.REJECT


def test_corrections_outlive_a_reload(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={ANA}")
    viewer.page.click("#panel .judging summary")
    viewer.page.fill("#panel .judging input", "Ana D.")
    viewer.page.click("#panel .judging >> text=Rename")
    viewer.page.reload()
    viewer.page.wait_for_selector("body[data-ready]")
    assert viewer.text("#judge-open") == "1 correction"
    viewer.page.click("#judge-open")
    viewer.page.click("#judging >> text=Take back")
    assert not viewer.page.locator("#judge-open").is_visible()


def test_corrections_are_applied_by_the_next_build(open_viewer: OpenViewer, tmp_path: Path) -> None:
    article = tmp_path / "pier.txt"
    article.write_text(
        "Lena Novak praised Kvarner Lines.\nMarko Ilic criticised Kvarner Lines on Monday.\n",
        encoding="utf-8",
    )
    graph = newsgraph.build([article]).graph
    ids = {entity.name: entity.id for entity in graph.entities.values()}
    (criticism,) = [fact for fact in graph.facts.values() if fact.relation == "criticises"]
    viewer = open_viewer(graph, address=f"n={ids['Lena Novak']}")
    viewer.page.click("#panel .judging summary")
    viewer.page.fill("#panel .judging input", "Lena M. Novak")
    viewer.page.click("#panel .judging >> text=Rename")
    viewer.page.evaluate("(words) => { location.hash = words; }", f"e={criticism.id}")
    viewer.page.click("#panel .card >> text=Reject")
    settings = newsgraph.Settings(judgements=str(judged(viewer)))
    again = newsgraph.build([article], settings=settings).graph
    assert "Lena M. Novak" in {entity.name for entity in again.entities.values()}
    assert "criticises" not in {fact.relation for fact in again.facts.values()}


def test_records_say_when_and_by_whom(open_viewer: OpenViewer) -> None:
    viewer = open_viewer(small_graph(), address=f"n={ANA}")
    viewer.page.click("#panel .judging summary")
    viewer.page.fill("#panel .judging input", HOSTILE)
    viewer.page.click("#panel .judging >> text=Rename")
    (line,) = judged(viewer).read_text(encoding="utf-8").rstrip("\n").split("\n")
    record = json.loads(line)
    assert record["other"] == HOSTILE.strip()
    assert set(record) == {"judgement", "one", "other", "by", "when"}
