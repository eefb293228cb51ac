from datetime import UTC, date, datetime, timedelta

from tocsin.model import Incident, IncidentStatus
from tocsin.warning import find_alerts, replay_alerts

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


def find(incidents, on=TODAY, read_since=LONG_AGO):
    return find_alerts(incidents, on=on, read_since=read_since, profile="warning", false_alarms_per_year=1.0)


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


def test_a_burst_is_no_alert_where_less_than_a_year_was_read_before_it():
    incidents = [make_incident(n, TODAY - timedelta(days=3 * n)) for n in range(5)]
    year_and_window = timedelta(days=56 * 7 - 1)
    assert find(incidents, read_since=TODAY - year_and_window) != ()
    assert find(incidents, read_since=TODAY - year_and_window + timedelta(days=1)) == ()


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
