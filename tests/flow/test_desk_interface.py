"""The interface for programs on a real desk: cursors, tags, decisions, streams, exports, limits, errors."""

import csv
import io
import json
import socket
import threading
import time
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from desk_server import SECRET, Visitor, make_people, run_desk, say_now
from tocsin.desk.people.base import Access
from tocsin.desk.people.keys import make_key
from tocsin.exports import EXPORTERS
from tocsin.model.account import Role, Scope
from tocsin.pipeline.judging import Analyst, set_marking, withdraw
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

PLACES = ("Riga", "Tallinn", "Vilnius", "Warsaw", "Helsinki", "Oslo", "Turku")


def make_report(number, place):
    text = f"A warehouse in {place} was set on fire on {number + 1} June in an arson attack, police said."
    moment = parse_moment(f"2025-06-{number + 2:02d}")
    return make_document(text=text, intake=Intake(), lang="en", publisher="Wire", published_at=moment)


@pytest.fixture(scope="module")
def store(tmp_path_factory, reader):
    with closing(open_store(tmp_path_factory.mktemp("interface") / "register.sqlite")) as register:
        reports = [make_report(number, place) for number, place in enumerate(PLACES)]
        add_documents(reports, reader=reader, store=register)
        link_register(register)
        assert len(register.list_incidents()) > 4
        yield register


@pytest.fixture(scope="module")
def keys(store):
    return make_people(store)


@pytest.fixture(scope="module")
def address(store, keys):
    with run_desk(store) as address:
        yield address


class Program(Visitor):
    """A program with a key."""

    key = ""

    def ask(self, method, path, *, body=None, **headers):
        if isinstance(body, dict):
            body, headers = json.dumps(body), {"Content_Type": "application/json", **headers}
        return super().ask(method, path, body=body, Authorization=f"Bearer {self.key}", **headers)

    def load(self, path):
        reply = self.get(path)
        assert reply.status == 200, reply.text[:500]
        return json.loads(reply.text)


def make_program(address, key):
    program = Program(address)
    program.key = key
    return program


@pytest.fixture
def reader_program(address, keys):
    return make_program(address, keys[Role.READER])


@pytest.fixture
def analyst_program(address, keys):
    return make_program(address, keys[Role.ANALYST])


LISTS = ("incidents", "reports", "statements", "alerts", "sources", "forecasts", "positions", "judgements")


@pytest.mark.parametrize("name", LISTS)
def test_list_by_cursor_gives_every_row_once(reader_program, name):
    whole = reader_program.load(f"/api/v1/{name}?limit=200")
    rows, path = [], f"/api/v1/{name}?limit=2"
    while path:
        page = reader_program.load(path)
        assert len(page["items"]) <= 2
        rows += page["items"]
        path = page["next"]
    assert rows == whole["items"]
    assert len(rows) == whole["total"]


def test_row_that_comes_in_front_moves_nothing_out_of_sight(reader_program, store, reader):
    first = reader_program.load("/api/v1/reports?limit=3")
    late = make_document(
        text="A depot in Gdansk was set on fire on 20 June, police said.",
        intake=Intake(),
        lang="en",
        publisher="Wire",
        published_at=parse_moment("2025-06-21"),
    )
    add_documents([late], reader=reader, store=store)
    link_register(store)
    following = reader_program.load(first["next"])
    ids = [row["id"] for row in first["items"] + following["items"]]
    assert len(ids) == len(set(ids)) == 6
    assert reader_program.load("/api/v1/reports?limit=1")["items"][0]["id"] == late.id


@pytest.mark.parametrize("cursor", ["abcd", "MTpub25l", "LTE6YWJjZA"])
def test_cursor_of_nobody_is_told(reader_program, cursor):
    reply = reader_program.get(f"/api/v1/reports?cursor={cursor}")
    assert reply.status == 404
    assert "begin without it" in reply.text


def test_thing_that_has_not_changed_is_not_sent_again(reader_program, store):
    one = store.list_incidents()[0].id
    for path in (f"/api/v1/incidents/{one}", "/api/v1/incidents", "/incidents.json", "/charts/weekly.svg"):
        first = reader_program.get(path)
        assert first.status == 200
        again = reader_program.get(path, If_None_Match=first.get("etag"))
        assert (again.status, again.body) == (304, b"")
        assert again.get("etag") == first.get("etag")
        assert reader_program.get(path, If_None_Match='"0000000000000000"').status == 200


