"""What is marked above a reader's clearance is nowhere on the desk for him, and there for an analyst."""

import json
from contextlib import closing

import pytest

from desk_server import Visitor, make_people, run_desk, say_now
from tocsin.model.account import Role
from tocsin.pipeline.judging import Analyst, set_marking
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

ANA = Analyst(name="ana", clock=say_now)
PAGES = (
    "/",
    "/incidents",
    "/incidents.json",
    "/incidents.csv",
    "/charts/map.svg",
    "/reports",
    "/reports.json",
    "/statements",
    "/statements.json",
    "/alerts",
    "/pairs",
    "/review",
    "/api/v1/incidents",
    "/api/v1/changes",
    "/api/v1/exports/csv",
    "/api/v1/exports/stix",
)


def make_report(number, place):
    text = f"A warehouse in {place} was set on fire on {number + 1} June in an arson attack, police said."
    moment = parse_moment(f"2025-06-{number + 2:02d}")
    return make_document(text=text, intake=Intake(), lang="en", publisher="Wire", published_at=moment)


@pytest.fixture(scope="module", params=["record", "report"])
def marked(request, tmp_path_factory, reader):
    """A desk over a store in which the fire in Oslo, or the report of it, is for nobody's eyes."""
    with closing(open_store(tmp_path_factory.mktemp("clear") / "register.sqlite")) as store:
        places = ("Riga", "Oslo", "Vilnius")
        add_documents([make_report(*one) for one in enumerate(places)], reader=reader, store=store)
        link_register(store)
        secret = next(one for one in store.list_incidents() if one.places[0].name == "Oslo")
        report = secret.document_ids[0]
        marked = (secret.id, report) if request.param == "record" else (report,)
        for subject in marked:
            set_marking(store, subject, "TLP:RED", analyst=ANA, reason="told in confidence")
        keys = make_people(store)
        with run_desk(store) as address:
            yield address, keys, secret.id, report


def ask(marked, role, path):
    address, keys, _, _ = marked
    return Visitor(address).get(path, Authorization=f"Bearer {keys[role]}")


@pytest.mark.parametrize("path", PAGES)
def test_reader_finds_no_word_of_it(marked, path):
    reply = ask(marked, Role.READER, path)
    assert reply.status == 200
    assert "Oslo" not in reply.text


@pytest.mark.parametrize("path", ["/incidents", "/reports", "/api/v1/incidents", "/api/v1/exports/csv"])
def test_analyst_sees_it(marked, path):
    reply = ask(marked, Role.ANALYST, path)
    assert reply.status == 200
    assert "Oslo" in reply.text


def test_its_own_addresses_are_unknown_to_a_reader(marked):
    _, _, incident_id, document_id = marked
    for path in (f"/incidents/{incident_id}", f"/incidents/{incident_id}.json", f"/reports/{document_id}"):
        assert ask(marked, Role.READER, path).status == 404, path
        assert ask(marked, Role.ANALYST, path).status == 200, path


def test_reader_is_not_told_why_either(marked):
    assert "in confidence" not in ask(marked, Role.READER, "/api/v1/judgements").text
    assert "in confidence" in ask(marked, Role.ANALYST, "/api/v1/judgements").text


def test_reader_is_told_that_something_is_not_shown(marked):
    assert "marked above TLP:AMBER+STRICT" in ask(marked, Role.READER, "/incidents").text
    assert "marked above" not in ask(marked, Role.ANALYST, "/incidents").text


def count_rows(marked, role, path):
    reply = ask(marked, role, path)
    assert reply.status == 200, reply.text
    return json.loads(reply.text)["total"]


@pytest.mark.parametrize("path", ["/incidents.json?as_of=2025-12-01", "/incidents.json"])
def test_records_are_counted_without_it_now_and_as_known_on_a_day(marked, path):
    assert count_rows(marked, Role.READER, path) == 2
    assert count_rows(marked, Role.ANALYST, path) == 3


@pytest.mark.parametrize("path", ["/incidents?as_of=2025-12-01", "/charts/map.svg", "/charts/weekly.svg"])
def test_neither_the_past_nor_a_picture_shows_it(marked, path):
    seen, whole = ask(marked, Role.READER, path), ask(marked, Role.ANALYST, path)
    assert seen.status == whole.status == 200
    assert "Oslo" not in seen.text
    assert seen.text != whole.text


@pytest.mark.parametrize("asked", ["", "?q=warehouse", "?publisher=Wire"])
def test_reports_are_counted_without_a_withheld_one(marked, asked):
    assert count_rows(marked, Role.READER, f"/reports.json{asked}") == 2
    assert count_rows(marked, Role.ANALYST, f"/reports.json{asked}") == 3


def test_rows_publishers_and_statements_are_counted_without_it(marked):
    by_role = {}
    for role in (Role.READER, Role.ANALYST):
        counts = json.loads(ask(marked, role, "/health").text)["counts"]
        publishers = json.loads(ask(marked, role, "/sources.json").text)["items"]
        statements = count_rows(marked, role, "/statements.json")
        by_role[role] = (counts, publishers, statements, ask(marked, role, "/statements").text)
    seen, whole = by_role[Role.READER], by_role[Role.ANALYST]
    assert (seen[0]["documents"], whole[0]["documents"]) == (2, 3)
    assert (seen[0]["incidents"], whole[0]["incidents"]) == (2, 3)
    assert all(seen[0][name] < whole[0][name] for name in ("statements", "events", "claims"))
    assert (seen[1][0]["reports"], whole[1][0]["reports"]) == (2, 3)
    assert (seen[2], whole[2]) == (2, 3)
    assert "police" in seen[3]


def test_page_of_a_list_is_full_where_a_withheld_report_lies_between(marked):
    reply = ask(marked, Role.READER, "/api/v1/reports?limit=1")
    first = json.loads(reply.text)
    assert len(first["items"]) == 1
    second = json.loads(ask(marked, Role.READER, first["next"]).text)
    assert len(second["items"]) == 1
    assert second["next"] is None
