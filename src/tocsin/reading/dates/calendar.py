"""What time expressions mean in days, given the day they are seen from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.languages.timewords import TimeWords
from tocsin.reading.dates.units import DAY, PRECISION, Days, make_month, make_season, make_unit, move, stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """Where an expression is seen from: publication, the last day named before it, and which way it looks."""

    published: date | None
    last_named: date | None
    ahead: bool
    words: TimeWords

    @property
    def known(self) -> date:
        """The day of publication; an expression that needs it cannot be worked out without."""
        if self.published is None:
            raise LookupError("no day of publication")
        return self.published


def work_out(kind: str, match: re.Match[str], view: Viewpoint) -> Days | None:
    """Return the days an expression means; None where it cannot be known or is no date."""
    parts = {name: text.lower() for name, text in match.groupdict().items() if text}
    try:
        return RULES[kind](parts, view)
    except (LookupError, ValueError, OverflowError):
        # No anchor, 31 February, or the year 0: the words are there, the day is not.
        return None


def shift_of(parts: Mapping[str, str], words: TimeWords) -> int | None:
    """Return -1, 0 or 1 for last, this, next; None where no such word stands."""
    word = parts.get("shift")
    if word is None:
        return None
    return -1 if words.has("back", word) else 1 if words.has("ahead", word) else 0


def clip_edge(days: Days, parts: Mapping[str, str], view: Viewpoint) -> Days:
    """Cut a period that holds publication: "earlier this month" ends, "later this month" starts there.

    The start, middle or end of another period is not narrowed: the words do not say where it ends.
    """
    now = view.published
    if now is None or not days.start <= now <= days.end:
        return days
    edge = parts.get("edge", "")
    if view.words.has("late", edge) and edge != "late":
        return Days(now, days.end, days.precision)
    if view.ahead:
        return Days(now, days.end, days.precision)
    return Days(days.start, now, days.precision)


def _find_weekday(parts: Mapping[str, str], view: Viewpoint) -> Days:
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


def _find_date(parts: Mapping[str, str], view: Viewpoint) -> Days:
    month, number = view.words.number("months", parts["month"]), int(parts["day"])
    day = date(int(parts["year"]), month, number) if "year" in parts else _nearest(month, number, view)
    return Days(day, day, "day")


def _nearest(month: int, number: int, view: Viewpoint) -> date:
    now = view.known
    years = [now.year - 1, now.year, now.year + 1]
    near = [date(year, month, number) for year in years if _exists(year, month, number)]
    if view.ahead:
        near = [day for day in near if day >= now] or near
    return min(near, key=lambda day: abs((day - now).days))


def _exists(year: int, month: int, number: int) -> bool:
    return number <= make_month(year, month).end.day


def _find_day_range(parts: Mapping[str, str], view: Viewpoint) -> Days:
    year = parts.get("year_2") or parts.get("year")
    last = {
        "month": parts.get("month_2", parts["month"]),
        "day": parts["day_2"],
        **({"year": year} if year else {}),
    }
    end = _find_date(last, view).end
    month = view.words.number("months", parts["month"])
    start_year = int(parts["year"]) if "year" in parts else end.year - (month > end.month)
    return Days(date(start_year, month, int(parts["day"])), end, "day")


def _find_month_year(parts: Mapping[str, str], view: Viewpoint) -> Days:
    return make_month(int(parts["year"]), view.words.number("months", parts["month"]))


def _find_month(parts: Mapping[str, str], view: Viewpoint) -> Days:
    month, now = view.words.number("months", parts["month"]), view.known
    shift = shift_of(parts, view.words)
    year = now.year
    if shift == -1 and month >= now.month:
        year -= 1
    elif (shift == 1 or (shift is None and view.ahead)) and month < now.month + (shift == 1):
        year += 1
    elif shift is None and not view.ahead and month > now.month:
        year -= 1
    return clip_edge(make_month(year, month), parts, view)


def _find_month_of_year(parts: Mapping[str, str], view: Viewpoint) -> Days:
    year = view.known.year + (shift_of(parts, view.words) or 0)
    return make_month(year, view.words.number("months", parts["month"]))


def _find_quarter_of_year(parts: Mapping[str, str], view: Viewpoint) -> Days:
    year = view.known.year + (shift_of(parts, view.words) or 0)
    return make_unit("quarter", date(year, 3 * view.words.number("quarters", parts["ordinal"]), 1), 0)


def _find_unit(parts: Mapping[str, str], view: Viewpoint) -> Days:
    shift = shift_of(parts, view.words) or 0
    if view.words.has("back", parts.get("shift", "")) and parts["shift"] == "past":
        return stretch(1, parts["unit"], view.known, back=True)
    return clip_edge(make_unit(view.words.number("units", parts["unit"]), view.known, shift), parts, view)


def _find_stretch(parts: Mapping[str, str], view: Viewpoint) -> Days:
    shift = shift_of(parts, view.words)
    back = shift == -1 or (shift == 0 and not view.ahead)
    return stretch(_count(parts, view), view.words.number("units", parts["unit"]), view.known, back=back)


def _count(parts: Mapping[str, str], view: Viewpoint) -> int:
    if "number" not in parts:
        return 1
    known: int | None = view.words.number("numbers", parts["number"])
    return int(parts["number"]) if known is None else known


def _find_steps(parts: Mapping[str, str], view: Viewpoint) -> Days:
    direction, unit = parts["direction"], view.words.number("units", parts["unit"])
    ago = direction in {"ago", "from now", "hence", "earlier"}
    anchor = view.known if ago else _last_named(view)
    count = _count(parts, view) * (-1 if view.words.has("before", direction) else 1)
    landed = move(anchor, unit, count)
    return make_unit(PRECISION.get(unit, unit), landed, 0)


def _last_named(view: Viewpoint) -> date:
    if view.last_named is None:
        raise LookupError("no day named before")
    return view.last_named


def _find_neighbour(parts: Mapping[str, str], view: Viewpoint) -> Days:
    unit = view.words.number("units", parts["unit"])
    direction = parts.get("direction", "")
    if direction == "ago":
        return make_unit(unit, view.known, -1)
    return make_unit(unit, _last_named(view), -1 if view.words.has("before", direction) else 1)


def _find_neighbour_shift(parts: Mapping[str, str], view: Viewpoint) -> Days:
    word = parts["neighbour"]
    shift = 0 if word == "same" else 1 if view.words.has("ahead", word) else -1
    anchor = _last_named(view) if view.last_named or word != "next" else view.known
    return make_unit(view.words.number("units", parts["unit"]), anchor, shift)


def _near_day(shift: int) -> Callable[[Mapping[str, str], Viewpoint], Days]:
    def find(parts: Mapping[str, str], view: Viewpoint) -> Days:
        day = view.known + timedelta(days=shift)
        return Days(day, day, "day")

    return find


def _find_overnight(parts: Mapping[str, str], view: Viewpoint) -> Days:
    return Days(view.known - DAY, view.known, "day")


def _find_weekend(parts: Mapping[str, str], view: Viewpoint) -> Days:
    now, shift = view.known, shift_of(parts, view.words)
    saturday = now - timedelta(days=now.weekday() - 5)
    ahead = shift == 1 or (shift in {0, None} and view.ahead)
    if not ahead and (saturday > now or (shift == -1 and now.weekday() >= 5)):
        saturday -= 7 * DAY
    elif shift == 1 and now.weekday() >= 5:
        saturday += 7 * DAY
    return Days(saturday, saturday + DAY, "day")


def _find_weekday_of_week(parts: Mapping[str, str], view: Viewpoint) -> Days:
    week = make_unit("week", view.known, shift_of(parts, view.words) or 0)
    day = week.start + timedelta(days=view.words.number("weekdays", parts["weekday"]))
    return Days(day, day, "day")


def _find_year(parts: Mapping[str, str], view: Viewpoint) -> Days:
    return make_unit("year", date(int(parts["year"]), 1, 1), 0)


def _find_year_range(parts: Mapping[str, str], view: Viewpoint) -> Days:
    return Days(date(int(parts["year"]), 1, 1), date(int(parts["year_2"]), 12, 31), "year")


def _find_season(parts: Mapping[str, str], view: Viewpoint) -> Days:
    first = view.words.number("seasons", parts["season"])
    shift = shift_of(parts, view.words)
    year = int(parts["year"]) if "year" in parts else view.known.year
    days = make_season(year, first)
    if "year" in parts or shift == 0:
        return days
    if shift == 1 or view.ahead:
        return days if days.start > view.known else make_season(year + 1, first)
    # "last summer" is over; "in summer" of a past act has begun.
    is_past = days.end < view.known if shift == -1 else days.start <= view.known
    return days if is_past else make_season(year - 1, first)


def _find_quarter(parts: Mapping[str, str], view: Viewpoint) -> Days:
    number = view.words.number("quarters", parts["ordinal"])
    year = int(parts["year"]) if "year" in parts else view.known.year
    days = make_unit("quarter", date(year, 3 * number, 1), 0)
    if "year" not in parts and days.start > view.known and not view.ahead:
        days = make_unit("quarter", date(year - 1, 3 * number, 1), 0)
    return days


def _find_quarter_shift(parts: Mapping[str, str], view: Viewpoint) -> Days:
    return make_unit("quarter", view.known, shift_of(parts, view.words) or 0)


def _find_within(parts: Mapping[str, str], view: Viewpoint) -> Days | None:
    if not view.ahead:
        return None
    return stretch(_count(parts, view), view.words.number("units", parts["unit"]), view.known, back=False)


def _find_iso(parts: Mapping[str, str], view: Viewpoint) -> Days:
    day = date.fromisoformat(parts["iso"])
    return Days(day, day, "day")


def _find_decade(parts: Mapping[str, str], view: Viewpoint) -> Days:
    return make_unit("decade", date(int(parts["decade"]), 1, 1), 0)


RULES: Mapping[str, Callable[[Mapping[str, str], Viewpoint], Days | None]] = {
    "iso": _find_iso,
    "day_range": _find_day_range,
    "date": _find_date,
    "month_year": _find_month_year,
    "month_shift": _find_month,
    "month": _find_month,
    "month_of_year": _find_month_of_year,
    "quarter_of_year": _find_quarter_of_year,
    "weekday": _find_weekday,
    "weekday_of_week": _find_weekday_of_week,
    "weekend": _find_weekend,
    "unit_shift": _find_unit,
    "unit_edge": _find_unit,
    "stretch": _find_stretch,
    "within": _find_within,
    "steps": _find_steps,
    "neighbour": _find_neighbour,
    "neighbour_shift": _find_neighbour_shift,
    "today": _near_day(0),
    "yesterday": _near_day(-1),
    "tomorrow": _near_day(1),
    "overnight": _find_overnight,
    "year": _find_year,
    "year_range": _find_year_range,
    "decade": _find_decade,
    "season": _find_season,
    "quarter": _find_quarter,
    "quarter_shift": _find_quarter_shift,
}
