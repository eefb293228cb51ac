"""The register is order-free, undoes what is withdrawn, keeps ids and quotes verbatim."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.model import (
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Judgement,
    JudgementKind,
    Participant,
    Place,
    Reading,
    Span,
)
from tocsin.model.ids import make_document_id, make_event_id
from tocsin.register.assembling import assemble_register
from tocsin.register.claims import make_claims
from tocsin.register.clustering import link_mentions
from tocsin.register.copies import group_origins

START = datetime(2025, 3, 1, tzinfo=UTC)
NOW = datetime(2025, 6, 1, tzinfo=UTC)
TOWNS = {"Gdansk": (54.35, 18.65), "Warsaw": (52.23, 21.01), "Krakow": (50.06, 19.94)}
KINDS = (("sabotage", "arson"), ("sabotage", None), ("cyber", None), (None, None))
STATUSES = ("happened", "happened", "reported", "alleged", "denied", "planned", "ongoing")


@st.composite
def make_reading(draw):
    town = draw(st.sampled_from(sorted(TOWNS)))
    day = draw(st.integers(0, 6))
    noun = draw(st.sampled_from(("depot", "mill", "signal box", "bank – “Süd”")))
    text = f"On day {day} the {noun} in {town} burned, Russia heard. Smoke rose over the {noun}.\nMore later."
    published_at = draw(st.none() | st.integers(0, 9).map(lambda days: START + timedelta(days=days)))
    publisher = draw(st.sampled_from(("One", "Two", "Three")))
    document = Document(
        id=make_document_id(source_id=publisher, url=None, text=text),
        text=text,
        publisher=publisher,
        published_at=published_at,
    )
    lat, lon = TOWNS[town]
    events = []
    for words in draw(st.sets(st.sampled_from(("burned", "rose")), min_size=1)):
        threat_type, subtype = draw(st.sampled_from(KINDS))
        at = text.index(words)
        span = Span(document.id, at, at + len(words))
        where = text.index(town)
        who = text.index("Russia")
        on = date(2025, 3, 1) + timedelta(days=day)
        events.append(
            Event(
                id=make_event_id(span),
                trigger=span,
                event_type="ASSAULT",
                threat_type=threat_type,
                subtype=subtype,
                actors=draw(
                    st.sampled_from(
                        (
                            (),
                            (
                                Participant(
                                    span=Span(document.id, who, who + 6),
                                    name="Russia",
                                    actor_id="RUS",
                                    country="RUS",
                                ),
                            ),
                        )
                    )
                ),
                place=Place(
                    name=town,
                    span=Span(document.id, where, where + len(town)),
                    gazetteer_id=town,
                    lat=lat,
                    lon=lon,
                    country="POL",
                    precision="settlement",
                ),
                date=draw(st.sampled_from((None, DateRange(start=on, end=on)))),
                status=EpistemicStatus(draw(st.sampled_from(STATUSES))),
                time=EventTime.PAST,
                factuality=1.0,
                certainty=0.5,
            )
        )
    return Reading(document=document, events=tuple(sorted(events, key=lambda event: event.trigger)))


readings_of = st.lists(make_reading(), min_size=1, max_size=8, unique_by=lambda reading: reading.document.id)


def build(readings, *, judgements=(), rows=(), as_of=None):
    claims = [claim for reading in readings for claim in make_claims(reading)]
    origins = group_origins(reading.document for reading in readings)
    linkage = link_mentions(readings, judgements=judgements, rows=rows, origins=origins, now=NOW)
    incidents = assemble_register(
        readings, linkage, claims=claims, origins=origins, judgements=judgements, as_of=as_of
    )
    return linkage, incidents


@settings(deadline=None, max_examples=60)
@given(readings_of, st.randoms(use_true_random=False))
def test_order_of_reports_changes_nothing(readings, random):
    shuffled = list(readings)
    random.shuffle(shuffled)
    assert build(shuffled) == build(readings)


@settings(deadline=None, max_examples=60)
@given(readings_of)
def test_quotes_are_verbatim(readings):
    for reading in readings:
        for claim in make_claims(reading):
            for evidence in claim.evidence:
                assert evidence.quote == reading.document.quote(evidence.span)


@settings(deadline=None, max_examples=60)
@given(readings_of, st.data())
def test_judged_then_withdrawn_is_as_before(readings, data):
    linkage, before = build(readings)
    ids = sorted(membership.event_id for membership in linkage.memberships)
    if len(ids) < 2:
        return
    subjects = tuple(data.draw(st.permutations(ids))[:2])
    kind = data.draw(st.sampled_from((JudgementKind.SAME, JudgementKind.DIFFERENT)))
    standing = Judgement(id="j", kind=kind, subjects=subjects, by="ann", decided_at=NOW)
    parted, _ = build(readings, judgements=[standing], rows=linkage.rows)
    homes = {membership.event_id: membership.incident_id for membership in parted.memberships}
    if not parted.conflicts and all(subject in homes for subject in subjects):
        together = homes[subjects[0]] == homes[subjects[1]]
        assert together is (kind is JudgementKind.SAME)
    withdrawn = Judgement(id="j", kind=kind, subjects=subjects, by="ann", decided_at=NOW, withdrawn_at=NOW)
    assert build(readings, judgements=[withdrawn])[1] == before
    again, _ = build(readings, judgements=[withdrawn], rows=parted.rows)
    assert again.memberships == linkage.memberships


@settings(deadline=None, max_examples=60)
@given(readings_of, readings_of)
def test_ids_outlive_new_reports(readings, more):
    first, _ = build(readings)
    known = {reading.document.id for reading in readings}
    both = [*readings, *(reading for reading in more if reading.document.id not in known)]
    second, incidents = build(both, rows=first.rows)
    assert {row.id for row in first.rows} <= {row.id for row in second.rows}
    shown = {incident.id for incident in incidents} | {alias for item in incidents for alias in item.aliases}
    assert {membership.incident_id for membership in first.memberships} <= shown
    assert build(both, rows=second.rows)[0].memberships == second.memberships


@settings(deadline=None, max_examples=60)
@given(readings_of)
def test_only_counting_mentions_make_counted_incidents(readings):
    _, incidents = build(readings)
    events = {event.id: event for reading in readings for event in reading.events}
    for incident in incidents:
        statuses = {events[event_id].status for event_id in incident.event_ids}
        if incident.status.value not in ("candidate", "refuted"):
            assert any(status.counts for status in statuses)
        assert not any(status.is_intent for status in statuses)


@settings(deadline=None, max_examples=40)
@given(readings_of, st.integers(0, 9))
def test_as_of_uses_nothing_published_later(readings, days):
    moment = START + timedelta(days=days)
    _, incidents = build(readings, as_of=moment)
    published = {reading.document.id: reading.document.published_at for reading in readings}
    for incident in incidents:
        assert all(
            published[name] is not None and published[name] <= moment for name in incident.document_ids
        )
