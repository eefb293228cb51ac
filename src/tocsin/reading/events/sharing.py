"""Share parties between the events of a passage where one act leaves open what another tells.

"[Russian] strikes hit Kyiv, killing three": whoever struck killed them, and they are of the place.
"Four humvees exploded in Kandahar. The group said 57 were killed": the number stands for its people.
"Oslo says Russian bombers entered its airspace, prompting jets to scramble": they rose against the bombers.
"Mali accused France ... France denies the accusations": the accusations are those just told of.
"""

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from tocsin.gazetteer import find_country, find_places
from tocsin.languages import Language
from tocsin.languages.triggers import TriggerWords
from tocsin.model import Event, Participant
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.grammar import climb, is_noun_form, lemma_of
from tocsin.reading.passage import Passage

# How many sentences back the same act may have been told.
SENTENCES_BACK = 3
# A ship seized off a coast is seldom of that coast, nor are missiles of where they are shot down.
OF_NO_PLACE = ("ship_name", "craft_name", "thing")
OPPOSED = frozenset({"OPP"})
HARMS = frozenset({"ASSAULT"})
BOTH_WAYS = frozenset({"ASSAULT", "COERCE", "SANCTION", "THREATEN"})
INTRUDING = frozenset({"drone_incursion", "airspace_crewed", "balloon", "maritime"})
HARMED_IN = frozenset({"in", "during", "by"})
HELD_IN = frozenset({"act", "arrest"})
BLOCS = frozenset({"NATO", "EUU", "UNO"})
MUCH_LARGER = 10
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LOCATING = frozenset({"in", "at", "near", "outside"})
DEFINITE = frozenset({"the", "this", "these", "that", "those", "both", "such"})

Told = list[tuple[Trigger, Event]]


def share_parties(
    passage: Passage, triggers: Sequence[Trigger], events: Sequence[Event], language: Language
) -> tuple[Event, ...]:
    """Return the events with parties and countries taken over from the acts that they belong with."""
    told = list(zip(triggers, events, strict=True))
    sentences = _number_sentences(passage)
    for at, (trigger, event) in enumerate(told):
        told[at] = (trigger, _name_towns(passage, event, language.triggers))
    for at, (trigger, event) in enumerate(told):
        nearby = [
            (other, found)
            for other, found in told
            if other is not trigger
            and 0 <= sentences[trigger.token.i] - sentences[other.token.i] <= SENTENCES_BACK
        ]
        beside = [one for one in nearby if sentences[one[0].token.i] == sentences[trigger.token.i]]
        event = _take_same_act(trigger, event, nearby, sentences, language.triggers)
        event = _take_attackers(trigger, event, beside, language.triggers)
        event = _blame_state(trigger, _take_harmed(trigger, event, beside), beside)
        event = _judge_own(passage, _answer_intruders(event, beside), nearby, language.triggers)
        event = _place_victims(passage, trigger, event, beside, nearby, language)
        told[at] = (trigger, event)
    return tuple(event for _, event in told)


def _number_sentences(passage: Passage) -> list[int]:
    numbers: list[int] = []
    for at, sentence in enumerate(passage.doc.sents):
        numbers.extend([at] * len(sentence))
    return numbers


def _countries_of(parties: Sequence[Participant]) -> frozenset[str]:
    return frozenset(party.country for party in parties if party.country)


def _take_same_act(
    trigger: Trigger, event: Event, nearby: Told, sentences: list[int], words: TriggerWords
) -> Event:
    """Take the parties of the act that a definite noun points back to: "France denies [the accusations]"."""
    token = trigger.token
    if event.actors or not is_noun_form(token) or not _is_definite(token):
        return event
    # "struck back in retaliation for the attack": who answers an act did not do it.
    answering = {
        country
        for mate, other in nearby
        if sentences[mate.token.i] == sentences[token.i]
        and trigger.event_type in BOTH_WAYS
        and _is_apart(mate, trigger, words)
        for country in _countries_of(other.actors)
    }
    for other, earlier in reversed(nearby):
        is_earlier = other.token.i < token.i and earlier.actors
        # A bare word may take up a fuller one of the sentence before: "drone strikes ... after the attack".
        is_bare = trigger.mode is None and sentences[token.i] - sentences[other.token.i] <= 1
        is_same_mode = other.mode == trigger.mode or is_bare
        is_same = (
            other.event_type == trigger.event_type
            and is_same_mode
            and (earlier.status.counts or earlier.status is event.status or _is_word_again(other, trigger))
        )
        if not (is_earlier and is_same) or answering & _countries_of(earlier.actors):
            continue
        left, right = _countries_of(event.recipients), _countries_of(earlier.recipients)
        if left and right and not left & right:
            continue
        return replace(event, actors=earlier.actors, recipients=event.recipients or earlier.recipients)
    return event


