from collections import Counter

import pytest

from tocsin.evaluation.distances import measure_km
from tocsin.evaluation.place_probe import tally_probe
from tocsin.evaluation.places import PlacesTask, is_right, marks_peoples

TASK = PlacesTask()
RIGA = {
    "start": 0,
    "end": 4,
    "name": "Riga",
    "lat": 56.95,
    "lon": 24.11,
    "geonameid": "456172",
    "fcode": "PPLC",
}
LATVIA = {
    "start": 10,
    "end": 16,
    "name": "Latvia",
    "lat": 57.0,
    "lon": 25.0,
    "geonameid": "458258",
    "fcode": "PCLI",
}
STREET = {
    "start": 20,
    "end": 30,
    "name": "Some Street",
    "lat": None,
    "lon": None,
    "geonameid": None,
    "fcode": None,
}


def make_answer(lat: float, lon: float, *, geonameid: str | None = None, confidence: float = 1.0):
    return {"lat": lat, "lon": lon, "geonameid": geonameid, "confidence": confidence}


def tally(answers: list, found: list, gold: list) -> Counter[str]:
    toponyms = [
        {"start": name["start"], "end": name["end"], "pred": answer}
        for name, answer in zip(gold, answers, strict=True)
    ]
    return TASK.tally({"toponyms": gold}, {"toponyms": toponyms, "found": found})


def test_a_country_is_right_by_its_id_however_far_its_point():
    assert is_right(LATVIA, make_answer(0, 0, geonameid="458258"))
    assert not is_right(LATVIA, make_answer(0, 0, geonameid="1"))
    assert is_right(RIGA, make_answer(57.5, 25))


def test_unresolved_names_count_as_wrong_at_the_farthest():
    figures = TASK.figures(tally([make_answer(56.95, 24.11), None], [], [RIGA, LATVIA]))
    assert figures["acc@161"] == 0.5
    assert figures["acc@161 in country"] == 1
    assert figures["acc@161 resolved"] == 1
    assert figures["unresolved"] == 0.5
    assert figures["mean km"] == pytest.approx(20_039 / 2)


def test_names_without_a_point_are_not_scored():
    assert tally([None], [], [STREET])["gold"] == 0


def test_what_is_found_must_overlap_and_be_near():
    found = [
        {"start": 0, "end": 4, **make_answer(56.95, 24.11)},
        {"start": 11, "end": 16, **make_answer(-10, 10)},
        {"start": 40, "end": 44, **make_answer(0, 0)},
    ]
    figures = TASK.figures(tally([None, None], found, [RIGA, LATVIA]))
    assert figures["precision@161"] == pytest.approx(1 / 3)
    assert figures["recall@161"] == 0.5
    assert figures["F@161"] == pytest.approx(0.4)
    assert figures["recognition F"] == pytest.approx(0.8)


def test_calibration_error_is_the_gap_between_promise_and_truth():
    answers = [make_answer(56.95, 24.11, confidence=0.75), make_answer(0, 0, confidence=0.75)]
    assert TASK.figures(tally(answers, [], [RIGA, LATVIA]))["calibration error"] == pytest.approx(0.25)


def test_area_is_none_where_all_is_right_and_full_where_nothing_is_resolved():
    right = [make_answer(56.95, 24.11), make_answer(57, 25)]
    assert TASK.figures(tally(right, [], [RIGA, LATVIA]))["AUC"] == 0
    assert TASK.figures(tally([None, None], [], [RIGA, LATVIA]))["AUC"] == pytest.approx(1, abs=0.001)


def test_distance_is_the_great_circle():
    assert measure_km(0, 0, 0, 90) == pytest.approx(10_007.5, abs=1)


def test_a_gold_without_peoples_is_told_from_one_with():
    danish = {**RIGA, "name": "Danish"}
    assert marks_peoples([{"toponyms": [RIGA, danish]}])
    assert not marks_peoples([{"toponyms": [RIGA] * 5}])


@pytest.mark.parametrize(
    ("kind", "country", "lat", "right"),
    [("gulf", None, 59.9, 1), ("sea", None, 59.9, 0), ("gulf", None, 40.0, 0)],
)
def test_a_probe_is_right_by_kind_and_distance(kind, country, lat, right):
    item = {
        "name": "Gulf of Finland",
        "kinds": "gulf|strait",
        "country": "",
        "lat": "59.9",
        "lon": "26",
        "tolerance_km": "90",
    }
    place = {"kind": kind, "country": country, "lat": lat, "lon": 26.0}
    assert tally_probe(item, {"pred": place})["probes right"] == right
    assert tally_probe(item, {"pred": None})["probes right"] == 0
