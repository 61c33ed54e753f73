"""Each format is read back by a program of its own kind, and holds what the graph holds."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
from markdown_it import MarkdownIt
from pyoxigraph import Literal, RdfFormat, Store, parse

from factory_graph import (
    ANA,
    COMPANY,
    COUNCIL,
    ENTITIES,
    HOSTILE,
    KELM,
    MISSION,
    VEDRA,
    graph_of,
    small_articles,
    small_graph,
)
from factory_news import make_article
from newsgraph.database.working import Database
from newsgraph.exporting import FOLDERS, export, export_store
from newsgraph.exporting.linked_data import STREAMED
from newsgraph.folder import export_folder
from newsgraph.rdf import to_quads
from newsgraph.rdf.iris import Iris
from newsgraph.rdf.ordering import ordered_quads
from newsgraph.rdf.terms import ng
from newsgraph.settings import Settings, StoreText
from newsgraph.vocabulary import builtin

OA, NP = "http://www.w3.org/ns/oa#", "http://www.nanopub.org/nschema#"
PREFIXES = f"PREFIX oa: <{OA}> PREFIX np: <{NP}> "


def written(name: str, tmp_path: Path, **options: object) -> Path:
    path = tmp_path / "out"
    export(small_graph(), path, format=name, vocabulary=builtin(), **options)
    return path


def expected() -> set[Any]:
    return set(to_quads(small_graph(), builtin()))


def test_json_ld_says_exactly_the_dataset_to_both_libraries(tmp_path: Path) -> None:
    path = written("jsonld", tmp_path)
    assert set(parse(path.read_bytes(), format=RdfFormat.JSON_LD)) == expected()
    theirs, ours = rdflib.Dataset(), rdflib.Dataset()
    theirs.parse(path, format="json-ld")
    ours.parse(written("nquads", tmp_path), format="nquads")
    assert set(theirs.quads()) == set(ours.quads())


def test_json_ld_reads_well_without_rdf(tmp_path: Path) -> None:
    data = json.loads(written("jsonld", tmp_path).read_text(encoding="utf-8"))
    article = next(g for g in data["@graph"] if g["id"] == "g:doc-fedcba9876543210")
    praise = next(n for n in article["@graph"] if n.get("predicate") == "ng:praises")
    assert praise["subject"] == f"e:{ANA}"
    assert praise["confidence"] == "0.8"
    assert praise["evidence"]["quote"] == "🚢🚢 Ana Đorđević praised the Brenn Mission again."
    assert praise["evidence"]["start"] == 0
    assert "https://w3id.org" not in json.dumps(article)


def test_rdf_12_reifies_every_statement(tmp_path: Path) -> None:
    store = Store()
    store.load(path=written("rdf12", tmp_path), format=RdfFormat.TRIG)
    query = """
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?st ?s ?p ?o { GRAPH ?g { ?st rdf:reifies <<( ?s ?p ?o )>> } }"""
    found = {tuple(row) for row in store.query(query)}  # type: ignore[union-attr]
    iris = Iris()
    wanted = {
        (iris.statement(s.id), iris.entity(s.subject), ng(str(s.statement.relation)))
        for s in small_graph().statements()
    }
    assert {row[:3] for row in found} == wanted
    assert len(found) == len(list(small_graph().statements()))


def test_rdf_xml_holds_the_triples_of_all_graphs(tmp_path: Path) -> None:
    path = written("rdfxml", tmp_path)
    read = rdflib.Graph().parse(path, format="xml")
    triples = {quad.triple for quad in expected()}
    assert len(read) == len(triples)
    assert {quad.triple for quad in parse(path.read_bytes(), format=RdfFormat.RDF_XML)} == triples


def test_rdf_xml_holds_no_character_that_xml_cannot(tmp_path: Path) -> None:
    entities = {**ENTITIES, COMPANY: ("Company", "A\x00\x0b\ufffe\x1bB", (), ())}
    path = tmp_path / "out"
    graph = graph_of(small_articles(), entities)
    export(graph, path, format="rdfxml", vocabulary=builtin())
    read = rdflib.Graph().parse(path, format="xml")
    assert rdflib.Literal("A\ufffd\ufffd\ufffd\ufffdB", lang="en") in set(read.objects())


def test_web_annotations_select_by_place_and_by_words(tmp_path: Path) -> None:
    graph, built = rdflib.Graph().parse(written("oa", tmp_path), format="turtle"), small_graph()
    rows = graph.query(
        PREFIXES
        + """SELECT ?source ?start ?end ?exact ?suffix {
        ?a a oa:Annotation ; oa:hasBody ?body ; oa:hasTarget ?target .
        ?target oa:hasSource ?source ; oa:hasSelector ?place , ?quote .
        ?place a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
        ?quote a oa:TextQuoteSelector ; oa:exact ?exact . OPTIONAL { ?quote oa:suffix ?suffix } }"""
    )
    texts = {d.text for d in built.documents.values()}
    found = [tuple(map(str, row)) for row in rows]  # type: ignore[arg-type]
    assert len(found) == len(list(built.statements()))
    for _, start, end, exact, suffix in found:
        (text,) = [t for t in texts if t[int(start) : int(end)] == exact]
        assert suffix == "None" or text[int(end) :].startswith(suffix)
    assert any(source.startswith("https://news.example/kelm") for source, *_ in found)


def test_web_annotations_without_text_quote_nothing(tmp_path: Path) -> None:
    text = written("oa", tmp_path, store_text=StoreText.NONE).read_text(encoding="utf-8")
    assert "TextPositionSelector" in text and "TextQuoteSelector" not in text
    assert "praised the" not in text


def test_nanopublications_have_four_graphs_and_assert_one_triple_each(tmp_path: Path) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(written("nanopub", tmp_path), format="trig")
    rows = list(
        dataset.query(
            PREFIXES
            + """SELECT ?np ?assertion ?provenance ?info { GRAPH ?head {
        ?np a np:Nanopublication ; np:hasAssertion ?assertion ; np:hasProvenance ?provenance ;
          np:hasPublicationInfo ?info } }"""
        )
    )
    asserted = [s for s in small_graph().statements() if s.statement.asserted]
    assert len(rows) == len(asserted) > 0
    for publication, assertion, provenance, info in rows:  # type: ignore[misc]
        assert len(dataset.graph(assertion)) == 1
        assert (assertion, None, None) in dataset.graph(provenance)
        assert (publication, None, None) in dataset.graph(info)


def test_parquet_has_the_rows_and_types_of_the_tables(tmp_path: Path) -> None:
    from pyarrow import parquet

    for name in ("", "-entities", "-facts"):
        table = parquet.read_table(written(f"parquet{name}", tmp_path))
        with written(f"csv{name}", tmp_path).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert table.column_names == list(rows[0])
        assert table.num_rows == len(rows)
    facts = parquet.read_table(written("parquet-facts", tmp_path)).to_pylist()
    praise = next(row for row in facts if row["relation"] == "praises")
    assert (praise["asserted"], praise["confidence"], praise["articles"]) == (True, 0.91, 2)
    names = parquet.read_table(written("parquet-entities", tmp_path))["name"].to_pylist()
    assert HOSTILE in names


def test_gexf_has_places_and_dates_for_gephi_s_timeline(tmp_path: Path) -> None:
    path = written("gexf", tmp_path)
    network: Any = nx.read_gexf(path)
    assert network.nodes[ANA]["start"] == "2025-03-04"
    assert network.nodes[ANA]["end"] == "2025-03-10"
    assert len({tuple(n["viz"]["position"].values()) for _, n in network.nodes(data=True)}) == 7
    assert 'mode="dynamic"' in path.read_text(encoding="utf-8")


def test_neo4j_tables_fit_the_cypher_that_loads_them(tmp_path: Path) -> None:
    folder = written("neo4j", tmp_path)
    cypher = (folder / "load.cypher").read_text(encoding="utf-8")
    headers = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert rows
        headers[path.name] = set(rows[0])
        if path.name == "statements.csv":
            assert len(rows) == len(list(small_graph().statements()))
    commands = [c for c in cypher.split(";\n") if c.strip()]
    loads = [c for c in commands if "LOAD CSV" in c]
    for command in loads:
        (name,) = re.findall(r"'file:///(\w+\.csv)'", command)
        assert set(re.findall(r"row\.(\w+)", command)) <= headers[name]
    relations = {f.relation for f in small_graph().facts.values() if isinstance(f.object, str)}
    assert {r for r in relations if f"[r:`{r}` " in cypher} == relations
    assert "</script>" not in cypher


def test_markdown_pages_link_to_pages_that_exist_and_show_no_markup_of_strangers(
    tmp_path: Path,
) -> None:
    folder = written("dossiers", tmp_path)
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert set(pages) == {f"{e}.md" for e in (ANA, COUNCIL, VEDRA, KELM, MISSION, COMPANY)} | {
        "index.md",
        f"{next(e for e in small_graph().entities if e.startswith('talks'))}.md",
    }
    for text in pages.values():
        html = MarkdownIt().render(text)
        assert "<script" not in html
        for link in re.findall(r'href="([^"]+)"', html):
            assert link in pages or link.startswith("https://news.example/")
    assert "would not leave Vedra" in pages[f"{VEDRA}.md"]
    assert "(denied, future, by [Ana" in pages[f"{VEDRA}.md"]


def test_follow_the_money_links_point_at_entities_of_the_file(tmp_path: Path) -> None:
    lines = written("ftm", tmp_path).read_text(encoding="utf-8").split("\n")[:-1]
    records = {r["id"]: r for r in map(json.loads, lines)}
    assert len(records) == len(lines)
    assert records[ANA]["schema"] == "Person"
    assert records[ANA]["properties"]["wikidataId"] == ["Q0"]
    links = [r for r in records.values() if r["schema"] == "UnknownLink"]
    assert len(links) == 4
    for link in links:
        for end in ("subject", "object"):
            assert set(link["properties"][end]) <= records.keys()
    dated = [link["properties"]["date"] for link in links if "date" in link["properties"]]
    assert dated == [["2025-03-03"]]


if importlib.util.find_spec("followthemoney"):  # needs a C compiler, so it is no part of [dev]

    def test_follow_the_money_takes_every_line_for_valid(tmp_path: Path) -> None:
        from followthemoney import model

        for line in written("ftm", tmp_path).read_text(encoding="utf-8").split("\n")[:-1]:
            record = json.loads(line)
            proxy = model.get_proxy(record, cleaned=False)
            proxy.schema.validate(record)
            for name, values in record["properties"].items():
                assert sorted(proxy.get(name)) == sorted(values)
            for prop, _ in proxy.itervalues():
                if prop.type.name == "entity":
                    assert prop.range


@pytest.mark.parametrize("name", FOLDERS)
def test_folder_with_something_in_it_is_not_overwritten(name: str, tmp_path: Path) -> None:
    written(name, tmp_path)
    with pytest.raises(Exception, match="cannot write out"):
        written(name, tmp_path)


@pytest.mark.parametrize("name", STREAMED)
def test_store_is_written_as_it_is_read_and_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    store, path = Store(), tmp_path / "streamed"
    store.bulk_extend(to_quads(small_graph(), builtin()))
    base = Settings().base
    export_store(store, path, format=name, vocabulary=builtin(), base=base)
    assert path.read_bytes() == written(name, tmp_path).read_bytes()
    assert list(ordered_quads(store, at_once=10)) == list(to_quads(small_graph(), builtin()))


def test_database_exports_its_snapshot_with_graphs_of_others(tmp_path: Path) -> None:
    article = make_article(1, [(("Ana Kolar",), "praises", ("Vedra",), False, None)])
    with Database(tmp_path / "graph", builtin(), settings=Settings()) as database:
        database.put(article, "")
        database.update("INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> 'mine' } }")
    export_folder(tmp_path / "graph", tmp_path / "out.nq", format="nquads")
    export_folder(tmp_path / "graph", tmp_path / "out.ttl", format="turtle")
    quads = set(parse((tmp_path / "out.nq").read_bytes(), format=RdfFormat.N_QUADS))
    assert Literal("mine") in {quad.object for quad in quads}
    assert "ng:praises" in (tmp_path / "out.ttl").read_text(encoding="utf-8")
