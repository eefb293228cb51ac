"""Score the development gold beside the checkout and fail below a floor.

Floors are only ever raised by hand: `floors.json` is reviewed like code. A floor lies two points below the
figure it was set on, because a point or two moves with the language model's patch versions.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path, help="the folder that holds gold/")
    gold = parser.parse_args().shared / "gold"
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    runs = sorted({(floor["task"], floor["path"]) for floor in floors})
    failed = False
    for task, path in runs:
        command = [sys.executable, "-m", "tocsin", "eval", task, str(gold / path), "--floors", str(FLOORS)]
        failed |= subprocess.run(command, check=False).returncode != 0
        print()
    sys.exit(int(failed))
