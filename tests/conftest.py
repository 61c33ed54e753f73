"""Shared by all tests: no network, a sample graph, the option ``--model`` and its report."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from articles import write_articles
from command_line import run
from frozen_manuals import DRIFT

_connect = socket.socket.connect


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--model",
        action="store_true",
        help="report which cases fare otherwise on the shipped model's parses than on frozen ones",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[DRIFT] = {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    config = terminalreporter.config
    if not config.getoption("--model"):
        return
    drift = config.stash[DRIFT]
    worse = {name: problems for name, problems in drift.items() if problems}
    terminalreporter.section(f"drift: {len(worse)} worse, {len(drift) - len(worse)} better")
    for name in drift:
        terminalreporter.line(
            "\n  ".join([f"{name} {'worse' if name in worse else 'better'}", *drift[name]])
        )


def _connect_here_only(self: socket.socket, address: tuple[object, ...] | str | bytes) -> None:
    """Let a test reach this machine only: a browser's port, a SPARQL endpoint of its own."""
    if self.family != socket.AF_UNIX:
        host = str(address[0])
        if host != "localhost" and not _is_loopback(host):
            raise PermissionError(f"a test tried to reach {host}: tests run without a network")
    _connect(self, address)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect_here_only)
        yield


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a few articles."""
    return write_articles(tmp_path_factory.mktemp("news"))


@pytest.fixture(scope="module")
def graph(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the graph that the command builds of ``news``."""
    folder = tmp_path_factory.mktemp("graphs") / "sample"
    assert run("build", news, "-o", folder, "--quiet", "--title", "Sample") == 0
    return folder
