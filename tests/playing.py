"""Code of the documentation, run: Python sessions and scripts, shell scripts with their servers."""

from __future__ import annotations

import doctest
import io
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager, redirect_stdout
from pathlib import Path

_SERVER = re.compile(r"\w+ serve ")
_PORT = re.compile(r"(?<=127\.0\.0\.1:)\d+|(?<=--port )\d+")
_PATIENCE = 60.0  #: seconds until a server must listen


def environment() -> dict[str, str]:
    """Return what a reader's shell has: this Python's programs, no settings of newsgraph."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NEWSGRAPH_")}
    path = os.pathsep.join((str(Path(sys.executable).parent), kept.get("PATH", "")))
    return {**kept, "PATH": path, "BROWSER": "true"}  # a browser that opens nothing


def run(command: str, folder: Path) -> str:
    """Run a shell command with this Python's ``newsgraph`` and return what it printed.

    Raises:
        RuntimeError: The command failed; the message is what it complained of.
    """
    shell = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if shell.returncode != 0:
        raise RuntimeError(f"{command}\n{shell.stderr}")
    return shell.stdout


def run_script(script: str, folder: Path) -> None:
    """Run the lines of a shell script; servers stay until its end, on ports that are free.

    Raises:
        RuntimeError: A line failed, or a server does not listen.
    """
    ports = {old: str(_free_port()) for old in _PORT.findall(script)}
    script = _PORT.sub(lambda found: ports[found[0]], script)
    servers: list[subprocess.Popen[bytes]] = []
    try:
        for line in script.replace("\\\n", " ").splitlines():
            if _SERVER.match(line):
                servers.append(_serve(line, folder))
            elif line.strip():
                run(line, folder)
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def _serve(line: str, folder: Path) -> subprocess.Popen[bytes]:
    found = _PORT.search(line)
    if found is None:
        raise RuntimeError(f"{line}\nnames no port")
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(
        ["bash", "-c", f"exec {line}"], cwd=folder, env=environment(), stdout=quiet, stderr=quiet
    )
    end = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < end:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", int(found[0]))) == 0:
                return server
        time.sleep(0.1)
    server.kill()
    raise RuntimeError(f"{line}\ndoes not listen")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


class Session:
    """The Python of one page: what one block defines, the next may use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, object] = {"__name__": "__main__"}

    def run(self, code: str) -> None:
        """Run a script; what it prints is dropped."""
        with self._started(), redirect_stdout(io.StringIO()):
            exec(compile(code, "page", "exec"), self._names)

    def play(self, session: str) -> list[str]:
        """Run the lines after ``>>>`` and return the session with what they print now."""
        lines: list[str] = []
        with self._started():
            for example in doctest.DocTestParser().get_examples(session):
                first, *more = example.source.rstrip("\n").split("\n")
                lines += [f">>> {first}", *(f"... {line}".rstrip() for line in more)]
                lines += self._printed(example.source).splitlines()
        return [line.rstrip() for line in lines]

    def _printed(self, source: str) -> str:
        printed = io.StringIO()
        with redirect_stdout(printed):
            try:
                exec(compile(source, "page", "single"), self._names)
            except Exception as error:
                kind = f"{type(error).__module__}.{type(error).__qualname__}"
                print(f"Traceback (most recent call last):\n    ...\n{kind}: {error}")  # noqa: T201
        return printed.getvalue()

    @contextmanager
    def _started(self) -> Iterator[None]:
        before = dict(os.environ)
        os.environ.update(environment())
        try:
            with chdir(self._folder):
                yield
        finally:
            os.environ.clear()
            os.environ.update(before)
