"""Signing in and out: a new session id each time, back to where one wanted to go, and nowhere else."""

from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin.desk.base import Desk
from tocsin.desk.deciding import Form, read_form
from tocsin.desk.frame import make_bare_frame
from tocsin.desk.people import sessions
from tocsin.desk.people.administering import Office
from tocsin.desk.people.attempts import Turnstile
from tocsin.desk.people.base import Via
from tocsin.desk.people.entering import Entry, enter
from tocsin.desk.rendering import render_page
from tocsin.desk.seeing import VISITOR_COOKIE, Endpoint, Ticket, ticket_of
from tocsin.model.account import Account

LONGEST_WAY = 2_000
HOME = "/"
STRANGER = "a stranger"
"""Who tries to sign in, until it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInContext:
    """What the template of the page gets."""

    seal: str = field(metadata={"help": "The seal of the form."})
    to: str = field(metadata={"help": "Where to go after signing in: a path of this desk."})
    message: str = field(metadata={"help": "Why the last try went wrong; empty before the first."})
    single_sign_on: str = field(metadata={"help": "The name of the issuer that signs in too; empty if none."})
    is_clear: bool = field(metadata={"help": "Whether the password would travel in clear."})


def read_way(given: str) -> str:
    """Return a path of this desk to go to; anything that a browser could take for another place is Now."""
    parts = urlsplit(given)
    is_path = given.startswith("/") and not given.startswith("//") and not parts.scheme and not parts.netloc
    if not is_path or "\\" in given or not given.isprintable() or len(given) > LONGEST_WAY:
        return HOME
    return HOME if parts.path.startswith(("/sign-", "//")) else given


def show_form(desk: Desk, request: Request, *, to: str, message: str = "", status: int = 200) -> Response:
    """Return the page to sign in on; a stranger's browser gets what binds the form to it."""
    ticket, oidc = ticket_of(request), desk.settings.access.oidc
    context = SignInContext(
        seal=ticket.seal,
        to=to,
        message=message,
        single_sign_on=oidc.label if oidc else "",
        is_clear=request.url.scheme == "http",
    )
    frame = make_bare_frame((), title="Sign in")
    answer = render_page("sign_in.html", context=context, frame=frame, status_code=status)
    if ticket.is_new_visitor:
        answer.set_cookie(
            VISITOR_COOKIE,
            ticket.visitor,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
            path="/sign-in",
        )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def make_sign_in_page(desk: Desk) -> Endpoint:
    """Return the endpoint of the page to sign in on."""

    def answer(request: Request) -> Response:
        to = read_way(request.query_params.get("to", HOME))
        person = ticket_of(request).person
        if person is not None and person.via is not Via.KEY:
            return RedirectResponse(to, status_code=303)
        return show_form(desk, request, to=to)

    return answer


def make_sign_in(desk: Desk) -> Endpoint:
    """Return the endpoint that takes a name and a password."""
    lock = Lock()

    async def answer(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(_sign_in, desk, lock, request, form)

    return answer


def _sign_in(desk: Desk, lock: "Lock", request: Request, form: Form) -> Response:
    to = read_way(form.get("to", (HOME,))[0])
    if not desk.settings.access.has_accounts:
        return RedirectResponse(to, status_code=303)
    ticket = ticket_of(request)
    name, password = (form.get(field, ("",))[0] for field in ("name", "password"))
    office = Office(accounts=desk.store.accounts, by=STRANGER, clock=desk.clock, address=ticket.address)
    entry = enter(office, Turnstile(office.accounts, lock), name, password)
    if entry.account is None:
        return show_form(desk, request, to=to, message=_explain(entry), status=401 if not entry.wait else 429)
    return let_in(desk, request, entry.account, to=to)


def let_in(desk: Desk, request: Request, account: Account, *, to: str, how: str = "password") -> Response:
    """Begin a session of an account, end the one the browser had, and go on."""
    access, accounts, ticket = desk.settings.access, desk.store.accounts, ticket_of(request)
    _end(desk, ticket)
    cookie = sessions.begin_session(accounts, access, account, at=desk.clock())
    office = Office(accounts=accounts, by=account.name, clock=desk.clock, address=ticket.address)
    office.log("sign in", account.name, how)
    secure = request.url.scheme == "https"
    answer = RedirectResponse(to, status_code=303)
    name = sessions.name_cookie(secure=secure)
    answer.set_cookie(name, cookie, httponly=True, samesite="lax", secure=secure, path="/")
    answer.delete_cookie(VISITOR_COOKIE, path="/sign-in")
    return answer


def make_sign_out(desk: Desk) -> Endpoint:
    """Return the endpoint that ends a session."""

    def answer(request: Request) -> Response:
        ticket = ticket_of(request)
        _end(desk, ticket)
        if ticket.person is not None and ticket.person.via is Via.SESSION:
            name, address = ticket.person.name, ticket.address
            office = Office(accounts=desk.store.accounts, by=name, clock=desk.clock, address=address)
            office.log("sign out", name)
        reply = RedirectResponse("/sign-in", status_code=303)
        secure = request.url.scheme == "https"
        reply.delete_cookie(sessions.name_cookie(secure=secure), path="/", secure=secure, httponly=True)
        reply.headers["Clear-Site-Data"] = '"cache"'
        return reply

    return answer


def _end(desk: Desk, ticket: Ticket) -> None:
    if ticket.person is not None and ticket.person.via is Via.SESSION:
        desk.store.accounts.drop_session(ticket.person.ticket)


def _explain(entry: Entry) -> str:
    if entry.wait is not None:
        seconds = max(1, round(entry.wait.total_seconds()))
        return f"too many wrong tries under this name; wait {seconds} s, or ask an administrator"
    return "name or password is wrong; both as they were given to you; an administrator can set a new one"
