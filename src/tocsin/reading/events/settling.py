"""Settle the country of a party that its own words leave open: "[the military]", "[civilians]", "[we]"."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span as Run
from spacy.tokens import Token

from tocsin.gazetteer import find_places
from tocsin.gazetteer.actors import ActorRef, compose_actor
from tocsin.languages import Language
from tocsin.model import Participant, Place, Span, Statement
from tocsin.reading.events.naming import is_first_person, is_of_stance
from tocsin.reading.events.voices import name_unquoted_voice
from tocsin.reading.grammar import children, is_plural, lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.places import PlaceMention

NAMES_OF_STATES = frozenset({"GPE", "NORP", "ORG"})
LINKS_OF_NAMES = frozenset({"compound", "amod", "nmod", "poss"})
# Whose country is that of the state spoken of: "the government", "police".
STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
# Who acts where he is at home: crowds and rebels, unlike agents and hackers.
HOME_SECTORS = STATE_SECTORS - {"SPY"} | {"REB", "OPP", "CVL", "LAB"}
# What is done to people and things at a place is done to those of the place.
HARMING = frozenset({"ASSAULT", "COERCE"})
# But those arrested or sent away are often strangers.
OF_STRANGERS = frozenset({"arrest", "deport"})
AT_HOME = HARMING | {"SANCTION", "PROTEST", "MOBILIZE"}
# An entry from outside is done to whoever owns the ground.
INCURSIONS = frozenset(
    {"drone_incursion", "airspace_crewed", "balloon", "undersea", "gnss_interference", "migration"}
)
# Where drones set out and men are held is not the ground of the act.
ASIDE = frozenset({"launch", "arrest"})
FLOWN = frozenset({"drone_incursion", "airspace_crewed", "balloon"})
# Where the ground is that an incursion is done to.
HIT = frozenset({"act", "effect"})
# What people and bodies at home do and suffer.
DOMESTIC = frozenset({"PROTEST", "COERCE", "ACCUSE", "SANCTION", "REQUEST", "RETREAT"})
OF_THE_STATE = ("of_the_land", "domestic_body")
TIES = frozenset({"in", "of", "at", "across", "throughout"})
MAIN_TIMES, MAIN_SHARE = 3, 0.6
LARGE_TOWN = 150_000
BLOCS = frozenset({"NATO", "EUU", "UNO"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Who and which states a passage names: persons by surname, states by where they stand."""

    persons: dict[str, ActorRef]
    states: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of an event beside its parties."""

    event_type: str | None
    mode: str | None
    threat_type: str | None
    place: Place | None
    places: tuple[PlaceMention, ...]
    statements: tuple[Statement, ...]


def survey_scene(passage: Passage) -> Scene:
    """Read who is who in a passage, from the words that stand before each name."""
    persons: dict[str, ActorRef] = {}
    states: list[tuple[int, str]] = []
    for entity in passage.doc.ents:
        if entity.label_ == "PERSON":
            actor = _compose_person(passage, entity)
            if actor is not None and actor.country is not None:
                persons.setdefault(entity[-1].lower_, actor)
                if actor.actor_id == actor.country:
                    states.append((entity.start, actor.country))  # "Mali", taken for a person
        elif entity.label_ in NAMES_OF_STATES:
            actor = compose_actor(entity.text, on=passage.published_on)
            if actor is not None and actor.country is not None:
                states.append((entity.start, actor.country))
    return Scene(persons=persons, states=tuple(states))


def _compose_person(passage: Passage, entity: Run) -> ActorRef | None:
    start = entity.start
    while start > entity.sent.start and _belongs(passage.doc[start - 1], entity):
        start -= 1
    titled = compose_actor(passage.doc[start : entity.end].text, on=passage.published_on)
    if titled is not None and titled.country is not None and titled.tie == "of":
        return titled
    for label in children(entity.root, "appos"):
        words = passage.doc[label.left_edge.i : label.i + 1].text
        actor = compose_actor(words, on=passage.published_on)
        if actor is not None and actor.country is not None and actor.tie == "of":
            return actor
    return compose_actor(entity.text, on=passage.published_on)


def _belongs(token: Token, entity: Run) -> bool:
    return token.dep_ in LINKS_OF_NAMES or token.tag_ == "POS" or token.i in {t.head.i for t in entity}


def settle_parties(
    passage: Passage,
    actors: tuple[Participant, ...],
    recipients: tuple[Participant, ...],
    known: Circumstances,
    scene: Scene,
    language: Language,
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Fill in the countries left open; a first person whom no quote gives a name is dropped."""
    left = _settle_side(passage, actors, recipients, known, scene, language, is_actor=True)
    right = _settle_side(passage, recipients, left, known, scene, language, is_actor=False)
    if known.threat_type in INCURSIONS and not any(party.country for party in right):
        right += _name_ground(known.place, left) or _name_only_state(passage, known, scene, left)
    return left, right


