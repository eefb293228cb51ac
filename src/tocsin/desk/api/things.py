"""Single things for programs: a record or report with its tag, a record's history, who asks."""

from typing import Any

from fastapi import HTTPException, Request
from starlette.responses import JSONResponse, Response

from tocsin.desk.asking import read_address
from tocsin.desk.base import Desk, Page
from tocsin.desk.etags import tag_of
from tocsin.desk.naming import read_id
from tocsin.desk.pages.incident import load as load_incident
from tocsin.desk.seeing import Endpoint, see_as
from tocsin.model import Delta, Judgement
from tocsin.model.codec import encode
from tocsin.pipeline.judging import view_history


def make_thing(desk: Desk, page: Page) -> Endpoint:
    """Return the endpoint of one thing, tagged by what it holds."""

    def answer(request: Request) -> Response:
        _take_nothing(request)
        body: dict[str, Any] = page.encode(see_as(desk, request), read_id(request))  # type: ignore[misc]
        return JSONResponse(body, headers={"ETag": tag_of(body)})

    return answer


def make_history(desk: Desk) -> Endpoint:
    """Return the endpoint of what happened to one record."""

    def answer(request: Request) -> Response:
        _take_nothing(request)
        seen = see_as(desk, request)
        incident = load_incident(seen, read_id(request))
        history = view_history(seen.store, incident.id)
        body = {
            "incident_id": history.incident.id,
            "changes": [encode_delta(delta) for delta in history.deltas],
            "judgements": [encode_judgement(judgement) for judgement in history.judgements],
        }
        return JSONResponse(body)

    return answer


def make_judgement(desk: Desk) -> Endpoint:
    """Return the endpoint of one decision."""

    def answer(request: Request) -> Response:
        _take_nothing(request)
        body = encode_judgement(find_judgement(see_as(desk, request), read_id(request)))
        return JSONResponse(body, headers={"ETag": tag_of(body)})

    return answer


def make_me() -> Endpoint:
    """Return the endpoint that says who asks."""

    def answer(request: Request) -> Response:
        _take_nothing(request)
        person = request.state.ticket.person
        body = {
            "name": person.name,
            "role": person.role.value if person.role else None,
            "via": person.via.value,
            "scopes": [scope.value for scope in person.scopes],
        }
        return JSONResponse(body)

    return answer


def find_judgement(desk: Desk, judgement_id: str) -> Judgement:
    """Return a decision, or a 404 that says what to do."""
    for judgement in desk.store.list_judgements():
        if judgement.id == judgement_id:
            return judgement
    raise HTTPException(404, f"there is no decision {judgement_id!r}; the list of judgements has all")


def encode_delta(delta: Delta) -> dict[str, Any]:
    """Return a change as JSON values."""
    body: dict[str, Any] = encode(delta)
    return body


def encode_judgement(judgement: Judgement) -> dict[str, Any]:
    """Return a decision as JSON values."""
    body: dict[str, Any] = encode(judgement)
    return body


def _take_nothing(request: Request) -> None:
    read_address(request.url.path, request.query_params.multi_items(), ())
