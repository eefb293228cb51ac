"""One request of collection, from the job to what it brought: runs in a thread and touches no store."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from tocsin.errors import FetchError
from tocsin.model import Document
from tocsin.model.collection import FeedItem, SourceKind, WatchedSource
from tocsin.sources import Intake, iter_documents
from tocsin.sources.feed_base import Fault, ParsedFeed
from tocsin.sources.feeds import parse_feed
from tocsin.sources.fetching import Answer, Fetcher, HostRules
from tocsin.sources.files import is_readable
from tocsin.sources.sitemap import parse_url_list
from tocsin.store.collection_base import Job

MOST_SITEMAPS = 5
"""An index of sitemaps names years of archives; the news is in the few that it names first."""
LOCAL_HOST = "local files"
SLACK_NS = 5_000_000_000
"""Clocks of file servers differ from ours so much: what changed about the last look is read again."""
LOCAL_KINDS = (SourceKind.FILE, SourceKind.DIRECTORY)

_log = logging.getLogger(__name__)

Login = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What became of a job: an answer with what it holds, or the error."""

    job: Job
    answer: Answer | None = None
    feed: ParsedFeed | None = None
    documents: Iterator[tuple[str, Document | Fault]] | None = None
    """Of files that are new or changed; they are read while this is walked, not before."""
    mark: str | None = None
    looked_at: str | None = None
    error: FetchError | None = None


def ask(job: Job, fetcher: Fetcher, login: Login, *, max_bytes: int) -> Asked:
    """Do a job; any failure becomes an error with its kind."""
    try:
        if job.source.kind in LOCAL_KINDS:
            return _read_local(job, max_bytes=max_bytes)
        return _ask_web(job, fetcher, login)
    except FetchError as error:
        return Asked(job=job, error=error)
    except Exception as error:  # noqa: BLE001 - the guard round one answer: it must not stop the others
        _log.debug("asking %s failed", job.address, exc_info=True)
        message = f"could not be taken in ({type(error).__name__}); please report this address"
        return Asked(job=job, error=FetchError(message, kind="fault"))


def _ask_web(job: Job, fetcher: Fetcher, login: Login) -> Asked:
    if job.robots_at is not None and job.host not in fetcher.rules:
        fetcher.rules[job.host] = HostRules(job.robots or "", job.robots_at, is_new=False)
    is_poll = job.version is None
    answer = fetcher.fetch(
        job.address,
        etag=job.state.etag if is_poll else None,
        last_modified=job.state.last_modified if is_poll else None,
        authorization=login(job.source.id),
    )
    if not is_poll or answer.body is None:
        return Asked(job=job, answer=answer)
    return Asked(job=job, answer=answer, feed=parse_answer(job.source, answer, fetcher))


def parse_answer(source: WatchedSource, answer: Answer, fetcher: Fetcher) -> ParsedFeed:
    """Read what a source answered; an index of sitemaps is followed to the first few of them."""
    body = answer.body or b""
    if source.kind is SourceKind.URLLIST:
        return parse_url_list(body, address=answer.address, charset=answer.charset)
    if source.kind is SourceKind.PAGE:
        # The page is the item: a change of its bytes is a version, if its words changed too.
        item = FeedItem(key=source.address, url=answer.address, updated_at=None)
        return ParsedFeed(format="page", items=(item,))
    feed = parse_feed(body, address=answer.address, charset=answer.charset)
    for address in feed.more[:MOST_SITEMAPS]:
        part = fetcher.fetch(address)
        found = parse_feed(part.body or b"", address=part.address, charset=part.charset)
        feed = replace(feed, items=(*feed.items, *found.items), faults=(*feed.faults, *found.faults))
    return feed


def _read_local(job: Job, *, max_bytes: int) -> Asked:
    """Find the files that are new or changed since the last look."""
    path = Path(job.source.address)
    if not path.exists():
        raise FetchError(f"there is no {str(path)!r}; check the path", kind="gone")
    paths = [path] if path.is_file() else sorted(one for one in path.rglob("*") if is_readable(one))
    looked_at = time.time_ns()
    mark = sha256()
    changed: list[Path] = []
    since = int(job.state.last_modified or 0) - SLACK_NS
    for one in paths:
        facts = one.stat()
        mark.update(f"{one}\0{facts.st_mtime_ns}\0{facts.st_size}\n".encode("utf-8", "surrogatepass"))
        # A file that is moved here keeps its time of writing, but not that of its last change of any kind.
        if max(facts.st_mtime_ns, facts.st_ctime_ns) >= since:
            changed.append(one)
    if mark.hexdigest() == job.state.etag:
        return Asked(job=job)
    return Asked(
        job=job,
        documents=_read_files(changed, max_bytes=max_bytes),
        mark=mark.hexdigest(),
        looked_at=str(looked_at),
    )


def _read_files(paths: Iterable[Path], *, max_bytes: int) -> Iterator[tuple[str, Document | Fault]]:
    for path in paths:
        yield from _read_file(path, max_bytes=max_bytes)


def _read_file(path: Path, *, max_bytes: int) -> Iterator[tuple[str, Document | Fault]]:
    numbers = count(1)
    for outcome in iter_documents([str(path)], Intake(max_bytes=max_bytes)):
        if isinstance(outcome, Document):
            yield f"{path}#{outcome.external_id or next(numbers)}", outcome
        else:
            yield str(path), Fault(kind="file", reason=f"{outcome.name}: {outcome.reason}")


def describe_age(moment: datetime | None, at: datetime) -> str:
    """Return how long ago a moment was, in the unit that people would use."""
    if moment is None:
        return "never"
    seconds = max((at - moment).total_seconds(), 0)
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit} ago"
    return f"{seconds:.0f} s ago"
