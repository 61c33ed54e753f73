from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.analysis.lemmas import Lemmatizer, apply_rule, rule_for

_WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
_TABLE = {"VERB": {"met": "meet", "praise": "praise", "sold": "sell"}, "NOUN": {"bank": "bank"}}


@given(_WORDS, _WORDS)
def test_a_rule_restores_the_lemma_it_was_made_from(form: str, lemma: str) -> None:
    assert apply_rule(form, rule_for(form, lemma, proper=False)) == lemma


def test_a_rule_that_cuts_too_much_leaves_the_form() -> None:
    assert apply_rule("Go", "5|x") == "go"


@pytest.mark.parametrize(
    ("form", "upos", "xpos", "rules", "lemma"),
    [
        ("met", "VERB", "VBD", ["0|"], "meet"),  # the table knows irregular forms
        ("praised", "VERB", "VBN", ["2|", "1|"], "praise"),  # the known one of two regular ones
        ("banker", "NOUN", "NN", ["2|"], "banker"),  # an uninflected noun is its own lemma
        ("bankers", "NOUN", "NNS", ["3|", "1|"], "banker"),  # "bank" is known, but no such plural
        ("Kodra", "PROPN", "NNP", ["1|"], "Kodra"),
        (",", "PUNCT", ",", ["0|y"], ","),  # a mark has no endings
        ("deplatformized", "VERB", "VBD", ["2|"], "deplatformize"),  # no verb ends in z
    ],
)
def test_lemma_is_the_dictionary_form(
    form: str, upos: str, xpos: str, rules: list[str], lemma: str
) -> None:
    assert Lemmatizer(_TABLE).lemma(form, upos, xpos, rules) == lemma


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("froze", "freeze"), ("upheld", "uphold"), ("rammed", "ram"), ("quarrelled", "quarrel"),
     ("toppled", "topple"), ("bribing", "bribe"), ("overturned", "overturn")],
)  # fmt: skip
def test_base_form_of_verbs_that_no_treebank_has(form: str, lemma: str) -> None:
    tag = "VBG" if form.endswith("ing") else "VBD"
    assert Lemmatizer({}).lemma(form, "VERB", tag, []) == lemma
