"""The scorecard stands without anybody's asking, and saved searches have feeds with links to the desk."""

from datetime import UTC, datetime

import feedparser
import pytest

from tocsin.model import Search

MADE = datetime(2025, 11, 1, tzinfo=UTC)


@pytest.fixture
def foreseen(store, sample, cable):
    store.forecasts, store.outcomes = sample.make_forecasts(cable)
    return store


def test_scorecard_is_in_the_menu_and_shows_every_system(open_desk, foreseen):
    page = open_desk(foreseen).get("/scorecard").text
    assert 'href="/scorecard"' in open_desk(foreseen).get("/").text
    assert '<th scope="row">tocsin</th>' in page
    assert '<th scope="row">last</th>' in page
    assert "Fewer than 30 scored forecasts" in page


def test_scorecard_counts_outcomes_that_nobody_has_written_down(open_desk, foreseen):
    written = open_desk(foreseen).get("/scorecard.json").json()["items"][0]["scored"]
    foreseen.outcomes = ()
    unwritten = open_desk(foreseen).get("/scorecard.json").json()["items"][0]["scored"]
    assert written >= unwritten >= 1


@pytest.mark.parametrize("name", ["forecasts", "reliability", "pit"])
def test_pictures_are_drawn_in_both_themes_and_sealed(open_desk, foreseen, name):
    client = open_desk(foreseen)
    drawn = {theme: client.get(f"/charts/{name}.svg?unit=type:&theme={theme}") for theme in ("light", "dark")}
    assert {reply.headers["content-type"] for reply in drawn.values()} == {"image/svg+xml"}
    assert drawn["light"].text != drawn["dark"].text
    assert "default-src 'none'" in drawn["light"].headers["content-security-policy"]


def test_a_desk_without_forecasts_draws_empty_pictures(client):
    assert client.get("/scorecard").status_code == 200
    assert client.get("/charts/pit.svg").status_code == 200


@pytest.fixture
def searched(store, monkeypatch):
    search = Search(name="Baltic sea", threat_types=("undersea",), made_at=MADE)
    monkeypatch.setattr(store, "list_searches", lambda: (search,), raising=False)
    monkeypatch.setattr(store, "list_deltas", lambda **_: (), raising=False)
    return store


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_a_saved_search_has_feeds_whose_links_lead_to_the_desk(open_desk, searched, cable, form):
    reply = open_desk(searched).get(f"/searches/Baltic%20sea.{form}")
    assert reply.headers["content-type"].startswith(f"application/{form}+xml")
    read = feedparser.parse(reply.content)
    assert cable.id in [entry.id.rpartition(":")[2] for entry in read.entries]
    assert f"http://127.0.0.1/incidents/{cable.id}" in [entry.link for entry in read.entries]


def test_links_of_a_feed_use_the_address_of_the_settings(open_desk, searched, cable):
    reply = open_desk(searched, address="https://desk.example/").get("/searches/Baltic%20sea.ics")
    assert f"URL:https://desk.example/incidents/{cable.id}" in reply.text.replace("\r\n ", "")


def test_an_unknown_search_is_not_found(open_desk, searched):
    assert open_desk(searched).get("/searches/nothing.atom").status_code == 404
