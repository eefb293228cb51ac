"""Feeds that a web page names, for whoever gave the page in place of its feed."""

import re
from html import unescape

from tocsin.errors import FetchError
from tocsin.sources.feed_base import (
    join_link,
)

MOST_HEAD_CHARACTERS = 200_000
MOST_FEEDS_NAMED = 5
_LINK = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z]+)\s*=\s*(["'])(.*?)\2""")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")


def find_feeds(page: str, address: str) -> tuple[str, ...]:
    """Return the feeds that a web page names in its head, as browsers and feed readers look for them."""
    found = []
    for tag in _LINK.findall(page[:MOST_HEAD_CHARACTERS]):
        facts = {name.casefold(): value for name, _, value in _ATTRIBUTE.findall(tag)}
        is_feed = facts.get("type", "").strip().casefold() in _FEED_TYPES
        if is_feed and "alternate" in facts.get("rel", "").casefold():
            found.append(join_link(address, unescape(facts.get("href", ""))))
    return tuple(dict.fromkeys(link for link in found if link))[:MOST_FEEDS_NAMED]


def refuse_page(text: str, address: str) -> FetchError:
    """Return the error that a page is no feed, with the feeds that it names."""
    named = find_feeds(text, address)
    advice = f"it names {', '.join(named)}; add that" if named else "look there for one by hand"
    return FetchError(f"is a web page and no feed; {advice}, or add it with --kind page", kind="no_feed")
