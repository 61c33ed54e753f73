"""Reading in a process of its own: its death costs one file."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from newsgraph.errors import ReadError
from newsgraph.reading.content import Article, in_memory
from newsgraph.reading.damage import as_read_error
from newsgraph.reading.formats import FORMATS
from newsgraph.reading.isolation import ReaderProcess
from newsgraph.settings import Settings
from reading import files_made as made

SETTINGS = Settings()
WORD = FORMATS["docx"]


@pytest.fixture
def process() -> Iterator[ReaderProcess]:
    with ReaderProcess(SETTINGS) as reader:
        yield reader


def texts(process: ReaderProcess) -> list[str]:
    parts = process.read(WORD, in_memory("a.docx", made.docx(), SETTINGS))
    return [part.text for part in parts if isinstance(part, Article)]


def child_of_this_process() -> int:
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(os.getpid())],
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = [line for line in listed.stdout.splitlines() if "newsgraph.reading.worker" in line]
    return int(line.split()[0])


def test_process_is_kept_for_the_next_file_and_replaced_when_it_dies(
    process: ReaderProcess,
) -> None:
    first = texts(process)
    child = child_of_this_process()
    assert texts(process) == first
    assert child_of_this_process() == child
    os.kill(child, signal.SIGKILL)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert texts(process) == first
    assert child_of_this_process() != child


def test_process_that_needs_too_long_is_told() -> None:
    trap = made.pdf([[]], stream=made.flood(b"q Q " * 9000, 900), filters="/Filter /FlateDecode")
    with ReaderProcess(Settings(max_seconds=2)) as reader:
        with pytest.raises(ReadError, match="took more than 2 seconds"):
            list(reader.read(FORMATS["pdf"], in_memory("a.pdf", trap, SETTINGS)))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ImportError("No module named 'docx'"), "library that reads this PDF is missing"),
        (MemoryError(), "more memory than is allowed"),
        (RecursionError(), "nested too deeply"),
        (PermissionError(13, "Permission denied"), "cannot be read: Permission denied"),
        (KeyError("Root"), "damaged PDF"),
        (ReadError("is a scan", hint="use OCR"), "is a scan"),
    ],
)
def test_every_fault_becomes_a_message_and_a_hint(error: Exception, words: str) -> None:
    told = as_read_error(error, "PDF")
    assert words in str(told)
    assert told.hint
