"""Under whose law the place of an act lies: territory, a territorial sea, airspace, an embassy, the net."""

from dataclasses import replace

from spacy.tokens import Token

from tocsin.gazetteer import country_of_demonym, find_country
from tocsin.languages import Language
from tocsin.model import Place
from tocsin.reading.grammar import SUBJECTS, children, climb, lemma_of

# What is done over networks and radio is felt at a place, and done elsewhere.
ONLINE = frozenset({"cyber", "information_manipulation"})
REMOTE = ONLINE | {"gnss_interference"}
PASSIVE = frozenset({"nsubjpass"})
OWNERS = ("poss", "amod", "compound", "nmod")


def settle_jurisdiction(
    place: Place | None, token: Token, threat: str | None, language: Language
) -> Place | None:
    """Return the place with the kind of its ground, whose it is, and whether the act was only felt there."""
    if place is None:
        return None
    if threat in REMOTE and place.role == "act" and lemma_of(token) in language.places.affecting:
        place = replace(place, role="effect")
    kind = "online" if threat in ONLINE else _find_kind(place, token, language)
    if kind == "high_seas":
        return replace(place, jurisdiction=kind)
    owner = place.country
    if kind == "territory":
        owner = _find_sender(token, language) or owner
    return replace(place, jurisdiction=kind, jurisdiction_country=owner)


def _find_kind(place: Place, token: Token, language: Language) -> str | None:
    words = language.places
    said = f" {' '.join(word.lower_ for word in token.sent)} "
    kinds = (
        ("high_seas", words.high_seas),
        ("fir_only", words.information_regions),
        ("territorial_sea", words.territorial_seas),
        ("eez", words.economic_zones),
        ("airspace", words.airspaces),
    )
    for kind, names in kinds:
        if any(f" {name} " in said for name in names):
            return kind
    if place.precision == "sea_area" or place.country is None:
        return None  # which part of a sea it is the text does not say
    return "territory"


def _find_sender(token: Token, language: Language) -> str | None:
    """Return whose embassy or base the act befell: "a blast outside the [Russian] embassy in Warsaw"."""
    for word in token.sent:
        befallen = word.dep_ not in SUBJECTS - PASSIVE and any(above.i == token.i for above in climb(word))
        if not befallen or lemma_of(word) not in language.places.premises:
            continue
        for owner in children(word, *OWNERS):
            country = country_of_demonym(owner.text) or find_country(owner.text)
            if country is not None:
                return country.iso3
    return None
