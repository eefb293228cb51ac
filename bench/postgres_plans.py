"""What PostgreSQL does for the hot queries of a register of a million reports: plans, times and sizes.

    python bench/postgres_plans.py [--incidents 800000] [--out FILE.md]

Starts a server of its own in a folder of its own, as the tests do, fills it in bulk, and writes each query
with the plan of EXPLAIN (ANALYZE, BUFFERS). Then reports are added one by one as `tocsin add` adds them.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from register_filling import BASE, SEED, fill_postgres, iter_reports, make_towns
from register_speed import summarize, time_reports

from postgres_server import find_programs, run_server
from tocsin.store import open_store

VECTOR = "to_tsvector('simple', coalesce(title, '') || ' ' || left(text, 200000))"
WORDS = "plainto_tsquery('simple', %(rare)s)"
HOT: tuple[tuple[str, str, str], ...] = (
    (
        "Is a report known?",
        "adding, for each report",
        "SELECT number FROM documents WHERE id = %(document)s",
    ),
    (
        "The next holders of a key before a moment",
        "linking, some ninety for each report",
        "SELECT moment, number FROM holders WHERE key = %(key)s AND (moment, number) < (%(moment)s, 0) "
        "ORDER BY moment DESC, number DESC LIMIT 24",
    ),
    (
        "Mentions by number",
        "linking",
        "SELECT number, payload FROM mentions WHERE number = ANY(%(numbers)s)",
    ),
    ("Edges of mentions", "linking", "SELECT * FROM edges WHERE number = ANY(%(numbers)s)"),
    (
        "Places in an incident",
        "linking and the desk",
        "SELECT * FROM memberships WHERE incident_id = %(incident)s ORDER BY event_id",
    ),
    ("An incident", "the desk", "SELECT payload FROM incidents WHERE id = %(incident)s"),
    (
        "Claims of a report",
        "the desk",
        "SELECT c.* FROM claims c JOIN events e ON c.event_id = e.id WHERE e.document_id = %(document)s "
        "ORDER BY c.id",
    ),
    (
        "What a linking changed lately",
        "watch and the desk",
        "SELECT number, payload FROM deltas WHERE at > %(late)s ORDER BY number LIMIT 500",
    ),
    (
        "Words in reports: two rare ones",
        "search",
        f"SELECT id FROM documents WHERE {VECTOR} @@ {WORDS} "
        f"ORDER BY ts_rank({VECTOR}, {WORDS}) DESC, id LIMIT 20",
    ),
    (
        "Reports of a month, in order",
        "exports and rereading",
        "SELECT id FROM documents WHERE published_at >= '2020-05-01' AND published_at < '2020-06-01' "
        "ORDER BY published_at, id",
    ),
)


def draw_parameters(connection: Any) -> dict[str, Any]:
    """Return values that are in the store."""

    def one(query: str) -> Any:
        return connection.execute(query).fetchone()

    key, moment = one("SELECT key, moment FROM holders WHERE moment > 1590000000000000 OFFSET 1000 LIMIT 1")
    numbers = [row[0] for row in connection.execute("SELECT number FROM mentions LIMIT 120").fetchall()]
    words = one("SELECT text FROM documents OFFSET 500 LIMIT 1")[0].split()
    return {
        "document": one("SELECT id FROM documents OFFSET 1000 LIMIT 1")[0],
        "incident": one("SELECT id FROM incidents OFFSET 1000 LIMIT 1")[0],
        "key": key,
        "moment": moment,
        "numbers": numbers,
        "late": "2026-01-02T00:00:00Z",
        "rare": " ".join(word.strip(",.") for word in words[8:10]),
    }


def explain(connection: Any) -> list[dict[str, Any]]:
    """Return each hot query with its plan and the milliseconds of a second run."""
    given = draw_parameters(connection)
    found = []
    for title, where, query in HOT:
        connection.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query}", given).fetchall()
        plan = [row[0] for row in connection.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query}", given).fetchall()]
        took = next(float(line.split()[2]) for line in plan if line.startswith("Execution Time"))
        found.append({"title": title, "where": where, "query": query, "plan": plan, "ms": took})
    return found


def measure_sizes(connection: Any) -> list[tuple[str, int, int, int]]:
    """Return rows, megabytes of the table and megabytes of its indexes, the largest first."""
    rows = connection.execute(
        "SELECT relname, reltuples::bigint, pg_table_size(oid) / 1000000, pg_indexes_size(oid) / 1000000 "
        "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
        "AND pg_total_relation_size(oid) > 1000000 ORDER BY pg_total_relation_size(oid) DESC"
    )
    return [tuple(row) for row in rows.fetchall()]


def write_page(found: dict[str, Any]) -> str:
    """Return what was measured as Markdown."""
    lines = ["| table | rows | MB | MB of indexes |", "|---|---|---|---|"]
    lines += [f"| {name} | {rows:,} | {size:,} | {index:,} |" for name, rows, size, index in found["sizes"]]
    for one in found["plans"]:
        lines += ["", f"**{one['title']}** ({one['where']}): {one['ms']:.2f} ms", "", "```text"]
        lines += [f"{line[:150]}" for line in one["plan"]]
        lines += ["```"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Fill, explain, add, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--incidents", type=int, default=800_000)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    programs = find_programs()
    if programs is None:
        sys.exit("there is no PostgreSQL server on this machine")
    with run_server(programs) as server, tempfile.TemporaryDirectory() as scratch:
        address = server.make_database()
        started = time.monotonic()
        fill_postgres(
            address,
            given.incidents,
            scratch=Path(scratch),
            progress=lambda done: print(f"{done},000 incidents", flush=True) if done % 50 == 0 else None,
        )
        filled = time.monotonic() - started
        with psycopg.connect(address, autocommit=True) as connection:
            found = {
                "filled_s": round(filled),
                "sizes": measure_sizes(connection),
                "plans": explain(connection),
            }
            found["version"] = connection.execute("SHOW server_version").fetchone()[0]  # type: ignore[index]
        chance = random.Random(SEED)
        towns = make_towns(chance)[:60]
        known = list(iter_reports(chance, BASE, towns))
        with closing(open_store(address)) as store:
            time_reports(store, random.Random(1), towns, known, 30)
            times = time_reports(store, random.Random(2), towns, known, 100)
        found["added"] = summarize("report", times)
    print(write_page(found))
    print(found["filled_s"], found["added"], statistics.median(one["ms"] for one in found["plans"]))
    if given.out:
        given.out.write_text(write_page(found))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
