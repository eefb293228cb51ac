"""Forecasts and scores as columns for any data frame library, and as Altair charts."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.model import Forecast
from tocsin.warning.forecasting.scorecard import Scorecard
from tocsin.warning.forecasting.tallies import chance_of_any, find_quantile

if TYPE_CHECKING:
    import altair

Frame = dict[str, list[Any]]
"""Columns by name, equally long: `pandas.DataFrame(frame)`, `polars.DataFrame(frame)` and
`pyarrow.table(frame)` take it as it is, and tocsin itself needs none of them."""

QUANTILES = (("low_90", 0.05), ("low_50", 0.25), ("median", 0.5), ("high_50", 0.75), ("high_90", 0.95))
BASELINE_SHOWN = "conflictology"


def frame_forecasts(forecasts: Iterable[Forecast]) -> Frame:
    """Return a row a forecast and system (ours, then each baseline): days, quantiles, chance of any, 0..1."""
    rows: list[dict[str, Any]] = []
    for forecast in forecasts:
        for system, drawn in (("tocsin", forecast.draws), *forecast.baselines):
            rows.append(
                {
                    "unit": forecast.unit,
                    "system": system,
                    "step": forecast.step,
                    "starts_on": forecast.starts_on.isoformat(),
                    "ends_on": forecast.ends_on.isoformat(),
                    "as_of": forecast.as_of.isoformat(),
                    "profile": forecast.profile,
                    **{name: find_quantile(drawn, share) for name, share in QUANTILES},
                    "chance_of_any": chance_of_any(drawn),
                }
            )
    return _turn(rows)


def frame_scores(card: Scorecard) -> Frame:
    """Return a row a system: the mean of each score."""
    names = ("system", "crps", "crps_log1p", "ignorance", "brier", "covered_90")
    return _turn([{name: getattr(score, name) for name in names} for score in card.scores])


def chart_forecasts(forecasts: Sequence[Forecast]) -> "altair.LayerChart | altair.FacetChart":
    """Return medians with their 50 and 90 % intervals by period ahead, the naive median dashed."""
    import altair  # late: two seconds that only a chart pays

    rows = _list_rows(frame_forecasts(forecasts))
    ours = [row for row in rows if row["system"] == "tocsin"]
    naive = [row for row in rows if row["system"] == BASELINE_SHOWN]
    period = altair.X("starts_on:T", title=None)
    base = altair.Chart(_inline(ours))
    wide = base.mark_rule(size=3, opacity=0.35).encode(
        x=period, y=altair.Y("low_90:Q", title="incidents"), y2="high_90:Q", color="unit:N"
    )
    narrow = base.mark_rule(size=8, opacity=0.5).encode(
        x=period, y="low_50:Q", y2="high_50:Q", color="unit:N"
    )
    middle = base.mark_point(filled=True, size=60).encode(x=period, y="median:Q", color="unit:N")
    dashed = (
        altair.Chart(_inline(naive))
        .mark_line(strokeDash=[4, 3], point=True)
        .encode(x=period, y="median:Q", color="unit:N")
    )
    return altair.layer(wide, narrow, dashed, middle)


def chart_reliability(card: Scorecard) -> "altair.LayerChart | altair.FacetChart":
    """Return the share that happened against the chance given, by system; the diagonal is reliable."""
    import altair  # late: two seconds that only a chart pays

    values = [
        {"system": score.system, "forecasts": size, "chance": chance, "happened": happened}
        for score in card.scores
        for size, chance, happened in score.reliability
    ]
    ends = _inline([{"chance": 0, "happened": 0}, {"chance": 1, "happened": 1}])
    even = altair.Chart(ends).mark_line(strokeDash=[2, 2], color="grey").encode(x="chance:Q", y="happened:Q")
    points = (
        altair.Chart(_inline(values))
        .mark_point(filled=True)
        .encode(
            x=altair.X("chance:Q", title="chance given"),
            y=altair.Y("happened:Q", title="share that happened"),
            size="forecasts:Q",
            color="system:N",
        )
    )
    return altair.layer(even, points)


def _inline(values: list[dict[str, Any]]) -> "altair.Data":
    import altair  # late: two seconds that only a chart pays

    return altair.Data(values=values)


def _turn(rows: Sequence[dict[str, Any]]) -> Frame:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def _list_rows(frame: Frame) -> list[dict[str, Any]]:
    return [dict(zip(frame, values, strict=True)) for values in zip(*frame.values(), strict=True)]
