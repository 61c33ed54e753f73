"""The commands as a user runs them: output, messages, exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from articles import ARTICLES, TALKS, write_articles
from command_line import Captured, run
from newsgraph.cli import main

pytestmark = pytest.mark.model


def test_build_prints_what_it_found(news: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run("build", news, "-o", tmp_path / "g") == 0
    out = capsys.readouterr().out
    assert "3 articles" in out
    assert "Entities by class" in out
    assert "Facts by relation" in out
    fact, sentence = out[out.index("Ella Norland · visits · Brenna") :].splitlines()[:2]
    assert fact.endswith("(1 article)")
    assert sentence.strip().strip("“”") in ARTICLES["pier.txt"]


def test_build_quiet_prints_nothing(news: Path, tmp_path: Path, capsys: Captured) -> None:
    assert run("build", news, "-o", tmp_path / "g", "--quiet") == 0
    assert capsys.readouterr().out == ""


BAD_INPUTS: dict[str, tuple[bytes, str]] = {
    "empty.txt": (b"", "holds no text"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
    "large.txt": (b"The ferry sailed to Brenna. " * 214_300, "too large"),
    "serbian.txt": (
        (
            "Brodska linija za ostrvo ponovo radi od petka, saopštila je lučka kapetanija. Putnici "
            "su do sada morali da čekaju na kopnu, a to je trajalo više od mesec dana."
        ).encode(),
        "English",
    ),
    "german.txt": (
        (
            "Die Fähre zur Insel fährt seit Freitag wieder, teilte das Hafenamt mit. Die Fahrgäste "
            "hatten mehr als einen Monat auf dem Festland gewartet, und niemand wusste warum."
        ).encode(),
        "English",
    ),
}
ODD_INPUTS: dict[str, tuple[bytes, str | None]] = {
    "latin.txt": (
        ("The owner of the café, Zoë Müller, visited Oslo and met the mayor. " * 9).encode(
            "latin-1"
        ),
        "not UTF-8",
    ),
    "headlines.txt": (b"Norland visits Brenna\nBrandt praises Norland\n", "headlines only"),
    "controls.txt": ("Ella\u200b Norland\x00\x1b visited \u202eOslo.".encode("utf-8"), None),
    "injection.txt": (
        b'Ella <script>alert("x")</script> Norland visited "Oslo> . <x:a> <x:b> <x:c> . '
        b"} ; DROP ALL # on Friday. The mayor of Oslo met her there, and she said that the party "
        b"</script><img src=x> would not be at the talks with the government of Vedria.",
        None,
    ),
}


def test_build_reads_standard_input_and_a_table_with_its_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    rows = [{"body": TALKS, "by": "Mila Nyberg"}, {"body": ARTICLES["pier.txt"]}]
    lines = "\n".join(json.dumps(row) for row in rows).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLES["denial.md"].encode())))
    (tmp_path / "rows.jsonl").write_bytes(lines)
    out = tmp_path / "g"
    columns = "text=body,author=by"
    words = ["build", "-", tmp_path / "rows.jsonl", "-o", out, "--quiet", "--columns", columns]
    assert run(*words) == 0
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    sources = sorted(article["source"] for article in report["articles"])
    assert sources == ["rows.jsonl:1", "rows.jsonl:2", "stdin"]
    capsys.readouterr()
    assert run("query", out, "SELECT ?who { ?a schema:author ?who }", "-f", "csv") == 0
    assert capsys.readouterr().out.split() == ["who", "Mila", "Nyberg"]


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_build_names_a_bad_input_and_builds_the_rest(
    name: str, tmp_path: Path, capsys: Captured
) -> None:
    content, told = BAD_INPUTS[name]
    news, out = write_articles(tmp_path / "news"), tmp_path / "g"
    (news / name).write_bytes(content)
    assert run("build", news, "-o", out, "--quiet") == 3
    line = next(x for x in capsys.readouterr().err.split("\n") if name in x)
    assert line.startswith("error: ")
    assert told in line
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert [f["source"] for f in report["failures"] if f["fatal"]] == [name]
    assert report["counts"]["articles"] == len(ARTICLES)


@pytest.mark.parametrize("name", ODD_INPUTS)
def test_build_reads_an_odd_input_with_the_rest(
    name: str, tmp_path: Path, capsys: Captured
) -> None:
    content, told = ODD_INPUTS[name]
    news, out = write_articles(tmp_path / "news"), tmp_path / "g"
    (news / name).write_bytes(content.replace(b"\x00", b""))
    assert run("build", news, "-o", out, "--quiet") == 0
    err = capsys.readouterr().err
    if told:
        assert f"note: {name}: " in err
        assert told in err
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert name in [article["source"] for article in report["articles"]]
    assert run("query", out, "ASK { ?s ?p ?o }", "--format", "csv") == 0


def test_build_with_nothing_usable_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "empty.txt").write_text("")
    assert run("build", tmp_path / "empty.txt", tmp_path / "absent", "-o", tmp_path / "g") == 1
    err = capsys.readouterr().err
    assert "nothing was built" in err
    assert "absent: no such file" in err
    assert not (tmp_path / "g").exists()


def test_build_without_facts_says_so(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "dull.txt").write_text("It rained.")
    assert run("build", tmp_path / "dull.txt", "-o", tmp_path / "g") == 1
    assert "no fact was found" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["build", "NEWS", "-o", "OUT", "--base", "nonsense"], "base"),
        (["build", "NEWS", "-o", "OUT", "--model", "no_such_model"], "no_such_model"),
        (["build", "NEWS", "-o", "OUT", "--settings", "absent.toml"], "absent.toml"),
        (["build", "NEWS", "-o", "OUT", "--vocabulary", "absent"], "absent"),
        (["build", "NEWS", "-o", "OUT", "--min-confidence", "2"], "min_confidence"),
        (["build", "NEWS"], "--output"),
        (["bild"], "bild"),
        (["query"], "GRAPH"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    words: list[str], told: str, news: Path, tmp_path: Path, capsys: Captured
) -> None:
    places = {"NEWS": news, "OUT": tmp_path / "out"}
    assert run(*(places.get(word, word) for word in words)) == 2
    captured = capsys.readouterr()
    assert told in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_debug_raises_the_error(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="absent"):
        main(["--debug", "export", str(tmp_path / "absent"), "--format", "turtle"])


def test_query_prints_in_every_format(graph: Path, capsys: Captured) -> None:
    sparql = "SELECT DISTINCT ?name { ?s ng:visits ?o . ?s rdfs:label ?name }"
    assert run("query", graph, sparql) == 0
    assert "Ella Norland" in capsys.readouterr().out
    assert run("query", graph, sparql, "--format", "csv") == 0
    assert capsys.readouterr().out.split() == ["name", "Ella", "Norland"]
    assert run("query", graph, sparql, "--format", "md") == 0
    assert "| Ella Norland |" in capsys.readouterr().out
    assert run("query", graph, sparql, "--format", "json") == 0
    bindings = json.loads(capsys.readouterr().out)["results"]["bindings"]
    assert bindings[0]["name"]["value"] == "Ella Norland"


def test_query_answers_named_queries(graph: Path, capsys: Captured) -> None:
    assert run("query", "--list") == 0
    assert "@find_entity: " in capsys.readouterr().out
    assert run("query", graph, "@articles", "--format", "csv") == 0
    assert "Norland visits Brenna" in capsys.readouterr().out
    assert run("query", graph, "@articles", "nonsense") == 2
    assert run("query", graph, "@articles", "no_such=1") == 1
    assert "no_such" in capsys.readouterr().err


def test_query_says_when_rows_are_cut_off(graph: Path, capsys: Captured) -> None:
    assert run("query", graph, "SELECT * { ?s ?p ?o }", "--limit", "2", "--format", "csv") == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 3
    assert "first 2 rows" in captured.err


@pytest.mark.parametrize(
    "sparql", ["SELECT * {", "DROP ALL", "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"]
)
def test_query_refuses_with_a_message(graph: Path, sparql: str, capsys: Captured) -> None:
    assert run("query", graph, sparql) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert "Traceback" not in err


def test_export_to_stdout_and_file(graph: Path, tmp_path: Path) -> None:
    assert run("export", graph, "--format", "graphml", "-o", tmp_path / "g.graphml") == 0
    assert "Ella Norland" in (tmp_path / "g.graphml").read_text(encoding="utf-8")
    command = [sys.executable, "-m", "newsgraph", "export", str(graph), "--format", "trig"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout
    assert printed == (graph / "graph.trig").read_bytes()


def test_export_names_the_damaged_line(graph: Path, tmp_path: Path, capsys: Captured) -> None:
    lines = (graph / "extractions.jsonl").read_text(encoding="utf-8").splitlines()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "report.json").write_bytes((graph / "report.json").read_bytes())
    (broken / "extractions.jsonl").write_text(f"{lines[0]}\n{lines[1][:40]}\n", encoding="utf-8")
    assert run("export", broken, "--format", "turtle") == 1
    assert "line 2" in capsys.readouterr().err


def test_show_explains_a_sentence(capsys: Captured) -> None:
    assert run("show", "Ella Norland, the prime minister, did not meet Ivo Brandt.") == 0
    out = capsys.readouterr().out
    assert "Ella Norland" in out
    assert "meetsWith" in out
    assert "denied" in out
    assert "rules: " in out


def test_facts_numbers_lines_from_zero(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "sentences.txt"
    path.write_text("Ella Norland visited Oslo .\n\nIvo Brandt criticised the Nova Party .\n")
    assert run("facts", "--sentences", path) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {record["line"] for record in records} == {0, 2}
    visit = next(r for r in records if r["relation"] == "visits")
    assert (visit["subject"], visit["object"], visit["negated"]) == ("Ella Norland", "Oslo", False)
    assert (visit["subject_type"], visit["modality"], visit["speaker"]) == (
        "Person",
        "actual",
        None,
    )
    assert set(visit) == {
        "line", "subject", "predicate", "object", "arguments", "relation", "event", "subject_type",
        "object_type", "negated", "modality", "speaker", "confidence",
    }  # fmt: skip


def test_extract_prints_one_object_an_article(news: Path, capsys: Captured) -> None:
    assert run("extract", news) == 0
    records = {r["doc"]: r for r in map(json.loads, capsys.readouterr().out.splitlines())}
    assert set(records) == {"denial", "pier", "talks"}
    entities = {e["id"]: e for e in records["pier"]["entities"]}
    visits = [f for f in records["pier"]["facts"] if f["relation"] == "visits"]
    assert {entities[visit["subject"]]["name"] for visit in visits} == {"Ella Norland"}
    said = {quote for visit in visits for quote in visit["evidence"]}
    assert "Prime Minister Ella Norland visited Brenna on Tuesday." in said


def test_vocabulary_lists_and_checks(tmp_path: Path, capsys: Captured) -> None:
    assert run("vocabulary", "list") == 0
    out = capsys.readouterr().out
    assert "criticises (" in out
    assert "Person < " in out
    (tmp_path / "classes.yaml").write_text("Castle: {parents: [NoSuchClass]}\n")
    assert run("vocabulary", "check", tmp_path) == 2
    assert "classes.yaml" in capsys.readouterr().err


@pytest.mark.slow
def test_build_writes_the_same_bytes_whatever_order_and_hash_seed(tmp_path: Path) -> None:
    folder = write_articles(tmp_path / "news")
    files = sorted(map(str, folder.iterdir()))
    written = []
    for seed, inputs in (("0", files), ("1", files[::-1])):
        out = tmp_path / seed
        command = [sys.executable, "-m", "newsgraph", "build", *inputs, "-o", str(out), "--quiet"]
        subprocess.run(
            [*command, "--title", "Same"], check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        written.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert written[0] == written[1]
    assert all(str(tmp_path).encode() not in content for content in written[0].values())


def test_version_and_help_need_no_model(capsys: Captured) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("newsgraph ")
    assert run("build", "--help") == 0
    assert "Exit code 0" in " ".join(capsys.readouterr().out.split())


def test_names_with_escape_sequences_cannot_steer_the_terminal(
    tmp_path: Path, capsys: Captured
) -> None:
    name = "evil\x1b[2J.txt"
    (tmp_path / name).write_text("")
    (tmp_path / "good.txt").write_text(TALKS)
    assert run("build", tmp_path, "-o", tmp_path / "g", "--quiet") == 3
    assert "\x1b" not in capsys.readouterr().err
