"""Posts over time: former, current, acting, outgoing and future holders, and who follows whom."""

from __future__ import annotations

from datetime import date

import pytest

from newsgraph.model import Document, Modality, Statement
from newsgraph.pipeline import extract

pytestmark = pytest.mark.model


def read(text: str) -> list[Statement]:
    document = Document(id="doc-test", text=text, published=date(2025, 12, 4))
    return list(extract(document).statements)


def posts(text: str) -> list[Statement]:
    return [s for s in read(text) if s.relation == "holdsPosition"]


def details(statement: Statement) -> dict[str, str]:
    return {q.property: getattr(q.value, "lexical", q.value.text) for q in statement.qualifiers}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Former prime minister Lena Novak criticised the treaty.", "former"),
        ("Ex-minister Lena Novak was arrested.", "former"),
        ("The then-commander of KFOR, Ivo Brandt, visited Pristina.", "former"),
        ("Ana Vidal, then the mayor of Tirana, met Lena Novak.", "former"),
        ("Newly appointed defence minister Ana Vidal visited Tirana.", "current"),
        ("The current mayor, Ana Vidal, opened the bridge.", "current"),
        ("The outgoing president, Ivo Brandt, signed the law.", "outgoing"),
        ("Acting mayor Lena Novak resigned.", "acting"),
        ("Incoming chancellor Ella Norland visited Rome.", "future"),
        ("Prime minister Lena Novak criticised the treaty.", None),
        ("Vice President Ivo Brandt resigned.", None),
    ],
)
def test_word_before_a_title_says_whether_the_post_is_held(text: str, status: str | None) -> None:
    [post] = posts(text)
    assert details(post).get("tenure") == status
    assert post.asserted is (status != "future")


def test_former_head_heads_no_more() -> None:
    text = "The then-commander of KFOR, Ivo Brandt, visited Pristina."
    relations = {s.relation for s in read(text)}
    assert "commands" not in relations
    assert "positionIn" in relations


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Ana Vidal was president of Albania from 2016 to 2021.", "2016", "2021"),
        ("Ana Vidal, president of Albania until 2021, met Lena Novak.", None, "2021"),
        ("Ana Vidal, president of Albania since May 2021, met Lena Novak.", "2021-05", None),
        ("Ana Vidal has been governor of the bank since 2019.", "2019", None),
    ],
)
def test_post_says_from_when_until_when(text: str, start: str | None, end: str | None) -> None:
    [post] = posts(text)
    assert (details(post).get("startDate"), details(post).get("endDate")) == (start, end)


def test_successor_holds_the_post_that_the_predecessor_held() -> None:
    text = "Ana Vidal succeeded Ivo Brandt as foreign minister in 2023."
    held = {s.subject.text: details(s) for s in posts(text)}
    assert set(held) == {"Ana Vidal", "Ivo Brandt"}
    assert "tenure" not in held["Ana Vidal"]
    assert held["Ivo Brandt"]["tenure"] == "former"
    assert any(
        (s.subject.text, s.relation, s.object.text) == ("Ana Vidal", "succeeds", "Ivo Brandt")
        for s in read(text)
    )


def test_successor_to_come_holds_no_post_yet() -> None:
    text = "Lena Novak will replace Ivo Brandt as head of the agency."
    of_successor = [s for s in posts(text) if s.subject.text == "Lena Novak"]
    assert {s.modality for s in of_successor} == {Modality.FUTURE}
    of_predecessor = [s for s in posts(text) if s.subject.text == "Ivo Brandt"]
    assert of_predecessor
    assert all("tenure" not in details(s) for s in of_predecessor)
