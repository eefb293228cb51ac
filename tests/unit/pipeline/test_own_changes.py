"""A planted change of our own (source, rules, model) raises no alert and no notice; news still does."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fire_reports import tell
from tocsin.model import Delta, Search
from tocsin.ontology import profile
from tocsin.pipeline.alarming import raise_alerts
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.own_changes import find_own_openings, note_reader, note_reread
from tocsin.pipeline.replaying import replay_query
from tocsin.pipeline.views import Query
from tocsin.register import make_claims
from tocsin.store import open_store
from tocsin.store.base import Change
from tocsin.warning.regimes import Regime

QUERY = Query(profile=profile("warning"))


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "r.sqlite")
    yield opened
    opened.close()


def fill(store, readings, *, reader):
    for reading in readings:
        store.add_reading(reading, make_claims(reading), seen_at=reading.document.published_at, reader=reader)
    link_register(store)


def make_burst():
    days = {"Gdansk": date(2024, 11, 4), "Krakow": date(2024, 11, 11), "Lublin": date(2024, 11, 18)}
    return [tell(town, day, day + timedelta(days=1), status="happened") for town, day in days.items()]


@pytest.fixture
def burst():
    return [tell("Lublin", date(2022, 1, 5), date(2022, 1, 6), status="happened"), *make_burst()]


def count_rates(store):
    return len(replay_query(store, QUERY, false_alarms_per_year=1.0).alerts)


def test_the_burst_fires_where_nothing_of_ours_changed(store, burst):
    fill(store, burst, reader="1 small")
    assert count_rates(store) > 0


def test_a_changed_model_is_logged_once_and_no_rate_alert_fires_on_it(store, burst):
    fill(store, burst[:1], reader="1 small")
    assert not note_reader(store, "1 small", at=datetime(2024, 11, 1, tzinfo=UTC))
    assert note_reader(store, "2 large", at=datetime(2024, 11, 2, tzinfo=UTC))
    assert not note_reader(store, "2 large", at=datetime(2024, 11, 3, tzinfo=UTC))
    fill(store, burst[1:], reader="2 large")
    assert [change.kind for change in store.list_changes()].count("model") == 1
    assert count_rates(store) == 0


def test_once_all_is_read_again_alerts_fire_as_before(store, burst):
    fill(store, burst[:1], reader="1 small")
    note_reader(store, "2 large", at=datetime(2024, 11, 2, tzinfo=UTC))
    fill(store, burst[1:], reader="2 large")
    assert not note_reread(store, "2 large", at=datetime(2024, 11, 3, tzinfo=UTC))
    first = burst[0]
    store.replace_reading(
        first, make_claims(first), seen_at=datetime(2024, 11, 3, tzinfo=UTC), reader="2 large"
    )
    assert note_reread(store, "2 large", at=datetime(2024, 11, 3, tzinfo=UTC))
    fill(store, [], reader="2 large")
    assert count_rates(store) > 0


def test_an_empty_store_has_no_change_of_model(store):
    assert not note_reader(store, "1 small", at=datetime(2024, 11, 1, tzinfo=UTC))
    assert not note_reread(store, "1 small", at=datetime(2024, 11, 1, tzinfo=UTC))


TOWNS_IN_ORDER = ("Gdansk", "Krakow", "Lublin", "Gdynia", "Sopot", "Opole", "Elblag", "Radom")


@pytest.mark.parametrize(("publisher", "fires"), [("New", False), ("Old", True)])
def test_a_source_added_is_left_out_of_the_replay(store, publisher, fires):
    day = date(2022, 1, 5)
    weeks = [day + timedelta(days=14 * n) for n in range(75)]
    quiet = [tell("Lublin", day, week, status="happened", by="Old") for week in weeks]
    november = [(town, date(2024, 11, n)) for n, town in enumerate(TOWNS_IN_ORDER, start=4)]
    flood = [tell(town, on, on + timedelta(days=1), status="happened", by=publisher) for town, on in november]
    fill(store, [*quiet, *flood], reader="1")
    assert (count_rates(store) > 0) is fires


def test_a_rule_that_opens_records_anew_gives_no_notice(store, burst):
    fill(store, burst, reader="1 small")
    now = datetime.now(tz=UTC)
    store.save_search(Search(name="all", made_at=now))

    def search():
        return raise_alerts(
            store,
            QUERY,
            find_profile=profile,
            since=date(2024, 11, 1),
            false_alarms_per_year=1.0,
            kinds=("search",),
        ).told

    told = search()
    assert len(told) == 3
    (opened,) = (d for d in store.list_deltas() if d.incident_id == told[0].incident_ids[0])
    store.log_change(Change(kind="rules", detail="register rules 99", at=opened.at))
    assert {alert.incident_ids for alert in told} > {alert.incident_ids for alert in search()}


def test_what_a_second_reading_opened_is_ours(store):
    delta = Delta(incident_id="i1", at=datetime(2024, 11, 1, tzinfo=UTC), kind="new", cause="re-read")
    fresh = Delta(incident_id="i2", at=datetime(2024, 11, 1, tzinfo=UTC), kind="new", cause="reports")
    assert find_own_openings(store, [delta, fresh]) == {"i1"}


def test_a_reread_heals_the_regime_whatever_the_order_of_the_log():
    day = date(2025, 9, 1)
    broken = Regime(changes=((day, "model", "reader 2"),))
    healed = Regime(changes=((day, "model", "reader 2"), (day, "reread", "all")))
    again = Regime(changes=(*healed.changes, (day + timedelta(days=3), "model", "reader 3")))
    on = day + timedelta(days=10)
    assert broken.broke_lately(on)
    assert not healed.broke_lately(on)
    assert again.broke_lately(on)
    assert not again.broke_lately(day)
