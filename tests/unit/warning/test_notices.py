"""Saved searches and changes of status: one notice an incident, none for what our own linking moved."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tocsin.model import Delta, Incident, IncidentStatus, Mute, Search
from tocsin.warning.notices import meets_search, notice_changes, notice_search

NOW = datetime(2025, 10, 5, tzinfo=UTC)
SEARCH = Search(name="baltic", threat_types=("undersea",), countries=("EST", "FIN"), made_at=NOW)


def make_incident(**given):
    fields = {
        "id": "i1", "title": "Cable cut off Estonia", "threat_type": "undersea", "reports": 9, "origins": 1,
        "status": IncidentStatus.REPORTED, "target_countries": ("EST",), "first_reported_at": NOW,
    }  # fmt: skip
    return Incident(**{**fields, **given})


def test_a_search_meets_type_and_country_and_words():
    assert meets_search(make_incident(), SEARCH)
    assert not meets_search(make_incident(target_countries=("TWN",)), SEARCH)
    assert not meets_search(make_incident(threat_type="cyber"), SEARCH)
    assert meets_search(make_incident(), replace(SEARCH, words="CABLE estonia"))
    assert not meets_search(make_incident(), replace(SEARCH, words="pipeline"))


def test_nine_copies_are_one_notice_and_old_incidents_none():
    old = make_incident(id="i0", first_reported_at=datetime(2025, 9, 1, tzinfo=UTC))
    notices = notice_search([make_incident(), old], SEARCH, since=date(2025, 10, 1))
    assert [notice.incident_ids for notice in notices] == [("i1",)]
    again = notice_search([make_incident(reports=10)], SEARCH, since=date(2025, 10, 1))
    assert again[0].id == notices[0].id


def make_delta(**given):
    fields = {
        "incident_id": "i1", "at": NOW, "kind": "changed", "field": "status", "before": "reported",
        "after": "refuted", "cause": "reports",
    }  # fmt: skip
    return Delta(**{**fields, **given})


def test_a_change_of_status_is_told_with_both_values():
    (notice,) = notice_changes([make_delta()], {"i1": make_incident()})
    assert (notice.kind, notice.level) == ("status", "warning")
    assert "status reported to refuted" in notice.reason


def test_what_a_new_rule_moved_or_nobody_follows_is_not_told():
    quiet = [make_delta(cause="linking"), make_delta(field="reports"), make_delta(incident_id="i9")]
    assert notice_changes(quiet, {"i1": make_incident()}) == ()


def test_two_fields_of_one_linking_are_one_notice():
    deltas = [make_delta(), make_delta(field="outcome", before="unknown", after="failed")]
    assert len(notice_changes(deltas, {"i1": make_incident()})) == 1


def test_a_mute_covers_its_unit_or_its_kind_until_its_day():
    mute = Mute(unit="search:", by="a", at=NOW, until=date(2025, 10, 6))
    assert mute.covers("search:baltic", date(2025, 10, 6))
    assert not mute.covers("search:baltic", date(2025, 10, 7))
    assert not mute.covers("type:cyber", date(2025, 10, 5))
    assert not Mute(unit="type:cyber", by="a", at=NOW).covers("type:cyber2", date(2025, 10, 5))
    assert not replace(mute, lifted_at=NOW).covers("search:baltic", date(2025, 10, 5))
