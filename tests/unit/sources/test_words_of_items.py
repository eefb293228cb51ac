"""Dates kept apart, markup taken off, translations aligned, lists of sources in and out."""

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.errors import InputError, SourceError
from tocsin.model.collection import FeedItem, Filters, SourceKind, WatchedSource, WholeText
from tocsin.sources.dating import choose_dates
from tocsin.sources.fragments import take_text
from tocsin.sources.opml import read_opml, write_opml
from tocsin.sources.translating import align_given, choose_translator, translate_text

SEEN = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)
BEFORE, AFTER = SEEN - timedelta(hours=3), SEEN + timedelta(days=300)


@pytest.mark.parametrize(
    ("feed", "page", "is_fresh", "chosen", "remark"),
    [
        (BEFORE, AFTER, False, "feed", None),
        (AFTER, BEFORE, False, "page", "in the future"),
        (datetime(1970, 1, 1, tzinfo=UTC), None, True, "seen", "before 1990"),
        (None, None, True, "seen", "without a date"),
        (None, None, False, "none", "without a date"),
        (SEEN + timedelta(minutes=5), None, False, "feed", None),
    ],
)
def test_the_first_date_that_can_be_is_chosen_and_the_others_kept(feed, page, is_fresh, chosen, remark):
    item = FeedItem(key="1", published_at=feed)
    dates = choose_dates(item, seen=SEEN, is_fresh=is_fresh, page=page, text="OSLO, 30 November 2025 - Words")
    assert (dates.chosen, dates.feed, dates.page) == (chosen, feed, page)
    assert dates.text == datetime(2025, 11, 30, tzinfo=UTC)
    assert (remark is None and dates.remark is None) or remark in dates.remark
    assert dates.published_at == {"feed": feed, "page": page, "seen": SEEN, "none": None}[chosen]


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("<p>One &amp; two</p><p>Three</p>", "One & two\n\nThree"),
        ("Plain &lt; words", "Plain < words"),
        ("<p>a<script>alert(1)</script>b</p>", "ab"),
        ("<style>p {}</style>Words<br>more", "Words\n\nmore"),
        ("<ul><li>x</li><li>y</li></ul>", "x\n\ny"),
        ("a<!-- hidden -->b", "ab"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("", ""),
    ],
)
def test_words_are_taken_out_of_markup(fragment, text):
    assert take_text(fragment) == text


def test_markup_nested_without_end_is_no_trouble():
    assert "word" in take_text("<div>" * 50_000 + "word")


def test_a_translation_leads_back_to_its_paragraph():
    found = align_given("Jeden.\n\nDwa dwa.", "One.\n\nTwo.")
    assert [found.text[a:b] for a, b, _c, _d in found.pieces] == ["One.", "Two."]
    assert [(c, d) for _a, _b, c, d in found.pieces] == [(0, 6), (8, 16)]


def test_a_translation_in_other_paragraphs_stands_for_the_whole():
    found = align_given("Jeden.\n\nDwa.", "One. Two.")
    assert found.pieces == ((0, 9, 0, 12),)


def test_a_command_translates_a_paragraph_a_line():
    translator = choose_translator("sed 's/^/{lang} /'")
    found = translate_text("Jeden.\n\nDwa.", "pl", translator)
    assert found.text == "pl Jeden.\n\npl Dwa."


@pytest.mark.parametrize("command", ["false", "no-such-program-here", "true"])
def test_a_translator_that_fails_is_one_clear_line(command):
    with pytest.raises(SourceError, match="translator"):
        translate_text("Jeden.", "pl", choose_translator(command))


def test_no_translator_is_none():
    assert choose_translator(None) is None
    assert choose_translator(" ") is None


def test_a_list_of_sources_goes_out_and_comes_back(tmp_path):
    source = WatchedSource(
        id="courier",
        name="Courier & Co",
        address="https://c.example/rss?a=1&b=2",
        kind=SourceKind.SITEMAP,
        country="EST",
        reliability="b",
        lang="en",
        interval_seconds=900.0,
    )
    assert write_opml([source], tmp_path / "list.opml") == 1
    (back,), refused = read_opml((tmp_path / "list.opml").read_bytes(), name="list.opml")
    assert refused == ()
    assert (back.name, back.address, back.kind, back.country) == (
        source.name,
        source.address,
        source.kind,
        "EST",
    )
    assert (back.reliability, back.lang, back.interval_seconds) == ("b", "en", 900.0)


def test_feeds_in_folders_are_found_and_bad_ones_named():
    raw = b"""<opml version="2.0"><body><outline text="Folder"><outline text="A" xmlUrl="https://a.example/f"/>
    <outline text="A" xmlUrl="https://b.example/f"/><outline text="C" xmlUrl="file:///etc/passwd"/></outline>
    </body></opml>"""
    sources, refused = read_opml(raw, name="x")
    assert [source.id for source in sources] == ["a", "a-2"]
    assert len(refused) == 1


@pytest.mark.parametrize("raw", [b"", b"words", b'<!DOCTYPE o [<!ENTITY a "b">]><opml>&a;</opml>'])
def test_what_is_no_list_is_one_clear_line(raw):
    with pytest.raises(InputError, match="is no OPML"):
        read_opml(raw, name="x")


def test_a_list_carries_filters_and_what_is_turned_off(tmp_path):
    filters = Filters(keywords=("cable", "drone, or two"), not_addresses=("/opinion/",))
    source = WatchedSource(
        id="a",
        name="A",
        address="https://a.example/f",
        filters=filters,
        whole_text=WholeText.PAGE,
        enabled=False,
    )
    write_opml([source], tmp_path / "list.opml")
    (back,), _ = read_opml((tmp_path / "list.opml").read_bytes(), name="x")
    assert (back.filters, back.whole_text, back.enabled) == (filters, WholeText.PAGE, False)


@pytest.mark.parametrize(
    "attribute",
    [
        'filters="[1]"',
        'filters="{&quot;keywords&quot;: &quot;ab&quot;}"',
        'filters="{&quot;x&quot;: []}"',
        'filters="{&quot;keywords&quot;: 3}"',
        'reliability="z"',
        'kind="spy"',
        'whole_text="none"',
    ],
)
def test_what_a_list_says_that_is_none_of_ours_is_refused_in_words(attribute):
    raw = f'<opml><body><outline text="A" xmlUrl="https://a.example/f" {attribute}/></body></opml>'
    sources, (line,) = read_opml(raw.encode(), name="x")
    assert sources == ()
    assert "wanted" in line or "known" in line
