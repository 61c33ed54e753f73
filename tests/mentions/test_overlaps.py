"""Who wins where spans cross."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsgraph.mentions.overlaps import first_given, longest_first, one_per_span
from newsgraph.mentions.readings import Reading
from newsgraph.model import Mention, MentionKind, Span

readings = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6)).map(
        lambda pair: Reading(start=pair[0], end=pair[0] + pair[1])
    )
)


def at(start: int, end: int) -> Reading:
    return Reading(start=start, end=end)


def a_mention(start: int, end: int, kind: MentionKind) -> Mention:
    span = Span(start=start, end=end)
    return Mention(span=span, head=span, text="x", kind=kind, entity_class="Thing", document_id="d")


def test_longest_first_keeps_the_longer() -> None:
    assert longest_first([at(0, 2), at(1, 5)]) == [at(1, 5)]


def test_longest_first_keeps_the_earlier_of_equals() -> None:
    assert longest_first([at(1, 3), at(0, 2)]) == [at(1, 3)]


def test_first_given_keeps_the_earlier_whatever_its_length() -> None:
    assert first_given([at(0, 2), at(1, 5), at(5, 6)]) == [at(0, 2), at(5, 6)]


@given(readings)
def test_longest_first_never_returns_crossing_spans(candidates: list[Reading]) -> None:
    kept = longest_first(candidates)
    assert all(one.end <= other.start for one, other in pairwise(kept))


def test_one_per_span_prefers_names_and_keeps_nested_spans() -> None:
    name = a_mention(0, 4, MentionKind.NAME)
    nominal = a_mention(0, 4, MentionKind.NOMINAL)
    outer = a_mention(0, 9, MentionKind.NOMINAL)
    assert one_per_span([nominal, outer, name]) == [outer, name]
