"""Which place each name of a text means: all its names are weighed together."""

from collections.abc import Sequence

import numpy as np

from tocsin.gazetteer import PlaceEntry
from tocsin.languages.placewords import PlaceWords
from tocsin.reading.places.candidates import Candidate, list_candidates
from tocsin.reading.places.holding import make_units
from tocsin.reading.places.naming import Resolved, Toponym
from tocsin.reading.places.supporting import EARTH_KM, add_support
from tocsin.reading.places.weighing import OWN, Floats, Table, believe, is_listed, make_table
from tocsin.reading.places.weights import Weights, load_weights

# After three rounds hardly any belief moves.
ROUNDS = 3
# A town and the division of its name are one place for those who ask where.
SAME_KM = 50.0


def resolve_toponyms(
    text: str, toponyms: Sequence[Toponym], words: PlaceWords, *, home: str | None = None
) -> tuple[Resolved | None, ...]:
    """Choose the place each name means, names in the order of the text; None where no place has the name."""
    units, unit_of = make_units(text, toponyms, words)
    if not units:
        return (None,) * len(toponyms)
    table = make_table(units, home=home)
    belief = weigh(table, load_weights())
    support = add_support(table, belief)[:, len(OWN) :]
    chosen: list[Resolved] = []
    for unit, (start, end) in zip(units, table.bounds, strict=True):
        # Moscow the town, the city and the county round it are one place: their chances add up.
        together = _find_same(table, start, end) @ belief[start:end]
        kinds = np.array([_rank_kind(one) for one in unit.candidates])
        best = int(np.lexsort((belief[start:end], kinds, np.round(together, 6)))[-1])
        entry = unit.candidates[best].entry
        chosen.append(Resolved(entry, float(together[best]), tuple(support[start + best].tolist())))
    return tuple(None if number is None else chosen[number] for number in unit_of)


def _rank_kind(candidate: Candidate) -> int:
    """Rank what one name means on one ground: our own row, then the town, but for "Kharkiv province"."""
    if is_listed(candidate.entry):
        return 2
    return int(candidate.entry.kind == "settlement" and not candidate.is_shortened)


def _find_same(table: Table, start: int, end: int) -> Floats:
    """Return which candidates of a unit lie where another does: 1 for the same ground, else 0."""
    lat, lon = table.lat[start:end], table.lon[start:end]
    north = (lat[:, None] - lat) * EARTH_KM
    east = (lon[:, None] - lon) * EARTH_KM * np.cos(lat)
    same: Floats = (north**2 + east**2 < SAME_KM**2).astype(float)
    return same


def choose_most_populous(toponyms: Sequence[Toponym], words: PlaceWords) -> tuple[Resolved | None, ...]:
    """Choose a country or a place of our table, else the place with most people, whatever the text says."""
    found: list[Resolved | None] = []
    for name in toponyms:
        entries = [candidate.entry for candidate in list_candidates(name.text, words)]
        best = max(entries, key=_rank_fame, default=None)
        found.append(None if best is None else Resolved(best, 1.0))
    return tuple(found)


def _rank_fame(entry: PlaceEntry) -> tuple[bool, int]:
    return entry.kind == "country" or is_listed(entry), entry.population


def weigh(table: Table, weights: Weights) -> Floats:
    """Return the probability of each candidate: by itself, then in rounds with the others' support."""
    belief = believe(table, table.features[:, : len(OWN)] @ weights.place_first)
    for _ in range(ROUNDS):
        belief = believe(table, add_support(table, belief) @ weights.place_later)
    return belief
