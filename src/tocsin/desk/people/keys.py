"""Keys for programs: shown once, kept as digests, bound to an account and to what they may be used for."""

import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from tocsin.desk.people.base import OWNER_OF_SCOPE, ROLE_OF_SCOPE, Person, Via
from tocsin.desk.people.seals import digest, make_token
from tocsin.errors import InputError
from tocsin.model.account import Account, ApiKey, Role, Scope
from tocsin.store.accounts_base import AccountStore

PREFIX = "tocsin"
KEY = re.compile(rf"{PREFIX}_([0-9a-f]{{12}})_([A-Za-z0-9_-]{{43}})")
MOST_LABEL = 80


def make_key(
    accounts: AccountStore,
    *,
    account: str,
    label: str,
    scopes: Iterable[Scope],
    at: datetime,
    days: int | None = None,
) -> tuple[ApiKey, str]:
    """Store a new key of an account, and return it with the words that are shown once and never again."""
    owner = accounts.load_account(account)
    if owner is None or owner.disabled_at is not None:
        raise InputError(f"no account {account!r:.80}; wanted one that is in use; tocsin accounts lists them")
    chosen = tuple(dict.fromkeys(scopes))
    if not chosen:
        raise InputError(f"the key has no scope; wanted one or more of {', '.join(Scope)}")
    _refuse_more_than_the_owner(owner, chosen)
    if not label.strip() or len(label) > MOST_LABEL or not label.isprintable():
        raise InputError(f"the label is {label[:40]!r}; wanted 1 to {MOST_LABEL} characters: what it is for")
    token = make_token()
    key = ApiKey(
        id=secrets.token_hex(6),
        digest=digest(token),
        label=label.strip(),
        account=owner.name,
        scopes=chosen,
        made_at=at,
        ends_at=None if days is None else at + timedelta(days=days),
    )
    accounts.add_key(key)
    return key, f"{PREFIX}_{key.id}_{token}"


def find_person(accounts: AccountStore, words: str, *, at: datetime) -> Person | None:
    """Return who a key stands for, None where it is no key, was withdrawn, has ended, or has no owner."""
    found = KEY.fullmatch(words)
    key = accounts.load_key(found[1]) if found else None
    if found is None or key is None or not hmac.compare_digest(digest(found[2]), key.digest):
        return None
    if key.withdrawn_at is not None or (key.ends_at is not None and at >= key.ends_at):
        return None
    owner = accounts.load_account(key.account)
    if owner is None or owner.disabled_at is not None:
        return None
    role = _find_role(owner, key.scopes)
    return Person(name=owner.name, role=role, via=Via.KEY, ticket=key.id, scopes=key.scopes)


def _find_role(owner: Account, scopes: Iterable[Scope]) -> Role | None:
    """Return the highest role that the scopes give, and the account still has."""
    given = [ROLE_OF_SCOPE[scope] for scope in scopes if scope in ROLE_OF_SCOPE]
    held = [role for role in Role if owner.role.covers(role) and any(r.covers(role) for r in given)]
    return held[-1] if held else None


def _refuse_more_than_the_owner(owner: Account, scopes: Iterable[Scope]) -> None:
    for scope in scopes:
        needed = OWNER_OF_SCOPE[scope]
        if not owner.role.covers(needed):
            raise InputError(
                f"scope {scope.value!r} asks for {needed.value}, and {owner.name} is {owner.role.value}; "
                "choose less, or give the account the role"
            )
