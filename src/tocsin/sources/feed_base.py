"""What the readers of feeds give, and how they take links, languages and moments."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from tocsin.errors import FetchError
from tocsin.model.collection import FeedItem
from tocsin.sources.addresses import split_address, tidy_address
from tocsin.sources.base import make_language_code

MOST_ITEMS = 5000
MOST_TITLE_CHARACTERS = 500
MOST_KEY_CHARACTERS = 500
MOST_CATEGORIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something wrong in a feed that is read nevertheless."""

    kind: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """What a feed holds; `more` are the sitemaps that an index of sitemaps names."""

    format: str
    title: str | None = None
    lang: str | None = None
    items: tuple[FeedItem, ...] = ()
    faults: tuple[Fault, ...] = ()
    more: tuple[str, ...] = ()


def parse_web_moment(value: str | None) -> datetime | None:
    """Return the moment that a W3C or RFC 822 date means, None where it is no date."""
    from email.utils import parsedate_to_datetime

    if not value:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(value.strip())
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def read_language(value: str | None) -> str | None:
    """Return the code of the language that a feed names, None where it names none."""
    if not value or not isinstance(value, str):
        return None
    code = make_language_code(value)
    return code if code.isalpha() and 2 <= len(code) <= 3 and code != "und" else None


def read_line(value: Any) -> str | None:
    """Return words in one bounded line, None where there are none."""
    return " ".join(value.split())[:MOST_TITLE_CHARACTERS] or None if isinstance(value, str) else None


def join_link(address: str, link: Any) -> str | None:
    """Return where a link of a feed leads, None where that is no address of the web."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        joined = tidy_address(urljoin(address, link.strip().replace(" ", "%20")))
        split_address(joined)
    except (FetchError, ValueError):
        return None
    return joined
