"""The manners of the command line: help, completion, JSON, progress, colours."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from articles import write_articles
from newsgraph import installation
from newsgraph.cli import app, main
from newsgraph.cli.console import pace_of, say_json
from newsgraph.cli.examples import EXAMPLES
from newsgraph.installation import State, check_installation

Captured = pytest.CaptureFixture[str]
PROGRAM = str(Path(sys.executable).parent / "newsgraph")


def run(*words: object) -> int:
    """Run a command in this process and return its exit code."""
    try:
        main([str(word) for word in words])
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return 0


def commands(group: typer.Typer, path: str = "") -> Iterator[str]:
    for command in group.registered_commands:
        if command.callback:
            yield f"{path}{command.name or command.callback.__name__}"
    for below in group.registered_groups:
        if below.typer_instance:
            yield from commands(below.typer_instance, f"{path}{below.name} ")


COMMANDS = sorted(commands(app))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_ends_in_examples(command: str, capsys: Captured) -> None:
    assert run(*command.split(), "--help") == 0
    told = capsys.readouterr().out
    assert EXAMPLES[command]
    examples = told[told.index("Examples:\n") :].splitlines()[1:]
    assert [line.strip() for line in examples if line.strip()] == list(EXAMPLES[command])


def test_there_are_examples_for_commands_only() -> None:
    assert sorted(EXAMPLES) == COMMANDS


@pytest.mark.parametrize(
    ("command", "line"), [(c, line) for c, lines in EXAMPLES.items() for line in lines]
)
def test_options_of_every_example_exist(command: str, line: str) -> None:
    words = shlex.split(line[line.index("newsgraph") :])
    assert words[0] == "newsgraph"
    assert words[1 : 1 + len(command.split())] == command.split()
    found = get_command(app)
    for name in command.split():
        found = found.commands[name]  # type: ignore[attr-defined]
    found.make_context(command, words[1 + len(command.split()) :]).close()


@pytest.mark.model
@pytest.mark.parametrize(
    ("line", "told"),
    [
        (EXAMPLES["query"][1], "rows"),
        (EXAMPLES["query"][2], "| e:lisna-cpmv7fkfqcbt |"),
        (EXAMPLES["query"][3], "s,o"),
        (EXAMPLES["explain"][0], "Lisna (City)"),
        (EXAMPLES["disputes"][0], "disputed fact"),
        (EXAMPLES["network central"][0], "between"),
        (EXAMPLES["network paths"][0], "1. Lisna"),
        (EXAMPLES["export"][1], "subject_name"),
    ],
)
def test_examples_work_on_the_sample(line: str, told: str) -> None:
    shown = subprocess.run(
        [PROGRAM, *shlex.split(line)[1:]],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told in shown.stdout + shown.stderr


def completions(words: str) -> list[str]:
    """Return what bash would offer after ``words``."""
    asked = {
        "_NEWSGRAPH_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    shown = subprocess.run(
        [PROGRAM], env={**os.environ, **asked}, capture_output=True, text=True, check=True
    )
    return shown.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("newsgraph bu", "build"),
        ("newsgraph network pa", "paths"),
        ("newsgraph build --work", "--workers"),
        ("newsgraph query graph @best", "@best_supported"),
        ("newsgraph export graph -f graph", "graphml"),
        ("newsgraph build a.txt -o g --store-text q", "quotes"),
    ],
)
def test_shell_is_offered_what_fits(words: str, offered: str) -> None:
    assert completions(words) == [offered]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_is_printed_for_each_shell(shell: str, tmp_path: Path) -> None:
    shown = subprocess.run(
        [PROGRAM, "--show-completion"],
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "SHELL": shell},
        capture_output=True,
        text=True,
        check=False,
    )
    explicit = subprocess.run(
        [PROGRAM, "--show-completion", shell],
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "_NEWSGRAPH_COMPLETE" in shown.stdout + explicit.stdout


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("json")
    news = write_articles(folder / "news")
    (news / "yes.txt").write_text("Ella Norland criticised Ana Vidal.", "utf-8")
    (news / "no.txt").write_text("Ella Norland did not criticise Ana Vidal.", "utf-8")
    assert run("build", news, "-o", folder / "g", "--quiet") == 0
    return folder / "g"


def read_json(capsys: Captured, *words: object) -> Any:  # noqa: ANN401 - whatever a command prints
    capsys.readouterr()
    assert run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.model
def test_build_prints_its_report_as_json(tmp_path: Path, capsys: Captured) -> None:
    news = write_articles(tmp_path / "news")
    (news / "empty.txt").write_text("")
    assert run("build", news, "-o", tmp_path / "g", "--json") == 3
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "g/report.json").read_text("utf-8"))
    assert [f["source"] for f in printed["failures"]] == ["empty.txt"]


@pytest.mark.model
def test_changes_are_printed_as_json(tmp_path: Path, capsys: Captured) -> None:
    news = write_articles(tmp_path / "news")
    words = ("add", tmp_path / "kg", news / "pier.txt")
    (added,) = read_json(capsys, *words)["added"]
    assert read_json(capsys, *words)["unchanged"] == [added]
    assert read_json(capsys, "update", tmp_path / "kg", news)["removed"] == []
    assert read_json(capsys, "remove", tmp_path / "kg", added)["removed"] == [added]


@pytest.mark.model
def test_results_are_printed_as_json(graph: Path, tmp_path: Path, capsys: Captured) -> None:
    (dispute,) = read_json(capsys, "disputes", graph)
    assert (dispute["subject"], dispute["relation"]) == ("Ella Norland", "criticises")
    assert sorted(s["denied"] for s in dispute["statements"]) == [False, True]
    told = read_json(capsys, "explain", graph, "Ella Norland")
    assert told["class"] == "Person"
    assert len(told["articles"]) == 4
    words = ("judge", graph, "same", "Ella Norland", "Tomas Hale", "--by", "ana")
    judged = read_json(capsys, *words, "--judgements", tmp_path / "j.jsonl")
    assert (judged["judgement"], judged["by"]) == ("same", "ana")
    assert read_json(capsys, "validate", graph) == []
    first = read_json(capsys, "network", "central", graph, "--limit", "1")
    assert first[0]["degree"] > 1
    groups = read_json(capsys, "network", "communities", graph)
    assert "Ella Norland" in {member["name"] for member in groups[0]}
    ((hop, *_), *_) = read_json(capsys, "network", "paths", graph, "Ella Norland", "Oslo")
    assert hop["start"]["name"] == "Ella Norland"
    assert hop["facts"][0]["quote"]
    listed = read_json(capsys, "vocabulary", "list")
    assert "visits" in {relation["name"] for relation in listed["relations"]}


def test_json_says_what_it_was_given_and_cannot_steer_a_terminal(capsys: Captured) -> None:
    name = "evil\x1b[2J \x9b\u202e \ud800 Zoë \U0001f600 “x”"
    say_json({"name": name})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"name": name}
    assert not re.search("[\x1b\x9b\u202e\ud800]", printed)
    assert "Zoë" in printed


@pytest.mark.model
def test_doctor_finds_nothing_wrong_here(capsys: Captured) -> None:
    assert run("doctor") == 0
    assert "newsgraph can work here" in capsys.readouterr().out
    told = read_json(capsys, "doctor")
    assert told["healthy"] is True
    topics = {finding["topic"] for finding in told["findings"]}
    assert topics >= {"python", "packages", "models", "reading", "extras", "places", "locale"}


@pytest.mark.model
def test_doctor_names_a_damaged_model_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    from newsgraph.statements import learned

    for path in learned.MODEL_FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "reader.onnx").write_bytes(b"damaged")
    monkeypatch.setattr(learned.ReaderModel.__init__, "__defaults__", (tmp_path,))
    assert run("doctor") == 1
    told = capsys.readouterr().out
    assert re.search("error +models +model file reader.onnx is damaged\n +reinstall", told)
    assert "1 thing must be mended" in told


@pytest.mark.model
def test_doctor_names_what_is_missing_old_or_wrong(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = ["no-such-package>=2", "typer<0.1", "rich>=13", "no-such-extra; extra == 'web'"]
    monkeypatch.setattr(installation, "requires", lambda package: asked)
    monkeypatch.setenv("NEWSGRAPH_COLOUR", "red")
    monkeypatch.setattr(installation, "_ROOM", 1 << 60)
    found = {(f.topic, f.message): f for f in check_installation()}
    states = {message: finding.state for (_, message), finding in found.items()}
    assert states["no-such-package is not installed"] is State.ERROR
    assert any(m.startswith("typer is ") and s is State.ERROR for m, s in states.items())
    assert states["web (serve, push, pull, --fetch): no-such-extra not installed"] is State.NOTE
    assert any("unknown setting 'colour'" in message for message in states)
    assert any("GB are free" in m and s is State.NOTE for m, s in states.items())
    assert all(f.hint for f in found.values() if f.state is not State.OK)


@pytest.mark.model
def test_doctor_tells_of_names_that_are_not_utf8() -> None:
    environ = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    shown = subprocess.run([PROGRAM, "doctor"], env=environ, capture_output=True, check=True)
    assert b"note  locale    names of files are ascii, not UTF-8" in shown.stdout
    assert b"PYTHONUTF8=1" in shown.stdout


def on_terminal(*words: object, **environ: str) -> str:
    """Run a command whose stderr is a terminal, and return what it shows there."""
    ours, theirs = pty.openpty()
    kept = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR", "TERM"}}
    process = subprocess.Popen(
        [PROGRAM, *map(str, words)],
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**kept, "TERM": "xterm-256color", "COLUMNS": "120", **environ},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not chunk:
            break
        shown += chunk
    os.close(ours)
    process.wait()
    return shown.decode("utf-8", "replace")


@pytest.mark.model
def test_progress_is_shown_on_a_terminal_only_and_coloured_if_wanted(tmp_path: Path) -> None:
    news = write_articles(tmp_path / "news")
    build = ("build", news, "-o", tmp_path / "g")
    shown = on_terminal(*build)
    assert re.search(r"extracting .*3/3 +\d+\.\d/s, 0:00 left", shown)
    colour = re.compile(r"\x1b\[[0-9;]*[34]8;[0-9;]*m|\x1b\[3[0-7]m")
    assert colour.search(shown)
    plain = on_terminal(*build, NO_COLOR="1")
    assert "extracting" in plain
    assert not colour.search(plain)
    assert on_terminal(*build, "--quiet") == ""
    piped = subprocess.run([PROGRAM, *map(str, build)], capture_output=True, text=True, check=True)
    assert "\x1b" not in piped.stderr + piped.stdout
    assert "extracting" not in piped.stderr


@pytest.mark.model
def test_verbose_tells_of_each_article(tmp_path: Path, capsys: Captured) -> None:
    news = write_articles(tmp_path / "news")
    (news / "evil\x1b[2J.txt").write_text("Lena Novak visited Rijeka on Monday.")
    assert run("build", news, "-o", tmp_path / "g", "--verbose") == 0
    lines = capsys.readouterr().err.splitlines()
    assert any(re.fullmatch(r"pier.txt: \d+ statements", line) for line in lines)
    assert any(line.startswith("evil\ufffd[2J.txt: ") for line in lines)
    assert run("build", news, "-o", tmp_path / "g") == 0
    assert "statements" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("done", "total", "seconds", "told"),
    [
        (0, 10, 1.0, ""),
        (5, 10, 0.0, ""),
        (5, 10, 2.0, "2.5/s, 0:02 left"),
        (10, 1000, 10.0, "1.0/s, 16:30 left"),
        (1, 10_000, 1.0, "1.0/s, 2:46:39 left"),
    ],
)
def test_pace_tells_rate_and_time_left(done: int, total: int, seconds: float, told: str) -> None:
    assert pace_of(done, total, seconds) == told


def test_reader_that_closes_the_pipe_is_no_fault(graph: Path) -> None:
    line = f"{shlex.quote(PROGRAM)} export {shlex.quote(str(graph))} -f nquads | head -1"
    shown = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
    assert len(shown.stdout.splitlines()) == 1
    assert "Traceback" not in shown.stderr
    assert "fault of newsgraph" not in shown.stderr
