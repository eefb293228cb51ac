"""The body of a request, read whole before anything acts on it: bounded in size and in time."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qs

from starlette.types import Message, Receive

MOST_BYTES = 64_000
MOST_FIELDS = 300
MOST_SECONDS = 15.0
TOLD, MOST_TOLD = ("action", "field", "value"), 120
"""What of a form goes into the log; a reason stands in the log of judgements."""
FORM = "application/x-www-form-urlencoded"


class TooLarge(Exception):  # noqa: N818
    """More was sent than any form or decision of ours can hold."""


class TooSlow(Exception):  # noqa: N818
    """The body did not come in time."""


async def read_body(receive: Receive) -> bytes:
    """Return the whole body."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(MOST_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return b""
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > MOST_BYTES:
                    raise TooLarge
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError as error:
        raise TooSlow from error


def replay_body(body: bytes, receive: Receive) -> Receive:
    """Return what gives the body again, and after it what truly comes: the client going away."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def parse_form(body: bytes) -> dict[str, tuple[str, ...]]:
    """Return the fields of a form; a ValueError where they cannot be read."""
    fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    return {name: tuple(values) for name, values in fields.items()}


def tell_asked(kind: str, body: bytes) -> str:
    """Return in few words what a form or a decision asks for, for the log; nothing where none can tell."""
    given: Any
    try:
        if kind == FORM:
            given = {name: values[0] for name, values in parse_form(body).items()}
        else:
            given = json.loads(body) if body else {}
    except ValueError:
        return ""
    if not isinstance(given, dict):
        return ""
    words = " ".join(str(given[name]) for name in TOLD if given.get(name))
    return "".join(char if char.isprintable() else "\ufffd" for char in words)[:MOST_TOLD]
