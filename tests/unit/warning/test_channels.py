"""Channels and tension: talk is never a deed, copies count once, a threat scores as a threat."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tocsin.model import EpistemicStatus, Event, EventTime, Participant, Reading, Span
from tocsin.model.document import Document
from tocsin.ontology.plover import score_of
from tocsin.warning.channels import list_mentions
from tocsin.warning.tension import measure_tension

DAY = date(2025, 3, 3)


def make_event(number, *, status="happened", event_type="ASSAULT", document="d1"):
    span = Span(document, 10 * number, 10 * number + 3)
    party = {"span": span, "name": "x"}
    return Event(
        id=f"{document}-e{number}",
        trigger=span,
        event_type=event_type,
        actors=(Participant(**party, country="RUS"),),
        recipients=(Participant(**party, country="POL"),),
        status=EpistemicStatus(status),
        time=EventTime.PAST,
        factuality=0.0,
        certainty=0.9,
        score=score_of(event_type),
    )


def make_reading(*events, document="d1"):
    moment = datetime(2025, 3, 4, tzinfo=UTC)
    return Reading(document=Document(id=document, text="x" * 200, published_at=moment), events=events)


def list_of(*readings, origins=None):
    return list_mentions(readings, origins=origins or {})


@pytest.mark.parametrize(
    ("status", "event_type", "channel"),
    [
        ("happened", "ASSAULT", None),
        ("alleged", "ASSAULT", "alleged"),
        ("denied", "ASSAULT", "denials"),
        ("threatened", "ASSAULT", "intent"),
        ("planned", "ASSAULT", "intent"),
        ("happened", "AID", "cooperation"),
        ("planned", "AID", "intent"),
    ],
)
def test_every_mention_is_in_one_channel(status, event_type, channel):
    (mention,) = list_of(make_reading(make_event(1, status=status, event_type=event_type)))
    assert mention.channel == channel


def test_a_copy_counts_once():
    first = make_reading(make_event(1, status="alleged"))
    copied = make_reading(make_event(1, status="alleged", document="d2"), document="d2")
    assert len(list_of(first, copied)) == 2
    assert len(list_of(first, copied, origins={"d2": "d1"})) == 1


def test_history_is_in_no_channel():
    assert list_of(make_reading(replace(make_event(1), background=True))) == ()


def test_a_threatened_strike_scores_as_a_threat_and_is_no_deed():
    threat, strike = make_event(1, status="threatened"), make_event(2)
    (week,) = measure_tension(
        list_of(make_reading(threat, strike)), pair=("POL", "RUS"), starts=[DAY], read=[2]
    )
    assert week.talk == score_of("THREATEN")
    assert week.deed == score_of("ASSAULT")
    assert week.talk_ids == (threat.id,)
    assert week.deed_ids == (strike.id,)
    assert week.deed_rate == pytest.approx(500 * score_of("ASSAULT"))


def test_memory_fades_by_half_in_its_half_life():
    starts = [date(2025, 3, 3 + 7 * n) for n in range(3)]
    weeks = measure_tension(
        list_of(make_reading(make_event(2))), pair=("RUS", "POL"), starts=starts, read=[1, 0, 1], half_life=2
    )
    assert weeks[2].deed_memory == pytest.approx(weeks[0].deed / 2)
    assert weeks[1].deed_rate is None
