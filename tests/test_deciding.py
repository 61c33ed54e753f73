"""What people decide, by the commands: judgements, names known beforehand, disputes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import Captured, run

pytestmark = pytest.mark.model


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_judgement_holds_on_the_next_build_and_leaves_no_trace_when_taken_back(
    news: Path, graph: Path, tmp_path: Path, capsys: Captured
) -> None:
    judged, built = tmp_path / "judgements.jsonl", tmp_path / "g"
    ends = ("Ella Norland", "Tomas Hale")
    options = ("--judgements", judged, "--by", "ana", "--why", "a test")
    assert run("judge", graph, "same", *ends, *options) == 0
    build = ("build", news, "-o", built, "--quiet", "--title", "Sample", "--judgements", judged)
    assert run(*build) == 0
    assert run("explain", built, "Ella Norland") == 0
    out = capsys.readouterr().out
    assert "judged by ana" in out
    assert "a test" in out
    assert run("explain", built, "Tomas Hale") == 0
    assert run("judge", graph, "undecided", *reversed(ends), *options) == 0
    assert run(*build) == 0
    after = folder_bytes(built)
    before = folder_bytes(graph)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"judgements.jsonl", "report.json"}  # the report names the file
    judged.unlink()
    assert run(*build[:-2]) == 0
    assert folder_bytes(built) == before


def test_rejected_statement_is_gone_from_the_graph(
    news: Path, graph: Path, tmp_path: Path, capsys: Captured
) -> None:
    fact = next(e for e in json.loads((graph / "graph.json").read_text("utf-8"))["edges"])
    [*statements] = [statement["id"] for statement in fact["statements"]]
    judged, built = tmp_path / "judgements.jsonl", tmp_path / "g"
    for statement in statements:
        assert run("judge", graph, "reject", statement, "--judgements", judged) == 0
    assert run("build", news, "-o", built, "--quiet", "--judgements", judged) == 0
    assert fact["key"] not in {
        e["key"] for e in json.loads((built / "graph.json").read_text("utf-8"))["edges"]
    }


def test_confirmed_statement_says_so_until_it_is_rejected(
    news: Path, graph: Path, tmp_path: Path, capsys: Captured
) -> None:
    fact = next(e for e in json.loads((graph / "graph.json").read_text("utf-8"))["edges"])
    statement = fact["statements"][0]["id"]
    judged, built = tmp_path / "judgements.jsonl", tmp_path / "g"
    counted = "SELECT (COUNT(?s) AS ?n) WHERE { ?s ng:status ng:Confirmed }"
    for verdict, number in (("confirm", "1"), ("reject", "0")):
        assert run("judge", graph, verdict, statement, "--judgements", judged) == 0
        assert run("build", news, "-o", built, "--quiet", "--judgements", judged) == 0
        capsys.readouterr()
        assert run("query", built, counted, "-f", "csv") == 0
        assert capsys.readouterr().out.split() == ["n", number]


def test_judgement_about_nothing_is_reported_by_the_build(
    news: Path, tmp_path: Path, capsys: Captured
) -> None:
    judged = tmp_path / "judgements.jsonl"
    judged.write_text('{"judgement": "name", "one": "gone-entity", "other": "X"}\n', "utf-8")
    assert run("build", news, "-o", tmp_path / "g", "--quiet", "--judgements", judged) == 0
    assert "gone-entity" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["same", "Ella Norland", "Nobody Known"], "no entity 'Nobody Known'"),
        (["class", "Ella Norland", "Persn"], "did you mean: Person"),
        (["reject", "st-0"], "no statement 'st-0'"),
        (["same", "Ella Norland", "Ella Norland"], "compared with itself"),
        (["name", "Ella Norland"], "needs"),
    ],
)
def test_judgement_that_cannot_hold_is_refused(
    words: list[str], message: str, graph: Path, tmp_path: Path, capsys: Captured
) -> None:
    judged = tmp_path / "judgements.jsonl"
    assert run("judge", graph, *words, "--judgements", judged) == 1
    assert message in capsys.readouterr().err
    assert not judged.exists()


def test_names_of_a_user_are_found_and_kept_with_the_graph(
    tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "a.txt").write_text("Ana Vidal praised Frobnia Works on Monday.", "utf-8")
    names = tmp_path / "names.csv"
    names.write_text(
        "name,class,identifiers\nFrobnia Works,Company,https://example.org/frobnia\n", "utf-8"
    )
    built = tmp_path / "g"
    assert run("build", tmp_path / "a.txt", "-o", built, "--quiet", "--names", names) == 0
    assert run("explain", built, "Frobnia Works") == 0
    out = capsys.readouterr().out
    assert "(Company)" in out
    assert "https://example.org/frobnia" in out
    assert "skos:exactMatch <https://example.org/frobnia>" in (built / "graph.ttl").read_text(
        "utf-8"
    )


def test_disputes_lists_who_affirms_and_who_denies(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "a.txt").write_text("Ella Norland criticised Ana Vidal.", "utf-8")
    (tmp_path / "b.txt").write_text("Ella Norland did not criticise Ana Vidal.", "utf-8")
    built = tmp_path / "g"
    assert run("build", tmp_path / "a.txt", tmp_path / "b.txt", "-o", built, "--quiet") == 0
    assert run("disputes", built) == 0
    out = capsys.readouterr().out
    assert "Ella Norland · criticises · Ana Vidal" in out
    assert "“Ella Norland criticised Ana Vidal.”" in out
    assert "“Ella Norland did not criticise Ana Vidal.”" in out
