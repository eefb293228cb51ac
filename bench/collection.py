"""Collect from a server that misbehaves, killed on the way; or collect for minutes at an even rate."""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "flow"))

from collecting_trial import describe, run_trial  # noqa: E402 - beside the tests that do the same in small
from soaking import run_soak  # noqa: E402

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--limit", type=float, default=1800.0, help="seconds after which it is given up")
    parser.add_argument("--soak", type=float, metavar="MINUTES", help="an even rate instead, so long")
    parser.add_argument("--rate", type=float, default=20.0, help="items a second of the soak")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.soak:
            figures, faults = run_soak(Path(folder), minutes=given.soak, rate=given.rate)
            print(figures)
        else:
            trial = run_trial(
                Path(folder), feeds=given.feeds, items=given.items, kills=given.kills, limit=given.limit
            )
            print(describe(trial))
            faults = [*trial.faults, *trial.impolite]
    for fault in faults[:20]:
        print(fault)
    sys.exit(1 if faults else 0)
