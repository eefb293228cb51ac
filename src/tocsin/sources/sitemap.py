"""Sitemaps, those of news with titles and dates, and their indexes; lists of addresses."""

from tocsin.errors import FetchError
from tocsin.model.collection import FeedItem
from tocsin.sources.charsets import decode_body
from tocsin.sources.feed_base import (
    MOST_ITEMS,
    MOST_KEY_CHARACTERS,
    Fault,
    ParsedFeed,
    join_link,
    parse_web_moment,
    read_language,
    read_line,
)


def parse_sitemap(text: str, address: str) -> ParsedFeed:
    """Read a sitemap, or an index of sitemaps."""
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
        link = join_link(address, facts.get("loc"))
        if link is None:
            continue
        if str(node.tag).endswith("sitemap"):
            more.append(link)
            continue
        items.append(
            FeedItem(
                key=link[:MOST_KEY_CHARACTERS],
                url=link,
                title=read_line(facts.get("title")),
                lang=read_language(facts.get("language")),
                categories=tuple(w.strip() for w in facts.get("keywords", "").split(",") if w.strip()),
                published_at=parse_web_moment(facts.get("publication_date")),
                updated_at=parse_web_moment(facts.get("lastmod")),
            )
        )
    return ParsedFeed(format="sitemap", items=tuple(items), more=tuple(more))


def parse_url_list(raw: bytes, *, address: str, charset: str | None = None) -> ParsedFeed:
    """Read a list of addresses, one a line; blank lines and those that open with # are passed over."""
    lines = [line.strip() for line in decode_body(raw, charset=charset).splitlines()]
    links = [join_link(address, line) for line in lines if line and not line.startswith("#")]
    bad = sum(link is None for link in links)
    items = tuple(FeedItem(key=link, url=link) for link in dict.fromkeys(filter(None, links)))
    reason = f"{bad} lines of it are no addresses"
    return ParsedFeed(
        format="urllist",
        items=items[:MOST_ITEMS],
        faults=(Fault(kind="address", reason=reason),) if bad else (),
    )
