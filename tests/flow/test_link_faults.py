"""Faults at every write of adding, judging and linking: a second run ends with the rows of a calm one."""

import random
import shutil
from contextlib import closing
from datetime import UTC, datetime

import pytest

from planted_faults import PlantedError, copy_rows, fault_at
from report_streams import make_stream
from tocsin.model import Judgement, JudgementKind
from tocsin.pipeline import linking
from tocsin.register import make_claims
from tocsin.store import open_store

NOW = datetime(2025, 9, 1, tzinfo=UTC)
STREAM = make_stream(random.Random(1), 2)


def run(path):
    """Add reports one by one and link each, judge two mentions and link; safe to run again."""
    with closing(open_store(path, now=lambda: NOW)) as store:
        for reading in STREAM:
            store.add_reading(reading, make_claims(reading), seen_at=NOW)
            if linking.needs_linking(store):
                linking.link_register(store)
        subjects = tuple(sorted(place.event_id for place in store.list_memberships())[:2])
        store.add_judgement(
            Judgement(
                id="j", kind=JudgementKind.SAME, subjects=subjects, by="ann", reason="why", decided_at=NOW
            )
        )
        if linking.needs_linking(store):
            linking.link_register(store)


def test_fault_at_any_write_of_linking_is_made_good_by_the_next_run(tmp_path, monkeypatch):
    monkeypatch.setattr(linking, "now", lambda: NOW)
    empty = tmp_path / "empty.sqlite"
    open_store(empty, now=lambda: NOW).close()
    calm = tmp_path / "calm.sqlite"
    shutil.copy(empty, calm)
    with fault_at(0) as met:
        run(calm)
    expected = copy_rows(calm)
    assert expected["memberships"] and expected["edges"]
    for number in range(1, len(met) + 1):
        path = tmp_path / f"faulty-{number}.sqlite"
        shutil.copy(empty, path)
        with fault_at(number), pytest.raises(PlantedError):
            run(path)
        run(path)
        found = copy_rows(path)
        assert found == expected, met[number - 1]
