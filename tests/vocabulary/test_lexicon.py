"""The words around relations: reporting, hedging, denying, titles, kinds of things."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import newsgraph
from newsgraph.model import Modality, Polarity, Stance
from newsgraph.vocabulary import Lexicon, Vocabulary, builtin
from newsgraph.vocabulary.lexicon import LIST_NAMES


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return builtin().lexicon


@pytest.mark.parametrize(
    ("lemma", "stance"),
    [
        ("say", Stance.ASSERTS),
        ("emphasise", Stance.ASSERTS),
        ("emphasize", Stance.ASSERTS),
        ("point out", Stance.ASSERTS),
        ("deny", Stance.DENIES),
        ("ask", Stance.ASKS),
        ("warn", Stance.WARNS),
    ],
)
def test_reporting_verb_has_a_stance_in_either_spelling(
    lexicon: Lexicon, lemma: str, stance: Stance
) -> None:
    found = lexicon.reporting_verb(lemma)

    assert found is not None
    assert found.stance is stance


def test_reporting_verb_tells_whether_the_article_vouches_for_the_content(
    lexicon: Lexicon,
) -> None:
    revealed, claimed = lexicon.reporting_verb("reveal"), lexicon.reporting_verb("claim")

    assert revealed is not None
    assert claimed is not None
    assert revealed.factive
    assert not claimed.factive


def test_a_verb_of_no_speech_reports_nothing(lexicon: Lexicon) -> None:
    assert lexicon.reporting_verb("build") is None


def test_reporting_nouns_and_prepositions_are_kept_apart(lexicon: Lexicon) -> None:
    assert lexicon.reporting_noun("allegation") is not None
    assert lexicon.reporting_preposition("according to") is not None
    assert lexicon.reporting_preposition("allegation") is None


@pytest.mark.parametrize(
    ("construction", "lemma", "modality", "polarity"),
    [
        ("aux", "will", Modality.FUTURE, None),
        ("aux", "may", Modality.POSSIBLE, None),
        ("aux", "should", Modality.OBLIGED, None),
        ("adverb", "allegedly", Modality.POSSIBLE, None),
        ("adverb", "unlikely", Modality.POSSIBLE, Polarity.NEGATIVE),
        ("verb", "plan", Modality.FUTURE, None),
        ("verb", "try", Modality.POSSIBLE, None),
        ("verb", "demand", Modality.OBLIGED, None),
        ("verb", "refuse", None, Polarity.NEGATIVE),
        ("verb", "manage", Modality.ACTUAL, None),
        ("noun", "failure", None, Polarity.NEGATIVE),
        ("adjective", "unable", None, Polarity.NEGATIVE),
        ("marker", "in order to", Modality.HYPOTHETICAL, None),
        ("marker", "without", None, Polarity.NEGATIVE),
    ],
)
def test_a_hedge_says_what_it_does_to_what_it_governs(
    lexicon: Lexicon,
    construction: str,
    lemma: str,
    modality: Modality | None,
    polarity: Polarity | None,
) -> None:
    entry = lexicon.modality_entry(construction, lemma)

    assert entry is not None
    assert (entry.modality, entry.polarity) == (modality, polarity)


def test_a_verb_of_telling_hedges_an_infinitive_but_not_a_clause(lexicon: Lexicon) -> None:
    entry = lexicon.modality_entry("verb", "tell")

    assert entry is not None
    assert entry.reaches("infinitive")
    assert not entry.reaches("clause")


def test_a_verb_that_governs_clauses_governs_infinitives_too(lexicon: Lexicon) -> None:
    entry = lexicon.modality_entry("verb", "plan")

    assert entry is not None
    assert entry.reaches("infinitive")
    assert entry.reaches("object")


def test_a_hedge_counts_only_in_its_own_construction(lexicon: Lexicon) -> None:
    assert lexicon.modality_entry("aux", "refuse") is None


@pytest.mark.parametrize("word", ["not", "n't", "No", "nobody", "without", "no longer", "never"])
def test_negators_are_known(lexicon: Lexicon, word: str) -> None:
    assert lexicon.is_negator(word)


def test_an_affirmative_word_is_no_negator(lexicon: Lexicon) -> None:
    assert not lexicon.is_negator("always")
    assert lexicon.negator_kind("nobody") == "pronoun"
    assert lexicon.negator_kind("always") is None


@pytest.mark.parametrize(
    ("phrase", "lemma", "relation"),
    [
        ("president", "president", "headOf"),
        ("Deputy Secretary General", "deputy secretary general", "positionIn"),
        ("Bosnian foreign minister", "foreign minister", "positionIn"),
        ("fisheries minister", "minister", "positionIn"),
        ("spokeswoman", "spokeswoman", "spokespersonFor"),
        ("NATO commander", "commander", "commands"),
        ("vice-president", "vice president", "positionIn"),
    ],
)
def test_title_is_found_by_its_longest_known_last_words(
    lexicon: Lexicon, phrase: str, lemma: str, relation: str
) -> None:
    title = lexicon.title(phrase)

    assert title is not None
    assert (title.lemma, title.relation) == (lemma, relation)


def test_titles_tell_posts_ranks_and_forms_of_address_apart(lexicon: Lexicon) -> None:
    kinds = {
        word: title.kind
        for word in ("minister", "colonel", "mrs")
        if (title := lexicon.title(word)) is not None
    }

    assert kinds == {"minister": "position", "colonel": "rank", "mrs": "honorific"}


def test_a_common_word_is_no_title(lexicon: Lexicon) -> None:
    assert lexicon.title("bridge") is None


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("former", "past"), ("acting", "acting"), ("deputy", "deputy"), ("new", "current")],
)
def test_title_modifier_says_what_becomes_of_the_post(
    lexicon: Lexicon, word: str, meaning: str
) -> None:
    assert lexicon.title_modifier(word) == meaning


def test_light_verb_supports_its_own_nouns_only(lexicon: Lexicon) -> None:
    assert lexicon.light_verb("hold", "talk")
    assert lexicon.light_verb("carry out", "attack")
    assert not lexicon.light_verb("hold", "bridge")
    assert not lexicon.light_verb("condemn", "attack")


@pytest.mark.parametrize(
    ("noun", "name"),
    [
        ("minister", "Person"),
        ("trade minister", "Person"),
        ("alliance", "Organization"),
        ("ministry", "GovernmentBody"),
        ("troops", "MilitaryForce"),
        ("summit", "Meeting"),
        ("referendum", "Election"),
        ("labor union", "NGO"),
        ("report", "Report"),
        ("bridge", "Facility"),
    ],
)
def test_common_nouns_have_a_class(lexicon: Lexicon, noun: str, name: str) -> None:
    assert lexicon.nominal_class(noun) == name


def test_an_unknown_noun_has_no_class(lexicon: Lexicon) -> None:
    assert lexicon.nominal_class("quux") is None


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("Serbian", "Serbia"),
        ("Serbs", "Serbia"),
        ("Kosovar", "Kosovo"),
        ("British", "United Kingdom"),
        ("Bosnian Serb", "Bosnia and Herzegovina"),
        ("European", "Europe"),
        ("New Zealander", "New Zealand"),
    ],
)
def test_demonym_leads_to_its_country_or_region(lexicon: Lexicon, word: str, place: str) -> None:
    assert lexicon.demonym(word) == place


def test_a_word_that_is_no_demonym_leads_nowhere(lexicon: Lexicon) -> None:
    assert lexicon.demonym("Ruritanian") is None


def test_a_word_of_the_user_wins_over_the_packaged_one(tmp_path: Path) -> None:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "demonyms.yaml").write_text("Ruritania: [Ruritanian, Serbian]\n", encoding="utf-8")

    lexicon = Vocabulary.load(tmp_path).lexicon

    assert lexicon.demonym("Ruritanian") == "Ruritania"
    assert lexicon.demonym("Serbian") == "Ruritania"
    assert lexicon.demonym("Kenyan") == "Kenya"


def test_a_user_may_add_a_spelling(tmp_path: Path) -> None:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "spellings.yaml").write_text("sez: say\n", encoding="utf-8")

    assert Vocabulary.load(tmp_path).lexicon.reporting_verb("sez") is not None


def test_a_list_of_the_user_is_added_to_the_packaged_one(tmp_path: Path) -> None:
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "lists.yaml").write_text("kin: [godmother]\n", encoding="utf-8")

    lexicon = Vocabulary.load(tmp_path).lexicon

    assert "kin" in lexicon.lists_with("godmother")
    assert "kin" in lexicon.lists_with("brother")
    assert "accusing" in lexicon.lists_with("criticize")


def test_rules_ask_about_every_list_and_no_other(lexicon: Lexicon) -> None:
    asked = re.compile(r'"(\w+)" (?:not )?in (?:[\w.]*lists_with\(|[\w.]*lists\b|stands\()')
    sources = Path(newsgraph.__file__).parent.rglob("*.py")
    known = {name for names in lexicon.lists.values() for name in names}

    used = {name for path in sources for name in asked.findall(path.read_text(encoding="utf-8"))}

    assert known == set(LIST_NAMES)
    assert used == known
