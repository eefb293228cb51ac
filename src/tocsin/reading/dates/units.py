"""Days, weeks, months and longer units of the calendar, and steps from one to another."""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS = {"day": 1, "week": 7, "fortnight": 14}
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}
DAY = timedelta(days=1)
# Precision that "three weeks ago" leaves: the unit it counts in.
PRECISION = {"fortnight": "week"}
SEASON_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Days:
    """An inclusive stretch of days, and the precision of the words behind it."""

    start: date
    end: date
    precision: str


def make_month(year: int, month: int) -> Days:
    """Return the days of a month; months over 12 or under 1 run into the next or last years."""
    index = year * 12 + month - 1
    start = date(index // 12, index % 12 + 1, 1)
    index += 1
    return Days(start, date(index // 12, index % 12 + 1, 1) - DAY, "month")


def make_unit(unit: str, day: date, shift: int) -> Days:
    """Return the calendar unit that lies so many units from the one that holds the day."""
    if unit in DAYS:
        start = day + timedelta(days=DAYS[unit] * shift)
        if unit == "day":
            return Days(start, start, "day")
        start -= timedelta(days=start.weekday())
        return Days(start, start + 6 * DAY, "week")
    if unit == "month":
        return make_month(day.year, day.month + shift)
    if unit == "quarter":
        first = make_month(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * shift)
        return Days(first.start, make_month(first.start.year, first.start.month + 2).end, "quarter")
    if unit == "half":
        first = make_month(day.year, (day.month - 1) // 6 * 6 + 1 + 6 * shift)
        return Days(first.start, make_month(first.start.year, first.start.month + 5).end, "half")
    if unit == "decade":
        year = day.year // 10 * 10 + 10 * shift
        return Days(date(year, 1, 1), date(year + 9, 12, 31), "decade")
    return Days(date(day.year + shift, 1, 1), date(day.year + shift, 12, 31), "year")


def stretch(count: int, unit: str, now: date, *, back: bool) -> Days:
    """Return the days from now to so many units before or after it."""
    other = move(now, unit, -count if back else count)
    return Days(min(now, other), max(now, other), PRECISION.get(unit, unit))


def move(day: date, unit: str, count: int) -> date:
    """Return the day so many units later, or earlier where the count is negative."""
    if unit in DAYS:
        return day + timedelta(days=DAYS[unit] * count)
    month = make_month(day.year, day.month + MONTHS[unit] * count)
    return month.start.replace(day=min(day.day, month.end.day))


def make_season(year: int, first: int) -> Days:
    """Return the days of the season that begins with the month `first` of the year."""
    return Days(date(year, first, 1), make_month(year, first + SEASON_MONTHS - 1).end, "season")


def find_easter(year: int) -> date:
    """Return the Sunday of western Easter (Gregorian computus; Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, day + 1)