def test_decision_is_on_what_was_read_and_refused_on_what_changed(analyst_program, store):
    one = store.list_incidents()[0].id
    path = f"/api/v1/incidents/{one}"
    tag, before = analyst_program.get(path).get("etag"), analyst_program.load(path)["severity"]
    decision = {"action": "set", "field": "severity", "value": "4", "reason": "seen it"}
    assert analyst_program.ask("POST", f"{path}/decisions", body=decision).status == 428
    reply = analyst_program.ask("POST", f"{path}/decisions", body=decision, If_Match=tag)
    assert reply.status == 200, reply.text
    done = json.loads(reply.text)
    assert (done["judgement"]["by"], done["incident_id"]) == ("anna", one)
    assert analyst_program.get(path).get("etag") == done["etag"] != tag
    assert analyst_program.ask("POST", f"{path}/decisions", body=decision, If_Match=tag).status == 412
    judgement = f"/api/v1/judgements/{done['judgement']['id']}"
    told = analyst_program.get(judgement)
    assert analyst_program.ask("POST", f"{judgement}/withdrawal", If_Match='"0000000000000000"').status == 412
    assert analyst_program.ask("POST", f"{judgement}/withdrawal", If_Match=told.get("etag")).status == 200
    again = analyst_program.get(judgement).get("etag")
    assert analyst_program.ask("POST", f"{judgement}/withdrawal", If_Match=again).status == 409
    assert analyst_program.load(path)["severity"] == before
    history = analyst_program.load(f"{path}/history")
    assert [entry["id"] for entry in history["judgements"]] == [done["judgement"]["id"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{}", 400),
        ("[1]", 400),
        ('{"action":"sing"}', 400),
        ('{"action":"review"}', 400),
        ('{"action":"review","value":"accepted","by":"somebody else"}', 400),
        ('{"action":"review","value":"accepted"},"x":{"action":"review"', 400),
        ('{"action":"set","field":"id","value":"x","reason":"r"}', 400),
        ("\\xff", 400),
        ("x" * 70_000, 413),
    ],
)
def test_decision_that_is_none_is_one_line(analyst_program, store, body, status):
    path = f"/api/v1/incidents/{store.list_incidents()[0].id}"
    tag = analyst_program.get(path).get("etag")
    reply = analyst_program.ask(
        "POST", f"{path}/decisions", body=body, If_Match=tag, Content_Type="application/json"
    )
    assert reply.status == status
    error = json.loads(reply.text)["error"]
    assert error["status"] == status
    assert "\n" not in error["message"]


def test_reader_may_not_decide_by_key(reader_program, store):
    path = f"/api/v1/incidents/{store.list_incidents()[0].id}"
    reply = reader_program.ask("POST", f"{path}/decisions", body={"action": "review", "value": "accepted"})
    assert reply.status == 403
    assert "asks for the role analyst" in reply.text


def test_changes_are_read_on_from_where_one_was(reader_program):
    seen, path = [], "/api/v1/changes?limit=3"
    while True:
        page = reader_program.load(path)
        seen += [entry["number"] for entry in page["items"]]
        path = page["next"]
        if page["at_end"]:
            break
    assert seen == sorted(set(seen))
    assert len(seen) > 6
    assert reader_program.load(path)["items"] == []


def test_who_asks_is_told(reader_program):
    assert reader_program.load("/api/v1/me") == {
        "name": "rita",
        "role": "reader",
        "via": "key",
        "scopes": ["read"],
    }


def test_audit_is_read_backwards_by_administrators(address, keys):
    admin = make_program(address, keys[Role.ADMIN])
    numbers, path = [], "/api/v1/audit?limit=2"
    while path:
        page = admin.load(path)
        numbers += [entry["number"] for entry in page["items"]]
        path = page["next"]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) >= 6


@pytest.mark.parametrize("name", [entry.name for entry in EXPORTERS])
def test_export_leaves_as_it_is_written(reader_program, name):
    reply = reader_program.get(f"/api/v1/exports/{name}?kind=all")
    assert reply.status == 200
    assert reply.get("content-disposition").startswith("attachment")
    assert len(reply.body) > 100
    assert reply.get("content-length") == ""  # in pieces: its end is not known when it begins
    if name == "csv":
        rows = list(csv.DictReader(io.StringIO(reply.text)))
        assert len(rows) == int(reply.get("x-total-count"))


def test_unknown_format_says_which_there_are(reader_program):
    reply = reader_program.get("/api/v1/exports/word")
    assert reply.status == 404
    assert "jsonl" in reply.text


class Listener:
    """Reads a stream of events."""

    def close(self):
        self.socket.close()

    def __init__(self, address, key, after=None):
        parts = urlsplit(address)
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=20)
        lines = ["GET /api/v1/stream HTTP/1.1", f"Host: {parts.netloc}", f"Authorization: Bearer {key}"]
        lines += [f"Last-Event-ID: {after}"] if after is not None else []
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.text = ""

    def read_until(self, find, seconds=20):
        self.socket.settimeout(1)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := find(self.events()):
                return found
            try:
                self.text += self.socket.recv(65536).decode("utf-8", "replace")
            except TimeoutError:
                continue
        raise AssertionError(self.text[-500:])

    def events(self):
        events = []
        for block in self.text.replace("\r\n", "\n").split("\n\n"):
            fields = dict(line.partition(": ")[::2] for line in block.split("\n") if ": " in line)
            if "event" in fields and "data" in fields:
                events.append((fields["event"], int(fields["id"]), json.loads(fields["data"])))
        return events


