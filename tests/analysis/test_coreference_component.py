"""The coreference component: who is who in a document, on the shipped model."""

from __future__ import annotations

import pickle

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from newsgraph import analysis
from newsgraph.analysis import coreference
from newsgraph.analysis.antecedents import FloatArray, IntArray
from newsgraph.analysis.coreference import CLUSTERS, LINKS, CoreferenceMarker, mention_span
from newsgraph.analysis.session import shared_model

TEXT = (
    "Defence minister Mira Tan visited the harbour of Lisna on Monday. She praised the dockers "
    "and said their work was important. The minister left in the evening.\n\n"
    "Kvarner Lines cancelled its ferries. The company blamed the weather."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return analysis.load()


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(TEXT)


def clusters(doc: Doc) -> list[set[str]]:
    return [{s.text for s in doc.spans[k]} for k in doc.spans if k.startswith(CLUSTERS)]


def test_pronouns_and_names_of_one_thing_share_a_cluster(doc: Doc) -> None:
    assert any({"Defence minister Mira Tan", "She"} <= cluster for cluster in clusters(doc))
    assert any({"Kvarner Lines", "its"} <= cluster for cluster in clusters(doc))
    assert any({"the dockers", "their"} <= cluster for cluster in clusters(doc))


def test_clusters_are_disjoint_and_in_text_order(doc: Doc) -> None:
    groups = [list(doc.spans[k]) for k in doc.spans if k.startswith(CLUSTERS)]
    heads = [span.root.i for group in groups for span in group]
    assert len(heads) == len(set(heads))
    for group in groups:
        assert len(group) > 1
        assert [s.root.i for s in group] == sorted(s.root.i for s in group)


def test_links_are_probabilities_that_point_backwards(doc: Doc) -> None:
    links = doc.spans[LINKS].attrs["links"]
    mentions = {span.start for span in doc.spans[LINKS]}
    total: dict[int, float] = {}
    for anaphor, antecedent, probability in links:
        assert antecedent < anaphor
        assert {anaphor, antecedent} <= mentions
        total[anaphor] = total.get(anaphor, 0) + probability
    assert links
    assert max(total.values()) <= 1.01


def test_a_mention_is_a_phrase_without_its_clauses(nlp: Language) -> None:
    doc = nlp("The old bridge, which floods damaged, was closed by the council of Lisna.")
    phrases = {t.text: mention_span(t).text for t in doc if t.text in {"bridge", "council"}}
    assert phrases == {"bridge": "The old bridge", "council": "the council of Lisna"}


def test_long_documents_are_read_in_windows(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded by the window; near antecedents are found in every part of the text."""
    seen: list[int] = []
    marker, model = CoreferenceMarker(), shared_model()
    whole = model.coreference

    def watched(
        states: FloatArray, features: FloatArray, i: IntArray, j: IntArray, pairs: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        seen.append(len(states))
        return whole(states, features, i, j, pairs)

    monkeypatch.setattr(coreference, "WINDOW", 40)
    monkeypatch.setattr(model, "coreference", watched)
    once = "Mira Tan met the mayor of Lisna. She thanked him {} times."
    text = " ".join(once.format(i) for i in range(30))
    reading = marker.read(nlp(text))
    assert len(seen) > 3
    assert max(seen) <= 40
    linked: dict[int, float] = {}
    for anaphor, _, probability in reading.links:
        linked[anaphor] = linked.get(anaphor, 0) + probability
    pronouns = [t.i for t in nlp(text) if t.text == "She"]
    assert len(pronouns) == 30
    assert sum(linked.get(i, 0) > 0.5 for i in pronouns) >= 25


def test_same_annotation_whatever_the_neighbours_and_threads(nlp: Language, doc: Doc) -> None:
    alone = doc.spans[LINKS].attrs["links"]
    among = list(nlp.pipe(["A short text.", TEXT, "Another one about Mira Tan."]))[1]
    assert among.spans[LINKS].attrs["links"] == alone
    assert analysis.load(threads=2)(TEXT).spans[LINKS].attrs["links"] == alone


def test_component_pickles(doc: Doc) -> None:
    marker = pickle.loads(pickle.dumps(CoreferenceMarker()))
    assert marker.read(doc) == CoreferenceMarker().read(doc)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Go!", "🚀", "He.", "…"])
def test_texts_without_antecedents_have_no_clusters(nlp: Language, text: str) -> None:
    assert clusters(nlp(text)) == []
