"""The door: which host names are answered, and the headers that go on every reply."""

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": under it a browser sends our own forms with the origin "null", and they are refused.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}


class Door:
    """Answers to known host names only: a page elsewhere must not reach the desk by DNS."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: Iterable[str]) -> None:
        self._app = app
        self._allowed = frozenset(host.lower().strip("[]") for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say in one line why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _seal(send, drop_body=scope["method"] == "HEAD")
        refusal = self._refuse(scope)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, answer)

    def _refuse(self, scope: Scope) -> PlainTextResponse | None:
        host = name_of_host(Headers(scope=scope).get("host", ""))
        if host not in self._allowed:
            known = ", ".join(sorted(self._allowed))
            return PlainTextResponse(
                f"this desk is not known by the host name in the request; it answers to: {known}\n",
                status_code=421,
            )
        return None


def is_own_form(headers: Headers, *, for_programs: bool = False) -> bool:
    """Whether a browser says that what it sends came from a page at the very address it is sent to.

    `for_programs` takes what no browser sends as well: every browser names the origin of what it posts.
    """
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    given = headers.get("origin")
    if given is None:
        return for_programs
    origin = given.partition("://")[2]
    return bool(origin) and origin.lower() == headers.get("host", "").lower()


def name_of_host(header: str) -> str:
    """Return the name in a Host header, without its port and brackets."""
    host = header.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _seal(send: Send, *, drop_body: bool) -> Send:
    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "private, no-cache")
        elif message["type"] == "http.response.body" and drop_body:
            message = {**message, "body": b""}
        await send(message)

    return sealed
