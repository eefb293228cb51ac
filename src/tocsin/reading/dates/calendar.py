"""What the names of days, months, quarters, seasons and years mean in days."""

from dataclasses import replace
from datetime import date, timedelta

from tocsin.reading.dates.units import DAY, Days, find_easter, make_month, make_season, make_unit
from tocsin.reading.dates.viewpoint import Parts, Viewpoint, clip_edge, shift_of, year_of

# Of two years for "30 December", the coming one is meant only if it is that much nearer than the last one:
# what is told without a sign of the future mostly lies behind.
COMING_WEIGHT = 3
# "Posted on 19 July 2024, one burned on 21 July": a day so soon after one that was named is of its year.
FOLLOWING = timedelta(days=31)


def find_weekday(parts: Parts, view: Viewpoint) -> Days:
    """Return the day of "Tuesday", "last Tuesday", "next Tuesday"."""
    wanted, now = view.words.number("weekdays", parts["weekday"]), view.known
    back = (now.weekday() - wanted) % 7
    shift = shift_of(parts, view.words)
    if shift == 1 or (shift is None and view.ahead):
        # "is due in Moscow on Tuesday", told on a Tuesday, is today; "next Tuesday" is not.
        ahead = (wanted - now.weekday()) % 7
        day = now + timedelta(days=ahead or (7 if shift == 1 else 0))
    elif shift == -1:
        day = now - timedelta(days=back or 7)
    else:
        day = now - timedelta(days=back)
    return Days(day, day, "day")


