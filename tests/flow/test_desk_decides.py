"""Decisions on the desk: kept, undone, refused where they come from elsewhere or on what has changed."""

import re

import pytest
from fastapi.testclient import TestClient

from tocsin.desk import DeskSettings
from tocsin.desk.app import create_app
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

REPORTS = (
    (
        "2025-03-04",
        "An undersea cable between Latvia and Sweden was cut on 3 March, the Latvian State Police said.",
    ),
    (
        "2025-03-04",
        "The undersea cable from Latvia to Sweden was cut on 3 March, Latvian police said on Tuesday.",
    ),
    ("2025-06-02", "A warehouse in Warsaw was set on fire on 1 June in an arson attack, Polish police said."),
)
HOME = "http://localhost"
OWN = {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def store(tmp_path, reader):
    register = open_store(tmp_path / "register.sqlite")
    documents = [
        make_document(text=text, intake=Intake(), lang="en", publisher="Wire", published_at=parse_moment(day))
        for day, text in REPORTS
    ]
    add_documents(documents, reader=reader, store=register)
    link_register(register)
    yield register
    register.close()


@pytest.fixture
def client(store):
    return TestClient(create_app(store, settings=DeskSettings(analyst="Officer")), base_url=HOME)


def fields_of(client, incident_id):
    page = client.get(f"/incidents/{incident_id}").text
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("seal", "seen")}


def decide(client, incident_id, headers=OWN, **form):
    sent = {**fields_of(client, incident_id), **form}
    return client.post(
        f"/incidents/{incident_id}/decisions", data=sent, headers=headers, follow_redirects=False
    )


def first_id(store):
    return min(store.list_incidents(), key=lambda incident: incident.start_date).id


def test_accepting_goes_on_to_the_next_and_leaves_the_queue(client, store):
    one = first_id(store)
    answer = decide(client, one, action="review", value="accepted", next="1")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/incidents/")
    assert one not in answer.headers["location"]
    assert store.load_incident(one).review_state == "accepted"
    assert one not in client.get("/review").text


def test_a_value_is_set_with_a_reason_and_undone(client, store):
    one = first_id(store)
    before = store.load_incident(one).severity
    assert decide(client, one, action="set", field="severity", value="4", reason="seen it").status_code == 303
    assert store.load_incident(one).severity == 4
    (judgement,) = store.list_judgements()
    assert (judgement.by, judgement.reason) == ("Officer", "seen it")
    assert decide(client, one, action="undo", value=judgement.id).status_code == 303
    assert store.load_incident(one).severity == before


def test_a_decision_without_a_reason_says_what_is_wanted(client, store):
    answer = decide(client, first_id(store), action="status", value="refuted")
    assert answer.status_code == 400
    assert "no reason given" in answer.text


def test_merge_and_split(client, store):
    one, other = [incident.id for incident in store.list_incidents()][:2]
    merged = decide(client, one, action="merge", value=other, reason="one act")
    assert merged.status_code == 303
    assert store.load_incident(one).id == store.load_incident(other).id
    kept = store.load_incident(one)
    back = decide(client, kept.id, action="undo", value=store.list_judgements()[0].id)
    assert back.status_code == 303
    cable = store.load_incident(first_id(store))
    assert len(cable.event_ids) == 2
    split = decide(client, cable.id, action="split", mention=cable.event_ids[1], reason="another cable")
    assert split.status_code == 303
    assert len(store.list_incidents()) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": HOME, "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
    ],
)
def test_a_form_from_elsewhere_is_refused(client, store, headers):
    answer = decide(client, first_id(store), headers=headers, action="review", value="accepted")
    assert answer.status_code == 403
    assert not store.list_judgements()


def test_a_form_without_the_seal_is_refused(client, store):
    answer = decide(client, first_id(store), action="review", value="accepted", seal="guessed")
    assert answer.status_code == 403
    assert not store.list_judgements()


def test_two_analysts_on_one_record_do_not_overwrite_one_another(client, store):
    one = first_id(store)
    old = fields_of(client, one)
    decide(client, one, action="set", field="severity", value="4", reason="first")
    late = decide(client, one, action="set", field="severity", value="1", reason="second", **old)
    assert late.status_code == 409
    assert "changed since you looked" in late.text
    assert store.load_incident(one).severity == 4


def test_too_long_a_form_and_other_content_are_refused(client, store):
    one = first_id(store)
    assert decide(client, one, action="review", value="accepted", reason="x" * 70_000).status_code == 413
    sent = client.post(f"/incidents/{one}/decisions", json={"action": "review"}, headers=OWN)
    assert sent.status_code == 415


def test_a_desk_that_only_reads_takes_no_form(store):
    reading = TestClient(create_app(store, settings=DeskSettings()), base_url=HOME)
    one = first_id(store)
    assert 'name="seal"' not in reading.get(f"/incidents/{one}").text
    assert reading.post(f"/incidents/{one}/decisions", data={}, headers=OWN).status_code == 405


def test_the_words_of_a_reason_are_shown_as_words(client, store):
    one = first_id(store)
    decide(client, one, action="set", field="severity", value="4", reason="<script>alert(1)</script>")
    page = client.get(f"/incidents/{one}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
