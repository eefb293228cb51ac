"""What was known when: a replay and an as-of view never use what was published later."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fire_reports import tell
from tocsin.model import (
    IncidentRow,
)
from tocsin.ontology import profile
from tocsin.pipeline.linking import link_register, needs_linking
from tocsin.pipeline.replaying import LEAST_WEEKS, _cut_weeks, replay_query
from tocsin.pipeline.views import Query, forget_later, view_register
from tocsin.register import Linkage, make_claims
from tocsin.store import Change, open_store

QUERY = Query(profile=profile("warning"))


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "r.sqlite")
    yield opened
    opened.close()


def fill(store, readings):
    for reading in readings:
        store.add_reading(reading, make_claims(reading), seen_at=reading.document.published_at)
    link_register(store)


def make_quiet_past():
    return tell("Lublin", date(2022, 1, 5), date(2022, 1, 6), status="happened")


def make_leads_confirmed_later():
    days = {"Gdansk": date(2024, 11, 4), "Krakow": date(2024, 11, 11), "Lublin": date(2024, 11, 18)}
    leads = [tell(t, d, d + timedelta(days=1), status="alleged", voice="a diplomat") for t, d in days.items()]
    later = [tell(t, d, date(2025, 3, 20), status="happened") for t, d in days.items()]
    return leads, later


def test_what_was_confirmed_later_raises_no_alert_before(store):
    leads, later = make_leads_confirmed_later()
    fill(store, [make_quiet_past(), *leads, *later])
    assert len(view_register(store, QUERY).counted) == 4
    assert replay_query(store, QUERY, false_alarms_per_year=1.0).alerts == ()


def test_what_was_told_then_raises_the_alert_then(store):
    leads, _ = make_leads_confirmed_later()
    days = {"Gdansk": date(2024, 11, 4), "Krakow": date(2024, 11, 11), "Lublin": date(2024, 11, 18)}
    told = [tell(t, d, d + timedelta(days=1), status="happened") for t, d in days.items()]
    fill(store, [make_quiet_past(), *told])
    alerts = replay_query(store, QUERY, false_alarms_per_year=1.0).alerts
    assert {alert.on for alert in alerts} == {date(2024, 11, 19)}
    assert all(len(alert.incident_ids) == 3 for alert in alerts)


def test_a_month_of_reports_raises_no_alert_and_says_why(store):
    days = {"Gdansk": date(2024, 11, 4), "Krakow": date(2024, 11, 11), "Lublin": date(2024, 11, 18)}
    fill(store, [tell(t, d, d + timedelta(days=1), status="happened") for t, d in days.items()])
    replayed = replay_query(store, QUERY, false_alarms_per_year=1.0)
    assert replayed.alerts == ()
    assert replayed.silent_weeks == replayed.weeks > 0


def test_an_empty_store_has_no_alerts(store):
    assert replay_query(store, QUERY, false_alarms_per_year=1.0).alerts == ()


def test_a_large_register_is_replayed_for_its_newest_weeks_only():
    weeks = [date(2024, 1, 7) + timedelta(days=7 * n) for n in range(100)]
    days = [weeks[0]] * 2000 + weeks
    cut = _cut_weeks(weeks, days)
    assert LEAST_WEEKS <= len(cut) < 20
    assert cut[-1] == weeks[-1]
    assert list(_cut_weeks(weeks, weeks)) == weeks


def test_as_of_shows_no_name_of_a_record_minted_later(store):
    leads, later = make_leads_confirmed_later()
    fill(store, [make_quiet_past(), *leads, *later])
    past = view_register(store, Query(profile=profile("warning"), as_of=datetime(2024, 12, 1, tzinfo=UTC)))
    assert all(incident.aliases == () for incident in (*past.counted, *past.apart))


def test_claims_tell_when_they_were_first_and_last_seen(store):
    fill(store, [make_quiet_past()])
    (incident,) = view_register(store, QUERY).counted
    assert all(claim.first_seen and claim.last_seen for claim in incident.claims)


def test_a_register_linked_by_other_rules_needs_linking(store):
    assert not needs_linking(store)
    fill(store, [make_quiet_past()])
    assert not needs_linking(store)
    store.log_change(Change(kind="rules", detail="register rules 0", at=datetime(2030, 1, 1, tzinfo=UTC)))
    assert needs_linking(store)
    link_register(store)


def test_reports_that_are_not_linked_need_linking(store):
    reading = make_quiet_past()
    store.add_reading(reading, make_claims(reading), seen_at=reading.document.published_at)
    assert needs_linking(store)


def test_a_name_minted_later_is_forgotten_and_an_earlier_one_kept():
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    rows = tuple(
        IncidentRow(id=name, founding_event_id=name, minted_at=moment + timedelta(days=days))
        for name, days in (("old", -9), ("early", -5), ("late", 5))
    )
    linkage = Linkage(rows=rows, aliases={"early": "old", "late": "old"})
    assert forget_later(linkage, moment).aliases == {"early": "old"}
