"""EARS and Farrington against R: tests/fixtures/surveillance/make_fixtures.R made the fixtures."""

import csv
from functools import partial
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest

from tocsin.warning.ears import ears_c1, ears_c2, ears_c3, spread_before, upper_bound
from tocsin.warning.farrington import farrington

FIXTURES = Path(__file__).parents[2] / "fixtures" / "surveillance"
Z = NormalDist().inv_cdf(0.99)
CLOSE = {"rel": 1e-6, "abs": 1e-6}
METHODS = {"C1": (ears_c1, 0), "C2": (ears_c2, 2), "C3": (partial(ears_c3, own_week=False), 2)}


def load(name):
    with (FIXTURES / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def counts():
    rows = load("counts.csv")
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


@pytest.mark.parametrize("method", METHODS)
def test_ears_equals_r(counts, method):
    detect, gap = METHODS[method]
    rows = [row for row in load("ears.csv") if row["method"] == method]
    assert len(rows) > 900
    for name, observed in counts.items():
        statistic = detect(observed)[0]
        bound = upper_bound(statistic, observed, sigma=spread_before(observed, gap=gap)[0], z=Z)
        for row in (row for row in rows if row["series"] == name):
            week = int(row["week"])
            assert bound[week] == pytest.approx(float(row["bound"]), **CLOSE)
            assert (observed[week] > bound[week]) == (row["alarm"] == "1")


@pytest.mark.parametrize("trend", ["0", "1"])
def test_farrington_equals_r(counts, trend):
    rows = [row for row in load("farrington.csv") if row["trend"] == trend]
    assert len(rows) > 300
    assert any(row["kept"] == "1" for row in rows) == (trend == "1")
    for row in rows:
        held = farrington(
            counts[row["series"]], week=int(row["week"]), years=3, half_window=3, trend=trend == "1"
        )
        assert held.bound == pytest.approx(float(row["bound"]), **CLOSE)
        assert (held.excess > 1) == (row["alarm"] == "1")
