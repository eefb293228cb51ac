"""Where incidents lie on the map, and that the picture and the links over it agree."""

import re

import pytest

from tocsin.desk.asking import Asked
from tocsin.desk.indexing import Group, build_index
from tocsin.desk.mapping import HEIGHT, WIDTH, make_scene, project
from tocsin.desk.maps import draw_map, load_outlines, specify_map
from tocsin.model import Incident, IncidentStatus, Place

ASKED = Asked(path="/incidents", raw={}, values={})
VILNIUS = Place(name="Vilnius", precision="settlement", lat=54.69, lon=25.28, country="LTU")
LATVIA = Place(name="Latvia", precision="country", lat=57.0, lon=25.0, country="LVA")
GULF = Place(name="Gulf of Finland", precision="sea_area", lat=59.8, lon=25.1)
LIMA = Place(name="Lima", precision="settlement", lat=-12.0, lon=-77.0, country="PER")


def make_incident(number, *places):
    return Incident(
        id=f"i{number}", title="t", places=places, status=IncidentStatus.REPORTED, reports=1, origins=1
    )


def group(*incidents):
    index = build_index(incidents, (), load=lambda numbers: ())
    return Group(index, index.everything())


def find_rows(specification, at):
    return specification["datasets"][specification["layer"][at]["data"]["name"]]


def test_links_stand_where_the_picture_draws_the_disc():
    scene = make_scene(group(make_incident(1, VILNIUS)), ASKED)
    drawn = draw_map(scene.spots, theme="light")
    x, y = re.search(
        r'aria-roledescription="circle" transform="translate\(([\d.]+),([\d.]+)\)', drawn
    ).groups()
    assert scene.spots[0].x == pytest.approx(float(x), abs=0.1)
    assert scene.spots[0].y == pytest.approx(float(y), abs=0.1)
    assert "href=" not in drawn.replace('xmlns:xlink="http://www.w3.org/1999/xlink"', "")


def test_country_is_shaded_and_never_a_disc():
    spots = make_scene(group(make_incident(1, LATVIA)), ASKED).spots
    specification = specify_map(spots, theme="dark")
    assert specification["layer"][1]["transform"] == [{"filter": {"field": "id", "oneOf": ["LVA"]}}]
    assert find_rows(specification, 3) == []


def test_sea_area_is_drawn_as_wide_as_it_may_lie():
    spots = make_scene(group(make_incident(1, GULF)), ASKED).spots
    ring = find_rows(specify_map(spots, theme="light"), 2)[0]["geometry"]["coordinates"][0]
    north = max(lat for _, lat in ring)
    assert (north - 59.8) * 111.2 == pytest.approx(200, rel=0.01)


def test_each_place_counts_each_incident_once_and_none_is_lost():
    incidents = [
        make_incident(1, VILNIUS, VILNIUS),
        make_incident(2, VILNIUS, LATVIA),
        make_incident(3, Place(name="Minsk", precision="settlement", role="launch")),
    ]
    scene = make_scene(group(*incidents), ASKED)
    assert [(spot.place.name, spot.count) for spot in scene.spots] == [("Vilnius", 2), ("Latvia", 1)]
    assert scene.unplaced == 1


def test_place_off_the_picture_is_listed_without_a_pixel():
    spot = make_scene(group(make_incident(1, LIMA)), ASKED).spots[0]
    assert (spot.x, spot.y, spot.count) == (None, None, 1)


@pytest.mark.parametrize(("lon", "lat"), [(-9.14, 38.72), (30.05, 69.73), (-21.9, 64.15), (33.36, 35.17)])
def test_ends_of_europe_are_in_the_picture(lon, lat):
    x, y = project(lon, lat)
    assert 10 < x < WIDTH - 10
    assert 10 < y < HEIGHT - 10


def test_outlines_hold_crimea_in_ukraine_once():
    topology = load_outlines()
    shapes = {shape["id"]: shape for shape in topology["objects"]["countries"]["geometries"]}

    def boxes(code):
        for polygon in shapes[code]["arcs"]:
            points = [p for n in polygon[0] for p in topology["arcs"][n if n >= 0 else ~n]]
            yield min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points)

    assert min(south for _, south, _ in boxes("UKR")) < 44.5
    assert not [box for box in boxes("RUS") if box[0] > 31 and box[2] < 37 and box[1] < 46]


def test_number_of_a_place_is_the_number_of_the_list_its_link_leads_to(client):
    page = client.get("/incidents?kind=all").text
    links = re.findall(r'href="(/incidents\?[^"]*place=[^"]+)">(\d+)</a>', page)
    assert links
    for url, count in links:
        listed = client.get(url.replace("&amp;", "&").replace("/incidents?", "/incidents.json?")).json()
        assert sum(item["counted"] for item in listed["items"]) == int(count)
