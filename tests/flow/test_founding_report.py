"""The report that this project began with: talk of a strike, a campaign alleged, and nothing that NATO did.

Its facts are public (an interview of 1 December 2025); the words here are ours.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.model import EpistemicStatus, Search
from tocsin.ontology import load_questions, profile
from tocsin.ontology.plover import quad_of
from tocsin.pipeline.alarming import raise_alerts
from tocsin.pipeline.briefing import make_brief
from tocsin.pipeline.counting import make_series, open_ledger
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.pipeline.positions import view_positions
from tocsin.pipeline.views import Query, view_register
from tocsin.reading.reader import Reader
from tocsin.sources import Intake, iter_sample, make_document
from tocsin.store import open_store

PUBLISHED = datetime(2025, 12, 2, 8, 0, tzinfo=UTC)
TEXT = """NATO is considering being more aggressive in answering Russia's cyberattacks, sabotage and \
violations of airspace, the alliance's most senior military officer has told the Financial Times.

Admiral Giuseppe Cavo Dragone said a pre-emptive strike could be considered a defensive action, although \
it was further from the alliance's normal way of thinking.

European officials accuse Russia of waging a shadow campaign of sabotage, arson and cyberattacks against \
countries that support Ukraine. Moscow denies it.

Russian Foreign Ministry spokeswoman Maria Zakharova called the remarks an extremely irresponsible step.

US envoy Steve Witkoff will visit Moscow on Tuesday for talks on a peace plan for Ukraine.
"""
MATERIAL = (2, 4)
ALL = Query(profile=profile("warning"), kind=None)


def fill(path: Path, *, sample: bool):
    store = open_store(path)
    founding = make_document(text=TEXT, intake=Intake(), lang="en", published_at=PUBLISHED, publisher="Ours")
    reports = [*(iter_sample() if sample else ()), founding]
    add_documents(reports, reader=Reader(), store=store)
    link_register(store)
    store.save_search(Search(name="everything", kind="all", made_at=PUBLISHED))
    return store


@pytest.fixture(scope="module")
def founding(tmp_path_factory):
    store = fill(tmp_path_factory.mktemp("founding") / "one.sqlite", sample=False)
    yield store
    store.close()


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    store = fill(tmp_path_factory.mktemp("founding") / "all.sqlite", sample=True)
    yield store
    store.close()


def list_records(store):
    view = view_register(store, ALL)
    return (*view.counted, *view.apart)


def find_doings(store, country):
    """The counted mentions behind records in which somebody of a country does something."""
    events = {event.id: event for reading in store.iter_readings() for event in reading.events}
    behind = [events[name] for record in list_records(store) for name in record.event_ids if name in events]
    return [
        event
        for event in behind
        if event.status.counts
        and event.event_type is not None
        and quad_of(event.event_type) in MATERIAL
        and any(actor.country == country for actor in event.actors)
    ]


def is_hostile(event):
    return event.threat_type is not None or quad_of(event.event_type) == 4


def list_alerts(store):
    return raise_alerts(
        store, ALL, find_profile=profile, since=datetime(2020, 1, 1, tzinfo=UTC).date(),
        false_alarms_per_year=12.0,
    ).told  # fmt: skip


def test_the_founding_report_says_of_no_deed_that_nato_did_it(founding):
    assert find_doings(founding, "NATO") == []
    assert [i.title for i in list_records(founding) if "strike" in i.title.casefold()] == []


def test_no_record_of_sample_and_founding_report_blames_nato(everything):
    records = list_records(everything)
    assert len(records) > 20
    blamed = {act.towards for record in records for act in record.attribution.acts if act.towards}
    assert "RUS" in blamed
    assert not {name for name in blamed if name.startswith("NATO")}
    assert [event for event in find_doings(everything, "NATO") if is_hostile(event)] == []


def test_no_alert_of_sample_and_founding_report_is_on_what_nato_did(everything):
    alerts = list_alerts(everything)
    assert {alert.kind for alert in alerts} >= {"rate", "search"}
    hostile = {event.id for event in find_doings(everything, "NATO") if is_hostile(event)}
    for alert in alerts:
        behind = [everything.load_incident(name) for name in alert.incident_ids]
        assert not any(hostile & set(incident.event_ids) for incident in behind if incident)
        acts = [act for incident in behind if incident for act in incident.attribution.acts]
        assert not any(act.towards == "NATO" for act in acts)


def test_a_brief_names_every_incident_that_fell_into_its_time_with_its_quote(everything):
    since, until = datetime(2015, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    query = Query(profile=profile("warning"))
    made = make_brief(
        everything, query, since=since, until=until, false_alarms_per_year=1.0, find_profile=profile
    )
    new = next(section for section in made.sections if section.name == "new")
    told = {name: line for line in new.lines for name in line.incident_ids}
    assert set(told) == {incident.id for incident in view_register(everything, query).counted}
    assert [line.text for line in new.lines if not line.quotes] == []
    for section in made.sections:
        assert [line.text for line in section.lines if not (line.quotes or line.incident_ids)] == []


def test_no_series_counts_an_act_of_nato_against_anybody(everything):
    ledger = open_ledger(everything, ALL)
    assert [unit for unit, _ in ledger.list_units("acts") if unit.startswith("pair:NATO>")] == []


def test_the_shadow_campaign_stands_as_alleged_by_european_officials(founding):
    (reading,) = founding.iter_readings()
    start = TEXT.index("shadow campaign")
    end = TEXT.index("Moscow denies")
    told = [e for e in reading.events if start <= e.trigger.start < end and e.threat_type is not None]
    assert len(told) >= 3
    assert {event.status for event in told} == {EpistemicStatus.ALLEGED}
    assert {holder.name for event in told for holder in event.holders} == {"European officials"}
    counted = {name for record in view_register(founding, ALL).counted for name in record.event_ids}
    assert not counted & {event.id for event in told}
    ledger = open_ledger(founding, ALL)
    alleged = make_series(ledger, unit="type:sabotage", channel="alleged")
    assert {event.id for event in told} & {name for point in alleged.points for name in point.event_ids}


def test_the_ledger_of_postures_shows_could(founding):
    question = next(one for one in load_questions() if one.id == "act-first")
    held = view_positions(founding, question)
    strike = [one for one in held if one.posture == "pre_emptive"]
    assert {(one.holder, one.modality) for one in strike} == {("Giuseppe Cavo Dragone", "could")}
