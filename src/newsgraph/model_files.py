"""The shipped networks: their files checked, their sessions opened."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from newsgraph.errors import ModelNotFound

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

CHECKSUMS: Final = "checksums.json"
_REPAIR: Final = "reinstall newsgraph: pip install --force-reinstall --no-deps newsgraph"


def verified(folder: Path, *, what: str, names: Collection[str]) -> dict[str, bytes]:
    """Read the files of a model, each once, and compare them with ``checksums.json``.

    Args:
        folder: Folder of the model.
        what: What the model is, for the error message.
        names: The files that the model consists of.

    Returns:
        Contents by file name.

    Raises:
        ModelNotFound: A file is missing, unreadable, damaged, or not the one that the checksums
            speak of; the message names it, and the hint says how to repair it.
    """
    if not folder.is_dir():
        raise ModelNotFound(f"no {what} in {folder.name}/: the folder is missing", hint=_REPAIR)
    expected = _checksums(folder, what)
    if unlisted := sorted(set(names) - set(expected)):
        raise ModelNotFound(
            f"{CHECKSUMS} of the {what} does not speak of {', '.join(unlisted)}", hint=_REPAIR
        )
    contents: dict[str, bytes] = {}
    for name in sorted(names):
        contents[name] = _read(folder / name)
        if hashlib.sha256(contents[name]).hexdigest() != expected[name]:
            raise ModelNotFound(f"model file {name} is damaged", hint=_REPAIR)
    return contents


def _checksums(folder: Path, what: str) -> dict[str, str]:
    try:
        found = json.loads(_read(folder / CHECKSUMS))
    except ValueError as error:  # not JSON, or not even UTF-8
        raise ModelNotFound(f"{CHECKSUMS} of the {what} is damaged", hint=_REPAIR) from error
    if not isinstance(found, dict):
        raise ModelNotFound(f"{CHECKSUMS} of the {what} is damaged", hint=_REPAIR)
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ModelNotFound(f"model file {path.name} is missing", hint=_REPAIR) from error
    except OSError as error:
        raise ModelNotFound(
            f"model file {path.name} cannot be read: {error.strerror}", hint=_REPAIR
        ) from error


@contextmanager
def opening(name: str) -> Iterator[None]:
    """Turn what goes wrong with the content of a model file into an error that names the file.

    Raises:
        ModelNotFound: The block raised an error.
    """
    try:
        yield
    except ModelNotFound:
        raise
    except Exception as error:
        reason = str(error).strip().split("\n", 1)[0] or type(error).__name__
        raise ModelNotFound(f"model file {name} cannot be used: {reason}", hint=_REPAIR) from error


def open_session(
    network: bytes, name: str, *, outputs: Collection[str], threads: int = 1
) -> InferenceSession:
    """Open an ONNX network on the CPU; silent but for errors.

    Args:
        network: Content of the file.
        name: Its name, for the error message.
        outputs: Outputs that the network must have.
        threads: Threads that it computes with; 0 for as many as there are cores.

    Raises:
        ModelNotFound: onnxruntime refuses the network, or it is another one.
    """
    with opening(name):
        # Else it keeps an identifier of the machine in HOME and sends its maker what is run. Read
        # when it is loaded; the call below is for who has loaded it before.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_mem_pattern = False  # planned anew for each length of sentence
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        if lacking := sorted(set(outputs) - {output.name for output in session.get_outputs()}):
            raise ValueError(f"it gives no {', '.join(lacking)}")
    return session
