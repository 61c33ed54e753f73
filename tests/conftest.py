"""Shared by all tests: no test may reach the network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import pytest

_connect = socket.socket.connect


def _connect_here_only(self: socket.socket, address: tuple[object, ...] | str | bytes) -> None:
    """Let a test reach this machine only: a browser's port, a SPARQL endpoint of its own."""
    if self.family != socket.AF_UNIX:
        host = str(address[0])
        if host != "localhost" and not _is_loopback(host):
            raise PermissionError(f"a test tried to reach {host}: tests run without a network")
    _connect(self, address)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect_here_only)
        yield
