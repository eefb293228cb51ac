"""Days written as the value of a TIMEX3 tag (TimeML 1.2.1), to compare with annotated text."""

from tocsin.model import DateRange

SEASON_SIGNS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


def write_timex(days: DateRange) -> str:
    """Return the value of the unit in which the interval begins: 2024-11-21, 2024-W47, 2024-11, 2024-Q4."""
    day = days.start
    match days.precision:
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
        case "half":
            return f"{day.year}-H{1 + (day.month > 6)}"
        case "season":
            return f"{day.year}-{SEASON_SIGNS.get(day.month // 3 * 3 or 12, 'WI')}"
        case "year":
            return f"{day.year:04d}"
        case "decade":
            return f"{day.year // 10:03d}"
        case "century":
            return f"{day.year // 100:02d}"
    return day.isoformat()
