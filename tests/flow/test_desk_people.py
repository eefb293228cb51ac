"""People on a real desk: signing in and out, roles on every route, forms of our own only, what is logged."""

import re
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from desk_server import PASSWORDS, PEOPLE, Visitor, find_seal, make_people, run_desk, say_now
from tocsin.desk.people.attempts import FREE_TRIES, Turnstile
from tocsin.desk.people.keys import make_key
from tocsin.desk.people.seals import digest
from tocsin.model.account import Role, Scope
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

WORDS = "An undersea cable between Latvia and Sweden was cut on 3 March, the Latvian State Police said."


@pytest.fixture(scope="module")
def store(tmp_path_factory, reader):
    with closing(open_store(tmp_path_factory.mktemp("people") / "register.sqlite")) as register:
        document = make_document(
            text=WORDS, intake=Intake(), lang="en", publisher="Wire", published_at=parse_moment("2025-03-04")
        )
        add_documents([document], reader=reader, store=register)
        link_register(register)
        yield register


@pytest.fixture(scope="module")
def keys(store):
    return make_people(store)


@pytest.fixture(scope="module")
def address(store, keys):
    with run_desk(store) as address:
        yield address


@pytest.fixture
def visitor(address):
    return Visitor(address)


@pytest.fixture
def incident(store):
    return store.list_incidents()[0]


def wait_for(find):
    """What is logged is written when the answer is on its way."""
    for _ in range(100):
        if found := find():
            return found
        time.sleep(0.02)
    raise AssertionError("not there in time")


def sign_in(address, role):
    visitor = Visitor(address)
    assert visitor.sign_in(role).status == 303
    return visitor


def test_stranger_is_led_to_sign_in_and_back(visitor):
    reply = visitor.get("/incidents?type=undersea")
    assert (reply.status, reply.get("location")) == (303, "/sign-in?to=%2Fincidents%3Ftype%3Dundersea")
    reply = visitor.sign_in(Role.READER, to="/incidents?type=undersea")
    assert (reply.status, reply.get("location")) == (303, "/incidents?type=undersea")
    page = visitor.get("/incidents?type=undersea")
    assert page.status == 200
    assert "rita" in page.text


def test_program_without_a_key_is_told_so_in_json(visitor):
    reply = visitor.get("/incidents.json")
    assert (reply.status, reply.get("www-authenticate")) == (401, "Bearer")
    assert '"status":401' in reply.text


def test_cookie_of_a_session_is_sealed_and_kept_from_script(visitor):
    visitor.get("/sign-in")
    reply = visitor.sign_in(Role.READER)
    words = next(value for key, value in reply.headers if value.startswith("tocsin="))
    assert "HttpOnly" in words
    assert "SameSite=lax" in words
    token, _, seal = visitor.cookies["tocsin"].rpartition(".")
    for forged in (token, f"{token}.{seal[:-2]}AA", f"x{token}.{seal}", "", "tocsin", "a.b"):
        visitor.cookies["tocsin"] = forged
        assert visitor.get("/").status == 303


def test_session_id_given_before_is_not_used_after_signing_in(visitor):
    planted = "planted-by-somebody-else"
    visitor.cookies = {"tocsin": planted, "tocsin-visitor": "known-to-somebody-else"}
    visitor.sign_in(Role.READER)
    first = visitor.cookies["tocsin"]
    assert planted not in first
    again = Visitor(visitor.address)
    again.sign_in(Role.READER)
    assert again.cookies["tocsin"] != first


def test_signing_out_ends_the_session_on_the_desk_too(address):
    visitor = sign_in(address, Role.READER)
    stolen = dict(visitor.cookies)
    assert visitor.post("/sign-out", {}, page="/").status == 303
    assert "tocsin" not in visitor.cookies
    visitor.cookies = stolen
    assert visitor.get("/").status == 303


@pytest.mark.parametrize("name", ["rita", "nobody", "", "rita'--", "\0", "x" * 500])
def test_wrong_name_or_password_says_the_same(visitor, name):
    reply = visitor.post("/sign-in", {"name": name, "password": "wrong " * 4, "to": "/"})
    assert reply.status == 401
    assert "name or password is wrong" in reply.text
    assert "tocsin" not in visitor.cookies


def test_name_waits_after_wrong_passwords_even_for_the_right_one(store, address):
    visitor, key = Visitor(address), digest(PEOPLE[Role.ADMIN])
    for _ in range(FREE_TRIES):
        visitor.sign_in(Role.ADMIN, "not this one at all")
    failed = store.accounts.load_attempts(key)
    assert failed.count == FREE_TRIES
    # On a busy machine its two seconds are over before the next try.
    later = replace(failed, waits_until=say_now() + timedelta(minutes=5))
    store.accounts.save_attempts(later, forget_before=failed.last_at)
    reply = visitor.sign_in(Role.ADMIN)
    assert reply.status == 429
    assert "wait" in reply.text
    Turnstile(store.accounts).clear(PEOPLE[Role.ADMIN])
    assert visitor.sign_in(Role.ADMIN).status == 303


