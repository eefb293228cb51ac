"""The routes of the interface for programs, version 1."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, TypeAdapter

from tocsin.desk.api import decisions, exporting, lists, logs, models, schemas, streaming, things
from tocsin.desk.api.describing import (
    IF_MATCH,
    IF_NONE_MATCH,
    READING,
    WRITING,
    describe_errors,
    describe_parameters,
)
from tocsin.desk.asking import Filter
from tocsin.desk.base import Desk, Page
from tocsin.desk.failing import API
from tocsin.desk.seeing import Endpoint
from tocsin.exports import EXPORTERS
from tocsin.ontology import vocabulary
from tocsin.register import SETTABLE

STREAM_PATH = f"{API}/stream"


def add_api(app: FastAPI, desk: Desk, pages: Iterable[Page]) -> None:
    """Add every route of the interface."""
    for page in pages:
        if page.tabulate is not None:
            row = schemas.find_row(page.path)
            answer = schemas.Listing[row]  # type: ignore[valid-type]
            filters = lists.filters_of(page)
            _read(app, desk, lists.path_of(page), lists.make_list(desk, page), page.summary, answer, filters)
        if page.encode is not None:
            thing = schemas.find_thing(page.path)
            _read(app, desk, lists.path_of(page), things.make_thing(desk, page), page.summary, thing)
    _add_logs(app, desk)
    _add_writes(app, desk)
    _add_stream(app, desk)
    _add_export(app, desk)


def _add_logs(app: FastAPI, desk: Desk) -> None:
    history = f"{API}/incidents/{{incident_id}}/history"
    _read(app, desk, history, things.make_history(desk), "What happened to one record.", models.History)
    changes = "All changes of records in order: new, changed, merged, gone."
    _read(app, desk, f"{API}/changes", logs.make_changes(desk), changes, models.Changes, logs.CHANGE_FILTERS)
    _read(
        app,
        desk,
        f"{API}/judgements",
        logs.make_judgements(desk),
        "All decisions, newest first, those taken back included.",
        schemas.Listing[models.JudgementRow],
        logs.JUDGEMENT_FILTERS,
    )
    one = f"{API}/judgements/{{judgement_id}}"
    _read(app, desk, one, things.make_judgement(desk), "One decision.", models.JudgementRow)
    _read(
        app,
        desk,
        f"{API}/audit",
        logs.make_audit(desk),
        "Who did what when, for administrators.",
        schemas.DeedListing,
        logs.AUDIT_FILTERS,
    )
    _read(app, desk, f"{API}/me", things.make_me(), "Who asks, and what he may do.", models.Me)


def _add_writes(app: FastAPI, desk: Desk) -> None:
    body = {"content": {"application/json": {"schema": _describe_decision()}}, "required": True}
    _write(
        app,
        desk,
        f"{API}/incidents/{{incident_id}}/decisions",
        decisions.make_decide(desk),
        "Decide on one record in the state you have read.",
        {"requestBody": body},
    )
    _write(
        app,
        desk,
        f"{API}/judgements/{{judgement_id}}/withdrawal",
        decisions.make_withdraw(desk),
        "Take a decision back; it stays in the log.",
        {},
    )


def _add_stream(app: FastAPI, desk: Desk) -> None:
    last = {
        "name": "Last-Event-ID",
        "in": "header",
        "required": False,
        "description": "The id of the event that was seen last; browsers send it when they come back.",
        "schema": {"type": "integer", "minimum": 0, "maximum": logs.MOST_NUMBER},
    }
    parameters = [*describe_parameters(STREAM_PATH, (logs.AFTER,), desk.settings), last]
    summary = "New and changed incidents as they come, as server-sent events."
    app.add_api_route(
        STREAM_PATH,
        streaming.make_stream(desk),
        methods=["GET"],
        response_model=None,
        summary=summary,
        operation_id=_name(STREAM_PATH),
        responses={
            200: {"description": summary, "content": {"text/event-stream": {"schema": {"type": "string"}}}},
            **describe_errors(READING),
        },
        openapi_extra={"parameters": parameters},
    )


def _add_export(app: FastAPI, desk: Desk) -> None:
    path = f"{API}/exports/{{format}}"
    formats = {"type": "string", "enum": list(exporting.FORMATS)}
    kinds: dict[str, dict[str, Any]] = {
        entry.media_type: {} if "json" in entry.media_type else {"schema": {"type": "string"}}
        for entry in EXPORTERS
    }
    app.add_api_route(
        path,
        exporting.make_export(desk),
        methods=["GET"],
        response_model=None,
        summary="All incidents that are asked for in one format, as they are written.",
        operation_id=_name(path),
        responses={
            200: {"description": "The file.", "content": kinds},
            **describe_errors((*READING, 500)),
        },
        openapi_extra={
            "parameters": describe_parameters(path, exporting.FILTERS, desk.settings, ids=formats)
        },
    )


def _read(
    app: FastAPI,
    desk: Desk,
    path: str,
    endpoint: Endpoint,
    summary: str,
    model: type[BaseModel],
    filters: Iterable[Filter] = (),
) -> None:
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        response_model=None,
        summary=summary,
        operation_id=_name(path),
        responses={
            200: {"model": model, "description": summary},
            304: {"description": "What you have still holds."},
            **describe_errors(READING),
        },
        openapi_extra={"parameters": [*describe_parameters(path, filters, desk.settings), IF_NONE_MATCH]},
    )


def _write(
    app: FastAPI, desk: Desk, path: str, endpoint: Endpoint, summary: str, extra: dict[str, Any]
) -> None:
    app.add_api_route(
        path,
        endpoint,
        methods=["POST"],
        response_model=None,
        summary=summary,
        operation_id=_name(path) + "_post",
        responses={200: {"model": models.Decided, "description": summary}, **describe_errors(WRITING)},
        openapi_extra={"parameters": [*describe_parameters(path, (), desk.settings), IF_MATCH], **extra},
    )


def _describe_decision() -> dict[str, Any]:
    """Return the schema of a decision with its parts where they are named."""
    described = TypeAdapter(models.Decision).json_schema()
    parts = described["$defs"]
    kinds = [parts[entry["$ref"].rpartition("/")[2]] for entry in described["oneOf"]]
    for name, place, codes in (
        ("ReviewDecision", "value", [term.code for term in vocabulary("review_state")]),
        ("StatusDecision", "value", [term.code for term in vocabulary("incident_status")]),
        ("ValueDecision", "field", list(SETTABLE)),
    ):
        parts[name]["properties"][place] = {"type": "string", "enum": codes}
    return {"title": "Decision", "oneOf": kinds}


def _name(path: str) -> str:
    return "_".join(part.strip("{}") for part in path.strip("/").split("/"))
