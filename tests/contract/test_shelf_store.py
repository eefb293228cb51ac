"""What lists ask of a store, over SQLite and PostgreSQL alike: counted, cut and searched by the database."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tocsin.errors import InputError
from tocsin.model import (
    Attribution,
    Delta,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Form,
    Incident,
    IncidentRow,
    IncidentStatus,
    Judgement,
    JudgementKind,
    Membership,
    Place,
    Reading,
    Span,
    SpeechAct,
    Statement,
)
from tocsin.model.ids import make_number
from tocsin.store import open_store
from tocsin.store.shelf_base import NO_PUBLISHER, Coding, ReportQuery, Sample, StatementQuery

NOW = datetime(2025, 12, 2, 10, 30, tzinfo=UTC)
TEXT = "Minister Ana Laan said that a cable was cut near Port Vell. Nobody was named."


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store(request, tmp_path):
    if request.param == "sqlite":
        address = shutil.copy(request.getfixturevalue("empty_store"), tmp_path / "store.sqlite")
    else:
        address = request.getfixturevalue("server").make_store()
    with closing(open_store(address, now=lambda: NOW)) as opened:
        yield opened


def make_reading(name, *, days=0, publisher="The Wire", act=SpeechAct.SAY, speaker="Ana Laan", dated=True):
    def span(words: str) -> Span:
        return Span(name, TEXT.index(words), TEXT.index(words) + len(words))

    said = span("a cable was cut near Port Vell")
    statement = Statement(
        id=f"{name}-s{said.start}-{said.end}",
        content=(said,),
        form=Form.INDIRECT,
        act=act,
        attributions=(Attribution(span("Minister"), span("said"), name=speaker, actor_id="EST.GOV"),),
    )
    event = Event(
        id=f"{name}-e{span('cut').start}-{span('cut').end}",
        trigger=span("cut"),
        event_type=None,
        threat_type="undersea",
        status=EpistemicStatus.REPORTED,
        time=EventTime.PAST,
        factuality=2.0,
        certainty=0.9,
        statement_id=statement.id,
    )
    document = Document(
        id=name,
        text=TEXT,
        publisher=publisher,
        title=f"Cable {name}",
        published_at=NOW + timedelta(days=days) if dated else None,
    )
    return Reading(document=document, statements=(statement,), events=(event,))


@pytest.fixture
def filled(store):
    for reading in (
        make_reading("d1", days=0),
        make_reading("d2", days=2, publisher=None),
        make_reading("d3", days=1, act=SpeechAct.DENY, speaker="Karel Novy"),
        make_reading("d4", dated=False),
    ):
        store.add_reading(reading, (), seen_at=NOW)
    return store


def ids(rows):
    return [row.id for row in rows]


def test_reports_are_listed_newest_first_and_those_without_a_day_last(filled):
    assert ids(filled.list_reports(ReportQuery(), skip=0, take=10)) == ["d2", "d3", "d1", "d4"]
    assert ids(filled.list_reports(ReportQuery(), skip=1, take=2)) == ["d3", "d1"]
    assert ids(filled.iter_reports(ReportQuery())) == ["d2", "d3", "d1", "d4"]
    assert filled.count_reports(ReportQuery(), most=0) == 4


def test_iteration_in_steps_gives_each_report_once(filled, monkeypatch):
    monkeypatch.setattr("tocsin.store.shelves.CHUNK", 1)
    assert ids(filled.iter_reports(ReportQuery())) == ["d2", "d3", "d1", "d4"]
    assert len(list(filled.iter_statements(StatementQuery()))) == 4


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (ReportQuery(publisher="The Wire"), ["d3", "d1", "d4"]),
        (ReportQuery(publisher=NO_PUBLISHER), ["d2"]),
        (ReportQuery(since=date(2025, 12, 3)), ["d2", "d3"]),
        (ReportQuery(until=date(2025, 12, 3)), ["d3", "d1"]),
        (ReportQuery(words="port CABLE"), ["d2", "d3", "d1", "d4"]),
        (ReportQuery(words="cable", publisher="The Wire", since=date(2025, 12, 3)), ["d3"]),
        (ReportQuery(words="submarine"), []),
        (ReportQuery(words="' OR 1=1 --"), []),
    ],
)
def test_reports_are_filtered(filled, query, wanted):
    assert ids(filled.list_reports(query, skip=0, take=10)) == wanted
    assert filled.count_reports(query, most=100) == len(wanted)


def test_report_in_short_form_counts_its_mentions_and_statements(filled):
    brief = filled.load_reports(["d1"])[0]
    assert (brief.title, brief.publisher, brief.statements) == ("Cable d1", "The Wire", 1)
    assert brief.statuses == {"reported": 1}
    assert TEXT.startswith(brief.opening)


def test_publishers_are_counted_with_their_newest_report(filled):
    rows = filled.count_publishers()
    assert [(row.publisher, row.reports) for row in rows] == [("The Wire", 3), (None, 1)]
    assert rows[0].last == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (StatementQuery(), ["d2", "d3", "d1", "d4"]),
        (StatementQuery(act="deny"), ["d3"]),
        (StatementQuery(speaker="laan"), ["d2", "d1", "d4"]),
        (StatementQuery(speaker="n"), ["d2", "d3", "d1", "d4"]),
        (StatementQuery(speaker="EST"), ["d2", "d3", "d1", "d4"]),
        (StatementQuery(speaker="ES"), []),
        (StatementQuery(speaker="laan", act="deny"), []),
        (StatementQuery(speaker="laan", since=date(2025, 12, 3)), ["d2"]),
        (StatementQuery(words="cable vell"), ["d2", "d3", "d1", "d4"]),
        (StatementQuery(words="nobody"), []),
        (StatementQuery(words="cable", speaker="novy"), ["d3"]),
        (StatementQuery(speaker="%"), []),
    ],
)
def test_statements_are_filtered_by_voice_act_days_and_words(filled, query, wanted):
    found = filled.list_statements(query, skip=0, take=10)
    assert [brief.report.id for brief in found] == wanted
    assert filled.count_statements(query, most=100) == len(wanted)
    assert sum(filled.tally_statements(query, most=100).acts.values()) == len(wanted)


def test_statement_comes_with_its_words_and_what_it_tells_of(filled):
    brief = filled.list_statements(StatementQuery(act="deny"), skip=0, take=1)[0]
    assert brief.words == ("a cable was cut near Port Vell",)
    assert [event["threat_type"] for event in brief.about] == ["undersea"]
    assert filled.tally_statements(StatementQuery(), most=10).voices == {"Ana Laan": 3, "Karel Novy": 1}


def test_reading_again_leaves_no_old_voice_behind(filled):
    filled.replace_reading(make_reading("d1", speaker="Mira Berg"), (), seen_at=NOW, reader="new")
    found = filled.list_statements(StatementQuery(speaker="laan"), skip=0, take=10)
    assert [brief.report.id for brief in found] == ["d2", "d4"]
    assert filled.count_statements(StatementQuery(speaker="berg"), most=10) == 1


def make_incident(name="i1", **changed) -> Incident:
    wanted = {
        "id": name,
        "title": "Cable cut near Port Vell",
        "threat_type": "undersea",
        "status": IncidentStatus.REPORTED,
        "start_date": date(2025, 12, 1),
        "places": (Place(name="Port Vell", country="EST", precision="settlement", lat=59.0, lon=25.0),),
        "reports": 1,
        "origins": 1,
        "event_ids": (f"d1-e{TEXT.index('cut')}-{TEXT.index('cut') + 3}",),
        "document_ids": ("d1",),
        "first_reported_at": NOW,
    }
    return Incident(**{**wanted, **changed})


def save(store, *incidents):
    store.save_register(
        rows=[IncidentRow(id=i.id, founding_event_id=i.event_ids[0], minted_at=NOW) for i in incidents],
        memberships=[Membership(event_id=incidents[0].event_ids[0], incident_id=incidents[0].id)],
        incidents=incidents,
        linked_at=NOW,
    )


def test_light_form_is_the_incident_without_quotes_and_reports(filled):
    incident = make_incident()
    save(filled, incident)
    number = make_number("i1")
    assert filled.load_lights([number]) == (replace(incident, event_ids=(), document_ids=()),)
    assert [row[0] for row in filled.list_lights()] == [number]
    assert filled.list_lights(after_turn=0) == ()
    assert filled.list_numbers() == {number}
    assert filled.count_incidents() == 1
    assert filled.load_raw([number])[0]["document_ids"] == ["d1"]


def test_incidents_are_searched_by_whole_words_and_their_beginnings(filled):
    save(filled, make_incident(), make_incident("i2", title="Fire in a depot", places=()))
    found = {words: filled.search_incidents(words, most=10) for words in ("cab VELL", "depot", "able", "est")}
    assert found["cab VELL"] == {make_number("i1")}
    assert found["depot"] == {make_number("i2")}
    assert found["able"] == frozenset()
    assert found["est"] == {make_number("i1")}
    save(filled, make_incident("i2", title="Fire in a barn", places=()))
    assert filled.search_incidents("depot", most=10) == frozenset()


def test_stamp_changes_with_what_is_listed(filled):
    before = filled.load_stamp()
    assert filled.load_stamp() == before
    filled.add_reading(make_reading("d5", days=3), (), seen_at=NOW)
    assert filled.load_stamp().reports != before.reports
    save(filled, make_incident())
    assert filled.load_stamp().register != before.register


def test_incidents_of_a_report_are_found_by_its_mentions(filled):
    incident = make_incident()
    save(filled, incident)
    assert filled.list_places_of_report("d1") == {incident.event_ids[0]: "i1"}
    assert filled.list_places_of_report("d") == {}


def test_changes_are_listed_newest_first_and_bounded(filled):
    incident = make_incident()
    deltas = [
        Delta(incident_id="i1", at=NOW + timedelta(hours=n), kind="changed", field="status", cause="reports")
        for n in range(3)
    ]
    filled.save_register(
        rows=[IncidentRow(id="i1", founding_event_id=incident.event_ids[0], minted_at=NOW)],
        memberships=(),
        incidents=[incident],
        linked_at=NOW,
        deltas=deltas,
    )
    assert filled.list_changes_since(NOW, most=10) == (deltas[2], deltas[1])
    assert filled.list_changes_since(NOW, most=1) == (deltas[2],)


def test_what_was_seen_is_kept_for_each(store):
    assert store.load_seen("Ana") is None
    store.mark_seen("Ana", at=NOW)
    store.mark_seen("", at=NOW + timedelta(days=1))
    store.mark_seen("Ana", at=NOW + timedelta(hours=1))
    assert store.load_seen("Ana") == NOW + timedelta(hours=1)
    assert store.load_seen("") == NOW + timedelta(days=1)


def test_sample_is_drawn_once_and_codings_are_kept_by_reader(store):
    sample = Sample(
        name="december", profile="warning", seed=1, incident_ids=("i1", "i2"), made_by="Ana", made_at=NOW
    )
    store.add_sample(sample)
    with pytest.raises(InputError, match="there already"):
        store.add_sample(sample)
    assert store.list_samples() == (sample,)
    first = Coding(sample="december", incident_id="i1", reader="Ana", at=NOW, values={"severity": "2"})
    again = replace(first, values={"severity": "3"})
    other = replace(first, reader="Mira")
    for coding in (first, other, again):
        store.save_coding(coding)
    assert store.list_codings("december") == (again, other)


def test_judgement_does_not_change_what_is_of_reports(filled):
    before = filled.load_stamp()
    filled.add_judgement(
        Judgement(
            id="j1", kind=JudgementKind.REVIEW, subjects=("i1",), value="accepted", by="Ana", decided_at=NOW
        )
    )
    assert filled.load_stamp().reports == before.reports
