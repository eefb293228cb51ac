"""Whether the desk can do its work: the store answers, and, where that is asked for, is sound."""

from starlette.responses import JSONResponse

from tocsin.desk.asking import Asked, Filter, read_text
from tocsin.desk.base import Desk
from tocsin.errors import StoreError
from tocsin.model.account import Role
from tocsin.model.codec import encode
from tocsin.version import __version__

FILTERS = (
    Filter(
        name="check",
        help="yes: look through the whole store as well, which takes seconds for each thousand reports.",
        read=read_text,
        choices=lambda: ("yes",),
    ),
)


def check_health(desk: Desk, asked: Asked) -> JSONResponse:
    """Return the state of the store as JSON: 200 when it answers and nothing wrong was found, else 503.

    Who is not signed in learns whether it answers, and nothing of what it holds.
    """
    if desk.person is None or not desk.person.may(Role.READER):
        return check_readiness(desk)
    try:
        problems = desk.holdings.keep("problems", desk.store.check) if asked.get("check") else ()
        body = {
            "status": "degraded" if problems else "ok",
            "checked": asked.get("check") is not None,
            "problems": list(problems),
            "version": __version__,
            "documents": desk.holdings.count_documents(),
            "data_as_of": encode(desk.holdings.find_newest_day()),
            "linked_at": encode(desk.store.load_linked_at()),
            "counts": encode(desk.holdings.count().value),
        }
    except StoreError as error:
        body = {"status": "down", "problems": [str(error)], "version": __version__}
    return JSONResponse(body, status_code=200 if body["status"] == "ok" else 503)


def check_readiness(desk: Desk) -> JSONResponse:
    """Return whether the store answers: 200 when requests can be sent here, else 503."""
    try:
        desk.store.load_linked_at()
    except StoreError:
        return JSONResponse({"status": "down"}, status_code=503)
    return JSONResponse({"status": "ok"})
