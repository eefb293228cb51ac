"""Sources as the user keeps them: added, tried out, changed, taken in from lists and given out as lists."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from tocsin.errors import FetchError, InputError
from tocsin.model import Document, Source
from tocsin.model.collection import FeedItem, SourceKind, SourceState, Stage, WatchedSource
from tocsin.pipeline.asking import LOCAL_HOST, LOCAL_KINDS, Login, ask
from tocsin.pipeline.taking import Sight, take_document, take_item
from tocsin.sources.addresses import name_host, tidy_address
from tocsin.sources.base import make_source_id
from tocsin.sources.fetching import Fetcher
from tocsin.sources.opml import make_distinct, read_opml, write_opml
from tocsin.store.base import Change, Store
from tocsin.store.collection_base import Incoming, Job

RELIABILITIES = "abcdef"
LEAST_INTERVAL_SECONDS = 1.0
MOST_TRIED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a source would give: how it is written, its faults, and its items as they would be stored."""

    format: str
    title: str | None
    incoming: tuple[Incoming, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSources:
    """What a list of sources gave."""

    added: int
    known: int
    refused: tuple[str, ...]


def make_source(
    address: str,
    *,
    name: str | None = None,
    kind: SourceKind | None = None,
    reliability: str = "f",
    interval_seconds: float = 1800.0,
) -> WatchedSource:
    """Return a source at an address; a path that is there is a file or a directory, all else a feed."""
    path = Path(address)
    if kind is None and "://" not in address and path.exists():
        kind = SourceKind.DIRECTORY if path.is_dir() else SourceKind.FILE
    kind = kind or SourceKind.FEED
    if kind in LOCAL_KINDS:
        if not path.exists():
            raise InputError(f"there is no {address!r}; wanted a file or directory, or a web address")
        address = str(path.absolute())
    else:
        address = tidy_address(address)
    if reliability.casefold() not in RELIABILITIES or len(reliability) != 1:
        raise InputError(f"reliability is {reliability!r}; wanted a letter a (best) to f (cannot be judged)")
    if interval_seconds < LEAST_INTERVAL_SECONDS:
        raise InputError(f"an interval of {interval_seconds:g} s; wanted at least {LEAST_INTERVAL_SECONDS:g}")
    host = find_host(address, kind)
    given = " ".join((name or (path.name if kind in LOCAL_KINDS else host)).split())
    source_id = make_source_id(given)
    if source_id is None:
        raise InputError(f"{given!r} is no name; wanted letters or digits in it")
    return WatchedSource(
        id=source_id,
        name=given,
        address=address,
        kind=kind,
        reliability=reliability.casefold(),
        interval_seconds=interval_seconds,
    )


def find_host(address: str, kind: SourceKind) -> str:
    """Return whose turn a request to a source takes."""
    if kind in LOCAL_KINDS:
        return LOCAL_HOST
    try:
        return name_host(address)
    except FetchError as error:
        raise InputError(str(error)) from None


def add_source(store: Store, source: WatchedSource, *, at: datetime) -> WatchedSource:
    """Watch a source from now on; another source of the same name gets a number."""
    known = {one.id: one for one, _state in store.collection.list_watched()}
    if source.id in known and known[source.id].address != source.address:
        source = make_distinct(source, set(known))
    store.collection.save_source(source, host=find_host(source.address, source.kind), due_at=at)
    store.add_source(
        Source(id=source.id, name=source.name, kind=source.kind.value, reliability=source.reliability)
    )
    store.log_change(Change(kind="source", detail=f"source {source.id}: watched, {source.address}", at=at))
    return source


def find_source(store: Store, source_id: str) -> WatchedSource:
    """Return a source by its id, its address, or a beginning of the id that names only one."""
    sources = [source for source, _state in store.collection.list_watched()]
    exact = [source for source in sources if source_id in (source.id, source.address)]
    found = exact or [source for source in sources if source.id.startswith(source_id)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(source.id for source in found[:5])
        raise InputError(f"{source_id!r} names {len(found)} sources ({names}); give more of the id")
    known = ", ".join(source.id for source in sources[:8]) or "none; add one with `tocsin sources add`"
    raise InputError(f"no source {source_id!r}; watched: {known}")


def switch_source(store: Store, source_id: str, *, enabled: bool, at: datetime) -> WatchedSource:
    """Turn a source on or off."""
    source = replace(find_source(store, source_id), enabled=enabled)
    store.collection.save_source(source, host=find_host(source.address, source.kind), due_at=at)
    if enabled:
        store.collection.hasten([source.id], at=at)
    word = "watched again" if enabled else "no longer watched"
    store.log_change(Change(kind="source", detail=f"source {source.id}: {word}", at=at))
    return source


def remove_source(store: Store, source_id: str, *, at: datetime) -> WatchedSource:
    """Stop watching a source; its reports stay."""
    source = find_source(store, source_id)
    store.collection.remove_source(source.id)
    store.log_change(Change(kind="source", detail=f"source {source.id}: removed, its reports stay", at=at))
    return source


def try_source(
    source: WatchedSource, fetcher: Fetcher, login: Login, *, at: datetime, max_bytes: int
) -> Tried:
    """Ask a source once and say what it would give; nothing is stored."""
    job = Job(
        source=source,
        state=SourceState(due_at=at),
        host=find_host(source.address, source.kind),
        address=source.address,
    )
    asked = ask(job, fetcher, login, max_bytes=max_bytes)
    if asked.error is not None:
        raise InputError(f"{source.address} {asked.error}") from asked.error
    feed = asked.feed
    sight = Sight(at=at, is_fresh=False)
    items = [take_item(source, item, sight) for item in (feed.items if feed else ())]
    given = list(islice(asked.documents or (), MOST_TRIED))
    files = [take_document(source, one, key, sight) for key, one in given if isinstance(one, Document)]
    broken = [one.reason for _key, one in given if not isinstance(one, Document)]
    if len(given) == MOST_TRIED:
        broken.append(f"it goes on after {MOST_TRIED} documents; watched, all are taken in")
    return Tried(
        format=feed.format if feed else "files" if given else "nothing",
        title=feed.title if feed else None,
        incoming=(*items, *files),
        faults=(*(fault.reason for fault in (feed.faults if feed else ())), *broken),
    )


def import_opml(store: Store, path: Path, *, at: datetime) -> ImportedSources:
    """Watch all feeds of an OPML list; one that is watched already is left as it is."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read ({error.strerror}); wanted an OPML file") from error
    sources, refused = read_opml(raw, name=str(path))
    watched = {source.address for source, _state in store.collection.list_watched()}
    fresh = [source for source in sources if source.address not in watched]
    for source in fresh:
        # A list from elsewhere names addresses of the web, never files of this machine.
        kind = SourceKind.FEED if source.kind in LOCAL_KINDS else source.kind
        add_source(store, replace(source, kind=kind), at=at)
    return ImportedSources(added=len(fresh), known=len(sources) - len(fresh), refused=refused)


def export_opml(store: Store, path: Path) -> int:
    """Write the watched sources that stand on the web as OPML; returns how many."""
    sources = [source for source, _state in store.collection.list_watched()]
    return write_opml([source for source in sources if source.kind not in LOCAL_KINDS], path)


def retry_items(store: Store, source_id: str | None, *, at: datetime) -> int:
    """Send what was set aside through again; returns how many."""
    named = find_source(store, source_id).id if source_id else None
    return store.collection.retry(source_id=named, stages=(Stage.SET_ASIDE,), at=at)


def describe_item(item: FeedItem) -> str:
    """Return what an item is called."""
    return item.title or item.url or item.key
