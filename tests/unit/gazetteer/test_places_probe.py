"""The names that matter here resolve to the right place and kind: at least 95 of 100."""

import csv
import math
from pathlib import Path

from tocsin.gazetteer import resolve_place

PROBE = Path(__file__).parents[3] / "evals" / "gold" / "places_probe" / "probe.tsv"
EARTH_RADIUS_KM = 6_371


def measure_km(lat, lon, other_lat, other_lon):
    lat, lon, other_lat, other_lon = map(math.radians, (lat, lon, other_lat, other_lon))
    half = math.sin((other_lat - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def is_right(row):
    place = resolve_place(row["name"])
    if place is None or place.kind not in row["kinds"].split("|"):
        return False
    if row["country"] and place.country != row["country"]:
        return False
    away = measure_km(float(row["lat"]), float(row["lon"]), place.lat, place.lon)
    return away <= float(row["tolerance_km"])


def test_names_that_matter_resolve_to_the_right_place():
    with PROBE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    wrong = [row["name"] for row in rows if not is_right(row)]
    assert len(rows) >= 150
    assert len(wrong) <= 0.05 * len(rows), wrong
