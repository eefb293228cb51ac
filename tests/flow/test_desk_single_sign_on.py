"""Single sign-on by a real issuer on loopback: whom it vouches for gets in, and no lie of it is believed."""

from contextlib import closing
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("authlib", reason="Authlib is not installed: single sign-on is not tested")

from desk_server import SECRET, Visitor, make_people, run_desk, say_now
from oidc_issuer import CLIENT, CLIENT_SECRET, run_issuer
from tocsin.desk.people.administering import Office, add_account
from tocsin.desk.people.base import Access, OidcSettings
from tocsin.model.account import Role
from tocsin.store import open_store


@pytest.fixture(scope="module")
def issuer():
    with run_issuer() as running:
        yield running


@pytest.fixture
def store(tmp_path):
    with closing(open_store(tmp_path / "register.sqlite")) as register:
        make_people(register)
        yield register


@pytest.fixture
def open_desk(store, issuer):
    issuer.lie, issuer.subject, issuer.name = "", "sub-1", "Eva.Holm"
    opened = []

    def open_one(**settings):
        oidc = OidcSettings(issuer=issuer.address, client=CLIENT, secret=CLIENT_SECRET, **settings)
        running = run_desk(store, access=Access(has_accounts=True, secret=SECRET, oidc=oidc))
        opened.append(running)
        return Visitor(running.__enter__())

    yield open_one
    for running in opened:
        running.__exit__(None, None, None)


def leave(visitor, to="/incidents"):
    assert "single sign-on" in visitor.get("/sign-in").text
    reply = visitor.get(f"/sign-in/oidc?to={to}")
    assert reply.status == 303, reply.text
    return reply.get("location")


def come_back(visitor, issuer, url):
    at_issuer = Visitor(issuer.address).get(url.removeprefix(issuer.address))
    back = at_issuer.get("location")
    assert back.startswith(visitor.address + "/sign-in/oidc/return?")
    return visitor.get(back.removeprefix(visitor.address))


def test_known_person_gets_into_the_account_bound_to_the_subject(open_desk, store, issuer):
    office = Office(accounts=store.accounts, by="test", clock=say_now)
    add_account(office, "eva", Role.ANALYST, issuer=issuer.address, subject="sub-1")
    visitor = open_desk()
    reply = come_back(visitor, issuer, leave(visitor))
    assert (reply.status, reply.get("location")) == (303, "/incidents")
    assert visitor.get("/account").status == 200
    assert "eva" in visitor.get("/account").text
    assert store.accounts.list_deeds(who="eva", most=1)[0].detail == "oidc"


def test_unknown_person_is_refused_unless_the_settings_give_a_role(open_desk, store, issuer):
    visitor = open_desk()
    reply = come_back(visitor, issuer, leave(visitor))
    assert reply.status == 403
    assert "tocsin accounts add" in reply.text
    welcoming = open_desk(new_role=Role.READER)
    assert come_back(welcoming, issuer, leave(welcoming)).status == 303
    account = store.accounts.find_subject(issuer.address, "sub-1")
    assert (account.name, account.role, account.password) == ("eva.holm", Role.READER, None)


def test_name_of_another_does_not_open_his_account(open_desk, store, issuer):
    issuer.name, issuer.subject = "adam", "sub-2"
    visitor = open_desk(new_role=Role.READER)
    come_back(visitor, issuer, leave(visitor))
    account = store.accounts.find_subject(issuer.address, "sub-2")
    assert account.name.startswith("adam-")
    assert account.role is Role.READER
    assert visitor.get("/admin/accounts").status == 403


LIES = ("iss", "aud", "nonce", "expired", "key", "none", "shared secret", "state")


@pytest.mark.parametrize("lie", LIES)
def test_lie_on_the_way_back_lets_nobody_in(open_desk, store, issuer, lie):
    visitor = open_desk(new_role=Role.READER)
    url = leave(visitor)
    issuer.lie = lie
    reply = come_back(visitor, issuer, url)
    assert reply.status in (400, 403)
    assert "tocsin" not in visitor.cookies
    assert store.accounts.find_subject(issuer.address, "sub-1") is None


@pytest.mark.parametrize("lie", ["another issuer", "endpoint in clear"])
def test_issuer_that_describes_itself_wrongly_is_not_gone_to(open_desk, issuer, lie):
    visitor = open_desk()
    issuer.lie = lie
    assert visitor.get("/sign-in/oidc").status == 400


def test_answer_meant_for_another_browser_lets_nobody_in(open_desk, issuer):
    visitor = open_desk(new_role=Role.READER)
    url = leave(visitor)
    other = Visitor(visitor.address)
    leave(other)
    assert come_back(other, issuer, url).status == 400
    assert "tocsin" not in other.cookies


def test_code_is_taken_once(open_desk, issuer):
    visitor = open_desk(new_role=Role.READER)
    url = leave(visitor)
    back = Visitor(issuer.address).get(url.removeprefix(issuer.address)).get("location")
    path = back.removeprefix(visitor.address)
    cookies = dict(visitor.cookies)
    assert visitor.get(path).status == 303
    visitor.cookies = cookies
    assert visitor.get(path).status == 500


def test_signing_in_by_the_issuer_leads_to_no_other_place(open_desk, issuer):
    visitor = open_desk(new_role=Role.READER)
    assert come_back(visitor, issuer, leave(visitor, to="//evil.example/")).get("location") == "/"


def test_shut_out_account_stays_out(open_desk, store, issuer):
    visitor = open_desk(new_role=Role.READER)
    come_back(visitor, issuer, leave(visitor))
    account = store.accounts.find_subject(issuer.address, "sub-1")
    store.accounts.save_account(replace(account, disabled_at=say_now()))
    assert visitor.get("/account").status == 303
    assert come_back(visitor, issuer, leave(visitor)).status == 403


def test_verifier_stays_secret_until_it_is_needed(open_desk, issuer):
    query = parse_qs(urlsplit(leave(open_desk())).query)
    assert "code_verifier" not in query
    assert len(query["code_challenge"][0]) == 43


def test_desk_without_an_issuer_has_no_such_way(store):
    with run_desk(store) as address:
        assert Visitor(address).get("/sign-in/oidc").status == 404
