"""Who published a report by the reviewed table: its letter, and which publishers are one origin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from tocsin.model import Document, Publisher
from tocsin.ontology.publishers import load_publisher_kinds, load_publishers

# All that such an outlet publishes, under whatever name, is one voice.
SPEAKING_FOR_OTHERS = frozenset({"state_outlet", "proxy_outlet"})
UNKNOWN, UNKNOWN_RULE = "f", "publisher_not_in_table"


@dataclass(frozen=True, slots=True)
class PublisherTable:
    """Publishers by name and by host, in small letters."""

    names: Mapping[str, Publisher]
    hosts: Mapping[str, Publisher]

    def find(self, document: Document) -> Publisher | None:
        """Return who published a document: by the publisher's name, else by the host of its address."""
        named = self.names.get((document.publisher or "").strip().casefold())
        return named or self._find_host(document.url)

    def _find_host(self, url: str | None) -> Publisher | None:
        host = _read_host(url)
        while host:
            if host in self.hosts:
                return self.hosts[host]
            host = host.partition(".")[2]
        return None

    def find_owner(self, document: Document) -> str | None:
        """Return whose voice a document is where its publisher does not report independently, else None."""
        publisher = self.find(document)
        if publisher is None:
            return None
        return publisher.owner or (publisher.name if publisher.kind in SPEAKING_FOR_OTHERS else None)

    def rate(self, document: Document) -> tuple[str, str]:
        """Return the Admiralty letter of a document's publisher, and the rule that gives it."""
        publisher = self.find(document)
        if publisher is None:
            return UNKNOWN, UNKNOWN_RULE
        if publisher.reliability is not None:
            return publisher.reliability, f"reviewed {publisher.reviewed} by {publisher.by or 'the user'}"
        return load_publisher_kinds()[publisher.kind].reliability, f"kind {publisher.kind}"


def make_table(own: Iterable[Publisher] = (), *, on: date | None = None) -> PublisherTable:
    """Return the table of those that ship under the user's own, or as the user had it on a day.

    An entry that was reviewed later than the day was not known yet: what ships stands in its place.
    """
    known = tuple(one for one in own if on is None or one.reviewed is None or one.reviewed <= on)
    if not known:
        return _make_shipped()
    return _index((*load_publishers(), *known))


@cache
def _make_shipped() -> PublisherTable:
    return _index(load_publishers())


def _index(publishers: Iterable[Publisher]) -> PublisherTable:
    names: dict[str, Publisher] = {}
    hosts: dict[str, Publisher] = {}
    for publisher in publishers:
        names |= {name.casefold(): publisher for name in (publisher.name, *publisher.names)}
        hosts |= {host.casefold().removeprefix("www."): publisher for host in publisher.hosts}
    return PublisherTable(names, hosts)


def _read_host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def fold_publishers(
    documents: Iterable[Document], origins: Mapping[str, str], table: PublisherTable
) -> Mapping[str, str]:
    """Return the origins of an incident's reports with all outlets of one owner as one.

    A state outlet and its mirror tell one story however differently they word it.
    """
    documents = tuple(documents)
    roots: dict[str, str] = {}
    first: dict[str, str] = {}
    for document in documents:
        origin = _follow(roots, origins.get(document.id, document.id))
        owner = table.find_owner(document)
        if owner is not None:
            home = _follow(roots, first.setdefault(owner, origin))
            if home != origin:
                roots[origin] = home
    if not roots:
        return origins
    folded = {one.id: _follow(roots, origins.get(one.id, one.id)) for one in documents}
    return {**origins, **folded}


def _follow(roots: Mapping[str, str], origin: str) -> str:
    while origin in roots:
        origin = roots[origin]
    return origin
