"""Who may use the desk: accounts with roles, their sessions and keys, and the log of what was done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What an account may do, least first; each may do all that the ones before it may."""

    READER = "reader"
    ANALYST = "analyst"
    ADMIN = "admin"

    def covers(self, needed: "Role") -> bool:
        """Whether this role may do what asks for another."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)


class Scope(StrEnum):
    """What a key may be used for; never more than the role of the account that it belongs to."""

    READ = "read"
    JUDGE = "judge"
    ADMIN = "admin"
    METRICS = "metrics"
    SHARE = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person by name and role; with a password (hashed), or known to an issuer by a subject, or both."""

    name: str
    role: Role
    made_at: datetime
    password: str | None = None
    issuer: str | None = None
    subject: str | None = None
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One sign-in: the digest of its secret (never the secret), whose it is, and until when it holds."""

    digest: str
    account: str
    made_at: datetime
    seen_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key for programs: the digest of its secret, whose it is, and what it may be used for."""

    id: str
    digest: str
    label: str
    account: str
    scopes: tuple[Scope, ...]
    made_at: datetime
    ends_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """How often a name was given with a wrong password since it last went well, and until when it waits."""

    key: str
    count: int
    last_at: datetime
    waits_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """An entry of the audit log: who did what to what, from where; `number` orders them, 0 before storing."""

    at: datetime
    who: str
    what: str
    subject: str = ""
    detail: str = ""
    address: str = ""
    number: int = 0
