from contextlib import closing

import pytest

from tocsin.model import IncidentRow, Membership
from tocsin.store import open_store

PATHS = [
    "/",
    "/incidents",
    "/incidents?q=gulf",
    "/reports",
    "/reports?q=cable",
    "/statements",
    "/alerts",
    "/sources",
]
PATHS += ["/about", "/health?check=yes", "/incidents.csv", "/reports.json"]


@pytest.fixture
def kept(tmp_path, store, sample):
    with closing(open_store(tmp_path / "kept.sqlite")) as real:
        known = set()
        for reading in store.iter_readings():
            real.add_reading(reading, (), seen_at=sample.NOW)
            known |= {event.id for event in reading.events}
        incidents = [i for i in store.list_incidents() if set(i.event_ids) <= known]
        real.save_register(
            rows=[
                IncidentRow(id=i.id, founding_event_id=i.event_ids[0], minted_at=sample.NOW)
                for i in incidents
            ],
            memberships=[Membership(event_id=e, incident_id=i.id) for i in incidents for e in i.event_ids],
            incidents=incidents,
            linked_at=sample.NOW,
        )
        yield real


@pytest.mark.parametrize("path", PATHS)
def test_page_answers_from_the_store_on_disk(open_desk, kept, path):
    assert open_desk(kept).get(path).status_code == 200


def test_incident_and_report_are_read_from_the_store_on_disk(open_desk, kept, cable):
    client = open_desk(kept)
    assert "Kadri Laan" in client.get(f"/incidents/{cable.id}").text
    assert "deliberate" in client.get(f"/reports/{cable.document_ids[0]}").text
