"""What a machine does to a program: full disks, vanishing files, jumping clocks, no home.

Each ends in a message that names what is wrong, and costs no more than it must. Programs that are
killed are in ``test_resuming`` and ``database``.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import newsgraph
from articles import ARTICLES, write_articles
from mounts import in_a_mount, without_privileges
from newsgraph import journal
from newsgraph.settings import Settings
from reading import files_made as made

pytestmark = pytest.mark.model

PROGRAM = [sys.executable, "-m", "newsgraph"]
UNSHARE = pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare")
FILES = {"view.html", "graph.trig", "graph.ttl", "graph.json", "extractions.jsonl", "report.json"}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_articles(tmp_path_factory.mktemp("faults") / "news")
    (folder / "Zoë’s note.txt").write_text("Zoë Müller praised Ella Norland.", encoding="utf-8")
    (folder / "page.html").write_bytes(made.news_page())
    return folder


@pytest.fixture(scope="module")
def whole(news: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build writes that nothing happens to."""
    graph = tmp_path_factory.mktemp("whole") / "graph"
    newsgraph.save(newsgraph.build([news], settings=Settings()), graph)
    return contents(graph)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def build(news: Path, graph: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, "build", str(news), "-o", str(graph), *words],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


# Disks


@UNSHARE
@pytest.mark.parametrize("size", ["20k", "200k"])
def test_full_disk_is_told_and_costs_nothing_that_was_there(
    size: str, news: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """On file systems too small for the journal, and for the graph."""
    disk, saved = tmp_path / "disk", tmp_path / "saved"
    disk.mkdir()
    one = tmp_path / "one.txt"
    one.write_text("Ella Norland visited Brenna.", encoding="utf-8")
    words = " ".join([*PROGRAM, "build", "--quiet", "-o", f"{disk}/graph"])
    done = in_a_mount(
        f"mount -t tmpfs -o size=10m none {disk}",
        f"{words} {one} && mount -o remount,size=$(( $(du -s {disk} | cut -f1) ))k {disk} "
        f"&& mount -o remount,size=$(( $(du -s {disk} | cut -f1) + {size[:-1]} ))k {disk}",
        f"{words} '{news}'",
        "echo $?",
        f"cp -r {disk}/graph {saved}",
    )
    assert done.stdout == "1\n"
    assert "No space left on device" in done.stderr
    assert "hint: make room on the disk" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(newsgraph.load(saved).graph.documents) == 1
    assert {path.name for path in saved.iterdir()} - {journal.NAME} == FILES
    again = build(news, saved)
    assert again.returncode == 0
    assert contents(saved) == whole


@pytest.mark.parametrize(
    "words",
    [
        ("build", "NEWS", "-o", "GRAPH", "--json"),
        ("export", "GRAPH", "-f", "turtle"),
        ("query", "GRAPH", "@best_supported", "-f", "csv"),
        ("extract", "NEWS"),
    ],
    ids=lambda words: words[0],
)
def test_output_that_cannot_be_written_is_told(
    words: tuple[str, ...], news: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    graph = tmp_path / "graph"
    graph.mkdir()
    for name, content in whole.items():
        (graph / name).write_bytes(content)
    command = [w.replace("NEWS", str(news)).replace("GRAPH", str(graph)) for w in words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, *command], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert "error: output: No space left on device\nhint: make room" in done.stderr
    assert contents(graph) == whole


# Files


@UNSHARE
def test_file_that_may_not_or_cannot_be_read_costs_itself_only(news: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(news, tmp_path / "news"))
    (folder / "broken.txt").symlink_to("/proc/self/mem")  # reading it is an input/output error
    secret, closed = folder / "secret.txt", folder / "closed"
    secret.write_text("Ella Norland met Ivo Brandt.")
    closed.mkdir()
    secret.chmod(0)
    closed.chmod(0)
    (tmp_path / "out").mkdir()
    (tmp_path / "out").chmod(0o777)
    for above in (tmp_path, *tmp_path.parents[:3]):
        if above.stat().st_uid == os.geteuid() and above != Path("/"):
            above.chmod(0o755)
    try:
        done = without_privileges(
            [*PROGRAM, "build", str(folder), "-o", str(tmp_path / "out" / "graph")]
        )
    finally:
        closed.chmod(0o755)
    assert done.returncode == 3, done.stderr
    lines = done.stderr.splitlines()
    assert "error: broken.txt: cannot be read: Input/output error" in lines[0]
    assert "error: closed: cannot be read: Permission denied" in lines[1]
    assert "error: secret.txt: cannot be read: Permission denied" in lines[2]
    assert len(newsgraph.load(tmp_path / "out" / "graph").graph.documents) == len(ARTICLES) + 2


def trap() -> bytes:
    """A PDF that is read until the time that is allowed is over."""
    stream = made.flood(b"q Q 1 0 0 1 0 0 cm " * 4000, 400)
    return made.pdf([[]], stream=stream, filters="/Filter /FlateDecode")


def built_while(
    act: Callable[[], None], news: Path, graph: Path
) -> subprocess.CompletedProcess[str]:
    """Build, and do something when the trap is being read, which comes first."""
    command = [*PROGRAM, "build", str(news), "-o", str(graph)]
    process = subprocess.Popen(
        command,
        env={**os.environ, "NEWSGRAPH_MAX_SECONDS": "5"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not children.read_text():
        assert process.poll() is None
        time.sleep(0.01)
    act()
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def test_file_that_vanishes_or_changes_before_it_is_read_costs_itself_only(
    news: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(news, tmp_path / "news"))
    (folder / "a-trap.pdf").write_bytes(trap())
    for name in ("b-gone", "c-emptied", "d-folder", "e-grown", "f-binary"):
        (folder / f"{name}.txt").write_text(f"{name}: Ella Norland met Ivo Brandt on Monday.")

    def act() -> None:
        (folder / "b-gone.txt").unlink()
        (folder / "c-emptied.txt").write_text("")
        (folder / "d-folder.txt").unlink()
        (folder / "d-folder.txt").mkdir()
        with (folder / "e-grown.txt").open("a") as stream:
            stream.write(" She praised Brandt.")
        (folder / "f-binary.txt").write_bytes(bytes(range(256)) * 100)

    done = built_while(act, folder, tmp_path / "graph")
    assert done.returncode == 3
    told = {line.split(": ")[1]: line for line in done.stderr.splitlines() if "error: " in line}
    assert "took more than 5 seconds" in told["a-trap.pdf"]
    assert "cannot be read: No such file or directory" in told["b-gone.txt"]
    assert "holds no text" in told["c-emptied.txt"]
    assert "cannot be read: Is a directory" in told["d-folder.txt"]
    assert "not a text file" in told["f-binary.txt"]
    assert len(told) == 5
    documents = newsgraph.load(tmp_path / "graph").graph.documents.values()
    assert len(documents) == len(ARTICLES) + 3
    assert any("She praised Brandt." in d.text for d in documents)


def test_archive_that_is_cut_while_it_is_read_costs_what_is_cut_off(
    news: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(news, tmp_path / "news"))
    noise = random.Random(1).randbytes(400_000).hex().encode()
    members = {"a.pdf": trap(), "b.txt": b"Ella Norland met Ivo Brandt. " + noise}
    archive = folder / "0.zip"
    archive.write_bytes(made.zipped(members))
    done = built_while(
        lambda: os.truncate(archive, archive.stat().st_size // 2), folder, tmp_path / "graph"
    )
    assert done.returncode == 3
    assert "error: 0.zip/a.pdf: reading this PDF took more than 5 seconds" in done.stderr
    assert "error: 0.zip/b.txt: is a damaged" in done.stderr
    assert len(newsgraph.load(tmp_path / "graph").graph.documents) == len(ARTICLES) + 2


# Surroundings

#: Loaded by every Python that finds it on its path: the clock stands at another time and jumps.
CLOCK = """
import os, threading, time_machine
clock = time_machine.travel(float(os.environ["CLOCK"]), tick=True)
traveller = clock.start()
for seconds in (0.5, 1.0, 1.5, 2.0):
    jump = threading.Timer(seconds, traveller.shift, [-3e8 if seconds % 1 else 4e8])
    jump.daemon = True
    jump.start()
"""


@pytest.mark.parametrize("moment", ["1000000000", "4000000000"])
def test_clock_does_not_matter(
    moment: str, news: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(CLOCK, encoding="utf-8")
    environ = {"CLOCK": moment, "TZ": "Pacific/Kiritimati", "PYTHONPATH": str(tmp_path)}
    asked = "import time; print(time.strftime('%Y'))"
    year = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    assert year.stdout in {"2001\n", "2096\n"}
    done = build(news, tmp_path / "graph", "--workers", "2", "--timeout", "60", **environ)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "graph") == whole


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "no_SUCH.locale", "PYTHONUTF8": "0"},
        {"LANG": "", "LC_ALL": "", "PYTHONUTF8": "0"},
    ],
    ids=["ascii", "unknown", "unset"],
)
def test_locale_does_not_matter(
    environ: dict[str, str], news: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    done = build(news, tmp_path / "graph", **environ)
    assert done.returncode == 0
    assert "Zoë Müller" in done.stdout
    assert contents(tmp_path / "graph") == whole


@pytest.mark.parametrize("home", ["home", "/proc", None])
def test_nothing_is_wanted_of_home_and_nothing_is_left_there(
    home: str | None, news: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """What telemetry there is in a library would be found in HOME, waiting to be sent."""
    (tmp_path / "home").mkdir()
    (tmp_path / "tmp").mkdir()
    kept = {k: v for k, v in os.environ.items() if k not in {"HOME", "XDG_CACHE_HOME"}}
    place = {} if home is None else {"HOME": str(tmp_path / home)}
    done = subprocess.run(
        [*PROGRAM, "build", str(news), "-o", str(tmp_path / "graph"), "--workers", "2"],
        env={**kept, **place, "TMPDIR": str(tmp_path / "tmp")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "graph") == whole
    assert not list((tmp_path / "home").iterdir())
    assert not list((tmp_path / "tmp").iterdir())


# Articles that are too much


ENGLISH = "---\nlanguage: en\n---\n"


def many_names(number: int, join: str) -> str:
    """Names of invented persons, all different; the same text each time."""
    choose = random.Random(5)
    parts = "ba cor den el fi gra hol is jun ka lor mi nov or pet ran sil tor ul ven".split()

    def name() -> str:
        return "".join(choose.sample(parts, 3)).title()

    return join.join(f"{name()} {name()}" for _ in range(number)) + "."


def test_list_of_thousands_of_names_is_read_in_the_time_of_its_length(tmp_path: Path) -> None:
    """Time or memory that grew with the square of the number would be over the limits."""
    text = f"{ENGLISH}Ella Norland praised {many_names(4000, ', ')}"
    (tmp_path / "list.txt").write_text(text)
    done = build(tmp_path / "list.txt", tmp_path / "graph", "--timeout", "40")
    assert done.returncode == 0, done.stderr
    (read,) = newsgraph.load(tmp_path / "graph").graph.extractions.values()
    assert len(read.mentions) > 3500


def test_article_of_100_000_mentions_costs_itself_only(news: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(news, tmp_path / "news"))
    (folder / "many.txt").write_text(ENGLISH + many_names(50_000, " met Ivo Brandt. "))
    done = build(folder, tmp_path / "graph", "--timeout", "5", "--workers", "2")
    assert done.returncode == 3
    assert "error: many.txt: reading it took more than 5 seconds and was stopped" in done.stderr
    assert len(newsgraph.load(tmp_path / "graph").graph.documents) == len(ARTICLES) + 2
