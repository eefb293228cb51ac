"""Make an incident's title: what, where, when; never who."""

from collections.abc import Sequence
from datetime import date, datetime

from tocsin.model import Place
from tocsin.ontology.plover import load_plover
from tocsin.ontology.threats import load_threats

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A title says neutrally what was done; types without an entry take the ontology's label.
NOUNS = {
    "undersea": "Damage to an undersea line",
    "undersea.power_cable": "Undersea power cable damage",
    "undersea.telecom_cable": "Undersea cable damage",
    "undersea.gas_pipeline": "Undersea gas pipeline damage",
    "undersea.oil_pipeline": "Undersea oil pipeline damage",
    "sabotage": "Damage on land",
    "sabotage.arson": "Fire under suspicion of arson",
    "sabotage.explosive": "Explosion",
    "sabotage.mechanical": "Mechanical damage",
    "parcel_device": "Device sent by post or freight",
    "parcel_device.incendiary": "Incendiary parcel",
    "attack_on_person": "Attack on a person",
    "attack_on_person.poisoning": "Poisoning",
    "airspace_crewed": "Aircraft in or near airspace",
    "drone_incursion": "Drone over territory or site",
    "drone_incursion.airport_closure": "Drone sightings at airport",
    "balloon": "Balloon in airspace",
    "gnss_interference": "Interference with satellite navigation",
    "gnss_interference.jamming": "Jamming of satellite navigation",
    "gnss_interference.spoofing": "Spoofing of satellite navigation",
    "cyber": "Cyberattack",
    "cyber.ddos": "Denial of service attack",
    "cyber.ransomware": "Ransomware attack",
    "cyber.data_leak": "Data theft",
    "espionage": "Espionage case",
    "migration": "Pressure by migration",
    "maritime": "Conduct at sea",
    "border_provocation": "Border incident",
    "information_manipulation": "Information manipulation",
}
# Parties stand in the title of a meeting or an agreement, where nobody is to blame; quads 1 and 2 of PLOVER.
COOPERATIVE_QUADS = frozenset({1, 2})


def make_title(
    *,
    threat_type: str | None,
    subtype: str | None,
    event_type: str | None,
    places: Sequence[Place],
    parties: Sequence[str],
    start_date: date | None,
    date_precision: str | None,
    reported_at: datetime | None = None,
) -> str:
    """Return "Undersea cable damage, Baltic Sea, 18 Nov 2024"; without a day when it was first reported."""
    what = name_threat(threat_type, subtype) if threat_type else name_act(event_type, parties)
    where = places[0].name if places else None
    when = format_day(start_date, date_precision) if start_date else None
    if when is None and reported_at is not None:
        when = f"reported {format_day(reported_at.date(), 'day')}"
    return ", ".join(part for part in (what, where, when) if part)


def name_threat(threat_type: str, subtype: str | None) -> str:
    """Return the neutral noun of a type and subtype."""
    found = NOUNS.get(f"{threat_type}.{subtype}") or NOUNS.get(threat_type)
    if found:
        return found
    threats = load_threats()
    return (
        threats[threat_type].label if threat_type in threats else threat_type.replace("_", " ").capitalize()
    )


def name_act(event_type: str | None, parties: Sequence[str]) -> str:
    """Return the label of a political act, with its parties where it is no conflict."""
    entry = load_plover().event_types.get(event_type or "")
    label = entry.label.capitalize() if entry else "Event"
    if entry is not None and entry.quad in COOPERATIVE_QUADS and parties:
        return f"{label} ({', '.join(parties[:4])})"
    return label


def format_day(day: date, precision: str | None) -> str:
    """Return a day as the precision allows: "18 Nov 2024", "Nov 2024", "2024"."""
    if precision in ("year", "season"):
        return str(day.year)
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return month if precision == "month" else f"{day.day} {month}"


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun: "1 report", "2 reports"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
