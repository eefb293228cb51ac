"""Beside every quote of a translated report: the words of the original, their language, the translator."""

import re
from dataclasses import replace

import pytest
from desk_sample import NOW, make_sample, make_second_reading
from fastapi.testclient import TestClient

from tocsin.desk.app import create_app
from tocsin.desk.base import DeskSettings
from tocsin.desk.holdings import Late
from tocsin.desk.marking import lay_out
from tocsin.model import Alert, Position, Question, Span, SpeakerKind
from tocsin.pipeline.originals import MOST_SHOWN, Original, find_originals
from tocsin.pipeline.replaying import Replay
from tocsin.register.evidence import find_sentence
from tocsin.store.collection_base import Translation
from tocsin.store.shelf_base import StatementQuery

WORDS = "Kabel został <przecięty>."
SHOWN = (
    'translated from <a href="/reports/d0">Polish</a> by <bdi>its publisher</bdi>: '
    '<q class="verbatim" lang="pl"><bdi>Kabel został &lt;przecięty&gt;.</bdi></q>'
)


@pytest.fixture
def store():
    return make_sample()


@pytest.fixture
def cable(store):
    return next(one for one in store.list_incidents() if one.threat_type == "undersea")


def fetch(store, path, **settings):
    return TestClient(create_app(store, **settings), base_url="http://localhost").get(path).text


def translate(store, span):
    store.collection.translations[span.document_id] = Translation(
        document_id=span.document_id, original_id="d0", lang="pl", by="its publisher", pieces=()
    )
    store.collection.originals[span] = WORDS


def test_only_places_of_translations_have_original_words(store, cable):
    span, *others = {piece.span for claim in cable.claims for piece in claim.evidence}
    assert find_originals(store, (span, *others)) == {}
    translate(store, span)
    assert find_originals(store, (span, span, *others)) == {
        span: Original(document_id="d0", words=WORDS, lang="pl", by="its publisher")
    }


def test_a_language_that_nobody_recognised_is_told_as_such():
    found = Original(document_id="d0", words="-", lang="und", by="its publisher")
    assert found.language == "a language not known"


def test_very_long_originals_are_cut_with_a_sign():
    found = Original(document_id="d0", words="a" * MOST_SHOWN, lang="pl", by="its publisher")
    assert found.shown == found.words
    assert replace(found, words=found.words + "a").shown == found.words + " …"


def test_original_words_stand_on_the_page_of_the_incident(store, cable):
    assert "translated from" not in fetch(store, f"/incidents/{cable.id}")
    translate(store, cable.claims[0].evidence[0].span)
    assert SHOWN in fetch(store, f"/incidents/{cable.id}")


@pytest.mark.parametrize("path", ["/statements", "/"])
def test_original_words_stand_with_a_statement_once(store, path):
    row = next(row for row in store.list_statements(StatementQuery(), skip=0, take=50))
    assert "translated from" not in fetch(store, path)
    for span in row.statement.content:
        translate(store, span)
    assert SHOWN in fetch(store, path)
    assert fetch(store, path).count("translated from") == 1


def test_original_words_stand_with_a_position(store, cable, monkeypatch):
    document = store.load_reading(cable.document_ids[0]).document
    span = Span(document.id, 0, 20)
    position = Position(
        question_id="q",
        span=span,
        quote=document.quote(span),
        holder="The council",
        kind=SpeakerKind.NAMED,
        through=(),
        speaks_for="state",
        posture="pre_emptive",
        modality="demand",
        said_at=NOW,
        statement_id=None,
    )
    monkeypatch.setattr("tocsin.desk.pages.positions.view_positions", lambda *_: (position,))
    settings = DeskSettings(questions=(Question(id="q", text="Act first?"),))
    assert "translated from" not in fetch(store, "/positions", settings=settings)
    translate(store, span)
    assert SHOWN in fetch(store, "/positions", settings=settings)


def test_a_translated_report_says_so_with_the_words_beside_what_was_read(store, cable):
    reading = store.load_reading(cable.document_ids[0])
    path = f"/reports/{reading.document.id}"
    assert "translat" not in fetch(store, path)
    rows = [row for row in lay_out(reading) if row.events or row.statements]
    for span in (Span(reading.document.id, row.start, row.end) for row in rows):
        translate(store, span)
    translate(store, Span(reading.document.id, 0, len(reading.document.text)))
    page = fetch(store, path)
    assert "This text is a translation from Polish by <bdi>its publisher</bdi>" in page
    assert page.count(SHOWN) == 1  # all rows of a paragraph share its words
    assert page.index("This text is") < page.index(SHOWN)


def test_review_shows_the_original_beside_claims_text_and_mentions(store, cable):
    path = f"/review/{cable.id}"
    assert "translat" not in fetch(store, path)
    span = next(piece.span for claim in cable.claims[:1] for piece in claim.evidence)
    translate(store, span)
    assert SHOWN in fetch(store, path)
    assert "This text is a translation" not in fetch(store, path)
    for document_id in cable.document_ids:
        text = store.load_reading(document_id).document.text
        translate(store, Span(document_id, 0, len(text)))
    assert "This text is a translation from Polish" in fetch(store, path)


def test_mentions_to_split_off_have_their_original_words(store):
    settings = DeskSettings(analyst="Officer")
    many = next(one for one in store.list_incidents() if len(one.event_ids) > 1)
    for document_id in many.document_ids:
        reading = store.load_reading(document_id)
        for event in reading.events:
            translate(store, find_sentence(reading, event.trigger))
    page = fetch(store, f"/review/{many.id}", settings=settings)
    mentions = re.findall(r'<label class="mention">.*?</label>', page)
    assert mentions
    assert all(SHOWN in mention for mention in mentions)


def test_an_alert_quotes_its_incidents_with_the_original_words(store, cable, monkeypatch):
    piece = cable.claims[0].evidence[0]
    alert = Alert(
        id="a1",
        unit="type:undersea",
        detector="scan",
        level="watch",
        on=NOW.date(),
        reason="more than usual",
        statistic=3.0,
        threshold=2.0,
        detectable_change="fewer than 2",
        watch_next="the next week",
        incident_ids=(cable.id,),
        evidence=(piece,),
    )
    late = Late(value=Replay(alerts=(alert,)), made_at=NOW)
    monkeypatch.setattr("tocsin.desk.pages.alerts.load_replay", lambda *_: late)
    assert "translated from" not in fetch(store, "/alerts")
    translate(store, piece.span)
    page = fetch(store, "/alerts")
    assert SHOWN in page
    assert f"/reports/{piece.document_id}?at={piece.span.start}-{piece.span.end}#here" in page


def test_second_readers_see_the_original_words_without_a_way_to_the_register(store, cable):
    settings = DeskSettings(analyst="Second")
    path = "/samples/december/code"
    store.samples, store.codings = make_second_reading(cable)
    assert "translated from" not in fetch(store, path, settings=settings)
    for claim in cable.claims:
        translate(store, claim.evidence[0].span)
    page = fetch(store, path, settings=settings)
    assert re.sub("</?a.*?>", "", SHOWN) in page
    assert "/reports/d0" not in page
