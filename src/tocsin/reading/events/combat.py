"""Whether a harmful act is combat in a war, which the hybrid types leave to PLOVER."""

from dataclasses import replace
from datetime import date

from tocsin.gazetteer import are_at_war, fights_in, is_belligerent, is_war_zone
from tocsin.languages.triggers import TriggerWords
from tocsin.model import Participant, Place
from tocsin.ontology.threats import threat_type
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.grammar import lemma_of

# Weapons that armed forces use and saboteurs do not.
MILITARY_MODES = frozenset({"aerial", "drone", "heavy-weapons"})
# Dangerous flying between two states is none, whatever wars they fight with others.
BETWEEN_OTHERS = frozenset({"unsafe_intercept"})
# What falls from a war on a country that is in none.
SHOT = frozenset({"missile", "rocket", "projectile", "warhead"})
STRAY = ("airspace_crewed", "incursion")
# Also in a war zone these are done by hired hands: "recruited to set fire to a relay cabinet in Kharkiv".
COVERT_SUBTYPES = frozenset({"arson", "vandalism"})


def is_combat(
    trigger: Trigger,
    actors: tuple[Participant, ...],
    recipients: tuple[Participant, ...],
    place: Place | None,
    *,
    on: date | None,
) -> bool:
    """Tell whether the trigger's threat type is one that combat fills, and the act is combat.

    Judged by where it happened, then by who did it to whom; what unknown hands do in a third country is none.
    """
    if trigger.threat_type is None or threat_type(trigger.threat_type).in_war_zone:
        return False
    doers = [party.country for party in actors if party.country]
    is_military = trigger.mode in MILITARY_MODES
    if place is not None and place.country is not None:
        if is_war_zone(place.country, on=on) and (not doers or fights_in(doers, place.country, on=on)):
            return is_military or trigger.subtype not in COVERT_SUBTYPES
        return is_military and are_at_war(doers, [place.country], on=on)
    suffering = [party.country for party in recipients if party.country]
    if suffering:
        return are_at_war(doers, suffering, on=on)
    return is_military and trigger.subtype not in BETWEEN_OTHERS and is_belligerent(doers, on=on)


def type_stray(
    trigger: Trigger,
    actors: tuple[Participant, ...],
    place: Place | None,
    words: TriggerWords,
    *,
    on: date | None,
) -> Trigger:
    """Type a missile of a war that fell on a country outside it: it breached the airspace there."""
    if trigger.threat_type is not None or trigger.event_type != "ASSAULT" or trigger.means not in SHOT:
        return trigger
    if not words.has("falling", lemma_of(trigger.token)) or place is None or place.country is None:
        return trigger
    doers = [party.country for party in actors if party.country]
    if place.role == "launch" or place.country in doers or not is_belligerent(doers, on=on):
        return trigger
    if is_war_zone(place.country, on=on) or are_at_war(doers, [place.country], on=on):
        return trigger
    threat, subtype = STRAY
    kind = threat_type(threat)
    return replace(
        trigger,
        threat_type=threat,
        subtype=subtype,
        event_type=kind.event_type,
        mode=kind.mode,
        contexts=kind.contexts,
    )
