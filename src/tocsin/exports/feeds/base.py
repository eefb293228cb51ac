"""What every feed of a saved search is made from."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udfff]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One incident as a feed tells it; `changed_at` moves with its status or blame, never with a copy."""

    id: str
    title: str
    lines: tuple[str, ...]
    link: str | None
    published_at: datetime
    changed_at: datetime
    start_date: date | None = None
    end_date: date | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The newest incidents of a saved search; `note` says by which profile they are counted."""

    name: str
    title: str
    note: str
    link: str | None
    own_link: str | None
    made_at: datetime
    entries: tuple[FeedEntry, ...]


class FeedFormat(Protocol):
    """One format of a feed."""

    @property
    def name(self) -> str:
        """Return what the format is asked for by; its files end so too."""

    @property
    def media_type(self) -> str:
        """Return its type on the web."""

    def write(self, feed: Feed) -> bytes:
        """Return the feed in this format."""


def clean_words(text: str) -> str:
    """Return text without what no XML may hold, or what hides and turns words; one line."""
    return " ".join(CONTROL.sub(" ", INVISIBLE.sub("", text)).split())
