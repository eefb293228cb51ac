from datetime import UTC, date, datetime, timedelta

import pytest
from register_reports import NOON, Report, read_sentences

from tocsin.register import assemble_register, link_mentions
from tocsin.register.rulings import Ruling, find_ruling

DAY = date(2025, 3, 9)


def build(*reports):
    readings = [read_sentences(report) for report in reports]
    linkage = link_mentions(readings, now=datetime(2025, 4, 1, tzinfo=UTC))
    return assemble_register(readings, linkage)


def burned(text="A depot in Warsaw burned on Sunday.", *, publisher="Morning Paper", days=0):
    report = Report(text, publisher=publisher, published_at=NOON + timedelta(days=days))
    report.event("burned", place="Warsaw", on=DAY, subtype="arson")
    return report


@pytest.mark.parametrize(
    ("text", "ruling"),
    [
        ("We said a depot in Warsaw burned. The report was wrong, and we withdraw it.", Ruling.WITHDRAWN),
        ("The Daily has withdrawn its report that a depot in Warsaw burned.", Ruling.WITHDRAWN),
        ("The information that a depot in Warsaw burned is false.", Ruling.FALSE),
        ("The depot in Warsaw burned in March. The inquiry is closed: a technical fault. It was caused by "
         "a short circuit.", Ruling.INNOCENT),
        ("The depot in Warsaw burned. The inquiry was completed. No traces of explosives were found.",
         Ruling.INNOCENT),
    ],
)  # fmt: skip
def test_words_round_an_act_undo_it(text, ruling):
    report = burned(text)
    reading = read_sentences(report)
    found = find_ruling(reading, reading.events[0])
    assert found is not None
    assert found[0] is ruling


@pytest.mark.parametrize(
    "text",
    [
        "A depot in Warsaw burned. Initial findings showed no sign of an attack.",
        "A depot in Warsaw burned. It may have been caused by a short circuit. The inquiry is closed.",
        "A depot in Warsaw burned. The inquiry ended. There was no evidence that a state was involved.",
        "A depot in Warsaw burned. The troops withdrew from the town.",
        "A depot in Warsaw burned. Claims of sabotage are being looked into.",
    ],
)
def test_first_guesses_and_cleared_parties_undo_nothing(text):
    reading = read_sentences(burned(text))
    assert find_ruling(reading, reading.events[0]) is None


def test_the_only_report_withdrawn_refutes_the_record():
    back = burned(
        "We reported that a depot in Warsaw burned on Sunday. The report was wrong, and we withdraw it.",
        days=2,
    )
    (incident,) = build(burned(), back)
    assert incident.status == "refuted"
    assert dict(incident.rules)["status"] == "only_report_withdrawn"


def test_who_only_cites_the_outlet_falls_with_it_and_who_saw_it_does_not():
    back = burned(
        "We reported that a depot in Warsaw burned on Sunday. The report was wrong, and we withdraw it.",
        days=2,
    )
    citing = Report("A depot in Warsaw burned on Sunday, the Morning Paper reported.", publisher="B")
    said = citing.say("A depot in Warsaw burned on Sunday", "the Morning Paper")
    citing.event("burned", status="reported", place="Warsaw", on=DAY, said=said, subtype="arson")
    (incident,) = build(burned(), citing, back)
    assert (incident.status, incident.origins) == ("refuted", 1)
    (incident,) = build(burned(), burned(publisher="Evening Post"), back)
    assert incident.status == "reported"


def test_two_texts_of_one_newspaper_are_one_witness():
    again = burned("On Sunday a depot in Warsaw burned, and nobody knows why.", days=1)
    (incident,) = build(burned(), again)
    assert (incident.status, incident.origins) == ("reported", 1)
    other = burned("On Sunday a depot in Warsaw burned, and nobody knows why.", publisher="B", days=1)
    (incident,) = build(burned(), other)
    assert (incident.status, incident.origins) == ("corroborated", 2)


def test_a_finding_of_an_innocent_cause_refutes_and_keeps_the_place():
    closed = burned(
        "The depot in Warsaw that burned on Sunday had a fault. Fire investigators closed the case. It was "
        "caused by a short circuit.",
        publisher="B",
        days=20,
    )
    (incident,) = build(burned(), closed)
    assert incident.status == "refuted"
    assert [place.name for place in incident.places] == ["Warsaw"]


def test_a_denial_of_service_denies_nothing():
    text = "A denial-of-service attack hit the sites of Poland on Sunday."
    report = Report(text)
    report.event(
        "service", status="denied", threat_type="cyber", event_type="COERCE", recipients=["Poland"], on=DAY
    )
    report.event("attack", threat_type="cyber", event_type="COERCE", recipients=["Poland"], on=DAY)
    (incident,) = build(report)
    assert (incident.status, incident.attribution.acts) == ("reported", ())
    assert len(incident.event_ids) == 1
