"""Pages and files by address: fetched once, with limits on time, size and redirects."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from tocsin.errors import DocumentError, SourceError
from tocsin.model import Document
from tocsin.sources.base import Intake, Unread
from tocsin.sources.formats import Given, read_stream
from tocsin.version import __version__

if TYPE_CHECKING:
    import httpx2

TIMEOUT_SECONDS = 20.0
MAX_REDIRECTS = 5
AGENT = f"tocsin/{__version__} (news reader; reads one page on request)"

ClientMaker = Callable[[], "AbstractContextManager[httpx2.Client]"]


class WebConnector:
    """Reads http and https addresses."""

    def __init__(self, make_client: ClientMaker | None = None) -> None:
        self._make_client = make_client or _make_client

    def accepts(self, address: str) -> bool:
        """Whether the address is one of the web."""
        return address.startswith(("http://", "https://"))

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield the documents at the address."""
        try:
            raw, kind = self._fetch(address, intake.max_bytes)
            given = Given(name=address, intake=intake, url=address)
            yield from read_stream(io.BytesIO(raw), given, media_type=kind)
        except (DocumentError, SourceError) as error:
            yield Unread(name=address, reason=str(error))

    def _fetch(self, address: str, max_bytes: int) -> tuple[bytes, str]:
        import httpx2

        try:
            with self._make_client() as client, client.stream("GET", address) as response:
                if response.is_error:
                    raise SourceError(
                        f"answered {response.status_code} {response.reason_phrase}; check the address"
                    )
                body = bytearray()
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > max_bytes:
                        raise DocumentError(
                            f"has more than the limit of {max_bytes:,} bytes; raise max_input_bytes"
                        )
                kind = response.headers.get("content-type", "").partition(";")[0].strip().casefold()
                return bytes(body), kind
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise SourceError(
                f"could not be fetched ({type(error).__name__}); check the address and the network"
            ) from error


def _make_client() -> "httpx2.Client":
    import httpx2

    return httpx2.Client(
        timeout=TIMEOUT_SECONDS,
        follow_redirects=True,
        max_redirects=MAX_REDIRECTS,
        headers={"user-agent": AGENT},
    )
