"""How long pages of the desk and its queries take on a register of made-up incidents."""

import argparse
import statistics
import sys
import tempfile
import time
from contextlib import closing
from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from register_filling import fill_sqlite
from saving import Parts, say

from tocsin.desk.app import create_app
from tocsin.store import open_store

PAGES = ("/", "/incidents", "/reports", "/reports?q=depot", "/alerts", "/statements", "/api/v1/incidents")
ROUNDS = 7


def measure(size: int) -> dict[str, Any]:
    """Return the milliseconds of each page, processor and clock, the first call apart."""
    found: dict[str, Any] = {"incidents": size, "pages": {}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.sqlite"
        fill_sqlite(path, size)
        say("filled")
        with closing(open_store(path)) as store:
            one = store.list_rows()[0].id
            client = TestClient(create_app(store), base_url="http://localhost", follow_redirects=False)
            for page in (*PAGES, f"/incidents/{one}"):
                rows = []
                for _ in range(ROUNDS):
                    cpu, clock = time.process_time(), time.perf_counter()
                    code = client.get(page).status_code
                    if code != HTTPStatus.OK:
                        sys.exit(f"{page} answers {code}")
                    rows.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - clock)))
                name = page.replace(one, "ID")
                found["pages"][name] = {
                    "first_ms": round(rows[0][1], 1),
                    "cpu_ms": round(statistics.median(cpu for cpu, _ in rows[1:]), 1),
                    "wall_ms": round(statistics.median(clock for _, clock in rows[1:]), 1),
                }
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=10_000)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    kept = Parts(given.json, {"incidents": given.incidents})
    kept.end(kept.take("pages", lambda: measure(given.incidents)))
