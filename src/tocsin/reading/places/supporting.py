"""How the names of a text support one another: by country, by state, and by nearness."""

import numpy as np

from tocsin.reading.places.weighing import NUMBER, SUPPORT, Floats, Numbers, Table

EARTH_KM = 6_371.0
# How fast support fades with distance: within a county, and within a region.
NEAR_KM = 60.0
AROUND_KM = 400.0
# A share of support below this is noise.
SMALLEST_SHARE = 0.02
# Only places believed this much lend support to those near them; enough of them for any text.
LENDING = 0.05
MOST_LENDERS = 80


def add_support(table: Table, belief: Floats) -> Floats:
    """Return the features with the support of the other names, as much as each is now believed."""
    features = table.features.copy()
    weight = belief * np.sqrt(table.count)
    near, around = _measure_nearness(table, weight)
    shares = (
        _share(table.country, table.key, table.country_key, weight),
        _share(table.admin1, table.key, table.admin1_key, weight),
    )
    for name, values in zip(SUPPORT, (*shares, near, around), strict=True):
        features[:, NUMBER[name]] = values
    return features


def _share(area: Numbers, key: Numbers, pair: Numbers, weight: Floats) -> Floats:
    """Return the logarithm of the share of support in each row's area, its own name left out, from 0 up.

    `pair` numbers the pairs of area and name.
    """
    placed = np.where(area > 0, weight, 0.0)
    by_area = np.bincount(area, weights=placed)
    own = np.bincount(pair, weights=placed)[pair]
    others = by_area.sum() - np.bincount(key, weights=placed)[key]
    lent = (area > 0) & (others > 0)
    share = np.where(lent, (by_area[area] - own) / np.maximum(others, 1e-9), 0.0)
    logarithms: Floats = np.log(np.clip(share, 0, 1) + SMALLEST_SHARE) - np.log(SMALLEST_SHARE)
    return logarithms


def _measure_nearness(table: Table, weight: Floats) -> tuple[Floats, Floats]:
    """Return how much support lies near and around each candidate that is a point, its own name left out."""
    lenders = np.flatnonzero(weight * table.is_point > LENDING)
    lenders = lenders[np.argsort(-weight[lenders], kind="stable")[:MOST_LENDERS]]
    if not len(lenders):
        return np.zeros(len(weight)), np.zeros(len(weight))
    distance = _measure_km(table, lenders)
    lent = weight[lenders] * (table.key[:, None] != table.key[lenders])
    near = np.log1p((lent * np.exp(-distance / NEAR_KM)).sum(axis=1)) * table.is_point
    around = np.log1p((lent * np.exp(-distance / AROUND_KM)).sum(axis=1)) * table.is_point
    return near, around


def _measure_km(table: Table, lenders: Numbers) -> Floats:
    """Return the great-circle distance of every row to every lender, in kilometres."""
    lat, lon = table.lat[:, None], table.lon[:, None]
    half = (
        np.sin((lat - table.lat[lenders]) / 2) ** 2
        + np.cos(lat) * np.cos(table.lat[lenders]) * np.sin((lon - table.lon[lenders]) / 2) ** 2
    )
    kilometres: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return kilometres
