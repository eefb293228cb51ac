"""An item as its source gave it to what is stored of it: pages, reports, filters."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.model.collection import FeedItem, Filters, Stage, WatchedSource, WholeText
from tocsin.pipeline.taking import Sight, take_item, take_page, take_text_of_item
from tocsin.store.collection_base import Capture

sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))

from made_files import make_docx, make_pdf  # noqa: E402 - beside the tests of the formats themselves

NOW = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)
SIGHT = Sight(at=NOW, is_fresh=False)
SOURCE = WatchedSource(id="court", name="Court", address="https://court.example/rss")
WORDS = "The court found on Monday that the cable had been cut with intent by the crew of the ship."
ITEM = FeedItem(key="1", url="https://court.example/judgment.pdf", title="Judgment")


def take(body, media_type="application/pdf", item=ITEM):
    capture = Capture(
        source_id="court",
        url=item.url,
        at=NOW,
        status=200,
        media_type=media_type,
        charset=None,
        headers=(),
        body=body,
    )
    return take_page(SOURCE, item, capture, SIGHT)


@pytest.mark.parametrize("media_type", ["application/pdf", "application/octet-stream", "text/html", ""])
def test_a_pdf_behind_a_feed_is_text_with_its_pages_whatever_the_server_calls_it(media_type):
    incoming = take(make_pdf([[WORDS], ["An appeal may be lodged within a month."]]), media_type)
    assert incoming.stage is Stage.READY
    assert incoming.document.text.count("\f") == 2
    assert WORDS in incoming.document.text
    assert incoming.document.title == "Judgment"


def test_a_docx_behind_a_feed_is_text():
    incoming = take(make_docx([WORDS]), "application/octet-stream")
    assert (incoming.stage, incoming.document.text.strip()) == (Stage.READY, WORDS)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (b"%PDF-1.7\nnothing in it", "file", "broken PDF"),
        (make_pdf([[""]]), "file", "no text in them"),
        (b"\xff\xd8\xff\xe0 picture", "media_type", "wanted a page, plain text, PDF or DOCX"),
    ],
)
def test_a_report_that_cannot_be_read_is_set_aside_with_its_reason(body, kind, words):
    incoming = take(body, "image/jpeg" if kind == "media_type" else "application/pdf")
    assert (incoming.stage, incoming.reason_kind) == (Stage.SET_ASIDE, kind)
    assert words in incoming.reason


def test_a_report_is_fetched_however_long_the_feed_is_about_it():
    long = FeedItem(key="1", url=ITEM.url, title="Judgment", text=WORDS * 20)
    assert take_item(SOURCE, long, SIGHT).stage is Stage.FOUND
    feed_only = WatchedSource(id="c", name="C", address="https://c.example", whole_text=WholeText.FEED)
    assert take_item(feed_only, long, SIGHT).stage is Stage.READY
    page = FeedItem(key="1", url="https://court.example/a", text=WORDS * 20)
    assert take_item(SOURCE, page, SIGHT).stage is Stage.READY


@pytest.mark.parametrize(
    ("filters", "reason"),
    [
        (Filters(keywords=("pipeline",)), "no keyword of pipeline"),
        (Filters(not_keywords=("cable",)), "keyword 'cable' is excluded"),
        (Filters(keywords=("able",)), "no keyword of able"),
        (Filters(keywords=("CABLE", "war")), None),
        (Filters(not_keywords=("able",)), None),
        (Filters(categories=("sea",)), None),
        (Filters(not_categories=("sea",)), "category 'sea' is excluded"),
        (Filters(not_addresses=("/judgment",)), "address '/judgment' is excluded"),
        (Filters(languages=("et",)), "language 'en' is none of et"),
        (Filters(not_languages=("en",)), "language 'en' is excluded"),
        (Filters(keywords=("cable", "drone"), languages=("en",)), None),
    ],
)
def test_filters_leave_out_and_say_why(filters, reason):
    source = WatchedSource(id="c", name="C", address="https://c.example", filters=filters)
    item = FeedItem(key="1", url="https://c.example/judgment", text=WORDS * 2, lang="en", categories=("Sea",))
    incoming = take_text_of_item(source, item, SIGHT)
    whole = take_item(WatchedSource(**{**_fields(source), "whole_text": WholeText.FEED}), item, SIGHT)
    assert (whole.stage is Stage.SKIPPED) == (reason is not None)
    assert whole.reason == reason
    assert incoming.item == item


def _fields(source):
    return {name: getattr(source, name) for name in source.__slots__}