def _is_word_again(one: Trigger, other: Trigger) -> bool:
    """Whether one sentence says the same word of both: "... drills ..., stating that the [drills] are"."""
    same_sentence = one.token.sent.start == other.token.sent.start
    return same_sentence and lemma_of(one.token) == lemma_of(other.token)


def _is_definite(token: Token) -> bool:
    return any(child.lower_ in DEFINITE for child in token.children if child.dep_ == "det")


def _take_attackers(trigger: Trigger, event: Event, beside: Told, words: TriggerWords) -> Event:
    """Take who struck for who killed, where one clause tells both and nothing parts them."""
    if event.event_type not in HARMS or event.actors or not words.has("casualty", lemma_of(trigger.token)):
        return event
    followed = _find_followed(trigger, beside)
    if followed is not None:
        return replace(event, actors=followed.actors)
    attacks = [
        other
        for mate, other in beside
        if other.event_type in HARMS
        and other.actors
        and (other.status.counts or other.status is event.status)  # who is accused of one act only
        and not _is_apart(mate, trigger, words)
    ]
    sides = {_countries_of(other.actors) for other in attacks}
    return replace(event, actors=attacks[0].actors) if len(sides) == 1 else event


def _find_followed(trigger: Trigger, beside: Told) -> Event | None:
    """Return the one attack that a harm without author comes after: "two are killed after [guards fire]"."""
    token = trigger.token
    if any(child.dep_ == "agent" for child in token.children):
        return None
    found = [
        other
        for mate, other in beside
        if other.event_type in HARMS
        and other.actors
        and other.status.counts
        and mate.token.dep_ == "advcl"
        and mate.token.head.i == token.i
        and any(child.lower_ == "after" for child in mate.token.children)
    ]
    return found[0] if len(found) == 1 else None


def _take_harmed(trigger: Trigger, event: Event, beside: Told) -> Event:
    """Take who was harmed in an act for those it hit: "[two] were killed in a bombing"."""
    token = trigger.token
    if event.event_type not in HARMS or event.recipients or token.dep_ != "pobj":
        return event
    if token.head.lower_ not in HARMED_IN:
        return event
    for mate, other in beside:
        if mate.token.i == token.head.head.i and other.event_type in HARMS and other.recipients:
            actors = event.actors or other.actors
            return replace(event, actors=actors, recipients=other.recipients)
    return event


def _blame_state(trigger: Trigger, event: Event, beside: Told) -> Event:
    """Give what is condemned without its doer to the state it took place in: "the arrests in [Minsk]"."""
    if event.event_type != "ACCUSE" or event.recipients:
        return event
    for mate, other in beside:
        place = other.place
        is_object = mate.token.head.i == trigger.token.i and mate.token.dep_ == "dobj"
        if not is_object or other.event_type != "COERCE" or other.actors or place is None:
            continue
        if place.role in HELD_IN and place.country and place.span is not None:
            blamed = Participant(span=place.span, name=place.name, country=place.country)
            return (
                event
                if place.country in _countries_of(event.actors)
                else replace(event, recipients=(blamed,))
            )
    return event


def _is_apart(one: Trigger, other: Trigger, words: TriggerWords) -> bool:
    """Whether a word of time or answer stands over one act only: "struck back [after] three were killed"."""
    left = [one.token, *climb(one.token)]
    right = [other.token, *climb(other.token)]
    shared = {token.i for token in left} & {token.i for token in right}
    for token in (*left, *right):
        if token.i in shared:
            continue
        parts = words.has("parting", lemma_of(token)) or any(
            words.has("parting", child.lower_)
            for child in token.children
            if child.dep_ in ("mark", "prep", "advmod") and child.i < token.i
        )
        if parts:
            return True
    return False


def _answer_intruders(event: Event, beside: Told) -> Event:
    """Take who intruded for those whom jets rise against."""
    if event.event_type != "MOBILIZE" or event.recipients or event.threat_type is not None:
        return event
    own = _countries_of(event.actors)
    for _, other in beside:
        came = _countries_of(other.actors)
        entered = other.threat_type in INTRUDING and other.actors and not came & own
        if entered and (not own or not other.recipients or own & _countries_of(other.recipients)):
            return replace(event, recipients=other.actors)
    return event


def _strikes_locals(event: Event) -> bool:
    """Whether the act is done to those of the place: strikes are, arrests may be of strangers."""
    return event.event_type in HARMS or event.mode == "seize"


def _judge_own(passage: Passage, event: Event, nearby: Told, words: TriggerWords) -> Event:
    """Give protesters and opponents the country of who holds them, or of the place they are held in."""
    if event.event_type not in ("COERCE", "SANCTION") or _countries_of(event.recipients):
        return event
    own = set(_countries_of(event.actors)) or _places_of([event])
    own = own or _places_of([other for _, other in nearby if other.event_type in ("PROTEST", "COERCE")])
    own = own or {
        country
        for _, other in nearby
        if other.event_type == "PROTEST"
        for country in _countries_of((*other.actors, *other.recipients))
    }
    own -= BLOCS
    if len(own) != 1:
        return event
    (country,) = own
    settled = tuple(
        replace(party, country=country) if _is_of_the_land(passage, party, words) else party
        for party in event.recipients
    )
    return replace(event, recipients=settled)


