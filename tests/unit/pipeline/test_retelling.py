"""A copy is told by the reading of its original only where both say the same."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.model import Document, EpistemicStatus, Event, EventTime, Reading, Span
from tocsin.model.ids import make_event_id
from tocsin.pipeline.retelling import retell_copy

DAY = datetime(2025, 12, 2, tzinfo=UTC)
SENTENCES = (
    "A data cable was allegedly cut in the Baltic Sea on Monday.",
    "The operator sent a ship.",
    "A pipe was damaged near the place.",
)
TEXT = " ".join(SENTENCES)


def make_document(text, *, name="d1", day=DAY, lang="en"):
    return Document(id=name, text=text, lang=lang, published_at=day)


def make_reading(text=TEXT):
    document = make_document(text)
    starts = [text.index(sentence) for sentence in SENTENCES]
    sentences = tuple(Span("d1", at, at + len(s)) for at, s in zip(starts, SENTENCES, strict=True))
    events = tuple(make_event(text, word) for word in ("cut", "damaged"))
    return Reading(document=document, sentences=sentences, events=events, persons=())


def make_event(text, word):
    trigger = Span("d1", text.index(word), text.index(word) + len(word))
    return Event(
        id=make_event_id(trigger),
        trigger=trigger,
        event_type="ASSAULT",
        status=EpistemicStatus.ALLEGED,
        time=EventTime.PAST,
        factuality=0.5,
        certainty=0.9,
    )


def tell(text, **facts):
    return retell_copy(make_reading(), make_document(text, name="d2", **facts))


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace(" ", "  "),
        f"By Jane Doe\n\n{TEXT}",
        f"HELSINKI, Dec 2 (Wire) - {TEXT}",
        f"{TEXT}\n\nReporting by Jane Doe; editing by John Roe.",
        f"{TEXT} Read more: our page on cables",
        f"{SENTENCES[0]} {SENTENCES[2]}",
    ],
)
def test_what_changes_nothing_is_told_by_the_original(text):
    told = tell(text)
    assert told.document.id == "d2"
    assert [told.document.quote(event.trigger) for event in told.events] == ["cut", "damaged"]
    assert [event.id for event in told.events] == [make_event_id(event.trigger) for event in told.events]
    assert {event.status for event in told.events} == {EpistemicStatus.ALLEGED}
    assert all(told.document.quote(sentence)[-1] == "." for sentence in told.sentences)


def test_an_act_of_a_sentence_left_out_is_not_told():
    told = tell(" ".join(SENTENCES[:2]))
    assert [told.document.quote(event.trigger) for event in told.events] == ["cut"]
    assert len(told.sentences) == 2


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("allegedly ", ""),
        TEXT.replace("Baltic", "Black"),
        TEXT.replace(" on Monday", ""),
        f"This report was withdrawn. {TEXT}",
        f"{TEXT} The ministry denied it.",
        f"{SENTENCES[0]} Nobody was hurt. {' '.join(SENTENCES[1:])}",
        f"By night. It was a drill. {TEXT}",
    ],
)
def test_one_other_word_and_the_copy_is_read_itself(text):
    assert tell(text) is None


def test_another_language_or_a_much_later_day_is_read_itself():
    assert tell(TEXT, lang="de") is None
    assert tell(TEXT, day=DAY + timedelta(days=3)) is None
    assert tell(TEXT, day=None) is None
    assert tell(TEXT, day=DAY + timedelta(days=1)) is not None


def test_a_dateline_of_the_original_may_be_left_out():
    opened = f"HELSINKI (Wire) - {TEXT}"
    reading = make_reading(opened)
    first = replace(reading.sentences[0], start=0)
    reading = replace(reading, sentences=(first, *reading.sentences[1:]))
    told = retell_copy(reading, make_document(TEXT, name="d2"))
    assert [told.document.quote(event.trigger) for event in told.events] == ["cut", "damaged"]
    assert told.document.quote(told.sentences[0]) == SENTENCES[0]


def test_an_act_whose_words_are_partly_gone_makes_the_copy_be_read():
    reading = make_reading()
    across = Span("d1", TEXT.index("Monday"), TEXT.index("operator") + 8)
    event = replace(reading.events[0], trigger=across)
    reading = replace(reading, events=(event,))
    assert retell_copy(reading, make_document(f"{SENTENCES[0]} {SENTENCES[2]}", name="d2")) is None
