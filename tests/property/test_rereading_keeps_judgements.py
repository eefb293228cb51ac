"""Read again by another reader, every judgement stays on its mentions, and every constraint is kept."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.model import (
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Judgement,
    JudgementKind,
    Place,
    Reading,
    Span,
)
from tocsin.model.ids import make_document_id, make_event_id
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.rereading import find_unplaced, reread_register
from tocsin.register import carry_ids, make_claims
from tocsin.register.constraints import read_ties
from tocsin.store import open_store

START = datetime(2025, 3, 1, tzinfo=UTC)
WORDS = ["burned", "rose", "fell", "broke", "sank", "shook", "split", "spread"]
TEXT = "In Gdansk the depot {} and the mill {} while smoke {} and, said police, cables {}. Later it ended."


def make_document(number, words):
    text = f"Report {number}. " + TEXT.format(*words)
    return Document(
        id=make_document_id(source_id=f"paper {number}", url=None, text=text),
        text=text,
        publisher=f"Paper {number}",
        published_at=START + timedelta(days=number),
    )


def make_event(document, start, end, kind, status):
    span = Span(document.id, start, end)
    where = document.text.index("Gdansk")
    return Event(
        id=make_event_id(span),
        trigger=span,
        event_type="ASSAULT",
        threat_type=kind,
        place=Place(
            name="Gdansk",
            span=Span(document.id, where, where + 6),
            gazetteer_id="Gdansk",
            lat=54.35,
            lon=18.65,
            country="POL",
            precision="settlement",
        ),
        date=DateRange(start=date(2025, 3, 1), end=date(2025, 3, 1)),
        status=EpistemicStatus(status),
        time=EventTime.PAST,
        factuality=1.0,
        certainty=0.5,
    )


@st.composite
def read_document(draw, document, words):
    """One idea of a document: triggers that stretch, kinds that differ, acts that are missed."""
    events = {}
    for word in words:
        if draw(st.integers(0, 5)) == 0:
            continue
        at = document.text.index(word)
        start = at - draw(st.integers(0, 3))
        end = min(at + len(word) + draw(st.sampled_from((0, 0, 4, 18, 30))), len(document.text) - 1)
        kind = draw(st.sampled_from(("sabotage", "sabotage", "cyber")))
        status = draw(st.sampled_from(("happened", "happened", "reported", "planned")))
        event = make_event(document, start, end, kind, status)
        events[event.id] = event
    # A reading without sentences would be one of a language that is not read, which keeps the old one.
    whole = (Span(document.id, 0, len(document.text)),)
    ordered = tuple(sorted(events.values(), key=lambda event: event.trigger))
    return Reading(document=document, sentences=whole, events=ordered)


@st.composite
def make_case(draw):
    documents = []
    for number in range(draw(st.integers(1, 3))):
        words = draw(st.permutations(WORDS))[:4]
        documents.append((make_document(number, words), words))
    readings = [[draw(read_document(*pair)) for pair in documents] for _ in range(3)]
    ids = [event.id for reading in readings[0] for event in reading.events]
    judgements = []
    for number in range(draw(st.integers(0, 4)) if len(ids) > 1 else 0):
        subjects = tuple(draw(st.permutations(ids))[: draw(st.integers(2, min(3, len(ids))))])
        kind = draw(st.sampled_from((JudgementKind.SAME, JudgementKind.DIFFERENT)))
        judgements.append(
            Judgement(
                id=f"j{number}",
                kind=kind,
                subjects=subjects,
                by="ann",
                decided_at=START + timedelta(days=10, hours=number),
            )
        )
    return readings, judgements


class Rereader:
    """A reader that gives readings made before."""

    def __init__(self, version, readings):
        self.version = version
        self._readings = {reading.document.id: reading for reading in readings}

    def parse(self, documents):
        return [(document, []) for document in documents]

    def read_parsed(self, document, passages):
        return self._readings[document.id]


def keep_consistent(judgements):
    """Return the judgements of which none contradicts another: those an analyst may have given."""
    names = sorted({name for one in judgements for name in one.subjects})
    places = {name: place for place, name in enumerate(names)}
    refused = {one.id for one in read_ties(judgements, places).conflicts}
    return [one for one in judgements if one.id not in refused]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(case=make_case())
def test_every_constraint_is_kept_after_rereading(tmp_path_factory, case):
    readings, judgements = case
    judgements = keep_consistent(judgements)
    path = tmp_path_factory.mktemp("store") / "register.sqlite"
    with closing(open_store(path)) as store:
        for reading in readings[0]:
            store.add_reading(reading, make_claims(reading), seen_at=START, reader="one")
        for judgement in judgements:
            store.add_judgement(judgement)
        link_register(store)
        for number, again in enumerate(readings[1:]):
            done = reread_register(store, Rereader(f"reader {number}", again))
            assert done.read == len(again)
            assert {one.id for one in store.list_judgements()} == {one.id for one in judgements}
            check_constraints(store, judgements)


def check_constraints(store, judgements):
    present = {event.id for reading in store.iter_readings() for event in reading.events}
    homes = {place.event_id: place.incident_id for place in store.list_memberships()}
    unplaced = {(entry.judgement.id, entry.subject) for entry in find_unplaced(store)}
    for judgement in judgements:
        gone = {name for name in judgement.subjects if name not in present}
        assert {(judgement.id, name) for name in gone} == {u for u in unplaced if u[0] == judgement.id}
        found = [homes[name] for name in judgement.subjects if name in homes]
        if judgement.kind is JudgementKind.SAME:
            assert len(set(found)) <= 1
        else:
            assert len(set(found)) == len(found)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(case=make_case())
def test_reading_the_same_again_changes_nothing(tmp_path_factory, case):
    readings, judgements = case
    path = tmp_path_factory.mktemp("store") / "register.sqlite"
    with closing(open_store(path)) as store:
        for reading in readings[0]:
            store.add_reading(reading, make_claims(reading), seen_at=START, reader="one")
        for judgement in keep_consistent(judgements):
            store.add_judgement(judgement)
        link_register(store)
        before, places = store.list_incidents(), store.list_memberships()
        done = reread_register(store, Rereader("two", readings[0]))
        assert done.deltas == ()
        assert store.list_incidents() == before
        assert store.list_memberships() == places
        assert reread_register(store, Rereader("two", readings[0])).read == 0


@settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(case=make_case(), stop=st.integers(0, 3))
def test_stopped_rereading_goes_on_where_it_stopped(tmp_path_factory, case, stop):
    readings, _ = case
    registers = []
    for cut in (None, stop):
        path = tmp_path_factory.mktemp("store") / "register.sqlite"
        with closing(open_store(path)) as store:
            for reading in readings[0]:
                store.add_reading(reading, make_claims(reading), seen_at=START, reader="one")
            link_register(store)
            if cut is not None:
                for reading in readings[1][:cut]:
                    old = store.load_reading(reading.document.id)
                    carried = carry_ids(old, reading)
                    store.replace_reading(carried, make_claims(carried), seen_at=START, reader="two")
            reread_register(store, Rereader("two", readings[1]))
            registers.append([replace(one, claims=()) for one in store.list_incidents()])
    assert registers[0] == registers[1]
