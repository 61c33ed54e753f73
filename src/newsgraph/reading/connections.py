"""Connections to web servers: bounded in time and size, and none into a private network.

An address is resolved here and the connection goes to what was looked at, so that a name cannot
mean one machine when it is checked and another when it is used. There are no cookies, no passwords
and no proxy; redirections are the caller's.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from newsgraph.errors import ReadError

_LARGEST_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]  #: by name in small letters
    body: bytes  #: empty unless the status is 200


class Connections:
    """Asks web servers; ``close`` ends what is open."""

    def __init__(self, *, agent: str, seconds: float, private: bool) -> None:
        """Ask as ``agent``, for at most so many seconds each time.

        ``private``: this machine and private networks may be asked, too.
        """
        self._headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
        self._seconds = seconds
        self._network = _BoundedNetwork(private=private)
        self._pool = httpcore.ConnectionPool(
            max_connections=1, network_backend=self._network, keepalive_expiry=5.0
        )

    def close(self) -> None:
        """End what is open."""
        self._pool.close()

    def get(self, url: httpx.URL, *, most: int, accept: str) -> Answer:
        """Ask for an address; a redirection is an answer like others.

        Args:
            url: What to ask for.
            most: Bytes of the body; a larger one is an error.
            accept: Media types that are wanted.

        Raises:
            ReadError: The server cannot be reached, may not be, or does not answer as it should.
        """
        self._network.deadline = time.monotonic() + self._seconds
        headers = {"Host": url.netloc.decode("ascii"), "Accept": accept, **self._headers}
        target = httpcore.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        try:
            with self._pool.stream("GET", target, headers=list(headers.items())) as response:
                told = {
                    k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers
                }
                body = b"" if response.status != 200 else _body(response.iter_stream(), told, most)
                return Answer(status=response.status, headers=told, body=body)
        except httpcore.TimeoutException as error:
            raise ReadError(
                f"its server took more than {self._seconds:g} seconds",
                hint="try it later, or raise the setting max_seconds",
            ) from error
        except (httpcore.NetworkError, httpcore.UnsupportedProtocol) as error:
            told_by = " ".join(str(error).split()) or type(error).__name__
            raise ReadError(
                f"its server cannot be reached: {told_by}", hint="check the address, try it later"
            ) from error
        except (httpcore.ProtocolError, ssl.SSLError) as error:
            raise ReadError(
                f"its server does not answer as it should: {error}", hint="check the address"
            ) from error


def _body(chunks: Iterator[bytes], headers: Mapping[str, str], most: int) -> bytes:
    stated = headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > most:
        raise _too_large(most)
    held = bytearray()
    for chunk in chunks:
        held += chunk
        if len(held) > most:
            raise _too_large(most)
    return bytes(held)


def _too_large(most: int) -> ReadError:
    return ReadError(
        f"too large: more than {most:,} bytes are sent", hint="raise the setting max_bytes"
    )


class _BoundedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only, and waits no longer than until ``deadline``."""

    def __init__(self, *, private: bool) -> None:
        self.deadline = 0.0
        self._private = private
        self._below = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline is what counts
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers."""
        fault: httpcore.ConnectError | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._below.connect_tcp(
                    address, port, self.left(), local_address, socket_options
                )
                return _BoundedStream(stream, self)
            except httpcore.ConnectError as error:
                fault = error
        raise fault or httpcore.ConnectError("it has no address")

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            httpcore.ReadTimeout: None are.
        """
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout
        return seconds

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            told = getattr(error, "strerror", None) or str(error)
            raise ReadError(
                f"there is no server {host}: {told}", hint="check the address, and the network"
            ) from error
        addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
        allowed = [a for a in addresses if self._private or _is_public(a)]
        if addresses and not allowed:
            raise ReadError(
                f"{host} is this machine or one of a private network ({addresses[0]}); not fetched",
                hint="if you trust the address, set fetch_private = true",
            )
        return allowed


class _BoundedStream(httpcore.NetworkStream):
    """A stream that takes what is left of the time, however slowly bytes come."""

    def __init__(self, below: httpcore.NetworkStream, network: _BoundedNetwork) -> None:
        self._below = below
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Read some bytes."""
        return self._below.read(min(max_bytes, _LARGEST_CHUNK), self._network.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Write all bytes."""
        self._below.write(buffer, self._network.left())

    def close(self) -> None:
        """Close the stream."""
        self._below.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - as above
    ) -> httpcore.NetworkStream:
        """Go on encrypted."""
        stream = self._below.start_tls(ssl_context, server_hostname, self._network.left())
        return _BoundedStream(stream, self._network)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - httpcore's signature
        """Tell about the connection."""
        return self._below.get_extra_info(info)


def _is_public(address: str) -> bool:
    """Tell whether an address is one of the open internet, also one inside an IPv6 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour
        if inside is not None:
            ip = inside
    return ip.is_global and not ip.is_multicast
