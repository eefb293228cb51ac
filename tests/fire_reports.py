"""Invented reports of fires in Polish towns, read already, for tests of what was known when."""

from datetime import UTC, datetime

from tocsin.model import (
    DateRange,
    EpistemicStatus,
    Event,
    EventTime,
    Holder,
    Place,
    Reading,
    Span,
    SpeakerKind,
)
from tocsin.model.document import Document
from tocsin.model.ids import make_document_id, make_event_id

TOWNS = {
    "Gdansk": (54.35, 18.65),
    "Krakow": (50.06, 19.94),
    "Lublin": (51.25, 22.57),
    "Gdynia": (54.52, 18.53),
    "Sopot": (54.44, 18.56),
    "Opole": (50.67, 17.93),
    "Elblag": (54.15, 19.4),
    "Radom": (51.4, 21.15),
}


def tell(town, day, published, *, status, voice=None, by=None):
    """One report of a fire in a town, asserted, or alleged by a voice without a name."""
    text = f"{voice or 'The paper'} wrote {published}: the depot in {town} burned on {day}."
    document = Document(
        id=make_document_id(source_id=str(published), url=None, text=text),
        text=text,
        publisher=by or f"Paper {town} {published}",
        published_at=datetime.combine(published, datetime.min.time(), tzinfo=UTC),
    )
    at, where = text.index("burned"), text.index(town)
    span = Span(document.id, at, at + 6)
    lat, lon = TOWNS[town]
    holder = Holder(name=voice, kind=SpeakerKind.ANONYMOUS) if voice else Holder(name="author")
    event = Event(
        id=make_event_id(span),
        trigger=span,
        event_type="ASSAULT",
        threat_type="sabotage",
        subtype="arson",
        place=Place(
            name=town,
            span=Span(document.id, where, where + len(town)),
            gazetteer_id=town,
            lat=lat,
            lon=lon,
            country="POL",
            precision="settlement",
        ),  # fmt: skip
        date=DateRange(start=day, end=day),
        status=EpistemicStatus(status),
        time=EventTime.PAST,
        factuality=2.0,
        certainty=0.8,
        holders=(holder,),
    )
    return Reading(document=document, events=(event,))
