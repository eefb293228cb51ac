"""Errors on pages: our own words only, never a traceback or a stranger's exception text."""

from http import HTTPStatus

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import JSONResponse, Response

from tocsin.desk.frame import ErrorContext, make_bare_frame
from tocsin.desk.pages import PAGES
from tocsin.desk.rendering import render_page
from tocsin.desk.security import SECURITY_HEADERS
from tocsin.errors import InputError, StoreError, TocsinError

DATA_SUFFIXES = (".json", ".csv", ".svg", ".rss", ".atom", ".ics")
DATA_PATHS = ("/health", "/ready", "/metrics")
API = "/api/v1"
FRAMEWORK_WORDS = {
    404: "there is nothing at this address; start from Now",
    405: "this address takes no such request; the description at /api/openapi.json says what it takes",
}
OTHER_WORDS = "this cannot be answered"
STRANGER_WORDS = "something failed inside tocsin; nothing was changed; try again, and look at the desk's log"


SHARED = ("/taxii2/", "/misp/")
"""What partners' programs take."""


def wants_rows(request: Request) -> bool:
    """Whether a program asks, which is answered by JSON."""
    path = request.url.path
    for_programs = path.endswith(DATA_SUFFIXES) or path in DATA_PATHS or path == API
    return for_programs or path.startswith((f"{API}/", *SHARED))


def explain(request: Request, status: int, message: str) -> Response:
    """Return the one JSON shape of errors, or a page of our own where a person asks."""
    if wants_rows(request):
        body = {"error": {"status": status, "message": message}}
        return JSONResponse(body, status_code=status, headers=SECURITY_HEADERS)
    context = ErrorContext(status=status, headline=HTTPStatus(status).phrase, message=message)
    return render_page("error.html", context=context, frame=make_bare_frame(PAGES), status_code=status)


def add_error_pages(app: FastAPI) -> None:
    """Say what went wrong on a page of our own, or as JSON where rows were asked for."""

    def on_input(request: Request, error: Exception) -> Response:
        return explain(request, 400, str(error))

    def on_store(request: Request, error: Exception) -> Response:
        return explain(request, 503, str(error))

    def on_own(request: Request, error: Exception) -> Response:
        return explain(request, 500, str(error))

    def on_http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):  # raised by the framework: its words are not ours
            status = getattr(error, "status_code", 500)
            answer = explain(request, status, FRAMEWORK_WORDS.get(status, OTHER_WORDS))
        else:
            answer = explain(request, error.status_code, str(error.detail))
        # As "Allow" with a 405, or "WWW-Authenticate".
        answer.headers.update(getattr(error, "headers", None) or {})
        return answer

    def on_stranger(request: Request, _error: Exception) -> Response:
        return explain(request, 500, STRANGER_WORDS)

    def on_validation(request: Request, _error: Exception) -> Response:
        return explain(request, 400, "the address cannot be read; follow the link again or start from Now")

    app.add_exception_handler(InputError, on_input)
    app.add_exception_handler(StoreError, on_store)
    app.add_exception_handler(TocsinError, on_own)
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(StarletteHTTPException, on_http)
    app.add_exception_handler(Exception, on_stranger)
