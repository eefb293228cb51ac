"""From incidents to forecasts and back to outcomes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tocsin.errors import InputError
from tocsin.model import (
    AttributionAct,
    AttributionState,
    AttributionView,
    Evidence,
    Incident,
    IncidentStatus,
    Outcome,
    Span,
)
from tocsin.model.codec import decode, encode
from tocsin.model.forecast import Forecast
from tocsin.warning import group_by_unit
from tocsin.warning.forecasting import (
    MONTH,
    WEEK,
    build_panel,
    chance_of_any,
    chart_forecasts,
    chart_pit,
    chart_reliability,
    count_outcomes,
    expand,
    find_quantile,
    frame_forecasts,
    frame_scores,
    issue_forecasts,
    score_forecasts,
)
from tocsin.warning.forecasting.model import draw_counts
from tocsin.warning.forecasting.scores import score_crps_log1p
from tocsin.warning.nowcasting import Delays

SINCE, AS_OF = date(2023, 1, 1), date(2025, 3, 31)
MADE = datetime(2025, 4, 1, tzinfo=UTC)


def make_incident(number, day, *, reported=None, kind="sabotage", state=AttributionState.NONE):
    evidence = Evidence(document_id="d", span=Span("d", 0, 1), quote="q")
    act = AttributionAct(
        attributor="M", attributor_kind="minister", act="suspects", towards="RUS", evidence=(evidence,)
    )
    return Incident(
        id=f"i{number:04}",
        title="Fire",
        threat_type=kind,
        status=IncidentStatus.REPORTED,
        start_date=day,
        reports=1,
        origins=1,
        target_countries=("POL",),
        attribution=AttributionView(state=state, acts=(act,)),
        first_reported_at=datetime.combine(reported or day, datetime.min.time(), tzinfo=UTC),
    )


def make_incidents(every=9, until=AS_OF):
    days = (until - SINCE).days // every
    return [make_incident(n, SINCE + timedelta(days=n * every)) for n in range(days)]


def issue(incidents, *, period=MONTH, steps=2, alike="type:"):
    panel = build_panel(incidents, period=period, as_of=AS_OF, read_since=SINCE, alike=alike)
    return issue_forecasts(panel, steps=steps, profile="warning", made_at=MADE)


def test_months_are_whole_and_end_with_the_last_whole_one():
    panel = build_panel(make_incidents(), period=MONTH, as_of=date(2025, 3, 15), read_since=date(2023, 1, 5))
    assert panel.starts[0] == date(2023, 2, 1)
    assert panel.starts[-1] == date(2025, 2, 1)
    assert panel.find_days(1) == (date(2025, 3, 1), date(2025, 3, 31))


def test_weeks_end_with_the_day():
    panel = build_panel(make_incidents(), period=WEEK, as_of=AS_OF, read_since=SINCE)
    assert panel.find_days(1) == (AS_OF + timedelta(days=1), AS_OF + timedelta(days=7))
    days = [SINCE + timedelta(days=9 * n) for n in range(len(make_incidents()))]
    assert panel.counts[panel.units.index("all")].sum() == sum(day >= panel.starts[0] for day in days)


def test_every_count_lists_its_incidents():
    panel = build_panel(make_incidents(), period=MONTH, as_of=AS_OF, read_since=SINCE)
    sizes = [[len(members) for members in row] for row in panel.incident_ids]
    assert sizes == panel.counts.tolist()


def test_what_is_reported_later_changes_no_forecast():
    late = [
        make_incident(900 + n, AS_OF - timedelta(days=n), reported=AS_OF + timedelta(days=2))
        for n in range(9)
    ]
    assert issue([*make_incidents(), *late]) == issue(make_incidents())


def test_nobody_is_paired_on_a_hint():
    day = date(2025, 1, 1)
    hinted, suspected = (
        group_by_unit([make_incident(1, day, state=state)])
        for state in (AttributionState.HINTED, AttributionState.SUSPECTED)
    )
    assert "pair:RUS>POL" not in hinted
    assert "pair:RUS>POL" in suspected


def test_an_empty_register_and_a_short_one_give_one_clear_line():
    with pytest.raises(InputError, match="no incident counted as of 2025-03-31; wanted one"):
        build_panel([], period=MONTH, as_of=AS_OF, read_since=SINCE)
    with pytest.raises(InputError, match="2 whole months; wanted 6 or more"):
        build_panel(make_incidents(), period=MONTH, as_of=AS_OF, read_since=date(2025, 2, 1))


def test_steps_and_units_out_of_range_are_refused():
    panel = build_panel(make_incidents(), period=MONTH, as_of=AS_OF, read_since=SINCE)
    with pytest.raises(InputError, match="wanted 1 to 6"):
        issue_forecasts(panel, steps=7, profile="warning", made_at=MADE)
    with pytest.raises(InputError, match="unknown unit 'type:x'"):
        issue_forecasts(panel, steps=1, profile="warning", made_at=MADE, units=["type:x"])


def test_a_forecast_says_what_it_was_made_from():
    first, second = issue(make_incidents())
    assert (first.unit, first.step, second.step) == ("type:sabotage", 1, 2)
    assert first.history_periods == 27
    assert first.incident_ids
    assert set(dict(first.baselines)) == {"conflictology", "last value", "historical"}
    assert len(expand(first.draws)) == 1000
    assert (
        find_quantile(first.draws, 0.05)
        <= find_quantile(first.draws, 0.5)
        <= find_quantile(first.draws, 0.95)
    )
    assert decode(Forecast, encode(first)) == first


def test_outcomes_are_scored_beside_the_naive_forecasts():
    forecasts = issue(make_incidents())
    later = [make_incident(500 + n, date(2025, 4, 2 + n)) for n in range(3)]
    outcomes = count_outcomes(forecasts, later, on=date(2025, 6, 1), scored_at=MADE)
    assert [outcome.count for outcome in outcomes] == [3, 0]
    assert outcomes[0].incident_ids == ("i0500", "i0501", "i0502")
    card = score_forecasts(forecasts, {outcomes[0].forecast_id: outcomes[0]})
    assert (card.scored, card.waiting, card.replayed) == (1, 1, 0)
    assert [score.system for score in card.scores] == ["tocsin", "conflictology", "last value", "historical"]
    expected = (1 - chance_of_any(forecasts[0].draws)) ** 2
    assert card.scores[0].brier == pytest.approx(expected)


def test_a_forecast_made_after_its_period_is_told_as_replayed():
    (forecast, _) = issue(make_incidents())
    panel = build_panel(make_incidents(), period=MONTH, as_of=AS_OF, read_since=SINCE, alike="type:")
    (late,) = issue_forecasts(panel, steps=1, profile="warning", made_at=datetime(2025, 9, 1, tzinfo=UTC))
    outcome = Outcome(forecast_id=late.id, count=1, incident_ids=("i1",), scored_at=MADE)
    assert score_forecasts([late], {late.id: outcome}).replayed == 1
    assert score_forecasts([forecast], {forecast.id: outcome}).replayed == 0


def test_frames_and_charts_of_forecasts_hold_a_row_a_system():
    forecasts = issue(make_incidents())
    frame = frame_forecasts(forecasts)
    assert frame.shape[0] == 8
    assert set(frame[frame.system == "tocsin"]["starts_on"].dt.year) == {2025}
    assert (frame["low_90"] <= frame["median"]).all()
    outcomes = count_outcomes(forecasts, [], on=date(2025, 8, 1), scored_at=MADE)
    card = score_forecasts(forecasts, {outcome.forecast_id: outcome for outcome in outcomes})
    assert list(frame_scores(card)["system"])[0] == "tocsin"
    drawn = chart_forecasts(forecasts, outcomes=outcomes, link=lambda one: f"/forecasts#{one.id}").to_dict()
    (values,) = (held for held in drawn["datasets"].values())
    assert {row["came"] for row in values} == {0}
    assert {row["url"] for row in values} == {f"/forecasts#{one.id}" for one in forecasts}
    assert chart_reliability(card).to_dict()["layer"]
    assert [len(held) for held in chart_pit(card).to_dict()["datasets"].values()] == [40]


def test_a_month_in_which_nothing_was_read_is_left_out_and_not_quiet():
    days = [SINCE + timedelta(days=n) for n in range((AS_OF - SINCE).days + 1)]
    read = [day for day in days if (day.year, day.month) != (2024, 6)]
    incidents = [
        i for i in make_incidents() if i.start_date and (i.start_date.year, i.start_date.month) != (2024, 6)
    ]
    options = {"period": MONTH, "as_of": AS_OF, "read_since": SINCE, "alike": "type:"}
    whole, gap = build_panel(incidents, **options), build_panel(incidents, **options, read_days=read)
    assert whole.counts.shape[1] == gap.counts.shape[1] + 1
    assert whole.counts.min() == 0 < gap.counts.min()
    assert gap.starts[-1] == date(2025, 3, 1)
    assert "1 months in which nothing was read" in gap.remarks[0]
    assert whole.remarks == ()


def test_the_newest_counts_are_raised_for_late_reports_and_older_ones_are_not():
    half_a_month = Delays(tuple(min(1.0, (day + 1) / 30) for day in range(181)), 40)
    incidents = make_incidents(every=5)
    options = {"period": MONTH, "as_of": AS_OF, "read_since": SINCE, "alike": "type:"}
    plain, cast = build_panel(incidents, **options), build_panel(incidents, **options, delays=half_a_month)
    assert cast.counts[0, -1] == round(plain.counts[0, -1] / (32 / 60))
    assert (cast.counts[:, :-1] == plain.counts[:, :-1]).all()
    assert "about 53%" in cast.remarks[0]
    undated = [replace(incident, start_date=None) for incident in incidents]
    assert (build_panel(undated, **options, delays=half_a_month).counts == plain.counts).all()


def test_raising_late_counts_foretells_better_where_reports_are_late():
    late = np.random.default_rng(5)
    counts = late.poisson(6.0, (40, 40)).astype(float)
    seen = counts.copy()
    seen[:, -1] = late.binomial(counts[:, -1].astype(int), 0.4)
    raised = seen.copy()
    raised[:, -1] = np.rint(seen[:, -1] / 0.4)
    truth = late.poisson(6.0, (40, 200))

    def score(known):
        draws = draw_counts(known, step=1, seed=7)
        return np.mean([score_crps_log1p(draws, truth[:, n]).mean() for n in range(200)])

    assert score(raised) < score(seen)


def test_a_forecast_carries_what_bears_on_its_counts():
    panel = build_panel(make_incidents(), period=MONTH, as_of=AS_OF, read_since=SINCE, alike="type:")
    first, *_ = issue_forecasts(panel, steps=1, profile="warning", made_at=MADE, checks=("source X is new",))
    assert first.checks == ("source X is new",)
    assert decode(Forecast, encode(first)).checks == first.checks
