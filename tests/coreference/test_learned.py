"""Links proposed by the analyser's coreference head: what is taken, what is refused."""

from __future__ import annotations

from spacy.tokens import Doc, SpanGroup

from factory import DOCUMENT_ID, parse
from newsgraph.coreference import corefer
from newsgraph.mentions import find_mentions
from newsgraph.vocabulary import builtin

COMPANY = """
    Northwind/PROPN/nsubj/2 grew=grow/VERB/root/0
    The/DET/det/2 carrier/NOUN/nsubj/3 shrank=shrink/VERB/root/0
"""
TWO_PERSONS = """
    Mara/PROPN/nsubj/3 Lind/PROPN/flat/1 met=meet/VERB/root/0 Jon/PROPN/obj/3 Berg/PROPN/flat/4
    They/PRON/nsubj/2 spoke=speak/VERB/root/0 and/CCONJ/cc/5 he/PRON/nsubj/5 left=leave/VERB/conj/2
"""
PERSONS = {"Mara Lind": "PERSON", "Jon Berg": "PERSON"}


def proposed(doc: Doc, *links: tuple[int, int, float]) -> list[list[str]]:
    """Cluster a document whose coreference head has said this; clusters of two or more."""
    heads = sorted({token for link in links for token in link[:2]})
    spans = [doc[token : token + 1] for token in heads]
    doc.spans["coref_links"] = SpanGroup(
        doc, name="coref_links", spans=spans, attrs={"links": [list(link) for link in links]}
    )
    found = corefer(doc, find_mentions(doc, DOCUMENT_ID, builtin()), builtin())
    return [[m.text for m in c.mentions] for c in found if len(c.mentions) > 1]


def company() -> Doc:
    return parse(COMPANY, ents={"Northwind": "ORG"}, heads={"carrier": "ORG"})


def test_likely_description_is_linked() -> None:
    assert proposed(company(), (3, 0, 0.9)) == [["Northwind", "carrier"]]


def test_unlikely_description_is_left_alone() -> None:
    assert proposed(company(), (3, 0, 0.4)) == []


def test_many_faint_links_to_one_thing_count_together() -> None:
    doc = parse(
        "Northwind/PROPN/nsubj/2 grew=grow/VERB/root/0\n" + COMPANY,
        ents={"Northwind": "ORG"},
        heads={"carrier": "ORG"},
    )
    found = proposed(doc, (5, 0, 0.45), (5, 2, 0.45))
    assert found == [["Northwind", "Northwind", "carrier"]]


def test_a_person_is_no_organisation_however_likely() -> None:
    text = COMPANY.replace("carrier", "surgeon")
    doc = parse(text, ents={"Northwind": "ORG"}, heads={"surgeon": "PERSON"})
    assert proposed(doc, (3, 0, 0.99)) == []


def test_proposal_decides_between_two_that_agree() -> None:
    first = parse(TWO_PERSONS, ents=PERSONS)
    second = parse(TWO_PERSONS, ents=PERSONS)
    assert ["Mara Lind", "he"] in proposed(first, (8, 0, 0.95), (8, 3, 0.05))
    assert ["Jon Berg", "he"] in proposed(second, (8, 3, 0.95), (8, 0, 0.05))
