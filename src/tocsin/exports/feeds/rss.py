"""A saved search as RSS 2.0: one item an incident."""

import email.utils
from xml.etree.ElementTree import Element, SubElement, tostring

from tocsin.exports.feeds.base import Feed, FeedEntry, clean_words

NOWHERE = "urn:tocsin:desk"
"""The link of a channel whose desk has no address in the settings."""


class RssFeed:
    """RSS 2.0 (rssboard.org/rss-specification)."""

    name = "rss"
    media_type = "application/rss+xml; charset=utf-8"

    def write(self, feed: Feed) -> bytes:
        """Return the feed as RSS."""
        root = Element("rss", version="2.0")
        channel = SubElement(root, "channel")
        _add(channel, "title", feed.title)
        _add(channel, "link", feed.link or NOWHERE)
        _add(channel, "description", feed.note)
        _add(channel, "lastBuildDate", email.utils.format_datetime(feed.made_at))
        for entry in feed.entries:
            channel.append(_make_item(entry))
        written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return written


def _make_item(entry: FeedEntry) -> Element:
    item = Element("item")
    _add(item, "title", entry.title)
    if entry.link:
        _add(item, "link", entry.link)
    _add(item, "description", " — ".join(entry.lines))
    for category in entry.categories:
        _add(item, "category", category)
    guid = SubElement(item, "guid", isPermaLink="false")
    guid.text = f"urn:tocsin:incident:{entry.id}"
    _add(item, "pubDate", email.utils.format_datetime(entry.published_at))
    return item


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = clean_words(text)
