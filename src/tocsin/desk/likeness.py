"""Records that may be the same happening as another, and why one may think so: offered, never merged."""

from dataclasses import dataclass
from datetime import timedelta

from tocsin.desk.base import Desk
from tocsin.desk.indexing import Group, countries_of
from tocsin.desk.wording import label_threat
from tocsin.model import Incident
from tocsin.warning import day_of

MOST_SIMILAR = 5
MOST_LOOKED_AT = 20
NEAR = timedelta(days=7)
"""Two records that lie further apart in time are not offered for a merge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """Another record that may be the same, and why one may think so."""

    incident: Incident
    reasons: tuple[str, ...]


def find_similar(desk: Desk, incident: Incident) -> tuple[Similar, ...]:
    """Return records of the same type and country within days of this one, those at the same place first."""
    day, index = day_of(incident), desk.holdings.load_index()
    if day is None or incident.threat_type is None:
        return ()
    near = index.between(day - NEAR, day + NEAR) & index.bear("type", incident.threat_type)
    countries = 0
    for code in countries_of(incident):
        countries |= index.bear("country", code)
    found = Group(index, near & countries & ~index.name((incident.id,)))
    rows = []
    for other in found[:MOST_LOOKED_AT]:
        apart = abs((day_of(other) or day) - day).days
        shared = sorted(set(countries_of(incident)) & set(countries_of(other)))
        names = {place.name for place in incident.places} & {place.name for place in other.places}
        reasons = [
            f"{label_threat(other.threat_type)}, {', '.join(shared)}",
            "the same day" if not apart else f"{apart} days apart",
            *(f"both at {name}" for name in sorted(names)),
        ]
        rows.append((not names, apart, Similar(incident=other, reasons=tuple(reasons))))
    return tuple(row[2] for row in sorted(rows, key=lambda row: row[:2]))[:MOST_SIMILAR]
