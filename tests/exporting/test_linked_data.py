from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from factory_graph import ANA, graph_of, small_graph
from newsgraph.exporting import export
from newsgraph.rdf import to_quads
from newsgraph.rdf.encode import Run
from newsgraph.settings import StoreText
from newsgraph.vocabulary import builtin

DATASETS = {"trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}


@pytest.mark.parametrize("name", DATASETS)
def test_dataset_formats_hold_one_graph_per_article(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(small_graph(), path, format=name, vocabulary=builtin())
    dataset = rdflib.Dataset()
    dataset.parse(data=path.read_bytes(), format=DATASETS[name])
    named = {str(g.identifier).rpartition("/")[2] for g in dataset.graphs() if len(g)}
    assert named == {"doc-0123456789abcdef", "doc-fedcba9876543210", "meta", "registry", "vocab"}


def test_trig_is_readable_from_the_top(tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(small_graph(), path, format="trig", vocabulary=builtin())
    lines = path.read_text(encoding="utf-8").splitlines()
    header = [line for line in lines if line.startswith("@prefix")]
    assert header == sorted(header) == lines[: len(header)]
    article = lines.index("g:doc-0123456789abcdef {")
    assert "NewsArticle" in "".join(lines[article : article + 4])


def test_turtle_holds_facts_and_entities_without_evidence(tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(small_graph(), path, format="turtle", vocabulary=builtin())
    text = path.read_text(encoding="utf-8")
    assert f"e:{ANA} a ng:Person ;" in text
    assert "ng:praises" in text
    for hidden in ("ng:withdrawsFrom", "ng:Statement", "nif:Phrase", "doc-0123"):
        assert hidden not in text


@pytest.mark.parametrize("name", ["turtle", "ntriples", "trig", "nquads", "jsonld"])
def test_every_rdf_format_takes_the_same_options(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    options = {"base": "https://b.example/", "store_text": StoreText.NONE, "run": Run(model="m 1")}
    export(small_graph(), path, format=name, vocabulary=builtin(), **options)
    text = path.read_text(encoding="utf-8")
    assert "https://b.example/" in text and "newsgraph.invalid" not in text
    assert "would not leave" not in text


def test_options_reach_the_dataset(tmp_path: Path) -> None:
    path, options = tmp_path / "out", {"store_text": StoreText.FULL}
    export(small_graph(), path, format="nquads", vocabulary=builtin(), **options)
    expected = set(to_quads(small_graph(), builtin(), store_text=StoreText.FULL))
    assert set(parse(path.read_bytes(), format=RdfFormat.N_QUADS)) == expected


def test_empty_graph_is_valid_turtle(tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(graph_of([], {}), path, format="turtle", vocabulary=builtin())
    assert len(rdflib.Graph().parse(path, format="turtle")) == 0
