"""Say what kind of voice stands behind a mention: its office, its country."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from tocsin.gazetteer.actors import ActorRef, compose_actor
from tocsin.model import Event, Reading, Span, SpeakerKind, Statement
from tocsin.ontology.vocabularies import vocabulary
from tocsin.register.offices import find_named_country, is_office

# Attributor kinds of the codebook by words of the speaker's own phrase; the first that matches is taken.
KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("prosecutor", r"prosecut\w+|attorney general|public ministry"),
    ("court", r"courts?|judges?|tribunal|magistrates?"),
    (
        "intelligence_service",
        r"intelligence|cyber ?security cent(?:re|er)|security services?|secret service|counter-?intelligence"
        r"|spy agency",
    ),
    (
        "police",
        r"police|gendarmerie|investigators?|detectives?|border guards?|coast ?guard|bureau of investigation",
    ),
    (
        "head_of_government",
        r"prime minister|premier|chancellor|president(?:'s)?|taoiseach|kremlin|white house|government",
    ),
    (
        "minister",
        r"ministers?|ministr(?:y|ies)|foreign office|foreign secretary|defen[cs]e secretary"
        r"|interior secretary|secretary of state|state department|department of \w+|pentagon",
    ),
    (
        "armed_forces",
        r"army|navy|air force|military|armed forces|general staff|defen[cs]e forces"
        r"|(?<!secretary )(?<!secretary-)general|admiral",
    ),
    (
        "international_body",
        r"nato|north atlantic council|european commission|european union|eu|united nations|un|osce|iaea"
        r"|alliance",
    ),
    ("regulator", r"regulator|authority|authorities|agency|mayor|governor|municipality|officials of the \w+"),
    (
        "it_company",
        r"cyber-?security (?:firm|company)|microsoft|google|mandiant|crowdstrike|security researchers?",
    ),
    ("ngo_thinktank", r"think ?tank|institute|rights group|watchdog|ngo|foundation"),
    ("victim", r"operator|owner|airline|company|utility|railway|victims?"),
    ("expert", r"experts?|analysts?|professor|researchers?"),
    ("anonymous_official", r"officials?|diplomats?|sources? (?:familiar|close)|lawmaker"),
    (
        "journalist_own_inquiry",
        r"newspaper|broadcaster|magazine|news agency|journalists?|reporters?|times|post|media",
    ),
)
KIND_PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in KIND_WORDS)
SECTOR_KINDS = {
    "JUD": "court",
    "COP": "police",
    "SPY": "intelligence_service",
    "MIL": "armed_forces",
    "GOV": "minister",
    "JRN": "journalist_own_inquiry",
    "EDU": "expert",
    "BUS": "victim",
    "IGO": "international_body",
}
# A replay asks for the same voices every week.
MOST_KEPT = 20_000
OFFICIAL_WORDS = re.compile(r"\b(?:officials?|diplomats?|ministers?|officers?|aides?)\b", re.IGNORECASE)
# "Kyiv said", "the government said": the government as such, not one ministry.
GOVERNMENT_ID = re.compile(r"^[A-Z]{3}\.GOV$")
# A body that sits where its state does; an embassy, an envoy or a correspondent sits with others.
SEATED = re.compile(
    r"\b(?:ministry|cent(?:re|er)|police|staff|chiefs|service|government|prosecutors?|office)\b(?!.*(?:embassy|envoy))",
    re.IGNORECASE,
)
SEAT = re.compile(r"(?: of Staff)? in (?P<city>[A-Z][\w’'-]+)")
COUNTRY_CODE = re.compile(r"^[A-Z]{3,4}(?=\.|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One holder of a mention: name, kind of attributor, country where known, how firmly it holds."""

    name: str
    kind: str
    country: str | None = None
    actor_id: str | None = None
    span: Span | None = None
    value: str = "CT+"
    is_author: bool = False
    is_identified: bool = True
    is_hidden: bool = False


def rank_of_kind(kind: str) -> int:
    """Return the standing of a kind of attributor by the ontology's list, 0 for unknown kinds."""
    return _load_ranks().get(kind, 0)


@cache
def _load_ranks() -> Mapping[str, int]:
    return {term.code: term.rank or 0 for term in vocabulary("attributor_kind")}


def name_author(reading: Reading) -> str:
    """Return the publisher's name, which stands for the author's voice."""
    document = reading.document
    return document.publisher or document.source_id or "author"


def describe_author(reading: Reading) -> Voice:
    """Return the voice of the text itself: a newsroom, or the public body that published it."""
    name = name_author(reading)
    if not is_office(name):
        return Voice(name=name, kind="journalist_own_inquiry", is_author=True)
    kind = _find_kind(name, kind=SpeakerKind.NAMED, sector=None, actor_id=None)
    return Voice(name=name, kind=kind, country=find_named_country(name))


def list_voices(reading: Reading, event: Event) -> tuple[Voice, ...]:
    """Return the chain of voices of a mention, the publisher first and the innermost last.

    Where a public body writes itself, "are suspected of" is its own suspicion: a hidden voice is its own,
    and one without a country is of its country.
    """
    author = describe_author(reading)
    statement = find_statement(reading, event)
    voices = [author, *(list_speakers(reading, statement) if statement else ())]
    known = {voice.name for voice in voices}
    for holder in event.holders:
        if holder.kind is SpeakerKind.AUTHOR or holder.name in known:
            continue
        voices.append(
            describe_voice(reading, holder.name, kind=holder.kind, span=holder.span, value=holder.value)
        )
    values = {holder.name: holder.value for holder in event.holders}
    valued = [
        voice if voice.is_author else replace(voice, value=values.get(voice.name, voice.value))
        for voice in voices
    ]
    if author.is_author:
        return tuple(valued)
    hidden = [voice for voice in valued if voice.is_hidden]
    author = replace(author, value=hidden[-1].value) if hidden else author
    return (
        author,
        *(
            voice if voice.country else replace(voice, country=author.country)
            for voice in valued[1:]
            if not voice.is_hidden
        ),
    )


