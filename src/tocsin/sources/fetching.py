"""One request, as polite and as careful as we can: checked addresses, limits on everything, no surprises."""

import email.utils
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpcore2

from tocsin.errors import FetchError
from tocsin.sources.addresses import AddressGuard, name_host, split_address, tidy_address
from tocsin.sources.base import MAX_INPUT_BYTES
from tocsin.sources.bodies import read_body
from tocsin.sources.guarded import GuardedBackend
from tocsin.sources.robots import ALLOW_ALL, DENY_ALL, Robots, parse_robots
from tocsin.sources.turns import Turns
from tocsin.version import __version__

AGENT = f"tocsin/{__version__} (news reader)"
STEP_SECONDS = 10.0
MAX_REDIRECTS = 5
MAX_ROBOTS_BYTES = 600_000
MOST_WAIT_SECONDS = 86_400.0
"""A server that asks for more than a day is asked again after a day."""
ROBOTS_HOLD_SECONDS = 86_400.0
KEPT_HEADERS = ("content-type", "date", "etag", "last-modified", "content-language", "server")
_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How long and how large a request may be, and how long a host is left in peace after it."""

    seconds: float = 30.0
    max_bytes: int = MAX_INPUT_BYTES
    pause_seconds: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: `body` is None where nothing changed since the last request."""

    address: str
    status: int
    body: bytes | None
    media_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    at: datetime
    moved_to: str | None = None
    """The address after permanent redirects only: what a source should be asked at from now on."""


@dataclass(slots=True)
class HostRules:
    """The robots.txt of a host as it was fetched, and when."""

    text: str
    fetched_at: datetime
    is_new: bool = True


@dataclass(slots=True, kw_only=True)
class Fetcher:
    """Makes requests; one for a whole run, used by many threads."""

    guard: AddressGuard = field(default_factory=AddressGuard)
    limits: FetchLimits = field(default_factory=FetchLimits)
    agent: str = AGENT
    turns: Turns = field(init=False)
    rules: dict[str, HostRules] = field(default_factory=dict)
    _context: ssl.SSLContext = field(default_factory=httpcore2.default_ssl_context)

    def __post_init__(self) -> None:
        self.turns = Turns(pause_seconds=self.limits.pause_seconds)

    def fetch(
        self,
        address: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        authorization: str | None = None,
    ) -> Answer:
        """Fetch an address, with robots.txt and redirects honoured; anything else than a body is an error."""
        headers: dict[str, str] = {}
        if etag:
            headers["if-none-match"] = etag
        if last_modified:
            headers["if-modified-since"] = last_modified
        first_host, is_permanent, moved_to = name_host(address), True, None
        for _hop in range(MAX_REDIRECTS + 1):
            host = name_host(address)
            rules = self._load_rules(address)
            if not rules.allows(address):
                raise FetchError(
                    f"{host} asks robots not to fetch this (robots.txt); ask the publisher for a feed",
                    kind="robots",
                )
            sent = dict(headers)
            # A login belongs to the host that the user gave it for, and to no other it sends us to.
            if authorization and host == first_host:
                sent["authorization"] = authorization
            with self.turns.take(host, pause_seconds=rules.delay_seconds):
                answer, location = self._ask(address, sent, max_bytes=self.limits.max_bytes)
            if location is None:
                return _with_moved(answer, moved_to)
            is_permanent = is_permanent and answer.status in (301, 308)
            address = tidy_address(urljoin(address, location))
            moved_to = address if is_permanent else moved_to
        raise FetchError(f"sends on more than {MAX_REDIRECTS} times; check the address", kind="redirects")

    def _load_rules(self, address: str) -> Robots:
        scheme, _host, _port = split_address(address)
        host = name_host(address)
        known = self.rules.get(host)
        now = datetime.now(tz=UTC)
        if known is None or (now - known.fetched_at).total_seconds() > ROBOTS_HOLD_SECONDS:
            known = HostRules(self._fetch_rules(scheme, host), now)
            self.rules[host] = known
        return parse_robots(known.text)

    def _fetch_rules(self, scheme: str, host: str) -> str:
        """Return a host's robots.txt; one that is missing allows all, one that fails puts off the request."""
        address = f"{scheme}://{host}/robots.txt"
        for _hop in range(MAX_REDIRECTS):
            target = name_host(address)
            try:
                with self.turns.take(target):
                    answer, location = self._ask(address, {}, max_bytes=MAX_ROBOTS_BYTES)
            except FetchError as error:
                if error.kind in ("http_4xx", "gone", "denied"):
                    return ALLOW_ALL
                if error.kind in ("too_large", "bomb"):
                    return DENY_ALL
                raise
            if location is None:
                return (answer.body or b"").decode("utf-8", "replace").replace("\0", "\ufffd")
            address = tidy_address(urljoin(address, location))
        # RFC 9309 section 2.3.1.2: after five hops a crawler may take it as missing.
        return ALLOW_ALL

    def _ask(self, address: str, headers: Mapping[str, str], *, max_bytes: int) -> tuple[Answer, str | None]:
        """Make one request; returns the answer and where it sends us on to."""
        split_address(address)
        deadline = time.monotonic() + self.limits.seconds
        sent = {
            "user-agent": self.agent,
            "accept": "*/*",
            "accept-encoding": "gzip, deflate",
            "connection": "close",
            **headers,
        }
        step = min(STEP_SECONDS, self.limits.seconds)
        timeouts = {"connect": step, "read": step, "write": step, "pool": step}
        backend = GuardedBackend(self.guard, deadline)
        try:
            with (
                httpcore2.ConnectionPool(ssl_context=self._context, network_backend=backend) as pool,
                pool.stream(
                    "GET", address, headers=list(sent.items()), extensions={"timeout": timeouts}
                ) as response,
            ):
                return self._take(address, response, max_bytes=max_bytes, deadline=deadline)
        except httpcore2.TimeoutException:
            raise FetchError(
                "did not answer in time; it is tried again later", kind="timeout", passing=True
            ) from None
        except ssl.SSLError as error:
            raise FetchError(
                f"has a certificate that is not good ({error.reason}); check the address", kind="tls"
            ) from None
        except httpcore2.ConnectError as error:
            kind = "tls" if isinstance(error.__cause__, ssl.SSLError) or "CERT" in str(error) else "connect"
            raise FetchError(
                "could not be connected to; check the address and the network", kind=kind, passing=True
            ) from None
        except (
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            httpcore2.UnsupportedProtocol,
            UnicodeError,
            ValueError,
        ) as error:
            raise FetchError(
                f"broke off or spoke no HTTP ({type(error).__name__}); it is tried again later",
                kind="protocol",
                passing=True,
            ) from None

    def _take(
        self, address: str, response: httpcore2.Response, *, max_bytes: int, deadline: float
    ) -> tuple[Answer, str | None]:
        found = {
            name.decode("latin-1").casefold(): value.decode("latin-1") for name, value in response.headers
        }
        status, now = response.status, datetime.now(tz=UTC)
        answer = Answer(address=address, status=status, body=None, at=now, headers=_keep(found))
        if status in _REDIRECTS and found.get("location"):
            return answer, found["location"]
        if status == 304:
            return answer, None
        if status != 200:
            raise _refuse(status, found.get("retry-after"), now)
        length = found.get("content-length", "")
        if length.isdigit() and int(length) > max_bytes:
            raise FetchError(
                f"has {int(length):,} bytes, more than the limit of {max_bytes:,}; raise max_input_bytes",
                kind="too_large",
            )
        body = read_body(
            response.iter_stream(),
            encoding=found.get("content-encoding", ""),
            max_bytes=max_bytes,
            deadline=deadline,
        )
        media_type, charset = split_content_type(found.get("content-type", ""))
        return (
            Answer(
                address=address,
                status=status,
                body=body,
                media_type=media_type,
                charset=charset,
                etag=_bound(found.get("etag")),
                last_modified=_bound(found.get("last-modified")),
                headers=_keep(found),
                at=now,
            ),
            None,
        )


