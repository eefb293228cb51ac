import csv
import io
from datetime import date

import pytest

from tocsin.model import Alert
from tocsin.pipeline.replaying import Replay


def read_csv(reply):
    return list(csv.DictReader(io.StringIO(reply.text)))


@pytest.mark.parametrize("path", ["/incidents", "/reports", "/statements", "/sources"])
def test_both_twins_hold_the_same_rows(client, path):
    listed = client.get(f"{path}.json").json()
    rows = read_csv(client.get(f"{path}.csv"))
    assert len(rows) == len(listed["items"]) == listed["total"] > 0


def test_csv_is_whole_whatever_the_page(open_desk, sample):
    page = sample.make_cable_two()
    past = tuple(sample.make_past(n, sample.TODAY, "cyber", "DEU", page) for n in range(250))
    reply = open_desk(sample.MemoryStore((page.read(),), past)).get("/incidents.csv?page=2")
    assert len(read_csv(reply)) == 250
    assert reply.headers["x-total-count"] == "250"


def test_twin_takes_the_query_of_its_page(client):
    listed = client.get("/incidents.json?type=undersea&country=FIN").json()
    assert [item["threat_type"] for item in listed["items"]] == ["undersea"]
    assert listed["profile"] == "warning"


def test_leads_are_marked_as_not_counted(client):
    items = client.get("/incidents.json").json()["items"]
    assert {item["status"] for item in items if not item["counted"]} == {"candidate"}


def test_cell_like_a_formula_is_guarded(open_desk, store):
    reading = next(iter(store.readings.values()))
    from dataclasses import replace

    store.readings[reading.document.id] = replace(
        reading, document=replace(reading.document, title="=HYPERLINK(1)")
    )
    assert "'=HYPERLINK(1)" in open_desk(store).get("/reports.csv").text


def test_one_incident_and_one_report_have_their_json(client, cable, cable_report):
    assert client.get(f"/incidents/{cable.id}.json").json()["schema"] == "tocsin.incident/1"
    assert client.get(f"/reports/{cable_report.document.id}.json").json()["schema"] == "tocsin.reading/1"


def test_twins_of_alerts_hold_the_alerts_of_the_replay(client, monkeypatch):
    alert = Alert(
        id="a1",
        unit="all",
        detector="test",
        level="watch",
        on=date(2025, 12, 2),
        reason="more than before",
        statistic=3.0,
        threshold=3.0,
        detectable_change="none",
        watch_next="more",
        incident_ids=(),
    )
    monkeypatch.setattr(
        "tocsin.desk.holdings.replay_query", lambda *_, **__: Replay(alerts=(alert,), weeks=1)
    )
    listed = client.get("/alerts.json").json()
    assert [item["id"] for item in listed["items"]] == ["a1"]
    assert len(read_csv(client.get("/alerts.csv"))) == 1
