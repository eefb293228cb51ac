"""What every store keeps of collection, on SQLite and on PostgreSQL."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from test_store import made, make_reading  # noqa: F401 - the same stores and readings

from tocsin.errors import InputError
from tocsin.model import Document, Span
from tocsin.model.collection import FeedItem, ItemDates, SourceState, Stage, WatchedSource
from tocsin.model.sketch import make_sketch
from tocsin.store import open_store
from tocsin.store.collection_base import Capture, Incoming, Translation

NOW = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
SOURCE = WatchedSource(id="courier", name="Courier", address="https://c.example/rss")
STATE = SourceState(due_at=LATER, checked_at=NOW, success_at=NOW, etag='"1"')


@pytest.fixture
def store(made):  # noqa: F811
    with closing(open_store(made, now=lambda: NOW)) as opened:
        opened.collection.save_source(SOURCE, host="c.example", due_at=NOW)
        yield opened


def make_document(words):
    return Document(id="d" + words, text=f"Words {words}.", source_id="courier", published_at=NOW)


def make_incoming(key, words=None, *, stage=Stage.READY, url=None, reason_kind=None):
    document = make_document(words) if words else None
    return Incoming(
        item=FeedItem(key=key, url=url, title=key),
        item_id="t" + key,
        host="c.example" if url else None,
        digest=words or key,
        stage=stage,
        dates=ItemDates(feed=NOW, seen=NOW, chosen="feed"),
        document=document,
        text_digest=words,
        reason_kind=reason_kind,
    )


def make_capture(body=b"<rss/>"):
    return Capture(
        source_id="courier",
        url="https://c.example/rss",
        at=NOW,
        status=200,
        media_type="application/xml",
        charset="utf-8",
        headers=(("etag", '"1"'),),
        body=body,
    )


def poll(store, *incoming, at=NOW, capture=None):
    return store.collection.save_poll(
        "courier", STATE, incoming, capture=capture or make_capture(), at=at, recheck_at=None
    )


def take(store, *, at=NOW, by="here:1:a", most=10):
    return store.collection.take_jobs(
        at=at,
        until=at + timedelta(minutes=5),
        by=by,
        next_at=at + timedelta(seconds=2),
        most=most,
        polls_until=at,
    )


def count(store):
    return {stage.value: n for stage, n in store.collection.count_stages().items()}


def test_a_source_is_kept_with_its_state_when_it_is_changed(store):
    poll(store)
    store.collection.save_source(replace(SOURCE, name="New name"), host="c.example", due_at=NOW)
    ((source, state),) = store.collection.list_watched()
    assert (source.name, state.etag, state.due_at) == ("New name", '"1"', LATER)


def test_an_address_is_watched_once(store):
    twin = replace(SOURCE, id="twin")
    with pytest.raises(InputError, match="watched already as 'courier'"):
        store.collection.save_source(twin, host="c.example", due_at=NOW)


def test_an_item_is_stored_once_however_often_it_is_listed(store):
    assert poll(store, make_incoming("1", "a")).new == 1
    again = poll(store, make_incoming("1", "a"), at=LATER)
    assert (again.new, again.known) == (0, 1)
    assert count(store) == {"ready": 1}


def test_a_changed_item_is_a_version_and_the_first_stays(store):
    poll(store, make_incoming("1", "a"))
    assert poll(store, make_incoming("1", "b"), at=LATER).changed == 1
    first, second = store.collection.list_versions(item_id="t1")
    assert (first.ordinal, first.document.text) == (1, "Words a.")
    assert (second.ordinal, second.document.text) == (2, "Words b.")
    assert store.collection.list_chains() == {"da": ("da", "db"), "db": ("da", "db")}


def test_the_same_words_under_another_id_are_a_copy(store):
    assert poll(store, make_incoming("1", "a"), make_incoming("2", "a")).copies == 1
    assert count(store) == {"ready": 1, "copy": 1}
    assert store.collection.tally("courier").copies == 1


def test_items_and_state_are_stored_together_or_not_at_all(store):
    broken = replace(make_incoming("2"), item=FeedItem(key="a\0b"))
    with pytest.raises(InputError):
        poll(store, make_incoming("1", "a"), broken)
    assert count(store) == {}
    assert store.collection.list_watched()[0][1].etag is None


def test_a_host_is_given_out_once_until_it_comes_back(store):
    assert [job.address for job in take(store)] == [SOURCE.address]
    assert take(store, by="here:2:b") == ()
    store.collection.fail_poll("courier", replace(STATE, due_at=NOW), kind="timeout", reason="x", at=NOW)
    store.collection.free_host("c.example", next_at=LATER)
    assert take(store, at=NOW + timedelta(seconds=3)) == ()
    assert len(take(store, at=LATER)) == 1


def test_what_a_dead_process_held_is_given_back_and_its_host_left_in_peace(store):
    take(store)
    assert store.collection.release_leases(lambda holder: holder == "here:1:a", next_at=LATER) == 2
    assert take(store, at=NOW + timedelta(seconds=3), by="b") == ()
    assert len(take(store, at=LATER, by="b")) == 1


def test_a_lease_that_ran_out_is_given_to_another(store):
    take(store)
    assert len(take(store, at=NOW + timedelta(minutes=6), by="there:2:b")) == 1


def test_a_page_goes_from_found_to_text(store):
    poll(store, make_incoming("1", stage=Stage.FOUND, url="https://c.example/1"))
    (job,) = take(store, at=NOW + timedelta(seconds=1))
    assert job.address == "https://c.example/1"
    store.collection.save_page(job.version, make_capture(b"<html>"), at=NOW)
    ((version, capture),) = store.collection.take_fetched(at=NOW, until=LATER, by="a", most=5)
    assert capture.body == b"<html>"
    assert store.collection.take_fetched(at=NOW, until=LATER, by="b", most=5) == ()
    assert store.collection.save_text(version, make_incoming("1", "a")) is Stage.READY
    assert count(store) == {"ready": 1}


def test_a_page_that_fails_is_tried_again_and_set_aside_in_the_end(store):
    poll(store, make_incoming("1", stage=Stage.FOUND, url="https://c.example/1"))
    (job,) = take(store)
    store.collection.fail_page(job.version, kind="timeout", reason="slow", at=NOW, due_at=LATER)
    store.collection.free_host("c.example", next_at=NOW)
    assert take(store, at=NOW + timedelta(seconds=1)) == ()
    (job,) = take(store, at=LATER - timedelta(seconds=0))[:1]
    assert job.version.tries == 1
    store.collection.fail_page(job.version, kind="gone", reason="not there", at=NOW, due_at=None)
    assert count(store) == {"set_aside": 1}
    assert store.collection.retry(source_id="courier", stages=(Stage.SET_ASIDE,), at=NOW) == 1
    assert count(store) == {"found": 1}


def test_pages_of_a_source_that_is_off_are_left_alone(store):
    poll(store, make_incoming("1", stage=Stage.FOUND, url="https://c.example/1"))
    store.collection.save_source(replace(SOURCE, enabled=False), host="c.example", due_at=NOW)
    assert take(store, at=LATER) == ()
    assert store.collection.next_due() is None


def test_errors_are_counted_by_kind(store):
    for reason in ("first", "second"):
        store.collection.fail_poll("courier", STATE, kind="timeout", reason=reason, at=NOW)
    (error,) = store.collection.tally("courier").errors
    assert (error.kind, error.count, error.last_reason) == ("timeout", 2, "second")


def test_a_page_taken_down_is_noted_and_its_words_stay(store):
    poll(store, make_incoming("1", "a", url="https://c.example/1"))
    (version,) = store.collection.list_versions()
    store.collection.save_recheck(version, at=LATER, recheck_at=None, gone=True, capture=None)
    assert store.collection.tally("courier").gone == 1
    assert count(store) == {"ready": 1, "gone": 1}


def test_raw_bodies_come_back_as_they_came(store):
    body = bytes(range(256)) * 10
    poll(store, make_incoming("1", "a"), capture=make_capture(body))
    poll(store, make_incoming("2", "b"), capture=make_capture(body), at=LATER)
    assert [capture.body for capture in store.collection.iter_captures()] == [body, body]


def test_settled_versions_keep_no_second_copy_of_their_words(store):
    poll(store, make_incoming("1", "a"))
    (version,) = store.collection.list_versions(stages=(Stage.READY,))
    store.collection.settle([version.number], Stage.READ)
    (version,) = store.collection.list_versions()
    assert (version.stage, version.document, version.document_id) == (Stage.READ, None, "da")
    assert store.collection.find_version("da") == version


def test_words_of_the_original_are_found_behind_a_translation(store):
    store.add_reading(make_reading("original"), [], seen_at=NOW)
    pieces = ((0, 10, 0, 3), (12, 20, 4, 9))
    store.collection.save_translation(
        Translation(document_id="t", original_id="original", lang="pl", by="x", pieces=pieces)
    )
    text = make_reading("original").document.text
    assert store.collection.find_original(Span("t", 13, 15)) == text[4:9]
    assert store.collection.find_original(Span("original", 0, 3)) is None


WIRE = " ".join(f"word{n}" for n in range(200))


def make_near(key, text, *, source="courier"):
    """An item whose text has a sketch; its digest is that of its own words."""
    document = Document(id="d" + key, text=text, source_id=source, published_at=NOW)
    incoming = replace(make_incoming(key, "words " + key), document=document, sketch=make_sketch(text))
    return replace(incoming, text_digest=str(hash(text)))


def test_a_near_duplicate_is_stored_and_linked_to_the_first_of_its_kind(store):
    poll(store, make_near("1", WIRE))
    poll(store, make_near("2", "By our staff. " + WIRE))
    poll(store, make_near("3", WIRE + " All rights reserved."))
    first, second, third = store.collection.list_versions()
    assert first.copy_of is None
    assert (second.copy_of, third.copy_of) == (first.number, first.number)
    assert 0.8 <= second.likeness < 1
    assert second.stage is Stage.READY
    tally = store.collection.tally("courier")
    assert (tally.copies, tally.near_copies, tally.copied_from) == (2, 2, {"courier": 2})


def test_another_text_and_a_correction_of_the_same_item_are_no_near_duplicates(store):
    poll(store, make_near("1", WIRE))
    poll(store, make_near("2", " ".join(f"other{n}" for n in range(200))))
    changed = replace(make_near("1", WIRE + " It was not so."), digest="changed")
    poll(store, changed, at=LATER)
    assert [version.copy_of for version in store.collection.list_versions()] == [None, None, None]


def test_what_is_old_is_neither_looked_for_nor_kept(store):
    poll(store, make_near("1", WIRE))
    month_later = NOW + timedelta(days=31)
    poll(store, make_near("2", WIRE + " More."), at=month_later)
    assert store.collection.list_versions()[1].copy_of is None
    assert store.collection.forget_sketches(before=month_later + timedelta(days=1)) >= 16
    poll(store, make_near("3", WIRE + " Less."), at=month_later)
    assert store.collection.list_versions()[2].copy_of is None


def test_tries_of_reading_are_counted(store):
    poll(store, make_incoming("1", "a"))
    (version,) = store.collection.list_versions()
    store.collection.note_tries([version.number])
    assert store.collection.load_version(version.number).tries == version.tries + 1
    assert store.collection.load_version(99) is None


def test_a_page_that_was_broken_off_is_given_out_alone(store):
    pages = [make_incoming(str(n), stage=Stage.FOUND, url=f"https://c.example/{n}") for n in range(4)]
    poll(store, *pages)
    for version in store.collection.list_versions():
        store.collection.save_page(version, make_capture(b"page %d" % version.number), at=NOW)

    def take_some(moment):
        until = moment + timedelta(seconds=1)
        return [v.number for v, _ in store.collection.take_fetched(at=moment, until=until, by="x", most=2)]

    first, second, *rest = [version.number for version in store.collection.list_versions()]
    assert take_some(NOW) == [first, second]
    assert take_some(LATER) == [first]
    assert take_some(LATER) == [second]
    assert take_some(LATER) == rest
