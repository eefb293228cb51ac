"""Who asks: the person behind a request, and how the desk lets people in."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network

from tocsin.model.account import Role, Scope

Network = IPv4Network | IPv6Network


class Via(StrEnum):
    """How a person is known."""

    ALONE = "alone"
    """The one user of a desk without accounts, on this machine."""
    SESSION = "session"
    KEY = "key"


ROLE_OF_SCOPE = {Scope.READ: Role.READER, Scope.JUDGE: Role.ANALYST, Scope.ADMIN: Role.ADMIN}
"""What a scope lets a key do; a scope that is not here opens its own paths, and no page of the register."""
OWNER_OF_SCOPE = {**ROLE_OF_SCOPE, Scope.METRICS: Role.ADMIN, Scope.SHARE: Role.READER}
"""Whose key may have a scope: of what partners take, any reader's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks, and what he may do; `ticket` is the digest of the session or the id of the key."""

    name: str
    role: Role | None
    via: Via
    ticket: str = ""
    scopes: tuple[Scope, ...] = tuple(Scope)

    def may(self, needed: Role) -> bool:
        """Whether this person may do what asks for a role."""
        return self.role is not None and self.role.covers(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class OidcSettings:
    """The issuer that signs people in; who is new gets the role, or none where accounts are made by hand."""

    issuer: str
    client: str
    secret: str
    new_role: Role | None = None
    name_claim: str = "preferred_username"
    label: str = "single sign-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How the desk lets people in; without accounts there is one user, who must be on this machine."""

    has_accounts: bool = False
    secret: bytes = b""
    session_hours: float = 12.0
    idle_minutes: float = 120.0
    requests_a_minute: float = 1200.0
    burst: float = 300.0
    sign_ins_a_minute: float = 20.0
    """How often an address may try to sign in, whatever the names."""
    proxies: tuple[Network, ...] = ()
    oidc: OidcSettings | None = None
