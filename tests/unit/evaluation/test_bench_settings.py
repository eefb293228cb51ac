from collections import Counter

import pytest

from tocsin.evaluation.bench_settings import is_right_date, make_setting_figures, tally_setting


def days(start, end, precision="day"):
    return {"start": start, "end": end, "precision": precision}


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("2024-11-21", days("2024-11-21", "2024-11-21"), True),
        ("2024-11-21", days("2024-11-20", "2024-11-21"), False),
        ("2024-11", days("2024-11-01", "2024-11-30", "month"), True),
        ("2024-11", days("2024-11-01", "2024-11-21", "month"), True),
        ("2024-11", days("2024-11-21", "2024-11-21"), False),
        ("2024-11", days("2024-10-01", "2024-10-31", "month"), False),
        ("2024-04-26/2024-04-28", days("2024-04-26", "2024-04-28"), True),
        ("2024-04-26/2024-04-28", days("2024-04-26", "2024-04-26"), False),
    ],
)
def test_a_date_is_right_when_it_is_the_gold_interval_or_its_month_cut(gold, found, right):
    assert is_right_date(gold, found) is right


def test_what_is_missed_and_what_is_invented_are_told_apart():
    poland, nowhere = {"place": {"country": "POL"}, "date": "2024-11-21"}, {"place": None, "date": None}
    total: Counter[str] = Counter()
    total.update(tally_setting(poland, poland | {"date": days("2024-11-21", "2024-11-21")}))
    total.update(tally_setting(poland, nowhere))
    total.update(tally_setting(nowhere, poland | {"date": days("2024-11-21", "2024-11-21")}))
    figures = make_setting_figures(total)
    assert figures["event country"] == figures["event date"] == 0.5
    assert figures["country if given"] == figures["date if given"] == 0.5


def test_a_sea_without_a_country_is_not_scored():
    assert (
        tally_setting({"place": {"country": None}, "date": None}, {"place": {"country": "FIN"}})[
            "places given"
        ]
        == 0
    )
