"""Whether an event happened, and according to whom."""

from tocsin.reading.status.judging import Judged, judge_status

__all__ = ["Judged", "judge_status"]
