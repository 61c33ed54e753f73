"""Copies of an article are found, reports of the same event are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsgraph.reading.copies import THRESHOLD, originals, similarity, sketch

WORDS = st.lists(st.sampled_from("abcdefghijklmnopqrstuvw"), min_size=60, max_size=120).map(
    " ".join
)


def test_edited_copy_is_found_and_another_text_is_not() -> None:
    words = [f"w{n}" for n in range(200)]
    first = " ".join(words)
    edited = " ".join([*words[:60], "he", "said", *words[80:], "reporting", "by", "others"])
    other = " ".join(f"v{n}" for n in range(200))
    found = originals({"a": sketch(first), "b": sketch(edited), "c": sketch(other)})
    assert found == {"a": "a", "b": "a", "c": "c"}
    assert similarity(sketch(first), sketch(edited)) > THRESHOLD


@pytest.mark.parametrize("text", ["", "Too short to tell.", "one " * 200])
def test_text_with_few_runs_has_no_sketch_and_no_copies(text: str) -> None:
    assert sketch(text) == ""
    assert originals({"a": "", "b": ""}) == {"a": "a", "b": "b"}


def test_case_and_line_ends_do_not_matter() -> None:
    text = " ".join(f"Word{n}" for n in range(50))
    assert sketch(text) == sketch(text.upper().replace(" ", "\n"))


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), WORDS, max_size=6))
def test_grouping_is_complete_and_points_to_the_first(texts: dict[str, str]) -> None:
    sketches = {name: sketch(text) for name, text in texts.items()}
    found = originals(dict(reversed(list(sketches.items()))))
    assert found == originals(sketches)
    assert list(found) == sorted(texts)
    assert all(found[first] == first <= name for name, first in found.items())
