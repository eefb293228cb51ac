"""What expressions mean that count from the day of writing, or from what was named before."""

from collections.abc import Callable
from datetime import date, timedelta

from tocsin.reading.dates.calendar import find_weekday
from tocsin.reading.dates.units import DAY, PRECISION, Days, make_unit, move, stretch
from tocsin.reading.dates.viewpoint import Parts, Viewpoint, clip_edge, count_of, shift_of, year_of

# Directions that count from the day of writing, whatever was named before.
FROM_NOW = frozenset({"ago", "from now", "hence"})
QUARTERS_A_YEAR = 4
# From how coarse a stretch one can count on in this unit: "a day later" only from a day.
COUNTS_FROM = {"day": 1, "week": 7, "fortnight": 7, "month": 31, "quarter": 92, "half": 184, "year": 366}


def find_unit(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "last week", "earlier this year"."""
    shift = shift_of(parts, view.words) or 0
    if view.words.has("back", parts.get("shift", "")) and parts["shift"] == "past":
        return stretch(1, parts["unit"], view.known, back=True)
    return clip_edge(make_unit(view.words.number("units", parts["unit"]), view.known, shift), parts, view)


def find_stretch(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "over the past three weeks"."""
    shift = shift_of(parts, view.words)
    back = shift == -1 or (shift == 0 and not view.ahead)
    return stretch(count_of(parts, view), view.words.number("units", parts["unit"]), view.known, back=back)


def find_within(parts: Parts, view: Viewpoint) -> Days | None:
    """Return the days of "within two weeks", of what is to come only."""
    if not view.ahead:
        return None
    return stretch(count_of(parts, view), view.words.number("units", parts["unit"]), view.known, back=False)


def find_steps(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "three weeks ago", "two days later"."""
    direction, unit = parts["direction"], view.words.number("units", parts["unit"])
    count = count_of(parts, view) * (-1 if view.words.has("before", direction) else 1)
    landed = move(_find_anchor(direction, unit, view), unit, count)
    return make_unit(PRECISION.get(unit, unit), landed, 0)


def _find_anchor(direction: str, unit: str, view: Viewpoint) -> date:
    """Return the day one counts from: "ago" from writing; "earlier" from there too if nothing was named."""
    if direction in FROM_NOW:
        return view.known
    named = view.memory.days
    if named is not None and (named.end - named.start).days < COUNTS_FROM.get(unit, 0):
        return named.start
    if view.memory.day is not None:
        return view.memory.day
    if direction == "earlier":
        return view.known
    raise LookupError("no day named before")


def find_neighbour(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the week before", "the day after"."""
    unit = view.words.number("units", parts["unit"])
    direction = parts.get("direction", "")
    step = -1 if view.words.has("before", direction) else 1
    return make_unit(unit, _find_anchor(direction, unit, view), step)


def find_neighbour_shift(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the following week", "the same day", "that year"."""
    word, unit = parts["neighbour"], view.words.number("units", parts["unit"])
    if word in {"same", "that"}:
        named = view.named
        days = make_unit(unit, named.start, 0)
        if days.end < named.end:
            raise LookupError("what was named is coarser")
        return days
    shift = 1 if view.words.has("ahead", word) else -1
    named_before = view.memory.days or view.memory.day
    anchor = view.known if named_before is None and word != "same" else _find_anchor("", unit, view)
    return make_unit(unit, anchor, shift)


def find_neighbour_weekday(parts: Parts, view: Viewpoint) -> Days:
    """Return the day of "the previous Friday", counted from the day named before."""
    wanted = view.words.number("weekdays", parts["weekday"])
    anchor = view.memory.day
    if anchor is None:
        return find_weekday({"weekday": parts["weekday"], "shift": parts["neighbour"]}, view)
    if view.words.has("ahead", parts["neighbour"]):
        day = anchor + timedelta(days=(wanted - anchor.weekday()) % 7 or 7)
    else:
        day = anchor - timedelta(days=(anchor.weekday() - wanted) % 7 or 7)
    return Days(day, day, "day")


def find_year_ago(parts: Parts, view: Viewpoint) -> Days:
    """Return what is compared with: the quarter that was spoken of, a year before it; else the year before.

    "Sales in the third quarter rose to 5 million from 4 million a year ago."
    """
    quarter = view.memory.quarter
    if "ordinal" in parts:
        year = (quarter.start if quarter else view.known).year - 1
        return make_unit("quarter", date(year, 3 * view.words.number("quarters", parts["ordinal"]), 1), 0)
    if quarter is not None:
        return make_unit("quarter", quarter.start, -QUARTERS_A_YEAR)
    if "period" in parts:
        raise LookupError("no quarter named before")
    direction = parts.get("direction", "ago")
    return make_unit("year", _find_anchor(direction, "year", view), -1)


def find_this_unit(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the year", "the quarter" (the one spoken of, else the last full one)."""
    unit = view.words.number("units", parts["unit"])
    if unit != "quarter":
        return clip_edge(make_unit(unit, view.known, 0), parts, view)
    if view.memory.quarter is None:
        return make_unit("quarter", view.known, -1)
    return view.memory.quarter


def find_period_of_year(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the 2023 quarter", "the 2023 period": the quarter spoken of, in that year."""
    if view.memory.quarter is None:
        raise LookupError("no quarter named before")
    return make_unit("quarter", view.memory.quarter.start.replace(year=year_of(parts, view)), 0)


def find_latest(parts: Parts, view: Viewpoint) -> Days:
    """Return the days of "the latest period": the quarter spoken of."""
    if view.memory.quarter is None:
        raise LookupError("no quarter named before")
    return view.memory.quarter


def find_unit_end(parts: Parts, view: Viewpoint) -> Days:
    """Return the last month of the year that "year-end" closes."""
    year = view.known.year - (0 if view.ahead or view.is_limit or view.known.month > 1 else 1)
    return make_unit("month", date(year, 12, 1), 0)


def find_hour(parts: Parts, view: Viewpoint) -> Days:
    """Return the day of "around 7 p.m.", "in the evening": the one named before, else the day of writing."""
    day = view.memory.day or view.known
    return Days(day, day, "day")


def near_day(shift: int) -> Callable[[Parts, Viewpoint], Days]:
    """Return the rule for a day so many days from the day of writing."""

    def find(parts: Parts, view: Viewpoint) -> Days:
        day = view.known + timedelta(days=shift)
        return Days(day, day, "day")

    return find


def find_overnight(parts: Parts, view: Viewpoint) -> Days:
    """Return the two days of the night before writing, or of the one named: "overnight into Tuesday"."""
    if "weekday" not in parts:
        return Days(view.known - DAY, view.known, "day")
    day = find_weekday({"weekday": parts["weekday"]}, view).start
    if "into" in parts:
        return Days(day - DAY, day, "day")
    return Days(day, max(day, min(day + DAY, view.known)), "day")
