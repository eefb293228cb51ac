"""Faults at every write, and real kills: a second run ends with the rows of an undisturbed one."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planted_faults import PlantedError, copy_rows, fault_at
from tocsin.model import (
    Claim,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Evidence,
    Incident,
    IncidentRow,
    IncidentStatus,
    Membership,
    Reading,
    Span,
)
from tocsin.store import Store, open_store

NOW = datetime(2025, 12, 2, tzinfo=UTC)
TEXT = "A cable was cut near Port Vell, ministers said."


def add_number(store: Store, number: int) -> None:
    """Add a document with one event and one claim."""
    document_id = f"d{number:04}"
    cut = Event(
        id=f"{document_id}-e12-15",
        trigger=Span(document_id, 12, 15),
        event_type=None,
        threat_type="undersea",
        status=EpistemicStatus.REPORTED,
        time=EventTime.PAST,
        factuality=2.0,
        certainty=0.8,
    )
    reading = Reading(
        document=Document(id=document_id, text=TEXT, title=f"Report {number}", published_at=NOW),
        events=(cut,),
    )
    store.add_reading(reading, [make_claim(document_id, cut.id)], seen_at=NOW)


def make_claim(document_id: str, event_id: str) -> Claim:
    quote = Evidence(document_id=document_id, span=Span(document_id, 0, 15), quote=TEXT[:15])
    return Claim(
        id=f"c-{event_id}",
        event_id=event_id,
        field="kind",
        value="cut",
        holders=("author",),
        evidence=(quote,),
    )


def link(store: Store) -> None:
    """Make one incident of everything in the store."""
    events = tuple(event.id for reading in store.iter_readings() for event in reading.events)
    incident = Incident(
        id="i1",
        title="Cable cut",
        status=IncidentStatus.REPORTED,
        reports=len(events),
        origins=1,
        aliases=("i0",),
        event_ids=events,
    )
    store.save_register(
        rows=[IncidentRow(id="i1", founding_event_id=events[0], minted_at=NOW)],
        memberships=[Membership(event_id=event_id, incident_id="i1") for event_id in events],
        incidents=[incident],
        linked_at=NOW,
    )


def run(path: Path, *, documents: int = 2, report: bool = False) -> None:
    """Open, add and link, as the main job does; safe to run again."""
    with closing(open_store(path, now=lambda: NOW)) as store:
        for number in range(documents):
            add_number(store, number)
            link(store)
            if report:
                sys.stdout.write(f"d{number:04}\n")
                sys.stdout.flush()


def test_fault_at_any_write_or_commit_is_made_good_by_the_next_run(tmp_path):
    calm = tmp_path / "calm.sqlite"
    with fault_at(0) as met:
        run(calm)
    expected = copy_rows(calm)
    assert met.count("COMMIT") == 5
    for number in range(1, len(met) + 1):
        path = tmp_path / f"faulty-{number}.sqlite"
        with fault_at(number), pytest.raises(PlantedError):
            run(path)
        run(path)
        assert copy_rows(path) == expected, f"after a fault at {met[number - 1]!r}"


@pytest.mark.slow
def test_killed_writer_loses_nothing_it_reported_and_ends_with_the_same_rows(tmp_path):
    documents = 60
    calm, path = tmp_path / "calm.sqlite", tmp_path / "killed.sqlite"
    run(calm, documents=documents)
    for reports_before_kill in (1, 25, 50):
        command = [sys.executable, __file__, str(path), str(documents)]
        # The script finds what the tests share where they find it.
        place = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=place) as writer:
            reported = [writer.stdout.readline().strip() for _ in range(reports_before_kill)]
            writer.send_signal(signal.SIGKILL)
        assert writer.returncode == -signal.SIGKILL
        with closing(open_store(path, create=False)) as store:
            assert store.check() == ()
            assert [name for name in reported if not store.has_document(name)] == []
    run(path, documents=documents)
    assert copy_rows(path) == copy_rows(calm)


if __name__ == "__main__":
    run(Path(sys.argv[1]), documents=int(sys.argv[2]), report=True)
