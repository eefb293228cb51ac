"""What speaks for and against words naming a place: model, gazetteer, neighbours, the rest of the text."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from tocsin.languages.placewords import PlaceWords
from tocsin.reading.places.naming import Resolved
from tocsin.reading.places.proposing import PLACE_LABELS, Proposal, is_capitalised, trim
from tocsin.reading.places.weighing import Floats

Signs = Iterator[tuple[str, float]]

LABELS = ("GPE", "LOC", "FAC", "NORP", "PERSON", "ORG", "OTHER")
POSSESSIVE_MARKS = frozenset({"'s", "’s", "’", "'"})
DASHES = ("—", " - ", "–", "--")
DATELINE_WORDS = 6
SHORT_CAPITALS = 3
AREAS = frozenset({"region", "sea", "continent", "gulf", "strait"})
UNITS = frozenset({"country", "admin1", "admin2"})
# Populations are weighed from here upwards: the logarithm of 10,000.
MIDDLE = 4.0

FEATURES = (
    "bias",
    *(f"is_{label}" for label in LABELS),
    *(f"inside_{label}" for label in LABELS),
    "inside_ORG_start",
    "crosses",
    "known",
    "shortened",
    "country",
    "admin1",
    "admin2",
    "region",
    "site",
    "population",
    "main_name",
    "people",
    "candidates",
    "words",
    "acronym",
    "capitals",
    "dotted",
    "after_opener",
    "after_of",
    "after_settlement",
    "after_title",
    "after_name",
    "after_comma_place",
    "after_and_place",
    "after_directions",
    "in_container_tail",
    "before_container",
    "before_name",
    "before_ground",
    "before_said",
    "before_possessive",
    "before_bearer",
    "before_hyphen",
    "dateline",
    "proper",
    "common_noun",
    "generic_word",
    "memory_place",
    "memory_person",
    "memory_org",
    "memory_opener",
)
CONTEXT = (
    "elsewhere",
    "elsewhere_most",
    "elsewhere_mean",
    "belief",
    "in_country",
    "in_admin1",
    "near",
    "around",
    "resolved_town",
    "resolved_population",
)
NUMBER = {name: index for index, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Memory:
    """How the names of a text are used all over it, by lower-case text."""

    labels: Mapping[str, Counter[str]]
    opened: Counter[str]
    lower: frozenset[str]


def remember(doc: Doc, words: PlaceWords) -> Memory:
    """Note what the model takes each name for, what stands after "in", and what stands in lower case."""
    labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity in doc.ents:
        start, end = trim(entity)
        labels[doc[start:end].text.lower()][entity.label_] += 1
        if entity.label_ == "PERSON" and end - start > 1:
            for token in doc[start:end]:
                labels[token.lower_]["PERSON"] += 1
    opened: Counter[str] = Counter()
    lower: set[str] = set()
    before = ""
    for token in doc:
        if is_capitalised(token):
            if before in words.place_openers:
                opened[token.lower_] += 1
        else:
            lower.add(token.text)
        before = token.lower_
    return Memory(labels, opened, frozenset(lower))


def describe(doc: Doc, proposals: Sequence[Proposal], words: PlaceWords) -> Floats:
    """Return the signs of each run, one row each, in the order of FEATURES."""
    features = np.zeros((len(proposals), len(FEATURES)))
    memory = remember(doc, words)
    starts = {one.start: one for one in proposals}
    ends = {one.end: one for one in proposals}
    for row, proposal in zip(features, proposals, strict=True):
        row[NUMBER["bias"]] = 1
        for signs in (
            _ask_model(doc, proposal),
            _ask_gazetteer(proposal),
            _look_at(doc, proposal, memory, words),
            _look_before(doc, proposal, words, ends),
            _look_after(doc, proposal, words, starts),
            _recall(doc, proposal, memory),
        ):
            for name, value in signs:
                row[NUMBER[name]] = value
    return features


def describe_context(
    proposals: Sequence[Proposal], chances: Floats, places: Sequence[Resolved | None]
) -> Floats:
    """Return what a first look at the whole text adds: the same name elsewhere, and how its place fits."""
    features = np.zeros((len(proposals), len(CONTEXT)))
    by_text: defaultdict[str, list[float]] = defaultdict(list)
    for proposal, chance in zip(proposals, chances, strict=True):
        by_text[proposal.text.lower()].append(float(chance))
    for row, proposal, chance, place in zip(features, proposals, chances, places, strict=True):
        others = list(by_text[proposal.text.lower()])
        others.remove(float(chance))
        if others:
            row[:3] = 1, max(others) - 0.5, sum(others) / len(others) - 0.5
        if place is not None:
            people = np.log10(place.entry.population + 10) - MIDDLE
            row[3:] = place.confidence, *place.support, place.entry.kind == "settlement", people
    return features


def _ask_model(doc: Doc, proposal: Proposal) -> Signs:
    first, final = doc[proposal.start], doc[proposal.end - 1]
    if not first.ent_type_ or not final.ent_type_:
        if first.ent_type_ or final.ent_type_:
            yield "crosses", 1
        return
    label = first.ent_type_ if first.ent_type_ in LABELS else "OTHER"
    is_begun, goes_on = find_rest(doc, proposal)
    if not is_begun and not goes_on:
        yield f"is_{label}", 1
        return
    yield f"inside_{label}", 1
    if label == "ORG" and not is_begun:
        yield "inside_ORG_start", 1


def find_rest(doc: Doc, proposal: Proposal) -> tuple[bool, bool]:
    """Whether the model's name round a run began before it, and whether it goes on after."""
    begun = doc[proposal.start].ent_iob_ == "I" and doc[proposal.start - 1].lower_ != "the"
    after = doc[proposal.end] if proposal.end < len(doc) else None
    goes_on = after is not None and after.ent_iob_ == "I" and after.lower_ not in POSSESSIVE_MARKS
    return begun, goes_on


