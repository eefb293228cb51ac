"""A register on disk with many waiting records: what a shift at the desk is driven over."""

from datetime import UTC, date, datetime, timedelta

from tocsin.model import (
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Place,
    Reading,
    Span,
)
from tocsin.model.ids import make_document_id, make_event_id

FIRST = date(2024, 1, 10)
NOW = datetime(2025, 12, 4, 9, 30, tzinfo=UTC)
KINDS = ("sabotage", "undersea", "cyber", "drone_incursion")
COUNTRIES = (("EST", 58.6, 25.0), ("LVA", 56.9, 24.1), ("POL", 52.2, 21.0), ("FIN", 60.2, 25.0))


def tell(number: int, *, day: date, town: str, country: int, paper: str) -> Reading:
    """Return one report of one act in one town."""
    code, lat, lon = COUNTRIES[country]
    text = (
        f"A depot in {town} was hit on {day.isoformat()}, the police said. Nobody was hurt in case {number}."
    )
    document = Document(
        id=make_document_id(source_id=f"{paper}-{number}", url=None, text=text),
        text=text,
        title=f"Depot in {town} hit",
        publisher=paper,
        published_at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
    )

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(document.id, start, start + len(words))

    event = Event(
        id=make_event_id(span("hit")),
        trigger=span("hit"),
        event_type="ASSAULT",
        threat_type=KINDS[number % len(KINDS)],
        place=Place(
            name=town,
            span=span(town),
            gazetteer_id=f"town:{town}",
            lat=lat + number % 7 * 0.3,
            lon=lon + number % 5 * 0.4,
            country=code,
            precision="settlement",
        ),
        date=DateRange(start=day, end=day),
        status=EpistemicStatus.HAPPENED,
        time=EventTime.PAST,
        factuality=3.0,
        certainty=0.9,
    )
    return Reading(document=document, sentences=(Span(document.id, 0, len(text)),), events=(event,))


def list_reports(count: int = 56) -> list[Reading]:
    """Return reports of so many acts, each of a day and town of its own; the first two lie close together."""
    reports = [
        tell(n, day=FIRST + timedelta(days=11 * n), town=f"Town{n:02}", country=n % 4, paper="Baltic Courier")
        for n in range(count)
    ]
    # One act that two papers tell of, and one of the same kind nearby that may be the same.
    reports.append(tell(0, day=FIRST, town="Town00", country=0, paper="Northern Wire"))
    reports.append(
        tell(4 * count, day=FIRST + timedelta(days=6), town="Townside", country=0, paper="Free Monitor")
    )
    return reports
