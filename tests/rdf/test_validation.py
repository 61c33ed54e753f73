"""What newsgraph builds is valid; every kind of fault that is planted is found."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from command_line import run
from documentation import SAMPLE
from factory_graph import small_graph
from newsgraph.exporting.publication import FILES, publish
from newsgraph.rdf import to_quads
from newsgraph.rdf.iris import prefixes
from newsgraph.rdf.store import load_store
from newsgraph.rdf.validation import Fault, rules, validate
from newsgraph.settings import StoreText
from newsgraph.vocabulary import builtin

A = "GRAPH g:doc-0123456789abcdef"
B = "GRAPH g:doc-fedcba9876543210"
STATEMENT = "?st ng:document ?d ; rdf:predicate ng:praises"

#: Rule or path → the update that plants the fault.
PLANTED = {
    "plain_triple_without_statement": f"INSERT DATA {{ {A} {{ e:x ng:attacks e:y }} }}",
    "asserted_without_plain_triple": f"DELETE WHERE {{ {A} {{ ?s ng:praises ?o }} }}",
    "quote_differs_from_text": f"""
        DELETE {{ {A} {{ ?p nif:anchorOf ?q }} }} INSERT {{ {A} {{ ?p nif:anchorOf "forged" }} }}
        WHERE {{ {A} {{ ?p a nif:Sentence ; nif:anchorOf ?q }} }}""",
    "passage_outside_its_sentence": f"""
        DELETE {{ {A} {{ ?p nif:endIndex ?e }} }} INSERT {{ {A} {{ ?p nif:endIndex 9999 }} }}
        WHERE {{ {A} {{ ?p a nif:Phrase ; nif:endIndex ?e }} }}""",
    "statement_in_the_graph_of_another_article": f"""
        INSERT {{ {B} {{ ?st ng:document ?d }} }} WHERE {{ {A} {{ {STATEMENT} }} }}""",
    "graph_without_origin": "DELETE WHERE { GRAPH g:meta { ?g ng:contentHash ?h } }",
    "origin_without_graph": f"DROP {A}",
    "end_without_name": "DELETE WHERE { GRAPH g:registry { ?e skos:prefLabel ?n } }",
    "name_without_mention": """INSERT DATA { GRAPH g:registry {
        e:ghost skos:prefLabel "Ghost"@en ; ng:chosenType ng:Person } }""",
    "two_chosen_names": """INSERT { GRAPH g:registry { ?e skos:prefLabel "Other"@en } }
        WHERE { GRAPH g:registry { ?e skos:prefLabel ?n } }""",
    "unknown_relation": f"""INSERT {{ {A} {{ ?st rdf:predicate ng:befriends }} }}
        WHERE {{ {A} {{ {STATEMENT} }} }}""",
    "unknown_class": """INSERT { GRAPH g:registry { ?e ng:chosenType ng:Unicorn } }
        WHERE { GRAPH g:registry { ?e ng:chosenType ng:Person } }""",
    "unusual_subject": """
        DELETE { GRAPH g:registry { ?e ng:chosenType ?c } }
        INSERT { GRAPH g:registry { ?e ng:chosenType ng:Event } }
        WHERE { GRAPH g:registry { ?e ng:chosenType ?c . FILTER(?c = ng:Person) } }""",
    "evidence": f"DELETE WHERE {{ {A} {{ ?st ng:evidence ?e }} }}",
    "confidence": f"""INSERT {{ {A} {{ ?st ng:confidence 1.5 }} }}
        WHERE {{ {A} {{ {STATEMENT} }} }}""",
    "polarity": f"""INSERT {{ {A} {{ ?st ng:polarity ng:Perhaps }} }}
        WHERE {{ {A} {{ {STATEMENT} }} }}""",
    "modality": f"DELETE WHERE {{ {A} {{ ?st ng:modality ?m }} }}",
    "subject": f"""INSERT {{ {A} {{ ?st rdf:subject "a text" }} }}
        WHERE {{ {A} {{ {STATEMENT} }} }}""",
    "document": f"DELETE WHERE {{ {A} {{ ?st ng:document ?d }} }}",
    "beginIndex": f"""INSERT {{ {A} {{ ?p nif:beginIndex 7 }} }}
        WHERE {{ {A} {{ ?p a nif:Sentence }} }}""",
    "referenceContext": f"DELETE WHERE {{ {A} {{ ?p nif:referenceContext ?t }} }}",
    "inLanguage": f"DELETE WHERE {{ {A} {{ ?d schema:inLanguage ?l }} }}",
    "label": f"DELETE WHERE {{ {A} {{ ?e rdfs:label ?l }} }}",
}


@pytest.fixture(scope="module")
def quads() -> list[object]:
    return list(to_quads(small_graph(), builtin(), store_text=StoreText.FULL))


def faults(quads: list[object], update: str = "") -> list[Fault]:
    store = Store()
    store.bulk_extend(quads)  # type: ignore[arg-type]  # quads
    if update:
        store.update(update, prefixes=prefixes())
    return list(validate(store))


def test_what_is_built_has_no_fault(quads: list[object]) -> None:
    assert faults(quads) == []
    without = list(to_quads(small_graph(), builtin(), store_text=StoreText.NONE))
    assert faults(list(without)) == []


@pytest.mark.parametrize("rule", PLANTED)
def test_planted_fault_is_found(quads: list[object], rule: str) -> None:
    found = {fault.rule: fault for fault in faults(quads, PLANTED[rule])}
    assert rule in found
    assert found[rule].severity == ("warning" if rule == "unusual_subject" else "violation")
    assert found[rule].message


def test_every_rule_has_its_planted_fault() -> None:
    assert rules().keys() <= PLANTED.keys()


def test_sample_graph_has_no_violation_across_graphs() -> None:
    found = list(validate(load_store(SAMPLE), articles=1))
    assert [fault for fault in found if fault.severity == "violation"] == []


def test_command_tells_faults_and_fails(
    quads: list[object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store()
    store.bulk_extend(quads)  # type: ignore[arg-type]  # quads
    path = tmp_path / "graph.nq"
    store.dump(str(path))
    assert run("validate", path, "--articles", "0") == 0
    store.update(PLANTED["end_without_name"], prefixes=prefixes())
    store.dump(str(path))
    assert run("validate", path, "--articles", "0") == 1
    seen = capsys.readouterr()
    assert "does not name (end_without_name)" in seen.out
    assert seen.err.startswith("0 violations, 0 warnings")


def test_published_vocabulary_can_be_read(tmp_path: Path) -> None:
    publish(builtin(), tmp_path / "ns")
    assert {path.name for path in (tmp_path / "ns").iterdir()} == set(FILES)
    ontology = rdflib.Graph().parse(tmp_path / "ns" / "ontology.ttl")
    assert len(ontology) > 1000
    page = (tmp_path / "ns" / "index.html").read_text(encoding="utf-8")
    for name in (*builtin().classes, *builtin().relations):
        assert f'id="{name}"' in page
    assert "https://schema.org/Person" in page
