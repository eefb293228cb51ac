import httpx2
import pytest
from made_files import make_pdf

from tocsin.model import Document
from tocsin.sources import Intake, Unread
from tocsin.sources.web import WebConnector

ADDRESS = "https://wire.example/story"
STORY = "A data cable between Finland and Germany was found broken on Monday, officials in Helsinki said."
PAGE = f"<html><body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>"


def fetch(answer, **intake):
    transport = httpx2.MockTransport(answer)
    connector = WebConnector(
        lambda: httpx2.Client(transport=transport, follow_redirects=True, max_redirects=5)
    )
    return list(connector.documents(ADDRESS, Intake(**intake)))


def test_a_page_is_read_with_its_address():
    (document,) = fetch(lambda request: httpx2.Response(200, html=PAGE))
    assert document.url == ADDRESS
    assert STORY in document.text


def test_json_lines_may_come_from_an_address():
    body = b'{"text": "One story."}\n{"text": "Another story."}\n'
    headers = {"content-type": "application/x-ndjson"}
    outcomes = fetch(lambda request: httpx2.Response(200, content=body, headers=headers))
    assert [type(outcome) for outcome in outcomes] == [Document, Document]


def test_a_report_may_come_from_an_address_whatever_its_name():
    headers = {"content-type": "application/octet-stream"}
    body = make_pdf([["Summary"], [STORY]])
    (document,) = fetch(lambda request: httpx2.Response(200, content=body, headers=headers))
    assert document.url == ADDRESS
    assert document.text.count("\f") == 2


def test_an_error_answer_is_one_clear_line():
    (failed,) = fetch(lambda request: httpx2.Response(404))
    assert failed == Unread(name=ADDRESS, reason="answered 404 Not Found; check the address")


def test_a_body_over_the_limit_is_refused():
    (failed,) = fetch(lambda request: httpx2.Response(200, text="x" * 5000), max_bytes=1000)
    assert "more than the limit of 1,000 bytes" in failed.reason


def test_a_redirect_loop_ends():
    (failed,) = fetch(lambda request: httpx2.Response(302, headers={"location": ADDRESS}))
    assert "TooManyRedirects" in failed.reason


@pytest.mark.parametrize("error", [httpx2.ConnectError, httpx2.ReadTimeout])
def test_a_failing_network_is_one_clear_line(error):
    def answer(request):
        raise error("stranger's words")

    (failed,) = fetch(answer)
    assert "could not be fetched" in failed.reason
    assert "stranger" not in failed.reason
