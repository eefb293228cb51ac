"""A notice goes to each address once, however many copies come; what fails waits and is tried again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fire_reports import tell
from tocsin.errors import SettingsError, SourceError
from tocsin.exports.feeds import find_feed
from tocsin.model import NamedPerson, Search, Span
from tocsin.ontology import profile
from tocsin.pipeline.alarming import keep_alerts, mute_unit
from tocsin.pipeline.feeding import find_search, make_feed
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.notifying import (
    MOST_TRIES,
    Targets,
    Teller,
    notice_linking,
    queue_notices,
    send_waiting,
)
from tocsin.register import make_claims
from tocsin.sources.sending import AppriseSender, WebhookSender, choose_sender
from tocsin.store import open_store

AT = datetime(2024, 11, 6, 9, 0, tzinfo=UTC)
TARGETS = Targets(
    addresses={"team": "https://hooks.example/x", "desk": "https://hooks.example/y"},
    of_alerts=("desk",),
    desk_address="https://desk.example/",
)


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "r.sqlite")
    opened.save_search(Search(name="fires", threat_types=("sabotage",), notify=("team",), made_at=AT))
    yield opened
    opened.close()


def add(store, *readings):
    for reading in readings:
        store.add_reading(reading, make_claims(reading), seen_at=reading.document.published_at)
    return link_register(store).deltas


def make_fire(town="Gdansk", day=date(2024, 11, 4), **more):
    return replace(tell(town, day, day + timedelta(days=1), status="happened", **more), persons=())


def tell_news(store, deltas, at=AT):
    return keep_alerts(
        store, notice_linking(store, deltas, profile=profile("warning"), find_profile=profile, at=at)
    )


class Outbox:
    """Takes messages, or fails so many times first."""

    def __init__(self, *, failures=0):
        self.sent, self.failures = [], failures

    def make(self, name, address):
        outbox = self

        class Taking:
            def send(self, message):
                if outbox.failures:
                    outbox.failures -= 1
                    raise SourceError(f"notices to {name!r} failed")
                outbox.sent.append((name, message))

        return Taking()

    def send(self, store, at=AT):
        return send_waiting(store, TARGETS, at=at, make_sender=self.make, clock=lambda: at)


def test_a_new_incident_is_told_of_once_with_its_quote_and_link(store):
    outbox = Outbox()
    new = tell_news(store, add(store, make_fire()))
    assert queue_notices(store, new, TARGETS, at=AT) == 1
    assert outbox.send(store) == (1, ())
    (name, message) = outbox.sent[0]
    assert name == "team"
    assert "burned" in "\n".join(message.lines)
    assert message.values["links"] == [f"https://desk.example/incidents/{new[0].incident_ids[0]}"]
    assert message.values["schema"] == "tocsin.notice/1"
    assert outbox.send(store, AT + timedelta(days=1)) == (0, ())


def test_nine_copies_bring_no_second_notice(store):
    assert len(tell_news(store, add(store, make_fire(by="Wire")))) == 1
    copies = [make_fire(by=f"Paper {number}") for number in range(9)]
    copies = [
        replace(one, document=replace(one.document, url=f"https://paper{number}.example/a"))
        for number, one in enumerate(copies)
    ]
    assert tell_news(store, add(store, *copies)) == ()
    assert len(store.list_alerts()) == 1


def test_a_record_that_the_search_does_not_meet_or_that_is_old_gives_none(store):
    store.save_search(Search(name="fires", threat_types=("undersea",), made_at=AT))
    deltas = add(store, make_fire())
    assert tell_news(store, deltas) == ()
    store.save_search(Search(name="fires", made_at=AT))
    assert tell_news(store, deltas, at=AT + timedelta(days=60)) == ()
    assert len(tell_news(store, deltas)) == 1


def test_a_muted_search_is_quiet(store):
    mute_unit(store, "search:fires", until=None, by="ana", reason="known", clock=lambda: AT)
    assert tell_news(store, add(store, make_fire())) == ()


def test_what_fails_is_tried_again_later_and_then_given_up(store):
    queue_notices(store, tell_news(store, add(store, make_fire())), TARGETS, at=AT)
    outbox = Outbox(failures=1)
    assert outbox.send(store) == (0, ("notices to 'team' failed",))
    assert outbox.send(store) == (0, ())
    assert outbox.send(store, AT + timedelta(minutes=1)) == (1, ())
    (delivery,) = store.list_deliveries()
    assert (delivery.tries, delivery.error, delivery.sent_at) == (2, "", AT + timedelta(minutes=1))


def test_a_dead_address_is_given_up_after_ten_tries_and_stays_in_the_log(store):
    queue_notices(store, tell_news(store, add(store, make_fire())), TARGETS, at=AT)
    outbox, at = Outbox(failures=99), AT
    for _ in range(20):
        outbox.send(store, at)
        at += timedelta(hours=7)
    (delivery,) = store.list_deliveries()
    assert (delivery.tries, delivery.due_at) == (MOST_TRIES, None)
    assert "failed" in delivery.error


def test_status_alerts_go_to_the_addresses_of_all_alerts(store):
    (alert,) = tell_news(store, add(store, make_fire()))
    changed = replace(alert, id="a9", kind="status", unit="incident:i1")
    keep_alerts(store, [changed])
    queue_notices(store, [changed], TARGETS, at=AT)
    assert [delivery.target for delivery in store.list_deliveries()] == ["desk"]


def test_private_persons_leave_masked_in_notices_and_feeds(store):
    fire = make_fire()
    start = fire.document.text.index("depot")
    person = NamedPerson(span=Span(fire.document.id, start, start + 5), public=False)
    new = tell_news(store, add(store, replace(fire, persons=(person,))))
    queue_notices(store, new, TARGETS, at=AT)
    outbox = Outbox()
    outbox.send(store)
    assert "[person]" in "\n".join(outbox.sent[0][1].lines)
    search = find_search(store, "fires")
    feed = make_feed(store, search, profile("warning"), desk_address=None, clock=lambda: AT)
    assert b"[person]" in find_feed("atom").write(feed)
    assert b"depot" not in find_feed("atom").write(feed)


def test_a_name_without_an_address_is_one_line():
    with pytest.raises(SettingsError, match="no address named 'nobody' under notify; known: team"):
        Targets(addresses={"team": "https://x.example"}, of_alerts=("nobody",))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of apprise, on Python 3.11
def test_addresses_choose_how_they_are_sent_to():
    assert isinstance(choose_sender("a", "https://hooks.example/x"), WebhookSender)
    assert isinstance(choose_sender("b", "json://hooks.example/x"), AppriseSender)
    with pytest.raises(SettingsError, match="'c' under notify is no address") as refused:
        choose_sender("c", "nonsense-with-a-secret")
    assert "secret" not in str(refused.value)


def test_a_rate_that_stands_is_kept_once_whatever_the_day_of_the_week(store):
    (alert,) = tell_news(store, add(store, make_fire()))
    rate = replace(alert, kind="rate", unit="all", level="watch", id="r1", on=date(2024, 11, 6))
    assert keep_alerts(store, [rate]) == (rate,)
    next_day = replace(rate, id="r2", on=date(2024, 11, 7))
    assert keep_alerts(store, [next_day]) == ()
    assert len(keep_alerts(store, [replace(next_day, level="warning")])) == 1
    assert len(keep_alerts(store, [replace(rate, id="r3", on=date(2025, 3, 1))])) == 1


def test_a_teller_says_what_it_told(store):
    teller = Teller(
        store=store,
        targets=Targets(addresses={"team": "http://127.0.0.1:9/"}),
        profile=profile("warning"),
        find_profile=profile,
        false_alarms_per_year=1.0,
        clock=lambda: AT,
    )
    said = teller.tell(add(store, make_fire()))
    assert "new incident for the search fires" in said[0]
    assert "notices to 'team' failed (ConnectError)" in said[1]
    assert teller.tell(()) == ()
