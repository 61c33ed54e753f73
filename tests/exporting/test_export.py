from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from factory_graph import small_graph
from newsgraph.errors import ExportError, PluginError
from newsgraph.exporting import FORMATS, export
from newsgraph.vocabulary import builtin

#: The viewer has tests of its own.
OURS = sorted(set(FORMATS) - {"html"})

SCRIPT = """
import sys, pathlib
sys.path.insert(0, sys.argv[1])
from factory_graph import small_graph
from newsgraph.exporting import export
from newsgraph.vocabulary import builtin
for name in sys.argv[4:]:
    path = pathlib.Path(sys.argv[2]) / name
    export(small_graph(reverse=sys.argv[3] == "reverse"), path, format=name, vocabulary=builtin())
"""


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files
    }


def test_bytes_depend_on_neither_order_nor_hash_seed_nor_locale(tmp_path: Path) -> None:
    runs = [("forward", "1", "C"), ("reverse", "2", "C.UTF-8")]
    digests = []
    for order, seed, locale in runs:
        folder = tmp_path / order
        folder.mkdir()
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "LC_ALL": locale,
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        }
        tests = str(Path(__file__).parent.parent)
        command = [sys.executable, "-c", SCRIPT, tests, str(folder), order, *OURS]
        subprocess.run(command, env=environment, check=True)
        digests.append(_digests(folder))
    assert {name.partition("/")[0] for name in digests[0]} == set(OURS)
    assert digests[0] == digests[1]


@pytest.mark.parametrize("name", [n for n in OURS if not n.startswith("parquet")])
def test_every_format_is_utf8_without_the_name_of_this_machine(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out"
    export(small_graph(), path, format=name, vocabulary=builtin())
    files = [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
    text = "".join(p.read_text(encoding="utf-8") for p in files)
    assert "Ana Đorđević" in text or "Ana \\u0110or\\u0111evi\\u0107" in text
    assert str(tmp_path) not in text


def test_viewer_is_a_format_too(tmp_path: Path) -> None:
    path = tmp_path / "view.html"
    export(small_graph(), path, format="html", vocabulary=builtin(), title="Kelm")
    assert "<title>Kelm" in path.read_text(encoding="utf-8")


def test_unknown_format_names_the_nearest_and_lists_all(tmp_path: Path) -> None:
    with pytest.raises(PluginError, match="did you mean 'turtle'") as caught:
        export(small_graph(), tmp_path / "x", format="turtel", vocabulary=builtin())
    assert "graphml" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_an_export_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"cannot write x\.ttl") as caught:
        export(small_graph(), tmp_path / "no" / "x.ttl", format="turtle", vocabulary=builtin())
    assert caught.value.hint


def test_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    with pytest.raises(ExportError):
        export(small_graph(), tmp_path / "x", format="turtle", vocabulary=builtin())
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def test_failing_writer_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError):
        export(small_graph(), path, format="csv", vocabulary=builtin(), nonsense=1)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["graph.ttl"]


def test_old_file_is_replaced_with_the_usual_rights(tmp_path: Path) -> None:
    path, other = tmp_path / "graph.ttl", tmp_path / "other"
    path.write_text("old", encoding="utf-8")
    other.write_text("", encoding="utf-8")
    export(small_graph(), path, format="turtle", vocabulary=builtin())
    assert path.read_text(encoding="utf-8") != "old"
    assert path.stat().st_mode == other.stat().st_mode
