"""Pictures drawn on the server: an Altair specification to SVG, kept by content."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tocsin.model import Series

THEMES = ("light", "dark")
PICTURE_WEEKS = 52
# Ink, bars and rules of the style sheet; a picture cannot see the page's own colours.
COLOURS = {
    "light": {"ink": "#4b565f", "bar": "#0b5a6e", "rule": "#dcdfdb", "gap": "#ffffff"},
    "dark": {"ink": "#a9b4bb", "bar": "#6fc3d6", "rule": "#2c353b", "gap": "#14191d"},
}
WIDTH, HEIGHT = 1040, 120
LOWEST_TOP = 4
"""An axis that ends lower makes one incident look like a wave."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One week of the chart: its first day and its last, and its count."""

    start: date
    end: date
    count: int


def list_bars(series: Series) -> tuple[Bar, ...]:
    """Return a series as bars, oldest first."""
    length = timedelta(days=series.period_days)
    return tuple(
        Bar(start=point.start, end=point.start + length - timedelta(days=1), count=int(point.value))
        for point in series.points
    )


def draw_weekly(bars: Sequence[Bar], *, title: str, theme: str) -> str:
    """Return the weekly counts as an SVG picture; the same bars are drawn once."""
    return _render(json.dumps(specify_weekly(bars, title=title, theme=theme), sort_keys=True))


def specify_weekly(bars: Sequence[Bar], *, title: str, theme: str) -> dict[str, Any]:
    """Return the Vega-Lite specification of the weekly counts."""
    import altair  # late: two seconds that only the first picture pays

    colours = COLOURS[theme]
    values = [
        {
            "from": bar.start.isoformat(),
            "to": (bar.end + timedelta(days=1)).isoformat(),
            "incidents": bar.count,
        }
        for bar in bars
    ]
    highest = max((bar.count for bar in bars), default=0)
    chart = (
        altair.Chart(altair.InlineData(values=values), title=title)
        .mark_bar(color=colours["bar"], stroke=colours["gap"], strokeWidth=1.5)
        .encode(
            x=altair.X("from:T", title=None),
            x2="to:T",
            y2=altair.datum(0),
            y=altair.Y("incidents:Q", title=None, scale=altair.Scale(domain=[0, max(highest, LOWEST_TOP)])),
        )
        .properties(width=WIDTH, height=HEIGHT, background="transparent")
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
