"""The MISP feed as a path of the desk: a manifest and one file an event."""

from fastapi import FastAPI, HTTPException, Request
from starlette.responses import Response

from tocsin.desk.base import Desk
from tocsin.desk.seeing import Endpoint
from tocsin.desk.sharing.choosing import choose_shared, iter_shared, take_ready
from tocsin.exports.misp_feed import iter_feed
from tocsin.store.base import Store

ROOT = "/misp"


def add_misp_feed(app: FastAPI, desk: Desk) -> None:
    """Add the one route of the feed."""
    path, endpoint = f"{ROOT}/{{name}}", _make_file(desk)
    summary = "One file of the MISP feed, which begins with manifest.json."
    app.add_api_route(
        path, endpoint, methods=["GET"], include_in_schema=False, response_model=None, summary=summary
    )


def _make_file(desk: Desk) -> Endpoint:
    def answer(request: Request) -> Response:
        name = str(request.path_params["name"])
        late = desk.holdings.keep_behind("misp feed", lambda store: _write(desk, store), counts_all=True)
        content = take_ready(late).get(name)
        if content is None:
            raise HTTPException(404, f"the feed has no file {name!r:.60}; it begins with manifest.json")
        kind = "text/csv; charset=utf-8" if name.endswith(".csv") else "application/json"
        return Response(content, media_type=kind)

    return answer


def _write(desk: Desk, store: Store) -> dict[str, bytes]:
    shared = choose_shared(desk, store)
    incidents = (incident for incident, _ in iter_shared(desk, store, shared))
    return dict(iter_feed(incidents, shared.context))
