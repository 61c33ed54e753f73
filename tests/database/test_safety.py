"""Killed programs, a second writer, readers meanwhile, a full disk, damaged files."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from database.killed import version_of
from database.test_changes import stored
from factory_news import make_article, scratch
from newsgraph import query
from newsgraph.database.layout import Place
from newsgraph.database.ledger import Ledger
from newsgraph.database.live import write_foreign
from newsgraph.database.snapshots import open_latest
from newsgraph.database.working import Database
from newsgraph.errors import ExportError, GraphBusy, GraphError
from newsgraph.folder import load
from newsgraph.saving import save
from newsgraph.settings import Settings
from newsgraph.updating import rebuild
from newsgraph.vocabulary import builtin

TESTS = Path(__file__).parent.parent
KILLS = 10
PEOPLE = "SELECT ?n { ?e ng:chosenType ng:Person ; skos:prefLabel ?n }"
ARTICLE = make_article(1, [(("Ana Kolar",), "praises", ("Vedra",), False, None)])


def writer(graph: Path, seed: int) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(TESTS), *(p for p in sys.path if p)])
    child = subprocess.Popen(
        [sys.executable, "-m", "database.killed", str(graph), str(seed)],
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout and child.stdout.readline() == "open\n"
    return child


def test_killed_at_any_point_nothing_is_lost_or_halved(quick: Path) -> None:
    graph, choose = quick / "graph", random.Random(3)
    known: dict[int, str] = {}
    changes = 0
    for round_ in range(KILLS):
        child = writer(graph, round_)
        assert child.stdout
        told = [child.stdout.readline() for _ in range(choose.randrange(1, 5))]
        time.sleep(choose.random() * 0.1)  # somewhere in the changes after those
        os.kill(child.pid, signal.SIGKILL)
        rest = "".join([*told, child.communicate()[0]])
        lines = rest.split("\n")[:-1]  # the last one may be cut off
        for line in lines:
            verb, number, *version = line.split()
            known.pop(int(number), None)
            if verb == "put":
                known[int(number)] = version[0]
        changes += len(lines)
        # A reader repairs what it may; what is in the dataset is whole.
        query(graph, "ASK {}")
        ledger = Ledger(Place(graph).ledger, readonly=True)
        hashes = ledger.hashes()
        ledger.close()
        present = {int(id_.removeprefix("doc-"), 16): version for id_, version in hashes.items()}
        # One change more than was told may have been committed.
        assert len(set(known.items()) ^ set(present.items())) <= 2
        known = present
        assert stored(graph) == scratch([version_of(n, int(v)) for n, v in sorted(known.items())])
    assert changes > KILLS


def test_second_writer_is_refused_and_readers_go_on(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
        database.show()
        with pytest.raises(GraphBusy, match="another program is writing") as caught:
            Database(quick, builtin())
        assert "reading goes on" in caught.value.hint
        command = f"import newsgraph; newsgraph.remove({str(quick)!r}, ['x'])"
        other = subprocess.run(
            [sys.executable, "-c", command], capture_output=True, text=True, check=False
        )
        assert "GraphBusy: another program is writing" in other.stderr
        assert len(query(quick, PEOPLE).rows) == 1
        assert len(query(quick, PEOPLE, timeout=60).rows) == 1
    with Database(quick, builtin()):
        pass


def test_malformed_update_does_not_keep_other_writers_out(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
    with pytest.raises(SyntaxError) as caught:
        write_foreign(quick, "INSERT NONSENSE")
    with Database(quick, builtin()):  # while somebody still looks at the error
        assert caught.tb


def test_open_reader_keeps_its_snapshot_while_others_come_and_go(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
    reader = open_latest(Place(quick))
    before = set(reader.store)
    for version in range(4):
        with Database(quick, builtin()) as database:
            database.put(version_of(1, version), "")
            database.rebuild()
    assert set(reader.store) == before == scratch([ARTICLE])
    reader.close()
    with Database(quick, builtin()) as database:
        database.rebuild()
    assert len([p for p in Place(quick).snapshots.iterdir() if p.is_dir()]) == 2


def test_committed_change_is_shown_though_the_writer_never_showed_it(quick: Path) -> None:
    database = Database(quick, builtin(), settings=Settings())
    database.put(ARTICLE, "")
    database.ledger.close()
    del database  # as if killed: nothing was shown
    assert len(query(quick, PEOPLE).rows) == 1


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST", ".sst"])
def test_damaged_store_is_told_and_mended_from_what_was_read(quick: Path, name: str) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
    for path in Place(quick).root.rglob("*"):
        if name in path.name and path.is_file():
            path.unlink()
            path.write_bytes(b"\0rubbish" * 9)
    with pytest.raises(GraphError) as caught:
        set(query(quick, "SELECT * { ?s ?p ?o }").rows)
        pytest.fail("a damaged store was read")
    assert "--rebuild" in caught.value.hint
    rebuild(quick)
    assert stored(quick) == scratch([ARTICLE])


def test_damaged_ledger_is_told(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
    for path in Place(quick).root.glob("ledger.sqlite*"):
        path.write_bytes(b"rubbish" * 1000)
    with pytest.raises(GraphError, match=r"ledger\.sqlite"):
        Database(quick, builtin())
    with pytest.raises(GraphError, match=r"ledger\.sqlite") as caught:
        load(quick)
    assert "restore a copy" in caught.value.hint
    assert len(query(quick, PEOPLE).rows) == 1


def test_missing_ledger_is_told_and_never_begun_anew(quick: Path) -> None:
    """A new one would know of no article, and the next rebuild would write an empty dataset."""
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
    for path in Place(quick).root.glob("ledger.sqlite*"):
        path.unlink()
    for act in (lambda: Database(quick, builtin(), settings=Settings()), lambda: rebuild(quick)):
        with pytest.raises(GraphError, match="is missing") as caught:
            act()
        assert "restore a copy" in caught.value.hint
    assert len(query(quick, PEOPLE).rows) == 1


def test_missing_store_is_written_anew_from_what_was_read(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
    shutil.rmtree(Place(quick).live)
    other = make_article(2, [(("Ana Kolar",), "visits", ("Vedra",), False, None)])
    with Database(quick, builtin()) as database:
        database.put(other, "")
    assert stored(quick) == scratch([ARTICLE, other])
    shutil.rmtree(Place(quick).snapshots)
    with Database(quick, builtin()):
        pass
    assert len(query(quick, PEOPLE).rows) == 1


def test_folder_that_holds_no_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=f"no graph in {tmp_path.name}"):
        query(tmp_path, PEOPLE)


def test_newer_format_is_refused(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()):
        pass
    described = json.loads(Place(quick).format.read_text())
    Place(quick).format.write_text(json.dumps({**described, "format": 99}))
    for act in (lambda: Database(quick, builtin()), lambda: query(quick, PEOPLE)):
        with pytest.raises(GraphError, match="newer newsgraph"):
            act()


def test_other_vocabulary_is_refused_and_changes_nothing(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
        database.ledger.note({"vocabulary": "another"})
    with pytest.raises(GraphError, match="another vocabulary"):
        Database(quick, builtin())
    assert stored(quick) == scratch([ARTICLE])


def test_newer_program_writes_the_dataset_anew(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
        database.ledger.note({"software": "0.0.1"})
        database.update("INSERT DATA { GRAPH g:meta { <urn:old> <urn:of> 'older program' } }")
    with Database(quick, builtin()):
        pass
    assert stored(quick) == scratch([ARTICLE])


def test_folder_of_a_database_is_not_overwritten_by_a_build(quick: Path) -> None:
    with Database(quick, builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
    with pytest.raises(ExportError, match="holds a database"):
        save(load(quick), quick)


@pytest.mark.parametrize("content", [None, "{", '{"format": 1}'])
def test_folder_without_description_is_told(quick: Path, content: str | None) -> None:
    (quick / "store").mkdir()
    if content:
        (quick / "store" / "format.json").write_text(content)
    with pytest.raises(GraphError) as caught:
        Database(quick, builtin())
    assert caught.value.hint


READ_ONLY = """
import sys
from pathlib import Path
from newsgraph import load, query
from newsgraph.database.working import Database
from newsgraph.errors import GraphError
from newsgraph.vocabulary import builtin
graph = Path(sys.argv[1])
print(len(query(graph, "SELECT ?n { ?e ng:chosenType ng:Person }").rows))
print(len(load(graph).graph.documents))
try:
    Database(graph, builtin())
