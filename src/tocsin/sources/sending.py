"""Send a notice to one address: a webhook gets JSON by POST, every other kind goes through apprise."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from tocsin.errors import SettingsError, SourceError
from tocsin.version import __version__

SECONDS = 15.0
WEB = ("http://", "https://")
AGENT = f"tocsin/{__version__} (notices)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is sent: a title and lines for people, and the same as values for machines."""

    title: str
    lines: tuple[str, ...]
    values: dict[str, Any]


class Sender(Protocol):
    """One address that notices are sent to."""

    def send(self, message: Message) -> None:
        """Send a message; a failure is a SourceError that names no secret."""


@dataclass(frozen=True, slots=True)
class WebhookSender:
    """Posts the values as JSON; whatever is not answered by 2xx has failed."""

    name: str
    address: str

    def send(self, message: Message) -> None:
        """Post a message."""
        import httpx2

        body = json.dumps(message.values, ensure_ascii=False).encode("utf-8")
        headers = {"content-type": "application/json", "user-agent": AGENT}
        try:
            # The user's own choice of address, so it may be in his own network; no proxy, no redirect.
            with httpx2.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client:
                status = client.post(self.address, content=body, headers=headers).status_code
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise SourceError(
                f"notices to {self.name!r} failed ({type(error).__name__}); check its address in the settings"
            ) from None
        if not 200 <= status < 300:
            raise SourceError(f"notices to {self.name!r} were answered by {status}; wanted 200 to 299")


@dataclass(frozen=True, slots=True)
class AppriseSender:
    """Sends by any of the addresses that apprise knows, as mailto:// or tgram://."""

    name: str
    address: str

    def send(self, message: Message) -> None:
        """Send a message as plain text."""
        notifier = _make_apprise(self.name, self.address)
        if not notifier.notify(title=message.title, body="\n".join(message.lines), body_format="text"):
            raise SourceError(f"notices to {self.name!r} failed; check its address in the settings")


def choose_sender(name: str, address: str) -> Sender:
    """Return what sends to an address; SettingsError where none does. The address itself is never told."""
    if not address.strip() or not address.isprintable():
        raise SettingsError(f"the address of {name!r} under notify is empty or unprintable; wanted one line")
    if address.startswith(WEB):
        return WebhookSender(name, address)
    _make_apprise(name, address)
    return AppriseSender(name, address)


def _make_apprise(name: str, address: str) -> Any:
    try:
        import apprise  # late: an extra, and a second that only a notice pays
    except ImportError as error:
        raise SettingsError(
            f"{name!r} under notify is no web address; wanted the extra for such: pip install "
            "'tocsin[notices]'"
        ) from error
    notifier = apprise.Apprise(asset=apprise.AppriseAsset(app_id="tocsin", async_mode=False))
    if not notifier.add(address):
        raise SettingsError(
            f"{name!r} under notify is no address that apprise knows; see its list of services"
        )
    return notifier
