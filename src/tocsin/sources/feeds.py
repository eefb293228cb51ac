"""RSS 0.9x to 2.0, RDF, Atom, JSON Feed and sitemaps: what a feed holds, and what is wrong with it."""

import calendar
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import unescape
from io import BufferedReader, BytesIO
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException  # noqa: S406 - only the name of the error: defusedxml does the parsing
from xml.sax.handler import ContentHandler  # noqa: S406

from tocsin.errors import DocumentError, FetchError
from tocsin.model.collection import FeedItem
from tocsin.sources.addresses import split_address, tidy_address
from tocsin.sources.base import make_language_code
from tocsin.sources.charsets import decode_body
from tocsin.sources.fragments import take_text
from tocsin.sources.inflating import GZIP_MARK, Inflated
from tocsin.sources.page import looks_like_html

MOST_ITEMS = 5000
MOST_TITLE_CHARACTERS = 500
MOST_KEY_CHARACTERS = 500
MOST_CATEGORIES = 50
MOST_UNPACKED_BYTES = 50_000_000
"""The sitemap protocol allows so much, unpacked."""
MOST_HEAD_CHARACTERS = 200_000
MOST_FEEDS_NAMED = 5
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# RSS 0.91 names its DTD by its own standard; one that declares things itself ("[") is looked at below.
_PLAIN_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,500}>")
_LINK = re.compile(r"<link\b[^>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z]+)\s*=\s*(["'])(.*?)\2""")
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_MEDIA = ("audio/", "video/", "image/")
_CLOSING = re.compile(r"</(?:rss|feed|(?:\w+:)?RDF|urlset|sitemapindex)\s*>\s*(?:<!--.*?-->\s*)*$", re.DOTALL)


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


def parse_feed(raw: bytes, *, address: str, charset: str | None = None) -> ParsedFeed:
    """Read a feed of any kind; what is no feed is refused."""
    text = decode_body(_unpack(raw), charset=charset).lstrip("\ufeff \t\r\n")
    if not text:
        raise FetchError("is empty; wanted a feed", kind="empty_feed", passing=True)
    if text.startswith(("{", "[")):
        return _finish(_parse_json(text, address))
    text = _PLAIN_DOCTYPE.sub("", _XML_DECLARATION.sub("", text), count=1)
    fault = _look_over(text)
    if re.search(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]", text[:2000]):
        return _finish(_parse_sitemap(text, address))
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


def find_feeds(page: str, address: str) -> tuple[str, ...]:
    """Return the feeds that a web page names in its head, as browsers and feed readers look for them."""
    found = []
    for tag in _LINK.findall(page[:MOST_HEAD_CHARACTERS]):
        facts = {name.casefold(): value for name, _, value in _ATTRIBUTE.findall(tag)}
        is_feed = facts.get("type", "").strip().casefold() in _FEED_TYPES
        if is_feed and "alternate" in facts.get("rel", "").casefold():
            found.append(_join(address, unescape(facts.get("href", ""))))
    return tuple(dict.fromkeys(link for link in found if link))[:MOST_FEEDS_NAMED]


def _refuse_page(text: str, address: str) -> FetchError:
    named = find_feeds(text, address)
    advice = f"it names {', '.join(named)}; add that" if named else "look there for one by hand"
    return FetchError(f"is a web page and no feed; {advice}, or add it with --kind page", kind="no_feed")


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
        raise _refuse_page(text, address)
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
        title=_line(dict.get(found.feed, "title")),
        lang=_language(lang),
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
        if _language(one.get("language")) == "en" and _language(lang) != "en"
    ]
    bodies = [one.get("value") or "" for one in contents if one.get("value") not in english]
    body = take_text(max([*bodies, summary], key=len))
    title = _line(take_text(dict.get(entry, "title") or ""))
    link = _join(address, dict.get(entry, "link")) or _find_enclosure(address, entry)
    key = str(dict.get(entry, "id") or link or "").strip()
    key = key or (f"{title or ''} {body[:200]}".strip())
    if not key:
        return None
    return FeedItem(
        key=key[:MOST_KEY_CHARACTERS],
        url=link,
        title=title,
        text=body,
        lang=_language(lang),
        categories=tuple(
            term
            for tag in (dict.get(entry, "tags") or [])[:MOST_CATEGORIES]
            if (term := _line(tag.get("term")))
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
    return next((link for one in texts if (link := _join(address, one))), None)


def _parse_json(text: str, address: str) -> ParsedFeed:
    try:
        found = json.loads(text)
    except RecursionError:
        raise FetchError("is JSON nested too deeply; wanted a JSON Feed", kind="malformed") from None
    except ValueError:
        raise FetchError(
            "is broken JSON; wanted a feed; it is tried again later", kind="malformed", passing=True
        ) from None
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise FetchError("is JSON without a list of items; wanted a JSON Feed", kind="no_feed")
    lang = found.get("language") if isinstance(found.get("language"), str) else None
    entries = [entry for entry in found["items"][:MOST_ITEMS] if isinstance(entry, dict)]
    items = [_make_json_item(entry, address, lang) for entry in entries]
    return ParsedFeed(
        format="json",
        title=_line(found.get("title")),
        lang=_language(lang),
        items=tuple(item for item in items if item is not None),
    )


def _make_json_item(entry: dict[str, Any], address: str, feed_lang: str | None) -> FeedItem | None:
    def words(name: str) -> str:
        value = entry.get(name)
        return value if isinstance(value, str) else ""

    body = words("content_text") or take_text(words("content_html")) or words("summary")
    title, link = _line(words("title")), _join(address, words("url") or words("external_url"))
    identity = entry.get("id")
    key = str(identity) if isinstance(identity, str | int | float) else ""
    key = key.strip() or link or f"{title or ''} {body[:200]}".strip()
    if not key:
        return None
    others = entry.get("_translations")
    translation = others.get("en") if isinstance(others, dict) else None
    tags = entry.get("tags")
    return FeedItem(
        key=key[:MOST_KEY_CHARACTERS],
        url=link,
        title=title,
        text=body.strip(),
        lang=_language(words("language") or feed_lang),
        categories=tuple(t for t in tags[:MOST_CATEGORIES] if isinstance(t, str))
        if isinstance(tags, list)
        else (),
        published_at=parse_web_moment(words("date_published")),
        updated_at=parse_web_moment(words("date_modified")),
        translation=translation.strip() or None if isinstance(translation, str) else None,
    )


def _parse_sitemap(text: str, address: str) -> ParsedFeed:
    from xml.etree.ElementTree import ParseError  # noqa: S405 - only the name of the error

    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(text)
    except (ParseError, ValueError):
        raise FetchError(
            "is a sitemap with broken XML; it is tried again later", kind="malformed", passing=True
        ) from None
    items, more = [], []
    for node in list(root)[:MOST_ITEMS]:
        facts: dict[str, str] = {}
        for part in node.iter():
            name = str(part.tag).rpartition("}")[2]
            if part.text and part.text.strip():
                facts.setdefault(name, part.text.strip())
        link = _join(address, facts.get("loc"))
        if link is None:
            continue
        if str(node.tag).endswith("sitemap"):
            more.append(link)
            continue
        items.append(
            FeedItem(
                key=link[:MOST_KEY_CHARACTERS],
                url=link,
                title=_line(facts.get("title")),
                lang=_language(facts.get("language")),
                categories=tuple(w.strip() for w in facts.get("keywords", "").split(",") if w.strip()),
                published_at=parse_web_moment(facts.get("publication_date")),
                updated_at=parse_web_moment(facts.get("lastmod")),
            )
        )
    return ParsedFeed(format="sitemap", items=tuple(items), more=tuple(more))


def parse_url_list(raw: bytes, *, address: str, charset: str | None = None) -> ParsedFeed:
    """Read a list of addresses, one a line; blank lines and those that open with # are passed over."""
    lines = [line.strip() for line in decode_body(raw, charset=charset).splitlines()]
    links = [_join(address, line) for line in lines if line and not line.startswith("#")]
    bad = sum(link is None for link in links)
    items = tuple(FeedItem(key=link, url=link) for link in dict.fromkeys(filter(None, links)))
    reason = f"{bad} lines of it are no addresses"
    return ParsedFeed(
        format="urllist",
        items=items[:MOST_ITEMS],
        faults=(Fault(kind="address", reason=reason),) if bad else (),
    )


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


def _moment(parsed: time.struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _language(value: str | None) -> str | None:
    if not value or not isinstance(value, str):
        return None
    code = make_language_code(value)
    return code if code.isalpha() and 2 <= len(code) <= 3 and code != "und" else None


def _line(value: Any) -> str | None:
    return " ".join(value.split())[:MOST_TITLE_CHARACTERS] or None if isinstance(value, str) else None


def _join(address: str, link: Any) -> str | None:
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        joined = tidy_address(urljoin(address, link.strip().replace(" ", "%20")))
        split_address(joined)
    except (FetchError, ValueError):
        return None
    return joined
