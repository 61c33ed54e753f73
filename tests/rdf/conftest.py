from __future__ import annotations

import pytest
from pyoxigraph import Store

from factory_graph import small_graph
from newsgraph.rdf import to_quads
from newsgraph.vocabulary import builtin


@pytest.fixture(scope="module")
def store() -> Store:
    """The small graph with all its provenance."""
    filled = Store()
    filled.bulk_extend(to_quads(small_graph(), builtin()))
    return filled