ADMIN_PATHS = ("/admin/accounts", "/admin/keys", "/admin/audit", "/api/v1/audit", "/metrics")


@pytest.mark.parametrize("path", ADMIN_PATHS)
@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_see_what_is_theirs(address, keys, role, path):
    reply = Visitor(address).get(path, Authorization=f"Bearer {keys[role]}")
    assert (reply.status == 200) == (role is Role.ADMIN), reply.text[:300]
    assert reply.status in (200, 403)


def test_reader_sees_no_form_and_decides_nothing(address, store, incident):
    visitor = sign_in(address, Role.READER)
    page = visitor.get(f"/incidents/{incident.id}").text
    assert "/decisions" not in page
    fields = {"action": "review", "value": "accepted", "seen": "x", "seal": find_seal(page)}
    reply = visitor.post(f"/incidents/{incident.id}/decisions", fields, sealed=False)
    assert reply.status == 403
    assert "asks for the role analyst" in reply.text
    assert not store.list_judgements()


@pytest.mark.parametrize("role", [Role.READER, Role.ANALYST])
def test_nobody_makes_himself_administrator(address, store, role):
    visitor = sign_in(address, role)
    seal = find_seal(visitor.get("/account").text)
    fields = {"action": "role", "name": PEOPLE[role], "role": "admin", "seal": seal}
    assert visitor.post("/admin/accounts", fields, sealed=False).status == 403
    assert store.accounts.load_account(PEOPLE[role]).role is role


def test_analyst_decides_in_his_own_name_and_it_is_logged(address, store, incident):
    visitor = sign_in(address, Role.ANALYST)
    path = f"/incidents/{incident.id}"
    seen = re.search(r'name="seen" value="([^"]+)"', visitor.get(path).text)[1]
    fields = {"action": "set", "field": "severity", "value": "4", "reason": "seen it", "seen": seen}
    assert visitor.post(f"{path}/decisions", fields, page=path).status == 303
    (judgement,) = store.list_judgements()
    assert judgement.by == "anna"
    deed = wait_for(
        lambda: next((d for d in store.accounts.list_deeds(who="anna", most=20) if d.what == "decide"), None)
    )
    assert (deed.subject, deed.detail, deed.address) == (
        f"{path}/decisions",
        "set severity 4 by session",
        "127.0.0.1",
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_form_from_another_place_changes_nothing(address, store, headers):
    visitor = sign_in(address, Role.ADMIN)
    fields = {"action": "add", "name": "mallory", "role": "admin", "password": "a long password here"}
    assert visitor.post("/admin/accounts", fields, **headers).status == 403
    assert store.accounts.load_account("mallory") is None


@pytest.mark.parametrize("seal", ["", "guessed", None])
def test_form_without_the_seal_of_this_session_changes_nothing(address, store, seal):
    visitor, other = sign_in(address, Role.ADMIN), sign_in(address, Role.ADMIN)
    words = find_seal(other.get("/account").text) if seal is None else seal
    fields = {"action": "add", "name": "mallory", "role": "admin", "password": "a long password here"}
    reply = visitor.post("/admin/accounts", {**fields, "seal": words}, sealed=False)
    assert reply.status == 403
    assert store.accounts.load_account("mallory") is None


def test_every_route_that_writes_demands_the_seal(address, store):
    from fastapi.routing import APIRoute

    from tocsin.desk.app import create_app

    visitor = sign_in(address, Role.ADMIN)
    routes = [route for route in create_app(store).routes if isinstance(route, APIRoute)]
    writing = [(m, route.path) for route in routes for m in route.methods - {"GET", "HEAD"}]
    assert len(writing) >= 6
    for method, path in writing:
        real = re.sub(r"{[^}]+}", "i0123456789abcdef", path)
        for kind in ("application/x-www-form-urlencoded", "application/json", "text/plain"):
            reply = visitor.ask(method, real, body="{}", Origin=address, Content_Type=kind)
            assert reply.status in (403, 415), (method, path, kind, reply.status)


def test_every_route_but_the_open_ones_turns_a_stranger_away(address, store):
    from fastapi.routing import APIRoute

    from tocsin.desk.app import create_app
    from tocsin.desk.needing import is_open

    visitor = Visitor(address)
    routes = [route for route in create_app(store).routes if isinstance(route, APIRoute)]
    closed = [(m, r.path) for r in routes for m in r.methods if not is_open(r.path)]
    assert len(closed) > 35
    for method, path in closed:
        reply = visitor.ask(method, re.sub(r"{[^}]+}", "i0123456789abcdef", path))
        assert reply.status in (303, 401), (method, path, reply.status)
        assert reply.status == 401 or reply.get("location").startswith("/sign-in?to=")
    opened = {route.path for route in routes if is_open(route.path)}
    assert opened <= {"/health", "/ready", "/sign-in", "/sign-out", "/sign-in/oidc", "/sign-in/oidc/return"}


def test_health_tells_a_stranger_nothing_of_the_register(visitor):
    assert visitor.get("/health").text == '{"status":"ok"}'


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:x=y\r\nA: b",
        "/\t/evil.example",
        "///evil.example",
        "http:evil.example",
    ],
)
def test_signing_in_leads_to_no_other_place(address, to):
    visitor = Visitor(address)
    reply = visitor.sign_in(Role.READER, to=to)
    assert (reply.status, reply.get("location")) == (303, "/")
    assert reply.get("a") == ""