def _places_of(events: Sequence[Event]) -> set[str]:
    """Return the countries that acts took place in."""
    places = (event.place for event in events if event.place is not None and event.place.role in HELD_IN)
    return {place.country for place in places if place.country}


def _is_of_the_land(passage: Passage, party: Participant, words: TriggerWords) -> bool:
    """Whether the words name people of the country they are held in: those who protest, vote or oppose."""
    if party.actor_id is not None:
        return False
    run = passage.tokens_at(party.span) or ()
    return party.sector in OPPOSED or any(words.has("of_the_land", lemma_of(word)) for word in run)


def _place_victims(
    passage: Passage, trigger: Trigger, event: Event, beside: Told, nearby: Told, language: Language
) -> Event:
    """Give people and buildings that were hit the country of those hit with them, or of the place."""
    if not event.recipients or _countries_of(event.recipients):
        return event
    if not _strikes_locals(event) and not (event.event_type == "COERCE" and _is_soldier(event.recipients[0])):
        return event
    is_open = all(_is_unmarked(passage, party, language) for party in event.recipients)
    if not is_open and not all(_is_soldier(party) for party in event.recipients):
        return event
    mates = [
        other
        for mate, other in beside
        if other.event_type in HARMS and not _is_apart(mate, trigger, language.triggers)
    ]
    hit = {country for other in mates for country in _countries_of(other.recipients)}
    if not is_open:
        hit -= _countries_of(event.actors)  # "shot down an Indian jet and captured [one pilot]"
    elif not hit:
        hit = _places_of([event, *mates])
    if not hit and is_open:
        hit = _countries_around(trigger.token)
    if not hit and is_open:
        earlier = [
            other for mate, other in nearby if other.event_type in HARMS and mate.token.i < trigger.token.i
        ]
        hit = next(
            (
                found
                for other in reversed(earlier)
                if (
                    found := set(_countries_of(other.recipients))
                    or ({other.place.country} if other.place and other.place.country else set())
                )
            ),
            set(),
        )
    hit -= BLOCS
    if len(hit) != 1:
        return event
    (country,) = hit
    return replace(event, recipients=tuple(replace(party, country=country) for party in event.recipients))


def _is_soldier(party: Participant) -> bool:
    return party.sector == "MIL" and party.actor_id is None and party.country is None


def _countries_around(token: Token) -> set[str]:
    """Return the countries of the places a sentence sets itself in: "shelling in the city of [Kurakhove]"."""
    found: set[str] = set()
    for entity in token.sent.ents:
        if entity.label_ not in PLACE_LABELS:
            continue
        seat = entity.root
        if seat.dep_ == "pobj" and seat.head.lower_ == "of":
            seat = seat.head.head
        if seat.dep_ in ("pobj", "appos") and (seat.dep_ == "appos" or seat.head.lower_ in LOCATING):
            found.add(_country_of_place(entity.text) or "")
    return found - {""}


def _is_unmarked(passage: Passage, party: Participant, language: Language) -> bool:
    """Whether the words name no group, state or office that could be of another country."""
    if party.actor_id is not None or party.country is not None:
        return False
    run = passage.tokens_at(party.span)
    if run is None or any(
        language.triggers.has(kind, lemma_of(word)) for word in run for kind in OF_NO_PLACE
    ):
        return False
    return party.sector in (None, "CVL")


def _name_towns(passage: Passage, event: Event, words: TriggerWords) -> Event:
    """Name the countries of parties that are towns or stand in one: "[the city of Kherson]"."""
    return replace(
        event,
        actors=tuple(_find_town(passage, party, words) for party in event.actors),
        recipients=tuple(_find_town(passage, party, words) for party in event.recipients),
    )


def _find_town(passage: Passage, party: Participant, words: TriggerWords) -> Participant:
    if party.country is not None or party.actor_id is not None:
        return party
    run = passage.tokens_at(party.span)
    if run is None or not len(run):
        return party
    is_ground = run.root.ent_type_ in PLACE_LABELS or words.has("locality", lemma_of(run.root))
    if not is_ground:
        return party
    names = [
        entity.text
        for entity in run.ents
        if entity.label_ in PLACE_LABELS and entity.root.dep_ not in ("compound", "nmod")
    ]
    country = _country_of_place(names[0]) if len(names) == 1 else None
    return party if country is None else replace(party, country=country)  # "the city of Kherson"


def _country_of_place(name: str) -> str | None:
    """Return the country of a place that no place of another country rivals in size."""
    state = find_country(name)
    if state is not None:
        return state.iso3
    places = find_places(name)
    if not places:
        return None
    best = places[0]
    rivals = [place.population for place in places if place.country != best.country]
    return best.country if not rivals or best.population >= MUCH_LARGER * max(1, *rivals) else None
