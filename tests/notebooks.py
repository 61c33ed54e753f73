"""The tutorial's notebook: executed by a kernel of its own, kept with what it prints.

``python tests/documentation.py`` writes what it prints anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

from playing import environment

_SECONDS = 300


def executed(notebook: Path, folder: Path) -> NotebookNode:
    """Return a notebook as it is after running in an empty folder.

    Raises:
        CellExecutionError: A cell failed.
    """
    node: NotebookNode = nbformat.read(notebook, as_version=4)
    client = NotebookClient(
        node,
        timeout=_SECONDS,
        kernel_name="python3",
        coalesce_streams=True,  # what is printed comes in parts, cut by chance
        resources={"metadata": {"path": str(folder)}},
    )
    before = dict(os.environ)
    os.environ.update(environment() | {"IPYTHONDIR": str(folder / ".ipython")})
    try:
        client.execute()
    finally:
        os.environ.clear()
        os.environ.update(before)
    return node


def kept(node: NotebookNode) -> NotebookNode:
    """Return a notebook without what only a run knows: the viewer's pages, and when it ran."""
    for cell in node.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("text/html", None)
    node.metadata.language_info = {"name": "python"}
    return node