def _name_only_state(
    passage: Passage, known: Circumstances, scene: Scene, actors: tuple[Participant, ...]
) -> tuple[Participant, ...]:
    """Return the one state that a passage names, where an incursion is told without a place."""
    codes = {code for _, code in scene.states}
    if known.threat_type not in FLOWN or known.place is not None or len(codes) != 1 or codes & BLOCS:
        return ()
    start, country = scene.states[0]
    named = next(entity for entity in passage.doc.ents if entity.start == start)
    if any(party.country == country for party in actors) or named.root.dep_ == "pobj":
        return ()  # "drones from the direction of Ukraine"
    span = passage.span_of(passage.doc[named.start : named.end])
    return (Participant(span=span, name=named.text, country=country),)


def _name_ground(place: Place | None, actors: tuple[Participant, ...]) -> tuple[Participant, ...]:
    if place is None or place.country is None or place.span is None or place.role not in HIT:
        return ()
    if any(party.country == place.country for party in actors):
        return ()
    return (Participant(span=place.span, name=place.name, country=place.country),)


def _settle_side(
    passage: Passage,
    parties: tuple[Participant, ...],
    others: tuple[Participant, ...],
    known: Circumstances,
    scene: Scene,
    language: Language,
    *,
    is_actor: bool,
) -> tuple[Participant, ...]:
    taken = frozenset(party.country for party in others if party.country)
    settled: list[Participant] = []
    for party in parties:
        if is_first_person(party.name, language.triggers):
            settled.extend(_name_speaker(passage, party, known.statements, scene, language))
        elif party.country is not None:
            settled.append(party)
        elif _is_of_speaker(passage, party, language):
            voices = _name_speaker(passage, party, known.statements, scene, language)
            settled.append(next((replace(party, country=one.country) for one in voices), party))
        else:
            settled.append(_settle(passage, party, known, scene, language, taken=taken, is_actor=is_actor))
    return tuple(settled)


def _is_of_speaker(passage: Passage, party: Participant, language: Language) -> bool:
    """Whether the words say that the party is the speaker's own: "[our] country"."""
    run = passage.tokens_at(party.span) or ()
    return any(word.tag_ == "PRP$" and is_first_person(word.text, language.triggers) for word in run)


def _settle(
    passage: Passage,
    party: Participant,
    known: Circumstances,
    scene: Scene,
    language: Language,
    *,
    taken: frozenset[str],
    is_actor: bool,
) -> Participant:
    run = passage.tokens_at(party.span)
    if run is None or not len(run):
        return party
    root = run.root
    person = scene.persons.get(run[-1].lower_) if root.pos_ == "PROPN" else None
    if person is not None:
        return replace(party, actor_id=person.actor_id, country=person.country, sector=person.sector)
    country: str | None = None
    if language.triggers.has("homeland", lemma_of(root)) and not is_plural(root):
        country = _find_state_before(root, scene, taken=taken)
    elif party.actor_id is None:
        country = _find_home(passage, root, party, known, scene, language, taken=taken, is_actor=is_actor)
    return party if country is None else replace(party, country=country)


