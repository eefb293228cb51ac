"""Reports built by hand for the tests of the register: words are found in the text, nothing is read."""

from dataclasses import replace
from datetime import UTC, date, datetime

from tocsin.model import (
    Attribution,
    Count,
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
from tocsin.register.evidence import SENTENCE_END

PLACES = {
    "Baltic Sea": {"gazetteer_id": "sea:baltic", "lat": 58.0, "lon": 20.0, "precision": "sea_area"},
    "Gdansk": {"gazetteer_id": "1", "lat": 54.35, "lon": 18.65, "country": "POL", "precision": "settlement"},
    "Warsaw": {"gazetteer_id": "2", "lat": 52.23, "lon": 21.01, "country": "POL", "precision": "settlement"},
    "Krakow": {"gazetteer_id": "3", "lat": 50.06, "lon": 19.94, "country": "POL", "precision": "settlement"},
    "Poland": {"gazetteer_id": "POL", "lat": 52.0, "lon": 20.0, "country": "POL", "precision": "country"},
    "Odesa": {"gazetteer_id": "4", "lat": 46.48, "lon": 30.73, "country": "UKR", "precision": "settlement"},
    "Ryazan": {"gazetteer_id": "5", "lat": 54.62, "lon": 39.72, "country": "RUS", "precision": "settlement"},
}
COUNTRIES = {
    "Russia": "RUS",
    "Moscow": "RUS",
    "Russian": "RUS",
    "Poland": "POL",
    "Polish": "POL",
    "Warsaw": "POL",
    "Ukraine": "UKR",
    "Kyiv": "UKR",
    "Belarus": "BLR",
    "Minsk": "BLR",
}
NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)


class Report:
    """One report under construction."""

    def __init__(self, text, *, published_at=NOON, publisher="Morning Paper", title=None):
        self.document = Document(
            id=make_document_id(source_id=publisher, url=None, text=text),
            text=text,
            publisher=publisher,
            title=title,
            published_at=published_at,
        )
        self.statements = []
        self.events = []

    def span(self, words):
        start = self.document.text.index(words)
        return Span(self.document.id, start, start + len(words))

    def party(self, words):
        country = next((code for name, code in COUNTRIES.items() if name in words), None)
        return Participant(span=self.span(words), name=words, actor_id=country, country=country)

    def place(self, words):
        return Place(name=words, span=self.span(words), **PLACES[words])

    def say(self, content, speaker, *, act=SpeechAct.SAY, kind=SpeakerKind.NAMED, actor_id=None):
        piece = self.span(content)
        statement = Statement(
            id=make_statement_id(piece),
            content=(piece,),
            form=Form.INDIRECT,
            act=act,
            attributions=(Attribution(self.span(speaker), None, name=speaker, actor_id=actor_id, kind=kind),),
        )
        self.statements.append(statement)
        return statement

    def event(
        self,
        trigger,
        *,
        status="happened",
        threat_type="sabotage",
        subtype=None,
        event_type="ASSAULT",
        mode=None,
        actors=(),
        recipients=(),
        place=None,
        on=None,
        date_words=None,
        said=None,
        killed=None,
        outcome=None,
        background=False,
        value="CT+",
    ):
        span = self.span(trigger)
        holders = (Holder(name="author"),)
        if said is not None:
            voice = said.attributions[-1]
            holders = (Holder(name=voice.name, span=voice.speaker, kind=voice.kind, value=value),)
        counts = ()
        if killed is not None:
            counts = (Count(what="killed", min=killed[1], max=killed[1], span=self.span(killed[0])),)
        event = Event(
            id=make_event_id(span),
            trigger=span,
            event_type=event_type,
            mode=mode,
            threat_type=threat_type,
            subtype=subtype,
            actors=tuple(self.party(words) for words in actors),
            recipients=tuple(self.party(words) for words in recipients),
            place=self.place(place) if place else None,
            date=DateRange(start=on, end=on, span=self.span(date_words) if date_words else None)
            if on
            else None,
            status=EpistemicStatus(status),
            time=EventTime.PAST,
            factuality=3.0,
            certainty=0.9,
            holders=holders,
            statement_id=said.id if said else None,
            counts=counts,
            outcome=outcome,
            background=background,
        )
        self.events.append(event)
        return event

    def read(self):
        return Reading(document=self.document, statements=tuple(self.statements), events=tuple(self.events))


def track_fire(*, publisher="Morning Paper", text=None, published_at=NOON, on=date(2025, 3, 9)):
    """A fire on a railway near Warsaw, in the author's own voice."""
    report = Report(
        text or "A signal box of the railway near Warsaw burned on Sunday. Trains stood for six hours.",
        publisher=publisher,
        published_at=published_at,
    )
    report.event("burned", subtype="arson", place="Warsaw", on=on, date_words="Sunday")
    return report


def read_sentences(report):
    """The reading with its sentences, as a reader gives them."""
    text, start, sentences = report.document.text, 0, []
    for boundary in (*SENTENCE_END.finditer(text), None):
        end = boundary.end() if boundary else len(text)
        sentences.append(Span(report.document.id, start, end))
        start = end
    return replace(report.read(), sentences=tuple(sentences))
