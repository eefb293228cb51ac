"""An interval of days written in EDTF, the Extended Date/Time Format of ISO 8601-2."""

from datetime import timedelta

from tocsin.model.event import DateRange
from tocsin.model.incident import Incident

# Codes that stand in the place of the month (ISO 8601-2, level 1 seasons, level 2 quarters and halves).
SEASON_CODES = {3: 21, 6: 22, 9: 23, 12: 24}
FIRST_QUARTER_CODE = 33
FIRST_HALF_CODE = 40


def write_edtf(days: DateRange) -> str:
    """Return the interval in EDTF: a whole unit by its own sign ("2024-11", "199X"), else "start/end".

    An interval says between which days the act lies, not that it went on for all of them.
    """
    whole = _write_unit(days)
    if whole is not None:
        return whole
    return f"{days.start.isoformat()}/{days.end.isoformat()}"


def write_incident_edtf(incident: Incident) -> str | None:
    """Return when an incident was in EDTF; None where no text gives a day."""
    start, end = incident.start_date, incident.end_date
    if start is None:
        return None
    return write_edtf(
        DateRange(start=start, end=max(start, end or start), precision=incident.date_precision or "day")
    )


def _write_unit(days: DateRange) -> str | None:
    start, end = days.start, days.end
    if start == end:
        return start.isoformat()
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return None
    year = f"{start.year:04d}"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    match days.precision, months:
        case "month", 1:
            return f"{year}-{start.month:02d}"
        case "quarter", 3 if start.month % 3 == 1:
            return f"{year}-{FIRST_QUARTER_CODE + (start.month - 1) // 3}"
        case "season", 3 if start.month in SEASON_CODES:
            return f"{year}-{SEASON_CODES[start.month]}"
        case "half", 6 if start.month in {1, 7}:
            return f"{year}-{FIRST_HALF_CODE + (start.month > 1)}"
        case "year", 12 if start.month == 1:
            return year
        case "decade", 120 if start.month == 1 and start.year % 10 == 0:
            return f"{year[:3]}X"
        case "century", 1200 if start.month == 1 and start.year % 100 == 0:
            return f"{year[:2]}XX"
    return None