def _find_home(
    passage: Passage,
    root: Token,
    party: Participant,
    known: Circumstances,
    scene: Scene,
    language: Language,
    *,
    taken: frozenset[str],
    is_actor: bool,
) -> str | None:
    inside = next(
        (
            mention.place.country
            for mention in known.places
            if mention.place is not None
            and _covers(party.span, mention.span)
            and not _is_tied(passage, mention.span)
        ),
        None,
    )
    if is_of_stance(root):
        inside = None
    elif inside is None:
        inside = _find_tie(passage, root, known.places)
    if inside is not None:
        return inside
    if any(language.triggers.has("from_elsewhere", lemma_of(word)) for word in root.subtree):
        return None  # migrants are of another country than the one they come to
    if root.pos_ == "PROPN" and not is_actor and (town := _find_large_town(party.name)) is not None:
        return town
    here = known.place.country if known.place is not None and known.place.role not in ASIDE else None
    if is_actor and party.sector not in HOME_SECTORS:
        return None
    if not is_actor and known.mode in OF_STRANGERS:
        here = None
    if here is not None and known.event_type in (AT_HOME if is_actor else HARMING):
        return here
    is_bare = party.sector in STATE_SECTORS and language.triggers.has("organ", lemma_of(root))
    if is_bare and (before := _find_state_before(root, scene, taken=taken)) is not None:
        return before
    run = passage.tokens_at(party.span) or ()
    is_domestic = known.event_type in DOMESTIC and root.pos_ != "PROPN"
    lemmas = [lemma_of(word) for word in run] if is_domestic else []
    if any(language.triggers.has(kind, word) for word in lemmas for kind in OF_THE_STATE):
        return _find_main_state(scene)
    return None


def _find_tie(passage: Passage, root: Token, places: tuple[PlaceMention, ...]) -> str | None:
    """Return the country of the place that a phrase is tied to: "controllers in [France]"."""
    for noun in (root, *children(root, "appos")):
        for link in children(noun, "prep"):
            if link.lower_ not in TIES:
                continue
            for held in children(link, "pobj"):
                span = passage.span_of(held)
                for mention in places:
                    place = mention.place
                    if place is None or not mention.span.overlaps(span):
                        continue
                    if link.lower_ == "of" and place.precision == "country":
                        return None  # "critics of Russia" are of any country
                    return place.country
    return None


def _find_main_state(scene: Scene) -> str | None:
    """Return the state that a passage is about: named three times or more, and three times in five."""
    told = Counter(code for _, code in scene.states if code not in BLOCS)
    if not told:
        return None
    country, times = told.most_common(1)[0]
    return country if times >= MAIN_TIMES and times >= MAIN_SHARE * told.total() else None


def _is_tied(passage: Passage, span: Span) -> bool:
    """Whether a name only tells a tie: "[Iran]-backed fighters"."""
    after = passage.text[span.end - passage.offset :][:2]
    return after[:1] == "-" and after[1:].islower()


def _find_large_town(name: str) -> str | None:
    """Return the country of a large town that the model took for another name: "on Kharkiv"."""
    best = next(iter(find_places(name)), None)
    is_large = best is not None and best.kind == "settlement" and best.population >= LARGE_TOWN
    return best.country if best is not None and is_large else None


def _find_state_before(root: Token, scene: Scene, *, taken: frozenset[str]) -> str | None:
    """Return the state named last before the word that is not the other party."""
    before = [code for start, code in scene.states if start < root.i and code not in taken | BLOCS]
    return before[-1] if before else None


def _name_speaker(
    passage: Passage, party: Participant, statements: tuple[Statement, ...], scene: Scene, language: Language
) -> Iterator[Participant]:
    """Yield the party by the name of the innermost voice that a country is known of."""
    held = [
        statement.attributions[-1].name
        for statement in statements
        if statement.attributions and any(_covers(span, party.span) for span in statement.content)
    ]
    for name in held or [name_unquoted_voice(passage, party.span, statements, language)]:
        actor = compose_actor(name or "", on=passage.published_on)
        if (actor is None or actor.country is None) and name and name.split():
            actor = scene.persons.get(name.split()[-1].lower())
        if actor is not None:
            yield replace(party, actor_id=actor.actor_id, country=actor.country, sector=actor.sector)
            return


def _covers(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
