"""What is collected: sources that are watched, what they gave, and where each version of it stands."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """What stands at a source's address."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    URLLIST = "urllist"
    FILE = "file"
    DIRECTORY = "directory"


class Stage(StrEnum):
    """Where a version of an item stands on its way into the register."""

    FOUND = "found"
    """Listed by its source; the page with the whole text is still to be fetched."""
    FETCHED = "fetched"
    """The body is stored; the text is not taken out of it yet."""
    READY = "ready"
    """The text is there and waits to be read."""
    READ = "read"
    LINKED = "linked"
    UNREAD = "unread"
    """Stored and searchable, in a language that is not read."""
    COPY = "copy"
    """Word for word a text that this source gave before; not stored again."""
    SKIPPED = "skipped"
    """Left out by a filter of the source."""
    SET_ASIDE = "set_aside"
    """Could not be taken in; kept with its reason, and can be retried."""
    GONE = "gone"
    """The page was taken down after it was seen; what was seen is kept."""


HELD = (Stage.READY, Stage.READ, Stage.LINKED, Stage.UNREAD)
"""Stages at which the words of a version are in the store."""


class WholeText(StrEnum):
    """Where the whole text of an item is taken from."""

    AUTO = "auto"
    """The feed, where it carries a text of some length; the page else."""
    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What of a source is wanted; an empty side lets everything through, an exclusion wins."""

    languages: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    not_languages: tuple[str, ...] = ()
    not_keywords: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    not_addresses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSource:
    """A source that is collected: what stands where, what is known of it, and how it is asked."""

    id: str
    name: str
    address: str
    kind: SourceKind = SourceKind.FEED
    country: str | None = None
    publisher_kind: str | None = None
    reliability: str = "f"
    lang: str | None = None
    filters: Filters = field(default_factory=Filters)
    interval_seconds: float = 1800.0
    whole_text: WholeText = WholeText.AUTO
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the last requests to a source gave."""

    due_at: datetime
    checked_at: datetime | None = None
    success_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    failures: int = 0
    error_kind: str | None = None
    error: str | None = None
    notice: str | None = None
    """What the last notice said is wrong ("dead", "silent"), so that it is said once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDates:
    """The dates of an item, kept apart; `chosen` names the one that counts, "none" where none can."""

    feed: datetime | None = None
    updated: datetime | None = None
    page: datetime | None = None
    text: datetime | None = None
    seen: datetime | None = None
    chosen: str = "none"
    remark: str | None = None

    @property
    def published_at(self) -> datetime | None:
        """Return the date that counts."""
        chosen: datetime | None = None if self.chosen == "none" else getattr(self, self.chosen)
        return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry as its feed gave it; `text` is what the feed itself carries of it."""

    key: str
    url: str | None = None
    title: str | None = None
    text: str = ""
    lang: str | None = None
    categories: tuple[str, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    translation: str | None = None
