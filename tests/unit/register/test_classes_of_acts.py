"""Acts of a kind and none in particular open no counted record."""

import pytest
from register_reports import Report

from tocsin.register.weighing import Weight, weigh_mention


@pytest.mark.parametrize(
    ("text", "trigger", "more", "weight"),
    [
        ("NATO weighs an answer to Russia's cyberattacks.", "cyberattacks", {}, Weight.CANDIDATE),
        ("Cyberattacks hit Warsaw.", "Cyberattacks", {"place": "Warsaw"}, Weight.REPORTED),
        ("A cyberattack took place.", "cyberattack", {}, Weight.REPORTED),
        ("A ship fires shots.", "fires", {"actors": ("ship",)}, Weight.REPORTED),
    ],
)
def test_a_plural_without_place_day_or_anybody_hit_is_a_lead(text, trigger, more, weight):
    report = Report(text)
    report.event(trigger, event_type="COERCE", threat_type="cyber", **more)
    reading = report.read()
    assert weigh_mention(reading, reading.events[0]).weight is weight
