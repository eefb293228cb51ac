"""Tags: an answer that has not changed is not sent again (RFC 9110, 8.8 and 13)."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TAGGED = ("application/json", "text/csv", "image/svg+xml")


def tag_of(body: Any) -> str:
    """Return the strong tag of a thing as JSON values: the same for the same thing, whoever asks."""
    payload = json.dumps(body, sort_keys=True, ensure_ascii=True)
    return f'"{hashlib.sha256(payload.encode()).hexdigest()[:16]}"'


def names_tag(header: str, tag: str) -> bool:
    """Whether a list of tags in a header names one; weak tags compare by what they hold."""
    wanted = tag.removeprefix("W/")
    return any(part.strip() == "*" or part.strip().removeprefix("W/") == wanted for part in header.split(","))


class Tags:
    """Puts a tag on whole answers of programs, and answers 304 to who has them already."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and look at what is answered."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("if-none-match", "")
        held: list[Message] = []

        async def tagging(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_tagged(message):
                held.append(message)
                return
            if held:
                start = held.pop()
                message = _tag(start, message, asked)
                await send(start)
            await send(message)

        await self._app(scope, receive, tagging)


def _is_tagged(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "").partition(";")[0]
    return bool(start["status"] == 200 and kind in TAGGED)


def _tag(start: Message, body: Message, asked: str) -> Message:
    """Tag an answer that comes in one piece; return the body to send, empty where it is known already."""
    headers = MutableHeaders(raw=start["headers"])
    if "etag" not in headers:
        if body.get("more_body", False):
            return body  # a stream: nobody knows yet how it ends
        headers["ETag"] = f'"{hashlib.sha256(body.get("body", b"")).hexdigest()[:16]}"'
    if not asked or not names_tag(asked, headers["etag"]):
        return body
    start["status"] = 304
    _drop(headers, ("content-length", "content-type"))
    start["headers"] = headers.raw
    return {**body, "body": b""}


def _drop(headers: MutableHeaders, names: Iterable[str]) -> None:
    for name in names:
        if name in headers:
            del headers[name]