def test_new_incident_comes_by_the_stream_and_a_listener_goes_on_where_it_was(address, keys, store, reader):
    with closing(Listener(address, keys[Role.READER])) as listener:
        begin = listener.read_until(lambda events: events)[0]
        assert begin[0] == "begin"
        add_documents([make_report(27, "Bergen")], reader=reader, store=store)
        link_register(store)
        _, number, body = listener.read_until(only_new)[0]
    assert body["incident"]["id"] == body["incident_id"]
    assert body["incident"]["status"]
    assert number > begin[1]
    with closing(Listener(address, keys[Role.READER], after=begin[1])) as again:
        assert again.read_until(only_new)[0][1] == number
    with closing(Listener(address, keys[Role.READER], after=number)) as later:
        assert later.read_until(lambda events: events)[0][:2] == ("begin", number)


def only_new(events):
    return [event for event in events if event[0] == "new"]


def test_stream_wants_a_number_to_go_on_from(reader_program):
    assert reader_program.get("/api/v1/stream", Last_Event_ID="x").status == 400


def test_too_many_requests_wait(store, keys):
    access = Access(has_accounts=True, secret=SECRET, requests_a_minute=60, burst=5)
    with run_desk(store, access=access) as address:
        program = make_program(address, keys[Role.READER])
        replies = [program.get("/api/v1/me") for _ in range(8)]
        assert [reply.status for reply in replies[:5]] == [200] * 5
        assert {reply.status for reply in replies[5:]} == {429}
        assert 1 <= int(replies[-1].get("retry-after")) <= 2
        other = make_program(address, keys[Role.ANALYST])
        assert other.get("/api/v1/me").status == 200


def test_metrics_name_routes_and_never_addresses(address, store, keys):
    _, words = make_key(
        store.accounts, account="adam", label="prometheus", scopes=[Scope.METRICS], at=say_now()
    )
    program = make_program(address, words)
    make_program(address, keys[Role.READER]).get("/incidents/i0made0up0by0somebody")
    reply = program.get("/metrics")
    assert reply.status == 200
    assert 'route="/incidents/{incident_id}"' in reply.text
    assert "somebody" not in reply.text
    assert "tocsin_store_up 1.0" in reply.text
    assert program.get("/api/v1/incidents").status == 403


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_balancer_needs_no_key(address, path):
    reply = Visitor(address).get(path)
    assert (reply.status, json.loads(reply.text)) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nowhere", 404),
        ("GET", "/api/v1", 404),
        ("DELETE", "/api/v1/incidents", 405),
        ("GET", "/api/v1/incidents?profile=mine", 400),
        ("GET", "/api/v1/incidents?status=", 400),
        ("GET", "/api/v1/incidents?limit=0", 400),
        ("GET", "/api/v1/incidents/%00", 404),
        ("GET", "/api/v1/reports/dabc", 404),
        ("GET", "/incidents.json?type=nonsense", 400),
    ],
)
def test_every_error_has_the_one_shape(address, keys, method, path, status):
    reply = make_program(address, keys[Role.ADMIN]).ask(method, path)
    assert reply.status == status
    body = json.loads(reply.text)
    assert list(body) == ["error"]
    assert body["error"]["status"] == status
    assert body["error"]["message"]


def test_many_at_once_are_answered(address, keys):
    statuses = []

    def ask():
        program = make_program(address, keys[Role.READER])
        statuses.extend(program.get("/api/v1/incidents?limit=5").status for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 40


def test_what_is_marked_for_nobody_does_not_leave_for_other_houses(analyst_program, store):
    one = store.list_incidents()[0]
    officer = Analyst(name="Officer")
    decided = set_marking(store, one.id, "TLP:RED", analyst=officer, reason="source at risk")
    try:
        for name, is_held in (("stix", True), ("misp", True), ("jsonl", False)):
            text = analyst_program.get(f"/api/v1/exports/{name}?kind=all").text
            assert (one.title in text) != is_held, name
    finally:
        withdraw(store, decided.judgement.id, analyst=officer)


def test_export_holds_the_quotes_of_every_record(reader_program, store):
    lines = reader_program.get("/api/v1/exports/jsonl?kind=all").text.splitlines()
    exported = {entry["id"]: entry for entry in map(json.loads, lines)}
    for incident in store.list_incidents():
        entry = exported[incident.id]
        assert len(entry["claims"]) == len(incident.claims)
        assert entry["document_ids"] == list(incident.document_ids)
