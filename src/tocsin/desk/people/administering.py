"""What an administrator does to accounts, checked and logged: the same for command line and desk."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tocsin.desk.people import keys
from tocsin.desk.people.attempts import Turnstile
from tocsin.desk.people.passwords import hash_password
from tocsin.errors import InputError
from tocsin.model.account import Account, ApiKey, Deed, Role, Scope
from tocsin.store.accounts_base import AccountStore

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Where accounts are administered: over which store, by whom, from where, by which clock."""

    accounts: AccountStore
    by: str
    clock: Callable[[], datetime]
    address: str = ""

    def log(self, what: str, subject: str, detail: str = "") -> None:
        """Write a deed into the audit log."""
        deed = Deed(
            at=self.clock(), who=self.by, what=what, subject=subject, detail=detail, address=self.address
        )
        self.accounts.log_deeds([deed])


def read_name(name: str) -> str:
    """Return a name of an account as it is kept: small letters, digits and . _ @ -"""
    wanted = name.strip().lower()
    if not NAME.fullmatch(wanted):
        raise InputError(
            f"the name is {name[:40]!r}; wanted 1 to 64 letters, digits or . _ @ -, as anna.berg"
        )
    return wanted


def read_role(code: str) -> Role:
    """Return the role of a code."""
    if code not in tuple(Role):
        raise InputError(f"unknown role {code[:40]!r}; known: {', '.join(Role)}")
    return Role(code)


def read_scope(code: str) -> Scope:
    """Return the scope of a code."""
    if code not in tuple(Scope):
        raise InputError(f"unknown scope {code[:40]!r}; known: {', '.join(Scope)}")
    return Scope(code)


def add_account(
    office: Office,
    name: str,
    role: Role,
    *,
    password: str | None = None,
    issuer: str | None = None,
    subject: str | None = None,
) -> Account:
    """Make an account; it needs a password or the subject by which an issuer knows the person."""
    wanted = read_name(name)
    if password is None and subject is None:
        raise InputError(f"the account {wanted!r} has neither password nor subject; wanted one of them")
    account = Account(
        name=wanted,
        role=role,
        made_at=office.clock(),
        password=None if password is None else hash_password(password, name=wanted),
        issuer=issuer,
        subject=subject,
    )
    if not office.accounts.add_account(account):
        raise InputError(f"the name {wanted!r} or its subject is taken; wanted a new one; choose another")
    office.log("add account", wanted, role.value)
    return account


def set_password(office: Office, name: str, password: str, *, but: str | None = None) -> int:
    """Give an account another password and end its sessions (one kept if named); return how many ended."""
    account = find_account(office, name)
    office.accounts.save_account(replace(account, password=hash_password(password, name=account.name)))
    Turnstile(office.accounts).clear(account.name)
    office.log("set password", account.name)
    return office.accounts.drop_sessions(account.name, but=but)


def set_role(office: Office, name: str, role: Role) -> None:
    """Give an account another role; the last administrator keeps his."""
    account = find_account(office, name)
    if account.role is Role.ADMIN and role is not Role.ADMIN:
        _refuse_last_admin(office, account)
    office.accounts.save_account(replace(account, role=role))
    office.log("set role", account.name, f"{account.role.value} -> {role.value}")


def disable_account(office: Office, name: str) -> None:
    """Shut an account out: its sessions end, its keys no longer hold; what it decided stays."""
    account = find_account(office, name)
    if account.role is Role.ADMIN:
        _refuse_last_admin(office, account)
    office.accounts.save_account(replace(account, disabled_at=office.clock()))
    office.accounts.drop_sessions(account.name)
    office.log("disable account", account.name)


def enable_account(office: Office, name: str) -> None:
    """Let an account in again, also where it waits after wrong passwords."""
    account = find_account(office, name)
    office.accounts.save_account(replace(account, disabled_at=None))
    Turnstile(office.accounts).clear(account.name)
    office.log("enable account", account.name)


def end_sessions(office: Office, name: str) -> int:
    """End every session of an account and return how many there were."""
    account = find_account(office, name)
    ended = office.accounts.drop_sessions(account.name)
    office.log("end sessions", account.name, str(ended))
    return ended


def add_key(
    office: Office, *, account: str, label: str, scopes: tuple[Scope, ...], days: int | None = None
) -> tuple[ApiKey, str]:
    """Make a key of an account, and return it with the words that are shown once."""
    key, words = keys.make_key(
        office.accounts, account=account, label=label, scopes=scopes, at=office.clock(), days=days
    )
    office.log("add key", key.id, f"{key.account}: {' '.join(scopes)}: {key.label}")
    return key, words


def withdraw_key(office: Office, key_id: str) -> None:
    """Withdraw a key: it no longer opens anything."""
    if not office.accounts.withdraw_key(key_id, at=office.clock()):
        raise InputError(f"no key {key_id[:40]!r} that still holds; wanted the id of one; list them first")
    office.log("withdraw key", key_id)


def find_account(office: Office, name: str) -> Account:
    """Return the account of a name, or refuse it."""
    account = office.accounts.load_account(read_name(name))
    if account is None:
        known = ", ".join(entry.name for entry in office.accounts.list_accounts()[:10]) or "none yet"
        raise InputError(f"no account {name[:40]!r}; known: {known}")
    return account


def _refuse_last_admin(office: Office, account: Account) -> None:
    others = (
        entry
        for entry in office.accounts.list_accounts()
        if entry.role is Role.ADMIN and entry.disabled_at is None and entry.name != account.name
    )
    if next(others, None) is None:
        raise InputError(f"{account.name} is the only administrator; wanted another one first")
