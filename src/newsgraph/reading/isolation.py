"""Formats that a trap can hide in are read in a process of their own, within limits.

The process is asked one file after the other. If it needs too long or too much memory, or dies,
that costs the one file; the next one gets a new process. Requests and answers are JSON, so that
whatever takes hold over there cannot run here.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from types import TracebackType
from typing import IO, Self, TypedDict

from newsgraph.errors import ReadError
from newsgraph.reading.content import PICTURES, Article, Content, Part, Unread
from newsgraph.reading.formats import Format
from newsgraph.settings import Settings

#: Files after which the process is replaced, so that what its libraries keep cannot pile up.
_FILES = 500


class _Answer(TypedDict):
    parts: list[dict[str, object]]
    error: dict[str, object] | None


class ReaderProcess:
    """Reads content in another process; a context manager, started when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        """Read with these settings; nothing is started yet."""
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Self:
        """Begin; costs nothing."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the process, if there is one."""
        self._stop()

    def read(self, form: Format, content: Content) -> Iterator[Part]:
        """Yield what the reader of a format finds in content.

        Raises:
            ReadError: The reader refuses it, or needed too long or too much memory, or died.
        """
        data = content.read(self._settings.max_bytes * PICTURES)
        request = {
            "reader": form.name,
            "name": content.name,
            "length": len(data),
            "fields": dict(content.fields),
            "settings": asdict(self._settings),
        }
        answer = self._ask(json.dumps(request, default=str).encode() + b"\n" + data, form)
        for part in answer["parts"]:
            yield _part(part, content)
        if error := answer["error"]:
            raise _error(error)

    def _ask(self, request: bytes, form: Format) -> _Answer:
        process = self._running()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101  # pipes
        late = threading.Event()

        def kill() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._settings.max_seconds, kill)
        timer.start()
        try:
            line = _exchange(process.stdin, process.stdout, request)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            code = self._stop()
            if late.is_set():
                raise ReadError(
                    f"reading this {form.label} took more than {self._settings.max_seconds} "
                    "seconds and was stopped",
                    hint="if it is no trap, raise the setting max_seconds",
                )
            raise ReadError(
                f"reading this {form.label} broke the process that did it (exit code {code})",
                hint="it is damaged or a trap; save its text as .txt",
            )
        answer: _Answer = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and (
            self._files >= _FILES or self._process.poll() is not None
        ):
            self._stop()
        if self._process is None:
            # ``-P``: the working folder must not be searched for modules.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "newsgraph.reading.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
                    "PYTHONHASHSEED": "0",
                },
            )
            self._files = 0
        self._files += 1
        return self._process

    def _stop(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        process.communicate()
        return process.returncode


def _exchange(to: IO[bytes], answers: IO[bytes], request: bytes) -> bytes:
    """Return the answer's line; cut short if the process ends before it has answered."""
    try:
        to.write(request)
        to.flush()
        return answers.readline()
    except OSError:
        return b""


def _part(record: Mapping[str, object], content: Content) -> Part:
    name = str(record["name"])
    if "text" in record:
        fields, warnings = record["fields"], record["warnings"]
        assert isinstance(fields, dict) and isinstance(warnings, list)  # noqa: S101  # ``as_record``
        return Article(
            name=name,
            text=str(record["text"]),
            fields=fields,
            warnings=tuple(warnings),
            declared=bool(record["declared"]),
        )
    if "data" in record:
        try:
            return content.inside(
                name.removeprefix(f"{content.name}/"), base64.b64decode(str(record["data"]))
            )
        except ReadError as error:
            return Unread(name=name, error=error)
    return Unread(name=name, error=_error(record), fatal=bool(record["fatal"]))


def _error(record: Mapping[str, object]) -> ReadError:
    return ReadError(str(record["message"]), hint=str(record["hint"]))


def as_record(part: Part) -> dict[str, object]:
    """Return a part as JSON can hold it."""
    if isinstance(part, Article):
        return {
            "name": part.name,
            "text": part.text,
            "fields": dict(part.fields),
            "warnings": list(part.warnings),
            "declared": part.declared,
        }
    if isinstance(part, Unread):
        return {
            "name": part.name,
            "message": str(part.error),
            "hint": part.error.hint,
            "fatal": part.fatal,
        }
    with part.open() as stream:
        return {"name": part.name, "data": base64.b64encode(stream.read()).decode("ascii")}
