"""The names of a passage and the places that reading believes they mean: none where that is a guess."""

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from tocsin.gazetteer import PlaceEntry, is_within
from tocsin.languages import Language
from tocsin.languages.placewords import PlaceWords
from tocsin.reading.passage import Passage
from tocsin.reading.places.naming import Resolved, Toponym
from tocsin.reading.places.proposing import Proposal
from tocsin.reading.places.recognising import recognise
from tocsin.reading.places.resolving import resolve_toponyms
from tocsin.reading.places.signs import find_rest
from tocsin.reading.places.weighing import is_listed

# Below this the place of an act would be a guess.
SURE = 0.5
# A town in a country that the text does not speak of is believed if it is large, or if all else speaks for
# it: of such towns in the development sets nine in ten are right from here on, four in ten below.
LARGE_TOWN = 150_000
STRANGER_SURE = 0.85
# A name inside one of these belongs to it: "Washington Post", "Bank of Finland", "London Breed".
OWNING = frozenset({"PERSON", "ORG", "NORP", "WORK_OF_ART", "LAW", "PRODUCT", "EVENT"})


@dataclass(frozen=True, slots=True)
class Named:
    """The tokens [start, end) of a name, and its place.

    `is_container` marks a name that only says where another place lies.
    """

    start: int
    end: int
    entry: PlaceEntry | None
    confidence: float
    is_adjective: bool
    is_container: bool


def find_named(passage: Passage, language: Language) -> list[Named]:
    """Return the names of places in their order; peoples only where they say whose ground is meant."""
    doc, words = passage.doc, language.places
    found = recognise(doc, words, home=passage.home)
    places = resolve_toponyms(passage.text, [name for _, name in found], words, home=passage.home)
    spoken_of = _list_countries(places, passage.home)
    named: list[Named] = []
    for number, (proposal, name) in enumerate(found):
        if _is_owned(doc, proposal, words):
            continue
        end = proposal.end
        if name.is_adjective:
            if proposal.ground is None:
                continue
            end = proposal.ground + 1
        held = number + 1 < len(found) and follows(doc, proposal, found[number + 1][0])
        outer = places[number + 1] if held else None
        entry = _believe(name, places[number], outer, spoken_of)
        is_container = number > 0 and follows(doc, found[number - 1][0], proposal)
        confidence = _weigh(name, places[number], entry, outer)
        named.append(Named(proposal.start, end, entry, confidence, name.is_adjective, is_container))
    return named


def _is_owned(doc: Doc, proposal: Proposal, words: PlaceWords) -> bool:
    """Whether the words are part of a longer name that is no place's: "Bank of [Finland]"."""
    first, final = doc[proposal.start], doc[proposal.end - 1]
    is_begun, goes_on = find_rest(doc, proposal)
    directed = proposal.start > 0 and doc[proposal.start - 1].lower_ in words.directions
    return (is_begun and not directed and first.ent_type_ in OWNING) or (
        goes_on and final.ent_type_ in OWNING
    )


def follows(doc: Doc, first: Proposal, second: Proposal) -> bool:
    """Whether the second says where the first lies: "Izium, Kharkiv Oblast, Ukraine"."""
    apart = first.end + 1 == second.start and doc[first.end].text == ","
    return apart and doc[second.start].dep_ != "conj"


def _list_countries(places: Sequence[Resolved | None], home: str | None) -> frozenset[str]:
    """Return the countries a text speaks of by name, by a people or by a large place."""
    found = {home} if home else set()
    for place in places:
        if place is not None and (place.entry.kind != "settlement" or place.entry.population >= LARGE_TOWN):
            found.add(place.entry.country or "")
    return frozenset(found)


def _believe(
    name: Toponym, place: Resolved | None, outer: Resolved | None, spoken_of: frozenset[str]
) -> PlaceEntry | None:
    """Return the place reading goes by; what is said to hold it stands in for a place unknown there."""
    if outer is not None and outer.entry.country and outer.entry.kind in {"country", "admin1"}:
        return place.entry if place is not None and is_within(place.entry, outer.entry) else outer.entry
    if place is None or place.confidence < SURE:
        return None
    entry = place.entry
    is_strange = entry.kind == "settlement" and not is_listed(entry) and entry.country not in spoken_of
    is_sure = entry.population >= LARGE_TOWN or name.chance * place.confidence >= STRANGER_SURE
    return entry if is_sure or not is_strange else None


def _weigh(name: Toponym, place: Resolved | None, entry: PlaceEntry | None, outer: Resolved | None) -> float:
    """Return the probability that the words name a place, and this one."""
    chosen = place if place is not None and place.entry is entry else outer
    return name.chance * chosen.confidence if chosen is not None else 0.0
