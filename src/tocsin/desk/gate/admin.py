"""What an administrator sees and does: accounts, keys for programs, and who did what when."""

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tocsin.desk.asking import Filter, read_address, read_number, read_text
from tocsin.desk.base import Desk
from tocsin.desk.deciding import Form, read_form
from tocsin.desk.frame import make_frame
from tocsin.desk.pages import PAGES
from tocsin.desk.people import administering
from tocsin.desk.people.administering import Office
from tocsin.desk.people.passwords import LEAST_CHARACTERS
from tocsin.desk.rendering import render_page
from tocsin.desk.seeing import Endpoint, see_as, ticket_of
from tocsin.errors import InputError
from tocsin.model.account import Account, ApiKey, Deed, Role, Scope

DEEDS_A_PAGE = 200
MOST_DAYS = 3650
AUDIT_FILTERS = (
    Filter(name="who", help="Only what one person did.", read=read_text),
    Filter(name="before", help="Only entries below this number.", read=read_number),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsContext:
    """What the template of the page gets."""

    accounts: tuple[Account, ...] = field(metadata={"help": "All accounts by name."})
    roles: tuple[str, ...] = field(metadata={"help": "The roles to choose from, least first."})
    least: int = field(metadata={"help": "How many characters a password has at least."})
    seal: str = field(metadata={"help": "The seal of the forms."})
    is_demanded: bool = field(metadata={"help": "Whether this desk asks people to sign in."})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysContext:
    """What the template of the page gets."""

    keys: tuple[ApiKey, ...] = field(metadata={"help": "All keys, newest first, withdrawn ones included."})
    accounts: tuple[Account, ...] = field(metadata={"help": "The accounts that a key can be made for."})
    scopes: tuple[str, ...] = field(metadata={"help": "What a key can be used for."})
    made: str = field(metadata={"help": "The words of a key just made: shown once; empty else."})
    seal: str = field(metadata={"help": "The seal of the forms."})


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditContext:
    """What the template of the page gets."""

    deeds: tuple[Deed, ...] = field(metadata={"help": "One page of the log, newest first."})
    who: str = field(metadata={"help": "Whose deeds are listed; empty for all."})
    older_url: str | None = field(metadata={"help": "The address of older entries; none at the end."})


def make_accounts_page(desk: Desk) -> Endpoint:
    """Return the endpoint of the page of accounts."""

    def answer(request: Request) -> Response:
        seen = see_as(desk, request)
        context = AccountsContext(
            accounts=seen.store.accounts.list_accounts(),
            roles=tuple(Role),
            least=LEAST_CHARACTERS,
            seal=seen.seal,
            is_demanded=seen.settings.access.has_accounts,
        )
        return _render(seen, "admin_accounts.html", context, "Accounts")

    return answer


def make_keys_page(desk: Desk) -> Endpoint:
    """Return the endpoint of the page of keys."""

    def answer(request: Request) -> Response:
        return show_keys(see_as(desk, request))

    return answer


def show_keys(desk: Desk, *, made: str = "") -> Response:
    """Return the page of keys, with the words of one just made."""
    everybody = desk.store.accounts.list_accounts()
    context = KeysContext(
        keys=desk.store.accounts.list_keys(),
        accounts=tuple(account for account in everybody if account.disabled_at is None),
        scopes=tuple(Scope),
        made=made,
        seal=desk.seal,
    )
    return _render(desk, "admin_keys.html", context, "Keys")


def make_audit_page(desk: Desk) -> Endpoint:
    """Return the endpoint of the page of the audit log."""

    def answer(request: Request) -> Response:
        seen = see_as(desk, request)
        asked = read_address(request.url.path, request.query_params.multi_items(), AUDIT_FILTERS)
        deeds = seen.store.accounts.list_deeds(
            before=asked.get("before"), who=asked.get("who"), most=DEEDS_A_PAGE
        )
        older = asked.url(before=deeds[-1].number) if len(deeds) == DEEDS_A_PAGE else None
        context = AuditContext(deeds=deeds, who=asked.get("who") or "", older_url=older)
        return _render(seen, "admin_audit.html", context, "What was done")

    return answer


def make_accounts_change(desk: Desk) -> Endpoint:
    """Return the endpoint that takes a change of accounts."""
    return _take(desk, _change_accounts)


def make_keys_change(desk: Desk) -> Endpoint:
    """Return the endpoint that makes or withdraws a key."""
    return _take(desk, _change_keys)


def _change_accounts(_desk: Desk, office: Office, form: Form) -> Response:
    name = _first(form, "name")
    match _first(form, "action"):
        case "add":
            role = administering.read_role(_first(form, "role"))
            administering.add_account(office, name, role, password=_first(form, "password"))
        case "role":
            administering.set_role(office, name, administering.read_role(_first(form, "role")))
        case "password":
            administering.set_password(office, name, _first(form, "password"))
        case "disable":
            administering.disable_account(office, name)
        case "enable":
            administering.enable_account(office, name)
        case "end":
            administering.end_sessions(office, name)
        case _:
            raise InputError("the form names no change that is known here; load the page again")
    return RedirectResponse("/admin/accounts", status_code=303)


def _change_keys(desk: Desk, office: Office, form: Form) -> Response:
    match _first(form, "action"):
        case "add":
            _, words = administering.add_key(
                office,
                account=_first(form, "account"),
                label=_first(form, "label"),
                scopes=tuple(administering.read_scope(code) for code in form.get("scope", ())),
                days=_read_days(_first(form, "days")),
            )
            answer = show_keys(desk, made=words)
            answer.headers["Cache-Control"] = "no-store"
            return answer
        case "withdraw":
            administering.withdraw_key(office, _first(form, "key"))
            return RedirectResponse("/admin/keys", status_code=303)
    raise InputError("the form names no change that is known here; load the page again")


def _read_days(words: str) -> int | None:
    if not words:
        return None
    if not (words.isascii() and words.isdigit()) or not 1 <= int(words) <= MOST_DAYS:
        raise InputError(f"the days are {words[:20]!r}; wanted 1 to {MOST_DAYS}, or nothing for no end")
    return int(words)


def _take(desk: Desk, change: Callable[[Desk, Office, Form], Response]) -> Endpoint:
    async def answer(request: Request) -> Response:
        form = await read_form(request)
        seen, address = see_as(desk, request), ticket_of(request).address
        by = seen.person.name if seen.person else ""
        office = Office(accounts=seen.store.accounts, by=by, clock=seen.clock, address=address)
        return await run_in_threadpool(change, seen, office, form)

    return answer


def _render(desk: Desk, template: str, context: object, title: str) -> Response:
    frame = make_frame(desk, PAGES, page=None, title=title)
    return render_page(template, context=context, frame=frame)


def _first(form: Form, name: str) -> str:
    return form.get(name, ("",))[0]
