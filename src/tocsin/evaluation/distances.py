"""How far an answer lies from the gold, and what figures come from many such errors."""

import math
from collections.abc import Mapping

EARTH_KM = 6_371.0
# No two points of the earth are farther apart: the error of a name that is not resolved.
FARTHEST_KM = 20_039


def measure_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points given in degrees, in kilometres."""
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def find_median(errors: Mapping[int, int]) -> float:
    """Return the median of errors given as counts by whole kilometres."""
    middle, seen = sum(errors.values()) / 2, 0
    for km in sorted(errors):
        seen += errors[km]
        if seen >= middle:
            return float(km)
    return 0.0


def find_mean(errors: Mapping[int, int]) -> float:
    """Return the mean of errors given as counts by whole kilometres."""
    size = sum(errors.values())
    return sum(km * count for km, count in errors.items()) / size if size else 0.0


def measure_area(errors: Mapping[int, int]) -> float:
    """Return the area under the curve of sorted log errors, 0 best (Jurgens et al. 2015, section 4)."""
    size = sum(errors.values())
    if size < 2:
        return 0.0
    ordered = sorted(errors)
    logs = [math.log(km + 1) for km in ordered]
    area = sum((errors[km] - 1) * value for km, value in zip(ordered, logs, strict=True))
    area += sum((one + two) / 2 for one, two in zip(logs, logs[1:], strict=False))
    return area / (math.log(FARTHEST_KM) * (size - 1))
