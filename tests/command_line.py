"""Commands as a user runs them, in this process."""

from __future__ import annotations

import pytest

from newsgraph.cli import main

Captured = pytest.CaptureFixture[str]


def run(*words: object) -> int:
    """Run a command in this process and return its exit code."""
    try:
        main([str(word) for word in words])
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    return 0
