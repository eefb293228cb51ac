"""Copies of one text share an origin; independent texts do not."""

from datetime import UTC, datetime, timedelta

from tocsin.model import Document, Judgement, JudgementKind
from tocsin.register.copies import group_origins

WIRE = (
    "A freighter dragged its anchor for hours before the data line went silent on Sunday, the operator "
    "said, adding that a repair ship would leave port within the week if the weather allowed it."
)
OTHER = (
    "Repair crews will sail to the damaged line this week. Its owner saw the fault at the weekend and has "
    "rerouted most of the traffic over land; customers hardly saw any change, it added in a short note."
)


def make_document(name, text, *, hours=0):
    moment = datetime(2025, 3, 10, tzinfo=UTC) + timedelta(hours=hours)
    return Document(id=name, text=text, published_at=moment)


def test_wire_copy_takes_the_earliest_text_as_origin():
    documents = [
        make_document("copy", "By our desk. " + WIRE + " More follows.", hours=3),
        make_document("first", WIRE),
        make_document("own", OTHER, hours=1),
    ]
    assert group_origins(documents) == {"first": "first", "copy": "first", "own": "own"}


def test_copy_inside_a_longer_story_is_a_copy():
    documents = [make_document("a", WIRE), make_document("b", OTHER + " " + WIRE, hours=1)]
    assert group_origins(documents)["b"] == "a"


def test_short_texts_are_copies_only_when_the_same():
    documents = [make_document("a", "Cable cut again"), make_document("b", "Cable cut today", hours=1)]
    assert group_origins(documents) == {"a": "a", "b": "b"}
    documents[1] = make_document("b", "cable cut again", hours=1)
    assert group_origins(documents)["b"] == "a"


def test_analyst_may_call_two_texts_copies():
    judgement = Judgement(
        id="j",
        kind=JudgementKind.COPY,
        subjects=("b", "a"),
        by="ann",
        decided_at=datetime(2025, 4, 1, tzinfo=UTC),
    )
    documents = [make_document("a", WIRE), make_document("b", OTHER, hours=1)]
    assert group_origins(documents, judgements=[judgement])["b"] == "a"
