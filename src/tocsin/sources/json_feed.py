"""JSON Feed 1.1."""

import json
from typing import Any

from tocsin.errors import FetchError
from tocsin.model.collection import FeedItem
from tocsin.sources.feed_base import (
    MOST_CATEGORIES,
    MOST_ITEMS,
    MOST_KEY_CHARACTERS,
    ParsedFeed,
    join_link,
    parse_web_moment,
    read_language,
    read_line,
)
from tocsin.sources.fragments import take_text


def parse_json_feed(text: str, address: str) -> ParsedFeed:
    """Read a JSON Feed; other JSON is refused."""
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
        title=read_line(found.get("title")),
        lang=read_language(lang),
        items=tuple(item for item in items if item is not None),
    )


def _make_json_item(entry: dict[str, Any], address: str, feed_lang: str | None) -> FeedItem | None:
    def words(name: str) -> str:
        value = entry.get(name)
        return value if isinstance(value, str) else ""

    body = words("content_text") or take_text(words("content_html")) or words("summary")
    title, link = read_line(words("title")), join_link(address, words("url") or words("external_url"))
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
        lang=read_language(words("language") or feed_lang),
        categories=tuple(t for t in tags[:MOST_CATEGORIES] if isinstance(t, str))
        if isinstance(tags, list)
        else (),
        published_at=parse_web_moment(words("date_published")),
        updated_at=parse_web_moment(words("date_modified")),
        translation=translation.strip() or None if isinstance(translation, str) else None,
    )
