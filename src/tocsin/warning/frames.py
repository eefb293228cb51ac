"""Series, tension and alerts as data frames: one row a point or alert, with what is behind each."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.errors import ExportError
from tocsin.model import Alert, Indicator, Series
from tocsin.warning.tension import TensionPoint

if TYPE_CHECKING:
    import pandas

Columns = dict[str, list[Any]]
"""Columns by name, equally long; polars.DataFrame and pyarrow.table take them as they are."""

DAYS = frozenset({"start", "as_of", "on", "onset", "starts_on", "ends_on"})
"""Columns that a data frame holds as days, not as text."""


def make_frame(columns: Columns) -> "pandas.DataFrame":
    """Return columns as a pandas data frame, days as its own dates; ExportError where pandas is missing."""
    try:
        import pandas  # late: an extra, and a second that only a data frame pays
    except ImportError as error:
        raise ExportError(
            "a data frame was asked for and pandas is missing; wanted the extra: pip install 'tocsin[frames]'"
        ) from error
    frame = pandas.DataFrame(columns)
    for name in DAYS & set(columns):
        frame[name] = pandas.to_datetime(frame[name])
    return frame


def frame_series(series: Series | Iterable[Series]) -> "pandas.DataFrame":
    """Return a row a week and series, with nowcast, documents read and the ids counted; nothing is summed."""
    return make_frame(tabulate_series(series))


def frame_tension(points: Iterable[TensionPoint], *, pair: str) -> "pandas.DataFrame":
    """Return a row a week of a pair: talk and deed, with memory, and for 1,000 documents read."""
    return make_frame(tabulate_tension(points, pair=pair))


def frame_alerts(alerts: Iterable[Alert]) -> "pandas.DataFrame":
    """Return a row an alert: what changed, what it could not have seen, and the incidents behind it."""
    return make_frame(tabulate_alerts(alerts))


def frame_indicators(indicators: Iterable[Indicator]) -> "pandas.DataFrame":
    """Return a row an indicator and day: its state, why, and the ids that say it; a history is many days."""
    return make_frame(tabulate_indicators(indicators))


def tabulate_series(series: Series | Iterable[Series]) -> Columns:
    """Return the columns of `frame_series`, for those who use another library."""
    listed = [series] if isinstance(series, Series) else list(series)
    numbers = ("value", "expected", "low", "high", "read")
    return turn_rows(
        ("unit", "channel", "measure", "profile", "as_of", "start", *numbers, "incident_ids", "event_ids"),
        [
            {
                "unit": one.unit,
                "channel": one.channel,
                "measure": one.measure,
                "profile": one.profile,
                "as_of": one.as_of and one.as_of.isoformat(),
                "start": point.start.isoformat(),
                **{name: getattr(point, name) for name in numbers},
                "incident_ids": list(point.incident_ids),
                "event_ids": list(point.event_ids),
            }
            for one in listed
            for point in one.points
        ],
    )


def tabulate_tension(points: Iterable[TensionPoint], *, pair: str) -> Columns:
    """Return the columns of `frame_tension`."""
    numbers = ("talk", "deed", "talk_memory", "deed_memory", "talk_rate", "deed_rate", "read")
    return turn_rows(
        ("pair", "start", *numbers, "talk_ids", "deed_ids"),
        [
            {
                "pair": pair,
                "start": point.start.isoformat(),
                **{name: getattr(point, name) for name in numbers},
                "talk_ids": list(point.talk_ids),
                "deed_ids": list(point.deed_ids),
            }
            for point in points
        ],
    )


def tabulate_alerts(alerts: Iterable[Alert]) -> Columns:
    """Return the columns of `frame_alerts`."""
    words = ("id", "unit", "kind", "detector", "level", "reason", "statistic", "threshold")
    return turn_rows(
        (*words, "on", "onset", "detectable_change", "watch_next", "checks", "incident_ids", "quotes"),
        [
            {
                **{name: getattr(alert, name) for name in words},
                "on": alert.on.isoformat(),
                "onset": alert.onset and alert.onset.isoformat(),
                "detectable_change": alert.detectable_change,
                "watch_next": alert.watch_next,
                "checks": list(alert.checks),
                "incident_ids": list(alert.incident_ids),
                "quotes": [entry.quote for entry in alert.evidence],
            }
            for alert in alerts
        ],
    )


def tabulate_indicators(indicators: Iterable[Indicator]) -> Columns:
    """Return the columns of `frame_indicators`."""
    words = ("id", "label", "question", "state", "value", "polarity", "depth", "reason")
    return turn_rows(
        ("on", *words, "incident_ids", "event_ids"),
        [
            {
                "on": indicator.on.isoformat(),
                **{name: getattr(indicator, name) for name in words},
                "incident_ids": list(indicator.incident_ids),
                "event_ids": list(indicator.event_ids),
            }
            for indicator in indicators
        ],
    )


def turn_rows(names: Sequence[str], rows: Sequence[dict[str, Any]]) -> Columns:
    """Return rows as columns; without rows the columns are there and empty."""
    return {name: [row[name] for row in rows] for name in names}


def list_rows(columns: Columns) -> list[dict[str, Any]]:
    """Return columns as rows."""
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
