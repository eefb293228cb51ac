import numpy as np
import pytest

from tocsin.gazetteer import PlaceEntry
from tocsin.reading.places.candidates import Candidate
from tocsin.reading.places.supporting import add_support
from tocsin.reading.places.weighing import NUMBER, Holder, Unit, believe, make_table


def make_entry(
    name: str, lat: float, lon: float, country: str, *, admin1: str | None = None, kind: str = "settlement"
):
    return PlaceEntry(
        id=f"{kind}:{name}:{country}",
        name=name,
        lat=lat,
        lon=lon,
        country=country,
        precision=kind,
        radius_km=10,
        kind=kind,
        population=20_000,
        admin1=admin1,
    )


def make_unit(name: str, *entries: PlaceEntry, holder: Holder | None = None) -> Unit:
    return Unit(name, tuple(Candidate(entry) for entry in entries), holder, (), 1)


NORTH = make_entry("Aton", 60, 20, "SWE", admin1="1")
SOUTH = make_entry("Aton", -30, 20, "ZAF", admin1="1")
BESIDE = make_entry("Bton", 60.1, 20.1, "SWE", admin1="1")
SWEDEN = make_entry("Sweden", 62, 15, "SWE", kind="country")


def test_belief_is_a_probability_within_each_unit():
    table = make_table([make_unit("aton", NORTH, SOUTH), make_unit("bton", BESIDE)], home=None)
    assert believe(table, np.array([1.0, 1.0, 900.0])) == pytest.approx([0.5, 0.5, 1.0])


@pytest.mark.parametrize("support", ["in_country", "in_admin1", "near", "around"])
def test_a_neighbour_supports_the_candidate_beside_it(support):
    table = make_table([make_unit("aton", NORTH, SOUTH), make_unit("bton", BESIDE)], home=None)
    features = add_support(table, np.array([0.5, 0.5, 1.0]))
    assert features[0, NUMBER[support]] > features[1, NUMBER[support]]


def test_a_name_does_not_support_itself():
    table = make_table([make_unit("aton", NORTH, SOUTH)], home=None)
    features = add_support(table, np.array([0.9, 0.1]))
    assert not features[:, NUMBER["in_country"] :].any()


def test_what_contains_a_name_speaks_for_what_lies_inside():
    holder = Holder((Candidate(SWEDEN),), is_strict=True)
    table = make_table([make_unit("aton", NORTH, SOUTH, holder=holder)], home="ZAF")
    assert table.features[:, NUMBER["contained"]].tolist() == [1, 0]
    assert table.features[:, NUMBER["home"]].tolist() == [0, 1]
