"""At live speed: the real watch, real sockets on loopback, and a webhook that waits for the notice.

One notice within five minutes of the report, however many copies come after it, and one more only where
the record changes.
"""

import json
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tocsin.model import Search
from tocsin.ontology import profile
from tocsin.pipeline import watching
from tocsin.pipeline.collecting import Collection
from tocsin.pipeline.keeping_sources import add_source, make_source
from tocsin.pipeline.linking import now
from tocsin.pipeline.notifying import Targets, Teller
from tocsin.reading.reader import Reader
from tocsin.store import open_store

FEEDS = 6
INTERVAL = 1.0
MOST_SECONDS = 300.0
REAL_LINK_SECONDS = watching.LINK_SECONDS
CUT = (
    "A data cable between Finland and Germany was cut in the Baltic Sea on {day}, the operator said. "
    "The operator has sent a repair ship to the place. Police in Helsinki have opened an investigation and "
    "the coast guard is questioning the crew of a tanker that passed the cable in the night before the fault."
)
QUIET = "The harbour board of Helsinki met on {day} and approved the timetable of ferries for the winter."


class Loopback:
    """Feeds that grow while they are asked, and a webhook that notes when each notice came."""

    def __init__(self):
        self.items = [[] for _ in range(FEEDS)]
        self.notices = []
        self.failures = 1
        site = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self):
                number = self.path.removeprefix("/feed")
                found = self.path.startswith("/feed") and number.isdigit()
                self.reply(200 if found else 404, site.make_feed(int(number)) if found else "")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                if site.failures:
                    site.failures -= 1
                    self.reply(503, "")
                    return
                site.notices.append((time.monotonic(), json.loads(body)))
                self.reply(204, "")

            def reply(self, status, text):
                self.send_response(status)
                self.send_header("content-length", str(len(text.encode())))
                self.send_header("connection", "close")
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def make_feed(self, number):
        head = {"version": "https://jsonfeed.org/version/1.1", "title": f"Courier {number}"}
        return json.dumps({**head, "items": self.items[number]})

    def publish(self, number, text, *, key):
        moment = datetime.now(tz=UTC)
        item = {
            "id": f"{number}-{key}",
            "url": f"{self.base}/{number}/{key}",
            "title": key,
            "content_text": text.format(day=f"{moment:%A, %d %B %Y}"),
            "date_published": moment.isoformat(),
        }
        self.items[number] = [item, *self.items[number]]

    def wait(self, number, *, seconds):
        end = time.monotonic() + seconds
        while len(self.notices) < number and time.monotonic() < end:
            time.sleep(0.1)
        return len(self.notices)


@pytest.fixture
def site():
    loopback = Loopback()
    yield loopback
    loopback.server.shutdown()
    loopback.server.server_close()


def run_watch(path, site, stopped, faults):
    with closing(open_store(path)) as store:
        for number in range(FEEDS):
            source = make_source(f"{site.base}/feed{number}", name=f"c{number}", interval_seconds=INTERVAL)
            add_source(store, source, at=now())
        store.save_search(Search(name="everything", notify=("hook",), made_at=now()))
        fetcher = watching.make_fetcher(
            allowed_networks=("127.0.0.1",), pause_seconds=0.0, fetch_seconds=5.0, max_bytes=1_000_000
        )
        pace = watching.make_pace(
            workers=4, pause_seconds=0.0, retry_seconds=1.0, fetch_seconds=5.0, max_bytes=1_000_000
        )
        collection = Collection(store, fetcher, pace=pace, login=lambda _: None)
        teller = Teller(
            store=store,
            targets=Targets(addresses={"hook": f"{site.base}/hook"}),
            profile=profile("warning"),
            find_profile=profile,
            false_alarms_per_year=1.0,
        )
        try:
            watching.watch(store, collection, reader=Reader(), tell=teller.tell, stopped=stopped.is_set)
        except Exception as error:  # noqa: BLE001 - shown by the test
            faults.append(error)
        finally:
            collection.close()


@pytest.mark.parametrize(
    "link_seconds", [1.0, pytest.param(watching.LINK_SECONDS, marks=pytest.mark.lasting)]
)
def test_one_notice_within_five_minutes_however_many_copies(site, tmp_path, monkeypatch, link_seconds):
    monkeypatch.setattr(watching, "LINK_SECONDS", link_seconds)
    if link_seconds < REAL_LINK_SECONDS:
        monkeypatch.setattr("tocsin.pipeline.notifying.FIRST_WAIT", timedelta(0))
    site.publish(0, QUIET, key="ferries")
    stopped, faults = threading.Event(), []
    path = tmp_path / "live.sqlite"
    watcher = threading.Thread(target=run_watch, args=(path, site, stopped, faults))
    watcher.start()
    try:
        time.sleep(3 * INTERVAL)
        begun = time.monotonic()
        site.publish(0, CUT, key="cable")
        assert site.wait(1, seconds=MOST_SECONDS) == 1, faults
        came, notice = site.notices[0]
        assert came - begun < MOST_SECONDS
        for number in range(1, FEEDS):
            site.publish(number, CUT, key="cable")
        site.wait(2, seconds=max(10 * INTERVAL, 2 * link_seconds))
    finally:
        stopped.set()
        watcher.join()
    assert faults == []
    assert len(site.notices) == 1
    assert notice["unit"] == "search:everything"
    assert "cut" in notice["evidence"][0]["quote"]
    assert notice["links"] == [f"{site.base}/0/cable"]
    with closing(open_store(path, read_only=True)) as store:
        (delivery,) = store.list_deliveries()
        assert delivery.sent_at is not None
        assert delivery.tries == 2
        assert store.count().documents == FEEDS + 1
        (incident,) = [one for one in store.list_incidents() if one.kind == "hybrid"]
        assert (incident.reports, incident.origins) == (FEEDS, 1)
