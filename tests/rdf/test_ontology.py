from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from newsgraph.rdf.ontology import describe_vocabulary
from newsgraph.rdf.terms import NG, TYPE, ng, owl, plain, rdf, rdfs, schema, skos
from newsgraph.vocabulary import builtin

TRIPLES = frozenset(describe_vocabulary(builtin()))


def objects(name: str, predicate: NamedNode) -> set[object]:
    return {t.object for t in TRIPLES if t.subject == ng(name) and t.predicate == predicate}


def test_every_class_is_an_owl_class_below_its_parents() -> None:
    for entity_class in builtin().classes.values():
        assert owl("Class") in objects(entity_class.name, TYPE)
        parents = {ng(parent) for parent in entity_class.parents}
        assert objects(entity_class.name, rdfs("subClassOf")) >= parents


def test_every_relation_is_a_property_with_label_definition_and_hints() -> None:
    kinds = {owl("ObjectProperty"), owl("DatatypeProperty"), rdf("Property")}
    for relation in builtin().relations.values():
        assert len(objects(relation.name, TYPE) & kinds) == 1
        assert objects(relation.name, rdfs("label")) == {Literal(relation.label, language="en")}
        assert objects(relation.name, skos("definition"))
        domain = {ng(name) for name in relation.domain}
        assert objects(relation.name, schema("domainIncludes")) == domain
        assert len(objects(relation.name, schema("rangeIncludes"))) == len(set(relation.range))


def test_domains_and_ranges_are_no_axioms() -> None:
    assert not [t for t in TRIPLES if t.predicate in {rdfs("domain"), rdfs("range")}]


def test_relation_between_parties_is_below_interacts_with() -> None:
    assert ng("interactsWith") in objects("criticises", rdfs("subPropertyOf"))
    assert objects("criticises", ng("ploverClass")) == {plain("ACCUSE")}
    assert objects("criticises", ng("quad")) == {plain("verbal conflict")}
    assert ng("interactsWith") not in objects("memberOf", rdfs("subPropertyOf"))


def test_relation_to_a_value_is_no_object_property() -> None:
    assert owl("DatatypeProperty") in objects("occursOn", TYPE)
    assert rdf("Property") in objects("holdsPosition", TYPE)
    assert owl("ObjectProperty") in objects("memberOf", TYPE)


def test_symmetric_relation_is_declared_so() -> None:
    assert owl("SymmetricProperty") in objects("cooperatesWith", TYPE)


def test_mappings_are_close_matches_with_full_iris() -> None:
    assert NamedNode("https://schema.org/Person") in objects("Person", skos("closeMatch"))


@pytest.mark.parametrize("name", ["Statement", "Document", "polarity", "Negative", "speaker"])
def test_core_terms_are_described_once(name: str) -> None:
    assert len(objects(name, rdfs("label"))) == 1
    assert len(objects(name, skos("definition"))) == 1


def test_all_our_terms_in_use_are_described() -> None:
    used = {
        term.value
        for t in TRIPLES
        for term in (t.predicate, t.object)
        if isinstance(term, NamedNode) and term.value.startswith(NG)
    }
    described = {t.subject.value for t in TRIPLES if isinstance(t.subject, NamedNode)}
    assert used <= described


def test_statement_is_a_kind_of_rdf_statement() -> None:
    assert Triple(ng("Statement"), rdfs("subClassOf"), rdf("Statement")) in TRIPLES
