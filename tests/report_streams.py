"""Streams of invented reports for tests of linking: copies, denials, looks back, bare surnames, odd days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tocsin.model import (
    Attribution,
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Form,
    Holder,
    Participant,
    Place,
    Reading,
    Span,
    SpeakerKind,
    SpeechAct,
    Statement,
)
from tocsin.model.ids import make_document_id, make_event_id, make_statement_id

START = datetime(2025, 3, 1, tzinfo=UTC)
TOWNS = {"Gdansk": (54.35, 18.65), "Warsaw": (52.23, 21.01), "Sopot": (54.44, 18.56)}
THINGS = ("depot", "mill", "signal box", "Estlink cable")
VOICES = ("Jaan Tamm", "Mart Tamm", "Tamm", "Laura Kask", "Kask", "police")
ENDINGS = ("", " Later a court heard of it.", " It was reported after the storm was over.")
LONG = " Nobody was hurt and the fire was out within the hour, the brigade told the paper on the phone."


def tell(chance, number):
    """One invented report of one or two fires: dated or not, told or denied, new or looking back."""
    town, thing = chance.choice(sorted(TOWNS)), chance.choice(THINGS)
    day = chance.randrange(8)
    speaker = chance.choice(VOICES)
    kind = chance.random()
    verb = "was sentenced by a court when it" if kind < 0.5 else "heard that it"
    body = (
        f"In {town} the {thing} burned on day {day}, said {speaker}, the mayor of {town}. Russia {verb} rose."
    )
    text = body + chance.choice(ENDINGS) + (LONG if chance.random() < 0.5 else "")
    text += f" Number {number}." if chance.random() < 0.6 else f" {chance.choice(('One', 'Two'))} more."
    published = None
    if chance.random() > 0.05:
        published = START + timedelta(
            days=day + chance.choice((0, 0, 1, 1, 2, 9, 40)), hours=chance.randrange(3)
        )
    document = Document(
        id=make_document_id(source_id=f"paper {chance.randrange(3)}", url=str(number), text=text),
        text=text,
        publisher=f"Paper {chance.randrange(4)}",
        published_at=published,
    )
    where, who = text.index(town), text.index("Russia")
    voice = Attribution(
        Span(document.id, text.index(speaker), text.index(speaker) + len(speaker)),
        None,
        name=speaker,
        kind=SpeakerKind.NAMED,
    )
    content = Span(document.id, 0, text.index(", said"))
    said = Statement(
        id=make_statement_id(content),
        content=(content,),
        form=Form.INDIRECT,
        act=SpeechAct.SAY,
        attributions=(voice,),
    )
    events = []
    for trigger in chance.choice((("burned",), ("burned", "rose"), ("burned", "rose"))):
        at = text.index(trigger)
        span = Span(document.id, at, at + len(trigger))
        lat, lon = TOWNS[town]
        on = date(2025, 3, 1) + timedelta(days=day)
        is_said = trigger == "burned" and chance.random() < 0.6
        events.append(
            Event(
                id=make_event_id(span),
                trigger=span,
                event_type=chance.choice(("ASSAULT", "ASSAULT", "ACCUSE")),
                threat_type=chance.choice(("sabotage", "sabotage", "sabotage", "undersea", "cyber", None)),
                subtype=chance.choice((None, "arson")),
                actors=chance.choice(
                    ((), (Participant(span=Span(document.id, who, who + 6), name="Russia", country="RUS"),))
                ),
                place=chance.choice(
                    (
                        None,
                        *3
                        * (
                            Place(
                                name=town,
                                span=Span(document.id, where, where + len(town)),
                                gazetteer_id=town,
                                lat=lat,
                                lon=lon,
                                country="POL",
                                precision="settlement",
                            ),
                        ),
                    )
                ),
                date=chance.choice((None, None, DateRange(start=on, end=on))),
                status=EpistemicStatus(
                    chance.choice(("happened", "happened", "reported", "alleged", "denied", "ongoing"))
                ),
                time=EventTime.PAST,
                factuality=1.0,
                certainty=0.5,
                holders=(Holder(name=speaker, span=voice.speaker, kind=SpeakerKind.NAMED),)
                if is_said
                else (),
                statement_id=said.id if is_said else None,
            )
        )
    return Reading(document=document, statements=(said,), events=tuple(events))


def copy(chance, reading, number):
    """The same report by another paper, with a few words more."""
    text = reading.document.text + chance.choice(("", " Copied.", f" Wire {number}."))
    new_id = make_document_id(source_id="copier", url=str(number), text=text)

    def move(span):
        return replace(span, document_id=new_id)

    moved = (0, 0, 1, 3, -2)
    published = reading.document.published_at
    document = replace(
        reading.document,
        id=new_id,
        text=text,
        publisher="Copier",
        published_at=published and published + timedelta(hours=chance.choice(moved)),
    )
    events = []
    for event in reading.events:
        span = move(event.trigger)
        parts = {
            "actors": tuple(replace(one, span=move(one.span)) for one in event.actors),
            "place": event.place and replace(event.place, span=move(event.place.span)),
        }
        events.append(
            replace(event, id=make_event_id(span), trigger=span, holders=(), statement_id=None, **parts)
        )
    return Reading(document=document, events=tuple(events))


def make_stream(chance, size):
    readings = []
    for number in range(size):
        fresh = tell(chance, number)
        readings.append(
            copy(chance, chance.choice(readings), number) if readings and chance.random() < 0.25 else fresh
        )
    return readings
