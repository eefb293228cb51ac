from dataclasses import replace
from datetime import date

import pytest

from tocsin.desk.wording import (
    clean_line,
    label_actor,
    label_unit,
    say_child,
    say_days_of,
    say_holders,
    say_place,
)
from tocsin.model import Place


def test_days_are_said_at_their_precision(cable):
    assert say_days_of(cable) == "2025-11-29 to 30"
    assert say_days_of(replace(cable, end_date=date(2025, 12, 1))) == "2025-11-29 to 2025-12-01"
    assert say_days_of(replace(cable, date_precision="month")) == "2025-11"
    assert say_days_of(replace(cable, start_date=None, end_date=None)).startswith("reported 2025-11-30")


def test_country_is_never_said_as_a_point():
    assert (
        say_place(Place(name="Latvia", country="LVA", precision="country"))
        == "Latvia (somewhere in the country)"
    )


def test_label_cannot_turn_the_direction_of_what_follows():
    assert clean_line("a\u202eb\u2066c\nd\x00e") == "a b c d e"


def test_author_is_the_report_itself():
    assert say_holders(("author",)) == "the report itself"
    assert say_holders(("Courier", "a minister")) == "Courier → a minister"


def test_units_are_said_in_words():
    assert [label_unit(u) for u in ("all", "target:EST", "type:balloon")] == [
        "All incidents", "Incidents against Estonia", "Balloon",
    ]  # fmt: skip


def test_report_without_a_title_is_called_by_its_first_words(store):
    from dataclasses import replace

    from tocsin.desk.shelving import make_report_row

    reading = next(iter(store.readings.values()))
    row = make_report_row(replace(reading, document=replace(reading.document, title=None)))
    assert row.title.endswith(" …")
    assert reading.document.text.startswith(row.title.removesuffix(" …"))
    assert len(row.title) < 100


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            "investigation_opened by VNM (ACCUSE/investigate) [only_act_of_report]",
            "investigation opened by Vietnam",
        ),
        ("detained towards [person] (COERCE/arrest)", "detained, towards [person]"),
        ("two men were held", "two men were held"),
    ],
)
def test_step_of_law_is_said_without_codes(value, words):
    assert say_child(value) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [("POL.GOV", "government of Poland"), ("RUS", "Russia"), ("EUU", "European Union"), ("SBU", "SBU")],
)
def test_actor_is_named_and_an_unknown_name_stays(code, words):
    assert label_actor(code) == words
