"""Answers that are kept: the same as those of the engine, whatever comes and goes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from database.conftest import quick_folder
from database.killed import version_of
from newsgraph import ask, query, questions
from newsgraph.database.layout import Place
from newsgraph.database.live import write_foreign
from newsgraph.database.snapshots import open_latest
from newsgraph.database.working import Database
from newsgraph.rdf import kept
from newsgraph.rdf.results import Answer
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin

OPEN = {q.name: q.text for q in questions() if not q.names_entity({})}
EVERYTHING = {q.name: q.text for q in questions() if not q.parameters}


def made(graph: Path, *versions: int) -> None:
    with Database(graph, builtin(), settings=Settings()) as database:
        for number, version in enumerate(versions):
            database.put(version_of(number, version), "")


def told(answer: Answer) -> tuple[object, ...]:
    """Return all of an answer; rows that an ORDER BY leaves side by side may come in any order."""
    return answer.columns, sorted(answer.rows, key=str), answer.truncated


def folder_of(graph: Path) -> Path:
    snapshot = open_latest(Place(graph))
    snapshot.close()
    return snapshot.path / kept.FOLDER


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(
        st.tuples(st.integers(0, 4), st.none() | st.integers(0, 99)), min_size=2, max_size=3
    )
)
def test_answers_are_those_of_the_engine_after_every_change(
    changes: list[tuple[int, int | None]],
) -> None:
    with quick_folder() as folder:
        graph = Path(folder) / "graph"
        made(graph, 1, 2)
        for number, version in changes:
            with Database(graph, builtin()) as database:
                article = version_of(number, version or 0)
                if version is not None:
                    database.put(article, "")
                elif article.document.id in database.ledger.hashes():
                    database.remove(article.document.id)
            for name, sparql in OPEN.items():
                plain = query(graph, sparql)
                first, again = ask(graph, name), ask(graph, name)
                assert told(first) == told(again) == told(plain), name
                assert first.rows == again.rows, name


def test_question_about_everything_is_asked_once(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(quick, 1, 2, 3)
    first = ask(quick, "best_supported")
    monkeypatch.setattr("newsgraph.folder.select", lambda *_, **__: pytest.fail("asked again"))
    assert ask(quick, "best_supported") == first
    assert ask(quick, "best_supported", timeout=5.0) == first
    fewer = ask(quick, "best_supported", limit=2)
    assert fewer.rows == first.rows[:2] and fewer.truncated and not first.truncated


def test_cut_answer_does_not_stand_for_a_longer_one(quick: Path) -> None:
    made(quick, 1, 2, 3)
    cut = ask(quick, "best_supported", limit=2)
    whole = ask(quick, "best_supported")
    assert cut.truncated and len(cut.rows) == 2
    assert len(whole.rows) > 2 and whole.rows[:2] == cut.rows


def test_change_by_a_user_of_a_graph_of_their_own_is_seen(quick: Path) -> None:
    made(quick, 1)
    assert not ask(quick, "same_as")
    entity = query(quick, "SELECT ?e { ?e ng:chosenType ng:Person } LIMIT 1").rows[0][0]
    write_foreign(
        quick, f"INSERT DATA {{ GRAPH <urn:mine> {{ {entity} skos:exactMatch <urn:other> }} }}"
    )
    assert len(ask(quick, "same_as").rows) == 1


@pytest.mark.parametrize("damage", [b"", b"rubbish", b"{}", b"cut"])
def test_damaged_answer_is_asked_anew(quick: Path, damage: bytes) -> None:
    made(quick, 1, 2)
    first = ask(quick, "best_supported")
    (file,) = folder_of(quick).iterdir()
    if damage == b"{}":  # whole, but of another kind
        damage = hashlib.sha256(b"{}").hexdigest().encode() + b"\n{}"
    file.write_bytes(file.read_bytes()[:-9] if damage == b"cut" else damage)
    assert ask(quick, "best_supported") == first
    assert [path.read_bytes() != damage for path in folder_of(quick).iterdir()] == [True]


def test_answer_put_beside_another_state_is_not_taken(quick: Path) -> None:
    made(quick, 1, 2)
    ask(quick, "best_supported")
    old = folder_of(quick)
    with Database(quick, builtin()) as database:
        database.put(version_of(3, 4), "")
    shutil.copytree(old, folder_of(quick))
    plain = query(quick, EVERYTHING["best_supported"])
    assert ask(quick, "best_supported") == plain
    assert len(list(folder_of(quick).iterdir())) == 2


def test_answers_go_with_the_state_that_gave_them(quick: Path) -> None:
    made(quick, 1)
    for version in range(4):
        ask(quick, "best_supported")
        with Database(quick, builtin()) as database:
            database.put(version_of(1, version), "")
    assert len([*Place(quick).snapshots.rglob(kept.FOLDER)]) <= 2


def test_kept_answers_take_bounded_room(quick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(quick, 1, 2)
    monkeypatch.setattr(kept, "_MOST", 5000)
    for number in range(40):
        ask(quick, "find_entity", {"text": f"a{number}"})
        ask(quick, "best_supported", limit=number + 1)
    assert sum(path.stat().st_size for path in folder_of(quick).iterdir()) <= 5000


def test_folder_that_may_not_be_written_to_is_asked_as_before(
    quick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(quick, 1)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert ask(quick, "best_supported") == ask(quick, "best_supported")
    assert not folder_of(quick).exists()
