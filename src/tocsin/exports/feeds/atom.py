"""A saved search as Atom: one entry an incident, updated when its status or blame changes."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from tocsin.exports.feeds.base import Feed, FeedEntry, clean_words

NAMESPACE = "http://www.w3.org/2005/Atom"


class AtomFeed:
    """Atom (RFC 4287)."""

    name = "atom"
    media_type = "application/atom+xml; charset=utf-8"

    def write(self, feed: Feed) -> bytes:
        """Return the feed as Atom."""
        root = Element("feed", xmlns=NAMESPACE)
        _add(root, "id", feed.own_link or f"urn:tocsin:search:{feed.name}")
        _add(root, "title", feed.title)
        _add(root, "subtitle", feed.note)
        _add(root, "updated", _say(max((entry.changed_at for entry in feed.entries), default=feed.made_at)))
        _add(SubElement(root, "author"), "name", "tocsin")
        if feed.own_link:
            SubElement(root, "link", rel="self", href=feed.own_link)
        if feed.link:
            SubElement(root, "link", rel="alternate", href=feed.link)
        for entry in feed.entries:
            root.append(_make_entry(entry))
        written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
        return written


def _make_entry(entry: FeedEntry) -> Element:
    item = Element("entry")
    _add(item, "id", f"urn:tocsin:incident:{entry.id}")
    _add(item, "title", entry.title)
    _add(item, "published", _say(entry.published_at))
    _add(item, "updated", _say(entry.changed_at))
    if entry.link:
        SubElement(item, "link", rel="alternate", href=entry.link)
    for category in entry.categories:
        SubElement(item, "category", term=clean_words(category))
    content = SubElement(item, "content", type="text")
    content.text = "\n".join(clean_words(line) for line in entry.lines)
    return item


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = clean_words(text)


def _say(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
