"""The front door: its commands work and print what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from documentation import BUILD_SAMPLE, README, ROOT, fences, rewritten
from newsgraph.cli import app
from newsgraph.exporting import FORMATS

TEXT = README.read_text(encoding="utf-8")


def _commands(group: typer.Typer, path: str) -> Iterator[str]:
    for command in group.registered_commands:
        if command.callback:
            yield f"{path} {command.name or command.callback.__name__}"
    for below in group.registered_groups:
        if below.typer_instance:
            yield from _commands(below.typer_instance, f"{path} {below.name}")


@pytest.mark.model
def test_readme_shows_what_its_commands_print(tmp_path: Path) -> None:
    """If this is as it should be: ``python tests/documentation.py`` writes the output anew."""
    assert rewritten(TEXT, tmp_path) == TEXT


def test_readme_gives_two_commands_of_one_line_each() -> None:
    install, test = [f.content for f in fences(TEXT) if f.content.startswith("python3 -m venv")]
    assert install.endswith(f"&& .venv/bin/{BUILD_SAMPLE}\n")
    assert install.count("\n") == test.count("\n") == 1
    assert test in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", list(_commands(app, "newsgraph")))
def test_readme_names_every_command(command: str) -> None:
    assert re.search(rf"^\| `{command}[ `]", TEXT, re.M)


def test_readme_names_every_folder_of_the_package() -> None:
    package = ROOT / "src/newsgraph"
    for folder in package.iterdir():
        if folder.is_dir() and folder.name != "__pycache__":
            assert f"├── {folder.name}/" in TEXT


def test_documentation_names_every_export_format() -> None:
    extending = (ROOT / "src/newsgraph/docs/extending.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert f"`{name}`" in extending