except GraphError as error:
    print(error, "|", error.hint)
"""


def in_a_mount(folder: Path, mount: str, program: str, *then: str) -> str:
    """Run a program in a mount of its own; return what it printed."""
    (folder / "program.py").write_text(program)
    script = f"{mount} && {sys.executable} {folder}/program.py {folder}/disk/graph"
    path = os.pathsep.join([str(TESTS), *(p for p in sys.path if p)])
    run = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "bash", "-c", "; ".join([script, *then])],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in run.stderr or "mount:" in run.stderr:
        pytest.skip(f"this machine lets nobody mount: {run.stderr}")
    assert run.stderr == ""
    return run.stdout


@pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare: no mount of its own")
def test_read_only_folder_is_read_and_a_writer_is_told(quick: Path) -> None:
    with Database(quick / "disk" / "graph", builtin(), settings=Settings()) as database:
        database.put(ARTICLE, "")
    disk = quick / "disk"
    printed = in_a_mount(
        quick, f"mount --bind {disk} {disk} && mount -o remount,ro,bind {disk}", READ_ONLY
    )
    rows, documents, told = printed.splitlines()
    assert (rows, documents) == ("1", "1")
    assert "Read-only" in told and "whether you may write" in told


FULL = """
import sys
from pathlib import Path
from database.killed import version_of
from newsgraph.database.working import Database
from newsgraph.errors import GraphError
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin
graph = Path(sys.argv[1])
done = 0
try:
    with Database(graph, builtin(), settings=Settings()) as database:
        for number in range(10_000):
            database.put(version_of(number, 0), "0")
            done += 1
except GraphError as error:
    print(done, error, "|", error.hint)
"""


@pytest.mark.skipif(not shutil.which("unshare"), reason="no unshare: no small disk of its own")
def test_full_disk_is_told_and_nothing_is_lost(quick: Path) -> None:
    """On a file system of 6 MB of its own; what was committed is there once there is room."""
    disk, saved = quick / "disk", quick / "saved"
    disk.mkdir()
    copy = f"cp -r {disk}/graph {saved}"
    printed = in_a_mount(quick, f"mount -t tmpfs -o size=6m none {disk}", FULL, copy)
    done, _, told = printed.partition(" ")
    assert "make room on the disk" in told
    with Database(saved, builtin()) as database:
        present = len(database.ledger.hashes())
    assert int(done) > 5
    assert present in {int(done), int(done) + 1}
    assert stored(saved) == scratch([version_of(n, 0) for n in range(present)])
