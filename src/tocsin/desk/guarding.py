"""The guard: who asks, whether he may, how often, and whether a form is ours; every route passes it."""

import base64
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tocsin.desk.base import Desk
from tocsin.desk.bodies import (
    FORM,
    MOST_BYTES,
    TooLarge,
    TooSlow,
    parse_form,
    read_body,
    replay_body,
    tell_asked,
)
from tocsin.desk.failing import FRAMEWORK_WORDS, explain, wants_rows
from tocsin.desk.needing import READING_METHODS, find_needed, find_scope, is_open
from tocsin.desk.people import keys, sessions
from tocsin.desk.people.base import Access, Person, Via
from tocsin.desk.people.seals import is_sealed, make_token, seal
from tocsin.desk.proxies import is_forwarded
from tocsin.desk.rating import Buckets
from tocsin.desk.security import is_own_form
from tocsin.desk.seeing import VISITOR_COOKIE, Ticket
from tocsin.errors import StoreError, TocsinError
from tocsin.model.account import Deed, Role

logger = logging.getLogger(__name__)

SEAL_FIELD, SEAL_HEADER = "seal", "x-tocsin-seal"
FORM_USE = "form"
SIGN_IN = "/sign-in"
SELF_LOGGING = re.compile(r"/(sign-in|sign-out|account|admin)(/.*)?")


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets a request through with a ticket, or says in one line why not."""

    app: ASGIApp
    desk: Desk
    access: Access
    buckets: Buckets = field(init=False)
    tries: Buckets = field(init=False)

    def __post_init__(self) -> None:
        tries = self.access.sign_ins_a_minute
        object.__setattr__(self, "buckets", Buckets(self.access.requests_a_minute, self.access.burst))
        object.__setattr__(self, "tries", Buckets(tries, tries))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            ticket = await run_in_threadpool(self._identify, scope)
        except StoreError as error:
            await explain(Request(scope), 503, str(error))(scope, receive, send)
            return
        scope.setdefault("state", {})["ticket"] = ticket
        refusal, told = self._refuse(scope, ticket), ""
        if refusal is None and scope["method"] not in READING_METHODS:
            refusal, receive, told = await self._look_into(scope, receive, ticket)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        heard: list[int] = []
        await self.app(scope, receive, _listen(send, heard))
        if scope["method"] not in READING_METHODS and heard and heard[0] < 400:
            await run_in_threadpool(self._log, scope, ticket, told)

    # --- Who asks ----------------------------------------------------------------------------------------

    def _identify(self, scope: Scope) -> Ticket:
        headers = Headers(scope=scope)
        address = scope["client"][0] if scope.get("client") else ""
        cookies = read_cookies(headers)
        person = self._find_person(scope, headers, cookies)
        visitor = cookies.get(VISITOR_COOKIE, "")
        is_new = person is None and not visitor
        if is_new:
            visitor = make_token()
        bound = person.ticket if person else f"visitor {visitor}"
        sealed = seal(self.desk.secret, FORM_USE, bound)
        return Ticket(person=person, seal=sealed, address=address, visitor=visitor, is_new_visitor=is_new)

    def _find_person(self, scope: Scope, headers: Headers, cookies: Mapping[str, str]) -> Person | None:
        if not self.access.has_accounts:
            return Person(name=self.desk.settings.analyst or "", role=Role.ADMIN, via=Via.ALONE)
        at: datetime = self.desk.clock()
        kind, _, words = headers.get("authorization", "").partition(" ")
        if kind:
            key = read_key(kind, words)
            return keys.find_person(self.desk.store.accounts, key, at=at) if key else None
        cookie = cookies.get(sessions.name_cookie(secure=scope["scheme"] == "https"), "")
        if not cookie:
            return None
        return sessions.find_person(self.desk.store.accounts, self.access, cookie, at=at)

    # --- Whether he may ----------------------------------------------------------------------------------

    def _refuse(self, scope: Scope, ticket: Ticket) -> Response | None:
        request, path, person = Request(scope), scope["path"], ticket.person
        if not self.access.has_accounts and is_forwarded(request.headers):
            line = (
                "this request came through a proxy, and the desk has no accounts; "
                "make one with tocsin accounts add, and start the desk anew"
            )
            return explain(request, 403, line)
        if not path.isprintable():
            # No address of ours has a line break in it, and routers differ in what they make of one.
            return explain(request, 404, FRAMEWORK_WORDS[404])
        if is_open(path):
            return self._refuse_haste(request, ticket)
        if person is None:
            return self._ask_in(request)
        if self.desk.is_read_only and scope["method"] not in READING_METHODS:
            answer = explain(request, 405, "this desk can only be read; wanted GET or HEAD")
            answer.headers["Allow"] = "GET, HEAD"
            return answer
        needed, scoped = find_needed(scope["method"], path), find_scope(path)
        if not person.may(needed) and not (person.via is Via.KEY and scoped in person.scopes):
            return explain(request, 403, _name_lack(request, person, needed))
        return self._refuse_haste(request, ticket)

    def _ask_in(self, request: Request) -> Response:
        if wants_rows(request) or request.method not in READING_METHODS:
            answer = explain(request, 401, "nobody is signed in here; sign in, or send a key as Bearer")
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"{SIGN_IN}?to={quote(to, safe='')}", status_code=303)

    def _refuse_haste(self, request: Request, ticket: Ticket) -> Response | None:
        if not self.access.has_accounts or request.url.path.startswith("/static/"):
            return None
        now = time.monotonic()
        wait = self.buckets.take(ticket.person.ticket if ticket.person else f"from {ticket.address}", now=now)
        if not wait and request.url.path == SIGN_IN and request.method == "POST":
            wait = self.tries.take(ticket.address, now=now)
        if not wait:
            return None
        seconds = max(1, round(wait + 0.5))
        answer = explain(request, 429, f"too many requests; wanted fewer; ask again in {seconds} s")
        answer.headers["Retry-After"] = str(seconds)
        return answer

    # --- What is sent ------------------------------------------------------------------------------------

    async def _look_into(
        self, scope: Scope, receive: Receive, ticket: Ticket
    ) -> tuple[Response | None, Receive, str]:
        """Return why what is sent is refused, or how to read it, and what it asks for in few words."""
        request = Request(scope)
        by_key = ticket.person is not None and ticket.person.via is Via.KEY
        if not by_key and not is_own_form(request.headers, for_programs=wants_rows(request)):
            line = "this form was not sent by a page of this desk; nothing was decided"
            return explain(request, 403, line), receive, ""
        if not by_key and not wants_rows(request) and kind_of(request) != FORM:
            line = f"{kind_of(request) or 'no content type'} was sent; wanted a form of this desk"
            return explain(request, 415, line), receive, ""
        try:
            body = await read_body(receive)
        except TooLarge:
            line = f"the request has more than {MOST_BYTES} bytes; send less"
            return _hang_up(request, 413, line), receive, ""
        except TooSlow:
            line = "the request did not come in time; send it again"
            return _hang_up(request, 408, line), receive, ""
        if not by_key and not self._is_sealed(request, body, ticket):
            line = "this form is from before the desk was started anew or you signed in; load the page again"
            return explain(request, 403, line), receive, ""
        return None, replay_body(body, receive), tell_asked(kind_of(request), body)

    def _is_sealed(self, request: Request, body: bytes, ticket: Ticket) -> bool:
        person = ticket.person
        if person is not None and person.via is Via.ALONE and wants_rows(request):
            # No page elsewhere can send JSON here unasked: a browser asks first, and is told no.
            return kind_of(request) == "application/json"
        given = request.headers.get(SEAL_HEADER, "")
        if not given and kind_of(request) == FORM:
            try:
                given = parse_form(body).get(SEAL_FIELD, ("",))[0]
            except ValueError:
                given = ""
        bound = person.ticket if person else f"visitor {ticket.visitor}"
        return is_sealed(self.desk.secret, FORM_USE, bound, given)

    # --- What was done -----------------------------------------------------------------------------------

    def _log(self, scope: Scope, ticket: Ticket, told: str) -> None:
        person = ticket.person
        # The gate writes down what it does itself.
        if person is None or self.desk.is_read_only or SELF_LOGGING.fullmatch(scope["path"]):
            return
        how = person.via.value + (f" {person.ticket}" if person.via is Via.KEY else "")
        deed = Deed(
            at=self.desk.clock(),
            who=person.name,
            what="decide" if scope["path"].endswith("/decisions") else scope["method"].lower(),
            subject=scope["path"][:200],
            detail=f"{told} by {how}" if told else f"by {how}",
            address=ticket.address,
        )
        try:
            self.desk.store.accounts.log_deeds([deed])
        except TocsinError as error:
            # The answer has been sent, and what was decided stands in the log of judgements with its name.
            logger.warning("not written to the audit log: %s %s: %s", deed.what, deed.subject, error)


def read_key(kind: str, words: str) -> str:
    """Return the key of an authorization, as Bearer or the password of Basic; empty where there is none."""
    if kind.lower() == "bearer":
        return words.strip()
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(words, validate=True).decode("ascii").partition(":")[2]
    except ValueError:
        return ""


def kind_of(request: Request) -> str:
    """Return the media type of what was sent."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def read_cookies(headers: Headers) -> dict[str, str]:
    """Return the cookies of a request; what cannot be read is none."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def _name_lack(request: Request, person: Person, needed: Role) -> str:
    held = person.role.value if person.role else "none"
    what = f"{request.method} {request.url.path}"
    return f"{what:.120} asks for the role {needed.value}; {person.name} has here {held}"


def _hang_up(request: Request, status: int, line: str) -> Response:
    """Refuse a request of which more may come, and close the connection that it comes by."""
    answer = explain(request, status, line)
    answer.headers["Connection"] = "close"
    return answer


def _listen(send: Send, heard: list[int]) -> Send:
    async def listening(message: Message) -> None:
        if message["type"] == "http.response.start":
            heard.append(message["status"])
        await send(message)

    return listening
