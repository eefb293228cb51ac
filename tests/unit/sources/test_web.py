import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from made_files import make_pdf

from tocsin.errors import FetchError
from tocsin.model import Document
from tocsin.sources import CONNECTORS, Intake, Unread
from tocsin.sources.fetching import Answer
from tocsin.sources.web import WebConnector, make_fetcher_for

ADDRESS = "https://wire.example/story"
STORY = "A data cable between Finland and Germany was found broken on Monday, officials in Helsinki said."
PAGE = f"<html><body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>"
LOOPBACK = Intake(allowed_networks=("127.0.0.1",), pause_seconds=0.0, fetch_seconds=2.0)


class FakeFetcher:
    def __init__(self, body=b"", media_type="", error=None, address=ADDRESS):
        self.body, self.media_type, self.error, self.address = body, media_type, error, address

    def fetch(self, _address):
        if self.error is not None:
            raise self.error
        return Answer(
            address=self.address,
            status=200,
            body=self.body,
            media_type=self.media_type,
            at=datetime.now(tz=UTC),
        )


def fetch(*answer, **more):
    return list(WebConnector(lambda _intake: FakeFetcher(*answer, **more)).documents(ADDRESS, Intake()))


@contextmanager
def serve(answer):
    """Answer requests on loopback; yields the address."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/story"
    finally:
        server.shutdown()
        server.server_close()


def send(status, body=b"", **headers):
    def answer(request):
        request.send_response(404 if request.path == "/robots.txt" else status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("connection", "close")
        request.end_headers()
        request.wfile.write(body)

    return answer


def read(address, intake=LOOPBACK):
    make_fetcher_for.cache_clear()
    return list(WebConnector().documents(address, intake))


def test_a_page_is_read_with_the_address_that_answered():
    (document,) = fetch(PAGE.encode(), "text/html", address="https://wire.example/moved")
    assert document.url == "https://wire.example/moved"
    assert STORY in document.text


def test_json_lines_may_come_from_an_address():
    body = b'{"text": "One story."}\n{"text": "Another story."}\n'
    assert [type(outcome) for outcome in fetch(body, "application/x-ndjson")] == [Document, Document]


def test_a_report_may_come_from_an_address_whatever_its_name():
    (document,) = fetch(make_pdf([["Summary"], [STORY]]), "application/octet-stream")
    assert document.url == ADDRESS
    assert document.text.count("\f") == 2


def test_a_failure_is_one_clear_line():
    (failed,) = fetch(error=FetchError("answered 404; check the address", kind="gone"))
    assert failed == Unread(name=ADDRESS, reason="answered 404; check the address")


def test_a_named_address_goes_the_guarded_way():
    connector = next(one for one in CONNECTORS if one.accepts(ADDRESS))
    assert isinstance(connector, WebConnector)
    for address in ("http://127.0.0.1:9/", "http://169.254.169.254/latest", "http://user:x@a.example/"):
        (failed,) = connector.documents(address, Intake())
        assert isinstance(failed, Unread)
    assert "allowed_networks" in read("http://127.0.0.1:9/", Intake())[0].reason


def test_over_a_socket_a_page_is_read_and_the_rest_is_refused_in_words():
    with serve(send(200, PAGE.encode(), **{"content-type": "text/html"})) as address:
        (document,) = read(address)
        assert STORY in document.text
        assert "not on the public internet" in read(address, Intake(pause_seconds=0.0))[0].reason
    with serve(send(404)) as address:
        assert "404" in read(address)[0].reason
    with serve(send(302, location="/story")) as address:
        assert "sends on more than 5 times" in read(address)[0].reason
    with serve(send(302, location="http://10.1.2.3/x")) as address:
        assert "not on the public internet" in read(address)[0].reason


def test_a_body_over_the_limit_is_refused():
    with serve(send(200, b"x" * 5000)) as address:
        intake = Intake(allowed_networks=("127.0.0.1",), pause_seconds=0.0, max_bytes=1000)
        assert "more than the limit of 1,000" in read(address, intake)[0].reason


def test_a_server_that_drips_is_left():
    def drip(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with suppress(OSError):
            for _ in range(100):
                request.wfile.write(b"x")
                time.sleep(0.1)

    with serve(drip) as address:
        begun = time.monotonic()
        intake = Intake(allowed_networks=("127.0.0.1",), pause_seconds=0.0, fetch_seconds=0.5)
        reason = read(address, intake)[0].reason
        assert "took too long" in reason or "in time" in reason
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize("kind", ["robots", "plain"])
def test_robots_are_asked(kind):
    def reply(request):
        request.send_response(200)
        request.send_header("connection", "close")
        request.end_headers()
        text = b"User-agent: *\nDisallow: /story" if kind == "robots" else b""
        request.wfile.write(text if request.path == "/robots.txt" else PAGE.encode())

    with serve(reply) as address:
        (outcome,) = read(address)
    assert isinstance(outcome, Unread if kind == "robots" else Document)
