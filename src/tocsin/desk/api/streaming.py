"""New and changed incidents as they come: server-sent events, resumed by the number that was seen last."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from itertools import groupby
from threading import BoundedSemaphore
from typing import Any

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from tocsin.desk.api.logs import AFTER, read_after
from tocsin.desk.asking import read_address
from tocsin.desk.base import Desk
from tocsin.desk.seeing import Endpoint, see_as
from tocsin.errors import StoreError
from tocsin.model import Delta
from tocsin.model.codec import encode

POLL_SECONDS = 1.0
PING_SECONDS = 15
MOST_SECONDS = 300.0
"""A stream ends then, and a client comes back by itself: whoever was shut out meanwhile does not."""
MOST_STREAMS = 100
AT_ONCE = 200
SHOWN = ("id", "title", "kind", "status", "threat_type", "subtype", "target_countries", "review_state")
LAST_ID = "last-event-id"


def make_stream(desk: Desk) -> Endpoint:
    """Return the endpoint of the stream of changes."""
    free = BoundedSemaphore(MOST_STREAMS)

    async def answer(request: Request) -> Response:
        from sse_starlette import EventSourceResponse

        asked = read_address(request.url.path, request.query_params.multi_items(), (AFTER,), strict=True)
        given = request.headers.get(LAST_ID)
        after = asked.get(AFTER.name) if given is None else read_after(LAST_ID, given)
        seen = see_as(desk, request)
        if after is None:
            after = await run_in_threadpool(seen.store.find_last_delta)
        if not free.acquire(blocking=False):
            raise HTTPException(503, f"{MOST_STREAMS} streams are open; wanted a free one; try again later")
        messages = _watch(seen, after, free)
        return EventSourceResponse(messages, ping=PING_SECONDS, send_timeout=PING_SECONDS * 2)

    return answer


async def _watch(desk: Desk, after: int, free: BoundedSemaphore) -> AsyncIterator[dict[str, Any]]:
    ends = time.monotonic() + MOST_SECONDS
    try:
        # The number from which a client goes on if nothing happens before it comes back.
        yield {"event": "begin", "id": str(after), "data": "{}", "retry": 2_000}
        while time.monotonic() < ends:
            try:
                messages, after = await run_in_threadpool(read_messages, desk, after)
            except StoreError:
                return  # the client comes back, and is told then what is the matter
            for message in messages:
                yield message
            if not messages:
                await asyncio.sleep(POLL_SECONDS)
    finally:
        free.release()


def read_messages(desk: Desk, after: int) -> tuple[list[dict[str, Any]], int]:
    """Return the messages after a number, and the number that they lead to."""
    found = desk.store.read_deltas(after=after, most=AT_ONCE)
    return list(_tell(desk, found)), found[-1][0] if found else after


def _tell(desk: Desk, found: tuple[tuple[int, Delta], ...]) -> Iterator[dict[str, Any]]:
    for (incident_id, kind), group in groupby(found, key=lambda entry: (entry[1].incident_id, entry[1].kind)):
        together = list(group)
        number, last = together[-1]
        body = {
            "number": number,
            "incident_id": incident_id,
            "kind": kind,
            "at": encode(last.at),
            "cause": last.cause,
            "changes": [
                {"field": delta.field, "before": delta.before, "after": delta.after} for _, delta in together
            ],
            "incident": _summarise(desk, incident_id),
        }
        yield {"event": kind, "id": str(number), "data": json.dumps(body, ensure_ascii=False)}


def _summarise(desk: Desk, incident_id: str) -> dict[str, Any] | None:
    incident = desk.store.load_incident(incident_id)
    if incident is None:
        return None
    return {name: encode(getattr(incident, name)) for name in SHOWN} | {"url": f"/incidents/{incident.id}"}
