"""The desk as a web application: pages, their twins and errors, over a store."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from tocsin.desk.acting import ACTIONS, make_action
from tocsin.desk.asking import Asked, Filter, read_address
from tocsin.desk.base import Desk, DeskSettings, Page
from tocsin.desk.charts import THEMES, draw_weekly
from tocsin.desk.deciding import make_endpoint
from tocsin.desk.failing import add_error_pages
from tocsin.desk.feeds import add_feeds
from tocsin.desk.frame import Frame, make_frame
from tocsin.desk.gate.routes import add_gate
from tocsin.desk.guarding import Guard
from tocsin.desk.health import FILTERS as HEALTH_FILTERS
from tocsin.desk.health import check_health
from tocsin.desk.holdings import Holdings
from tocsin.desk.mapping import make_scene
from tocsin.desk.maps import draw_map
from tocsin.desk.pages import PAGES
from tocsin.desk.pages.incident import load as load_incident
from tocsin.desk.pages.incidents import count_weeks
from tocsin.desk.pages.review import find_next
from tocsin.desk.pages.routes import PAGE as ROUTES_PAGE
from tocsin.desk.pictures import add_pictures
from tocsin.desk.proxies import Forwarded
from tocsin.desk.rendering import render_page
from tocsin.desk.security import Door
from tocsin.desk.seeing import see_as
from tocsin.desk.selecting import INCIDENT_FILTERS, Chosen, choose_incidents
from tocsin.desk.twins import CSV_TYPE, answer_csv, answer_json
from tocsin.errors import SettingsError
from tocsin.store.base import Store
from tocsin.version import __version__

Endpoint = Callable[[Request], Response]

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,79}")
OPENAPI_PATH = "/api/openapi.json"
WEEKLY_PATH = "/charts/weekly.svg"
MAP_PATH = "/charts/map.svg"
ID_SCHEMA = {"type": "string", "pattern": f"^{ID.pattern}$"}
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
        description="Read-only interface to the register: the same lists as the pages, as JSON and CSV.",
        openapi_url=OPENAPI_PATH,
        docs_url=None,  # FastAPI's own pages load scripts from a stranger's server
        redoc_url=None,
        redirect_slashes=False,
    )
    _add_routes(app, desk)
    add_gate(app, desk)
    add_error_pages(app)
    app.mount("/static", StaticFiles(directory=str(files("tocsin.desk") / "static")), name="static")
    # The last one added stands outermost.
    app.add_middleware(Guard, desk=desk, access=settings.access)
    app.add_middleware(Door, allowed_hosts=settings.allowed_hosts)
    app.add_middleware(Forwarded, trusted=settings.access.proxies)
    return app


def _add_routes(app: FastAPI, desk: Desk) -> None:
    for page in PAGES:
        # Data before pages: "/incidents/i1.json" must not be taken for the page of the incident "i1.json".
        if page.tabulate is not None:
            _add_data(app, f"{page.path}.json", _answer_table(desk, page, as_csv=False), page)
            _add_data(app, f"{page.path}.csv", _answer_table(desk, page, as_csv=True), page)
        if page.encode is not None:
            _add_data(app, f"{page.path}.json", _answer_thing(desk, page), page)
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
    app.add_api_route(
        "/health",
        _answer_health(desk),
        methods=["GET"],
        response_model=None,
        operation_id="health",
        summary="Whether the store can be read, and whether it is sound.",
        openapi_extra={"parameters": [_describe_filter(entry) for entry in HEALTH_FILTERS]},
    )


def _add_page(app: FastAPI, page: Page, endpoint: Endpoint) -> None:
    app.add_api_route(page.path, endpoint, methods=["GET"], include_in_schema=False, response_model=None)


def _add_data(app: FastAPI, path: str, endpoint: Endpoint, page: Page) -> None:
    filters = () if page.load is not None else page.filters
    parameters: list[dict[str, Any]] = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": f"^{ID.pattern}$"},
        }
        for name in re.findall(r"{(\w+)}", path)
    ]
    parameters += [_describe_filter(entry) for entry in filters]
    kind = CSV_TYPE if path.endswith(".csv") else "application/json"
    answers = {
        "200": {"description": page.summary, "content": {kind: {}}},
        "400": {"description": "A filter has a value that cannot be used; the message says which and why."},
        "404": {"description": "There is no such thing in this store."},
    }
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        response_model=None,
        summary=page.summary,
        operation_id=re.sub(r"\W+", "_", path).strip("_"),
        openapi_extra={"parameters": parameters, "responses": answers},
    )


def _describe_filter(entry: Filter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "maxLength": 200}
    if entry.choices is not None:
        schema = {"type": "string", "enum": list(entry.choices())}
    return {"name": entry.name, "in": "query", "required": False, "description": entry.help, "schema": schema}


def _answer_page(app: FastAPI, desk: Desk, page: Page) -> Endpoint:
    def answer(request: Request) -> Response:
        seen = see_as(desk, request)
        asked = _read(request, page.filters)
        arguments: tuple[Any, ...] = ()
        if page.load is not None:
            given = _read_id(request)
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
        asked = _read(request, page.filters)
        table = page.tabulate(see_as(desk, request), asked)  # type: ignore[misc]
        return answer_csv(table, asked=asked, made_at=desk.clock()) if as_csv else answer_json(table, asked)

    return answer


def _answer_thing(desk: Desk, page: Page) -> Endpoint:
    def answer(request: Request) -> Response:
        _read(request, ())
        return JSONResponse(page.encode(see_as(desk, request), _read_id(request)))  # type: ignore[misc]

    return answer


def _answer_health(desk: Desk) -> Endpoint:
    def answer(request: Request) -> Response:
        return check_health(see_as(desk, request), _read(request, HEALTH_FILTERS))

    return answer


def _answer_chart(desk: Desk, draw: Callable[[Desk, Chosen, Asked, str], str]) -> Endpoint:
    def answer(request: Request) -> Response:
        asked = _read(request, CHART_FILTERS)
        drawn = draw(desk, choose_incidents(desk, asked), asked, asked.get("theme") or THEMES[0])
        # A picture carries its own style attributes; nothing in it can run or load.
        sealed = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}
        return Response(drawn, media_type="image/svg+xml", headers=sealed)

    return answer


def _draw_weekly(desk: Desk, chosen: Chosen, _asked: Asked, theme: str) -> str:
    title = f"Counted incidents a week, profile {chosen.profile}"
    return draw_weekly(count_weeks(desk, chosen), title=title, theme=theme)


def _draw_map(_desk: Desk, chosen: Chosen, asked: Asked, theme: str) -> str:
    return draw_map(make_scene(chosen.counted, asked).spots, theme=theme)


def _read(request: Request, filters: tuple[Filter, ...]) -> Asked:
    return read_address(request.url.path, request.query_params.multi_items(), filters)


def _read_id(request: Request) -> str:
    given = str(next(iter(request.path_params.values())))
    if not ID.fullmatch(given):
        raise HTTPException(
            404,
            f"{given!r:.60} is no id; wanted letters, digits, dots and dashes; follow the link again",
        )
    return given
