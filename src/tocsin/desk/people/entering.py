"""Signing in: a name and a password become an account, or one line that says neither which was wrong."""

from dataclasses import dataclass
from datetime import timedelta

from tocsin.desk.people.administering import NAME, Office
from tocsin.desk.people.attempts import Turnstile
from tocsin.desk.people.passwords import check_password
from tocsin.model.account import Account

SHOWN_NAME = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """The outcome of a try: the account, or how long the name has to wait before the next one."""

    account: Account | None = None
    wait: timedelta | None = None


def clean_name(name: str) -> str:
    """Return a name as it can be looked for and logged, whatever was given."""
    return "".join(char if char.isprintable() else "\ufffd" for char in name.strip().lower()[:SHOWN_NAME])


def enter(office: Office, turnstile: Turnstile, name: str, password: str) -> Entry:
    """Look at a name and a password; every outcome is logged."""
    wanted = clean_name(name)
    wait = turnstile.admit(wanted, at=office.clock())
    if wait is not None:
        office.log("sign in refused", wanted, "has to wait after wrong passwords")
        return Entry(wait=wait)
    account = office.accounts.load_account(wanted) if NAME.fullmatch(wanted) else None
    right = check_password(password, account.password if account else None)
    if account is None or not right or account.disabled_at is not None:
        office.log("sign in failed", wanted)
        return Entry()
    turnstile.clear(wanted)
    return Entry(account=account)
