"""The vocabulary as OWL and SKOS, generated from its data and never edited.

Domains and ranges are hints (``schema:domainIncludes``), not axioms: an extraction error must not
let a reasoner infer a wrong class.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from newsgraph.rdf.terms import (
    NG,
    TYPE,
    in_language,
    ng,
    nif,
    owl,
    plain,
    rdf,
    rdfs,
    schema,
    skos,
    xsd,
)
from newsgraph.vocabulary import Vocabulary
from newsgraph.vocabulary.schema import VALUE_CLASSES, EntityClass, RelationType

_LANGUAGE = "en"

#: The terms of the model itself: kind, name, what it means.
_CORE = (
    ("Class", "Statement", "One claim, in one place of one article, by one source."),
    ("Class", "Document", "An article as it was read."),
    ("Class", "DocumentGraph", "A named graph that holds all that one article supports."),
    ("Class", "Polarity", "Whether a statement affirms or denies."),
    ("Class", "Modality", "How far a statement is presented as real."),
    ("Class", "Stance", "What a speaker does with the content put in their mouth."),
    ("Class", "Status", "Who has looked at a statement, and with what result."),
    ("Polarity", "Positive", "The statement affirms."),
    ("Polarity", "Negative", "The statement denies."),
    ("Modality", "Actual", "Presented as having happened or being so."),
    ("Modality", "Future", "Planned, announced, promised or expected."),
    ("Modality", "Possible", "Presented as possible only."),
    ("Modality", "Hypothetical", "Under a condition, or for a purpose."),
    ("Modality", "Obliged", "Demanded, requested or said to be necessary."),
    ("Stance", "Asserting", "The speaker says that it is so."),
    ("Stance", "Denying", "The speaker says that it is not so."),
    ("Stance", "Asking", "The speaker asks for it, or asks whether it is so."),
    ("Stance", "Warning", "The speaker warns of it."),
    ("Status", "Auto", "Read by the program; no person has looked at it."),
    ("Status", "Confirmed", "Read by the program, and confirmed by a person."),
    ("ObjectProperty", "interactsWith", "Two parties act on each other in word or deed."),
    ("ObjectProperty", "document", "The article in which a statement stands."),
    ("ObjectProperty", "evidence", "The sentence that makes a statement."),
    ("ObjectProperty", "trigger", "The words that evoke the relation of a statement."),
    ("ObjectProperty", "subjectSpan", "The words that refer to the subject."),
    ("ObjectProperty", "objectSpan", "The words that refer to the object."),
    ("ObjectProperty", "qualifierSpan", "The words of a when, where, how much or in what role."),
    ("ObjectProperty", "cue", "The reporting word, such as “said”."),
    ("ObjectProperty", "speaker", "The one to whom the article attributes a statement."),
    ("ObjectProperty", "speakerSpan", "The words that refer to the speaker."),
    ("ObjectProperty", "speakerStance", "What the speaker does with the content."),
    ("ObjectProperty", "polarity", "Whether a statement affirms or denies."),
    ("ObjectProperty", "modality", "How far a statement is presented as real."),
    ("ObjectProperty", "status", "Who has looked at a statement, and with what result."),
    ("ObjectProperty", "refersTo", "The entity that a span of text refers to."),
    ("ObjectProperty", "chosenType", "The class of an entity by the word of all articles."),
    ("ObjectProperty", "source", "The first of the articles that are copies of each other."),
    ("ObjectProperty", "copyOf", "An article with much the same words."),
    ("Property", "place", "Where the event of a statement happens."),
    ("Property", "of", "The body or place in which an office is held."),
    ("Property", "role", "In what capacity the subject acts."),
    ("Property", "recipient", "Who receives what a statement speaks of."),
    ("Property", "amount", "How much or how many."),
    ("DatatypeProperty", "amountUnit", "Currency code or unit of the amount."),
    ("DatatypeProperty", "unit", "Currency code or unit of the object, if that is a number."),
    ("DatatypeProperty", "eventDate", "When the event of a statement happens."),
    ("DatatypeProperty", "datePrecision", "How exact the event date is: day, week, … year, text."),
    ("DatatypeProperty", "tenure", "Of a post: former, current, future, acting or outgoing."),
    ("DatatypeProperty", "confidence", "How sure the program is of its reading, from 0 to 1."),
    ("DatatypeProperty", "rule", "Name of a rule by which a statement was read."),
    ("DatatypeProperty", "predicateText", "The words of the predicate as written."),
    ("DatatypeProperty", "speakerText", "The words that name the speaker as written."),
    ("DatatypeProperty", "plover", "PLOVER event class of a statement."),
    ("DatatypeProperty", "mentionKind", "Whether a span is a name, a description or a pronoun."),
    ("DatatypeProperty", "metonym", "True if a place name stands for its government."),
    ("DatatypeProperty", "named", "False if an entity is known by description only."),
    ("DatatypeProperty", "identityReason", "Why the mentions of an entity are taken for one."),
    ("DatatypeProperty", "contentHash", "Hash of the text that a graph was read from."),
    ("DatatypeProperty", "vocabularyHash", "Hash of the vocabulary that a run used."),
    ("DatatypeProperty", "model", "Name of the analyser that a run used."),
    ("AnnotationProperty", "group", "The group of relations that a relation belongs to."),
    ("AnnotationProperty", "ploverClass", "PLOVER event class of a relation."),
    ("AnnotationProperty", "cameo", "CAMEO code or codes of a relation."),
    ("AnnotationProperty", "quad", "Conflict or cooperation, verbal or material."),
    ("AnnotationProperty", "inverseLabel", "How to read a relation backwards."),
)


def describe_vocabulary(vocabulary: Vocabulary) -> Iterator[Triple]:
    """Yield the vocabulary and the core terms as triples, unsorted; a relation keeps its name.

    A relation between two parties that has a PLOVER class is a sub-property of
    ``ng:interactsWith``. One whose object is always a value is a datatype property.
    """
    ontology = NamedNode(NG.rstrip("#"))
    yield Triple(ontology, TYPE, owl("Ontology"))
    yield Triple(ontology, rdfs("label"), in_language("newsgraph vocabulary", _LANGUAGE))
    for kind, name, definition in _CORE:
        # Where the vocabulary has the class too ("Document"), its entry is the definition.
        if name not in vocabulary.classes:
            yield from _describe_core(kind, name, definition)
    yield Triple(ng("Statement"), rdfs("subClassOf"), rdf("Statement"))
    yield Triple(ng("evidence"), schema("rangeIncludes"), nif("Sentence"))
    for entity_class in vocabulary.classes.values():
        yield from _describe_class(entity_class, vocabulary)
    for relation in vocabulary.relations.values():
        yield from _describe_relation(relation, vocabulary)


def property_kinds(vocabulary: Vocabulary) -> dict[str, bool]:
    """Return the local name of every property, core ones included → whether it takes IRIs only."""
    kinds = {name: kind == "ObjectProperty" for kind, name, _ in _CORE if kind.endswith("Property")}
    for relation in vocabulary.relations.values():
        kinds[relation.name] = _property_kind(relation) == owl("ObjectProperty")
    return kinds


def _describe_core(kind: str, name: str, definition: str) -> Iterator[Triple]:
    # Kinds that start as OWL terms are OWL; "Polarity" and its like are classes of our own.
    metaclass = {"Property": rdf("Property")}.get(kind)
    if metaclass is None:
        own = kind in {"Polarity", "Modality", "Stance", "Status"}
        metaclass = ng(kind) if own else owl(kind)
    yield Triple(ng(name), TYPE, metaclass)
    yield Triple(ng(name), rdfs("label"), in_language(_words(name), _LANGUAGE))
    yield Triple(ng(name), skos("definition"), in_language(definition, _LANGUAGE))


def _describe_class(entity_class: EntityClass, vocabulary: Vocabulary) -> Iterator[Triple]:
    node = ng(entity_class.name)
    yield Triple(node, TYPE, owl("Class"))
    yield Triple(node, rdfs("label"), in_language(entity_class.label, _LANGUAGE))
    yield Triple(node, skos("definition"), in_language(entity_class.definition, _LANGUAGE))
    for parent in entity_class.parents:
        yield Triple(node, rdfs("subClassOf"), ng(parent))
    yield from _mappings(node, entity_class.mappings, vocabulary)


def _describe_relation(relation: RelationType, vocabulary: Vocabulary) -> Iterator[Triple]:
    node = ng(relation.name)
    yield Triple(node, TYPE, _property_kind(relation))
    if relation.symmetric:
        yield Triple(node, TYPE, owl("SymmetricProperty"))
    yield Triple(node, rdfs("label"), in_language(relation.label, _LANGUAGE))
    yield Triple(node, skos("definition"), in_language(relation.definition, _LANGUAGE))
    yield Triple(node, ng("group"), plain(relation.group))
    for name in relation.domain:
        yield Triple(node, schema("domainIncludes"), ng(name))
    for name in relation.range:
        yield Triple(node, schema("rangeIncludes"), _range(name))
    if relation.parent:
        yield Triple(node, rdfs("subPropertyOf"), ng(relation.parent))
    if relation.plover:
        yield Triple(node, rdfs("subPropertyOf"), ng("interactsWith"))
        yield Triple(node, ng("ploverClass"), plain(relation.plover))
    if relation.cameo:
        yield Triple(node, ng("cameo"), plain(relation.cameo))
    if relation.quad:
        yield Triple(node, ng("quad"), plain(relation.quad))
    if relation.inverse:
        yield Triple(node, ng("inverseLabel"), in_language(relation.inverse, _LANGUAGE))
    yield from _mappings(node, relation.mappings, vocabulary)


def _property_kind(relation: RelationType) -> NamedNode:
    values = [name in VALUE_CLASSES for name in relation.range]
    if not any(values):
        return owl("ObjectProperty")
    return owl("DatatypeProperty") if all(values) else rdf("Property")


def _range(name: str) -> NamedNode:
    return {"Value": rdfs("Literal"), "Date": xsd("date")}.get(name) or ng(name)


def _mappings(
    node: NamedNode, mappings: tuple[str, ...], vocabulary: Vocabulary
) -> Iterator[Triple]:
    for curie in mappings:
        prefix, _, local = curie.partition(":")
        yield Triple(node, skos("closeMatch"), NamedNode(vocabulary.prefixes[prefix] + local))


def _words(name: str) -> str:
    """``speakerStance`` → ``speaker stance``."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
