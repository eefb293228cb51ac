"""Measure how far two mentions lie apart in place and time, and when that rules out one act."""

import math

from tocsin.model import Place
from tocsin.register.mentions import Mention

# Beyond this two points at settlement precision or finer are two places.
FAR_KM = 150.0
FINE = frozenset({"exact", "site", "settlement"})
RADIUS_KM = {
    "exact": 1,
    "site": 3,
    "settlement": 12,
    "admin2": 40,
    "admin1": 110,
    "sea_area": 200,
    "country": 400,
}
DEFAULT_RADIUS_KM = 100.0
# Days that two day-level dates of one act may lie apart; damage found later is dated both ways.
TOLERANCE_DAYS = 1
DISCOVERY_TOLERANCE_DAYS = 3
FOUND_LATER = frozenset({"undersea", "cyber", "sabotage", "espionage", "information_manipulation"})
EXACT_DATES = frozenset({"minute", "hour", "day"})
EARTH_KM = 6371.0


def measure_distance(one: Place | None, other: Place | None) -> float | None:
    """Return the great-circle distance in km, None where a place has no point."""
    if one is None or other is None or None in (one.lat, one.lon, other.lat, other.lon):
        return None
    lat1, lon1, lat2, lon2 = (math.radians(float(x or 0.0)) for x in (one.lat, one.lon, other.lat, other.lon))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def measure_gap(one: Place, other: Place) -> float | None:
    """Return the km between the areas that two places may mean, 0 where they touch, None without points."""
    distance = measure_distance(one, other)
    return None if distance is None else max(0.0, distance - _radius(one) - _radius(other))


def _radius(place: Place) -> float:
    return place.radius_km or float(RADIUS_KM.get(place.precision, DEFAULT_RADIUS_KM))


def are_fine(left: Mention, right: Mention) -> bool:
    """Whether both places are known to the settlement or finer."""
    places = (left.place, right.place)
    return all(place is not None and place.precision in FINE for place in places)


def gap_days(left: Mention, right: Mention) -> int:
    """Return the days between the two times, 0 where they overlap."""
    return max((right.start - left.end).days, (left.start - right.end).days, 0)


def are_exact(left: Mention, right: Mention) -> bool:
    """Whether both are dated to the day or finer."""
    dates = (left.event.date, right.event.date)
    return all(item is not None and item.precision in EXACT_DATES for item in dates)


def find_tolerance(left: Mention, right: Mention) -> int:
    """Return by how many days the day-level dates of one act may differ."""
    found_later = {left.event.threat_type, right.event.threat_type} & FOUND_LATER
    return DISCOVERY_TOLERANCE_DAYS if found_later else TOLERANCE_DAYS
