from __future__ import annotations

import pytest

from newsgraph.web.negotiation import choose

OFFERED = ["a/one", "a/two", "b/three"]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "a/one"),
        ("", "a/one"),
        ("*/*", "a/one"),
        ("b/*", "b/three"),
        ("a/two, a/one", "a/one"),
        ("a/one;q=0.5, a/two", "a/two"),
        ("a/*;q=0.1, b/three;q=0.2", "b/three"),
        ("a/one;q=0, */*;q=0.1", "a/two"),
        ("*/*, a/one;q=0.2", "a/two"),
        ("A/Two", "a/two"),
        ("a/two;q=nonsense", None),
        ("c/four", None),
        ("c/four, b/three;level=1", "b/three"),
    ],
)
def test_choice_follows_quality_and_precision(accept: str | None, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen
