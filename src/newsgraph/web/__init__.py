"""A graph over HTTP: SPARQL 1.1 Protocol, Graph Store Protocol, pages of entities, a query page.

For one machine by default: it listens on the loopback address, checks the Host header, answers no
other origin, and writes nothing unless it was given a token.
"""

from __future__ import annotations

from newsgraph.web.app import create_app
from newsgraph.web.options import Options

__all__ = ["Options", "create_app"]
