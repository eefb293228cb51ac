"""What time expressions mean in days: one rule for each kind of expression."""

import re
from collections.abc import Callable, Mapping

from tocsin.reading.dates import calendar, relative
from tocsin.reading.dates.units import Days
from tocsin.reading.dates.viewpoint import Parts, Viewpoint

RULES: Mapping[str, Callable[[Parts, Viewpoint], Days | None]] = {
    "iso": calendar.find_iso,
    "day_range": calendar.find_day_range,
    "date": calendar.find_date,
    "holiday": calendar.find_holiday,
    "month_year": calendar.find_month_year,
    "month_shift": calendar.find_month,
    "month": calendar.find_month,
    "month_range": calendar.find_month_range,
    "month_of_year": calendar.find_month_of_year,
    "quarter_of_year": calendar.find_quarter_of_year,
    "weekday": calendar.find_weekday,
    "weekday_range": calendar.find_weekday_range,
    "weekday_of_week": calendar.find_weekday_of_week,
    "weekend": calendar.find_weekend,
    "year": calendar.find_year,
    "year_range": calendar.find_year_range,
    "decade": calendar.find_decade,
    "season": calendar.find_season,
    "quarter": calendar.find_quarter,
    "quarter_shift": calendar.find_quarter_shift,
    "half": calendar.find_half,
    "unit_shift": relative.find_unit,
    "unit_edge": relative.find_unit,
    "unit_end": relative.find_unit_end,
    "this_unit": relative.find_this_unit,
    "stretch": relative.find_stretch,
    "within": relative.find_within,
    "steps": relative.find_steps,
    "neighbour": relative.find_neighbour,
    "neighbour_shift": relative.find_neighbour_shift,
    "neighbour_weekday": relative.find_neighbour_weekday,
    "year_ago": relative.find_year_ago,
    "period_of_year": relative.find_period_of_year,
    "latest": relative.find_latest,
    "hour": relative.find_hour,
    "before_yesterday": relative.near_day(-2),
    "yesterday": relative.near_day(-1),
    "today": relative.near_day(0),
    "tomorrow": relative.near_day(1),
    "after_tomorrow": relative.near_day(2),
    "overnight": relative.find_overnight,
}


def work_out(kind: str, match: re.Match[str], view: Viewpoint) -> Days | None:
    """Return the days an expression means; None where it cannot be known or is no date."""
    parts = {name: text.lower() for name, text in match.groupdict().items() if text}
    try:
        return RULES[kind](parts, view)
    except (LookupError, ValueError, OverflowError):
        # No anchor, 31 February, or the year 0: the words are there, the day is not.
        return None
