"""Keep of acts told more than once the words that tell them best, and know what a text comes back to."""

from dataclasses import replace

from tocsin.languages import Language
from tocsin.ontology.threats import threat_type
from tocsin.reading.events.trigger import Trigger, may_be_threat
from tocsin.reading.governing import find_clause_verb
from tocsin.reading.grammar import is_definite, is_verb_form, lemma_of

# The narrower medium wins over the broad one, as the tie rules of the codebook have it.
BROAD_MEDIUM = "sabotage"
NARROWER_MEDIA = frozenset({"undersea", "parcel_device"})


def drop_retold(found: list[Trigger]) -> list[Trigger]:
    """Keep one framed act of a kind in a clause, and none where plainer words of the sentence tell it."""
    plain = {trigger.threat_type for trigger in found if trigger.threat_type and not trigger.is_framed}
    kept: list[Trigger] = []
    clauses: set[tuple[int, str | None]] = set()
    for trigger in sorted(found, key=lambda one: (one.sense is None, not is_verb_form(one.token))):
        verb = find_clause_verb(trigger.token) or trigger.token
        place = (verb.i, trigger.threat_type)
        if trigger.is_framed and trigger.sense is None and (trigger.threat_type in plain or place in clauses):
            continue
        clauses.add(place)
        kept.append(trigger)
    return sorted(kept, key=lambda one: one.token.i)


def name_again(found: tuple[Trigger, ...], language: Language) -> tuple[Trigger, ...]:
    """Type what the passage comes back to: "the [attack]", where it told of one kind of threat so called."""
    found = _narrow(found, language)
    told = frozenset(trigger.threat_type for trigger in found if trigger.threat_type is not None)
    if not told:
        return found
    return tuple(_name_again(trigger, told, language) for trigger in found)


def _narrow(found: tuple[Trigger, ...], language: Language) -> tuple[Trigger, ...]:
    """Give bare "sabotage" and the like the narrower medium that was told: a cable at sea, the post."""
    narrower = {trigger.threat_type for trigger in found} & NARROWER_MEDIA
    broad = [trigger for trigger in found if trigger.threat_type == BROAD_MEDIUM]
    if len(narrower) != 1 or not broad:
        return found
    medium = narrower.pop()
    again = language.frames.again
    if any(medium not in again.get(lemma_of(trigger.token), ()) for trigger in broad):
        return found  # something was sabotaged on land, too
    return tuple(
        replace(trigger, threat_type=medium, subtype=None) if trigger.threat_type == BROAD_MEDIUM else trigger
        for trigger in found
    )


def _name_again(trigger: Trigger, told: frozenset[str], language: Language) -> Trigger:
    if trigger.threat_type is not None or is_verb_form(trigger.token):
        return trigger
    if trigger.sense is not None and not may_be_threat(trigger.sense):
        return trigger
    kinds = told & language.frames.again.get(lemma_of(trigger.token), frozenset())
    if len(kinds) != 1 or not is_definite(trigger.token, language.hedges):
        return trigger
    kind = threat_type(next(iter(kinds)))
    if trigger.event_type == "ASSAULT" and trigger.mode is None and kind.event_type is not None:
        # "The attack" on a network is none on people.
        trigger = replace(trigger, event_type=kind.event_type, mode=kind.mode, contexts=kind.contexts)
    return replace(trigger, threat_type=kind.code)


def drop_passing(found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """Leave out what tells of an act in passing where the passage tells one of the kind in better words."""
    told = {trigger.threat_type for trigger in found if not trigger.is_passing}
    kept: list[Trigger] = []
    for trigger in found:
        if not trigger.is_passing or trigger.threat_type not in told:
            kept.append(trigger)
        elif trigger.sense is not None and trigger.sense.event_type is not None:
            kept.append(replace(trigger, threat_type=None, subtype=None))
    return tuple(kept)
