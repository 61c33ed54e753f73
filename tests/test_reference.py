"""Pages made from the code say what the code says.

If one does not, ``python tests/documentation.py reference`` writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, distribution

import pytest
import typer

from documentation import DOCS
from newsgraph.cli import app
from reference import (
    DEVELOPING,
    EXTRAS,
    Call,
    commands,
    dependencies,
    direct,
    is_permitted,
    licence,
    python_names,
    vocabulary,
)

CLI = (DOCS / "cli.md").read_text(encoding="utf-8")
LICENCES = dict(
    re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \|", (DOCS / "licences.md").read_text("utf-8"), re.M)
)


def _section(path: tuple[str, ...]) -> str:
    if len(path) == 1:
        return CLI.split("\n## ")[0]
    found = re.search(rf"^##+ `{' '.join(path)}`\n(.*?)(?=^##|\Z)", CLI, re.M | re.S)
    assert found, path
    return found[1]


@pytest.mark.parametrize(
    "call", list(commands(typer.main.get_command(app))), ids=lambda call: " ".join(call[0])
)
def test_page_of_commands_has_the_options_that_there_are(call: Call) -> None:
    path, command = call
    section = _section(path)
    described = [p for p in command.params if not getattr(p, "hidden", False)]
    for parameter in described:
        assert " ".join((parameter.help or "").split()) in section
    there = {name for p in described for name in (*p.opts, *p.secondary_opts) if name[0] == "-"}
    told = set(re.findall(r"--[a-z][\w-]*|(?<!\S)-[a-z]\b", _option_lines(section)))
    assert there - {"-h"} == told - {"--help"}


def _option_lines(section: str) -> str:
    return "\n".join(re.findall(r"^\* `(-[^`]*)`", section, re.M))


def test_page_of_commands_has_no_command_that_is_gone() -> None:
    told = {tuple(name.split()) for name in re.findall(r"^##+ `(.+)`$", CLI, re.M)}
    there = {path for path, _ in commands(typer.main.get_command(app)) if len(path) > 1}
    assert told == there


@pytest.mark.parametrize(
    ("page", "made"), [("names.md", python_names), ("vocabulary.md", vocabulary)]
)
def test_page_is_what_the_package_says(page: str, made: Callable[[], str]) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == made()


@pytest.mark.parametrize("extra", [*EXTRAS, *DEVELOPING])
def test_licence_of_every_package_that_is_named_is_listed(extra: str) -> None:
    for name in direct(extra):
        assert name in LICENCES
        try:
            there = distribution(name)
        except PackageNotFoundError:  # ftm needs a C compiler, train much room
            assert extra in ("ftm", "train")
            continue
        assert LICENCES[name] == (licence(there) or "see its text")


@pytest.mark.parametrize("name", list(dependencies()))
def test_licence_lets_others_use_the_package(name: str) -> None:
    assert is_permitted(dependencies()[name].licence)


@pytest.mark.parametrize(
    ("expression", "permitted"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-2.0-only", True),
        ("BSD-3-Clause AND (MIT)", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-3.0-only", False),
        ("see its text", False),
        ("", False),
    ],
)
def test_licence_of_the_gpl_alone_is_refused(expression: str, permitted: bool) -> None:
    assert is_permitted(expression) is permitted