def test_new_password_ends_the_other_sessions(address, store):
    one, other = sign_in(address, Role.READER), sign_in(address, Role.READER)
    new = "another walk by the sea"
    fields = {"old": PASSWORDS[Role.READER], "new": new, "again": new}
    assert one.post("/account/password", {**fields, "old": "wrong"}, page="/account").status == 403
    assert (
        one.post("/account/password", {**fields, "new": "short", "again": "short"}, page="/account").status
        == 400
    )
    assert one.post("/account/password", fields, page="/account").status == 303
    assert one.get("/account").status == 200
    assert other.get("/account").status == 303
    back = {"old": new, "new": PASSWORDS[Role.READER], "again": PASSWORDS[Role.READER]}
    assert one.post("/account/password", back, page="/account").status == 303


def test_administrator_makes_an_account_a_key_and_shuts_it_out(address, store):
    admin = sign_in(address, Role.ADMIN)
    fields = {"action": "add", "name": "Eva.Holm", "role": "reader", "password": "tall trees in autumn"}
    assert admin.post("/admin/accounts", fields).status == 303
    made = admin.post(
        "/admin/keys", {"action": "add", "account": "eva.holm", "label": "feed", "scope": "read"}
    )
    words = re.search(r"tocsin_[0-9a-f]{12}_[\w-]{43}", made.text)[0]
    assert words not in admin.get("/admin/keys").text
    ask = Visitor(address)
    assert ask.get("/incidents.json", Authorization=f"Bearer {words}").status == 200
    too_much = {"action": "add", "account": "eva.holm", "label": "x", "scope": "admin"}
    assert admin.post("/admin/keys", too_much).status == 400
    assert admin.post("/admin/accounts", {"action": "disable", "name": "eva.holm"}).status == 303
    assert ask.get("/incidents.json", Authorization=f"Bearer {words}").status == 401
    whats = [deed.what for deed in store.accounts.list_deeds(who="adam", most=30)]
    assert {"add account", "add key", "disable account"} <= set(whats)
    assert "Eva" not in admin.get("/admin/audit").text  # kept in small letters
    assert "eva.holm" in admin.get("/admin/audit").text


def test_last_administrator_cannot_shut_himself_out(address, store):
    admin = sign_in(address, Role.ADMIN)
    for fields in ({"action": "disable"}, {"action": "role", "role": "reader"}):
        reply = admin.post("/admin/accounts", {**fields, "name": "adam"})
        assert reply.status == 400
        assert "only administrator" in reply.text


@pytest.mark.parametrize(
    "given",
    ["Bearer", "Bearer x", "Bearer tocsin_000000000000_" + "a" * 43, "Bearer tocsin_\xe9", "Basic YTpi"],
)
def test_key_that_is_none_opens_nothing(address, given):
    assert Visitor(address).get("/incidents.json", Authorization=given).status == 401


def test_withdrawn_key_opens_nothing(address, store, keys):
    of_rita = {"account": "rita", "label": "x", "scopes": [Scope.READ], "days": 1}
    key, words = make_key(store.accounts, **of_rita, at=say_now())
    visitor = Visitor(address)
    assert visitor.get("/reports.json", Authorization=f"Bearer {words}").status == 200
    store.accounts.withdraw_key(key.id, at=say_now())
    assert visitor.get("/reports.json", Authorization=f"Bearer {words}").status == 401
    _, old = make_key(store.accounts, **of_rita, at=say_now() - timedelta(days=2))
    assert visitor.get("/reports.json", Authorization=f"Bearer {old}").status == 401


def test_key_may_no_more_than_its_account_still_may(address, store):
    _, words = make_key(store.accounts, account="adam", label="x", scopes=[Scope.ADMIN], at=say_now())
    admin = store.accounts.load_account("adam")
    visitor = Visitor(address)
    assert visitor.get("/admin/audit", Authorization=f"Bearer {words}").status == 200
    store.accounts.save_account(replace(admin, role=Role.READER))
    try:
        assert visitor.get("/admin/audit", Authorization=f"Bearer {words}").status == 403
        assert visitor.get("/", Authorization=f"Bearer {words}").status == 200
    finally:
        store.accounts.save_account(admin)


@pytest.mark.parametrize("path", ADMIN_PATHS)
@pytest.mark.parametrize(
    "tail", ["%0a", "%0d", "%0d%0a", "%00", "%e2%80%a8", "%20", "/", "%2f", "%3f", ";", "%23"]
)
def test_no_spelling_of_an_address_opens_it_to_a_reader(address, keys, path, tail):
    for given in (path + tail, "/" + path, path.upper(), path.replace("/a", "/%61"), f"/x/..{path}"):
        reply = Visitor(address).get(given, Authorization=f"Bearer {keys[Role.READER]}")
        assert reply.status in (400, 403, 404), (given, reply.status)
