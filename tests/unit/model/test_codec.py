import json
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

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
    Remark,
    Span,
    SpeakerKind,
    SpeechAct,
    Statement,
)
from tocsin.model.codec import decode_reading, encode, encode_reading

TEXT = "Poland said two drones crossed its border on Monday."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span("d1", start, start + len(words))


READING = Reading(
    document=Document(
        id="d1", text=TEXT, publisher="Northern Wire", published_at=datetime(2025, 9, 10, tzinfo=UTC)
    ),
    sentences=(Span("d1", 0, len(TEXT)),),
    statements=(
        Statement(
            id="d1-s12-51",
            content=(span("two drones crossed its border on Monday"),),
            form=Form.INDIRECT,
            act=SpeechAct.SAY,
            attributions=(Attribution(span("Poland"), span("said"), "Poland", "POL", SpeakerKind.NAMED),),
        ),
    ),
    events=(
        Event(
            id="d1-e23-30",
            trigger=span("crossed"),
            event_type="MOBILIZE",
            mode="weapons",
            threat_type="drone_incursion",
            actors=(),
            recipients=(Participant(span=span("its border"), name="its border", country="POL"),),
            place=Place(name="Poland", gazetteer_id="POL", lat=52.0, lon=20.0, precision="country"),
            date=DateRange(start=date(2025, 9, 8), end=date(2025, 9, 8), span=span("Monday")),
            status=EpistemicStatus.REPORTED,
            time=EventTime.PAST,
            factuality=2.6,
            certainty=0.8,
            holders=(Holder(name="Poland", span=span("Poland"), kind=SpeakerKind.NAMED),),
            statement_id="d1-s12-51",
            counts=(Count(what="drones", min=2, max=2, span=span("two")),),
            score=-6.5,
        ),
    ),
    remarks=(Remark(span=span("Monday"), about="date", message="an example"),),
)


def test_a_reading_survives_the_way_to_json_and_back():
    assert decode_reading(json.loads(json.dumps(encode_reading(READING)))) == READING


def test_an_encoded_reading_is_valid_by_the_shipped_schema():
    schema = json.loads((files("tocsin.model") / "schemas" / "reading.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(encode_reading(READING))


@pytest.mark.parametrize("key", ["trigger", "status", "holders", "factuality"])
def test_the_schema_refuses_an_event_without_what_the_contract_wants(key):
    schema = json.loads((files("tocsin.model") / "schemas" / "reading.schema.json").read_text("utf-8"))
    entry = encode_reading(READING)
    del entry["events"][0][key]
    assert list(Draft202012Validator(schema).iter_errors(entry))


def test_moments_are_written_in_utc():
    assert encode(datetime(2025, 12, 2, tzinfo=UTC)) == "2025-12-02T00:00:00Z"


def test_a_span_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="after the text"):
        READING.document.quote(Span("d1", 0, len(TEXT) + 1))


def test_a_span_of_another_document_is_refused():
    with pytest.raises(ValueError, match="asked of document"):
        READING.document.quote(Span("d2", 0, 3))


def test_a_document_needs_an_aware_moment():
    with pytest.raises(ValueError, match="time zone"):
        Document(id="d", text="x", published_at=datetime(2025, 1, 1))  # noqa: DTZ001


def test_talk_and_background_do_not_count():
    counted = [status for status in EpistemicStatus if status.counts]
    assert counted == [EpistemicStatus.HAPPENED, EpistemicStatus.ONGOING, EpistemicStatus.REPORTED]
