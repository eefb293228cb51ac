"""Forecasts and scores as data frames, and as Altair charts."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.model import Forecast, Outcome
from tocsin.warning.charts import LIGHT, Palette, dress_chart, list_colours
from tocsin.warning.forecasting.scorecard import Scorecard
from tocsin.warning.forecasting.tallies import chance_of_any, find_quantile
from tocsin.warning.frames import Columns, list_rows, make_frame, turn_rows

if TYPE_CHECKING:
    import pandas

    from tocsin.warning.charts import AnyChart

OURS, BASELINE_SHOWN = "tocsin", "conflictology"
QUANTILES = (("low_90", 0.05), ("low_50", 0.25), ("median", 0.5), ("high_50", 0.75), ("high_90", 0.95))
WORDS = ("unit", "system", "step", "starts_on", "ends_on", "as_of", "profile")
SCORES = ("system", "crps", "crps_log1p", "ignorance", "brier", "covered_90")


def frame_forecasts(forecasts: Iterable[Forecast]) -> "pandas.DataFrame":
    """Return a row a forecast and system (ours, then each baseline): days, quantiles, chance of any, 0..1."""
    return make_frame(tabulate_forecasts(forecasts))


def frame_scores(card: Scorecard) -> "pandas.DataFrame":
    """Return a row a system: the mean of each score."""
    return make_frame(tabulate_scores(card))


def tabulate_forecasts(forecasts: Iterable[Forecast]) -> Columns:
    """Return the columns of `frame_forecasts`, for those who use another library."""
    rows = [
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
            "checks": list(forecast.checks),
        }
        for forecast in forecasts
        for system, drawn in ((OURS, forecast.draws), *forecast.baselines)
    ]
    return turn_rows((*WORDS, *(name for name, _ in QUANTILES), "chance_of_any", "checks"), rows)


def tabulate_scores(card: Scorecard) -> Columns:
    """Return the columns of `frame_scores`."""
    return turn_rows(SCORES, [{name: getattr(score, name) for name in SCORES} for score in card.scores])


def chart_forecasts(
    forecasts: Sequence[Forecast],
    *,
    outcomes: Iterable[Outcome] = (),
    palette: Palette = LIGHT,
    link: Callable[[Forecast], str | None] | None = None,
    label: Callable[[str], str] = str,
    width: int = 260,
    height: int = 120,
) -> "AnyChart":
    """Return medians with 50 and 90 % intervals by period ahead, a panel a unit, the naive median dashed.

    What came of them, where `outcomes` tell, stands as a cross.
    """
    import altair  # late: two seconds that only a chart pays

    rows = [{**row, "unit": label(row["unit"])} for row in _list_values(forecasts, outcomes, link)]
    base = altair.Chart().transform_filter(f"datum.system == '{OURS}'")
    naive = altair.Chart().transform_filter(f"datum.system == '{BASELINE_SHOWN}'")
    period = altair.X("starts_on:T", title=None, axis=altair.Axis(format="%d %b", grid=False, tickCount=5))
    highest = max((row["high_90"] for row in rows), default=0)
    count = altair.Y("low_90:Q", title=None, scale=altair.Scale(domainMin=0, domainMax=max(1, highest)))
    wide = base.mark_rule(size=3, opacity=0.4, color=palette.bar).encode(x=period, y=count, y2="high_90:Q")
    narrow = base.mark_rule(size=8, opacity=0.5, color=palette.bar).encode(
        x=period, y="low_50:Q", y2="high_50:Q"
    )
    middle = base.mark_point(filled=True, size=60, color=palette.bar).encode(x=period, y="median:Q")
    if link is not None:
        middle = middle.encode(href="url:N")
    dashed = naive.mark_line(strokeDash=[4, 3], color=palette.second, point={"color": palette.second}).encode(
        x=period, y="median:Q"
    )
    came = (
        base.transform_filter("isValid(datum.came)")
        .mark_point(shape="cross", size=90, color=palette.raised, filled=True)
        .encode(x=period, y="came:Q")
    )
    layered = altair.layer(wide, narrow, dashed, middle, came, data=altair.InlineData(values=rows))
    panels = layered.properties(width=width, height=height).facet(
        facet=altair.Facet("unit:N", title=None), columns=3
    )
    return dress_chart(panels.resolve_scale(y="independent"), palette)


def chart_reliability(
    card: Scorecard, *, palette: Palette = LIGHT, width: int = 260, height: int = 260
) -> "AnyChart":
    """Return the share that happened against the chance given, by system; the diagonal is reliable."""
    import altair  # late: two seconds that only a chart pays

    values = [
        {"system": score.system, "forecasts": size, "chance": chance, "happened": happened}
        for score in card.scores
        for size, chance, happened in score.reliability
    ]
    ends = altair.InlineData(values=[{"chance": 0, "happened": 0}, {"chance": 1, "happened": 1}])
    across = altair.X("chance:Q", title="chance given", scale=altair.Scale(domain=[0, 1]))
    up = altair.Y("happened:Q", title="share that happened", scale=altair.Scale(domain=[0, 1]))
    even = altair.Chart(ends).mark_line(strokeDash=[2, 2], color=palette.ink).encode(x=across, y=up)
    points = (
        altair.Chart(altair.InlineData(values=values))
        .mark_point(filled=True)
        .encode(
            x=across,
            y=up,
            size=altair.Size("forecasts:Q", legend=None),
            color=altair.Color("system:N", title=None, scale=altair.Scale(range=list_colours(palette))),
            shape=altair.Shape("system:N", title=None),
        )
    )
    chart = altair.layer(even, points).properties(width=width, height=height)
    return dress_chart(chart, palette)


def chart_pit(card: Scorecard, *, palette: Palette = LIGHT, width: int = 200, height: int = 90) -> "AnyChart":
    """Return the PIT histogram of each system: ten bins, all at 1 where the spread is right."""
    import altair  # late: two seconds that only a chart pays

    values = [
        {"system": score.system, "bin": number / 10, "end": (number + 1) / 10, "share": share, "even": 1}
        for score in card.scores
        for number, share in enumerate(score.pit)
    ]
    base = altair.Chart()
    bars = base.mark_bar(color=palette.bar, stroke=palette.gap).encode(
        x=altair.X("bin:Q", title=None, axis=altair.Axis(grid=False, tickCount=2)),
        x2="end:Q",
        y=altair.Y("share:Q", title=None),
        y2=altair.datum(0),
    )
    even = base.mark_rule(color=palette.ink, strokeDash=[2, 2]).encode(y="even:Q")
    layered = altair.layer(bars, even, data=altair.InlineData(values=values))
    panels = layered.properties(width=width, height=height).facet(
        facet=altair.Facet("system:N", title=None, sort=None), columns=4
    )
    return dress_chart(panels, palette)


def _list_values(
    forecasts: Sequence[Forecast],
    outcomes: Iterable[Outcome],
    link: Callable[[Forecast], str | None] | None,
) -> list[dict[str, Any]]:
    came = {outcome.forecast_id: outcome.count for outcome in outcomes}
    rows = list_rows(tabulate_forecasts(forecasts))
    of_rows = (forecast for forecast in forecasts for _ in (OURS, *forecast.baselines))
    return [
        {**row, "came": came.get(forecast.id), "url": (link(forecast) if link else None) or ""}
        for row, forecast in zip(rows, of_rows, strict=True)
    ]
