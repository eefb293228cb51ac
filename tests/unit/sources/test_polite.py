"""Robots.txt, turns, bodies, waits: what keeps us polite and whole."""

import gzip
import time
import zlib
from datetime import UTC, datetime

import pytest

from tocsin.errors import FetchError
from tocsin.sources.bodies import read_body
from tocsin.sources.fetching import read_retry_after, split_content_type
from tocsin.sources.robots import parse_robots
from tocsin.sources.turns import Turns

NOW = datetime(2025, 12, 2, 10, 0, tzinfo=UTC)
ROBOTS = """
User-agent: other
Disallow: /

User-agent: *
Disallow: /private/
Allow: /private/feed
Disallow: /*?print=
Disallow: /exact$
Crawl-delay: 7
"""


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("/news", True),
        ("/private/x", False),
        ("/private/feed", True),
        ("/%70rivate/x", False),
        ("/a?print=1", False),
        ("/exact", False),
        ("/exactly", True),
        ("", True),
    ],
)
def test_the_longest_rule_for_us_decides(path, is_allowed):
    assert parse_robots(ROBOTS).allows(f"https://feed.example{path}") is is_allowed


def test_a_group_of_our_own_goes_before_that_of_everybody():
    robots = parse_robots("User-agent: *\nDisallow: /\nUser-agent: Tocsin\nDisallow: /x")
    assert robots.allows("https://feed.example/y")
    assert not robots.allows("https://feed.example/x")


def test_a_delay_is_kept_and_bounded():
    assert parse_robots(ROBOTS).delay_seconds == 7
    assert parse_robots("User-agent: *\nCrawl-delay: 99999").delay_seconds == 60


@pytest.mark.parametrize("text", ["", "<html>404</html>", "Disallow: /", "User-agent: *\nDisallow:"])
def test_robots_that_forbid_nothing(text):
    assert parse_robots(text).allows("https://feed.example/x")


def test_a_hostile_pattern_takes_no_time():
    robots = parse_robots("User-agent: *\nDisallow: /" + "a*" * 5000 + "b")
    started = time.monotonic()
    robots.allows("https://feed.example/" + "a" * 2000)
    assert time.monotonic() - started < 1


def test_two_requests_to_a_host_are_kept_apart_and_others_are_not():
    moments, slept = [100.0], []

    def sleep(seconds):
        slept.append(seconds)
        moments[0] += seconds

    turns = Turns(pause_seconds=2.0, clock=lambda: moments[0], sleep=sleep)
    for host in ("a.example", "b.example", "a.example"):
        with turns.take(host):
            pass
    assert slept == [2.0]


def read(pieces, **options):
    given = {"encoding": "gzip", "max_bytes": 100_000, "deadline": time.monotonic() + 5, **options}
    return read_body(pieces, **given)


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda raw: zlib.compress(raw)[2:-4]),
        ("", bytes),
    ],
)
def test_a_body_is_unpacked(encoding, pack):
    packed = pack(b"words " * 100)
    assert read([packed[:30], packed[30:]], encoding=encoding) == b"words " * 100


def test_a_bomb_is_refused_before_it_bursts():
    with pytest.raises(FetchError) as caught:
        read([gzip.compress(b" " * 30_000_000)])
    assert caught.value.kind == "bomb"


def test_a_body_over_the_limit_is_refused():
    with pytest.raises(FetchError) as caught:
        read((bytes(range(256)) * 100 for _ in range(10**9)), encoding="")
    assert caught.value.kind == "too_large"


def test_an_endless_body_ends_with_its_time():
    def drip():
        while True:
            yield b"x"
            time.sleep(0.01)

    with pytest.raises(FetchError) as caught:
        read(drip(), encoding="", deadline=time.monotonic() + 0.05)
    assert caught.value.kind == "timeout"


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd"])
def test_a_packing_that_we_did_not_ask_for_is_refused(encoding):
    with pytest.raises(FetchError) as caught:
        read([b"x"], encoding=encoding)
    assert caught.value.kind == "encoding"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Tue, 02 Dec 2025 10:02:00 GMT", 120),
        ("Tue, 02 Dec 2025 09:00:00 GMT", 0),
        ("99999999", 86_400),
        ("soon", None),
        (None, None),
        ("-5", None),
    ],
)
def test_what_a_server_asks_us_to_wait(value, seconds):
    assert read_retry_after(value, NOW) == seconds


def test_content_types_are_taken_apart():
    assert split_content_type('text/html; Charset="UTF-8"; x=y') == ("text/html", "utf-8")
    assert split_content_type("") == ("", None)
