"""The shipped networks: their files checked, their sessions opened."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.errors import ModelNotFound

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

#: What to do about files that are missing or damaged.
REPAIR: Final = "reinstall newsgraph: pip install --force-reinstall --no-deps newsgraph"


def verified(folder: Path, *, what: str) -> dict[str, bytes]:
    """Read the files of a model, each once, and compare them with ``checksums.json``.

    Args:
        folder: Folder of the model.
        what: What the model is, for the error message.

    Returns:
        Contents by file name.

    Raises:
        ModelNotFound: A file is missing or damaged; the hint says how to repair it.
    """
    try:
        expected = json.loads((folder / "checksums.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelNotFound(f"no {what} in {folder.name}/", hint=REPAIR) from error
    contents: dict[str, bytes] = {}
    for name, checksum in sorted(expected.items()):
        try:
            contents[name] = (folder / name).read_bytes()
        except OSError as error:
            raise ModelNotFound(f"model file {name} is missing", hint=REPAIR) from error
        if hashlib.sha256(contents[name]).hexdigest() != checksum:
            raise ModelNotFound(f"model file {name} is damaged", hint=REPAIR)
    return contents


def open_session(network: bytes, *, threads: int = 1) -> InferenceSession:
    """Open an ONNX network on the CPU; silent but for errors."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
