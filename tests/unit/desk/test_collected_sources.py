"""What the desk shows of collection: sources that are not well, and the words behind translated quotes."""

from dataclasses import replace
from datetime import timedelta

from desk_sample import NOW, make_sample
from fastapi.testclient import TestClient

from tocsin.desk.app import create_app
from tocsin.model.collection import SourceState, WatchedSource


def fetch(store, path):
    return TestClient(create_app(store), base_url="http://localhost").get(path).text


def test_a_dead_source_is_shown_with_its_reason_and_what_is_not_read():
    store = make_sample()
    state = SourceState(due_at=NOW, checked_at=NOW, success_at=NOW - timedelta(days=9), failures=6)
    state = replace(state, error_kind="timeout", error="did not answer in time")
    source = WatchedSource(id="harbour", name="Harbour <News>", address="https://harbour.example/rss")
    store.collection.watched = ((source, state),)
    page = fetch(store, "/sources")
    assert "<td>dead</td>" in page
    assert "failed 6 times in a row" in page
    assert "412 of 900, Polish" in page
    assert "Harbour &lt;News&gt;" in page


def test_every_page_says_which_sources_are_missing():
    store = make_sample()
    state = SourceState(due_at=NOW, checked_at=NOW, notice="dead")
    source = WatchedSource(id="harbour", name="Harbour", address="https://harbour.example/rss")
    store.collection.watched = ((source, state),)
    assert "Dead or silent: Harbour. What they would say is missing" in fetch(store, "/")
    store.collection.watched = ((replace(source, enabled=False), state),)
    assert "Dead or silent" not in fetch(store, "/")
