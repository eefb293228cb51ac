"""Assemble events: what the trigger names, who, where, when, how many, and whether it happened."""

from dataclasses import replace

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.model import DateRange, EpistemicStatus, Event, Place, Statement
from tocsin.model.ids import make_event_id
from tocsin.ontology.plover import score_of
from tocsin.reading.dates import (
    DateMention,
    choose_date,
    choose_discovery,
    date_brief,
    find_date_mentions,
)
from tocsin.reading.events.attempts import FAILED, add_failed, add_foiled
from tocsin.reading.events.combat import is_combat, type_stray
from tocsin.reading.events.counts import find_counts
from tocsin.reading.events.participants import find_participants
from tocsin.reading.events.settling import Circumstances, Scene, settle_parties, survey_scene
from tocsin.reading.events.sharing import share_parties
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.events.triggers import find_triggers
from tocsin.reading.governing import find_clause_verb
from tocsin.reading.grammar import children, lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.places import (
    PlaceMention,
    choose_place,
    find_place_mentions,
    settle_jurisdiction,
)
from tocsin.reading.status import judge_status

# PLOVER codes the announcement of these, not the act to come: "will visit" is AGREE.
AGREED_WHEN_PLANNED = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
HOAX = "hoax"
# What opens the clause that tells why: "closed [after] drones were seen".
EXPLAINING = frozenset({"after", "when", "as", "because"})


def find_events(passage: Passage, statements: tuple[Statement, ...], language: Language) -> tuple[Event, ...]:
    """Return the events of a passage in the order of the text, one a trigger."""
    words = language.triggers
    triggers = add_foiled(add_failed(find_triggers(passage, language), words), words)
    if not triggers:
        return ()
    places = find_place_mentions(passage, language)
    dates = find_date_mentions(passage, language)
    scene = survey_scene(passage)
    events = [
        _assemble(passage, trigger, statements, language, places=places, dates=dates, scene=scene)
        for trigger in triggers
    ]
    return tuple(_recode_plan(event) for event in share_parties(passage, triggers, events, language))


def _assemble(
    passage: Passage,
    trigger: Trigger,
    statements: tuple[Statement, ...],
    language: Language,
    *,
    places: tuple[PlaceMention, ...],
    dates: tuple[DateMention, ...],
    scene: Scene,
) -> Event:
    is_attempt = trigger.outcome == FAILED
    judged = judge_status(passage, trigger.token, statements, language, is_attempt=is_attempt)
    actors, recipients = find_participants(passage, trigger, language)
    place = _find_place(passage, trigger.token, places, language)
    if place is None and trigger.stopped_by is not None:
        place = _find_place(passage, trigger.stopped_by, places, language)
        place = replace(place, role="arrest") if place is not None else None
    trigger = type_stray(trigger, actors, place, language.triggers, on=passage.published_on)
    place = settle_jurisdiction(place, trigger.token, trigger.threat_type, language)
    known = Circumstances(
        event_type=trigger.event_type,
        mode=trigger.mode,
        threat_type=trigger.threat_type,
        place=place,
        places=places,
        statements=statements,
    )
    actors, recipients = settle_parties(passage, actors, recipients, known, scene, language)
    date = _find_date(passage, trigger.token, dates, language)
    if is_combat(trigger, actors, recipients, place, on=date.start if date else passage.published_on):
        trigger = replace(trigger, threat_type=None, subtype=None)
    outcome = trigger.outcome or _find_hoax(trigger, language)
    if outcome == HOAX and trigger.event_type == "ASSAULT":
        # What feigns an attack threatens with one: nobody was attacked.
        trigger = replace(trigger, event_type="THREATEN", mode="violence")
    span = passage.span_of(passage.doc[trigger.start : trigger.end])
    return Event(
        id=make_event_id(span),
        trigger=span,
        event_type=trigger.event_type,
        mode=trigger.mode,
        contexts=trigger.contexts,
        threat_type=trigger.threat_type,
        subtype=trigger.subtype,
        actors=actors,
        recipients=recipients,
        place=place,
        date=date,
        status=judged.status,
        time=judged.time,
        factuality=judged.factuality,
        certainty=judged.certainty,
        unsure=judged.unsure,
        reasons=judged.reasons,
        holders=judged.holders,
        statement_id=judged.statement_id,
        counts=find_counts(passage, trigger, language),
        outcome=outcome,
        background=judged.background,
        score=score_of(trigger.event_type, trigger.mode),
        means=trigger.means,
        discovered_on=choose_discovery(trigger.token, dates, language),
    )


def _find_hoax(trigger: Trigger, language: Language) -> str | None:
    """Return the outcome of an act that its sentence calls feigned: "the letter bomb was a [hoax]"."""
    if trigger.threat_type is None and trigger.event_type != "THREATEN":
        return None
    words = language.triggers
    feigned = [word for word in trigger.token.sent if words.has("feigned", lemma_of(word))]
    return (
        HOAX
        if any(not children(word, "neg") and not children(word.head, "neg") for word in feigned)
        else None
    )


def _find_place(
    passage: Passage, token: Token, places: tuple[PlaceMention, ...], language: Language
) -> Place | None:
    """Choose the place of an act; one told to explain the main clause is placed with it.

    "Flights were suspended at Munich airport after drones were [sighted]."
    """
    place = choose_place(passage, token, places, language)
    main = _find_explained(token)
    return place if place is not None or main is None else choose_place(passage, main, places, language)


def _find_date(
    passage: Passage, token: Token, dates: tuple[DateMention, ...], language: Language
) -> DateRange | None:
    """Choose the day of an act; one told to explain what was done at once is dated with it.

    "The airport was closed on Monday after drones were [seen]"; but a man jailed on Monday acted long before.
    """
    date = choose_date(passage, token, dates, language) or date_brief(passage, token, dates)
    main = _find_explained(token)
    if date is not None or main is None or not language.times.has("answered_at_once", lemma_of(main)):
        return date
    return choose_date(passage, main, dates, language)


def _find_explained(token: Token) -> Token | None:
    """Return the main verb that the act's own clause explains."""
    clause = find_clause_verb(token)
    if clause is None or clause.dep_ != "advcl":
        return None
    explains = any(child.lower_ in EXPLAINING for child in children(clause, "mark", "advmod", "prep"))
    return clause.head if explains else None


def _recode_plan(event: Event) -> Event:
    if event.status is not EpistemicStatus.PLANNED:
        return event
    if event.event_type == "RETREAT" and event.mode == "withdraw":
        return replace(event, event_type="CONCEDE", mode=None, score=score_of("CONCEDE"))
    if event.event_type not in AGREED_WHEN_PLANNED:
        return event
    return replace(event, event_type="AGREE", mode=None, score=score_of("AGREE"))
