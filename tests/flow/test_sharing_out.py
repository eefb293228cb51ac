"""What partners take: by a real TAXII client, from a MISP feed, and pushed to an instance of MISP."""

import json
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from taxii2client.v21 import Collection, Server, as_pages

from desk_server import make_people, run_desk, say_now
from tocsin.desk.people.administering import Office, add_key
from tocsin.exports.misp_feed import iter_feed
from tocsin.exports.misp_push import Pushed, push_events
from tocsin.model import Marking
from tocsin.model.account import Scope
from tocsin.ontology import load_profiles
from tocsin.pipeline.judging import Analyst, set_marking, set_review
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.pipeline.sharing import choose_leaving
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

PLACES = ("Riga", "Tallinn", "Vilnius", "Oslo")
ANA = Analyst(name="ana", clock=say_now)
WARNING = load_profiles()["warning"]


def make_report(number, place):
    text = f"A warehouse in {place} was set on fire on {number + 1} June in an arson attack, police said."
    moment = parse_moment(f"2025-06-{number + 2:02d}")
    return make_document(text=text, intake=Intake(), lang="en", publisher="Wire", published_at=moment)


@pytest.fixture
def store(tmp_path, reader):
    with closing(open_store(tmp_path / "register.sqlite")) as register:
        add_documents([make_report(*one) for one in enumerate(PLACES)], reader=reader, store=register)
        link_register(register)
        assert len(register.list_incidents()) == len(PLACES)
        yield register


def find_at(store, place):
    return next(one for one in store.list_incidents() if one.places[0].name == place)


class Keyed(requests.auth.AuthBase):
    def __init__(self, key):
        self.key = key

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.key}"
        return request


@pytest.fixture
def served(store):
    make_people(store)
    office = Office(accounts=store.accounts, by="test", clock=say_now)
    key = add_key(office, account="rita", label="partner", scopes=(Scope.SHARE,))[1]
    with run_desk(store) as address:
        yield address, key


def open_collection(address, key, **how):
    how = how or {"auth": Keyed(key)}
    root = Server(f"{address}/taxii2/", **how).default
    (found,) = root.collections
    return Collection(found.url, **how)


def list_incidents_in(collection, **filters):
    objects = collection.get_objects(**filters).get("objects", [])
    return {one["name"]: one for one in objects if one["type"] == "incident"}


# --- TAXII -----------------------------------------------------------------------------------------------


def test_client_finds_the_collection_and_takes_every_incident(store, served):
    collection = open_collection(*served)
    assert collection.can_read
    assert not collection.can_write
    assert set(list_incidents_in(collection)) == {one.title for one in store.list_incidents()}


def test_key_goes_as_a_password_too_and_without_one_nothing_is_given(served):
    address, key = served
    assert open_collection(address, key, user="partner", password=key).get_objects()["objects"]
    refused = requests.get(f"{address}/taxii2/", auth=("partner", "guessed"), timeout=10)
    assert refused.status_code == 401
    assert refused.json()["error"]["status"] == 401


def test_key_for_sharing_opens_nothing_else(served):
    address, key = served
    bearer = {"Authorization": f"Bearer {key}"}
    assert requests.get(f"{address}/api/v1/incidents", headers=bearer, timeout=10).status_code == 403
    assert requests.get(f"{address}/misp/manifest.json", headers=bearer, timeout=10).status_code == 200


def test_pages_give_each_object_once(served):
    collection = open_collection(*served)
    whole = [one["id"] for one in collection.get_objects()["objects"]]
    pages = list(as_pages(collection.get_objects, per_request=3))
    assert [one["id"] for page in pages for one in page.get("objects", [])] == whole
    assert all(len(page.get("objects", [])) <= 3 for page in pages)
    manifest = [one["id"] for one in collection.get_manifest()["objects"]]
    assert manifest == whole


def test_filters_choose_by_type_and_id(served):
    collection = open_collection(*served)
    (one, *_) = collection.get_objects(type="relationship")["objects"]
    assert one["type"] == "relationship"
    (same,) = collection.get_object(one["id"])["objects"]
    assert same == one
    assert collection.get_objects(id="incident--00000000-0000-4000-8000-000000000000").get("objects") is None


