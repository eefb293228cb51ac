"""Ways in: one connector a file, each yields documents."""

from collections.abc import Iterable, Iterator

from tocsin.model import Document
from tocsin.sources.base import (
    MAX_INPUT_BYTES,
    Connector,
    Intake,
    Unread,
    make_document,
    make_moment,
    parse_moment,
)
from tocsin.sources.files import DirectoryConnector, FileConnector, StandardInput
from tocsin.sources.remote import RemoteConnector
from tocsin.sources.sample import iter_sample
from tocsin.sources.url_list import UrlListConnector
from tocsin.sources.web import WebConnector

CONNECTORS: tuple[Connector, ...] = (
    StandardInput(),
    WebConnector(),
    RemoteConnector(),
    DirectoryConnector(),
    UrlListConnector(),
    FileConnector(),
)
"""Tried in order: the first that accepts an address reads it."""

__all__ = [
    "CONNECTORS",
    "MAX_INPUT_BYTES",
    "Connector",
    "Intake",
    "Unread",
    "iter_documents",
    "iter_sample",
    "make_document",
    "make_moment",
    "parse_moment",
]


def iter_documents(
    addresses: Iterable[str], intake: Intake, *, connectors: tuple[Connector, ...] = CONNECTORS
) -> Iterator[Document | Unread]:
    """Yield the documents of all addresses, in order, and what could not be read where it stood."""
    for address in addresses:
        connector = next(connector for connector in connectors if connector.accepts(address))
        yield from connector.documents(address, intake)
