from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

#: Memory instead of a disk: hundreds of transactions, each synced, are no test of the disk.
MEMORY = Path("/dev/shm")


def quick_folder() -> tempfile.TemporaryDirectory[str]:
    """Return a folder in memory, if this machine has one."""
    return tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)


@pytest.fixture
def quick(tmp_path: Path) -> Iterator[Path]:
    with quick_folder() as folder:
        yield Path(folder)
