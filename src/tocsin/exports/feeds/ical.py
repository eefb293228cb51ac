"""A saved search as a calendar: one event an incident, on the days it happened."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from tocsin.exports.feeds.base import Feed, FeedEntry, clean_words

LINE_BYTES = 75
"""RFC 5545 3.1: a longer line goes on after a line break and a space."""


class CalendarFeed:
    """iCalendar (RFC 5545)."""

    name = "ics"
    media_type = "text/calendar; charset=utf-8"

    def write(self, feed: Feed) -> bytes:
        """Return the feed as a calendar."""
        return b"".join(_fold(line) for line in _list_lines(feed))


def _list_lines(feed: Feed) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//tocsin//saved search//EN"
    yield f"X-WR-CALNAME:{_escape(feed.title)}"
    yield f"X-WR-CALDESC:{_escape(feed.note)}"
    for entry in feed.entries:
        yield from _list_event(entry, feed.made_at)
    yield "END:VCALENDAR"


def _list_event(entry: FeedEntry, made_at: datetime) -> Iterator[str]:
    first = entry.start_date or entry.published_at.astimezone(UTC).date()
    # The end of a day event is the day after its last (RFC 5545 3.6.1).
    after = max(first, entry.end_date or first) + timedelta(days=1)
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}@tocsin"
    yield f"DTSTAMP:{_say(made_at)}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"
    yield f"CREATED:{_say(entry.published_at)}"
    yield f"LAST-MODIFIED:{_say(entry.changed_at)}"
    yield f"SUMMARY:{_escape(entry.title)}"
    yield "DESCRIPTION:" + r"\n".join(_escape(line) for line in entry.lines)
    if entry.categories:
        yield "CATEGORIES:" + ",".join(_escape(category) for category in entry.categories)
    if entry.link:
        yield f"URL:{clean_words(entry.link)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escape(text: str) -> str:
    words = clean_words(text)
    return words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _say(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _fold(line: str) -> bytes:
    """Cut a line by bytes, never inside a character."""
    pieces, piece = [], b""
    for char in line:
        coded = char.encode("utf-8")
        if len(piece) + len(coded) > LINE_BYTES:
            pieces.append(piece)
            piece = b" "
        piece += coded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
