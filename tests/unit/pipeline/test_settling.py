"""What was collected into the register: copies told by their originals, poison set aside."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tocsin.model import EpistemicStatus, Event, EventTime, Reading, Span
from tocsin.model.collection import FeedItem, SourceState, Stage, WatchedSource
from tocsin.model.ids import make_event_id
from tocsin.pipeline.settling import READ_TRIES, WARMING, Settled, settle_some
from tocsin.pipeline.taking import Sight, take_text_of_item
from tocsin.store import open_store

NOW = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)
STORY = " ".join(
    f"The port authority of town number {n} said that a cable was cut and that the police looked into it."
    for n in range(6)
)
STATE = SourceState(due_at=NOW)


class FakeReader:
    """Finds one act in each text; a text that it is afraid of ends the process."""

    version = "fake"

    def __init__(self, poison=None):
        self.read_texts, self.poison = [], poison

    def parse(self, documents):
        return [(document, None) for document in documents]

    def read_parsed(self, document, _passages):
        if self.poison and self.poison in document.text:
            raise SystemExit("killed")
        self.read_texts.append(document.text)
        at = document.text.index("cut")
        trigger = Span(document.id, at, at + 3)
        event = Event(
            id=make_event_id(trigger),
            trigger=trigger,
            event_type="ASSAULT",
            status=EpistemicStatus.REPORTED,
            time=EventTime.PAST,
            factuality=2.0,
            certainty=0.9,
        )
        ends = [n + 1 for n, char in enumerate(document.text) if char == "."]
        sentences = tuple(Span(document.id, a, b) for a, b in zip([0, *ends], ends, strict=False))
        return Reading(document=document, sentences=sentences, events=(event,), persons=())


@pytest.fixture
def store(tmp_path):
    with closing(open_store(tmp_path / "s.sqlite")) as opened:
        for name in ("wire", "paper"):
            source = WatchedSource(id=name, name=name, address=f"https://{name}.example/rss")
            opened.collection.save_source(source, host=f"{name}.example", due_at=NOW)
        yield opened


def collect(store, name, key, text):
    source = next(one for one, _state in store.collection.list_watched() if one.id == name)
    item = FeedItem(key=key, title=f"{name} {key}", text=text, lang="en", published_at=NOW)
    incoming = take_text_of_item(source, item, Sight(at=NOW, is_fresh=True))
    assert incoming.stage is Stage.READY
    incoming = replace(incoming, document=replace(incoming.document, lang="en"))
    store.collection.save_poll(name, STATE, [incoming], capture=None, at=NOW, recheck_at=None)


def settle(store, reader, **options):
    settled = Settled()
    while settle_some(store, settled, reader=reader, translator=None, **options):
        pass
    return settled


def test_a_syndicated_copy_is_not_read_deep_twice(store):
    reader = FakeReader()
    collect(store, "wire", "1", STORY)
    assert settle(store, reader).read == 1
    collect(store, "paper", "1", f"By our staff\n\n{STORY}")
    settled = settle(store, reader)
    assert (settled.read, settled.retold) == (1, 1)
    assert reader.read_texts == [STORY]
    original, copy = store.collection.list_versions()
    assert copy.copy_of == original.number
    told = store.load_reading(copy.document_id)
    assert [told.document.quote(event.trigger) for event in told.events] == ["cut"]


def test_copies_are_read_where_that_is_asked_for(store):
    reader = FakeReader()
    for name in ("wire", "paper"):
        collect(store, name, "1", STORY)
    assert settle(store, reader, reads_copies=True).retold == 0
    assert len(reader.read_texts) == 2


def test_a_copy_of_what_an_older_reader_read_is_read(store):
    collect(store, "wire", "1", STORY)
    settle(store, FakeReader())
    collect(store, "paper", "1", f"By our staff\n\n{STORY}")
    newer = FakeReader()
    newer.version = "newer"
    assert settle(store, newer).retold == 0
    assert len(newer.read_texts) == 1


def test_a_near_duplicate_that_says_something_else_is_read(store):
    reader = FakeReader()
    collect(store, "wire", "1", STORY)
    settle(store, reader)
    collect(store, "paper", "1", STORY.replace("a cable was cut", "no cable was cut", 1))
    assert settle(store, reader).retold == 0
    assert len(reader.read_texts) == 2
    assert store.collection.list_versions()[1].likeness < 1


def test_a_text_that_ends_the_process_is_set_aside_and_takes_no_other_with_it(store):
    others = [f"{n} ships came when the cable was cut, said the coast guard of the place." for n in range(3)]
    collect(store, "wire", "bad", "POISON: the cable was cut in the night, said the port of the town.")
    for number, text in enumerate(others):
        collect(store, "wire", str(number), text)
    for _ in range(READ_TRIES):
        with pytest.raises(SystemExit):
            settle(store, FakeReader(poison="POISON"))
    reader = FakeReader(poison="POISON")
    assert settle(store, reader).failed == 1
    assert sorted(set(reader.read_texts) - {WARMING}) == sorted(others)
    (aside,) = store.collection.list_versions(stages=(Stage.SET_ASIDE,))
    assert (aside.reason_kind, f"broken off {READ_TRIES} times" in aside.reason) == ("poison", True)
    assert store.collection.retry(source_id=None, stages=(Stage.SET_ASIDE,), at=NOW) == 1
    assert settle(store, FakeReader()).read == 1
