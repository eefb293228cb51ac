"""Pages and files by address: fetched once, by the same guarded requests as everything else of the web."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO

from tocsin.errors import FetchError
from tocsin.model import Document
from tocsin.sources.addresses import AddressGuard, parse_networks, split_address, tidy_address
from tocsin.sources.base import Intake, Unread
from tocsin.sources.fetching import Fetcher, FetchLimits
from tocsin.sources.formats import Given, read_stream

FetcherMaker = Callable[[Intake], Fetcher]
_MOST_NAME_CHARACTERS = 200


class WebConnector:
    """Reads http and https addresses."""

    def __init__(self, make_fetcher: FetcherMaker | None = None) -> None:
        self._make_fetcher = make_fetcher or make_fetcher_for

    def accepts(self, address: str) -> bool:
        """Whether the address is one of the web."""
        return address.startswith(("http://", "https://"))

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield the documents at the address."""
        yield from read_address(address, self._make_fetcher(intake), intake)


def read_address(address: str, fetcher: Fetcher, intake: Intake) -> Iterator[Document | Unread]:
    """Yield the documents at a web address, each with the address that answered in the end."""
    address = tidy_address(address)
    try:
        split_address(address)
        answer = fetcher.fetch(address)
    except FetchError as error:
        yield Unread(name=address[:_MOST_NAME_CHARACTERS], reason=str(error))
        return
    given = Given(name=answer.address, intake=intake, url=answer.address)
    yield from read_stream(BytesIO(answer.body or b""), given, media_type=answer.media_type)


@lru_cache(maxsize=4)
def make_fetcher_for(intake: Intake) -> Fetcher:
    """Return what makes the requests within the user's limits: one for a run, so that it stays polite."""
    return Fetcher(
        guard=AddressGuard(allowed=parse_networks(intake.allowed_networks)),
        limits=FetchLimits(
            seconds=intake.fetch_seconds, max_bytes=intake.max_bytes, pause_seconds=intake.pause_seconds
        ),
    )
