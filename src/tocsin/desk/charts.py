"""Pictures drawn on the server: an Altair specification to SVG, kept by content; every picture has a table twin."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tocsin.model import Series

THEMES = ("light", "dark")
# Ink, bars and rules of the style sheet; a picture cannot see the page's own colours.
COLOURS = {
    "light": {"ink": "#4b565f", "bar": "#0b5a6e", "rule": "#dcdfdb", "part": "#8fb3bd"},
    "dark": {"ink": "#a9b4bb", "bar": "#6fc3d6", "rule": "#2c353b", "part": "#3d6a76"},
}
WIDTH, HEIGHT = 1080, 132
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One week of the chart: its first day, its count, and whether it is still running."""

    start: str
    count: int
    open: bool


def list_bars(series: Series) -> tuple[Bar, ...]:
    """Return a series as bars; no week of it is open, as it ends with the newest report."""
    return tuple(
        Bar(start=point.start.isoformat(), count=int(point.value), open=False) for point in series.points
    )


def draw_weekly(bars: Sequence[Bar], *, title: str, theme: str) -> str:
    """Return the weekly counts as an SVG picture; the same bars are drawn once."""
    return _render(json.dumps(specify_weekly(bars, title=title, theme=theme), sort_keys=True))


def specify_weekly(bars: Sequence[Bar], *, title: str, theme: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of the weekly counts."""
    import altair  # late: two seconds that only the first picture pays

    colours = COLOURS[theme]
    values = altair.Data(values=[{"week": bar.start, "incidents": bar.count} for bar in bars])
    highest = max((bar.count for bar in bars), default=0)
    chart = (
        altair.Chart(values, title=title)
        .mark_bar(color=colours["bar"], binSpacing=2)
        .encode(
            x=altair.X("utcyearmonthdate(week):T", title=None).bandPosition(0.5)
            if False
            else altair.X("week:T", title=None, timeUnit=altair.TimeUnitParams(unit="yearweek", utc=True)),
            y=altair.Y("incidents:Q", title=None, scale=altair.Scale(domainMin=0, domainMax=max(highest, 4))),
        )
        .properties(width=WIDTH - 60, height=HEIGHT, background="transparent")
    )
    axis = {
        "labelColor": colours["ink"],
        "labelFont": FONT,
        "labelFontSize": 12,
        "domainColor": colours["rule"],
    }
    chart = (
        chart.configure_view(stroke=None)
        .configure_axis(**axis, tickColor=colours["rule"], gridColor=colours["rule"])
        .configure_axisX(grid=False, format="%b %Y", tickCount=12)
        .configure_axisY(tickCount=3, format="d", domain=False, ticks=False)
        .configure_title(color=colours["ink"], font=FONT, fontSize=13, fontWeight="normal", anchor="start")
    )
    specification: dict[str, Any] = chart.to_dict()
    return specification


@lru_cache(maxsize=64)
def _render(specification: str) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(specification)
    return drawn