def find_weekday_range(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "from Thursday until Monday"."""
    if "coming" in parts:
        view = replace(view, ahead=True)
    start = find_weekday({"weekday": parts["weekday"]}, view).start
    last = view.words.number("weekdays", parts["weekday_2"])
    return Days(start, start + timedelta(days=(last - start.weekday()) % 7), "day")


def find_weekday_of_week(parts: Parts, view: Viewpoint) -> Days:
    """Return the day of "Tuesday last week"."""
    week = make_unit("week", view.known, shift_of(parts, view.words) or 0)
    day = week.start + timedelta(days=view.words.number("weekdays", parts["weekday"]))
    return Days(day, day, "day")


def find_weekend(parts: Parts, view: Viewpoint) -> Days:
    """Return Saturday and Sunday of "the weekend"."""
    now, shift = view.known, shift_of(parts, view.words)
    saturday = now - timedelta(days=now.weekday() - 5)
    ahead = shift == 1 or (shift in {0, None} and view.ahead)
    if not ahead and (saturday > now or (shift == -1 and now.weekday() >= 5)):
        saturday -= 7 * DAY
    elif shift == 1 and now.weekday() >= 5:
        saturday += 7 * DAY
    return Days(saturday, saturday + DAY, "day")


def find_date(parts: Parts, view: Viewpoint) -> Days:
    """Return the day of "18 November", with or without its year."""
    month, number = view.words.number("months", parts["month"]), int(parts["day"])
    year = year_of(parts, view) if "year" in parts else None
    day = date(year, month, number) if year is not None else _choose_year(month, number, view)
    return Days(day, day, "day")


def find_holiday(parts: Parts, view: Viewpoint) -> Days:
    """Return the day of "New Year's Eve" or "Good Friday"."""
    rule = str(view.words.number("holidays", parts["holiday"]))
    shift = shift_of(parts, view.words)
    years = [year_of(parts, view)] if "year" in parts else [view.known.year + step for step in (-1, 0, 1)]
    near = [_day_of_holiday(rule, year) for year in years]
    if "year" not in parts and shift == -1:
        near = [day for day in near if day < view.known][-1:]
    elif "year" not in parts and shift == 1:
        near = [day for day in near if day > view.known][:1]
    day = _choose_near(near, view)
    return Days(day, day, "day")


def _day_of_holiday(rule: str, year: int) -> date:
    """Return the day a holiday falls on: "12-25", or so many days from Easter: "easter-2"."""
    if rule.startswith("easter"):
        return find_easter(year) + timedelta(days=int(rule.removeprefix("easter") or 0))
    month, day = rule.split("-")
    return date(year, int(month), int(day))


def _choose_year(month: int, number: int, view: Viewpoint) -> date:
    now, named = view.known, view.memory.day
    if named is not None and not view.ahead and _exists(named.year, month, number):
        day = date(named.year, month, number)
        if named <= day <= min(named + FOLLOWING, now):
            return day
    years = [now.year - 1, now.year, now.year + 1]
    return _choose_near([date(year, month, number) for year in years if _exists(year, month, number)], view)


def _choose_near(days: list[date], view: Viewpoint) -> date:
    """Choose the day meant among those of three years."""
    now = view.known
    if view.ahead:
        days = [day for day in days if day >= now] or days
    elif view.is_over:
        days = [day for day in days if day <= now] or days
    weight = 1 if view.ahead or view.is_limit else COMING_WEIGHT
    return min(days, key=lambda day: (day - now).days * weight if day > now else (now - day).days)


def _exists(year: int, month: int, number: int) -> bool:
    return number <= make_month(year, month).end.day


def find_day_range(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "9-10 September" or "30 October to 2 November"."""
    year = parts.get("year_2") or parts.get("year")
    last = {
        "month": parts.get("month_2", parts["month"]),
        "day": parts["day_2"],
        **({"year": year} if year else {}),
    }
    end = find_date(last, view).end
    month = view.words.number("months", parts["month"])
    start_year = year_of(parts, view) if "year" in parts else end.year - (month > end.month)
    return Days(date(start_year, month, int(parts["day"])), end, "day")


def find_month_year(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "November 2024"."""
    return make_month(year_of(parts, view), view.words.number("months", parts["month"]))


def find_month(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "November", "last November"."""
    month, now = view.words.number("months", parts["month"]), view.known
    shift = shift_of(parts, view.words)
    year = now.year
    if shift == -1 and month >= now.month:
        year -= 1
    elif shift == 1 and month <= now.month:
        year += 1
    elif shift is None and view.is_limit:
        return clip_edge(_choose_month(month, view), parts, view)
    elif shift is None and view.ahead and month < now.month:
        year += 1
    elif shift is None and not view.ahead and month > now.month:
        year -= 1
    return clip_edge(make_month(year, month), parts, view)


def _choose_month(month: int, view: Viewpoint) -> Days:
    """Return the nearest month of this name: "until mid-November"."""
    now = view.known
    near = [make_month(year, month) for year in (now.year - 1, now.year, now.year + 1)]
    if view.ahead:
        near = [days for days in near if days.end >= now]
    return min(near, key=lambda days: abs((days.start - now).days))


def find_month_range(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "between March and June 2023"."""
    year = parts.get("year_2") or parts.get("year")
    last = {"month": parts["month_2"], **({"year": year} if year else {})}
    end = find_month_year(last, view) if year else find_month(last, view)
    month = view.words.number("months", parts["month"])
    year_before = end.start.year - (month > end.start.month)
    start = make_month(year_of(parts, view) if "year" in parts else year_before, month)
    return Days(start.start, end.end, "month")


def find_month_of_year(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "November last year"."""
    year = view.known.year + (shift_of(parts, view.words) or 0)
    return make_month(year, view.words.number("months", parts["month"]))


def find_quarter(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the third quarter", "the third quarter of 2023", "Q3 2023"."""
    figure = parts.get("figure")
    number = int(figure) if figure else view.words.number("quarters", parts["ordinal"])
    year = year_of(parts, view) if "year" in parts else view.known.year
    days = make_unit("quarter", date(year, 3 * number, 1), 0)
    if "year" not in parts and days.start > view.known and not view.ahead:
        days = make_unit("quarter", date(year - 1, 3 * number, 1), 0)
    return days


def find_quarter_of_year(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the third quarter of last year"."""
    year = view.known.year + (shift_of(parts, view.words) or 0)
    return make_unit("quarter", date(year, 3 * view.words.number("quarters", parts["ordinal"]), 1), 0)


def find_quarter_shift(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "last quarter"."""
    return make_unit("quarter", view.known, shift_of(parts, view.words) or 0)


def find_half(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the first half of 2024", "the second half of this year"."""
    year = year_of(parts, view) if "year" in parts else view.known.year + (shift_of(parts, view.words) or 0)
    return make_unit("half", date(year, 6 * view.words.number("halves", parts["half"]), 1), 0)


def find_season(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "last summer", "winter 2022"; a winter begins in the year that names it."""
    first = view.words.number("seasons", parts["season"])
    shift = shift_of(parts, view.words)
    year = year_of(parts, view) if "year" in parts else view.known.year
    days = make_season(year, first)
    if "year" in parts or shift == 0:
        return days
    if shift == 1 or (view.ahead and shift is None):
        return days if days.start > view.known else make_season(year + 1, first)
    # "last summer" is over; "in summer" of a past act has begun.
    is_past = days.end < view.known if shift == -1 else days.start <= view.known
    return days if is_past else make_season(year - 1, first)


def find_year(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "2014"."""
    return make_unit("year", date(year_of(parts, view), 1, 1), 0)


def find_year_range(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "2014-2016"."""
    return Days(date(year_of(parts, view), 1, 1), date(year_of(parts, view, slot="year_2"), 12, 31), "year")


def find_decade(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the 1990s", "the '90s", "the nineties"."""
    if "decade" in parts:
        return make_unit("decade", date(int(parts["decade"]), 1, 1), 0)
    tens = int(parts["short"]) if "short" in parts else view.words.number("decades", parts["tens"])
    year = view.known.year // 100 * 100 + tens
    return make_unit("decade", date(year if year <= view.known.year else year - 100, 1, 1), 0)


def find_iso(parts: Parts, view: Viewpoint) -> Days:
    """Return the day of "2024-11-21"."""
    day = date.fromisoformat(parts["iso"])
    return Days(day, day, "day")
