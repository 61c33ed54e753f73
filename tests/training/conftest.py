"""Makes the training package importable: it is no part of the package that is installed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "newsgraph_training"

#: Holds the training package and nothing else, so that ``newsgraph`` stays the one installed.
FOLDER = Path(tempfile.mkdtemp(prefix="newsgraph-training-"))
(FOLDER / PACKAGE.name).symlink_to(PACKAGE, target_is_directory=True)
sys.path.insert(0, str(FOLDER))
