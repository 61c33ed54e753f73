"""Real servers: the command as a user starts it, on a port of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from database.conftest import quick_folder
from factory_graph import HOSTILE, small_articles
from newsgraph.database.working import Database
from newsgraph.resolution import resolve
from newsgraph.settings import Settings
from newsgraph.vocabulary import builtin

TOKEN = "a secret of this test"

#: Name → id of the entities that the database finds in the small articles.
IDS = {
    entity.name: entity.id
    for entity in resolve([a.extraction() for a in small_articles()], builtin()).entities
}
ANA, COMPANY, VEDRA = IDS["Ana Đorđević"], IDS[HOSTILE], IDS["Vedra"]


@contextmanager
def serving(graph: Path, *options: str) -> Iterator[str]:
    """Run ``newsgraph serve`` and give its address."""
    child = subprocess.Popen(
        [sys.executable, "-m", "newsgraph", "serve", str(graph), "--port", "0", *options],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stderr
        line = child.stderr.readline()
        found = re.search(r"http://[0-9.:]+/", line)
        assert found, line + child.stderr.read()
        yield found[0]
    finally:
        child.terminate()
        child.wait(20)


@pytest.fixture(scope="session")
def graph() -> Iterator[Path]:
    """A database of the two small articles, and a graph of somebody else's."""
    with quick_folder() as folder:
        path = Path(folder) / "graph"
        with Database(path, builtin(), settings=Settings()) as database:
            for article in small_articles():
                database.put(article.extraction(), "")
            database.update("INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:b> 'mine' } }")
        yield path


@pytest.fixture(scope="session")
def reading(graph: Path) -> Iterator[str]:
    """A server as it is by default, with little time for a query."""
    with serving(graph, "--timeout", "3", "--limit", "1000") as address:
        yield address


@pytest.fixture(scope="session")
def writing(graph: Path) -> Iterator[str]:
    """A server that lets who has the token write, and a web origin ask."""
    options = ("--token", TOKEN, "--cors", "https://app.example", "--name", "kg.example")
    with serving(graph, *options) as address:
        yield address


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=60) as opened:
        yield opened
