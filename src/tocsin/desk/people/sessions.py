"""Sessions: begun at a sign-in with a new id, known by a sealed cookie, ended by time or by hand."""

from datetime import datetime, timedelta

from tocsin.desk.people.base import Access, Person, Via
from tocsin.desk.people.seals import digest, make_token, read_signed, sign
from tocsin.model.account import Account, Session
from tocsin.store.accounts_base import AccountStore

COOKIE = "tocsin"
SECURE_COOKIE = "__Host-tocsin"
"""The name behind https: a browser takes it from no other host and no other path."""
USE = "session"
TOUCH_AFTER = timedelta(minutes=1)
"""A session that was used a moment ago is not written again for it."""


def name_cookie(*, secure: bool) -> str:
    """Return the name of the cookie that holds a session."""
    return SECURE_COOKIE if secure else COOKIE


def begin_session(accounts: AccountStore, access: Access, account: Account, *, at: datetime) -> str:
    """Store a new session and return what its cookie holds; no id from before the sign-in is used again."""
    token = make_token()
    ends_at = at + timedelta(hours=access.session_hours)
    accounts.add_session(
        Session(digest=digest(token), account=account.name, made_at=at, seen_at=at, ends_at=ends_at)
    )
    return sign(access.secret, USE, token)


def find_person(accounts: AccountStore, access: Access, cookie: str, *, at: datetime) -> Person | None:
    """Return who a cookie belongs to, None where it is not ours, has ended, or the account is disabled."""
    token = read_signed(access.secret, USE, cookie)
    if token is None:
        return None
    session = accounts.load_session(digest(token))
    if session is None or at >= session.ends_at:
        return None
    if at - session.seen_at > timedelta(minutes=access.idle_minutes):
        accounts.drop_session(session.digest)
        return None
    account = accounts.load_account(session.account)
    if account is None or account.disabled_at is not None:
        return None
    if at - session.seen_at > TOUCH_AFTER:
        accounts.touch_session(session.digest, at=at)
    return Person(name=account.name, role=account.role, via=Via.SESSION, ticket=session.digest)
