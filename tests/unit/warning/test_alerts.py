from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tocsin.model import Claim, Evidence, Incident, IncidentStatus, Span
from tocsin.warning import find_alerts, replay_alerts
from tocsin.warning.regimes import Regime

TODAY = date(2025, 10, 5)


def make_incident(number: int, day: date, *, reported: date | None = None) -> Incident:
    reported_at = datetime.combine(reported or day, datetime.min.time(), tzinfo=UTC)
    return Incident(
        id=f"i{number:03}",
        title="Drones over an airport",
        threat_type="drone_incursion",
        status=IncidentStatus.REPORTED,
        start_date=day,
        reports=1,
        origins=1,
        target_countries=("DNK",),
        first_reported_at=reported_at,
    )


LONG_AGO = date(2020, 1, 1)


def find(incidents, on=TODAY, read_since=LONG_AGO, regime=None):
    return find_alerts(
        incidents,
        on=on,
        read_since=read_since,
        profile="warning",
        false_alarms_per_year=1.0,
        regime=regime,
    )


def test_a_burst_after_a_quiet_year_fires_with_its_incidents():
    incidents = [make_incident(n, TODAY - timedelta(days=3 * n)) for n in range(5)]
    alert = next(alert for alert in find(incidents) if alert.unit == "type:drone_incursion")
    assert alert.incident_ids == tuple(incident.id for incident in incidents)
    assert alert.statistic == 5 >= alert.threshold


def test_two_incidents_after_a_quiet_year_do_not_fire():
    assert find([make_incident(n, TODAY - timedelta(days=n)) for n in range(2)]) == ()


def test_a_steady_rate_does_not_fire():
    incidents = [make_incident(n, TODAY - timedelta(days=14 * n)) for n in range(26)]
    assert find(incidents) == ()


def test_what_was_reported_later_is_not_seen():
    later = TODAY + timedelta(days=1)
    incidents = [make_incident(n, TODAY - timedelta(days=n), reported=later) for n in range(5)]
    assert find(incidents) == ()
    assert find(incidents, on=later) != ()


def test_replay_tells_a_lasting_excess_once():
    incidents = [make_incident(n, TODAY - timedelta(days=2 * n)) for n in range(12)]
    fired = replay_alerts(
        lambda day: incidents,
        since=TODAY - timedelta(days=60),
        until=TODAY + timedelta(days=14),
        read_since=LONG_AGO,
        profile="warning",
        false_alarms_per_year=1.0,
    )
    assert [alert.unit for alert in fired].count("type:drone_incursion") == 1


def test_a_burst_is_no_alert_where_almost_nothing_was_read_before_it():
    incidents = [make_incident(n, TODAY - timedelta(days=3 * n)) for n in range(5)]
    assert find(incidents, read_since=TODAY - timedelta(weeks=15)) == ()


def test_a_short_history_is_judged_by_ears_and_says_so():
    incidents = [make_incident(n, TODAY - timedelta(days=n)) for n in range(7)]
    alert = find(incidents, read_since=TODAY - timedelta(weeks=30))[0]
    assert (alert.detector, alert.level) == ("ears_c3", "watch")
    assert "only 30 weeks were read" in alert.checks[0]


def plant_source(incidents, *, since):
    """Reports of an old source all along, and of a new one with the incidents from a day on."""
    days = [LONG_AGO + timedelta(days=30 * n) for n in range(72)]
    sources = {f"old{n}": "old" for n in range(len(days))}
    published = {f"old{n}": day for n, day in enumerate(days)}
    for number in range(40):
        sources[f"new{number}"] = "new"
        published[f"new{number}"] = since + timedelta(days=number % 30)
    told = [replace(incident, document_ids=(f"new{n}",)) for n, incident in enumerate(incidents)]
    return told, Regime(sources=sources, days=published)


def test_no_alert_on_a_source_that_was_added():
    burst = [make_incident(n, TODAY - timedelta(days=2 * n)) for n in range(8)]
    told, regime = plant_source(burst, since=TODAY - timedelta(days=30))
    assert find(told) != ()
    assert find(told, regime=regime) == ()
    also_old = [replace(incident, document_ids=(*incident.document_ids, "old3")) for incident in told]
    assert find(also_old, regime=regime) != ()


def test_no_alert_just_after_the_model_that_reads_was_changed():
    burst = [make_incident(n, TODAY - timedelta(days=2 * n)) for n in range(8)]
    changed = Regime(changes=((TODAY - timedelta(days=20), "model", "another pipeline"),))
    assert find(burst, regime=changed) == ()
    long_ago = Regime(changes=((TODAY - timedelta(days=90), "model", "another pipeline"),))
    assert find(burst, regime=long_ago) != ()


def test_an_alert_tells_when_the_rate_changed_and_quotes():
    span = Span("d1", 0, 6)
    told = Claim(
        id="c1", event_id="e1", field="status", value="happened", holders=("author",),
        evidence=(Evidence(document_id="d1", span=span, quote="drones"),),
    )  # fmt: skip
    burst = [replace(make_incident(n, TODAY - timedelta(days=2 * n)), claims=(told,)) for n in range(8)]
    alert = find(burst)[0]
    assert TODAY - timedelta(weeks=5) <= alert.onset < TODAY
    assert alert.evidence[0].quote == "drones"
    assert any("EWMA" in check for check in alert.checks)
    assert alert.threshold <= alert.statistic


def test_replay_asks_for_each_week_what_was_known_in_it():
    asked = []
    replay_alerts(
        lambda day: asked.append(day) or (),
        since=TODAY - timedelta(days=14),
        until=TODAY,
        read_since=LONG_AGO,
        profile="warning",
        false_alarms_per_year=1.0,
    )
    assert asked == [TODAY - timedelta(days=14), TODAY - timedelta(days=7), TODAY]


def test_a_replay_forgets_what_was_counted_by_hindsight():
    incidents = [make_incident(n, TODAY - timedelta(days=n)) for n in range(5)]
    fired = replay_alerts(
        lambda day: incidents if day > TODAY else (),
        since=TODAY,
        until=TODAY + timedelta(days=7),
        read_since=LONG_AGO,
        profile="warning",
        false_alarms_per_year=1.0,
    )
    assert {alert.on for alert in fired} == {TODAY + timedelta(days=7)}
