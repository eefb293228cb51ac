"""Collection against real sockets: a server that misbehaves, and a process that is killed on the way."""

import pytest
from collecting_trial import describe, run_trial


@pytest.mark.slow
def test_every_good_item_is_stored_once_and_every_bad_one_accounted_for(tmp_path):
    trial = run_trial(tmp_path, feeds=20, items=300, kills=3, limit=60)
    assert trial.faults == [], describe(trial)
    assert trial.impolite == []
    assert trial.stored == 280
    assert trial.peak_mb < 500
