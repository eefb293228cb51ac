"""What reports teach about persons who speak in public: role, office, country, with the words that say so.

Reading stays a function of one document; here an earlier report lends a later one the full name of a surname.
"""

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.gazetteer.actors import find_actor
from tocsin.gazetteer.naming import part_country
from tocsin.languages import load_language
from tocsin.model import Claim, Evidence, Reading, Span, SpeakerKind
from tocsin.register.evidence import find_sentence, make_evidence

FULL_NAME = re.compile(r"^(?:[A-ZÀ-Þ][\w’'.-]+\s+){1,3}[A-ZÀ-Þ][\w’'-]+$")
SURNAME = re.compile(r"^[A-ZÀ-Þ][\w’'-]+$")
# Words in lower case that may stand in a title before a name: "Danish defence minister", "deputy chief".
TITLE_PARTS = (
    r"foreign|interior|defen[cs]e|prime|deputy|vice|chief|senior|government|military|police|army|navy|state"
    r"|security|finance|energy|justice|party|national|federal|regional|intelligence|press|cyber"
)
OWNER = re.compile(r"^(?:its|his|her|their|the|an?)\s+", re.IGNORECASE)
LOOK_BACK_CHARS = 90
LOOK_AHEAD_CHARS = 120
# So many mentions of a name are looked at in one report: the first ones introduce him.
MOST_MENTIONS = 5
BEGINNING = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClaim:
    """One thing a report teaches about a person: `field` is name, role, office or country."""

    name: str
    field: str
    value: str
    evidence: Evidence
    reported_at: datetime | None


def learn_persons(readings: Iterable[Reading]) -> tuple[PersonClaim, ...]:
    """Return what reports teach about those who speak in them, each claim once a report."""
    before, after = _compile_offices()
    claims: dict[tuple[str, str, str, str], PersonClaim] = {}
    for reading in readings:
        for name in _list_persons(reading):
            for claim in _learn_one(reading, name, before, after):
                claims.setdefault((reading.document.id, claim.name, claim.field, claim.value), claim)
    return tuple(claims.values())


def _compile_offices() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load_language("en").cues.speakers
    offices = "|".join(sorted(words.offices, key=len, reverse=True))
    before = rf"((?:(?:[A-ZÀ-Þ][\w’'.-]*|{TITLE_PARTS})\s+){{0,5}}(?P<office>(?i:{offices})))\s*,?\s+$"
    after = (
        rf"^\s*,\s+((?:[\w’'.-]+\s+){{0,6}}?(?P<office>(?i:{offices}))\b"
        r"(?:\s+(?:of|for|to|at|in)\s+[^,.;\n]{2,50})?)\s*[,.;]"
    )
    return re.compile(before), re.compile(after)


def _list_persons(reading: Reading) -> tuple[str, ...]:
    """Return the full names of those who speak; a body or a medium is no person."""
    names = (
        voice.name
        for statement in reading.statements
        for voice in statement.attributions
        if voice.kind is SpeakerKind.NAMED and voice.name and FULL_NAME.match(voice.name)
    )
    return tuple(name for name in dict.fromkeys(names) if _may_be_person(name))


def _may_be_person(name: str) -> bool:
    actor = find_actor(name)
    return actor is None or actor.kind == "person"


def _learn_one(
    reading: Reading, name: str, before: re.Pattern[str], after: re.Pattern[str]
) -> Iterator[PersonClaim]:
    text = reading.document.text
    places = re.finditer(rf"\b{re.escape(name)}\b", text)
    for _, place in zip(range(MOST_MENTIONS), places, strict=False):
        start, end = place.span()
        left = text[max(0, start - LOOK_BACK_CHARS) : start].rsplit("\n", 1)[-1]
        told = before.search(left) or after.match(text[end : end + LOOK_AHEAD_CHARS])
        if told is None:
            continue
        role = OWNER.sub("", told.group(1).strip())
        yield _make_claim(reading, name, "name", name, place.span())
        yield _make_claim(reading, name, "role", role, place.span())
        yield _make_claim(reading, name, "office", told["office"].lower(), place.span())
        parting = part_country(role)
        if parting is not None and parting.tie == "of":
            yield _make_claim(reading, name, "country", parting.country, place.span())


def _make_claim(reading: Reading, name: str, field: str, value: str, place: tuple[int, int]) -> PersonClaim:
    sentence = find_sentence(reading, Span(reading.document.id, *place))
    return PersonClaim(
        name=name,
        field=field,
        value=value,
        evidence=make_evidence(reading.document, sentence),
        reported_at=reading.document.published_at,
    )


@dataclass(frozen=True, slots=True)
class PersonIndex:
    """Full names by surname, with the moment each was first reported."""

    names: dict[str, tuple[tuple[datetime, str], ...]]

    def resolve(self, name: str, *, on: datetime | None) -> str:
        """Return the full name a bare surname had in earlier reports; the name itself if none or two fit."""
        if not SURNAME.match(name):
            return name
        known = self.names.get(name, ())
        earlier = known[: bisect_right(known, on or BEGINNING, key=lambda entry: entry[0])]
        full = {entry[1] for entry in earlier}
        return full.pop() if len(full) == 1 else name


def index_persons(claims: Sequence[PersonClaim]) -> PersonIndex:
    """Order what is known by surname and moment; a report without a day teaches nothing to the others."""
    return order_persons(list_first_names(claims))


def list_first_names(claims: Iterable[PersonClaim]) -> tuple[tuple[str, str, datetime], ...]:
    """Return each surname and full name with the moment of the first report that gave it."""
    first: dict[tuple[str, str], datetime] = {}
    for claim in claims:
        if claim.field == "name" and claim.reported_at is not None:
            key = (claim.name.split()[-1], claim.name)
            first[key] = min(first.get(key, claim.reported_at), claim.reported_at)
    return tuple(sorted((surname, name, moment) for (surname, name), moment in first.items()))


def order_persons(first_names: Iterable[tuple[str, str, datetime]]) -> PersonIndex:
    """Return the index of surnames, full names and the moments of their first reports."""
    names: dict[str, dict[str, datetime]] = {}
    for surname, name, moment in first_names:
        known = names.setdefault(surname, {})
        known[name] = min(known.get(name, moment), moment)
    return PersonIndex(
        {
            surname: tuple(sorted((moment, name) for name, moment in known.items()))
            for surname, known in names.items()
        }
    )


def is_surname(name: str) -> bool:
    """Whether a holder's name is a bare surname, which earlier reports may complete."""
    return SURNAME.match(name) is not None


def name_holders(claims: Iterable[Claim], persons: PersonIndex) -> Iterator[Claim]:
    """Yield claims whose holders bear the full names that earlier reports gave them; ids stay as they are."""
    for claim in claims:
        holders = tuple(persons.resolve(holder, on=claim.reported_at) for holder in claim.holders)
        yield claim if holders == claim.holders else dataclasses.replace(claim, holders=holders)
