"""The parts that stand before the desk: buckets, waits, seals, passwords, the secret, cursors, roles."""

import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from fastapi import HTTPException
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from tocsin.desk.api.cursors import Cursor, find_start, mark_row, read_cursor, write_cursor
from tocsin.desk.etags import names_tag, tag_of
from tocsin.desk.gate.signing import read_way
from tocsin.desk.needing import find_needed, is_open
from tocsin.desk.people.attempts import FREE_TRIES, LONGEST_WAIT, Turnstile
from tocsin.desk.people.keeping import place_secret, read_secret
from tocsin.desk.people.passwords import check_password, hash_password
from tocsin.desk.people.seals import is_sealed, read_signed, seal, sign
from tocsin.desk.proxies import Forwarded, is_forwarded
from tocsin.desk.rating import MOST_BUCKETS, Buckets
from tocsin.desk.security import is_own_form
from tocsin.errors import InputError
from tocsin.model.account import Attempts, Role

NOW = datetime(2025, 12, 4, tzinfo=UTC)


# --- Buckets and waits -----------------------------------------------------------------------------------


def test_bucket_gives_its_burst_and_then_as_fast_as_it_fills():
    buckets = Buckets(a_minute=60, burst=3)
    assert [buckets.take("a", now=0) for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a", now=0) == 1
    assert buckets.take("b", now=0) == 0
    assert buckets.take("a", now=0.5) == pytest.approx(0.5)
    assert buckets.take("a", now=1.5) == 0
    assert buckets.take("a", now=1.5) > 0


def test_bucket_holds_no_more_than_its_burst_and_not_for_everybody():
    buckets = Buckets(a_minute=60, burst=2)
    buckets.take("a", now=0)
    assert [buckets.take("a", now=10_000) for _ in range(3)] == [0, 0, 1]
    for number in range(MOST_BUCKETS + 10):
        buckets.take(str(number), now=10_000)
    assert len(buckets._held) == MOST_BUCKETS


class Tries:
    """Failed sign-ins in a dict."""

    def __init__(self):
        self.held: dict[str, Attempts] = {}

    def load_attempts(self, key):
        return self.held.get(key)

    def save_attempts(self, attempts, *, forget_before):
        self.held[attempts.key] = attempts

    def drop_attempts(self, key):
        self.held.pop(key, None)


def test_name_waits_twice_as_long_each_time_up_to_a_quarter_of_an_hour():
    turnstile, moment, waits = Turnstile(Tries()), NOW, []
    for _ in range(FREE_TRIES + 12):
        assert turnstile.admit("anna", at=moment) is None
        wait = turnstile.admit("anna", at=moment)
        if wait is None:
            continue  # the second try was let in too
        waits.append(wait)
        moment += wait
    assert waits[:3] == [timedelta(seconds=2), timedelta(seconds=4), timedelta(seconds=8)]
    assert max(waits) == LONGEST_WAIT
    turnstile.clear("anna")
    assert turnstile.admit("anna", at=moment) is None


def test_tries_of_yesterday_are_forgotten():
    turnstile = Turnstile(Tries())
    for _ in range(FREE_TRIES):
        turnstile.admit("anna", at=NOW)
    assert turnstile.admit("anna", at=NOW) is not None
    assert turnstile.admit("anna", at=NOW + timedelta(days=2)) is None
    assert turnstile.admit("berta", at=NOW) is None


# --- Seals, passwords, the secret ------------------------------------------------------------------------


@given(words=st.text(max_size=50), other=st.text(max_size=50))
def test_seal_holds_for_its_words_its_use_and_its_desk_only(words, other):
    mark = seal(b"one", "form", words)
    assert is_sealed(b"one", "form", words, mark)
    assert not is_sealed(b"two", "form", words, mark)
    assert not is_sealed(b"one", "session", words, mark)
    assert is_sealed(b"one", "form", other, mark) == (words == other)
    assert read_signed(b"one", "u", sign(b"one", "u", words)) == words
    assert read_signed(b"two", "u", sign(b"one", "u", words)) is None


def test_password_is_kept_as_argon2_and_never_as_it_is():
    hashed = hash_password("four words in a row", name="anna")
    assert hashed.startswith("$argon2id$")
    assert "four" not in hashed
    assert hashed != hash_password("four words in a row", name="anna")
    assert check_password("four words in a row", hashed)
    assert not check_password("four words in a rows", hashed)
    assert not check_password("four words in a row", None)
    assert not check_password("x" * 10_000, hashed)


@pytest.mark.parametrize("password", ["short", "a" * 40, "abab" * 5, "anna.bergen.", "x" * 600])
def test_weak_password_is_refused(password):
    with pytest.raises(InputError):
        hash_password(password, name="anna.bergen.")


def test_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = place_secret(str(tmp_path / "r.sqlite"))
    made = read_secret(path)
    assert len(made) == 32
    assert read_secret(path) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_secret(tmp_path / "other") != made
    path.chmod(0o640)
    with pytest.raises(InputError, match="chmod 600"):
        read_secret(path)


@pytest.mark.parametrize("content", ["", "no hexadecimal", "ab" * 8])
def test_secret_that_is_none_is_refused(tmp_path, content):
    path = tmp_path / "s"
    path.touch(mode=0o600)
    path.write_text(content)
    with pytest.raises(InputError):
        read_secret(path)


def test_secret_that_cannot_be_made_is_one_line(tmp_path):
    with pytest.raises(InputError, match="secret_file"):
        read_secret(tmp_path / "nowhere" / "s")


@pytest.mark.parametrize(
    ("store", "named", "place"),
    [
        ("tocsin.sqlite", None, "tocsin.sqlite.secret"),
        ("sqlite:///a/b.sqlite", None, "a/b.sqlite.secret"),
        ("sqlite:////a/b.sqlite", None, "/a/b.sqlite.secret"),
        ("postgresql://x@host/db", None, "tocsin.secret"),
        ("postgresql://x@host/db", "/etc/tocsin/secret", "/etc/tocsin/secret"),
    ],
)
def test_secret_lies_beside_the_store_or_where_it_is_said(store, named, place):
    assert str(place_secret(store, named)) == place


# --- Who needs what --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/", Role.READER),
        ("GET", "/a/page/nobody/thought/of", Role.READER),
        ("POST", "/a/page/nobody/thought/of", Role.ANALYST),
        ("DELETE", "/incidents/i1", Role.ANALYST),
        ("BREW", "/", Role.ANALYST),
        ("POST", "/account/password", Role.READER),
        ("GET", "/admin/audit", Role.ADMIN),
        ("POST", "/admin/anything", Role.ADMIN),
        ("GET", "/api/v1/audit", Role.ADMIN),
        ("GET", "/metrics", Role.ADMIN),
    ],
)
def test_role_that_a_request_asks_for(method, path, role):
    assert find_needed(method, path) is role


