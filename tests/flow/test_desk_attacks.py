"""Attacks on a real desk: injection, traversal, floods, slow clients, proxies, hostile reports."""

import json
import socket
import time
from contextlib import closing
from ipaddress import ip_network
from urllib.parse import quote, urlsplit

import pytest

from desk_server import SECRET, Visitor, make_people, run_desk
from tocsin.desk import bodies, patience
from tocsin.desk.people.base import Access
from tocsin.model.account import Role
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

SCRIPT = "<script>alert(1)</script>"
REPORTS = (
    (
        f"{SCRIPT} Cable cut \u202egnp.exe",
        "An undersea cable between Latvia and Sweden was cut on 3 March, police said.",
    ),
    (
        '"><img src=x onerror=alert(2)>',
        f"A blogger {SCRIPT} said that saboteurs burned a depot near Riga on 4 March.",
    ),
)
STRANGE = (
    "' OR '1'='1",
    "1; DROP TABLE incidents; --",
    "%' UNION SELECT password FROM accounts --",
    '" OR ""="',
    "\\'; --",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory, reader):
    with closing(open_store(tmp_path_factory.mktemp("attacked") / "register.sqlite")) as register:
        documents = [
            make_document(
                text=text,
                title=title,
                intake=Intake(),
                lang="en",
                publisher=f"Blog {SCRIPT}",
                published_at=parse_moment("2025-03-05"),
            )
            for title, text in REPORTS
        ]
        add_documents(documents, reader=reader, store=register)
        link_register(register)
        assert register.list_incidents()
        yield register


@pytest.fixture(scope="module")
def keys(store):
    return make_people(store)


@pytest.fixture(scope="module")
def address(store, keys):
    patient, bodies.MOST_SECONDS = bodies.MOST_SECONDS, 1.0
    access = Access(
        has_accounts=True, secret=SECRET, sign_ins_a_minute=6000, requests_a_minute=1e6, burst=1e6
    )
    with run_desk(store, access=access) as address:
        yield address
    bodies.MOST_SECONDS = patient


@pytest.fixture
def visitor(address):
    visitor = Visitor(address)
    assert visitor.sign_in(Role.ADMIN).status == 303
    return visitor


def send_raw(address, *parts, pause=0.0, seconds=20):
    """Send bytes as they are, and return what came back until the other side closed or time is up."""
    where = urlsplit(address)
    answer = b""
    with closing(socket.create_connection((where.hostname, where.port), timeout=seconds)) as connection:
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
            while piece := connection.recv(65536):
                answer += piece
        except (ConnectionResetError, BrokenPipeError):
            pass  # it hung up while we were still sending
    return answer


# --- Injection -------------------------------------------------------------------------------------------

FILTERS = ("q", "place", "country", "type", "since", "alert", "profile")


@pytest.mark.parametrize("words", STRANGE)
def test_no_filter_reaches_the_database_as_a_command(visitor, store, words):
    before = store.count()
    for name in FILTERS:
        for path in ("/incidents", "/incidents.json", "/api/v1/incidents"):
            reply = visitor.get(f"{path}?{name}={quote(words)}")
            assert reply.status in (200, 400, 404), (path, name, reply.status)
            assert "argon2" not in reply.text
            assert "sqlite" not in reply.text.lower()
    for path in ("/reports?q=", "/statements?speaker=", "/admin/audit?who=", "/api/v1/audit?who="):
        assert visitor.get(path + quote(words)).status in (200, 400)
    assert visitor.get(f"/incidents/{quote(words)}").status == 404
    assert store.count() == before
    assert store.check() == ()


@pytest.mark.parametrize("words", STRANGE)
def test_no_name_signs_in_as_a_command(address, words):
    fresh = Visitor(address)
    assert fresh.post("/sign-in", {"name": words, "password": words, "to": "/"}).status in (401, 429)
    assert "tocsin" not in fresh.cookies


def test_search_of_reports_has_no_syntax(visitor):
    for words in ('"', "*", "NEAR(", "a AND", "title:", "(", "-x", "^", "{", "\\"):
        assert visitor.get(f"/reports?q={quote(words)}").status == 200


