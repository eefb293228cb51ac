"""Forecasts of a stored register: as of a day, kept once, scored when the outcome is in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from test_replay import fill, tell

from tocsin.errors import InputError
from tocsin.ontology import profile
from tocsin.pipeline.forecasting import Wanted, find_outcomes, forecast_register, score_register
from tocsin.pipeline.views import Query
from tocsin.store import open_store

WARNING = profile("warning")
MONTHS = Wanted(alike="type:", period="month", steps=2)
TOWNS = ("Gdansk", "Krakow", "Lublin")


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "r.sqlite")
    yield opened
    opened.close()


def make_year(first=date(2024, 1, 1), months=12, every=20):
    days = [first + timedelta(days=every * n) for n in range(months * 30 // every)]
    return [tell(TOWNS[n % 3], d, d + timedelta(days=1), status="happened") for n, d in enumerate(days)]


def query(day):
    return Query(profile=WARNING, as_of=datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC))


def same(forecasts):
    return [(f.id, f.draws, f.baselines, f.incident_ids) for f in forecasts]


def test_later_reports_change_no_earlier_forecast(store, tmp_path):
    day = date(2024, 11, 30)
    early = [reading for reading in make_year() if reading.document.published_at.date() <= day]
    fill(store, early)
    before = same(forecast_register(store, query(day), MONTHS))
    told_late = [tell(t, date(2024, 11, 20), date(2025, 1, 9), status="happened") for t in TOWNS]
    fill(store, told_late)
    assert same(forecast_register(store, query(day), MONTHS)) == before


def test_an_empty_register_gives_one_clear_line(store):
    with pytest.raises(InputError, match="no dated report"):
        forecast_register(store, Query(profile=WARNING), MONTHS)


def test_forecasts_are_kept_once_and_scored_when_due(store):
    fill(store, make_year(months=13))
    made = datetime(2024, 10, 31, tzinfo=UTC)
    forecasts = forecast_register(store, query(date(2024, 10, 31)), MONTHS, clock=lambda: made)
    assert store.add_forecasts(forecasts) == 2
    assert store.add_forecasts(forecasts) == 0
    assert set(store.list_forecasts()) == set(forecasts)
    # The last report is of late December: November is over for more than two weeks, December is not.
    outcomes = find_outcomes(store, profile, clock=lambda: datetime(2025, 6, 1, tzinfo=UTC))
    (november,) = outcomes
    assert november.count == len(november.incident_ids) > 0
    store.add_outcomes(outcomes)
    assert store.list_outcomes() == outcomes
    assert find_outcomes(store, profile) == ()
    card = score_register(store)
    assert (card.scored, card.waiting, card.replayed) == (1, 1, 0)


def test_a_day_before_the_first_report_is_refused(store):
    fill(store, make_year())
    with pytest.raises(InputError, match="before the first report, of 2024-01-02"):
        forecast_register(store, query(date(2023, 5, 1)), MONTHS)
