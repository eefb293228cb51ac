"""What is marked above a reader's clearance is nowhere on the desk for him, and there for an analyst."""

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
