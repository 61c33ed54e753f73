"""Programs run with a file system of their own, or without the rights of root."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest


def in_a_mount(mount: str, *then: str) -> subprocess.CompletedProcess[str]:
    """Run lines of a shell in a mount of their own, and return what they printed."""
    return _apart(["--map-root-user", "--mount"], "; ".join([f"{mount} || exit 99", *then]))


def without_privileges(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a command that the permissions of files hold for, also if this process is root's."""
    if os.geteuid():
        return subprocess.run(command, capture_output=True, text=True, check=False)
    return _apart(["--user"], 'exec "$@"', *command)


def _apart(options: Sequence[str], script: str, *words: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(p for p in sys.path if p)
    done = subprocess.run(
        ["unshare", *options, "bash", "-c", script, "bash", *words],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or done.stderr.startswith("unshare:"):
        pytest.skip(f"this machine gives nobody a name space of his own: {done.stderr}")
    return done
