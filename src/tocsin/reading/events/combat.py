"""Whether a harmful act is combat in a war, which the hybrid types leave to PLOVER."""

from datetime import date

from tocsin.gazetteer import are_at_war, fights_in, is_belligerent, is_war_zone
from tocsin.model import Participant, Place
from tocsin.ontology.threats import threat_type
from tocsin.reading.events.trigger import Trigger

# Weapons that armed forces use and saboteurs do not.
MILITARY_MODES = frozenset({"aerial", "drone", "heavy-weapons"})
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
    return is_military and is_belligerent(doers, on=on)
