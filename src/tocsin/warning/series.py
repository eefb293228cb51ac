"""Counts over time, from incidents, under one inclusion profile."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from tocsin.model import AttributionState, Incident, Point, Series

PERIOD_DAYS = 7
UNIT_STARTS = ("all", "type:", "target:", "place:", "pair:")
"""How the name of a unit begins."""
BLAMED = frozenset(AttributionState) - {AttributionState.NONE, AttributionState.HINTED}
"""States in which an incident belongs to a pair: nobody is paired on a hint."""

Units = Callable[[Incident], tuple[str, ...]]


def units_of_type(incident: Incident) -> tuple[str, ...]:
    """Return the series an incident belongs to by what was done."""
    return (f"type:{incident.threat_type}",) if incident.threat_type else ()


def units_of_target(incident: Incident) -> tuple[str, ...]:
    """Return the series an incident belongs to by the countries it hit."""
    return tuple(f"target:{country}" for country in incident.target_countries)


def units_of_place(incident: Incident) -> tuple[str, ...]:
    """Return the series an incident belongs to by the countries where it was done."""
    places = {place.country for place in incident.places if place.country and place.role == "act"}
    return tuple(f"place:{country}" for country in sorted(places))


def units_of_pair(incident: Incident) -> tuple[str, ...]:
    """Return the pairs an incident belongs to: whom somebody blames for it, and each country it hit."""
    if incident.attribution.state not in BLAMED or incident.attribution.retracted:
        return ()
    blamed = sorted({act.towards for act in incident.attribution.acts if act.towards})
    return tuple(f"pair:{actor}>{country}" for actor in blamed for country in incident.target_countries)


def units_of_all(incident: Incident) -> tuple[str, ...]:
    """Return the series of all incidents."""
    return ("all",)


UNITS: tuple[Units, ...] = (units_of_all, units_of_type, units_of_target, units_of_place, units_of_pair)
"""The ways incidents are put into series; each incident may stand in several, which are never added up."""
WATCHED: tuple[Units, ...] = (units_of_all, units_of_type, units_of_target)
"""The series that rate alerts are raised on: a place or a pair would mostly tell of its target again."""


def day_of(incident: Incident) -> date | None:
    """Return the day an incident is counted on: when it began, or else when it was first reported."""
    if incident.start_date is not None:
        return incident.start_date
    return incident.first_reported_at.date() if incident.first_reported_at else None


def is_known_by(incident: Incident, day: date) -> bool:
    """Whether some report had told of the incident by the end of a day; its fields may be younger."""
    return incident.first_reported_at is not None and incident.first_reported_at.date() <= day


def group_by_unit(
    incidents: Iterable[Incident], *, ways: Sequence[Units] = UNITS
) -> dict[str, list[Incident]]:
    """Return the incidents of every unit, units and incidents in a fixed order."""
    groups: dict[str, list[Incident]] = {}
    for incident in sorted(incidents, key=lambda incident: incident.id):
        for unit in units_of_incident(incident, ways=ways):
            groups.setdefault(unit, []).append(incident)
    return dict(sorted(groups.items()))


def units_of_incident(incident: Incident, *, ways: Sequence[Units] = UNITS) -> tuple[str, ...]:
    """Return every unit an incident belongs to: all, type, target, place, and who is blamed for it."""
    return tuple(dict.fromkeys(unit for units in ways for unit in units(incident)))


def list_starts(first: date, until: date) -> tuple[date, ...]:
    """Return the first days of the weeks that end with `until`, from the earliest whole one after `first`."""
    weeks = max(1, ((until - first).days + 1) // PERIOD_DAYS)
    return tuple(until - timedelta(days=PERIOD_DAYS * back - 1) for back in range(weeks, 0, -1))


def count_incidents(
    incidents: Sequence[Incident], *, unit: str, profile: str, until: date, periods: int
) -> Series:
    """Return weekly counts of what was reported by `until`, for the periods that end with that day.

    The incidents must be those of one unit that the profile counts, assembled as known on that day. A
    period before the first report read counts nothing because nothing was read, not because it was quiet.
    """
    first = until - timedelta(days=PERIOD_DAYS * periods - 1)
    members: list[list[str]] = [[] for _ in range(periods)]
    for incident in incidents:
        day = day_of(incident)
        if day is not None and first <= day <= until and is_known_by(incident, until):
            members[(day - first).days // PERIOD_DAYS].append(incident.id)
    points = (
        Point(first + timedelta(days=PERIOD_DAYS * index), float(len(ids)), tuple(ids))
        for index, ids in enumerate(members)
    )
    return Series(
        unit=unit, measure="incidents", period_days=PERIOD_DAYS, profile=profile, points=tuple(points)
    )
