"""What every store keeps of accounts: who may use the desk, their sessions and keys, what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from tocsin.model.account import Account, ApiKey, Attempts, Deed, Session


class AccountStore(Protocol):
    """The part of a store that knows people. Every method that writes is one transaction."""

    def add_account(self, account: Account) -> bool:
        """Store an account; False, and nothing written, where the name or the subject is taken."""

    def save_account(self, account: Account) -> None:
        """Put an account in place of the one of its name."""

    def load_account(self, name: str) -> Account | None:
        """Return the account of a name."""

    def find_subject(self, issuer: str, subject: str) -> Account | None:
        """Return the account that an issuer knows by a subject."""

    def list_accounts(self) -> tuple[Account, ...]:
        """Return all accounts by name, disabled ones included."""

    def add_session(self, session: Session) -> None:
        """Store a session, and drop those that have ended before it was made."""

    def load_session(self, digest: str) -> Session | None:
        """Return the session of a digest, whether it has ended or not."""

    def touch_session(self, digest: str, *, at: datetime) -> None:
        """Note when a session was last used."""

    def drop_session(self, digest: str) -> None:
        """End a session."""

    def drop_sessions(self, account: str, *, but: str | None = None) -> int:
        """End every session of an account, one kept if named, and return how many ended."""

    def add_key(self, key: ApiKey) -> None:
        """Store a key."""

    def load_key(self, key_id: str) -> ApiKey | None:
        """Return the key of an id, withdrawn or not."""

    def list_keys(self) -> tuple[ApiKey, ...]:
        """Return all keys, newest first, withdrawn ones included."""

    def withdraw_key(self, key_id: str, *, at: datetime) -> bool:
        """Mark a key as withdrawn; False where there is none that still holds."""

    def load_attempts(self, key: str) -> Attempts | None:
        """Return the failed sign-ins under a name, given by its digest."""

    def save_attempts(self, attempts: Attempts, *, forget_before: datetime) -> None:
        """Store failed sign-ins, and drop what failed last before a moment."""

    def drop_attempts(self, key: str) -> None:
        """Forget the failed sign-ins under a name."""

    def log_deeds(self, deeds: Sequence[Deed]) -> None:
        """Append to the audit log."""

    def list_deeds(self, *, before: int | None = None, who: str | None = None, most: int) -> tuple[Deed, ...]:
        """Return entries of the audit log, newest first, those below a number, by one person if named."""
