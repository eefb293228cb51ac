"""Rows of a list meet what reports tell where they say enough, and understand a sheet's own words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from register_reports import Report

from tocsin.register.clustering import link_mentions
from tocsin.register.comparing import compare_mentions
from tocsin.register.listing import Mapped, find_type, guess_columns, make_listed
from tocsin.register.mentions import collect_mentions
from tocsin.register.merging import LINK_SCORE

NOW = datetime(2025, 4, 1, tzinfo=UTC)


def list_row(**cells):
    mapped = Mapped(columns={name: name for name in cells}, types={})
    return make_listed(cells, mapped, name="mine", key="1", seen_at=NOW).reading


def count_records(*readings):
    return len({place.incident_id for place in link_mentions(readings, now=NOW).memberships})


def track_fire_somewhere():
    report = Report("A depot with tents burned in Poland on Sunday.")
    report.event("burned", subtype="arson", recipients=["Poland"], on=date(2025, 3, 9))
    return report.read()


def test_a_row_without_a_day_is_not_taken_for_whatever_was_of_its_kind():
    row = list_row(title="A burned depot", threat_type="arson", place="Gdansk")
    pair = collect_mentions([track_fire_somewhere(), row])
    assert compare_mentions(*pair).score < LINK_SCORE


def test_a_row_of_the_day_meets_the_report_of_that_day():
    row = list_row(title="Depot with tents burned", threat_type="arson", place="Gdansk", date="2025-03-09")
    assert count_records(track_fire_somewhere(), row) == 1
    assert replace(row.events[0].date, span=None).start == date(2025, 3, 9)


def test_columns_are_guessed_in_other_words_too():
    found = guess_columns(("Nr", "Datum", "Titel", "Ort", "Land", "Blamed", "Remark"))
    assert found == {
        "id": "Nr",
        "title": "Titel",
        "date": "Datum",
        "place": "Ort",
        "country": "Land",
        "attributed_to": "Blamed",
    }


@pytest.mark.parametrize(
    ("words", "code"),
    [("Cable", "undersea"), ("DDoS", "cyber"), ("spying", "espionage"), ("arson", "sabotage")],
)
def test_everyday_words_for_types_are_known(words, code):
    assert find_type(words, {})[0] == code