# --- Paths -----------------------------------------------------------------------------------------------

TRAVERSALS = (
    "/static/../app.py",
    "/static/..%2fapp.py",
    "/static/%2e%2e/%2e%2e/version.py",
    "/static/....//app.py",
    "/static/..%5capp.py",
    "/static//etc/passwd",
    "/static/%00",
    "/incidents/..%2f..%2fetc%2fpasswd",
    "/reports/..%2f..%2fregister.sqlite",
    "/api/v1/exports/..%2f..%2fcsv",
    "/../../etc/passwd",
    "/charts/../../register.sqlite.secret",
)


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leaves_the_desk(address, visitor, path):
    reply = visitor.get(path)
    assert reply.status in (400, 404), reply.status
    assert "root:" not in reply.text
    assert "import" not in reply.text


# --- Floods and slow clients -----------------------------------------------------------------------------


def test_body_that_is_too_large_is_refused_before_it_is_read(address, keys):
    head = (
        f"POST /api/v1/incidents/i1/decisions HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\n"
        f"Authorization: Bearer {keys[Role.ADMIN]}\r\nContent-Type: application/json\r\n"
        "Content-Length: 10000000000\r\nConnection: close\r\n\r\n"
    ).encode()
    began = time.monotonic()
    answer = send_raw(address, head, b"x" * 70_000)
    assert answer.startswith(b"HTTP/1.1 413")
    assert time.monotonic() - began < 10


def test_body_in_pieces_without_an_end_is_refused(address, keys):
    head = (
        f"POST /api/v1/incidents/i1/decisions HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\n"
        f"Authorization: Bearer {keys[Role.ADMIN]}\r\nTransfer-Encoding: chunked\r\n\r\n"
    ).encode()
    piece = b"2000\r\n" + b"x" * 0x2000 + b"\r\n"
    answer = send_raw(address, head, *[piece] * 60, pause=0.02)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413")
    assert Visitor(address).get("/ready").status == 200


def test_body_that_does_not_come_is_not_waited_for(address):
    head = f"POST /sign-in HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\nOrigin: {address}\r\n"
    head += (
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\nConnection: close\r\n\r\n"
    )
    began = time.monotonic()
    answer = send_raw(address, head.encode(), b"name=")
    assert answer.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < 10


def test_headers_that_do_not_come_are_not_waited_for(store, keys, monkeypatch):
    monkeypatch.setattr(patience, "HEADER_SECONDS", 0.5)
    with run_desk(store) as address:
        for beginning in (b"", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"b" * 100):
            began = time.monotonic()
            answer = send_raw(address, *[beginning] if beginning else [], pause=0.1)
            assert time.monotonic() - began < 8
            assert not answer.startswith(b"HTTP/1.1 200")
        assert Visitor(address).get("/ready").status == 200


def test_many_idle_connections_do_not_shut_others_out(address):
    where = urlsplit(address)
    idle = [socket.create_connection((where.hostname, where.port), timeout=5) for _ in range(150)]
    try:
        for connection in idle:
            connection.sendall(b"GET / HTTP/1.1\r\nHost:")
        assert Visitor(address).get("/ready").status == 200
    finally:
        for connection in idle:
            connection.close()


def test_headers_without_end_are_refused(address):
    head = f"GET / HTTP/1.1\r\nHost: {urlsplit(address).netloc}\r\n".encode()
    answer = send_raw(address, head, *[b"X-A: " + b"y" * 8000 + b"\r\n"] * 40)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        b"nonsense\r\n\r\n",
    ],
)
def test_request_that_two_servers_could_read_in_two_ways_is_refused(address, raw):
    try:
        answer = send_raw(address, raw.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1), seconds=10)
    except TimeoutError:
        return
    if not answer:
        return
    status = answer.partition(b"\r\n")[0]
    assert status.split(b" ")[1] in (b"400", b"401", b"403", b"404", b"421"), answer[:200]


# --- Names and proxies -----------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example"])
def test_desk_answers_to_no_other_name(address, host):
    assert Visitor(address).get("/sign-in", Host=host).status == 421


