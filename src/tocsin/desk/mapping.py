"""Where incidents lie on the map: places with what they count, and the projection that draws them."""

from dataclasses import dataclass
from math import cos, log, pi, radians, sin, sqrt, tan

from tocsin.desk.asking import Asked
from tocsin.desk.indexing import Group
from tocsin.desk.wording import say_precision
from tocsin.model import Place

WIDTH, HEIGHT = 1040, 620
SCALE = 940.0
"""Pixels for a distance of one earth radius where the projection is true to scale."""
PARALLELS = (43.0, 62.0)
MERIDIAN, MIDDLE = 15.0, 54.0
"""The degrees east and north that stand in the middle of the picture."""
POINTS = frozenset({"exact", "site", "settlement"})
RADIUS_KM = {"admin2": 40.0, "admin1": 110.0, "sea_area": 200.0}
"""Half the width of what a precision names, where the place itself does not say."""
DEFAULT_RADIUS_KM = 100.0
EARTH_KM = 6371.0
MOST_SPOTS = 300
"""Places drawn and listed; a picture of more is a stain."""
SMALLEST_TARGET = 12.0
"""Pixels: half of what WCAG 2.5.8 asks of something to press."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place and what is counted there; `x` and `y` are pixels of the picture, none where it is off it."""

    key: str
    place: Place
    count: int
    url: str
    x: float | None
    y: float | None
    radius: float

    @property
    def words(self) -> str:
        """Return the place with its precision and count: what a reader hears in place of the picture."""
        where = self.place.name
        if self.place.country and self.place.country != where and self.place.precision != "country":
            where += f", {self.place.country}"
        return f"{where}: {self.count} {say_precision(self.place.precision)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Counted incidents by place, most first; how many places are left out, and incidents without any."""

    spots: tuple[Spot, ...]
    more: int
    unplaced: int


def make_scene(group: Group, asked: Asked) -> Scene:
    """Return the places of incidents; one with two places stands at both."""
    index = group.state
    counts = index.tally("place", group.chosen)
    unplaced = (group.chosen & index.bear("unplaced", "yes")).bit_count()
    most = sorted(counts, key=lambda key: (-counts[key], index.places[key].name, key))
    spots = (_make_spot(key, index.places[key], counts[key], asked) for key in most[:MOST_SPOTS])
    return Scene(spots=tuple(spots), more=max(0, len(most) - MOST_SPOTS), unplaced=unplaced)


def _make_spot(key: str, place: Place, count: int, asked: Asked) -> Spot:
    at = None
    if place.lat is not None and place.lon is not None:
        at = project(place.lon, place.lat)
        if not (0 <= at[0] <= WIDTH and 0 <= at[1] <= HEIGHT):
            at = None
    return Spot(
        key=key,
        place=place,
        count=count,
        url=asked.url(place=key),
        x=round(at[0], 1) if at else None,
        y=round(at[1], 1) if at else None,
        radius=round(max(SMALLEST_TARGET, sqrt(size_of(count) / pi)), 1),
    )


def size_of(count: int) -> float:
    """Return the area in square pixels of the disc for a count: twice as many, twice the area."""
    return 90.0 * count


def reach_of(place: Place) -> float:
    """Return how far from its point a place may lie, in km."""
    return place.radius_km or RADIUS_KM.get(place.precision, DEFAULT_RADIUS_KM)


def project(lon: float, lat: float) -> tuple[float, float]:
    """Return the pixel of a position under the conic conformal projection of the picture.

    Snyder, Map Projections: A Working Manual (1987), section 15, on the sphere.
    """
    x, y = _project_raw(radians(lon - MERIDIAN), radians(max(-80.0, min(89.9, lat))))
    _, middle = _project_raw(0.0, radians(MIDDLE))
    return WIDTH / 2 + SCALE * x, HEIGHT / 2 - SCALE * (y - middle)


def _project_raw(lon: float, lat: float) -> tuple[float, float]:
    first, second = (radians(parallel) for parallel in PARALLELS)
    cone = log(cos(first) / cos(second)) / log(_stretch(second) / _stretch(first))
    reach = cos(first) * _stretch(first) ** cone / cone
    distance = reach / _stretch(lat) ** cone
    return distance * sin(cone * lon), reach - distance * cos(cone * lon)


def _stretch(lat: float) -> float:
    return tan(pi / 4 + lat / 2)
