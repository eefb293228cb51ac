"""Pictures drawn on the server: the charts of `tocsin.warning` to SVG, kept by content."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from tocsin.model import Point, Series
from tocsin.warning.charts import PALETTES, chart_series

THEMES = tuple(PALETTES)
PICTURE_WEEKS = 52
DAYS_A_BAR = 7


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


@lru_cache(maxsize=64)
def draw_weekly(bars: tuple[Bar, ...], *, title: str, theme: str) -> str:
    """Return the weekly counts as an SVG picture; the same bars are drawn once."""
    points = tuple(Point(bar.start, float(bar.count)) for bar in bars)
    series = Series(unit="all", measure="incidents", period_days=DAYS_A_BAR, profile="", points=points)
    return draw_chart(chart_series(series, title=title, palette=PALETTES[theme]))


def draw_chart(chart: Any) -> str:
    """Return any chart of `tocsin.warning` as an SVG picture; the same one is drawn once.

    A chart is in one theme: make it with `palette=PALETTES[theme]`.
    """
    return _render(json.dumps(chart.to_dict(), sort_keys=True))


@lru_cache(maxsize=64)
def _render(specification: str) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(specification)
    return drawn
