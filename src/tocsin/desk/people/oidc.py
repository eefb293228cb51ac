"""Signing in by an OpenID Connect issuer: the code flow with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636).

Needs the extra `oidc`. The issuer is named by the administrator; nothing is asked of any other host than the
addresses that it describes itself, no redirect is followed, and every answer is bounded in size and time.
"""

import base64
import json
import secrets
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, NoReturn
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit

from tocsin.desk.people.base import OidcSettings
from tocsin.errors import FetchError, InputError

DISCOVERY = "/.well-known/openid-configuration"
SECONDS = 10.0
MOST_BYTES = 200_000
ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"]
"""Signatures by the issuer's own key; never none, and none by a secret that the desk shares."""
SCOPE = "openid profile email"
LEEWAY_SECONDS = 60
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What is kept while somebody is at the issuer, to know him again."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whom the issuer vouches for."""

    subject: str
    name: str


def depart(settings: OidcSettings, *, redirect_uri: str) -> Departure:
    """Return where to send somebody who wants to sign in by the issuer."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    url = prepare_grant_uri(
        _discover(settings)["authorization_endpoint"],
        settings.client,
        "code",
        redirect_uri=redirect_uri,
        scope=SCOPE,
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return Departure(url=url, state=state, nonce=nonce, verifier=verifier)


def arrive(settings: OidcSettings, *, code: str, departure: Departure, redirect_uri: str) -> Known:
    """Return whom the issuer vouches for by a code; every part of its word is checked."""
    described = _discover(settings)
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": departure.verifier,
    }
    login = f"{quote(settings.client, safe='')}:{quote(settings.secret, safe='')}"
    basic = base64.b64encode(login.encode()).decode()
    answer = _load(described["token_endpoint"], sent=sent, headers={"Authorization": f"Basic {basic}"})
    token = answer.get("id_token")
    if not isinstance(token, str):
        _refuse("its answer holds no id_token")
    claims = _check(token, _load(described["jwks_uri"]), settings, nonce=departure.nonce)
    name = claims.get(settings.name_claim) or claims.get("email") or claims["sub"]
    return Known(subject=str(claims["sub"]), name=str(name))


def _check(token: str, keys: dict[str, Any], settings: OidcSettings, *, nonce: str) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    options: Any = {
        "iss": {"essential": True, "value": settings.issuer},
        "aud": {"essential": True, "value": settings.client},
        "nonce": {"essential": True, "value": nonce},
    }
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        claims = CodeIDToken(
            decoded.claims, decoded.header, options, {"nonce": nonce, "client_id": settings.client}
        )
        claims.validate(leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        _refuse(f"its word cannot be trusted ({type(error).__name__})")
    return dict(claims)


def _discover(settings: OidcSettings) -> dict[str, Any]:
    described = _load(settings.issuer + DISCOVERY)
    if str(described.get("issuer", "")).rstrip("/") != settings.issuer:
        _refuse("it describes another issuer than the one in the settings")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _refuse_clear(str(described.get(name, "")))
    return described


def _refuse_clear(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise InputError(
            f"the OpenID Connect issuer names {url!r:.120}; wanted https; check the setting oidc_issuer"
        )


class _Straight(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the issuer has said where its parts are."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _load(
    url: str, *, sent: dict[str, str] | None = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    _refuse_clear(url)
    body = None if sent is None else urlencode(sent).encode()
    asked = urllib.request.Request(url, data=body, headers={"Accept": "application/json", **(headers or {})})
    # No proxy out of the environment: what is sent holds the secret of the desk.
    opener = urllib.request.build_opener(_Straight, urllib.request.ProxyHandler({}))
    try:
        with opener.open(asked, timeout=SECONDS) as answer:
            content = answer.read(MOST_BYTES + 1)
        loaded = json.loads(content) if len(content) <= MOST_BYTES else None
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise FetchError(
            f"the OpenID Connect issuer at {urlsplit(url).netloc} did not answer as it should; "
            "try again, or sign in by password",
            kind="oidc",
            passing=True,
        ) from error
    if not isinstance(loaded, dict):
        _refuse("its answer is no JSON object")
    return loaded


def _refuse(why: str) -> NoReturn:
    raise InputError(f"the OpenID Connect issuer was not believed: {why}; tell your administrator")
