"""What a proxy in front says of a request, believed only from the networks that the settings name."""

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from tocsin.desk.people.base import Network

FORWARDING = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via")
"""Headers that only a request through a proxy carries."""


class Forwarded:
    """Gives each request the address and scheme it had before the proxies that we trust."""

    def __init__(self, app: ASGIApp, *, trusted: Iterable[Network] = ()) -> None:
        self._app, self._trusted = app, tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, its client and scheme set right."""
        if scope["type"] == "http" and self._trusted and self._is_trusted(_peer_of(scope)):
            headers = Headers(scope=scope)
            scheme = headers.get("x-forwarded-proto", "").strip().lower()
            client = self._find_client(headers.getlist("x-forwarded-for"))
            scope = {
                **scope,
                "scheme": scheme if scheme in ("http", "https") else scope["scheme"],
                "client": (client, 0) if client else scope.get("client"),
            }
        await self._app(scope, receive, send)

    def _find_client(self, headers: Iterable[str]) -> str | None:
        """Return the nearest address that is no proxy of ours: what stands left of it anybody can write."""
        chain = [part.strip() for header in headers for part in header.split(",")]
        for name in reversed(chain):
            if not self._is_trusted(name):
                return name if _is_address(name) else None
        return None

    def _is_trusted(self, name: str) -> bool:
        return _is_address(name) and any(ip_address(name) in network for network in self._trusted)


def is_forwarded(headers: Headers) -> bool:
    """Whether a request came through a proxy, as far as it says."""
    return any(name in headers for name in FORWARDING)


def _peer_of(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
