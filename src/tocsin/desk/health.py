"""Whether the desk can do its work: the store answers and is sound."""

from starlette.responses import JSONResponse

from tocsin.desk.base import Desk
from tocsin.errors import StoreError
from tocsin.model.codec import encode
from tocsin.version import __version__


def check_health(desk: Desk) -> JSONResponse:
    """Return the state of the store as JSON: 200 when sound, 503 when not, with what is wrong."""
    try:
        problems = desk.holdings.keep("problems", desk.store.check)
        body = {
            "status": "degraded" if problems else "ok",
            "problems": list(problems),
            "version": __version__,
            "data_as_of": encode(desk.holdings.find_newest_day()),
            "linked_at": encode(desk.store.load_linked_at()),
            "counts": encode(desk.store.count()),
        }
    except StoreError as error:
        body = {"status": "down", "problems": [str(error)], "version": __version__}
    return JSONResponse(body, status_code=200 if body["status"] == "ok" else 503)
