"""A row of a register typed by hand as a reading: one mention, every cell kept as the words behind it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tocsin.errors import InputError
from tocsin.gazetteer import find_country, find_country_by_code, resolve_place
from tocsin.model import (
    Claim,
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Evidence,
    Place,
    Reading,
    Span,
)
from tocsin.model.ids import make_claim_id, make_document_id, make_event_id
from tocsin.ontology.threats import load_threats
from tocsin.ontology.vocabularies import vocabulary

LIST_PREFIX = "list:"
"""Opens the source of every row: a list repeats what reports told and is no origin of its own beside them."""
OTHER = "other"

# What a column may be, and the names of columns that are taken for it where no mapping says otherwise.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "incident_id", "event_id", "no", "nr"),
    "title": ("title", "incident", "event", "name", "headline", "summary", "titel"),
    "date": ("date", "start_date", "event_date", "date_of_incident", "day", "datum", "fecha", "data", "when"),
    "end_date": ("end_date", "until"),
    "threat_type": ("threat_type", "type", "category", "incident_type", "event_type"),
    "place": ("place", "location", "city", "site", "town", "ort"),
    "country": ("country", "country_code", "target_country", "iso3", "land"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "target_sector": ("target_sector", "sector", "target"),
    "outcome": ("outcome", "result"),
    "attributed_to": ("attributed_to", "attribution", "perpetrator", "suspected_actor", "actor", "blamed"),
}
# Other registers' words for our types (codebook, section 2, "cross-reading to registers in use").
OTHER_NAMES: Mapping[str, str] = {
    "arson": "sabotage.arson",
    "vandalism": "sabotage.vandalism",
    "physical sabotage": "sabotage",
    "explosion": "sabotage.explosive",
    "cyberattack": "cyber",
    "cyber attack": "cyber",
    "hijacking": "cyber.intrusion",
    "data theft": "cyber.intrusion",
    "data theft & doxing": "cyber.data_leak",
    "disruption": "cyber.ddos",
    "plot to kill": "attack_on_person",
    "assassination": "attack_on_person.assassination",
    "poisoning": "attack_on_person.poisoning",
    "propaganda": "information_manipulation",
    "disinformation": "information_manipulation",
    "cable": "undersea",
    "cable cut": "undersea",
    "cable damage": "undersea",
    "pipeline": "undersea",
    "ddos": "cyber.ddos",
    "denial of service": "cyber.ddos",
    "hack": "cyber.intrusion",
    "hacking": "cyber.intrusion",
    "spying": "espionage",
    "drone sighting": "drone_incursion",
    "drone sightings": "drone_incursion",
    "migrants": "migration",
    "undersea cable": "undersea.telecom_cable",
    "gps jamming": "gnss_interference.jamming",
    "jamming": "gnss_interference.jamming",
    "drone": "drone_incursion",
    "airspace violation": "airspace_crewed.incursion",
    "parcel bomb": "parcel_device.explosive",
    "malign finance": "subversion.illicit_finance",
}
_DAY = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?$")
_DOTTED = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """How a list is read: which column is which field, and other names of our threat types."""

    columns: Mapping[str, str]
    types: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A row as the register takes it: its reading, the claims beyond it, and what was not understood."""

    reading: Reading
    claims: tuple[Claim, ...]
    remarks: tuple[str, ...]


def fold_lists(documents: Iterable[Document], origins: Mapping[str, str]) -> Mapping[str, str]:
    """Return the origins with every list's row under that of the first report beside it, where there is one.

    A register typed by hand repeats what reports told: it confirms nothing, and stands alone only where
    no report is known.
    """
    documents = tuple(documents)
    first = next((document for document in documents if not is_listed(document)), None)
    listed = [document.id for document in documents if is_listed(document)]
    if first is None or not listed:
        return origins
    return {**origins, **dict.fromkeys(listed, origins.get(first.id, first.id))}


def is_listed(document: Document) -> bool:
    """Whether a document is a row of a list, and no report."""
    return (document.source_id or "").startswith(LIST_PREFIX)


def list_field_names() -> tuple[str, ...]:
    """Return the fields that a column may be."""
    return tuple(FIELDS)


def guess_columns(columns: Sequence[str]) -> dict[str, str]:
    """Return which column seems to be which field, by its name."""
    known = {re.sub(r"\W+", "_", column.lower()).strip("_"): column for column in columns}
    return {
        field: next(known[name] for name in names if name in known)
        for field, names in FIELDS.items()
        if any(name in known for name in names)
    }


