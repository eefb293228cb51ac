"""Connections that go to checked addresses only, and end when their time is up."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

from tocsin.errors import FetchError
from tocsin.sources.addresses import AddressGuard


def _left(deadline: float, timeout: float | None) -> float:
    """Return the seconds that one step may take: its own limit, or what is left of the whole."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError("took too long in all; raise fetch_seconds if it must", kind="timeout", passing=True)
    return left if timeout is None else min(left, timeout)


class TimedStream(httpcore2.NetworkStream):
    """A stream whose every step ends by one deadline: a server that drips bytes gains nothing by it."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes."""
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Go over to TLS; the certificate is checked against the name, not the address."""
        left = _left(self._deadline, timeout)
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what is known of the connection."""
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore2.NetworkBackend):
    """Resolves a name once, checks every address it has, and connects to one of those."""

    def __init__(self, guard: AddressGuard, deadline: float) -> None:
        self._guard, self._deadline = guard, deadline
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first address of the host that answers."""
        failure: Exception = FetchError(f"the name {host!r} has no address", kind="name", passing=True)
        for address in self._guard.find_addresses(host, port):
            try:
                left = _left(self._deadline, timeout)
                stream = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            return TimedStream(stream, self._deadline)
        raise failure
