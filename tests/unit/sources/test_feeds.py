"""Feeds of every kind, and what hostile or careless ones do."""

import gzip
from datetime import UTC, datetime

import pytest

from tocsin.errors import FetchError
from tocsin.sources.feed_base import parse_web_moment
from tocsin.sources.feeds import parse_feed
from tocsin.sources.sitemap import parse_url_list

ADDRESS = "https://feed.example/news/feed"
MOMENT = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)
ITEM = "<item><title>Cable cut</title><link>/a</link><description>Words of it.</description>{}</item>"
RSS = '<rss version="2.0"><channel><title>Courier</title>{}</channel></rss>'
RSS_091 = (
    '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>Old</title>'
    "<item><title>Cable cut</title><link>https://feed.example/a</link></item></channel></rss>"
)
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    '<channel><title>T</title></channel><item rdf:about="x"><title>Cable cut</title>'
    "<link>https://feed.example/a</link></item></rdf:RDF>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>T</title><entry><id>1</id>'
    '<title type="html">Cable &lt;b&gt;cut&lt;/b&gt;</title><link href="a"/>'
    "<updated>2025-12-02T10:00:00Z</updated>"
    '<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>'
)
JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "language": "pl-PL", "items": [{"id": 1, '
    '"url": "/a", "title": "Cable cut", "content_html": "<p>Words</p>", '
    '"date_published": "2025-12-02T12:00:00+02:00",'
    ' "tags": ["sea"], "_translations": {"en": "Words in English"}}]}'
)
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://feed.example/a</loc><n:news>'
    "<n:publication><n:name>C</n:name><n:language>en</n:language></n:publication>"
    "<n:publication_date>2025-12-02T10:00:00Z</n:publication_date><n:title>Cable cut</n:title>"
    "</n:news></url></urlset>"
)


def parse(text, **options):
    return parse_feed(text.encode() if isinstance(text, str) else text, address=ADDRESS, **options)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (RSS.format(ITEM.format("")), "rss20"),
        (RSS_091, "rss091u"),
        (RDF, "rss10"),
        (ATOM, "atom10"),
        (JSON, "json"),
        (SITEMAP, "sitemap"),
    ],
)
def test_every_kind_of_feed_gives_its_item(text, name):
    feed = parse(text)
    (item,) = feed.items
    assert (feed.format, item.title, feed.faults) == (name, "Cable cut", ())
    assert item.url.startswith("https://feed.example/")


def test_paragraphs_dates_language_and_tags_are_kept():
    (atom,), (json,), (sitemap,) = parse(ATOM).items, parse(JSON).items, parse(SITEMAP).items
    assert (atom.text, atom.lang, atom.updated_at) == ("One.\n\nTwo.", "en", MOMENT)
    assert (json.published_at, json.lang, json.categories) == (MOMENT, "pl", ("sea",))
    assert json.translation == "Words in English"
    assert (sitemap.published_at, sitemap.lang) == (MOMENT, "en")


def test_a_link_without_a_host_belongs_to_the_feed():
    assert parse(RSS.format(ITEM.format(""))).items[0].url == "https://feed.example/a"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "http://a:b@feed.example/"])
def test_a_link_that_is_no_web_address_is_dropped(link):
    (item,) = parse(RSS.format(f"<item><guid>1</guid><title>T</title><link>{link}</link></item>")).items
    assert item.url is None


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "b">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://x.example/d">%p;',
    ],
)
def test_entity_tricks_are_refused(declaration):
    with pytest.raises(FetchError) as caught:
        parse(f"<!DOCTYPE rss [{declaration}]>" + RSS.format("<item><title>&a;</title></item>"))
    assert caught.value.kind == "entities"


def test_a_careless_feed_is_read_and_said_to_be_careless():
    feed = parse(RSS.format(ITEM.format("<category>Fish & chips</category>")))
    assert [item.title for item in feed.items] == ["Cable cut"]
    assert [fault.kind for fault in feed.faults] == ["malformed"]


def test_the_last_item_of_a_feed_that_breaks_off_is_left_for_next_time():
    whole = RSS.format(
        "".join(f"<item><guid>urn:{n}</guid><title>Number {n}</title></item>" for n in range(5))
    )
    feed = parse(whole[: whole.index("Number 3") + 4])
    assert [item.key for item in feed.items] == ["urn:0", "urn:1", "urn:2"]
    assert [fault.kind for fault in feed.faults] == ["cut_off"]


