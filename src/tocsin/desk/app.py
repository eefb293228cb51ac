"""The desk as a web application: pages, their twins and errors, over a store."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from tocsin.desk.acting import ACTIONS, make_action
from tocsin.desk.api.describing import (
    IF_NONE_MATCH,
    READING,
    describe,
    describe_errors,
    describe_parameters,
)
from tocsin.desk.api.models import Readiness
from tocsin.desk.api.routes import add_api
from tocsin.desk.api.schemas import Sheet, find_row, find_thing
from tocsin.desk.api.things import make_thing
from tocsin.desk.asking import Asked, Filter, read_address
from tocsin.desk.base import Desk, DeskSettings, Page
from tocsin.desk.charts import THEMES, draw_weekly
from tocsin.desk.deciding import make_endpoint
from tocsin.desk.etags import Tags
from tocsin.desk.failing import add_error_pages
from tocsin.desk.feeds import add_feeds
from tocsin.desk.frame import Frame, make_frame
from tocsin.desk.gate.routes import add_gate
from tocsin.desk.guarding import Guard
from tocsin.desk.health import FILTERS as HEALTH_FILTERS
from tocsin.desk.health import check_health, check_readiness
from tocsin.desk.holdings import Holdings
from tocsin.desk.mapping import make_scene
from tocsin.desk.maps import draw_map
from tocsin.desk.metering import Meter, Metered, StoreCollector, tell_metrics
from tocsin.desk.naming import read_id
from tocsin.desk.pages import PAGES
from tocsin.desk.pages.incident import load as load_incident
from tocsin.desk.pages.incidents import count_weeks
from tocsin.desk.pages.review import find_next
from tocsin.desk.pages.routes import PAGE as ROUTES_PAGE
from tocsin.desk.pictures import add_pictures
from tocsin.desk.proxies import Forwarded
from tocsin.desk.rendering import render_page
from tocsin.desk.security import Door
from tocsin.desk.seeing import Endpoint, see_as
from tocsin.desk.selecting import INCIDENT_FILTERS, Chosen, choose_incidents
from tocsin.desk.sharing.misp import add_misp_feed
from tocsin.desk.sharing.taxii import add_taxii
from tocsin.desk.twins import CSV_TYPE, answer_csv, answer_json
from tocsin.errors import SettingsError
from tocsin.store.base import Store
from tocsin.version import __version__

OPENAPI_PATH = "/api/openapi.json"
TEXT = {"type": "string"}
WEEKLY_PATH = "/charts/weekly.svg"
MAP_PATH = "/charts/map.svg"
CHART_FILTERS = (
    *INCIDENT_FILTERS,
    Filter(name="theme", help="Light or dark.", read=lambda _, value: value, choices=lambda: THEMES),
)


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(tz=UTC)


def create_app(
    store: Store, *, settings: DeskSettings | None = None, clock: Callable[[], datetime] = now
) -> FastAPI:
    """Return the desk over a store; an unknown profile in the settings is refused at once."""
    settings = settings or DeskSettings()
    if settings.profile not in settings.profiles:
        known = ", ".join(settings.profiles)
        raise SettingsError(f"unknown profile {settings.profile!r}; known: {known}; correct the setting")
    # A desk without accounts seals its forms until it is started anew; with accounts, sessions outlive it.
    secret = settings.access.secret or secrets.token_bytes(32)
    holdings = Holdings(store, settings.profiles.values())
    desk = Desk(store=store, holdings=holdings, settings=settings, clock=clock, secret=secret)
    app = FastAPI(
        title="tocsin desk",
        version=__version__,
        description=(
            "The register for programs. Under /api/v1: lists by cursor, things with tags, decisions, "
            "streams, exports. A page that shows a list has the same rows at its address with .json and .csv."
        ),
        openapi_url=OPENAPI_PATH,
        docs_url=None,  # FastAPI's own pages load scripts from a stranger's server
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.desk = desk
    _add_routes(app, desk)
    add_api(app, desk, PAGES)
    add_gate(app, desk)
    add_taxii(app, desk)
    add_misp_feed(app, desk)
    describe(app, settings)
    add_error_pages(app)
    app.mount("/static", StaticFiles(directory=str(files("tocsin.desk") / "static")), name="static")
    meter = Meter()
    meter.registry.register(StoreCollector(desk))
    _add_state(app, desk, meter)
    # The last one added stands outermost.
    app.add_middleware(Tags)
    app.add_middleware(Guard, desk=desk, access=settings.access)
    app.add_middleware(Door, allowed_hosts=settings.allowed_hosts)
    app.add_middleware(Forwarded, trusted=settings.access.proxies)
    app.add_middleware(Metered, meter=meter)
    return app


def _add_routes(app: FastAPI, desk: Desk) -> None:
    for page in PAGES:
        # Data before pages: "/incidents/i1.json" must not be taken for the page of the incident "i1.json".
        if page.tabulate is not None:
            _add_data(app, desk, f"{page.path}.json", _answer_table(desk, page, as_csv=False), page)
            _add_data(app, desk, f"{page.path}.csv", _answer_table(desk, page, as_csv=True), page)
        if page.encode is not None:
            _add_data(app, desk, f"{page.path}.json", make_thing(desk, page), page)
        _add_page(app, page, _answer_page(app, desk, page))
    app.add_api_route(
        "/incidents/{incident_id}/decisions",
        make_endpoint(desk, load=load_incident, find_next=find_next),
        methods=["POST"],
        include_in_schema=False,
        response_model=None,
    )
    for action in ACTIONS:
        app.add_api_route(
            action.path,
            make_action(desk, action),
            methods=["POST"],
            include_in_schema=False,
            response_model=None,
        )
    for path, draw in ((WEEKLY_PATH, _draw_weekly), (MAP_PATH, _draw_map)):
        app.add_api_route(
            path,
            _answer_chart(desk, draw),
            methods=["GET"],
            include_in_schema=False,
            response_model=None,
        )
    add_feeds(app, desk)
    add_pictures(app, desk)


def _add_state(app: FastAPI, desk: Desk, meter: Meter) -> None:
    """Add what those ask who watch the desk itself."""
    app.add_api_route(
        "/health",
        _answer_health(desk),
        methods=["GET"],
        response_model=None,
        operation_id="health",
        summary="Whether the store can be read, and whether it is sound.",
        responses={
            200: {"model": Readiness, "description": "It is."},
            503: {"model": Readiness, "description": "It is not."},
            **describe_errors((400, 429)),
        },
        openapi_extra={"parameters": describe_parameters("/health", HEALTH_FILTERS, desk.settings)},
    )
    app.add_api_route(
        "/ready",
        lambda: check_readiness(desk),
        methods=["GET"],
        response_model=None,
        operation_id="ready",
        summary="Whether requests can be sent here.",
        responses={
            200: {"model": Readiness, "description": "They can."},
            503: {"model": Readiness, "description": "They cannot."},
            **describe_errors((429,)),
        },
    )
    app.add_api_route(
        "/metrics",
        lambda: tell_metrics(meter),
        methods=["GET"],
        response_model=None,
        operation_id="metrics",
        summary="Numbers about the desk itself, for Prometheus: an administrator, or a key for metrics.",
        responses={
            200: {"description": "The numbers.", "content": {"text/plain": {"schema": {"type": "string"}}}},
            **describe_errors((401, 403, 429)),
        },
    )


def _add_page(app: FastAPI, page: Page, endpoint: Endpoint) -> None:
    app.add_api_route(page.path, endpoint, methods=["GET"], include_in_schema=False, response_model=None)


def _add_data(app: FastAPI, desk: Desk, path: str, endpoint: Endpoint, page: Page) -> None:
    filters = () if page.load is not None else page.filters
    found: dict[str, Any] = {"description": page.summary, "content": {CSV_TYPE: {"schema": TEXT}}}
    if path.endswith(".json"):
        model = find_thing(page.path) if page.load is not None else Sheet[find_row(page.path)]  # type: ignore[misc]
        found = {"description": page.summary, "model": model}
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        response_model=None,
        summary=page.summary,
        operation_id=re.sub(r"\W+", "_", path).strip("_"),
        responses={
            200: found,
            304: {"description": "What you have still holds."},
            **describe_errors(READING),
        },
        openapi_extra={"parameters": [*describe_parameters(path, filters, desk.settings), IF_NONE_MATCH]},
    )


def _answer_page(app: FastAPI, desk: Desk, page: Page) -> Endpoint:
    def answer(request: Request) -> Response:
        seen = see_as(desk, request)
        asked = _read(request, page.filters)
        arguments: tuple[Any, ...] = ()
        if page.load is not None:
            given = read_id(request)
            thing = page.load(seen, given)
            known = str(getattr(thing, "id", given))
            if known != given:  # an alias or a short form: there is one address for each thing
                return RedirectResponse(asked.url(re.sub(r"{\w+}", known, page.path)), status_code=307)
            arguments = (thing,)
        elif page is ROUTES_PAGE:
            arguments = (app.openapi(),)
        context = page.make(seen, asked, *arguments)
        return render_page(page.template, context=context, frame=_frame(seen, page, asked))

    return answer


def _frame(desk: Desk, page: Page, asked: Asked) -> Frame:
    json_url = csv_url = None
    if page.tabulate is not None:
        json_url, csv_url = asked.url(f"{page.path}.json"), asked.url(f"{page.path}.csv")
    elif page.encode is not None:
        json_url = f"{asked.path}.json"
    return make_frame(desk, PAGES, page=page, json_url=json_url, csv_url=csv_url)


def _answer_table(desk: Desk, page: Page, *, as_csv: bool) -> Endpoint:
    def answer(request: Request) -> Response:
        asked = _read(request, page.filters, strict=True)
        table = page.tabulate(see_as(desk, request), asked)  # type: ignore[misc]
        return answer_csv(table, asked=asked, made_at=desk.clock()) if as_csv else answer_json(table, asked)

    return answer


def _answer_health(desk: Desk) -> Endpoint:
    def answer(request: Request) -> Response:
        return check_health(see_as(desk, request), _read(request, HEALTH_FILTERS, strict=True))

    return answer


def _answer_chart(desk: Desk, draw: Callable[[Desk, Chosen, Asked, str], str]) -> Endpoint:
    def answer(request: Request) -> Response:
        asked = _read(request, CHART_FILTERS)
        seen = see_as(desk, request)
        drawn = draw(seen, choose_incidents(seen, asked), asked, asked.get("theme") or THEMES[0])
        # A picture carries its own style attributes; nothing in it can run or load.
        sealed = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
        return Response(drawn, media_type="image/svg+xml", headers=sealed)

    return answer


def _draw_weekly(desk: Desk, chosen: Chosen, _asked: Asked, theme: str) -> str:
    title = f"Counted incidents a week, profile {chosen.profile}"
    return draw_weekly(count_weeks(desk, chosen), title=title, theme=theme)


def _draw_map(_desk: Desk, chosen: Chosen, asked: Asked, theme: str) -> str:
    return draw_map(make_scene(chosen.counted, asked).spots, theme=theme)


def _read(request: Request, filters: tuple[Filter, ...], *, strict: bool = False) -> Asked:
    return read_address(request.url.path, request.query_params.multi_items(), filters, strict=strict)
