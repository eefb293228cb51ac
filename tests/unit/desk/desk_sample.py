"""A store in memory and a hand-built register: what the desk is tested and looked at with."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tocsin.model import (
    Alert,
    Attribution,
    AttributionAct,
    AttributionState,
    AttributionView,
    Claim,
    Count,
    DateRange,
    Delta,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Evidence,
    Forecast,
    Form,
    Holder,
    Incident,
    IncidentRow,
    IncidentStatus,
    Indicator,
    Judgement,
    JudgementKind,
    Membership,
    ModelCard,
    Mute,
    Outcome,
    Participant,
    Place,
    Publisher,
    Reading,
    Remark,
    Search,
    Source,
    Span,
    SpeakerKind,
    SpeechAct,
    Stance,
    Statement,
)
from tocsin.model.codec import decode, encode
from tocsin.model.collection import SourceState, Stage, WatchedSource
from tocsin.model.ids import (
    make_document_id,
    make_event_id,
    make_incident_id,
    make_number,
    make_statement_id,
)
from tocsin.store import Change, Failure, StoreCounts
from tocsin.store.collection_base import ErrorCount, SourceTally, Translation
from tocsin.store.lightening import gather_words, lighten
from tocsin.store.shelf_base import (
    NO_PUBLISHER,
    Coding,
    PublisherCount,
    ReportBrief,
    ReportQuery,
    Sample,
    Stamp,
    StatementBrief,
    StatementQuery,
    Tally,
)

TODAY = date(2025, 12, 2)
NOW = datetime(2025, 12, 4, 9, 30, tzinfo=UTC)
HOSTILE_TITLE = "<script>alert(1)</script> \u202eelbac & \"quoted\" 'title'"

CABLE = (
    "Estonian investigators said on Monday that a telecom cable in the Gulf of Finland was cut by an anchor "
    "on Saturday night. The tanker Aurora Star left the area within the hour, the navy reported.\n\n"
    "“We suspect that this was deliberate,” Interior Minister Kadri Laan told reporters in Tallinn. "
    "The embassy of Russia denied that any Russian vessel had damaged the cable.\n\n"
    "Service was back by Sunday noon. The prime minister called for more patrols."
)
CABLE_TWO = (
    "A data cable between Estonia and Finland was severed at the weekend, the operator Nordline said. "
    "A spokesman for the operator said repairs would take two weeks."
)
DRONES = (
    "Drones were seen over Aalborg airport late on Sunday and flights stood still for hours, police said. "
    "A Russian lawmaker threatened strikes on bases that supply Ukraine. Denmark may close its airspace to "
    "unmanned aircraft, the transport minister said."
)
HOSTILE = (
    "<img src=x onerror=alert(1)> A blogger claimed that saboteurs burned a depot near Riga. "
    "& nobody confirmed it. " + "x" * 400
)


def moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=UTC)


@dataclass
class Page:
    """A document under construction: spans are found by their words."""

    text: str
    title: str | None
    publisher: str
    day: date
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.document = Document(
            id=make_document_id(source_id=self.publisher, url=None, text=self.text),
            text=self.text,
            title=self.title,
            publisher=self.publisher,
            url="https://news.example/a",
            published_at=moment(self.day),
        )

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(self.document.id, start, start + len(words))

    def say(
        self, content: str, *voices: tuple[str, str, SpeakerKind], act: SpeechAct, form: Form
    ) -> Statement:
        span = self.span(content)
        statement = Statement(
            id=make_statement_id(span),
            content=(span,),
            form=form,
            act=act,
            attributions=tuple(
                Attribution(self.span(speaker), self.span(cue), speaker, None, kind)
                for speaker, cue, kind in voices
            ),
        )
        self.statements.append(statement)
        return statement

    def tell(self, trigger: str, status: EpistemicStatus, **fields: object) -> Event:
        span = self.span(trigger)
        plain = {"event_type": "ASSAULT", "time": EventTime.PAST, "factuality": 2.0, "certainty": 0.87}
        event = Event(id=make_event_id(span), trigger=span, status=status, **(plain | fields))  # type: ignore[arg-type]
        self.events.append(event)
        return event

    def read(self) -> Reading:
        return Reading(
            document=self.document,
            sentences=tuple(cut_sentences(self.document)),
            statements=tuple(self.statements),
            events=tuple(self.events),
            remarks=tuple(self.remarks),
        )


def cut_sentences(document: Document) -> Iterator[Span]:
    start, text = 0, document.text
    while start < len(text):
        stop = next(
            (
                i + 1
                for i in range(start, len(text))
                if text[i] == "." and text[i + 1 : i + 2] in (" ", "\n", "")
            ),
            len(text),
        )
        yield Span(document.id, start, stop)
        start = stop
        while start < len(text) and text[start].isspace():
            start += 1


def make_cable() -> Page:
    page = Page(CABLE, "Cable cut in the Gulf of Finland", "Baltic Courier", TODAY - timedelta(days=1))
    inner = "a telecom cable in the Gulf of Finland was cut by an anchor on Saturday night"
    named, role = SpeakerKind.NAMED, SpeakerKind.ROLE
    cut = page.say(inner, ("Estonian investigators", "said", role), act=SpeechAct.SAY, form=Form.INDIRECT)
    page.say(
        "We suspect that this was deliberate",
        ("Interior Minister Kadri Laan", "told", named),
        act=SpeechAct.SUSPECT,
        form=Form.DIRECT,
    )
    denial = page.say(
        "any Russian vessel had damaged the cable",
        ("The embassy of Russia", "denied", role),
        act=SpeechAct.DENY,
        form=Form.INDIRECT,
    )
    place = Place(
        name="Gulf of Finland",
        span=page.span("Gulf of Finland"),
        lat=59.8,
        lon=25.1,
        country=None,
        precision="sea_area",
    )
    page.tell(
        "cut",
        EpistemicStatus.REPORTED,
        event_type="ASSAULT",
        threat_type="undersea",
        subtype="telecom_cable",
        place=place,
        date=DateRange(start=date(2025, 11, 29), end=date(2025, 11, 29), precision="day"),
        statement_id=cut.id,
        holders=(Holder(name="Estonian investigators", span=page.span("Estonian investigators"), kind=role),),
        recipients=(Participant(span=page.span("Estonian"), name="Estonia", actor_id="EST", country="EST"),),
    )
    page.tell(
        "damaged",
        EpistemicStatus.DENIED,
        threat_type="undersea",
        statement_id=denial.id,
        factuality=-1.0,
        actors=(Participant(span=page.span("Russian vessel"), name="Russian vessel", country="RUS"),),
        holders=(Holder(name="The embassy of Russia", kind=role, value="CT-"),),
    )
    page.tell("called for", EpistemicStatus.CALLED_FOR, event_type="REQUEST", time=EventTime.FUTURE)
    page.remarks.append(
        Remark(span=page.span("the area"), about="place", message="no place of this name was found")
    )
    return page


def make_cable_two() -> Page:
    page = Page(CABLE_TWO, "Operator: data cable severed", "Nordic Wire", TODAY - timedelta(days=2))
    page.say(
        "repairs would take two weeks",
        ("A spokesman for the operator", "said", SpeakerKind.ROLE),
        act=SpeechAct.SAY,
        form=Form.INDIRECT,
    )
    page.tell(
        "severed",
        EpistemicStatus.REPORTED,
        event_type="ASSAULT",
        threat_type="undersea",
        subtype="telecom_cable",
    )
    return page


def make_drones() -> Page:
    page = Page(DRONES, "Drones halt flights at Aalborg", "Baltic Courier", TODAY)
    threat = page.say(
        "strikes on bases that supply Ukraine",
        ("A Russian lawmaker", "threatened", SpeakerKind.ROLE),
        act=SpeechAct.THREATEN,
        form=Form.INDIRECT,
    )
    page.tell(
        "seen",
        EpistemicStatus.REPORTED,
        threat_type="drone_incursion",
        subtype="airport_closure",
        event_type=None,
    )
    page.tell(
        "strikes",
        EpistemicStatus.THREATENED,
        event_type="THREATEN",
        statement_id=threat.id,
        time=EventTime.FUTURE,
        recipients=(
            Participant(span=page.span("bases that supply Ukraine"), name="bases that supply Ukraine"),
        ),
    )
    page.tell("close", EpistemicStatus.POSSIBLE, event_type="SANCTION", time=EventTime.FUTURE)
    return page


def make_hostile() -> Page:
    page = Page(HOSTILE, HOSTILE_TITLE, "Blog <b>of</b> somebody", TODAY - timedelta(days=20))
    said = page.say(
        "saboteurs burned a depot near Riga",
        ("A blogger", "claimed", SpeakerKind.ANONYMOUS),
        act=SpeechAct.ALLEGE,
        form=Form.INDIRECT,
    )
    page.tell(
        "burned",
        EpistemicStatus.ALLEGED,
        threat_type="sabotage",
        subtype="arson",
        statement_id=said.id,
        counts=(Count(what="killed", min=0, max=None, span=page.span("nobody")),),
    )
    return page


def make_claim(
    page: Page,
    event: Event,
    name: str,
    value: str,
    words: str,
    *holders: str,
    stance: Stance = Stance.SUPPORTS,
    interested: bool = False,
) -> Claim:
    span = page.span(words)
    return Claim(
        id=f"c-{event.id}-{name}-{value}"[:60],
        event_id=event.id,
        field=name,
        value=value,
        holders=holders,
        stance=stance,
        interested=interested,
        evidence=(Evidence(document_id=span.document_id, span=span, quote=words),),
        reported_at=page.document.published_at,
    )


def make_cable_incident(one: Page, two: Page) -> Incident:
    cut, denied = one.events[0], one.events[1]
    words = "a telecom cable in the Gulf of Finland was cut by an anchor on Saturday night"
    blame = one.span("We suspect that this was deliberate")
    denial = one.span("any Russian vessel had damaged the cable")
    return Incident(
        id=make_incident_id(cut.id),
        title="Telecom cable, Gulf of Finland, 2025-11-29",
        threat_type="undersea",
        subtype="telecom_cable",
        status=IncidentStatus.CORROBORATED,
        outcome="completed",
        start_date=date(2025, 11, 29),
        end_date=date(2025, 11, 30),
        date_precision="day",
        places=(Place(name="Gulf of Finland", precision="sea_area", lat=59.8, lon=25.1),),
        target_countries=("EST", "FIN"),
        target_sectors=("digital.telecom",),
        severity=2,
        credibility=2,
        attribution=AttributionView(
            state=AttributionState.SUSPECTED,
            denied=True,
            acts=(
                AttributionAct(
                    attributor="Kadri Laan",
                    attributor_kind="minister",
                    act="suspects",
                    towards="RUS",
                    confidence_words="suspect",
                    date=TODAY,
                    evidence=(
                        Evidence(document_id=blame.document_id, span=blame, quote=one.document.quote(blame)),
                    ),
                ),
                AttributionAct(
                    attributor="Embassy of Russia",
                    attributor_kind="accused_party",
                    act="denies",
                    towards=None,
                    evidence=(
                        Evidence(
                            document_id=denial.document_id, span=denial, quote=one.document.quote(denial)
                        ),
                    ),
                ),
            ),
        ),
        reports=2,
        origins=2,
        claims=(
            make_claim(one, cut, "threat_type", "undersea", "cut", "Estonian investigators"),
            make_claim(one, cut, "start_date", "2025-11-29", words, "Estonian investigators"),
            make_claim(one, cut, "places", "Gulf of Finland", "Gulf of Finland", "Estonian investigators"),
            make_claim(one, cut, "status", "reported", words, "Baltic Courier", "Estonian investigators"),
            make_claim(
                one,
                denied,
                "status",
                "denied",
                "any Russian vessel had damaged the cable",
                "The embassy of Russia",
                stance=Stance.CONTRADICTS,
                interested=True,
            ),
            make_claim(two, two.events[0], "status", "reported", "severed", "Nordline"),
            make_claim(two, two.events[0], "weapon", "anchor_or_trawl", "severed", "Nordline"),
        ),
        event_ids=(cut.id, denied.id, two.events[0].id),
        document_ids=(one.document.id, two.document.id),
        rules=(
            ("status", "two_independent_origins"),
            ("start_date", "most_credible"),
            ("threat_type", "majority"),
        ),
        first_reported_at=two.document.published_at,
        last_reported_at=one.document.published_at,
        aliases=("i0ld",),
    )


def make_drone_incident(page: Page) -> Incident:
    seen = page.events[0]
    return Incident(
        id=make_incident_id(seen.id),
        title="Drones over Aalborg airport, 2025-11-30",
        threat_type="drone_incursion",
        subtype="airport_closure",
        status=IncidentStatus.REPORTED,
        start_date=date(2025, 11, 30),
        date_precision="day",
        places=(Place(name="Aalborg", country="DNK", precision="settlement", lat=57.05, lon=9.92),),
        target_countries=("DNK",),
        severity=1,
        reports=1,
        origins=1,
        credibility=3,
        claims=(make_claim(page, seen, "threat_type", "drone_incursion", "seen", "police"),),
        event_ids=(seen.id,),
        document_ids=(page.document.id,),
        first_reported_at=page.document.published_at,
        last_reported_at=page.document.published_at,
    )


def make_lead(page: Page) -> Incident:
    burned = page.events[0]
    return Incident(
        id=make_incident_id(burned.id),
        title=HOSTILE_TITLE,
        threat_type="sabotage",
        subtype="arson",
        status=IncidentStatus.CANDIDATE,
        start_date=TODAY - timedelta(days=21),
        date_precision="day",
        places=(Place(name="Latvia", country="LVA", precision="country"),),
        target_countries=("LVA",),
        reports=1,
        origins=1,
        claims=(make_claim(page, burned, "threat_type", "sabotage", "burned", "A blogger"),),
        event_ids=(burned.id,),
        document_ids=(page.document.id,),
        first_reported_at=page.document.published_at,
    )


def make_past(number: int, day: date, threat: str, country: str, page: Page) -> Incident:
    statuses = (
        IncidentStatus.REPORTED,
        IncidentStatus.CORROBORATED,
        IncidentStatus.CONFIRMED,
        IncidentStatus.DISPUTED,
    )
    event_id = f"{page.document.id}-e{number}-{number + 1}"
    return Incident(
        id=make_incident_id(event_id),
        title=f"{threat.replace('_', ' ').capitalize()}, {country}, {day}",
        threat_type=threat,
        status=statuses[number % len(statuses)],
        start_date=day,
        date_precision="day",
        places=(Place(name=country, country=country, precision="country"),),
        target_countries=(country,),
        reports=1,
        origins=1,
        event_ids=(event_id,),
        document_ids=(page.document.id,),
        first_reported_at=moment(day),
        last_reported_at=moment(day),
    )


def make_forecasts(incident: Incident) -> tuple[tuple[Forecast, ...], tuple[Outcome, ...]]:
    """Return one forecast with its outcome and one that waits, both standing on the incident."""
    card = ModelCard(name="pooled", version="1", settings=(), not_for="Not for deciding on one case.")
    forecasts = tuple(
        Forecast(
            id=f"f{step}",
            unit="type:undersea",
            profile="warning",
            period="month",
            step=step,
            starts_on=date(2025, month, 1),
            ends_on=date(2025, month, 28),
            as_of=date(2024, 12, 31),
            made_at=NOW,
            history_periods=12,
            data_hash="ab12",
            card=card,
            draws=((0, 60), (1, 30), (2, 10)),
            baselines=(("last", ((0, 90), (1, 10))),),
            incident_ids=(incident.id,),
        )
        for step, month in ((1, 1), (2, 2))
    )
    return forecasts, (Outcome(forecast_id="f1", count=1, incident_ids=(incident.id,), scored_at=NOW),)


class MemoryCollection:
    """What the desk needs of collection, from lists."""

    def __init__(self) -> None:
        self.watched: tuple[tuple[WatchedSource, SourceState], ...] = ()
        self.translations: dict[str, Translation] = {}
        self.originals: dict[Span, str] = {}

    def list_watched(self) -> tuple[tuple[WatchedSource, SourceState], ...]:
        return self.watched

    def list_chains(self) -> dict[str, tuple[str, ...]]:
        return {}

    def tally(self, source_id: str, *, moments: int = 50) -> SourceTally:
        return SourceTally(
            stages={Stage.LINKED: 488, Stage.UNREAD: 412},
            languages={"en": 488, "pl": 412},
            unread_languages={"pl": 412},
            empty=0,
            copies=0,
            near_copies=0,
            copied_from={},
            corrected=0,
            gone=0,
            moments=(NOW,),
            errors=(ErrorCount(kind="timeout", count=6, last_at=NOW, last_reason="did not answer in time"),),
        )

    def load_translation(self, document_id: str) -> Translation | None:
        return self.translations.get(document_id)

    def find_original(self, span: Span) -> str | None:
        return self.originals.get(span)


def make_second_reading(incident: Incident) -> tuple[list[Sample], dict[tuple[str, str, str], Coding]]:
    """Return a sample of one record that two readers have coded, not quite alike."""
    drawn = Sample(
        name="december",
        profile="warning",
        seed=1,
        incident_ids=(incident.id,),
        made_by="Officer",
        made_at=NOW,
    )
    codings = [
        Coding(sample="december", incident_id=incident.id, reader=reader, at=NOW, values=values)
        for reader, values in (
            ("Officer", {"threat_type": "undersea", "severity": "2"}),
            ("Second", {"threat_type": "sabotage", "severity": "2"}),
        )
    ]
    return [drawn], {(one.sample, one.incident_id, one.reader): one for one in codings}


def make_search() -> Search:
    """Return a saved search."""
    return Search(name="cables", threat_types=("undersea",), countries=("EST",), made_at=NOW)


def make_deltas(incident: Incident) -> tuple[Delta, ...]:
    """Return what two linkings changed: a new record, then a change of its status and blame."""
    return (
        Delta(
            incident_id=incident.id,
            at=NOW,
            kind="changed",
            field="status",
            before="reported",
            after="corroborated",
            cause="reports",
        ),
        Delta(
            incident_id=incident.id,
            at=NOW,
            kind="changed",
            field="attribution",
            before="none",
            after="suspected, denied",
            cause="reports",
        ),
    )


def make_brief(reading: Reading) -> ReportBrief:
    document = reading.document
    return ReportBrief(
        id=document.id,
        title=document.title,
        publisher=document.publisher,
        url=document.url,
        published_at=document.published_at,
        opening=document.text[:100],
        statuses=Counter(event.status.value for event in reading.events),
        statements=len(reading.statements),
    )


def newest_first(brief: ReportBrief) -> tuple[float, str]:
    return (-brief.published_at.timestamp() if brief.published_at else float("inf"), brief.id)


class MemoryAccounts:
    """Accounts of nobody."""

    def list_accounts(self) -> tuple[()]:
        return ()

    def list_keys(self) -> tuple[()]:
        return ()

    def list_deeds(self, *, before: int | None = None, who: str | None = None, most: int) -> tuple[()]:
        return ()


class MemoryStore:
    """What the desk needs of a store, from lists."""

    def __init__(self, readings: tuple[Reading, ...] = (), incidents: tuple[Incident, ...] = ()) -> None:
        self.readings = {reading.document.id: reading for reading in readings}
        self.incidents = {incident.id: incident for incident in incidents}
        self.failures: tuple[Failure, ...] = ()
        self.sources: tuple[Source, ...] = ()
        self.changes: tuple[Change, ...] = ()
        self.judgements: tuple[Judgement, ...] = ()
        self.memberships: tuple[Membership, ...] = ()
        self.rows: tuple[IncidentRow, ...] = ()
        self.forecasts: tuple[Forecast, ...] = ()
        self.outcomes: tuple[Outcome, ...] = ()
        self.problems: tuple[str, ...] = ()
        self.deltas: tuple[Delta, ...] = ()
        self.seen: dict[str, datetime] = {}
        self.samples: list[Sample] = []
        self.codings: dict[tuple[str, str, str], Coding] = {}
        self.searches: dict[str, Search] = {}
        self.collection = MemoryCollection()
        self.accounts = MemoryAccounts()
        self.unlinked = 0
        self.linked_at: datetime | None = NOW if incidents else None

    def load_stamp(self) -> Stamp:
        held = f"{len(self.readings)}:{self.unlinked}"
        return Stamp(reports=held, register=f"{self.linked_at}:{id(self.incidents)}:{len(self.incidents)}")

    def count_linked(self) -> int:
        return len(self.readings) - self.unlinked

    def find_newest_moment(self) -> datetime | None:
        moments = [d.published_at for d in self.list_documents() if d.published_at]
        return max(moments, default=None)

    def _find_reports(self, query: ReportQuery) -> list[ReportBrief]:
        words = (query.words or "").casefold().split()
        found = []
        for reading in self.readings.values():
            document = reading.document
            day = document.published_at.date() if document.published_at else None
            if query.publisher not in (None, document.publisher or NO_PUBLISHER):
                continue
            if (query.since or query.until) and day is None:
                continue
            if (query.since and day < query.since) or (query.until and day > query.until):
                continue
            if all(word in f"{document.title} {document.text}".casefold() for word in words):
                found.append(make_brief(reading))
        return sorted(found, key=newest_first)

    def count_reports(self, query: ReportQuery, *, most: int) -> int:
        return len(self._find_reports(query))

    def list_reports(self, query: ReportQuery, *, skip: int, take: int) -> tuple[ReportBrief, ...]:
        return tuple(self._find_reports(query)[skip : skip + take])

    def iter_reports(self, query: ReportQuery) -> Iterator[ReportBrief]:
        return iter(self._find_reports(query))

    def load_reports(self, document_ids) -> tuple[ReportBrief, ...]:
        return tuple(make_brief(self.readings[name]) for name in document_ids if name in self.readings)

    def count_publishers(self) -> tuple[PublisherCount, ...]:
        groups: dict[str | None, list[Document]] = {}
        for document in self.list_documents():
            groups.setdefault(document.publisher, []).append(document)
        rows = [
            PublisherCount(
                publisher=name,
                reports=len(found),
                last=max((d.published_at for d in found if d.published_at), default=None),
            )
            for name, found in groups.items()
        ]
        return tuple(sorted(rows, key=lambda row: (-row.reports, row.publisher or "")))

    def _find_statements(self, query: StatementQuery) -> list[StatementBrief]:
        reports = ReportQuery(since=query.since, until=query.until)
        words = (query.words or "").casefold().split()
        found = []
        for brief in self._find_reports(reports):
            reading = self.readings[brief.id]
            for statement in reading.statements:
                texts = tuple(reading.document.quote(span) for span in statement.content)
                names = [(voice.name or "").casefold() for voice in statement.attributions]
                codes = [voice.actor_id or "" for voice in statement.attributions]
                if query.act not in (None, statement.act.value):
                    continue
                if query.speaker is not None:
                    named = any(query.speaker.casefold() in name for name in names)
                    coded = any(f"{code}.".startswith(f"{query.speaker}.") for code in codes)
                    if not named and not coded:
                        continue
                if all(word in "\n".join(texts).casefold() for word in words):
                    about = [encode(e) for e in reading.events if e.statement_id == statement.id]
                    found.append(
                        StatementBrief(statement=statement, words=texts, report=brief, about=tuple(about))
                    )
        return found

    def count_statements(self, query: StatementQuery, *, most: int) -> int:
        return len(self._find_statements(query))

    def list_statements(self, query: StatementQuery, *, skip: int, take: int) -> tuple[StatementBrief, ...]:
        return tuple(self._find_statements(query)[skip : skip + take])

    def iter_statements(self, query: StatementQuery) -> Iterator[StatementBrief]:
        return iter(self._find_statements(query))

    def tally_statements(self, query: StatementQuery, *, most: int) -> Tally:
        found = self._find_statements(query)
        names = Counter(name for one in found for name in {v.name for v in one.statement.voices if v.name})
        acts = Counter(one.statement.act.value for one in found)
        return Tally(looked_at=len(found), acts=acts, voices=names)

    def list_lights(self, *, after_turn: int | None = None) -> tuple[tuple[int, int, str], ...]:
        return tuple(
            (make_number(one.id), 0, json.dumps(lighten(encode(one)))) for one in self.incidents.values()
        )

    def count_incidents(self) -> int:
        return len(self.incidents)

    def list_numbers(self) -> frozenset[int]:
        return frozenset(make_number(name) for name in self.incidents)

    def load_lights(self, numbers: Iterable[int]) -> tuple[Incident, ...]:
        known = {number: decode(Incident, json.loads(text)) for number, _, text in self.list_lights()}
        return tuple(known[number] for number in numbers if number in known)

    def load_raw(self, numbers: Iterable[int]) -> tuple[dict, ...]:
        known = {make_number(name): encode(one) for name, one in self.incidents.items()}
        return tuple(known[number] for number in numbers if number in known)

    def search_incidents(self, words: str, *, most: int) -> frozenset[int]:
        asked = words.casefold().split()
        held = {name: gather_words(encode(one)).casefold() for name, one in self.incidents.items()}
        return frozenset(
            make_number(name) for name, text in held.items() if all(word in text for word in asked)
        )

    def list_places_of_report(self, document_id: str) -> dict[str, str]:
        return {
            event_id: one.id
            for one in self.incidents.values()
            for event_id in one.event_ids
            if event_id.startswith(f"{document_id}-")
        }

    def list_changes_since(self, at: datetime, *, most: int) -> tuple[Delta, ...]:
        return tuple(sorted((d for d in self.deltas if d.at > at), key=lambda d: d.at, reverse=True))[:most]

    def load_seen(self, analyst: str) -> datetime | None:
        return self.seen.get(analyst)

    def mark_seen(self, analyst: str, *, at: datetime) -> None:
        self.seen[analyst] = at

    def list_samples(self) -> tuple[Sample, ...]:
        return tuple(self.samples)

    def add_sample(self, sample: Sample) -> None:
        self.samples.append(sample)

    def save_coding(self, coding: Coding) -> None:
        self.codings[coding.sample, coding.incident_id, coding.reader] = coding

    def list_codings(self, sample: str) -> tuple[Coding, ...]:
        return tuple(one for (name, _, _), one in sorted(self.codings.items()) if name == sample)

    def list_alerts(self) -> tuple[Alert, ...]:
        return ()

    def list_searches(self) -> tuple[Search, ...]:
        return tuple(self.searches.values())

    def save_search(self, search: Search) -> None:
        self.searches[search.name] = search

    def drop_search(self, name: str) -> bool:
        return self.searches.pop(name, None) is not None

    def list_indicator_states(self) -> tuple[Indicator, ...]:
        return ()

    def list_mutes(self) -> tuple[Mute, ...]:
        return ()

    def list_deltas(
        self, *, since: datetime | None = None, incident_id: str | None = None
    ) -> tuple[Delta, ...]:
        return tuple(d for d in self.deltas if incident_id in (None, d.incident_id))

    @contextmanager
    def open_links(self, *, blank: bool = False) -> Iterator["MemoryStore.Links"]:
        yield MemoryStore.Links(self)

    class Links:
        """What pages look up by name."""

        def __init__(self, store: "MemoryStore") -> None:
            self.store = store

        def list_judgements(self, *, subjects=(), judgement_ids=(), document_ids=()):
            named = set(subjects)
            return tuple(j for j in self.store.judgements if named & set(j.subjects))

        def load_readings(self, document_ids):
            return tuple(self.store.readings[name] for name in document_ids if name in self.store.readings)

        def list_rows(self, *, document_ids=(), incident_ids=()):
            return tuple(row for row in self.store.rows if row.id in set(incident_ids))

        def list_memberships(self, *, event_ids=(), incident_ids=()):
            return tuple(m for m in self.store.memberships if m.incident_id in set(incident_ids))

    def iter_readings(self, *, until: datetime | None = None) -> Iterator[Reading]:
        return iter(self.readings.values())

    def list_publishers(self) -> tuple[Publisher, ...]:
        return ()

    def load_reading(self, document_id: str) -> Reading | None:
        return self.readings.get(document_id)

    def list_documents(self) -> tuple[Document, ...]:
        return tuple(reading.document for reading in self.readings.values())

    def search_documents(self, query: str, *, limit: int = 20) -> tuple[Document, ...]:
        words = query.casefold().split()
        held = (d for d in self.list_documents() if all(w in f"{d.title} {d.text}".casefold() for w in words))
        return tuple(held)[:limit]

    def list_incidents(self) -> tuple[Incident, ...]:
        return tuple(self.incidents.values())

    def load_incident(self, incident_id: str) -> Incident | None:
        named = (i for i in self.incidents.values() if incident_id in i.aliases)
        return self.incidents.get(incident_id) or next(named, None)

    def list_failures(self) -> tuple[Failure, ...]:
        return self.failures

    def list_sources(self) -> tuple[Source, ...]:
        return self.sources

    def list_changes(self) -> tuple[Change, ...]:
        return self.changes

    def list_judgements(self) -> tuple[Judgement, ...]:
        return self.judgements

    def list_memberships(self) -> tuple[Membership, ...]:
        return self.memberships

    def read_deltas(self, *, after: int, most: int) -> tuple[()]:
        return ()

    def find_last_delta(self) -> int:
        return 0

    def list_rows(self) -> tuple[IncidentRow, ...]:
        return self.rows

    def load_forecast_stamp(self) -> str:
        return f"{len(self.list_forecasts())}:{len(self.list_outcomes())}"

    def list_forecasts(self) -> tuple[Forecast, ...]:
        return tuple(self.forecasts)

    def list_outcomes(self) -> tuple[Outcome, ...]:
        return tuple(self.outcomes)

    def load_linked_at(self) -> datetime | None:
        return self.linked_at

    def check(self) -> tuple[str, ...]:
        return self.problems

    def count(self) -> StoreCounts:
        return StoreCounts(
            documents=len(self.readings),
            statements=sum(len(r.statements) for r in self.readings.values()),
            events=sum(len(r.events) for r in self.readings.values()),
            claims=sum(len(i.claims) for i in self.incidents.values()),
            incidents=len(self.incidents),
            failures=len(self.failures),
            unlinked=self.unlinked,
        )


def make_sample() -> MemoryStore:
    """Return a small register: a denied cable, drones that raise an alert, a hostile lead, quiet months."""
    cable, cable_two, drones, hostile = make_cable(), make_cable_two(), make_drones(), make_hostile()
    past = []
    for number in range(18):
        day = TODAY - timedelta(days=40 + 17 * number)
        threat, country = (("sabotage", "POL"), ("cyber", "DEU"), ("gnss_interference", "FIN"))[number % 3]
        past.append(make_past(number, day, threat, country, cable_two))
    for number in range(18, 22):
        past.append(make_past(number, TODAY - timedelta(days=number - 15), "drone_incursion", "DNK", drones))
    readings = tuple(page.read() for page in (cable, cable_two, drones, hostile))
    cut = make_cable_incident(cable, cable_two)
    incidents = (cut, make_drone_incident(drones), make_lead(hostile), *past)
    store = MemoryStore(readings, incidents)
    store.failures = (
        Failure(name="https://news.example/gone", reason="the page could not be fetched", at=NOW),
    )
    store.sources = (Source(id="baltic", name="Baltic Courier", reliability="b"),)
    store.changes = (Change(kind="rules", detail="register rules 1", at=NOW),)
    store.rows = (IncidentRow(id=cut.id, founding_event_id=cut.event_ids[0], minted_at=NOW),)
    store.memberships = tuple(
        Membership(event_id=event_id, incident_id=cut.id, reasons=("same sea area", "days overlap"))
        for event_id in cut.event_ids
    )
    store.judgements = (
        Judgement(
            id="j1",
            kind=JudgementKind.REVIEW,
            subjects=(cut.id,),
            value="accepted",
            by="analyst one",
            reason="both originals read",
            decided_at=NOW,
        ),
    )
    return store
