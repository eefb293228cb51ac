"""Decisions made on the desk: a form read with care, checked against what was seen, and passed on."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from urllib.parse import parse_qs

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tocsin.desk.base import Desk
from tocsin.errors import InputError
from tocsin.model import Incident
from tocsin.model.codec import encode_incident
from tocsin.pipeline.judging import (
    Analyst,
    Decided,
    merge_incidents,
    set_review,
    set_status,
    set_value,
    split_incident,
    withdraw,
)

MOST_BYTES = 64_000
MOST_FIELDS = 300
GO_ON = "next"
"""What a button adds so that the next record of the queue is shown after the decision."""

Form = Mapping[str, tuple[str, ...]]


def mark_state(incident: Incident) -> str:
    """Return what tells one state of a record from another: a decision is on what was seen."""
    payload = json.dumps(encode_incident(incident), sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(payload.encode()).hexdigest()[:16]


def make_endpoint(
    desk: Desk, *, load: Callable[[Desk, str], Incident], find_next: Callable[[Desk, str], str | None]
) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that takes a decision on one record and leads back to it, or on to the next."""

    async def answer(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(
            _answer, desk, request.path_params["incident_id"], form, load, find_next
        )

    return answer


async def read_form(request: Request) -> Form:
    """Return the fields of a form; refuse other content and more than a form of ours can hold."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, f"{kind or 'no content type'} was sent; wanted a form of this desk")
    body = b"".join([part async for part in _bound(request.stream())])
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise HTTPException(400, "the form cannot be read; load the page again") from error
    return {name: tuple(values) for name, values in fields.items()}


async def _bound(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    size = 0
    async for part in stream:
        size += len(part)
        if size > MOST_BYTES:
            raise HTTPException(413, f"the form has more than {MOST_BYTES} bytes; shorten the reason")
        yield part


def _answer(
    desk: Desk,
    incident_id: str,
    form: Form,
    load: Callable[[Desk, str], Incident],
    find_next: Callable[[Desk, str], str | None],
) -> Response:
    if desk.settings.analyst is None:
        raise HTTPException(
            403, "this desk can only be read; start it with tocsin serve over a store of yours"
        )
    if not hmac.compare_digest(_first(form, "seal").encode(), desk.seal.encode()):
        raise HTTPException(403, "this form is from before the desk was started anew; load the page again")
    incident = load(desk, incident_id)
    if _first(form, "seen") != mark_state(incident):
        raise HTTPException(
            409,
            "the record has changed since you looked: another analyst or a new report came in between; "
            "nothing was decided; look at it again",
        )
    following = find_next(desk, incident.id) if _first(form, GO_ON) else None
    decided = _decide(desk, incident, form)
    desk.holdings.forget()
    shown = following or _follow(desk, incident, decided)
    return RedirectResponse(f"/incidents/{shown}#review", status_code=303)


def _decide(desk: Desk, incident: Incident, form: Form) -> Decided:
    analyst = Analyst(name=desk.settings.analyst or "", clock=desk.clock)
    reason, value = _first(form, "reason"), _first(form, "value")
    store = desk.store
    match _first(form, "action"):
        case "review":
            return set_review(store, incident.id, value, analyst=analyst, reason=reason)
        case "status":
            return set_status(store, incident.id, value, analyst=analyst, reason=reason)
        case "set":
            return set_value(store, incident.id, _first(form, "field"), value, analyst=analyst, reason=reason)
        case "merge":
            return merge_incidents(store, (incident.id, value), analyst=analyst, reason=reason)
        case "split":
            return split_incident(store, incident.id, form.get("mention", ()), analyst=analyst, reason=reason)
        case "undo":
            return withdraw(store, value, analyst=analyst)
    raise InputError("the form names no decision that is known here; load the page again")


def _first(form: Form, name: str) -> str:
    return form.get(name, ("",))[0]


def _follow(desk: Desk, incident: Incident, decided: Decided) -> str:
    """Return the id to show: that of the record, or of the one it went into."""
    found = desk.store.load_incident(incident.id)
    if found is None:
        changed = [delta.incident_id for delta in decided.deltas if delta.kind == "new"]
        return changed[0] if changed else incident.id
    return found.id
