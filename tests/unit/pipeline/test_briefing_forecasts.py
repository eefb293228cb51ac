"""A brief tells each forecast that fell due beside what came, with the incidents, and what stands ahead."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from fire_reports import tell
from tocsin.model import Forecast, ModelCard
from tocsin.ontology import profile
from tocsin.pipeline.briefing import make_brief
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.views import Query
from tocsin.register import make_claims
from tocsin.store import open_store

CARD = ModelCard(name="t", version="1", settings=(), not_for="")
DAYS = [date(2024, 11, 4), date(2024, 11, 6), date(2024, 11, 25)]


def foresee(key, starts_on, ends_on, as_of):
    return Forecast(
        id=key, unit="type:sabotage", profile="warning", period="week", step=1,
        starts_on=starts_on, ends_on=ends_on, as_of=as_of, made_at=datetime(2024, 11, 3, tzinfo=UTC),
        history_periods=40, data_hash="h", draws=((0, 800), (1, 200)),
        baselines=(("conflictology", ((0, 900), (1, 100))),), card=CARD, incident_ids=(),
    )  # fmt: skip


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "r.sqlite")
    for town, day in zip(("Gdansk", "Krakow", "Lublin"), DAYS, strict=True):
        reading = replace(tell(town, day, day + timedelta(days=1), status="happened"), persons=())
        opened.add_reading(reading, make_claims(reading), seen_at=reading.document.published_at)
    link_register(opened)
    opened.add_forecasts(
        [
            foresee("f1", date(2024, 11, 4), date(2024, 11, 10), date(2024, 11, 3)),
            foresee("f2", date(2024, 11, 25), date(2024, 12, 1), date(2024, 11, 24)),
        ]
    )
    yield opened
    opened.close()


def brief(store, since, until):
    made = make_brief(
        store,
        Query(profile=profile("warning")),
        since=datetime(*since, tzinfo=UTC),
        until=datetime(*until, tzinfo=UTC),
        false_alarms_per_year=1.0,
        find_profile=profile,
    )
    return {section.name: section for section in made.sections}


def test_what_came_stands_beside_what_was_foreseen(store):
    lines = brief(store, (2024, 11, 23), (2024, 11, 26, 23))["forecasts"].lines
    assert "2 happened; foreseen 0 (90 %: 0 to 1), any 20%, naively 10%" in lines[0].text
    assert "outside the 90 % interval" in lines[0].text
    assert len(lines[0].incident_ids) == 2
    assert all("burned" in quote.quote for quote in lines[0].quotes)
    assert "ahead: foreseen 0" in lines[1].text


def test_a_forecast_is_told_in_the_shift_in_which_it_falls_due(store):
    early = brief(store, (2024, 11, 11), (2024, 11, 12))["forecasts"].lines
    assert all("happened" not in line.text for line in early)


def test_the_state_hit_by_new_incidents_has_its_board_looked_at(store):
    signs = brief(store, (2024, 11, 1), (2024, 11, 30))["indicators"]
    assert "boards looked at:" in signs.note
