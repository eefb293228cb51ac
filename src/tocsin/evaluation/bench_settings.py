"""The setting of annotated acts: whether an act found is given the right days and the right country."""

from collections import Counter
from datetime import date

from tocsin.evaluation.base import Item
from tocsin.reading.dates.units import make_month

MONTH_LENGTH = len("2024-11")


def tally_setting(true: Item, found: Item) -> Counter[str]:
    """Count, for one act found, what the gold gives of place and date, what is given, and what is right.

    A place is right when its country is the gold's; a place without a country in the gold is not scored.
    A date is right when it has the gold's first and last day; where the gold gives a month, also when it is
    that month cut at the day of publication ("earlier this month").
    """
    tally: Counter[str] = Counter()
    where, country = _country_of(found.get("place")), _country_of(true.get("place"))
    is_placed = where is not None
    if country is not None or not true.get("place"):
        tally["places given"] += is_placed
    if country is not None:
        tally["places gold"] += 1
        tally["places right"] += where == country
    when, wanted = found.get("date"), true.get("date")
    tally["dates given"] += when is not None
    if wanted:
        tally["dates gold"] += 1
        tally["dates right"] += when is not None and is_right_date(wanted, when)
    return tally


def make_setting_figures(total: Counter[str]) -> dict[str, float]:
    """Return the shares of right places and dates: of those in the gold, and of those given."""
    return {
        "event country": _share(total["places right"], total["places gold"]),
        "country if given": _share(total["places right"], total["places given"]),
        "event date": _share(total["dates right"], total["dates gold"]),
        "date if given": _share(total["dates right"], total["dates given"]),
    }


def is_right_date(gold: str, found: Item) -> bool:
    """Whether the found interval is the gold's: an ISO day, a month, or two days with a slash between."""
    start, end = read_interval(gold)
    first, last = date.fromisoformat(found["start"]), date.fromisoformat(found["end"])
    if (first, last) == (start, end):
        return True
    is_month = len(gold) == MONTH_LENGTH and found["precision"] == "month"
    return is_month and start <= first and last <= end


def read_interval(gold: str) -> tuple[date, date]:
    """Return the first and the last day of a gold date."""
    first, _, last = gold.partition("/")
    if last:
        return date.fromisoformat(first), date.fromisoformat(last)
    if len(gold) == MONTH_LENGTH:
        days = make_month(int(gold[:4]), int(gold[5:]))
        return days.start, days.end
    return date.fromisoformat(gold), date.fromisoformat(gold)


def _country_of(place: Item | None) -> str | None:
    return None if place is None else place["country"]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
