"""The queries of accounts, for every SQL store."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from tocsin.model.account import Account, ApiKey, Attempts, Deed, Role, Scope, Session
from tocsin.store.flavour import Flavour
from tocsin.store.schema import find_unstorable
from tocsin.store.schema_accounts import accounts, api_keys, attempts, audit, sessions

Opens = Callable[[], AbstractContextManager[Connection]]


class SqlAccounts:
    """Accounts in an SQL database; see `tocsin.store.accounts_base.AccountStore`."""

    def __init__(self, read: Opens, write: Opens, flavour: Flavour) -> None:
        self._read, self._write, self._flavour = read, write, flavour

    # --- Accounts ----------------------------------------------------------------------------------------

    def add_account(self, account: Account) -> bool:
        """Store an account; False, and nothing written, where the name or the subject is taken."""
        with self._write() as connection:
            try:
                with connection.begin_nested():
                    connection.execute(insert(accounts), [asdict(account)])
            except IntegrityError:
                return False
        return True

    def save_account(self, account: Account) -> None:
        """Put an account in place of the one of its name."""
        with self._write() as connection:
            connection.execute(
                update(accounts).where(accounts.c.name == account.name).values(asdict(account))
            )

    def load_account(self, name: str) -> Account | None:
        """Return the account of a name."""
        row = self._find_row(select(accounts).where(accounts.c.name == name), name)
        return None if row is None else _build_account(row)

    def find_subject(self, issuer: str, subject: str) -> Account | None:
        """Return the account that an issuer knows by a subject."""
        named = (accounts.c.issuer == issuer) & (accounts.c.subject == subject)
        row = self._find_row(select(accounts).where(named), issuer, subject)
        return None if row is None else _build_account(row)

    def list_accounts(self) -> tuple[Account, ...]:
        """Return all accounts by name, disabled ones included."""
        with self._read() as connection:
            found = connection.execute(select(accounts).order_by(accounts.c.name)).all()
        return tuple(_build_account(row) for row in found)

    # --- Sessions ----------------------------------------------------------------------------------------

    def add_session(self, session: Session) -> None:
        """Store a session, and drop those that have ended before it was made."""
        with self._write() as connection:
            connection.execute(delete(sessions).where(sessions.c.ends_at < session.made_at))
            connection.execute(insert(sessions), [asdict(session)])

    def load_session(self, digest: str) -> Session | None:
        """Return the session of a digest, whether it has ended or not."""
        row = self._find_row(select(sessions).where(sessions.c.digest == digest), digest)
        return None if row is None else Session(**row._mapping)

    def touch_session(self, digest: str, *, at: datetime) -> None:
        """Note when a session was last used."""
        with self._write() as connection:
            connection.execute(update(sessions).where(sessions.c.digest == digest).values(seen_at=at))

    def drop_session(self, digest: str) -> None:
        """End a session."""
        with self._write() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == digest))

    def drop_sessions(self, account: str, *, but: str | None = None) -> int:
        """End every session of an account, one kept if named, and return how many ended."""
        named = sessions.c.account == account
        with self._write() as connection:
            wanted = delete(sessions).where(named if but is None else named & (sessions.c.digest != but))
            return connection.execute(wanted).rowcount

    # --- Keys --------------------------------------------------------------------------------------------

    def add_key(self, key: ApiKey) -> None:
        """Store a key."""
        with self._write() as connection:
            connection.execute(insert(api_keys), [{**asdict(key), "scopes": " ".join(key.scopes)}])

    def load_key(self, key_id: str) -> ApiKey | None:
        """Return the key of an id, withdrawn or not."""
        row = self._find_row(select(api_keys).where(api_keys.c.id == key_id), key_id)
        return None if row is None else _build_key(row)

    def list_keys(self) -> tuple[ApiKey, ...]:
        """Return all keys, newest first, withdrawn ones included."""
        with self._read() as connection:
            wanted = select(api_keys).order_by(api_keys.c.made_at.desc(), api_keys.c.id)
            found = connection.execute(wanted).all()
        return tuple(_build_key(row) for row in found)

    def withdraw_key(self, key_id: str, *, at: datetime) -> bool:
        """Mark a key as withdrawn; False where there is none that still holds."""
        if find_unstorable(key_id) is not None:
            return False
        named = (api_keys.c.id == key_id) & api_keys.c.withdrawn_at.is_(None)
        with self._write() as connection:
            return connection.execute(update(api_keys).where(named).values(withdrawn_at=at)).rowcount > 0

    # --- Failed sign-ins ---------------------------------------------------------------------------------

    def load_attempts(self, key: str) -> Attempts | None:
        """Return the failed sign-ins under a name, given by its digest."""
        row = self._find_row(select(attempts).where(attempts.c.key == key), key)
        return None if row is None else Attempts(**row._mapping)

    def save_attempts(self, failed: Attempts, *, forget_before: datetime) -> None:
        """Store failed sign-ins, and drop what failed last before a moment."""
        insertion = self._flavour.insert(attempts)
        changed = {name: insertion.excluded[name] for name in ("count", "last_at", "waits_until")}
        with self._write() as connection:
            connection.execute(delete(attempts).where(attempts.c.last_at < forget_before))
            connection.execute(
                insertion.on_conflict_do_update(index_elements=["key"], set_=changed), [asdict(failed)]
            )

    def drop_attempts(self, key: str) -> None:
        """Forget the failed sign-ins under a name."""
        with self._write() as connection:
            connection.execute(delete(attempts).where(attempts.c.key == key))

    # --- The audit log -----------------------------------------------------------------------------------

    def log_deeds(self, deeds: Sequence[Deed]) -> None:
        """Append to the audit log."""
        rows = [{k: v for k, v in asdict(deed).items() if k != "number"} for deed in deeds]
        with self._write() as connection:
            if rows:
                connection.execute(insert(audit), rows)

    def list_deeds(self, *, before: int | None = None, who: str | None = None, most: int) -> tuple[Deed, ...]:
        """Return entries of the audit log, newest first, those below a number, by one person if named."""
        wanted = select(audit).order_by(audit.c.number.desc()).limit(most)
        if before is not None:
            wanted = wanted.where(audit.c.number < before)
        if who is not None:
            wanted = wanted.where(audit.c.who == who)
        with self._read() as connection:
            return tuple(Deed(**row._mapping) for row in connection.execute(wanted))

    def _find_row(self, wanted: Any, *given: str) -> Row[Any] | None:
        # What no row can hold names no row; asked of PostgreSQL it would be an error.
        if any(find_unstorable(text) is not None for text in given):
            return None
        with self._read() as connection:
            return connection.execute(wanted).first()


def _build_account(row: Row[Any]) -> Account:
    fields = dict(row._mapping)
    return Account(**{**fields, "role": Role(fields["role"])})


def _build_key(row: Row[Any]) -> ApiKey:
    fields = dict(row._mapping)
    return ApiKey(**{**fields, "scopes": tuple(Scope(code) for code in fields["scopes"].split())})