def _with_moved(answer: Answer, moved_to: str | None) -> Answer:
    return replace(answer, moved_to=moved_to) if moved_to else answer


def _keep(found: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    # Not all: cookies and the like are nobody's evidence.
    return tuple((name, found[name][:500]) for name in KEPT_HEADERS if name in found)


def _bound(value: str | None) -> str | None:
    return value if value and len(value) <= 500 and value.isprintable() else None


def split_content_type(value: str) -> tuple[str, str | None]:
    """Return the media type and the charset of a Content-Type header."""
    media_type, _, rest = value.partition(";")
    for part in rest.split(";"):
        key, _, charset = part.partition("=")
        if key.strip().casefold() == "charset":
            return media_type.strip().casefold(), charset.strip().strip("\"'").casefold()[:40] or None
    return media_type.strip().casefold(), None


def _refuse(status: int, retry_after: str | None, now: datetime) -> FetchError:
    wait = read_retry_after(retry_after, now)
    if status in (404, 410):
        return FetchError(f"answered {status}: it is not there any more; check the address", kind="gone")
    if status in (401, 402, 403, 451):
        return FetchError(
            f"answered {status}: it does not let us in; give a login, or remove it", kind="denied"
        )
    if status == 429:
        return FetchError(
            "answered 429: too many requests; it is left alone for a while",
            kind="http_429",
            passing=True,
            wait_seconds=wait,
        )
    kind = f"http_{status // 100}xx"
    return FetchError(
        f"answered {status}; it is tried again later",
        kind=kind,
        passing=status in _PASSING or status >= 500,
        wait_seconds=wait,
    )


def read_retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds a server asks us to wait, given in seconds or as a date; at most a day."""
    if not value:
        return None
    if value.strip().isdigit():
        return min(float(value.strip()[:9]), MOST_WAIT_SECONDS)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), MOST_WAIT_SECONDS)
