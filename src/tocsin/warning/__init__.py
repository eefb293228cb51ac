"""Incidents to series and alerts: what changed, and what is behind it."""

from tocsin.warning.alerts import find_alerts, has_baseline, iter_weeks, replay_alerts
from tocsin.warning.series import count_incidents, day_of, group_by_unit

__all__ = [
    "count_incidents",
    "day_of",
    "find_alerts",
    "group_by_unit",
    "has_baseline",
    "iter_weeks",
    "replay_alerts",
]
