"""Readings of sample reports, kept: a change of a rule shows as a diff to review (`just golden`)."""

import json
from pathlib import Path

import pytest

from tocsin.model.codec import encode_reading
from tocsin.sources import iter_sample
from tocsin.sources.identify import identify_language

FOLDER = Path(__file__).parent / "readings"
REPORTS = ("sample-079", "sample-038", "sample-042", "sample-057", "sample-019", "sample-031")
"""The founding news, a wire story, a denial, a denial of intent, an exercise, a football final."""


def outline(reading):
    """What a reviewer wants to see of a reading: words and codes, no offsets and no decimals."""
    document = reading.document
    return {
        "statements": [
            {
                "content": [document.quote(span) for span in statement.content],
                "act": statement.act.value,
                "voices": [f"{a.name} ({a.kind})" for a in statement.attributions],
            }
            for statement in reading.statements
        ],
        "events": [
            {
                "trigger": document.quote(event.trigger),
                "type": "/".join(part for part in (event.event_type, event.mode) if part),
                "threat": ".".join(part for part in (event.threat_type, event.subtype) if part),
                "status": event.status.value,
                "actors": [actor.name for actor in event.actors],
                "recipients": [recipient.name for recipient in event.recipients],
                "place": event.place.name if event.place else None,
                "date": event.date.start.isoformat() if event.date else None,
                "holders": [f"{holder.name} {holder.value}" for holder in event.holders],
                "background": event.background,
            }
            for event in reading.events
        ],
    }


@pytest.mark.parametrize("report", REPORTS)
def test_the_reading_is_the_reviewed_one(reader, report, request):
    document = next(d for d in iter_sample() if d.external_id == report)
    found = outline(reader.read(identify_language(document)))
    path = FOLDER / f"{report}.json"
    if request.config.getoption("--rewrite-golden"):
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))


def test_every_offset_of_the_sample_quotes_its_words(reader):
    for document, passages in reader.parse(identify_language(d) for d in iter_sample()):
        reading = encode_reading(reader.read_parsed(document, passages))
        sentences = [document.text[start:end] for start, end in reading["sentences"]]
        assert all(sentence == sentence.strip() and sentence for sentence in sentences)
        for event in reading["events"]:
            for participant in (*event["actors"], *event["recipients"]):
                start, end = participant["span"]
                assert 0 <= start < end <= len(document.text)
                assert document.text[start:end].strip()
