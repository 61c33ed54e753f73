"""What the served viewer knows of the whole graph: numbers, not things.

Names, ties and their support as plain columns, read from the dataset once for each of its states.
They say what to show; what is shown is then read from the dataset. An entity takes some hundred
bytes, a statement about fifty, whatever the articles hold.
"""

from __future__ import annotations

from newsgraph.web.atlas.atlas import Atlas, survey
from newsgraph.web.atlas.kept import keep, kept

__all__ = ["Atlas", "keep", "kept", "survey"]
