"""A text that many carry is read once, and every report of it is told as its own."""

import dataclasses

from tocsin.model import Document, EpistemicStatus, Event, EventTime, Reading, Span
from tocsin.model.ids import make_event_id
from tocsin.pipeline.local import read_documents
from tocsin.pipeline.repeating import ReadBefore, make_reading_key, retell
from tocsin.sources import Unread, parse_moment

TEXT = "A data cable was cut."


class FakeReader:
    """Finds one act in each text, and counts what it reads."""

    def __init__(self, broken=()):
        self.read_ids, self.broken = [], broken

    def parse(self, documents):
        return [(document, None) for document in documents]

    def read_parsed(self, document, _passages):
        self.read_ids.append(document.id)
        if document.id in self.broken:
            raise ValueError
        trigger = Span(document.id, 17, 20)
        event = Event(
            id=make_event_id(trigger),
            trigger=trigger,
            event_type="ASSAULT",
            status=EpistemicStatus.HAPPENED,
            time=EventTime.PAST,
            factuality=3.0,
            certainty=1.0,
        )
        return Reading(document=document, sentences=(Span(document.id, 0, 21),), events=(event,))


def make(number, text=TEXT, **fields):
    return Document(id=f"d{number}", text=text, lang="en", source_id=f"s{number}", **fields)


def test_copies_are_read_once_and_told_as_their_own():
    reader, before = FakeReader(), ReadBefore()
    first, copy, other = make(1), make(2), make(3, text="Another story.  It was cut.")
    readings = list(read_documents([first, copy, other], reader, before=before))
    assert reader.read_ids == ["d1", "d3"]
    assert [reading.document for reading in readings] == [first, copy, other]
    assert readings[1] == FakeReader().read_parsed(copy, None)
    assert before.reused == 1


def test_copies_of_a_later_call_are_told_where_readings_are_kept():
    reader, before = FakeReader(), ReadBefore()
    list(read_documents([make(1)], reader, before=before))
    list(read_documents([make(2)], reader, before=before))
    assert reader.read_ids == ["d1"]


def test_a_day_a_heading_or_a_home_of_its_own_is_read_by_itself():
    days = [
        make(1, published_at=parse_moment("2025-12-01")),
        make(2, published_at=parse_moment("2025-12-02")),
    ]
    others = [make(3, title="Cable"), make(4, url="https://wire.example.pl/1"), make(5)]
    keys = [make_reading_key(document) for document in (*days, *others)]
    assert len(set(keys)) == 5


def test_a_failure_is_not_passed_on_to_a_copy():
    reader = FakeReader(broken=("d1",))
    failed, read = read_documents([make(1), make(2)], reader)
    assert isinstance(failed, Unread)
    assert read.document.id == "d2"


def test_nothing_of_the_first_report_is_left_in_the_second():
    reading = FakeReader().read_parsed(make(1), None)
    told = retell(reading, make(2))
    assert "d1" not in repr(told)
    assert retell(told, reading.document) == reading
    assert dataclasses.replace(told, document=reading.document) != reading


def test_only_the_last_readings_are_kept():
    before = ReadBefore(most=1)
    for number, text in ((1, "One."), (2, "Two.")):
        before.keep(Reading(document=make(number, text=text)))
    assert before.knows(make(9, text="Two."))
    assert not before.knows(make(9, text="One."))