def test_what_a_stranger_says_of_his_address_is_not_believed(address, store):
    visitor = Visitor(address)
    page = visitor.get("/sign-in").text
    fields = {"name": "rita", "password": "wrong wrong wrong", "to": "/"}
    visitor.post("/sign-in", fields, X_Forwarded_For="203.0.113.7", X_Forwarded_Proto="https")
    assert "not encrypted" in page
    deed = store.accounts.list_deeds(who="a stranger", most=1)[0]
    assert (deed.what, deed.subject, deed.address) == ("sign in failed", "rita", "127.0.0.1")


def test_named_proxy_tells_address_and_scheme(store, keys):
    proxies = (ip_network("127.0.0.0/8"), ip_network("10.0.0.0/8"))
    access = Access(has_accounts=True, secret=SECRET, proxies=proxies)
    with run_desk(store, access=access) as address:
        visitor = Visitor(address)
        # The left part is what a stranger wrote; the next proxy of ours stands at the right.
        given = {"X_Forwarded_For": "198.51.100.1, 203.0.113.7, 10.1.2.3", "X_Forwarded_Proto": "https"}
        seal = visitor.get("/sign-in", **given)
        assert "not encrypted" not in seal.text
        from desk_server import PASSWORDS, find_seal

        fields = {"name": "rita", "password": PASSWORDS[Role.READER], "to": "/", "seal": find_seal(seal.text)}
        reply = visitor.post("/sign-in", fields, sealed=False, **given)
        assert reply.status == 303
        cookie = next(value for key, value in reply.headers if value.startswith("__Host-tocsin="))
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert store.accounts.list_deeds(who="rita", most=1)[0].address == "203.0.113.7"


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "Via", "X_Real_IP"])
def test_desk_without_accounts_answers_nobody_behind_a_proxy(store, header):
    with run_desk(store, access=Access(), analyst="Officer") as address:
        assert Visitor(address).get("/").status == 200
        reply = Visitor(address).get("/", **{header: "for=203.0.113.7"})
        assert reply.status == 403
        assert "tocsin accounts add" in reply.text


# --- Hostile words ---------------------------------------------------------------------------------------


def test_words_of_reports_stay_words_on_every_page(visitor, store):
    paths = ["/", "/incidents", "/reports", "/statements", "/sources", "/review", "/alerts", "/about"]
    paths += [f"/incidents/{incident.id}" for incident in store.list_incidents()]
    paths += [f"/reports/{document.id}" for document in store.list_documents()]
    for path in paths:
        page = visitor.get(path)
        assert page.status == 200
        assert SCRIPT not in page.text, path
        assert "<img src=x" not in page.text, path


def test_words_of_an_address_stay_words(visitor):
    for path in (
        "/incidents?q=",
        "/reports?q=",
        "/statements?speaker=",
        "/nowhere/",
        "/incidents/",
        "/sign-in?to=",
    ):
        for words in (SCRIPT, '"><svg onload=alert(1)>', "'-alert(1)-'", "javascript:alert(1)"):
            page = visitor.get(path + quote(words)).text
            assert words not in page or "<" not in words, (path, words)
            assert 'href="javascript:' not in page


def test_words_in_json_are_never_taken_for_a_page(visitor, store):
    for path in (
        "/incidents.json",
        "/reports.json",
        f"/api/v1/reports?q={quote(SCRIPT)}",
        "/charts/weekly.svg",
    ):
        reply = visitor.get(path)
        assert reply.get("x-content-type-options") == "nosniff"
        assert not reply.get("content-type").startswith("text/html")
        assert "default-src" in reply.get("content-security-policy")


def test_message_of_an_error_holds_no_markup_that_lives(visitor):
    reply = visitor.get(f"/incidents?type={quote(SCRIPT)}")
    assert reply.status == 400
    assert SCRIPT not in reply.text
    told = json.loads(visitor.get(f"/api/v1/incidents?type={quote(SCRIPT)}").text)["error"]["message"]
    assert told.startswith("filter 'type'")