@pytest.mark.parametrize(
    "text", ["<html><body>Sign in</body></html>", "{}", "[1, 2]", "just words", '{"items": 3}']
)
def test_what_is_no_feed_is_refused(text):
    with pytest.raises(FetchError) as caught:
        parse(text)
    assert caught.value.kind in ("no_feed", "malformed")


def test_an_empty_answer_may_be_better_next_time():
    with pytest.raises(FetchError) as caught:
        parse(" \n")
    assert caught.value.passing


def test_items_of_a_feed_that_numbers_nothing_are_told_apart_by_address():
    items = "".join(f"<item><guid>same</guid><title>T</title><link>/{n}</link></item>" for n in range(3))
    assert len({item.key for item in parse(RSS.format(items)).items}) == 3


def test_an_item_that_stands_twice_is_one():
    assert len(parse(RSS.format(2 * ITEM.format("<guid>1</guid>"))).items) == 1


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("Łódź".encode(), "iso-8859-1"),
        ("Łódź".encode("cp1250"), "windows-1250"),
        ("Łódź".encode("utf-16"), None),
    ],
)
def test_letters_survive_what_is_said_of_their_character_set(raw, charset):
    before, after = (
        part.encode("utf-16-le" if raw[:2] == b"\xff\xfe" else "ascii") for part in RSS.split("{}")
    )
    item = ["<item><title>", "</title></item>"]
    opens, closes = (part.encode("utf-16-le" if raw[:2] == b"\xff\xfe" else "ascii") for part in item)
    mark, words = (raw[:2], raw[2:]) if raw[:2] == b"\xff\xfe" else (b"", raw)
    feed = parse(mark + before + opens + words + closes + after, charset=charset)
    assert feed.items[0].title == "Łódź"


def test_the_word_of_the_file_goes_before_that_of_the_server():
    raw = b'<?xml version="1.0" encoding="windows-1250"?>' + RSS.format(ITEM).encode().replace(
        b"Cable cut", "Łódź".encode("cp1250")
    )
    assert parse(raw, charset="utf-8").items[0].title == "Łódź"


def test_a_list_of_addresses_gives_each_once_and_tells_of_bad_lines():
    feed = parse_url_list(
        b"# mine\nhttps://a.example/1\n\nhttps://a.example/1\nmailto:x@y.example\n", address=ADDRESS
    )
    assert [item.url for item in feed.items] == ["https://a.example/1"]
    assert feed.faults[0].reason == "1 lines of it are no addresses"


@pytest.mark.parametrize(
    "value", ["2025-12-02T10:00:00Z", "Tue, 02 Dec 2025 12:00:00 +0200", "2025-12-02T10:00:00"]
)
def test_dates_of_the_web_are_understood(value):
    assert parse_web_moment(value) == MOMENT


@pytest.mark.parametrize("value", ["", None, "soon", "99999-01-01", "0000-00-00"])
def test_what_is_no_date_is_none(value):
    assert parse_web_moment(value) is None


def test_a_packed_sitemap_is_unpacked_and_a_bomb_is_not():
    assert parse(gzip.compress(SITEMAP.encode())).format == "sitemap"
    with pytest.raises(FetchError, match="refused as a bomb"):
        parse(gzip.compress(b"<rss>" + b" " * 60_000_000, 9))
    with pytest.raises(FetchError, match="cut off where it is packed"):
        parse(gzip.compress(SITEMAP.encode())[:-20])


def test_a_page_is_no_feed_and_the_feeds_that_it_names_are_told():
    page = (
        "<!doctype html><html><head><title>Courier</title><link rel='stylesheet' href='x.css'>"
        '<link rel="alternate" type="application/rss+xml" title="News" href="/rss?a=1&amp;b=2">'
        '<link href="atom.xml" type="application/atom+xml" rel="alternate"></head><body>&nbsp;</body>'
    )
    with pytest.raises(FetchError) as failed:
        parse(page)
    assert "https://feed.example/rss?a=1&b=2, https://feed.example/news/atom.xml; add that" in str(
        failed.value
    )
    assert not failed.value.passing
    with pytest.raises(FetchError, match="look there for one by hand, or add it with --kind page"):
        parse("<html><body>Words</body></html>")


def test_an_item_that_only_encloses_a_report_leads_to_it():
    sound = '<enclosure url="/a.mp3" type="audio/mpeg" length="1"/>'
    report = '<enclosure url="/judgment.pdf" type="application/pdf" length="1"/>'
    item = f"<item><title>Judgment</title><guid isPermaLink='false'>1</guid>{sound}{report}</item>"
    (found,) = parse(RSS.format(item)).items
    assert found.url == "https://feed.example/judgment.pdf"