@pytest.mark.parametrize(
    "path", ["/", "/incidents", "/healthy", "/sign-in-else", "/statics", "/metrics", "/static"]
)
def test_only_what_is_named_is_open(path):
    assert not is_open(path)


@pytest.mark.parametrize(
    ("headers", "page", "program"),
    [
        ({}, False, True),
        ({"Origin": "http://desk"}, True, True),
        ({"Origin": "https://DESK"}, True, True),
        ({"Origin": "http://desk.evil.example"}, False, False),
        ({"Origin": "null"}, False, False),
        ({"Origin": ""}, False, False),
        ({"Origin": "http://desk", "Sec-Fetch-Site": "same-site"}, False, False),
        ({"Sec-Fetch-Site": "cross-site"}, False, False),
        ({"Sec-Fetch-Site": "none"}, False, False),
    ],
)
def test_form_is_our_own(headers, page, program):
    given = Headers({"Host": "desk", **headers})
    assert is_own_form(given) is page
    assert is_own_form(given, for_programs=True) is program


@pytest.mark.parametrize(
    ("given", "way"),
    [
        ("/incidents?type=cyber", "/incidents?type=cyber"),
        ("/", "/"),
        ("", "/"),
        ("incidents", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\nb", "/"),
        ("/sign-in?to=/", "/"),
        ("/" + "a" * 3000, "/"),
    ],
)
def test_way_after_signing_in_stays_on_the_desk(given, way):
    assert read_way(given) == way


# --- Proxies ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peer", "chain", "client"),
    [
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.1"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("2001:db8::1", "198.51.100.1", "2001:db8::1"),
    ],
)
def test_address_is_taken_from_our_proxies_only(peer, chain, client):
    heard = []

    async def app(scope, _receive, _send):
        heard.append((scope["client"][0], scope["scheme"]))

    scope = {"type": "http", "client": (peer, 1), "scheme": "http"}
    scope["headers"] = [(b"x-forwarded-for", chain.encode()), (b"x-forwarded-proto", b"https")]
    running = Forwarded(app, trusted=[ip_network("10.0.0.0/8")])(scope, None, None)
    with pytest.raises(StopIteration):
        running.send(None)
    assert heard == [(client, "https" if peer == "10.0.0.1" else "http")]


def test_request_that_a_proxy_passed_on_says_so():
    assert is_forwarded(Headers({"Via": "1.1 proxy"}))
    assert not is_forwarded(Headers({"Host": "localhost"}))


# --- Cursors and tags ------------------------------------------------------------------------------------


@given(at=st.integers(1, 2**50), mark=st.text("0123456789abcdef", min_size=12, max_size=12))
def test_cursor_comes_back_as_it_was(at, mark):
    assert read_cursor(write_cursor(Cursor(at, mark))) == Cursor(at, mark)


@given(words=st.text(max_size=60))
def test_cursor_of_nobody_is_no_other_error(words):
    try:
        cursor = read_cursor(words)
    except HTTPException as error:
        assert error.status_code == 404
    else:
        assert write_cursor(cursor) == words


def test_list_goes_on_after_its_row_wherever_it_stands_now():
    rows = [{"id": str(number)} for number in range(10)]
    cursor = Cursor(4, mark_row(rows[3]))
    assert find_start(rows, None) == 0
    assert find_start(rows, cursor) == 4
    assert find_start([{"id": "new"}, *rows], cursor) == 5
    assert find_start(rows[2:], cursor) == 2
    with pytest.raises(HTTPException):
        find_start(rows[4:], cursor)


def test_tags_are_compared_as_the_standard_says():
    tag = tag_of({"b": 1, "a": 2})
    assert tag == tag_of({"a": 2, "b": 1}) != tag_of({"a": 2})
    assert names_tag(tag, tag)
    assert names_tag(f'"x", W/{tag}', tag)
    assert names_tag("*", tag)
    assert not names_tag('"x"', tag)