def test_later_asking_brings_only_what_changed(store, served):
    collection = open_collection(*served)
    last = collection.get_manifest()["objects"][-1]["date_added"]
    assert collection.get_objects(added_after=last).get("objects") is None
    riga = find_at(store, "Riga")
    before = list_incidents_in(collection)[riga.title]
    set_review(store, riga.id, "accepted", analyst=ANA)
    changed = list_incidents_in(collection, added_after=last)
    assert set(changed) == {riga.title}
    assert changed[riga.title]["modified"] > before["modified"], "a decision must reach who has the object"


def test_what_is_marked_above_the_limit_is_not_there(store, served):
    set_marking(store, find_at(store, "Oslo").id, "TLP:AMBER", analyst=ANA, reason="told in confidence")
    collection = open_collection(*served)
    everything = json.dumps(collection.get_objects())
    assert "Oslo" not in everything
    assert "Riga" in everything


def test_report_marked_takes_what_rests_on_it_along(store, served):
    set_marking(
        store, find_at(store, "Oslo").document_ids[0], "TLP:RED", analyst=ANA, reason="told in confidence"
    )
    assert find_at(store, "Oslo").marking is Marking.RED
    assert "Oslo" not in json.dumps(open_collection(*served).get_objects())


def test_objects_bear_their_label(served):
    objects = {one["id"]: one for one in open_collection(*served).get_objects()["objects"]}
    (label,) = [one for one in objects.values() if one["type"] == "marking-definition"]
    assert label["name"] == "TLP:CLEAR"
    incidents = [one for one in objects.values() if one["type"] == "incident"]
    assert all(one["object_marking_refs"] == [label["id"]] for one in incidents)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("collections/0/objects/", 404),
        ("collections/{id}/objects/?limit=0", 400),
        ("collections/{id}/objects/?added_after=soon", 400),
        ("collections/{id}/objects/?next=%00", 400),
        ("collections/{id}/objects/incident--1/", 404),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_line(served, path, status):
    address, key = served
    collection = open_collection(address, key)
    url = f"{address}/taxii2/api/{path.format(id=collection.id)}"
    answer = requests.get(url, headers={"Authorization": f"Bearer {key}"}, timeout=10)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


# --- MISP ------------------------------------------------------------------------------------------------


def test_feed_names_every_event_and_its_values(store):
    leaving = choose_leaving(store, WARNING, Marking.CLEAR)
    files = dict(iter_feed(leaving.incidents, leaving.context))
    manifest = json.loads(files.pop("manifest.json"))
    hashes = files.pop("hashes.csv").decode().splitlines()
    assert {f"{name}.json" for name in manifest} == set(files)
    events = [json.loads(content)["Event"] for content in files.values()]
    assert sum(len(event["Attribute"]) for event in events) == len(hashes)
    assert {"name": "tlp:clear"} in events[0]["Tag"]


class Misp(ThreadingHTTPServer):
    """As much of a MISP instance as a push asks for: no instance can be had in a test."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), MispHandler)
        self.events, self.keys = {}, set()


class MispHandler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer()

    def do_HEAD(self):
        self.answer()

    def do_POST(self):
        self.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"])) or b"{}"))

    def answer(self, body=None):
        self.server.keys.add(self.headers["Authorization"])
        parts = [part for part in self.path.split("/") if part]
        status, found = 200, {}
        if parts[0] == "servers":
            found = {"version": "2.5.0", "perm_sync": True, "perm_sighting": True}
        elif parts[0] == "users":
            found = {"User": {"id": "1"}, "Role": {"id": "1"}, "UserSetting": []}
        elif parts[:2] in (["events", "add"], ["events", "edit"]):
            event = body.get("Event", body)
            self.server.events[event["uuid"]] = event
            found = {"Event": event}
        elif parts[:2] == ["events", "view"]:
            event = self.server.events.get(parts[2])
            status, found = (200, {"Event": event}) if event else (404, {"message": "Invalid event"})
        content = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def misp():
    server = Misp()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_push_adds_once_and_then_only_what_changed(store, misp):
    address = f"http://127.0.0.1:{misp.server_port}"

    def push():
        leaving = choose_leaving(store, WARNING, Marking.CLEAR)
        return push_events(leaving.incidents, leaving.context, address=address, key="secret")

    assert push() == Pushed(added=4, changed=0, same=0)
    assert push() == Pushed(added=0, changed=0, same=4)
    set_review(store, find_at(store, "Riga").id, "accepted", analyst=ANA)
    assert push() == Pushed(added=0, changed=1, same=3)
    assert misp.keys == {"secret"}
    assert len(misp.events) == 4
