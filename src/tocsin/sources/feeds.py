"""A feed of any kind, told by what it opens with; RSS 0.9x to 2.0, RDF and Atom are read here."""

import calendar
import re
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from io import BufferedReader, BytesIO
from typing import Any
from xml.sax import SAXException  # noqa: S406 - only the name of the error: defusedxml does the parsing
from xml.sax.handler import ContentHandler  # noqa: S406

from tocsin.errors import DocumentError, FetchError
from tocsin.model.collection import FeedItem
from tocsin.sources.charsets import decode_body
from tocsin.sources.feed_base import (
    MOST_CATEGORIES,
    MOST_ITEMS,
    MOST_KEY_CHARACTERS,
    Fault,
    ParsedFeed,
    join_link,
    read_language,
    read_line,
)
from tocsin.sources.feed_links import refuse_page
from tocsin.sources.fragments import take_text
from tocsin.sources.inflating import GZIP_MARK, Inflated
from tocsin.sources.json_feed import parse_json_feed
from tocsin.sources.page import looks_like_html
from tocsin.sources.sitemap import parse_sitemap

MOST_UNPACKED_BYTES = 50_000_000
"""The sitemap protocol allows so much, unpacked."""
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# RSS 0.91 names its DTD by its own standard; one that declares things itself ("[") is looked at below.
_PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,500}>")
_MEDIA = ("audio/", "video/", "image/")
_CLOSING = re.compile(r"</(?:rss|feed|(?:\w+:)?RDF|urlset|sitemapindex)\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)


def parse_feed(raw: bytes, *, address: str, charset: str | None = None) -> ParsedFeed:
    """Read a feed of any kind; what is no feed is refused."""
    text = decode_body(_unpack(raw), charset=charset).lstrip("\ufeff \t\r\n")
    if not text:
        raise FetchError("is empty; wanted a feed", kind="empty_feed", passing=True)
    if text.startswith(("{", "[")):
        return _finish(parse_json_feed(text, address))
    text = _PLAIN_DOCTYPE.sub("", _XML_DECLARATION.sub("", text), count=1)
    fault = _look_over(text)
    if re.search(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", text[:2000]):
        return _finish(parse_sitemap(text, address))
    return _finish(_parse_xml(text, address, fault))


def _unpack(raw: bytes) -> bytes:
    """Return a file that is packed as such (sitemap.xml.gz) as what is in it, within limits."""
    if not raw.startswith(GZIP_MARK):
        return raw
    try:
        found = BufferedReader(Inflated(BytesIO(raw))).read(MOST_UNPACKED_BYTES + 1)
    except DocumentError as error:
        raise FetchError(str(error), kind="encoding") from None
    if len(found) > MOST_UNPACKED_BYTES:
        raise FetchError(
            f"unpacks to more than {MOST_UNPACKED_BYTES:,} bytes; wanted a feed or sitemap", kind="too_large"
        )
    return found


def _look_over(text: str) -> Fault | None:
    """Refuse entity tricks; return what is wrong with the XML, None where it is well formed."""
    from defusedxml import DefusedXmlException
    from defusedxml.sax import parseString

    try:
        parseString(text.encode("utf-8"), ContentHandler(), forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise FetchError(
            f"declares entities of its own ({type(error).__name__}), which no feed needs; refused",
            kind="entities",
        ) from None
    except (SAXException, UnicodeError, ValueError) as error:
        where = getattr(error, "getLineNumber", lambda: None)()
        place = f" (line {where})" if where else ""
        return Fault(kind="malformed", reason=f"its XML is broken{place}; what can be read of it is read")
    return None


def _parse_xml(text: str, address: str, fault: Fault | None) -> ParsedFeed:
    # feedparser takes a third of a second to import: only those who collect pay for it.
    from feedparser.api import parse

    found = parse(
        text.encode("utf-8"),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": address},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = found.get("version") or ""
    entries = list(found.entries)
    if not version and not entries and looks_like_html(text):
        raise refuse_page(text, address)
    if not version and not entries:
        raise FetchError(
            "is no feed (neither RSS, Atom, JSON Feed nor sitemap); wanted one; look for its address on "
            "the publisher's pages, or add a page with --kind page",
            kind="malformed" if fault else "no_feed",
            passing=fault is not None,
        )
    if fault is not None and entries and not _CLOSING.search(text):
        # Cut off on its way: the last item may have lost its end, and comes whole the next time.
        entries.pop()
        fault = Fault(
            kind="cut_off", reason="it breaks off before its end; its last item is left for next time"
        )
    lang = dict.get(found.feed, "language")
    items = [_make_item(entry, address, lang) for entry in entries[:MOST_ITEMS]]
    return ParsedFeed(
        format=version or "unknown",
        title=read_line(dict.get(found.feed, "title")),
        lang=read_language(lang),
        items=tuple(item for item in items if item is not None),
        faults=(fault,) if fault else (),
    )


def _make_item(entry: Any, address: str, feed_lang: str | None) -> FeedItem | None:
    # dict.get, because feedparser answers for missing keys with neighbouring ones.
    contents = dict.get(entry, "content") or []
    summary = dict.get(entry, "summary") or ""
    lang = next((one.get("language") for one in contents if one.get("language")), None) or feed_lang
    english = [
        one.get("value") or ""
        for one in contents
        if read_language(one.get("language")) == "en" and read_language(lang) != "en"
    ]
    bodies = [one.get("value") or "" for one in contents if one.get("value") not in english]
    body = take_text(max([*bodies, summary], key=len))
    title = read_line(take_text(dict.get(entry, "title") or ""))
    link = join_link(address, dict.get(entry, "link")) or _find_enclosure(address, entry)
    key = str(dict.get(entry, "id") or link or "").strip()
    key = key or (f"{title or ''} {body[:200]}".strip())
    if not key:
        return None
    return FeedItem(
        key=key[:MOST_KEY_CHARACTERS],
        url=link,
        title=title,
        text=body,
        lang=read_language(lang),
        categories=tuple(
            term
            for tag in (dict.get(entry, "tags") or [])[:MOST_CATEGORIES]
            if (term := read_line(tag.get("term")))
        ),
        published_at=_moment(dict.get(entry, "published_parsed")),
        updated_at=_moment(dict.get(entry, "updated_parsed")),
        translation=take_text(english[0]) or None if english else None,
    )


def _find_enclosure(address: str, entry: Any) -> str | None:
    """Return the report that an item without a link of its own encloses, as courts publish judgments."""
    links = (dict.get(entry, "links") or [])[:MOST_CATEGORIES]
    given = [one for one in links if one.get("rel") == "enclosure"]
    texts = (one.get("href") for one in given if not str(one.get("type") or "").startswith(_MEDIA))
    return next((link for one in texts if (link := join_link(address, one))), None)


def _finish(feed: ParsedFeed) -> ParsedFeed:
    """Tell items apart that share one id (a feed that numbers nothing), and drop those that stand twice."""
    shared = Counter(item.key for item in feed.items)
    links: dict[str, set[str | None]] = {}
    for item in feed.items:
        links.setdefault(item.key, set()).add(item.url)
    told = [
        replace(item, key=f"{item.key} {item.url}"[: 2 * MOST_KEY_CHARACTERS])
        if shared[item.key] > 1 and len(links[item.key]) > 1
        else item
        for item in feed.items
    ]
    return replace(feed, items=tuple({item.key: item for item in reversed(told)}.values())[::-1])


def _moment(parsed: time.struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
