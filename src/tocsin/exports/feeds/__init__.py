"""Feeds of a saved search, one format a file: RSS, Atom, and a calendar."""

from tocsin.exports.base import find_named
from tocsin.exports.feeds.atom import AtomFeed
from tocsin.exports.feeds.base import Feed, FeedEntry, FeedFormat
from tocsin.exports.feeds.ical import CalendarFeed
from tocsin.exports.feeds.rss import RssFeed

FEEDS: tuple[FeedFormat, ...] = (RssFeed(), AtomFeed(), CalendarFeed())

__all__ = ["FEEDS", "Feed", "FeedEntry", "FeedFormat", "find_feed"]


def find_feed(name: str) -> FeedFormat:
    """Return the format of a name."""
    return find_named(name, FEEDS, what="form of feed")