def _ask_gazetteer(proposal: Proposal) -> Signs:
    if not proposal.candidates:
        return
    yield "known", 1
    yield "shortened", proposal.is_shortened
    yield "people", proposal.is_people
    kinds = {one.entry.kind for one in proposal.candidates if not one.is_people}
    for kind in UNITS:
        yield kind, kind in kinds
    others = kinds - UNITS - {"settlement"}
    yield "region", bool(others & AREAS)
    yield "site", bool(others - AREAS)
    mains = [one.entry.population for one in proposal.candidates if one.entry.is_main_name]
    yield "main_name", bool(mains)
    yield "population", float(np.log10(max(mains, default=0) + 10)) - MIDDLE
    yield "candidates", float(np.log10(len(proposal.candidates)))


def _look_at(doc: Doc, proposal: Proposal, memory: Memory, words: PlaceWords) -> Signs:
    text, lower = proposal.text, proposal.text.lower()
    yield "words", proposal.end - proposal.start - 1
    yield "acronym", len(text) <= SHORT_CAPITALS and text.isupper()
    yield "capitals", len(text) > SHORT_CAPITALS and text.isupper()
    yield "dotted", text.endswith(".")
    yield "proper", all(token.pos_ == "PROPN" for token in doc[proposal.start : proposal.end])
    yield "common_noun", lower in memory.lower
    yield "generic_word", lower in words.grounds or lower in words.bearers or lower in words.directions


def _look_before(doc: Doc, proposal: Proposal, words: PlaceWords, ends: Mapping[int, Proposal]) -> Signs:
    at = proposal.start - 1
    if at >= 0 and doc[at].lower_ == "the":
        at -= 1
    if at >= 0 and doc[at].lower_ in words.directions:
        yield "after_directions", 1
        at -= 1
    if at < 0:
        return
    before = doc[at]
    yield "after_opener", before.lower_ in words.place_openers
    yield "after_of", before.lower_ == "of"
    # As in "the town of [Izium]" and "the port city [Hodeida]".
    kind = doc[at - 1] if before.lower_ == "of" and at else before
    yield "after_settlement", kind.lower_ in words.settlements
    is_title = before.lower_ in words.titles
    yield "after_title", is_title
    is_name = is_capitalised(before) and before.pos_ == "PROPN" and not before.is_sent_start
    yield "after_name", is_name and not is_title
    if at in ends:
        yield "after_and_place", before.lower_ in {"and", "or"}
        yield "after_comma_place", before.text == ","
        yield "in_container_tail", before.text == "," and _holds(proposal, ends[at])


def _look_after(doc: Doc, proposal: Proposal, words: PlaceWords, starts: Mapping[int, Proposal]) -> Signs:
    if proposal.end >= len(doc):
        return
    after = doc[proposal.end]
    outer = starts.get(proposal.end + 1)
    yield "before_container", after.text in {",", "("} and outer is not None and _holds(outer, proposal)
    yield "before_name", is_capitalised(after) and after.pos_ == "PROPN"
    yield "before_bearer", after.lower_ in words.bearers
    yield "before_ground", after.lower_ in words.grounds
    yield "before_said", after.lower_ in words.speaking
    yield "before_possessive", after.lower_ in POSSESSIVE_MARKS
    yield "before_hyphen", after.text == "-"
    opens = doc[proposal.start].is_sent_start or doc[proposal.start - 1].text.isspace()
    near = doc[proposal.end : proposal.end + DATELINE_WORDS].text
    yield "dateline", opens and any(dash in near for dash in DASHES)


def _holds(outer: Proposal, inner: Proposal) -> bool:
    """Whether a country or state of the one name holds a place of the other: "Paris, Texas"."""
    areas = {
        (one.entry.country, one.entry.admin1 if one.entry.kind == "admin1" else None)
        for one in outer.candidates
        if one.entry.kind in {"country", "admin1"}
    }
    places = (one.entry for one in inner.candidates if one.entry.kind != "country")
    return any((place.country, part) in areas for place in places for part in {place.admin1, None})


def _recall(doc: Doc, proposal: Proposal, memory: Memory) -> Signs:
    labels = memory.labels.get(proposal.text.lower(), Counter())
    total = sum(labels.values()) + 1
    yield "memory_place", sum(labels[label] for label in PLACE_LABELS) / total
    yield "memory_person", labels["PERSON"] / total
    yield "memory_org", labels["ORG"] / total
    yield "memory_opener", min(memory.opened[doc[proposal.start].lower_], 3)
