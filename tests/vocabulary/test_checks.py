"""Planted faults: each is refused, and the message names file, line and entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsgraph.errors import VocabularyError
from newsgraph.vocabulary import Vocabulary

SOUND = """\
rents:
  label: rents
  definition: The subject rents the object.
  group: exchange
  domain: [Agent]
  range: [Facility]
  triggers:
    - {verb: sublet, subject: subject, object: object}
  examples:
    - text: Nordbahn sublet the hall.
      facts: [[Nordbahn, rents, hall]]
    - text: Norway sublet the bridge.
      facts: [[Norway, rents, bridge]]
    - text: Norway did not sublet the bridge.
      facts: []
"""


def write(folder: Path, relative: str, text: str) -> Path:
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path, relative: str, text: str) -> str:
    with pytest.raises(VocabularyError) as caught:
        Vocabulary.load(write(folder, relative, text))
    return str(caught.value)


def test_a_sound_relation_of_a_user_is_loaded_beside_the_packaged_ones(tmp_path: Path) -> None:
    vocabulary = Vocabulary.load(write(tmp_path, "relations/mine.yaml", SOUND))

    assert vocabulary.relations["rents"].group == "exchange"
    assert [r.name for r, _ in vocabulary.triggers("verb", "sublet")] == ["rents"]
    assert "meetsWith" in vocabulary.relations


@pytest.mark.parametrize(
    ("before", "after", "line", "told"),
    [
        ("domain: [Agent]", "domain: [Agnt]", 1, "unknown class 'Agnt'; did you mean 'Agent'?"),
        ("group: exchange", "group: exchang", 1, "unknown group 'exchang'"),
        ("group: exchange", "group: exchange\n  parent: ownes", 1, "unknown parent 'ownes'"),
        ("object: object", "object: prep with", 8, "'prep with' is no role of a verb"),
        ("verb: sublet", "vreb: sublet", 8, "unknown field 'vreb'"),
        ("verb: sublet", "verb: no", 8, "'no' is read as bool, not as text; write \"no\""),
        ("label: rents", "label: 2019", 2, "'2019' is read as int, not as text"),
        ("label: rents", "label: rents\n  label: rents", 3, "'label' stands here twice"),
        ("[Nordbahn, rents, hall]", "[Nordbahn, rents, house]", 11, "'house' does not stand in"),
        ("[Nordbahn, rents, hall]", "[Nordbahn, rends, hall]", 1, "unknown relation 'rends'"),
        ("group: exchange", "group: exchange\n  mappings: [foo:rents]", 1, "unknown prefix 'foo'"),
        ("group: exchange", "group: exchange\n  quad: war", 1, "unknown quad 'war'"),
        ("object: object}", "object: object, confidence: 2}", 8, "not between 0 and 1"),
    ],
)
def test_a_fault_is_told_with_file_line_and_entry(
    tmp_path: Path, before: str, after: str, line: int, told: str
) -> None:
    # The mapping of an entry starts on the line after its name, which is where it is pointed at.
    at = line + 1 if line == 1 else line
    message = refusal(tmp_path, "relations/mine.yaml", SOUND.replace(before, after, 1))

    assert message.startswith(f"{tmp_path.as_posix()}/relations/mine.yaml:{at}: rents: ")
    assert told in message


def test_a_relation_without_negative_example_is_refused(tmp_path: Path) -> None:
    text = SOUND[: SOUND.index("    - text: Norway did not")]

    assert "no negative example" in refusal(tmp_path, "relations/mine.yaml", text)


def test_a_relation_with_a_single_positive_example_is_refused(tmp_path: Path) -> None:
    text = SOUND.replace("[[Norway, rents, bridge]]", "[]")

    assert "1 examples state it, 2 are wanted" in refusal(tmp_path, "relations/mine.yaml", text)


def test_two_relations_must_not_claim_one_trigger_for_the_same_classes(tmp_path: Path) -> None:
    text = SOUND.replace("verb: sublet", "verb: visit").replace("[Agent]", "[Agent, Vehicle]")
    text = text.replace("[Facility]", "[Place, Document]")

    message = refusal(tmp_path, "relations/mine.yaml", text)

    assert ":8: rents: verb 'visit' (subject → object) is also a trigger of" in message


def test_the_strictly_narrower_of_two_claims_is_let_in_and_comes_first(tmp_path: Path) -> None:
    text = SOUND.replace("verb: sublet", "verb: visit")

    vocabulary = Vocabulary.load(write(tmp_path, "relations/mine.yaml", text))

    found = [r.name for r, t in vocabulary.triggers("verb", "visit") if t.object == "object"]
    assert found.index("rents") < found.index("visits")


@pytest.mark.parametrize(
    "way_out",
    ["object_classes: [Document]", "object_lemmas: [hall]", "requires: [iobj]"],
    ids=["other classes", "object words", "a further role"],
)
def test_two_relations_may_share_a_trigger_that_something_else_decides(
    tmp_path: Path, way_out: str
) -> None:
    text = SOUND.replace("[Facility]", "[Facility, Document, Place]")
    text = text.replace("{verb: sublet,", "{verb: visit, " + way_out + ",")

    vocabulary = Vocabulary.load(write(tmp_path, "relations/mine.yaml", text))

    assert {"rents", "visits"} <= {r.name for r, _ in vocabulary.triggers("verb", "visit")}


def test_a_clash_with_a_packaged_relation_must_be_meant(tmp_path: Path) -> None:
    clash = SOUND.replace("rents", "owns")

    message = refusal(tmp_path, "relations/mine.yaml", clash)

    assert "'owns' is there already; say `replaces: owns`" in message


def test_a_relation_that_replaces_a_packaged_one_takes_its_place(tmp_path: Path) -> None:
    meant = SOUND.replace("rents", "owns").replace("  group:", "  replaces: owns\n  group:", 1)

    vocabulary = Vocabulary.load(write(tmp_path, "relations/mine.yaml", meant))

    assert vocabulary.relations["owns"].definition == "The subject owns the object."
    assert [r.name for r, _ in vocabulary.triggers("verb", "sublet")] == ["owns"]
    assert all(r.name != "owns" for r, _ in vocabulary.triggers("verb", "possess"))


def test_replacing_what_is_not_there_is_refused(tmp_path: Path) -> None:
    text = SOUND.replace("  group:", "  replaces: rentz\n  group:", 1)

    assert "there is no 'rentz' to replace" in refusal(tmp_path, "relations/mine.yaml", text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Ship:\n  parents: [Vessel]\n  coarse: product\n  definition: A ship.\n",
            "parent 'Vessel'",
        ),
        (
            "Ship:\n  parents: [Ship]\n  coarse: product\n  definition: A ship.\n",
            "its own ancestor",
        ),
        (
            "Ship:\n  parents: [Vehicle]\n  coarse: boat\n  definition: A ship.\n",
            "coarse kind 'boat'",
        ),
        ("Ship:\n  parents: [Vehicle]\n  coarse: product\n", "'definition' is missing"),
        ("Value:\n  parents: [Thing]\n  coarse: other\n  definition: A value.\n", "kind of value"),
    ],
)
def test_a_fault_in_a_class_is_told(tmp_path: Path, text: str, told: str) -> None:
    message = refusal(tmp_path, "classes.yaml", text)

    assert "classes.yaml:2: " in message
    assert told in message


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("reporting", "verb:\n  - {stance: claims, lemmas: [say]}\n", "unknown stance 'claims'"),
        ("modality", "verbs:\n  - {lemmas: [fail]}\n", "unknown kind 'verbs'"),
        ("modality", "verb:\n  - {governs: [clauses], lemmas: [fail]}\n", "'clauses' is no role"),
        ("negation", "particle: [not, not]\n", "'not' stands in this file twice"),
        ("nominals", "Shipp: [ship]\n", "unknown class 'Shipp'"),
        ("titles", "position:\n  - {relation: heads, lemmas: [reeve]}\n", "relation 'heads'"),
        ("name_endings", "Shipp: [lines]\n", "unknown class 'Shipp'"),
        ("lists", "askin: [nag]\n", "unknown list 'askin'"),
        ("lists", "asking: [nag, nag]\n", "'nag' stands in this file twice"),
        ("nouns", "Person: [reeve]\n", "unknown lexicon file"),
    ],
)
def test_a_fault_in_the_lexicon_is_told(tmp_path: Path, file: str, text: str, told: str) -> None:
    message = refusal(tmp_path, f"lexicon/{file}.yaml", text)

    assert f"lexicon/{file}.yaml" in message
    assert told in message


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, "relations/mine.yaml", "rents:\n  label: [rents\n")

    assert "relations/mine.yaml:3: " in message


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="no such folder"):
        Vocabulary.load(tmp_path / "nowhere")
