"""The wheel: it holds everything, says what it is, and works by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from documentation import ROOT

BUILD_ONE = """
import sys
sys.path.insert(0, sys.argv[1])
import newsgraph
assert newsgraph.__file__.startswith(sys.argv[1]), newsgraph.__file__
graph = newsgraph.build([newsgraph.make_document("Lena Novak visited Rijeka.")])
print(*graph.facts())
newsgraph.save(graph, sys.argv[2])
assert newsgraph.query(sys.argv[2], "ASK { ?who ng:visits ?where }")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the source archive, and the wheel from what is in it, as for a release."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    (archive,) = folder.glob("*.whl")
    return zipfile.ZipFile(archive)


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (n for n in wheel.namelist() if n.endswith(".dist-info/METADATA"))
    return Parser().parsestr(wheel.read(name).decode("utf-8"))


def test_wheel_holds_every_file_of_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    package = ROOT / "src/newsgraph"
    there = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert packed == there
    assert "newsgraph/py.typed" in packed
    assert {"newsgraph/docs/tutorial.ipynb", "newsgraph/docs/viewer.png"} <= packed


def test_metadata_is_complete(metadata: Message) -> None:
    told = metadata.get_all("Classifier") or []
    for version in ("3.11", "3.12", "3.13"):
        assert f"Programming Language :: Python :: {version}" in told
    assert "Typing :: Typed" in told
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"].startswith("MIT")
    assert metadata["License-File"] == "LICENSE"
    assert metadata["Keywords"]
    assert metadata["Summary"]
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload() == (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(metadata.get_all("Provides-Extra") or []) >= {"web", "validate", "parquet", "ftm"}


def test_wheel_has_the_console_script(wheel: zipfile.ZipFile) -> None:
    (name,) = (n for n in wheel.namelist() if n.endswith(".dist-info/entry_points.txt"))
    assert "newsgraph = newsgraph.cli:main" in wheel.read(name).decode()


@pytest.mark.model
def test_wheel_works_without_the_source_tree(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    wheel.extractall(place)
    command = [sys.executable, "-I", "-c", BUILD_ONE, str(place), str(tmp_path / "graph")]
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    run = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=environ, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout == "Lena Novak · visits · Rijeka\n"
