"""One's own account: who one is here, another password, and an end to one's other sessions."""

from dataclasses import dataclass, field

from fastapi import HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from tocsin.desk.base import Desk
from tocsin.desk.deciding import Form, read_form
from tocsin.desk.frame import make_frame
from tocsin.desk.pages import PAGES
from tocsin.desk.people.administering import Office, set_password
from tocsin.desk.people.base import Via
from tocsin.desk.people.passwords import LEAST_CHARACTERS, check_password
from tocsin.desk.rendering import render_page
from tocsin.desk.seeing import Endpoint, see_as, ticket_of
from tocsin.errors import InputError
from tocsin.model.account import Account, ApiKey

PATH = "/account"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnContext:
    """What the template of the page gets."""

    account: Account = field(metadata={"help": "The account of who is signed in."})
    keys: tuple[ApiKey, ...] = field(metadata={"help": "The keys of the account that still hold."})
    has_password: bool = field(metadata={"help": "Whether the account has a password here."})
    least: int = field(metadata={"help": "How many characters a password has at least."})
    done: bool = field(metadata={"help": "Whether the password has just been changed."})
    seal: str = field(metadata={"help": "The seal of the form."})


def make_own_page(desk: Desk) -> Endpoint:
    """Return the endpoint of the page."""

    def answer(request: Request) -> Response:
        seen = see_as(desk, request)
        account = _find_own(seen)
        keys = (key for key in seen.store.accounts.list_keys() if key.account == account.name)
        context = OwnContext(
            account=account,
            keys=tuple(key for key in keys if key.withdrawn_at is None),
            has_password=account.password is not None,
            least=LEAST_CHARACTERS,
            done=request.query_params.get("done") == "1",
            seal=seen.seal,
        )
        return render_page(
            "account.html", context=context, frame=make_frame(seen, PAGES, page=None, title="Your account")
        )

    return answer


def make_change(desk: Desk) -> Endpoint:
    """Return the endpoint that takes another password."""

    async def answer(request: Request) -> Response:
        form = await read_form(request)
        return await run_in_threadpool(_change, see_as(desk, request), ticket_of(request).address, form)

    return answer


def _change(desk: Desk, address: str, form: Form) -> Response:
    account = _find_own(desk)
    old, new, again = (form.get(name, ("",))[0] for name in ("old", "new", "again"))
    if not check_password(old, account.password):
        raise HTTPException(403, "the present password is wrong; nothing was changed")
    if new != again:
        raise InputError("the new password was given in two ways; wanted it twice the same")
    office = Office(accounts=desk.store.accounts, by=account.name, clock=desk.clock, address=address)
    ticket = desk.person.ticket if desk.person else None
    set_password(office, account.name, new, but=ticket)
    return RedirectResponse(f"{PATH}?done=1", status_code=303)


def _find_own(desk: Desk) -> Account:
    person = desk.person
    if person is None or person.via is not Via.SESSION:
        raise HTTPException(404, "nobody is signed in by name here; tocsin accounts add makes an account")
    account = desk.store.accounts.load_account(person.name)
    if account is None:
        raise HTTPException(404, "this account is gone; sign in again")
    return account
