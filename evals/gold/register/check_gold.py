"""Check the register gold: vocabularies, ids, order, copies, and three to eight reports an incident."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tocsin.ontology.threats import load_threats
from tocsin.ontology.vocabularies import vocabulary

HERE = Path(__file__).parent
REPORT_KEYS = {
    "id",
    "set",
    "published_at",
    "publisher",
    "publisher_country",
    "title",
    "text",
    "copy_of",
    "incidents",
    "cells",
    "others",
}
CELL_KEYS = {
    "incident",
    "status",
    "threat_type",
    "attribution_state",
    "attribution_flags",
    "attribution_highest",
    "origins",
    "target_country",
    "target_sector",
    "severity",
    "start_date",
}
OTHER_KEYS = {"threat_type", "target_country", "start_date"}
ACT_KEYS = {"word", "start", "threat_type", "counts"}
WITH_ACTS = {"dev2"}
REPORTS_OF_ONE = range(3, 9)
WORDS = range(40, 221)
COUNTRY = re.compile(r"[A-Z]{3}")
PUBLISHER_COUNTRY = re.compile(r"[A-Z]{2}")
DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
EDTF = re.compile(rf"{DAY}(/({DAY}|\.\.))?")


def codes_of(name: str) -> set[str]:
    """Return the codes of one closed list."""
    return {term.code for term in vocabulary(name)}


def accepted(value: Any) -> list[Any]:
    """Return the values that a cell accepts, one or several."""
    return list(value["any"]) if isinstance(value, dict) else [value]


def check_cell(cell: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one expected record."""
    if set(cell) != CELL_KEYS:
        yield f"keys {sorted(set(cell) ^ CELL_KEYS)}"
        return
    lists = {
        "status": codes_of("incident_status"),
        "threat_type": set(load_threats()),
        "attribution_state": codes_of("attribution_state"),
        "attribution_highest": codes_of("attribution_state"),
        "target_sector": codes_of("target_sector"),
    }
    for key, known in lists.items():
        yield from (f"{key} {value!r}" for value in accepted(cell[key]) if value not in known)
    flags = codes_of("attribution_flag")
    yield from (f"flags {value}" for value in accepted(cell["attribution_flags"]) if not set(value) <= flags)
    yield from (f"origins {value}" for value in accepted(cell["origins"]) if value not in range(1, 9))
    yield from (f"severity {value}" for value in accepted(cell["severity"]) if value not in range(6))
    countries = codes_of("alliance")
    for value in accepted(cell["target_country"]):
        if not COUNTRY.fullmatch(value) and value not in countries:
            yield f"target_country {value!r}"
    yield from (
        f"start_date {value!r}" for value in accepted(cell["start_date"]) if not EDTF.fullmatch(value)
    )
    ranks = {term.code: term.rank or 0 for term in vocabulary("attribution_state")}
    if (
        max(ranks[value] for value in accepted(cell["attribution_state"]))
        > ranks[cell["attribution_highest"]]
    ):
        yield "attribution_state above attribution_highest"


def check_other(other: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one further act that a report tells in passing."""
    if set(other) != OTHER_KEYS:
        yield f"keys {sorted(set(other) ^ OTHER_KEYS)}"
        return
    known = set(load_threats())
    yield from (
        f"threat_type {value!r}" for value in accepted(other["threat_type"]) if value not in {*known, None}
    )
    for key, pattern in (("target_country", COUNTRY), ("start_date", EDTF)):
        for value in accepted(other[key]):
            if value is not None and not pattern.fullmatch(value):
                yield f"{key} {value!r}"


def check_acts(report: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the head words of the acts that one report tells."""
    whole = f"{report['title']}\n\n{report['text']}"
    known = {*load_threats(), None}
    starts = [act["start"] for act in report["acts"]]
    if sorted(set(starts)) != starts:
        yield "acts out of order or twice"
    for act in report["acts"]:
        if set(act) != ACT_KEYS:
            yield f"acts: keys {sorted(set(act) ^ ACT_KEYS)}"
            continue
        found = re.finditer(rf"\b{re.escape(act['word'])}\b", whole)
        if all(match.start() != act["start"] for match in found):
            yield f"acts: {act['word']!r} is not at {act['start']}"
        if act["threat_type"] not in known:
            yield f"acts: threat_type {act['threat_type']!r}"
        if not isinstance(act["counts"], bool):
            yield f"acts: counts {act['counts']!r}"
    if any(act["counts"] for act in report["acts"]) and not report["incidents"] + report["others"]:
        yield "an act that counts in a report that tells none"


def check_report(report: dict[str, Any], earlier: dict[str, dict[str, Any]], name: str) -> Iterator[str]:
    """Yield what is wrong with one report, given those before it in the stream."""
    keys = REPORT_KEYS | {"acts"} if name in WITH_ACTS else REPORT_KEYS
    if set(report) != keys:
        yield f"keys {sorted(set(report) ^ keys)}"
        return
    if report["set"] != name:
        yield f"set {report['set']!r}"
    if report["id"] in earlier:
        yield "id twice"
    datetime.fromisoformat(report["published_at"].replace("Z", "+00:00"))
    if earlier and report["published_at"] < next(reversed(earlier.values()))["published_at"]:
        yield "out of order"
    if report["publisher_country"] is not None and not PUBLISHER_COUNTRY.fullmatch(
        report["publisher_country"]
    ):
        yield f"publisher_country {report['publisher_country']!r}"
    if len(report["text"].split()) not in WORDS:
        yield f"{len(report['text'].split())} words"
    if report["copy_of"] is not None and report["copy_of"] not in earlier:
        yield f"copy_of {report['copy_of']!r} is not before it"
    touched = [cell["incident"] for cell in report["cells"]]
    if len(set(touched)) != len(touched):
        yield "an incident twice"
    if not set(report["incidents"]) <= set(touched):
        yield "an incident without its cell"
    if name in WITH_ACTS:
        yield from check_acts(report)
    for other in report["others"]:
        yield from (f"others: {fault}" for fault in check_other(other))
    for cell in report["cells"]:
        yield from (f"{cell['incident']}: {fault}" for fault in check_cell(cell))


def check_set(name: str) -> Iterator[str]:
    """Yield what is wrong with one file."""
    seen: dict[str, dict[str, Any]] = {}
    touches: Counter[str] = Counter()
    for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        yield from (f"{report['id']}: {fault}" for fault in check_report(report, seen, name))
        seen[report["id"]] = report
        touches.update(cell["incident"] for cell in report["cells"])
    for incident, times in sorted(touches.items()):
        if times not in REPORTS_OF_ONE:
            yield f"{incident}: {times} reports"
    bare = sum(not report["cells"] for report in seen.values())
    copies = sum(report["copy_of"] is not None for report in seen.values())
    sys.stdout.write(
        f"{name}: {len(seen)} reports, {len(touches)} incidents, {sum(touches.values())} cells, "
        f"{bare} reports that open nothing, {copies} copies\n"
    )


def main() -> int:
    """Check every file and return 1 if anything is wrong."""
    names = [name for name in ("dev", "dev2", "frozen") if (HERE / f"{name}.jsonl").exists()]
    faults = [f"{name}: {fault}" for name in names for fault in check_set(name)]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
