"""How the desk lets people in, read from the settings."""

from importlib.util import find_spec
from ipaddress import ip_network
from typing import TYPE_CHECKING

from tocsin.errors import SettingsError

if TYPE_CHECKING:
    from tocsin.desk.people.base import Access, Network, OidcSettings
    from tocsin.settings import Settings


def read_access(settings: "Settings", *, has_accounts: bool) -> "Access":
    """Return how people are let in; the secret is made at the first run with accounts."""
    from tocsin.desk.people.base import Access
    from tocsin.desk.people.keeping import place_secret, read_secret

    secret = read_secret(place_secret(settings.store, settings.secret_file)) if has_accounts else b""
    return Access(
        has_accounts=has_accounts,
        secret=secret,
        session_hours=settings.session_hours,
        idle_minutes=settings.session_idle_minutes,
        requests_a_minute=settings.requests_a_minute,
        burst=settings.request_burst,
        proxies=tuple(_read_network(words) for words in settings.proxies),
        oidc=_read_oidc(settings),
    )


def _read_network(words: str) -> "Network":
    try:
        return ip_network(words.strip())
    except ValueError as error:
        raise SettingsError(
            f"setting 'proxies' has {words!r:.60}; wanted addresses or networks, as 10.0.0.0/8"
        ) from error


def _read_oidc(settings: "Settings") -> "OidcSettings | None":
    from tocsin.desk.people.base import OidcSettings
    from tocsin.model.account import Role

    if settings.oidc_issuer is None:
        return None
    if not settings.oidc_client or settings.oidc_secret is None:
        raise SettingsError(
            "oidc_issuer is set without oidc_client or TOCSIN_OIDC_SECRET; wanted all three from the issuer"
        )
    if find_spec("authlib") is None:
        raise SettingsError("oidc_issuer needs Authlib, which is not installed; pip install 'tocsin[oidc]'")
    return OidcSettings(
        issuer=settings.oidc_issuer.rstrip("/"),
        client=settings.oidc_client,
        secret=settings.oidc_secret.get_secret_value(),
        new_role=Role(settings.oidc_new_role) if settings.oidc_new_role else None,
        label=settings.oidc_label,
    )
