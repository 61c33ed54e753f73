"""Model files that are missing, truncated, altered or unreadable: what is said, and how it ends."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import newsgraph
from newsgraph.analysis import session
from newsgraph.analysis.session import Model
from newsgraph.errors import ModelNotFound
from newsgraph.statements import learned
from newsgraph.statements.learned import ReaderModel

PACKAGE = Path(newsgraph.__file__).parent
Opener = Callable[[Path], object]
MODELS: dict[str, tuple[Path, tuple[str, ...], Opener]] = {
    "analyser": (session.MODEL_FOLDER, session.FILES, Model),
    "reader": (learned.MODEL_FOLDER, learned.FILES, ReaderModel),
}
EVERY_FILE = [
    (model, name) for model, (_, files, _) in MODELS.items() for name in (*files, "checksums.json")
]


def copied(model: str, tmp_path: Path) -> Path:
    """A folder of links to the files of a model; ``put`` replaces one of them."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in (*MODELS[model][1], "checksums.json"):
        (folder / name).symlink_to(MODELS[model][0] / name)
    return folder


def put(path: Path, content: bytes) -> None:
    path.unlink()
    path.write_bytes(content)


def refused(model: str, folder: Path) -> str:
    """The message of the refusal, whose hint says what to do."""
    with pytest.raises(ModelNotFound) as caught:
        MODELS[model][2](folder)
    assert "reinstall" in caught.value.hint
    assert str(folder) not in str(caught.value)
    return str(caught.value)


def reseal(folder: Path) -> None:
    """Make the checksums right for whatever the folder holds."""
    sums = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "checksums.json"
    }
    put(folder / "checksums.json", json.dumps(sums).encode())


@pytest.mark.parametrize(("model", "name"), EVERY_FILE)
def test_missing_file_is_named(model: str, name: str, tmp_path: Path) -> None:
    folder = copied(model, tmp_path)
    (folder / name).unlink()
    assert refused(model, folder) == f"model file {name} is missing"


@pytest.mark.parametrize(("model", "name"), EVERY_FILE)
def test_truncated_file_is_named(model: str, name: str, tmp_path: Path) -> None:
    folder = copied(model, tmp_path)
    content = (folder / name).read_bytes()
    put(folder / name, content[: len(content) // 2])
    told = refused(model, folder)
    assert name in told
    assert "damaged" in told


@pytest.mark.parametrize(("model", "name"), [e for e in EVERY_FILE if e[1] != "checksums.json"])
def test_altered_file_is_named(model: str, name: str, tmp_path: Path) -> None:
    folder = copied(model, tmp_path)
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 1
    put(folder / name, bytes(content))
    assert refused(model, folder) == f"model file {name} is damaged"


@pytest.mark.parametrize(("model", "name"), EVERY_FILE)
def test_unreadable_file_is_named(model: str, name: str, tmp_path: Path) -> None:
    folder = copied(model, tmp_path)
    (folder / name).unlink()
    (folder / name).mkdir()
    assert refused(model, folder).startswith(f"model file {name} cannot be read: ")


@pytest.mark.parametrize("model", MODELS)
def test_missing_folder_is_named(model: str, tmp_path: Path) -> None:
    assert "no_model/: the folder is missing" in refused(model, tmp_path / "no_model")


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("content", [b"", b"[1, 2]", b"\xff\xfe", b'"text"'])
def test_checksums_that_are_none_are_refused(model: str, content: bytes, tmp_path: Path) -> None:
    folder = copied(model, tmp_path)
    put(folder / "checksums.json", content)
    assert "checksums.json" in refused(model, folder)


@pytest.mark.parametrize("model", MODELS)
def test_checksums_of_other_files_are_refused(model: str, tmp_path: Path) -> None:
    folder = copied(model, tmp_path)
    put(folder / "checksums.json", b'{"../other.onnx": "00", "more.json": 5}')
    told = refused(model, folder)
    assert all(name in told for name in MODELS[model][1])


@pytest.mark.parametrize("model", MODELS)
def test_network_that_onnxruntime_refuses_is_named(model: str, tmp_path: Path) -> None:
    folder = copied(model, tmp_path)
    network = next(name for name in MODELS[model][1] if name.endswith(".onnx"))
    put(folder / network, b"no network")
    reseal(folder)
    assert refused(model, folder).startswith(f"model file {network} cannot be used: ")


@pytest.mark.parametrize("model", MODELS)
def test_network_of_the_other_model_is_refused(model: str, tmp_path: Path) -> None:
    folder = copied(model, tmp_path)
    networks = {
        m: f / next(n for n in files if n.endswith(".onnx")) for m, (f, files, _) in MODELS.items()
    }
    [other] = [path for m, path in networks.items() if m != model]
    put(folder / networks[model].name, other.read_bytes())
    reseal(folder)
    assert "it gives no " in refused(model, folder)


@pytest.mark.parametrize(
    ("model", "name", "content"),
    [
        ("analyser", "labels.json", b"{}"),
        ("analyser", "labels.json", b"\xff"),
        ("analyser", "lemmas.json", b"[]"),
        ("analyser", "tokenizer.json", b"{}"),
        ("analyser", "label_weight.npy", b"no array"),
        ("reader", "labels.json", b"{}"),
        ("reader", "relations.json", b'{"a": 1}'),
    ],
)
def test_file_of_another_form_is_named(
    model: str, name: str, content: bytes, tmp_path: Path
) -> None:
    folder = copied(model, tmp_path)
    put(folder / name, content)
    reseal(folder)
    assert refused(model, folder).startswith(f"model file {name} cannot be used: ")


# As a user meets it: a copy of the package with something broken, and the command line.


def run(package: Path, *words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("HOME", "XDG_CACHE_HOME")}
    return subprocess.run(
        [sys.executable, "-m", "newsgraph", *map(str, words)],
        env=kept | {"PYTHONPATH": str(package.parent)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(PACKAGE, tmp_path_factory.mktemp("site") / "newsgraph"))


@pytest.mark.model
@pytest.mark.parametrize(
    "name", ["analysis/model/analyser.onnx", "statements/reader_model/relations.json"]
)
def test_build_with_a_damaged_model_is_exit_code_2(
    name: str, package: Path, tmp_path: Path
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Serbia signed the treaty.", encoding="utf-8")
    content = (package / name).read_bytes()
    (package / name).write_bytes(content[:-10])
    try:
        done = run(package, "build", article, "-o", tmp_path / "graph")
    finally:
        (package / name).write_bytes(content)
    assert done.returncode == 2
    [error, hint] = done.stderr.splitlines()
    assert error == f"error: model file {Path(name).name} is damaged"
    assert "pip install" in hint
    assert not (tmp_path / "graph").exists()


@pytest.mark.model
@pytest.mark.parametrize("home", [None, "/proc"])
def test_no_home_to_write_to_is_needed(home: str | None, package: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Serbia signed the treaty.", encoding="utf-8")
    done = run(
        package, "build", article, "-o", tmp_path / "graph", **({"HOME": home} if home else {})
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert (tmp_path / "graph" / "graph.trig").exists()
