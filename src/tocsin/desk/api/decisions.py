"""Decisions by programs: on a record in the state that was seen, refused where it has changed since."""

from functools import cache
from typing import Any

from fastapi import HTTPException, Request
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from tocsin.desk.api.models import Decision
from tocsin.desk.api.things import encode_delta, encode_judgement, find_judgement
from tocsin.desk.asking import read_address
from tocsin.desk.base import Desk
from tocsin.desk.deciding import Form, decide
from tocsin.desk.etags import names_tag, tag_of
from tocsin.desk.naming import read_id
from tocsin.desk.pages.incident import load as load_incident
from tocsin.desk.seeing import Endpoint, see_as
from tocsin.errors import InputError
from tocsin.model.codec import encode_incident
from tocsin.pipeline.judging import Analyst, Decided, withdraw

JSON_TYPE = "application/json"


def make_decide(desk: Desk) -> Endpoint:
    """Return the endpoint that takes a decision on one record."""

    async def answer(request: Request) -> Response:
        read_address(request.url.path, request.query_params.multi_items(), ())
        body = await _read_json(request)
        return await run_in_threadpool(_decide, see_as(desk, request), request, body)

    return answer


def make_withdraw(desk: Desk) -> Endpoint:
    """Return the endpoint that takes a decision back."""

    def answer(request: Request) -> Response:
        read_address(request.url.path, request.query_params.multi_items(), ())
        seen = see_as(desk, request)
        judgement = find_judgement(seen, read_id(request))
        _refuse_changed(request, tag_of(encode_judgement(judgement)))
        if judgement.withdrawn_at is not None:
            raise HTTPException(409, "this decision was taken back already; its record is as it was")
        subject = next((name for name in judgement.subjects if seen.store.load_incident(name)), "")
        decided = _withdraw(seen, judgement.id)
        return _tell(seen, decided, subject)

    return answer


async def _read_json(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON_TYPE:
        raise HTTPException(415, f"{kind or 'no content type'} was sent; wanted {JSON_TYPE}")
    return await request.body()


def _decide(desk: Desk, request: Request, body: bytes) -> Response:
    form = _read_decision(body)
    incident = load_incident(desk, read_id(request))
    _refuse_changed(request, tag_of(encode_incident(incident)))
    decided = decide(desk, incident, form)
    desk.holdings.forget()
    return _tell(desk, decided, incident.id)


def _read_decision(body: bytes) -> Form:
    try:
        given = _find_reader().validate_json(body).model_dump()
    except ValidationError as error:
        raise InputError(f"the decision cannot be read: {_name_fault(error)}; see the description") from error
    mentions = tuple(given.pop("mentions", ()))
    return {**{name: (str(value),) for name, value in given.items()}, "mention": mentions}


@cache
def _find_reader() -> TypeAdapter[Any]:
    return TypeAdapter(Decision)


def _name_fault(error: ValidationError) -> str:
    """Return where and what the first fault is, in words that hold nothing of what was sent."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    kind = first["type"].replace("_", " ")
    return f"{where:.80}: {kind}" if where else kind


def _refuse_changed(request: Request, tag: str) -> None:
    given = request.headers.get("if-match", "")
    if not given:
        raise HTTPException(428, "If-Match is missing; wanted the ETag of what you decide on, as you read it")
    if not names_tag(given, tag):
        raise HTTPException(412, "what you decide on has changed since; nothing was decided; read it again")


def _withdraw(desk: Desk, judgement_id: str) -> Decided:
    analyst = Analyst(name=desk.settings.analyst or "", clock=desk.clock)
    decided = withdraw(desk.store, judgement_id, analyst=analyst)
    desk.holdings.forget()
    return decided


def _tell(desk: Desk, decided: Decided, incident_id: str) -> Response:
    found = desk.store.load_incident(incident_id) if incident_id else None
    tag = tag_of(encode_incident(found)) if found else None
    body: dict[str, Any] = {
        "judgement": encode_judgement(decided.judgement),
        "changes": [encode_delta(delta) for delta in decided.deltas],
        "incident_id": found.id if found else None,
        "etag": tag,
    }
    return JSONResponse(body)
