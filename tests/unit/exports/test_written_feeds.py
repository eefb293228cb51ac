"""Feeds are read by others' readers as they were meant, whatever words stand in a report."""

from datetime import UTC, date, datetime

import feedparser
import pytest

from tocsin.errors import InputError
from tocsin.exports.feeds import FEEDS, Feed, FeedEntry, find_feed

NOW = datetime(2025, 9, 20, 12, 0, tzinfo=UTC)
HOSTILE = 'Drones over <b>Billund</b>; "closed", & back\\open\u202e'
ENTRY = FeedEntry(
    id="i1",
    title=HOSTILE,
    lines=("reported; blame none", "“a]]>b\x00\x08 æøå " + "long words " * 20 + "”"),
    link="https://desk.example/incidents/i1?a=1&b=2",
    published_at=datetime(2025, 9, 18, 7, 30, tzinfo=UTC),
    changed_at=datetime(2025, 9, 19, 7, 30, tzinfo=UTC),
    start_date=date(2025, 9, 17),
    end_date=date(2025, 9, 18),
    categories=("drone_incursion",),
)
FEED = Feed(
    name="north",
    title="tocsin: north",
    note="by profile warning",
    link="https://desk.example/incidents",
    own_link="https://desk.example/searches/north.atom",
    made_at=NOW,
    entries=(ENTRY,),
)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_feed_is_well_formed_and_holds_the_words_as_words(form):
    read = feedparser.parse(find_feed(form).write(FEED))
    assert not read.bozo
    (entry,) = read.entries
    assert entry.id == "urn:tocsin:incident:i1"
    assert entry.link == ENTRY.link
    assert entry.published_parsed[:5] == (2025, 9, 18, 7, 30)
    assert b"<b>" not in find_feed(form).write(FEED)
    assert "\u202e" not in find_feed(form).write(FEED).decode()
    assert entry.tags[0].term == "drone_incursion"


def test_atom_is_updated_by_a_change_and_not_by_a_copy():
    read = feedparser.parse(find_feed("atom").write(FEED))
    assert read.entries[0].updated_parsed[:3] == (2025, 9, 19)
    assert read.feed.updated_parsed[:3] == (2025, 9, 19)


def test_a_calendar_has_the_days_of_the_act_and_lines_that_fit():
    written = find_feed("ics").write(FEED)
    lines = written.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    whole = written.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    assert "DTSTART;VALUE=DATE:20250917" in whole
    assert "DTEND;VALUE=DATE:20250919" in whole
    assert "UID:i1@tocsin" in whole
    assert 'SUMMARY:Drones over <b>Billund</b>\\; "closed"\\, & back\\\\open' in whole
    (told,) = [line for line in whole if line.startswith("DESCRIPTION")]
    assert "æøå" in told
    assert [line for line in whole if line.startswith(("BEGIN", "END"))] == [
        "BEGIN:VCALENDAR",
        "BEGIN:VEVENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_an_empty_feed_and_one_without_a_desk_are_feeds_too():
    empty = Feed(name="n", title="t", note="n", link=None, own_link=None, made_at=NOW, entries=())
    for form in FEEDS:
        assert form.write(empty)
    assert not feedparser.parse(find_feed("rss").write(empty)).bozo


def test_an_unknown_form_is_one_line():
    with pytest.raises(InputError, match="unknown form of feed 'pdf'; known: rss, atom, ics"):
        find_feed("pdf")
