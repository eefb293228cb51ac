"""Single sign-on: to the issuer and back, and into the account that it is bound to."""

import hmac
import json
from datetime import timedelta

from fastapi import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin.desk.base import Desk
from tocsin.desk.gate.signing import HOME, let_in, read_way
from tocsin.desk.people import oidc
from tocsin.desk.people.administering import NAME, Office, add_account
from tocsin.desk.people.base import OidcSettings
from tocsin.desk.people.seals import digest, read_signed, sign
from tocsin.desk.seeing import Endpoint, ticket_of
from tocsin.model.account import Account

PATH = "/sign-in/oidc"
COOKIE, USE = "tocsin-oidc", "oidc"
MOST_AWAY = timedelta(minutes=10)
MOST_CODE = 4_000
DIGITS = 8
"""Of the digest of a subject, where its name is taken by another account."""


def make_departure(desk: Desk) -> Endpoint:
    """Return the endpoint that sends somebody to the issuer."""

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_depart, desk, _find_issuer(desk), request)

    return answer


def make_return(desk: Desk) -> Endpoint:
    """Return the endpoint to which the issuer sends somebody back."""

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(_arrive, desk, _find_issuer(desk), request)

    return answer


def _find_issuer(desk: Desk) -> OidcSettings:
    settings = desk.settings.access.oidc
    if settings is None or not desk.settings.access.has_accounts:
        raise HTTPException(404, "no issuer signs in here; sign in by name and password")
    return settings


def _depart(desk: Desk, settings: OidcSettings, request: Request) -> Response:
    departure = oidc.depart(settings, redirect_uri=_name_return(request))
    kept = {
        "state": departure.state,
        "nonce": departure.nonce,
        "verifier": departure.verifier,
        "to": read_way(request.query_params.get("to", HOME)),
        "at": desk.clock().timestamp(),
    }
    answer = RedirectResponse(departure.url, status_code=303)
    cookie = sign(desk.secret, USE, json.dumps(kept).encode().hex())
    secure = request.url.scheme == "https"
    answer.set_cookie(
        COOKIE,
        cookie,
        httponly=True,
        samesite="lax",
        secure=secure,
        path=PATH,
        max_age=int(MOST_AWAY.total_seconds()),
    )
    return answer


def _arrive(desk: Desk, settings: OidcSettings, request: Request) -> Response:
    words = read_signed(desk.secret, USE, request.cookies.get(COOKIE, ""))
    kept = json.loads(bytes.fromhex(words)) if words else None
    given = request.query_params
    if kept is None or not hmac.compare_digest(str(given.get("state", "")).encode(), kept["state"].encode()):
        raise HTTPException(400, "this browser did not begin to sign in here; begin anew at /sign-in")
    if desk.clock().timestamp() - kept["at"] > MOST_AWAY.total_seconds():
        raise HTTPException(400, "signing in took too long; begin anew at /sign-in")
    # RFC 9207: an answer that names another issuer was mixed up on the way.
    if given.get("iss", settings.issuer).rstrip("/") != settings.issuer:
        raise HTTPException(400, "another issuer answered; begin anew at /sign-in")
    code = given.get("code", "")
    if not code or len(code) > MOST_CODE:
        raise HTTPException(403, "the issuer did not let you in; begin anew at /sign-in")
    departure = oidc.Departure(url="", state=kept["state"], nonce=kept["nonce"], verifier=kept["verifier"])
    known = oidc.arrive(settings, code=code, departure=departure, redirect_uri=_name_return(request))
    account = _find_account(desk, settings, known, address=ticket_of(request).address)
    answer = let_in(desk, request, account, to=kept["to"], how="oidc")
    answer.delete_cookie(COOKIE, path=PATH)
    return answer


def _find_account(desk: Desk, settings: OidcSettings, known: oidc.Known, *, address: str) -> Account:
    """Return the account bound to a subject, made where the settings say so; never one by its name alone."""
    accounts = desk.store.accounts
    account = accounts.find_subject(settings.issuer, known.subject)
    office = Office(accounts=accounts, by=f"issuer {settings.issuer}", clock=desk.clock, address=address)
    if account is None and settings.new_role is not None:
        account = add_account(
            office,
            _choose_name(office, known),
            settings.new_role,
            issuer=settings.issuer,
            subject=known.subject,
        )
    if account is None:
        office.log("sign in refused", known.subject[:200], "no account for this subject")
        raise HTTPException(
            403,
            f"there is no account for you here; an administrator makes one: tocsin accounts add NAME "
            f"--role ROLE --subject {known.subject[:200]!r}",
        )
    if account.disabled_at is not None:
        raise HTTPException(403, "your account is shut out; ask an administrator")
    return account


def _choose_name(office: Office, known: oidc.Known) -> str:
    """Return a free name: the one the issuer gives, or it with digits of the subject's digest."""
    tail = digest(known.subject)[:DIGITS]
    wanted = known.name.strip().lower()
    if not NAME.fullmatch(wanted):
        return f"person-{tail}"
    return wanted if office.accounts.load_account(wanted) is None else f"{wanted[: 63 - DIGITS]}-{tail}"


def _name_return(request: Request) -> str:
    """Return the address that the issuer sends people back to; the door has looked at the host name."""
    return f"{request.url.scheme}://{request.headers['host']}{PATH}/return"
