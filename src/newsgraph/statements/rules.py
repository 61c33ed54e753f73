"""The catalogue of rules: what the name of each says, for people.

``Evidence.rules`` holds names only. A rule whose name ends in a word of the text ("aux_may",
"governed_by_refuse") is explained by its beginning.
"""

from __future__ import annotations

from typing import Final

#: Name of a rule → what it did.
RULES: Final = {
    # what states the relation
    "verb_trigger": "a verb of the vocabulary states the relation",
    "noun_trigger": "a noun of the vocabulary states the relation",
    "adjective_trigger": "an adjective or participle of the vocabulary states the relation",
    "reader": "the trained reader found the relation; the vocabulary admits its ends",
    "refused_act": "who refuses to do a thing rejects it: “refused to sign the bill”",
    "event_of_verb": "three or more are joined at once: an event that they take part in",
    "open_fact": "no relation of the vocabulary: kept in the text's own words",
    "position_title": "a title before the name",
    "position_apposition": "a post in apposition to the name",
    "position_predicate_nominal": "a post as predicate: “X is the mayor”",
    "position_capacity": "a post as capacity: “elected president”, “serves as envoy”",
    "position_predecessor": "the one whom another followed in the post",
    "predecessor": "the one whom another followed",
    "future_post": "the post is yet to be taken: “incoming”, “elect”",
    "owner_in_phrase": "the noun phrase names whose it is: “Serbia's ministry”",
    "prefix_of_name": "a prefix before the name: “anti-NATO”, “pro-Serbian”",
    "owner_of_name": "a name's owner stands beside it: “the OSCE's Office for Institutions”",
    "person_of_body": "the phrase names the body that a person is of: “X of the Greens”",
    "parenthesis": "party or country in a parenthesis behind the name: “X (CDU)”",
    "origin_in_phrase": "the noun phrase names where they come from: “refugees from Syria”",
    "place_in_phrase": "the noun phrase names where it is: “a college in Kagara”",
    "place_in_place": "a place within another: “Split, Croatia”",
    "place_of_event": "the event's phrase names the place",
    "place_before_event": "a town's name before the event: “the Vienna summit”",
    "date_of_event": "the event's phrase names the date",
    "origin_of_person": "where a person is from: “the Nigerian writer”, “X of Ghana”",
    "participant_in_place": "something befell the person at the place",
    # which role an end has
    "subject_of_active": "subject of an active verb: the one who acts",
    "subject_of_passive": "subject of a passive: the one acted upon",
    "agent_of_passive": "by-phrase of a passive: the one who acts",
    "direct_object": "direct object",
    "indirect_object": "indirect object",
    "subject_of_wanted_clause": "who or what is to do as asked: “called for X to act”",
    "prepositional_object": "object of a preposition that belongs to the verb",
    "preposition_under_object": "a prepositional phrase that the parser hung on the object",
    "complement_clause": "a complement clause is the object",
    "open_complement": "an infinitive or participle is the object",
    "predicative_complement": "predicative complement",
    "copula": "complement of “be”",
    "copula_with_preposition": "“be” with a preposition",
    "time": "a phrase of time without preposition",
    "of_phrase": "of-phrase of the noun",
    "patient_of_phrase": "the of-phrase names the one acted upon",
    "patient_before_noun": "the word before the noun is acted upon, for a by-phrase follows",
    "by_phrase_under_of": "by-phrase that the parser hung on the of-phrase",
    "owner_of_object": "who judges what somebody says or does judges them: “rejected X's claim”",
    "possessor": "possessor of the noun",
    "compound_noun": "a noun before the noun",
    "demonym": "an adjective of a country or people before the noun",
    "prepositional_modifier": "prepositional phrase of the noun",
    "hyphenated_pair": "a pair joined by a hyphen: “Serbia-Kosovo talks”",
    "hyphenated_participle": "a name glued to a participle: “NATO-led”",
    "modified_noun": "the noun that a participle stands before",
    "description": "the noun phrase describes the thing itself",
    "apposition": "an apposition describes the name beside it",
    "title": "a title describes the name behind it",
    "predicate_nominal": "a predicate describes its subject",
    "capacity": "the holder of a capacity: “elected president”",
    "light_verb": "the verb only carries the noun: “held talks”; its arguments are the noun's",
    # arguments that another predicate lends
    "subject_shared_by_coordination": "the subject is that of the verb joined by “and”",
    "object_shared_by_coordination": "the object is that of the verb joined by “and”",
    "circumstance_shared_by_coordination": "said of both passives: “killed and injured in X”",
    "shared_by_coordination": "the argument is that of the noun joined by “and”",
    "subject_shared_by_adverbial_clause": "a participle or infinitive shares its clause's subject",
    "controlled_by_subject": "the infinitive's subject is that of the verb above",
    "controlled_by_object": "the infinitive's subject is the object of the verb above",
    "relative_clause": "the relative pronoun stands for the noun before it",
    "relative_clause_without_pronoun": "the noun before fills the gap of the relative clause",
    "reduced_relative_clause": "a participle behind the noun is said of it",
    "example_of_set": "what is said of a set holds of the member named: “states such as Y”",
    "coordination": "one of several ends joined by “and” or commas",
    "speaker_for_body": "“we” is the body that the speaker holds a post in",
    # polarity and modality
    "negation": "a negating word denies it",
    "negated_coordinate": "this one of several ends is excluded: “not Y”",
    "alternative": "one of two alternatives: possible only",
    "question": "a question: possible only",
    "headline_infinitive": "a headline's infinitive lies ahead: “Council to close school”",
    "condition": "holds under a condition",
    "purpose": "a purpose: “to …”, not a deed",
    "infinitive_of_noun": "an infinitive of a noun lies ahead: “a plan to …”",
    "denied_report": "a report that is denied",
    "doubtful_report": "a report that is doubted",
    "nothing_says": "“no evidence that …”: possible only",
}

#: Beginning of a rule's name → what it did; the rest is the word of the text.
BEGINNINGS: Final = {
    "governed_by_": "“{}” above it says how far it is real",
    "aux_": "the auxiliary “{}” says how far it is real",
    "adverb_": "the adverb “{}” says how far it is real",
    "adjective_": "the adjective “{}” says how far it is real",
    "marker_": "the conjunction “{}” says how far it is real",
    "verb_": "the verb “{}” says how far it is real",
    "noun_": "the noun “{}” says how far it is real",
    "agent_": "the agent of the noun, read from: {}",
}


def explain_rule(name: str) -> str:
    """Return in words what a rule did; empty for a name that no rule of this version has."""
    if name in RULES:
        return RULES[name]
    for beginning, words in BEGINNINGS.items():
        if name.startswith(beginning):
            rest = name.removeprefix(beginning)
            return words.format(RULES.get(rest, rest.replace("_", " ")))
    return ""
