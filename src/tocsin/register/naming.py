"""Name the parties of an act in fields: known actors by id, unknown persons by class only."""

import re
from collections.abc import Iterable

from tocsin.model import NamedPerson, Participant

# Two or more capitalised words with none of these are taken for a person nobody knows.
ORGANISATION_WORDS = re.compile(
    r"\b(?:group|army|force|forces|party|ministry|company|council|union|front|movement|police|service|agency"
    r"|bank|university|court|front|brigade|state|government|network|federation|republic|airlines?|navy|guard)\b",
    re.IGNORECASE,
)
PERSON_NAME = re.compile(r"^(?:[A-ZÀ-Þ][\w'’.-]+\s+){1,3}[A-ZÀ-Þ][\w'’-]+$")
# "An American citizen" blames no state.
PERSON_NOUNS = re.compile(
    r"\b(?:citizens?|nationals?|m[ae]n|wom[ae]n|couple|residents?|students?|teenagers?|boys?|girls?|persons?|people"
    r"|suspects?|sailors?|captain|crew|workers?|employees?|journalists?|protesters?)\b",
    re.IGNORECASE,
)
# "A young Ukrainian", "two Moldovans": people of a country, who are not the country.
OF_A_PEOPLE = re.compile(
    r"^(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?: [a-z-]+)* [A-Z][a-z]+$"
)
# Things with a flag or a number plate are no state either, whoever sent them.
CIVIL_THING = re.compile(
    r"\b(?:ships?|vessels?|tankers?|carriers?|freighters?|trawlers?|boats?|yachts?|barges?|cargo|lorry|lorries"
    r"|trucks?|vans?|cars?|airliners?)\b",
    re.IGNORECASE,
)
MILITARY_THING = re.compile(
    r"\b(?:naval|navy|military|aircraft carriers?|war\w*|patrol|spy|research|survey)\b"
)
# A party known by code; words such as "two men" tell nobody apart.
CODE = re.compile(r"^(?:[A-Z]{3,4}(?:\.|$)|org:|person:)")
PERSON_CLASS = "[person]"


def name_party(participant: Participant, persons: Iterable[NamedPerson] = ()) -> str:
    """Return how a party is shown: id, else country, else the words, a private person as a class.

    `persons` are those the report names: they tell a surname from the name of a group.
    """
    if participant.actor_id and not participant.actor_id.startswith("org:"):
        return participant.actor_id
    if _is_private(participant) or any(_names(participant, one) for one in persons if not one.public):
        return PERSON_CLASS
    if is_civil_thing(participant):
        return participant.name
    return participant.country or participant.name


def is_civil_thing(participant: Participant) -> bool:
    """Whether a party is a ship or a vehicle that no armed force is said to sail: its flag did nothing."""
    name = participant.name
    return (
        participant.actor_id is None
        and CIVIL_THING.search(name) is not None
        and MILITARY_THING.search(name) is None
        and ORGANISATION_WORDS.search(name) is None
    )


def _names(participant: Participant, person: NamedPerson) -> bool:
    """Whether a party is that person, and not a group or thing that bears his name."""
    span = participant.span
    return person.span.start <= span.start and span.end <= person.span.end


def _is_private(participant: Participant) -> bool:
    known = participant.actor_id is not None or participant.sector in (
        "GOV",
        "MIL",
        "LEG",
        "JUD",
        "COP",
        "SPY",
    )
    if known or ORGANISATION_WORDS.search(participant.name):
        return False
    if participant.country is not None and OF_A_PEOPLE.match(participant.name):
        return True
    return bool(PERSON_NAME.match(participant.name) or PERSON_NOUNS.search(participant.name))