def find_statement(reading: Reading, event: Event) -> Statement | None:
    """Return the statement that holds the mention, if any."""
    if event.statement_id is None:
        return None
    return next((item for item in reading.statements if item.id == event.statement_id), None)


def list_speakers(reading: Reading, statement: Statement) -> tuple[Voice, ...]:
    """Return the voices of a statement, outermost first, without the author."""
    return tuple(
        describe_voice(
            reading,
            attribution.name or "unnamed",
            kind=attribution.kind,
            span=attribution.speaker,
            actor_id=attribution.actor_id,
        )
        for attribution in statement.voices
        if attribution.kind is not SpeakerKind.AUTHOR
    )


def describe_voice(
    reading: Reading,
    name: str,
    *,
    kind: SpeakerKind = SpeakerKind.NAMED,
    span: Span | None = None,
    actor_id: str | None = None,
    value: str = "CT+",
) -> Voice:
    """Return the voice with the office and country that its document gives it."""
    country, sector, found_id = _find_participant(reading, name, span)
    phrases = _list_phrases(reading, name, span)
    known = _look_up(reading, phrases) if country is None or sector is None else None
    if known is not None:
        found_id, country, sector = (
            found_id or known.actor_id,
            country or known.country,
            sector or known.sector,
        )
    actor_id = actor_id or found_id
    country = _find_seat(reading, span, phrases) or country or country_of(actor_id)
    return Voice(
        name=name,
        kind=_find_kind(
            " ; ".join(phrases), kind=kind, sector=sector or _sector_of(actor_id), actor_id=actor_id
        ),
        country=country,
        actor_id=actor_id,
        span=span,
        value=value,
        is_identified=kind not in (SpeakerKind.ANONYMOUS, SpeakerKind.HIDDEN),
        is_hidden=kind is SpeakerKind.HIDDEN,
    )


def country_of(actor_id: str | None) -> str | None:
    """Return the country or alliance an actor id begins with."""
    match = COUNTRY_CODE.match(actor_id or "")
    return match.group() if match else None


def _sector_of(actor_id: str | None) -> str | None:
    parts = (actor_id or "").split(".")
    return parts[1] if len(parts) > 1 and COUNTRY_CODE.match(actor_id or "") else None


def _find_participant(
    reading: Reading, name: str, span: Span | None
) -> tuple[str | None, str | None, str | None]:
    for event in reading.events:
        for participant in (*event.actors, *event.recipients):
            if participant.name == name or (span is not None and participant.span.overlaps(span)):
                return participant.country, participant.sector, participant.actor_id
    return None, None, None


def _look_up(reading: Reading, phrases: Sequence[str]) -> ActorRef | None:
    """Ask the gazetteer whose voice the phrases name, on the day of the report."""
    moment = reading.document.published_at
    found = (_compose(phrase, moment.date() if moment else None) for phrase in reversed(phrases))
    known = [ref for ref in found if ref is not None and ref.tie == "of"]
    return next((ref for ref in known if ref.country), next(iter(known), None))


@lru_cache(maxsize=MOST_KEPT)
def _compose(phrase: str, on: date | None) -> ActorRef | None:
    return compose_actor(phrase, on=on)


def _find_seat(reading: Reading, span: Span | None, phrases: Sequence[str]) -> str | None:
    """Return the country of a body named by its seat: "the Defence Ministry in Moscow said"."""
    if span is None or not SEATED.search(phrases[-1]):
        return None
    text = reading.document.text
    seat = SEAT.search(text, span.start, span.end) or SEAT.match(text, span.end, span.end + 40)
    return find_named_country(seat["city"]) if seat else None


def _list_phrases(reading: Reading, name: str, span: Span | None) -> tuple[str, ...]:
    """Return the name with every phrase the document uses for it: "Foreign Minister X", later only "X"."""
    spans = {span} if span is not None else set()
    for statement in reading.statements:
        spans |= {item.speaker for item in statement.attributions if item.speaker and item.name == name}
    return tuple(dict.fromkeys([name, *(reading.document.quote(item) for item in sorted(spans))]))


def _find_kind(phrases: str, *, kind: SpeakerKind, sector: str | None, actor_id: str | None) -> str:
    if kind in (SpeakerKind.ANONYMOUS, SpeakerKind.HIDDEN):
        return "anonymous_official" if OFFICIAL_WORDS.search(phrases) else "anonymous_other"
    for found, pattern in KIND_PATTERNS:
        if pattern.search(phrases):
            return found
    if GOVERNMENT_ID.match(actor_id or ""):
        return "head_of_government"
    if sector == "GOV" and not (actor_id or "").startswith("person:"):
        # "Firefighters said": a public body that is no ministry.
        return "regulator"
    if sector in SECTOR_KINDS:
        return SECTOR_KINDS[sector]
    # "Poland said": a state as a speaker is its government.
    if country_of(actor_id) == actor_id and actor_id:
        return "international_body" if actor_id in ("NATO", "EUU", "UNO") else "head_of_government"
    return "expert"


def countries_of(items: Iterable[object]) -> frozenset[str]:
    """Return the countries of participants that have one."""
    return frozenset(country for item in items if (country := getattr(item, "country", None)))
