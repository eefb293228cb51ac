"""Lists of addresses: a file with one web address a line, each read as if it had been named itself."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tocsin.errors import DocumentError, FetchError
from tocsin.model import Document
from tocsin.sources.addresses import split_address, tidy_address
from tocsin.sources.base import Intake, Unread
from tocsin.sources.charsets import decode_body
from tocsin.sources.fetching import Fetcher
from tocsin.sources.web import FetcherMaker, make_fetcher_for, read_address

SUFFIX = ".urls"
MOST_ADDRESSES = 1_000
MOST_BYTES = 1_000_000
SNIFFED_BYTES = 65_536


class UrlListConnector:
    """Reads the pages that a file lists: one that is named so, or that holds nothing but addresses.

    Only a list that the user names is followed, never one that lies in a directory, and never into the
    user's own network: whoever wrote the list must not choose what this machine asks there.
    """

    def __init__(self, make_fetcher: FetcherMaker | None = None) -> None:
        self._make_fetcher = make_fetcher or _make_fetcher

    def accepts(self, address: str) -> bool:
        """Whether the address is a file that lists addresses."""
        path = Path(address)
        try:
            if not path.is_file():
                return False
            if path.suffix.casefold() == SUFFIX:
                return True
            with path.open("rb") as stream:
                head = stream.read(SNIFFED_BYTES)
        except OSError:
            return False
        if not head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"http://", b"https://", b"#")):
            return False
        lines = list_lines(head.decode("utf-8-sig", "replace"))
        # The last line may be cut: the head ends where it ends.
        return bool(lines) and all(_is_address(line) for line in lines[: -1 if len(lines) > 1 else None])

    def documents(self, address: str, intake: Intake) -> Iterator[Document | Unread]:
        """Yield the documents at each address, in the order of the list."""
        try:
            lines = _load_lines(Path(address))
        except DocumentError as error:
            yield Unread(name=address, reason=str(error))
            return
        fetcher = self._make_fetcher(intake)
        for line in dict.fromkeys(lines):
            yield from read_address(line, fetcher, intake)


def list_lines(text: str) -> list[str]:
    """Return the lines of a list; blank ones and those that open with # are passed over."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _load_lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise DocumentError(f"cannot be opened ({error.strerror}); check the file's rights") from None
    lines = list_lines(decode_body(raw))
    if len(raw) > MOST_BYTES or len(lines) > MOST_ADDRESSES:
        raise DocumentError(
            f"lists more than {MOST_ADDRESSES:,} addresses; split it, or watch it with tocsin sources add"
        )
    if not lines:
        raise DocumentError("lists no address; wanted one a line")
    return lines


def _is_address(line: str) -> bool:
    try:
        split_address(tidy_address(line))
    except FetchError:
        return False
    return True


def _make_fetcher(intake: Intake) -> Fetcher:
    return make_fetcher_for(replace(intake, allowed_networks=()))
