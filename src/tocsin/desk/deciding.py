"""Decisions made on the desk: a form read with care, checked against what was seen, and passed on."""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tocsin.desk.base import Desk
from tocsin.desk.bodies import FORM, parse_form
from tocsin.desk.conflicts import show_conflict
from tocsin.desk.seeing import see_as
from tocsin.errors import InputError
from tocsin.model import Incident
from tocsin.model.codec import encode_incident
from tocsin.pipeline.judging import (
    Analyst,
    Decided,
    link_response,
    mark_copy,
    merge_incidents,
    set_review,
    set_status,
    set_value,
    split_incident,
    unlink_response,
    withdraw,
)

GO_ON = "next"
"""What a button adds so that the next record of the queue is shown after the decision."""

BACK = re.compile(r"/samples/[A-Za-z0-9][A-Za-z0-9.-]{0,79}")

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
        seen = see_as(desk, request)
        return await run_in_threadpool(
            _answer, seen, request.path_params["incident_id"], form, load, find_next
        )

    return answer


async def read_form(request: Request) -> Form:
    """Return the fields of a form, which the guard has bounded and found to bear our seal."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        raise HTTPException(415, f"{kind or 'no content type'} was sent; wanted a form of this desk")
    try:
        return parse_form(await request.body())
    except ValueError as error:
        raise HTTPException(400, "the form cannot be read; load the page again") from error


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
    incident = load(desk, incident_id)
    if first_of(form, "seen") != mark_state(incident):
        return show_conflict(desk, incident, form)
    following = find_next(desk, incident.id) if first_of(form, GO_ON) else None
    decided = decide(desk, incident, form)
    desk.holdings.forget()
    shown = following or _follow(desk, incident, decided)
    back = first_of(form, "back")
    # Only an address of this desk, made of plain characters: a form must lead nowhere else.
    if BACK.fullmatch(back):
        return RedirectResponse(back, status_code=303)
    where = "/review/" if first_of(form, "view") == "review" else "/incidents/"
    return RedirectResponse(f"{where}{shown}#review", status_code=303)


def decide(desk: Desk, incident: Incident, form: Form) -> Decided:
    """Make the decision that a form or a program names, in the name of who asks."""
    analyst = Analyst(name=desk.settings.analyst or "", clock=desk.clock)
    reason, value = first_of(form, "reason"), first_of(form, "value")
    store = desk.store
    match first_of(form, "action"):
        case "review":
            return set_review(store, incident.id, value, analyst=analyst, reason=reason)
        case "status":
            return set_status(store, incident.id, value, analyst=analyst, reason=reason)
        case "set":
            return set_value(
                store, incident.id, first_of(form, "field"), value, analyst=analyst, reason=reason
            )
        case "merge":
            return merge_incidents(store, (incident.id, value), analyst=analyst, reason=reason)
        case "split":
            return split_incident(store, incident.id, form.get("mention", ()), analyst=analyst, reason=reason)
        case "link":
            code = first_of(form, "code") or None
            return link_response(store, incident.id, value, code=code, analyst=analyst, reason=reason)
        case "unlink":
            return unlink_response(store, incident.id, value, analyst=analyst, reason=reason)
        case "copy":
            return mark_copy(store, form.get("report", ()), analyst=analyst, reason=reason)
        case "undo":
            return withdraw(store, value, analyst=analyst)
    raise InputError("the form names no decision that is known here; load the page again")


def first_of(form: Form, name: str) -> str:
    """Return the value of a field, empty where it is not given."""
    return form.get(name, ("",))[0]


def _follow(desk: Desk, incident: Incident, decided: Decided) -> str:
    """Return the id to show: that of the record, or of the one it went into."""
    found = desk.store.load_incident(incident.id)
    if found is None:
        changed = [delta.incident_id for delta in decided.deltas if delta.kind == "new"]
        return changed[0] if changed else incident.id
    return found.id
