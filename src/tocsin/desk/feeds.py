"""Feeds of saved searches at `/searches/NAME.rss`, `.atom` and `.ics`; persons are masked as in exports."""

from collections.abc import Callable
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request
from starlette.responses import Response

from tocsin.desk.api.describing import READING, describe_errors
from tocsin.desk.base import Desk
from tocsin.desk.seeing import see_as
from tocsin.exports.feeds import FEEDS, FeedFormat
from tocsin.model import Search
from tocsin.pipeline.feeding import make_feed

PATH = "/searches/{name}"


def add_feeds(app: FastAPI, desk: Desk) -> None:
    """Give every saved search its feeds."""
    for form in FEEDS:
        path = f"{PATH}.{form.name}"
        app.add_api_route(
            path,
            _make_answer(desk, form),
            methods=["GET"],
            response_model=None,
            operation_id=f"searches_{form.name}",
            summary=f"The newest incidents that meet a saved search, as {form.name}.",
            responses={
                200: {"description": "The feed.", "content": {form.media_type.partition(";")[0]: {}}},
                **describe_errors(READING),
            },
            openapi_extra={
                "parameters": [
                    {
                        "name": "name",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "maxLength": 60},
                    }
                ],
            },
        )


def _make_answer(desk: Desk, form: FeedFormat) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        seen = see_as(desk, request)
        search = _find(desk, str(request.path_params["name"]))
        profile = desk.settings.profiles.get(search.profile)
        if profile is None:
            raise HTTPException(404, f"the search counts by profile {search.profile!r}, which is not here")
        # The door lets known host names in only, so the address asked at is one of ours.
        address = desk.settings.address or str(request.base_url)
        feed = make_feed(
            seen.store,
            search,
            profile,
            desk_address=address,
            own_path=f"/searches/{quote(search.name)}.{form.name}",
            clock=desk.clock,
        )
        return Response(form.write(feed), media_type=form.media_type)

    return answer


def _find(desk: Desk, name: str) -> Search:
    found = next((search for search in desk.store.list_searches() if search.name == name), None)
    if found is None:
        raise HTTPException(404, f"there is no saved search {name!r:.60}; tocsin searches lists them")
    return found