def find_type(words: str, types: Mapping[str, str]) -> tuple[str, str | None] | None:
    """Return threat type and subtype behind a list's word for it, None where nothing is known by it."""
    wanted = words.strip().lower()
    named = {key.lower(): value for key, value in types.items()}
    code = named.get(wanted) or OTHER_NAMES.get(wanted) or wanted.replace(" ", "_")
    threats = load_threats()
    head, _, tail = code.partition(".")
    labels = {threat.label.lower(): threat.code for threat in threats.values()}
    head = head if head in threats else labels.get(wanted, head)
    if head not in threats:
        return None
    subtypes = {subtype.code for subtype in threats[head].subtypes}
    return head, tail if tail in subtypes else None


def read_days(words: str) -> DateRange | None:
    """Return the days behind a date cell: 2025-12-02, 2025-12, 2025, or 2.12.2025; None for other words."""
    dotted = _DOTTED.match(words.strip())
    parts = _DAY.match(words.strip())
    try:
        if dotted:
            day = date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
            return DateRange(start=day, end=day, precision="day")
        if parts is None:
            return None
        year, month = int(parts[1]), int(parts[2] or 0)
        if parts[3]:
            day = date(year, month, int(parts[3]))
            return DateRange(start=day, end=day, precision="day")
        if month:
            following = date(year + month // 12, month % 12 + 1, 1)
            last = date.fromordinal(following.toordinal() - 1)
            return DateRange(start=date(year, month, 1), end=last, precision="month")
        return DateRange(start=date(year, 1, 1), end=date(year, 12, 31), precision="year")
    except (ValueError, OverflowError):
        return None


def make_listed(
    cells: Mapping[str, str], mapped: Mapped, *, name: str, key: str, seen_at: datetime
) -> Listed:
    """Turn the cells of one row into a reading with one mention; refuse a row that says nothing of an act."""
    fields = {field: cells[column] for field, column in mapped.columns.items() if column in cells}
    if not fields.keys() & {"title", "threat_type", "date", "place"}:
        raise InputError("the row has no title, type, date or place; wanted one of them")
    text, offsets = _write_text(cells)
    source = f"{LIST_PREFIX}{name}"
    document = Document(
        id=make_document_id(source_id=source, url=fields.get("id"), text=text),
        text=text,
        external_id=fields.get("id") or key,
        source_id=source,
        publisher=name,
        title=fields.get("title"),
        retrieved_at=seen_at,
    )
    spans = {
        field: Span(document.id, *offsets[column])
        for field, column in mapped.columns.items()
        if column in offsets
    }
    remarks: list[str] = []
    event = _make_event(document, fields, spans, mapped, remarks)
    reading = Reading(document=document, sentences=_list_lines(document, offsets), events=(event,))
    return Listed(
        reading=reading, claims=_make_claims(document, event, fields, spans, remarks), remarks=tuple(remarks)
    )


def _write_text(cells: Mapping[str, str]) -> tuple[str, dict[str, tuple[int, int]]]:
    """Return the row as lines of "column: words" and where the words of each column stand."""
    lines: list[str] = []
    offsets: dict[str, tuple[int, int]] = {}
    length = 0
    for column, words in cells.items():
        start = length + len(column) + 2
        offsets[column] = (start, start + len(words))
        lines.append(f"{column}: {words}")
        length = start + len(words) + 1
    return "\n".join(lines), offsets


def _list_lines(document: Document, offsets: Mapping[str, tuple[int, int]]) -> tuple[Span, ...]:
    starts = [document.text.rfind("\n", 0, start) + 1 for start, _ in offsets.values()]
    ends = [end for _, end in offsets.values()]
    return tuple(Span(document.id, start, end) for start, end in zip(starts, ends, strict=True))


def _make_event(
    document: Document,
    fields: Mapping[str, str],
    spans: Mapping[str, Span],
    mapped: Mapped,
    remarks: list[str],
) -> Event:
    trigger = next(spans[field] for field in ("threat_type", "title", "date", "place") if field in spans)
    known = find_type(fields.get("threat_type", ""), mapped.types)
    if known is None:
        remarks.append(f"type {fields.get('threat_type', '')!r} is none of ours: taken as other")
    threat_type, subtype = known or (OTHER, None)
    return Event(
        id=make_event_id(trigger),
        trigger=trigger,
        event_type=load_threats()[threat_type].event_type,
        mode=load_threats()[threat_type].mode,
        threat_type=threat_type,
        subtype=subtype,
        place=_make_place(fields, spans, remarks),
        date=_make_days(fields, spans, remarks),
        status=EpistemicStatus.HAPPENED,
        time=EventTime.PAST,
        factuality=3.0,
        certainty=1.0,
        reasons=("a row of a list",),
        outcome=_find_code("outcome", fields, "outcome", remarks),
    )


def _make_days(fields: Mapping[str, str], spans: Mapping[str, Span], remarks: list[str]) -> DateRange | None:
    if "date" not in fields:
        return None
    first = read_days(fields["date"])
    last = read_days(fields["end_date"]) if "end_date" in fields else first
    if first is None:
        remarks.append(f"date {fields['date']!r} is not understood; wanted 2025-12-02")
        return None
    end = last.end if last is not None and last.end >= first.start else first.end
    return DateRange(start=first.start, end=end, precision=first.precision, span=spans["date"])


def _make_place(fields: Mapping[str, str], spans: Mapping[str, Span], remarks: list[str]) -> Place | None:
    country = _find_country_code(fields.get("country", ""))
    name = fields.get("place")
    field = "place" if name else "country"
    found = resolve_place(name, countries=(country,) if country else ()) if name else None
    lat, lon = _read_degrees(fields.get("latitude"), 90.0), _read_degrees(fields.get("longitude"), 180.0)
    is_point = lat is not None and lon is not None
    if found is None and country and not is_point:
        found = resolve_place(_name_country(country))
    if found is not None:
        known = Place(
            name=found.name,
            span=spans.get(field),
            gazetteer_id=found.id,
            lat=found.lat,
            lon=found.lon,
            country=found.country or country,
            precision=found.precision,
            radius_km=found.radius_km,
        )
    elif is_point:
        words = name or fields.get("country") or f"{lat}, {lon}"
        known = Place(name=words, span=spans.get(field), country=country, precision="settlement")
    else:
        if name or fields.get("country"):
            remarks.append(f"place {name or fields['country']!r} is not in the gazetteer")
        return None
    if not is_point:
        return known
    # The list's own point stands over the gazetteer's, and so do its words for the place and its country.
    words = name or fields.get("country") or known.name
    return replace(known, name=words, lat=lat, lon=lon, country=country or known.country, radius_km=None)


def _find_country_code(words: str) -> str | None:
    country = find_country_by_code(words.upper()) or find_country(words)
    return country.iso3 if country else None


def _name_country(code: str) -> str:
    country = find_country_by_code(code)
    return country.name if country else code


def _read_degrees(words: str | None, most: float) -> float | None:
    try:
        value = float((words or "").replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) <= most else None


def _find_code(name: str, fields: Mapping[str, str], field: str, remarks: list[str]) -> str | None:
    """Return the code of a closed list that a cell gives by code or label."""
    words = fields.get(field)
    if words is None:
        return None
    for term in vocabulary(name):
        if words.lower() in (term.code, term.label.lower()):
            return term.code
    remarks.append(f"{field.replace('_', ' ')} {words!r} is none of ours: kept as words only")
    return None


def _make_claims(
    document: Document,
    event: Event,
    fields: Mapping[str, str],
    spans: Mapping[str, Span],
    remarks: list[str],
) -> tuple[Claim, ...]:
    """Return the claims that no event holds: sector, country and blame as the list gives them."""
    values = []
    sector = _find_code("target_sector", fields, "target_sector", remarks)
    if sector:
        values.append(("target_sectors", sector, spans["target_sector"]))
    if "attributed_to" in fields:
        words = fields["attributed_to"]
        towards = _find_country_code(words) or words
        values.append(("attribution", f"attributes {towards} (ngo_thinktank)", spans["attributed_to"]))
    holders = (document.publisher or "",)
    return tuple(
        Claim(
            id=make_claim_id(event_id=event.id, field=field, value=value, holders=holders),
            event_id=event.id,
            field=field,
            value=value,
            holders=holders,
            evidence=(Evidence(document_id=document.id, span=span, quote=document.quote(span)),),
        )
        for field, value, span in values
    )
