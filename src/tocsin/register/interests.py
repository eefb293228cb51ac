"""Say whether a voice may know and whether it has an interest: competence of place, parties to a war."""

from datetime import date

from tocsin.model import Event
from tocsin.register.voices import Voice, countries_of

COMPETENT_KINDS = frozenset(
    {
        "court",
        "prosecutor",
        "police",
        "intelligence_service",
        "head_of_government",
        "minister",
        "armed_forces",
        "regulator",
    }
)
# Where an act was done or felt. Where drones set out, or somebody was arrested, is not the soil that was hit.
HIT_ROLES = frozenset({"act", "effect"})
# "Police said": without a country these are the local ones; a bare "the ministry" may be anybody's.
LOCAL_KINDS = frozenset({"court", "prosecutor", "police", "regulator"})
# At war with one another from the day given: what one says of the other is the claim of a party.
BELLIGERENTS: tuple[tuple[str, str, date], ...] = (
    ("RUS", "UKR", date(2014, 2, 20)),
    ("ISR", "PSE", date(2023, 10, 7)),
    ("ISR", "IRN", date(2024, 4, 1)),
    ("ISR", "LBN", date(2023, 10, 8)),
    ("ISR", "YEM", date(2023, 10, 19)),
    ("ARM", "AZE", date(1988, 2, 20)),
    ("IND", "PAK", date(2025, 5, 7)),
    ("GEO", "RUS", date(2008, 8, 1)),
)


def list_homes(event: Event) -> frozenset[str]:
    """Return the countries on whose soil the act was, or whom it hit where the place is not known."""
    place = event.place
    if place is not None and place.country and place.role in HIT_ROLES:
        # An embassy lies in one country and is another's.
        return frozenset({place.country, place.jurisdiction_country or place.country})
    return countries_of(event.recipients)


def is_competent(voice: Voice, event: Event) -> bool:
    """Whether the voice is a court, police, service, ministry or force of the place where it happened."""
    if voice.kind not in COMPETENT_KINDS or not voice.is_identified:
        return False
    if voice.country is None:
        return voice.kind in LOCAL_KINDS
    homes = list_homes(event)
    return voice.country in homes if homes else voice.country not in countries_of(event.actors)


def may_refute(voice: Voice, event: Event) -> bool:
    """Whether the voice is competent by a place that the text gives: without one, a denial denies no more.

    "Moscow denies organising arson in Europe" ends no inquiry in Vilnius.
    """
    homes = list_homes(event)
    place = event.place
    if place is not None and place.country is None and voice.kind in LOCAL_KINDS and not homes:
        # At sea no soil is hit: the police that inquire may find out, a ministry of whoever is blamed not.
        return is_competent(voice, event)
    is_local = voice.country is None and voice.kind in LOCAL_KINDS
    return is_competent(voice, event) and (is_local or voice.country in homes)


def speaks_for(voice: Voice, event: Event) -> bool:
    """Whether the voice is the actor of the act, or of the actor's country."""
    names = {actor.name for actor in event.actors} | {
        actor.actor_id for actor in event.actors if actor.actor_id
    }
    return voice.name in names or voice.actor_id in names or voice.country in countries_of(event.actors)


def are_at_war(one: str | None, other: str | None, *, on: date | None) -> bool:
    """Whether two countries are belligerents of one war on a day (any day where none is given)."""
    return any(
        {one, other} == {left, right} and (on is None or on >= since) for left, right, since in BELLIGERENTS
    )


def is_hostile(event: Event) -> bool:
    """Whether the act is one that a party would boast of or lay at an adversary's door."""
    return event.threat_type is not None or event.event_type == "ASSAULT"


def is_interested(voice: Voice, event: Event, *, on: date | None) -> bool:
    """Whether the voice claims its own success, or harm done by or to its adversary in a war."""
    if voice.is_author or not is_hostile(event):
        return False
    if speaks_for(voice, event):
        return True
    others = countries_of(event.actors) | (list_homes(event) - {voice.country})
    return any(are_at_war(voice.country, other, on=on) for other in others)
