"""The map of incidents: an Altair specification over Natural Earth outlines, drawn on the server to SVG."""

import gzip
import json
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from math import asin, atan2, cos, degrees, radians, sin
from typing import Any

from tocsin.desk.mapping import (
    EARTH_KM,
    HEIGHT,
    MERIDIAN,
    MIDDLE,
    PARALLELS,
    POINTS,
    SCALE,
    WIDTH,
    Spot,
    reach_of,
    size_of,
)
from tocsin.warning.charts import FONT

# Sea, land, borders, and what counts; a picture cannot see the page's own colours.
COLOURS = {
    "light": {"sea": "#eef2f4", "land": "#fbfaf6", "border": "#b9bfbe", "mark": "#8c2f1b", "ink": "#171d22"},
    "dark": {"sea": "#0b0e11", "land": "#1c2328", "border": "#48545c", "mark": "#f0987f", "ink": "#f2f5f5"},
}
CIRCLE_POINTS = 48
LOWEST_NUMBER = 2
"""A number is written on a disc from this count on: a disc alone says one."""
LAND = "outlines"
LAND_FORMAT = {"type": "topojson", "feature": "countries"}


@cache
def load_outlines() -> dict[str, Any]:
    """Return the countries near Europe as TopoJSON; the id of each is its ISO alpha-3 code."""
    packed = (files("tocsin.desk") / "assets" / "outlines.json.gz").read_bytes()
    found: dict[str, Any] = json.loads(gzip.decompress(packed))
    return found


@lru_cache(maxsize=64)
def draw_map(spots: tuple[Spot, ...], *, theme: str) -> str:
    """Return the map as an SVG picture; the same spots are drawn once."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(json.dumps(specify_map(spots, theme=theme)))
    return drawn


def specify_map(spots: Sequence[Spot], *, theme: str) -> dict[str, Any]:
    """Return the Vega-Lite specification: countries shaded, wide places as areas, towns as discs."""
    import altair  # late: two seconds that only the first picture pays

    colours = COLOURS[theme]
    shown = [spot for spot in spots if spot.x is not None]
    shaded = sorted({s.place.country for s in spots if s.place.precision == "country" and s.place.country})
    land = altair.Data(values=load_outlines(), format=altair.DataFormat(type="topojson", feature="countries"))
    layers = [
        altair.Chart(land).mark_geoshape(fill=colours["land"], stroke=colours["border"], strokeWidth=0.6),
        altair.Chart(land)
        .mark_geoshape(fill=colours["mark"], fillOpacity=0.22, stroke=colours["mark"], strokeWidth=0.8)
        .transform_filter(altair.FieldOneOfPredicate(field="id", oneOf=shaded)),
        altair.Chart(
            altair.InlineData(values=[_outline(spot) for spot in shown if _is_area(spot)])
        ).mark_geoshape(fill=colours["mark"], fillOpacity=0.16, stroke=colours["mark"], strokeDash=[4, 3]),
        _place(altair, [spot for spot in shown if spot.place.precision in POINTS])
        .mark_circle(color=colours["mark"], opacity=0.85, stroke=colours["land"], strokeWidth=1)
        .encode(size=altair.Size("size:Q", scale=None)),
        _place(altair, [spot for spot in shown if _wants_number(spot)])
        .mark_text(color=colours["ink"], font=FONT, fontSize=12, fontWeight="bold")
        .encode(text="count:N"),
    ]
    chart = (
        altair.layer(*layers)
        .project(
            type="conicConformal",
            parallels=list(PARALLELS),
            rotate=[-MERIDIAN, 0, 0],
            center=[0, MIDDLE],
            scale=SCALE,
            translate=[WIDTH / 2, HEIGHT / 2],
            clipExtent=[[-5, -5], [WIDTH + 5, HEIGHT + 5]],
        )
        .properties(width=WIDTH, height=HEIGHT, padding=0, autosize="none", background=colours["sea"])
        .configure_view(stroke=None, clip=True)
    )
    specification: dict[str, Any] = chart.to_dict()
    for layer in specification["layer"]:  # put in late: checking every point against the schema takes seconds
        if layer["data"] == {"name": LAND}:
            layer["data"] = {"values": load_outlines(), "format": LAND_FORMAT}
    return specification


def _is_area(spot: Spot) -> bool:
    return spot.place.precision not in POINTS and spot.place.precision != "country"


def _wants_number(spot: Spot) -> bool:
    return spot.count >= LOWEST_NUMBER or spot.place.precision not in POINTS


def _place(altair: Any, spots: Sequence[Spot]) -> Any:
    values = [
        {"lon": s.place.lon, "lat": s.place.lat, "count": s.count, "size": size_of(s.count)} for s in spots
    ]
    return altair.Chart(altair.InlineData(values=values)).encode(longitude="lon:Q", latitude="lat:Q")


def _outline(spot: Spot) -> dict[str, Any]:
    """Return the circle within which a place may lie, as GeoJSON, clockwise as d3 wants it."""
    lat, lon = radians(spot.place.lat or 0.0), radians(spot.place.lon or 0.0)
    reach = reach_of(spot.place) / EARTH_KM
    ring = []
    for step in range(CIRCLE_POINTS + 1):
        bearing = radians(360 * (step % CIRCLE_POINTS) / CIRCLE_POINTS)
        north = asin(sin(lat) * cos(reach) + cos(lat) * sin(reach) * cos(bearing))
        east = lon + atan2(sin(bearing) * sin(reach) * cos(lat), cos(reach) - sin(lat) * sin(north))
        ring.append([round(degrees(east), 3), round(degrees(north), 3)])
    return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
