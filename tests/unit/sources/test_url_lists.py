from datetime import UTC, datetime

import pytest

from tocsin.errors import FetchError
from tocsin.model import Document
from tocsin.sources import CONNECTORS, Intake, Unread, iter_documents
from tocsin.sources.fetching import Answer, Fetcher, FetchLimits
from tocsin.sources.url_list import UrlListConnector

STORY = "A data cable between Finland and Germany was found broken on Monday, officials in Helsinki said."


class FakeFetcher:
    def __init__(self):
        self.asked = []

    def fetch(self, address):
        self.asked.append(address)
        if "gone" in address:
            raise FetchError("answered 404; check the address", kind="status")
        body = STORY.encode()
        return Answer(
            address=address, status=200, body=body, media_type="text/plain", at=datetime.now(tz=UTC)
        )


@pytest.fixture
def fetcher():
    return FakeFetcher()


@pytest.fixture
def connector(fetcher):
    return UrlListConnector(lambda _intake: fetcher)


def write(tmp_path, name, *lines):
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_each_address_of_a_list_is_read_once_and_in_order(tmp_path, connector, fetcher):
    listed = (
        "# ours",
        "https://a.example/1",
        "",
        "https://b.example/gone",
        "https://a.example/1",
        "ftp://c.example",
    )
    path = write(tmp_path, "pages.urls", *listed)
    found, gone, refused = connector.documents(path, Intake())
    assert (found.url, found.text) == ("https://a.example/1", STORY)
    assert gone == Unread(name="https://b.example/gone", reason="answered 404; check the address")
    assert "wanted http" in refused.reason
    assert fetcher.asked == ["https://a.example/1", "https://b.example/gone"]


def test_a_text_of_addresses_alone_is_a_list_and_a_text_with_one_is_none(tmp_path, connector):
    assert connector.accepts(write(tmp_path, "a.txt", "# ours", "https://a.example/1", "https://b.example/2"))
    assert not connector.accepts(write(tmp_path, "b.txt", "https://a.example/1 says:", STORY))
    assert not connector.accepts(write(tmp_path, "c.txt", "# A note", STORY))
    assert not connector.accepts(str(tmp_path / "none.txt"))


def test_a_list_never_reaches_the_users_own_network(tmp_path):
    fetcher = Fetcher(limits=FetchLimits(pause_seconds=0.0))
    path = write(
        tmp_path,
        "pages.urls",
        "http://127.0.0.1:9/",
        "http://169.254.169.254/latest",
        "http://user:x@a.example/",
    )
    outcomes = list(UrlListConnector(lambda _intake: fetcher).documents(path, Intake()))
    assert [type(one) for one in outcomes] == [Unread] * 3


def test_a_list_inside_a_directory_is_not_followed(tmp_path):
    write(tmp_path, "a.urls", "https://a.example/1")
    write(tmp_path, "b.txt", STORY)
    (document,) = iter_documents([str(tmp_path)], Intake())
    assert isinstance(document, Document)
    assert document.text.strip() == STORY


def test_a_list_that_is_empty_or_endless_is_one_line(tmp_path, connector):
    (failed,) = connector.documents(write(tmp_path, "a.urls", "# nothing"), Intake())
    assert "lists no address" in failed.reason
    many = (f"https://a.example/{n}" for n in range(1001))
    (failed,) = connector.documents(write(tmp_path, "b.urls", *many), Intake())
    assert "more than 1,000" in failed.reason


def test_a_named_list_is_taken_by_its_connector(tmp_path):
    path = write(tmp_path, "a.urls", "https://a.example/1")
    taken = next(connector for connector in CONNECTORS if connector.accepts(path))
    assert isinstance(taken, UrlListConnector)
