"""Parts of a measurement, saved as they come: a run that was stopped goes on after its last whole part."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Parts:
    """The parts of one measurement in a JSON file: what was asked for, each part, and what was found.

    A file of the same question that has no finding yet is taken up; any other is begun anew. Without a file
    nothing is kept.
    """

    def __init__(self, target: Path | None, asked: dict[str, Any]) -> None:
        self._target = target
        self._kept: dict[str, Any] = {"asked": json.loads(json.dumps(asked)), "parts": {}, "found": None}
        if target is not None and target.exists():
            before = json.loads(target.read_text("utf-8"))
            if before.get("asked") == self._kept["asked"] and before.get("found") is None:
                self._kept = before

    def has(self, name: str) -> bool:
        """Whether a part is there from an earlier run."""
        return name in self._kept["parts"]

    def take(self, name: str, measure: Callable[[], Any]) -> Any:
        """Return a part, measured now unless it is there already; it is saved before this returns."""
        if not self.has(name):
            say(f"{name} ...")
            self._kept["parts"][name] = measure()
            self._save()
        else:
            say(f"{name}: kept from an earlier run")
        return self._kept["parts"][name]

    def end(self, found: Any) -> None:
        """Save what was found, which closes the file, and print it."""
        self._kept["found"] = found
        self._save()
        print(json.dumps(found, indent=1), flush=True)

    def _save(self) -> None:
        if self._target is None:
            return
        self._target.parent.mkdir(parents=True, exist_ok=True)
        beside = self._target.with_suffix(".part")
        beside.write_text(json.dumps(self._kept, indent=1) + "\n", "utf-8")
        beside.replace(self._target)


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)
