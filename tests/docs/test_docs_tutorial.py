"""The tutorial's commands run in order and print what it promises.

In a promise, `...` stands for anything, alone on a line for any lines, and CABLE and DRONES for ids of
incidents: what stands there when a promise first shows one is given to the later commands.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docs_pages import DOCS, make_pattern, read_blocks

TUTORIAL = DOCS / "tutorial" / "sample-to-alert.md"
SECONDS_A_COMMAND = 120


def run(command, *, folder, environment):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS_A_COMMAND,
        check=False,
    )
    assert done.returncode == 0, (command, done.stderr.decode())
    return done.stdout.decode() + done.stderr.decode()


def split_block(text):
    """Return (command, promised output) pairs of a console block."""
    pairs = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(command, promise) for command, _, promise in (pair.partition("\n") for pair in pairs)]


def test_promise_is_not_kept_by_other_words():
    pattern = make_pattern("CABLE  2024-11-18 ... corroborated\n", {})
    assert pattern.search("i0ab  2024-11-18  a cable  corroborated\n")["CABLE"] == "i0ab"
    assert pattern.search("i0ab  2024-11-18  a cable  reported\n") is None
    assert make_pattern("CABLE\n", {"CABLE": "i0ab"}).search("i0cd\n") is None


@pytest.mark.slow
def test_tutorial_gives_what_it_promises(tmp_path):
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("TOCSIN_")},
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "NO_COLOR": "1",
    }
    known = {}
    ran = 0
    for block in read_blocks(TUTORIAL):
        if block.language != "console":
            continue
        for command, promise in split_block(block.text):
            if command.startswith("export "):
                name, _, value = command.removeprefix("export ").partition("=")
                environment[name] = value
                continue
            for name, incident_id in known.items():
                command = command.replace(name, incident_id)
            printed = run(command, folder=tmp_path, environment=environment)
            ran += 1
            if promise.strip():
                pattern = make_pattern(promise, known)
                found = pattern.search(printed)
                assert found, f"{command!r} does not print\n{promise}\nbut\n{printed[:8000]}"
                known |= found.groupdict()
    assert ran >= 5
