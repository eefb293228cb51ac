"""One body over every store: accounts, sessions, keys, failed sign-ins and the audit log."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.model.account import Account, ApiKey, Attempts, Deed, Role, Scope, Session
from tocsin.store import open_store

NOW = datetime(2025, 12, 2, 10, 30, 15, 123456, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def accounts(request, tmp_path):
    if request.param == "sqlite":
        address = shutil.copy(request.getfixturevalue("empty_store"), tmp_path / "store.sqlite")
    else:
        address = request.getfixturevalue("server").make_store()
    with closing(open_store(address)) as store:
        yield store.accounts


def make_account(name="anna", **changed):
    return Account(**{"name": name, "role": Role.ANALYST, "made_at": NOW, "password": "hash", **changed})


def test_account_comes_back_and_its_name_is_taken_once(accounts):
    assert accounts.add_account(make_account())
    assert not accounts.add_account(make_account(role=Role.ADMIN))
    assert accounts.load_account("anna") == make_account()
    accounts.save_account(make_account(role=Role.READER, disabled_at=LATER))
    assert accounts.list_accounts() == (make_account(role=Role.READER, disabled_at=LATER),)
    assert accounts.load_account("a\0") is None


def test_subject_of_an_issuer_is_one_account(accounts):
    known = make_account(issuer="https://id.example", subject="s1", password=None)
    assert accounts.add_account(known)
    assert not accounts.add_account(replace(known, name="other"))
    assert accounts.add_account(make_account("without"))
    assert accounts.add_account(make_account("without too"))
    assert accounts.find_subject("https://id.example", "s1") == known
    assert accounts.find_subject("https://else.example", "s1") is None


def test_sessions_end(accounts):
    session = Session(digest="d1", account="anna", made_at=NOW, seen_at=NOW, ends_at=LATER)
    accounts.add_session(session)
    accounts.touch_session("d1", at=LATER)
    assert accounts.load_session("d1") == replace(session, seen_at=LATER)
    accounts.add_session(replace(session, digest="d2"))
    assert accounts.drop_sessions("anna", but="d2") == 1
    assert accounts.load_session("d1") is None
    accounts.add_session(replace(session, digest="d3", made_at=LATER + timedelta(seconds=1)))
    assert accounts.load_session("d2") is None
    accounts.drop_session("d3")
    assert accounts.load_session("d3") is None


def test_key_is_withdrawn_once_and_stays(accounts):
    key = ApiKey(
        id="k1", digest="x", label="feed", account="anna", scopes=(Scope.READ, Scope.JUDGE), made_at=NOW
    )
    accounts.add_key(key)
    assert accounts.load_key("k1") == key
    assert accounts.withdraw_key("k1", at=LATER)
    assert not accounts.withdraw_key("k1", at=LATER)
    assert not accounts.withdraw_key("k2", at=LATER)
    assert accounts.list_keys() == (replace(key, withdrawn_at=LATER),)


def test_failed_sign_ins_are_counted_and_forgotten(accounts):
    failed = Attempts(key="n1", count=1, last_at=NOW)
    accounts.save_attempts(failed, forget_before=NOW)
    accounts.save_attempts(replace(failed, count=2, waits_until=LATER), forget_before=NOW)
    assert accounts.load_attempts("n1") == replace(failed, count=2, waits_until=LATER)
    accounts.save_attempts(replace(failed, key="n2", last_at=LATER), forget_before=LATER)
    assert accounts.load_attempts("n1") is None
    accounts.drop_attempts("n2")
    assert accounts.load_attempts("n2") is None


def test_audit_log_is_read_backwards_in_pieces(accounts):
    deeds = [Deed(at=NOW, who=who, what="sign in", address="127.0.0.1") for who in ("a", "b", "a")]
    accounts.log_deeds(deeds)
    newest, middle, oldest = accounts.list_deeds(most=10)
    assert [deed.who for deed in (newest, middle, oldest)] == ["a", "b", "a"]
    assert newest.number > middle.number > oldest.number > 0
    assert accounts.list_deeds(before=newest.number, most=1) == (middle,)
    assert accounts.list_deeds(who="a", most=10) == (newest, oldest)
