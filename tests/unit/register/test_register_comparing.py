"""A comparison explains itself, and vetoes hold."""

from datetime import date

import pytest
from register_reports import Report, track_fire

from tocsin.register.comparing import compare_mentions
from tocsin.register.mentions import collect_mentions


def pair(*reports):
    one, other = collect_mentions([report.read() for report in reports])
    return one, other


def test_two_reports_of_one_fire_are_alike():
    other = track_fire(
        publisher="Evening Post", text="In Warsaw a signal box burned on Sunday, halting trains."
    )
    comparison = compare_mentions(*pair(track_fire(), other))
    assert comparison.veto is None
    assert comparison.score > 0.8
    assert {"type", "place", "date", "words"} <= {name for name, _ in comparison.parts}


def test_order_of_the_two_makes_no_difference():
    one, other = pair(track_fire(), track_fire(publisher="Evening Post"))
    assert compare_mentions(one, other) == compare_mentions(other, one)


def test_far_settlements_are_vetoed():
    other = Report("A signal box of the railway near Krakow burned on Sunday.")
    other.event("burned", subtype="arson", place="Krakow", on=date(2025, 3, 9))
    comparison = compare_mentions(*pair(track_fire(), other))
    assert comparison.score == 0.0
    assert comparison.veto is not None
    assert comparison.veto.startswith("place")


@pytest.mark.parametrize(("day", "vetoed"), [(9, False), (10, False), (20, True)])
def test_days_apart_are_vetoed_beyond_the_tolerance(day, vetoed):
    other = track_fire(publisher="Evening Post", on=date(2025, 3, day))
    assert bool(compare_mentions(*pair(track_fire(), other)).veto) is vetoed


def test_another_one_in_the_same_text_is_another():
    report = Report("A depot in Warsaw burned. Hours later another fire broke out in Warsaw.")
    report.event("burned", place="Warsaw")
    report.event("fire", place="Warsaw")
    comparison = compare_mentions(*pair(report))
    assert comparison.veto == "words: the text calls it another one"


def test_kinds_that_share_no_family_are_vetoed():
    other = Report("The bank in Warsaw suffered a cyberattack.")
    other.event("cyberattack", threat_type="cyber", event_type="COERCE", mode="cyber", place="Warsaw")
    assert compare_mentions(*pair(track_fire(), other)).veto is not None


def test_blow_and_answer_are_two():
    report = Report("Russia struck Ukraine and Ukraine hit Russia.")
    report.event("struck", threat_type=None, actors=["Russia"], recipients=["Ukraine"])
    report.event("hit", threat_type=None, actors=["Ukraine"], recipients=["Russia"])
    comparison = compare_mentions(*pair(report))
    assert comparison.veto is not None
    assert comparison.veto.startswith("parties")
