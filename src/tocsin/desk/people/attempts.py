"""Failed sign-ins: after a few, a name waits, twice as long each time; unknown names wait like known ones."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from tocsin.desk.people.seals import digest
from tocsin.model.account import Attempts
from tocsin.store.accounts_base import AccountStore

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=2), timedelta(minutes=15)
"""Not longer: whoever knows a name could shut its owner out."""
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turnstile:
    """Counts tries before they are looked at, so that many at once count like many in a row."""

    accounts: AccountStore
    lock: Lock = field(default_factory=Lock)

    def admit(self, name: str, *, at: datetime) -> timedelta | None:
        """Count a try under a name; return how long it still has to wait, None where it may be looked at."""
        key = digest(name)
        with self.lock:
            known = self.accounts.load_attempts(key)
            if known is not None and at - known.last_at > FORGOTTEN_AFTER:
                known = None
            if known is not None and known.waits_until is not None and at < known.waits_until:
                return known.waits_until - at
            count = (known.count if known else 0) + 1
            failed = Attempts(key=key, count=count, last_at=at, waits_until=_wait(count, at))
            self.accounts.save_attempts(failed, forget_before=at - FORGOTTEN_AFTER)
        return None

    def clear(self, name: str) -> None:
        """Forget the tries under a name: it signed in, or an administrator let it in again."""
        self.accounts.drop_attempts(digest(name))


def _wait(count: int, at: datetime) -> datetime | None:
    if count < FREE_TRIES:
        return None
    doubled: timedelta = FIRST_WAIT * 2 ** min(count - FREE_TRIES, 20)
    return at + min(doubled, LONGEST_WAIT)
