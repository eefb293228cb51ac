"""The register told report by report: which are one incident, and what its record shows after each."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.evaluation.base import Item
from tocsin.evaluation.register_cells import (
    FIELDS,
    demands_count,
    demands_flag,
    demands_refutation,
    is_above_evidence,
    is_right,
    is_strictly_right,
)
from tocsin.evaluation.register_constant import show_constants
from tocsin.evaluation.register_matching import Matched, match_records
from tocsin.evaluation.register_stream import Record, feed_reports, read_reports, replay_records
from tocsin.evaluation.scoring import load_gold

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

# What belongs to no incident of the gold is drawn as a unit of its own.
NO_INCIDENT = "no incident"
REFUTED = frozenset({"refuted", "withdrawn"})
FLAGS = "attribution_flags"
# Acts of the record that the gold demands from some report on, and how a record shows them.
DEMANDS: Mapping[str, tuple[Callable[[Item], bool], Callable[[Record], bool]]] = {
    "refutations applied": (demands_refutation, lambda record: record["status"] in REFUTED),
    "retractions applied": (demands_flag("retracted"), lambda record: "retracted" in record[FLAGS]),
    "denials applied": (demands_flag("denied"), lambda record: "denied" in record[FLAGS]),
}


class RegisterTask:
    """Feeds reports into an empty register and compares the records after each with the expected cells."""

    name = "register"
    summary = "incidents out of a stream of reports, and their records after each report"
    lower_is_better = frozenset({"records per incident", "false of shown", "above evidence"})

    def load(self, path: Path) -> list[Item]:
        """Return the reports of a gold file, in order of publication."""
        return sorted(load_gold(path), key=lambda item: str(item["published_at"]))

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Return after each report which records changed or are gone, and what the cells' records show."""
        return note_cells(items, list(feed_reports(read_reports(items, reader))))

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return constant records: one for every report, and one for every incident linked rightly."""
        return {
            "every report an incident, commonest values": show_constants(items, by_incident=False),
            "right links, commonest values": show_constants(items, by_incident=True),
        }

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count the cells of one report alone; linking needs the stream, see `tally_together`."""
        return Counter(reports=1, cells=len(item["cells"]) * len(FIELDS))

    def tally_together(self, items: Sequence[Item], predictions: Sequence[Item]) -> list[Counter[str]]:
        """Count links, records and cells by incident: the units that the intervals draw."""
        totals: dict[str, Counter[str]] = defaultdict(Counter)
        seen: list[Item] = []
        records: Mapping[str, Record] = {}
        matched = match_records(records, seen)
        asked: set[tuple[str, str]] = set()
        for item, records in zip(items, replay_records(predictions), strict=True):
            seen.append(item)
            matched = match_records(records, seen)
            for cell in item["cells"]:
                record = records.get(matched.homes.get(cell["incident"], ""))
                _tally_cell(totals[cell["incident"]], cell, record)
                _tally_demands(totals[cell["incident"]], cell, record, asked)
        _tally_records(totals, items, records, matched)
        _tally_pairs(totals, items, records, matched)
        return [totals[key] for key in sorted(totals)]

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return the figures of linking, of records and of cells."""
        both, gold, found = total["pairs both"], total["pairs gold"], total["pairs found"]
        figures = {
            "pair F of reports": _share(2 * both, gold + found),
            "pair precision": _share(both, found),
            "pair recall": _share(both, gold),
            "incidents found": _share(total["homes"], total["incidents"]),
            "records per incident": _share(total["homes"] + total["twins"], total["homes"]),
            "false of shown": _share(total["false"], total["shown"]),
            "quiet kept": _share(total["quiet kept"], total["quiet"]),
            "cells right": _share(total["right"], total["cells"]),
            "cells right, strict": _share(total["strict"], total["cells"]),
            "right if recorded": _share(total["right"], total["cells recorded"]),
        }
        figures |= {field: _share(total[f"right {field}"], total["rows"]) for field in FIELDS}
        figures["above evidence"] = float(total["above"])
        for name in DEMANDS:
            if total[f"asked {name}"]:
                figures[name] = _share(total[name], total[f"asked {name}"])
        return figures


def note_cells(items: Sequence[Item], lines: Sequence[Item]) -> list[Item]:
    """Add to each line what the record of each of the report's cells showed, None where there was none."""
    noted: list[Item] = []
    seen: list[Item] = []
    for item, line, records in zip(items, lines, replay_records(lines), strict=True):
        seen.append(item)
        homes = match_records(records, seen).homes
        cells = {cell["incident"]: records.get(homes.get(cell["incident"], "")) for cell in item["cells"]}
        noted.append({**line, "cells": cells})
    return noted


def _tally_cell(total: Counter[str], cell: Item, record: Record | None) -> None:
    total["rows"] += 1
    total["cells"] += len(FIELDS)
    if record is None:
        return
    total["cells recorded"] += len(FIELDS)
    total["above"] += is_above_evidence(record, cell)
    for field in FIELDS:
        right = is_right(record, cell, field)
        total["right"] += right
        total[f"right {field}"] += right
        total["strict"] += is_strictly_right(record, cell, field)


def _tally_demands(
    total: Counter[str], cell: Item, record: Record | None, asked: set[tuple[str, str]]
) -> None:
    """Count whether what the gold demands from here on is shown here, at the first report that demands it."""
    for name, (demands, shows) in DEMANDS.items():
        if (cell["incident"], name) in asked or not demands(cell):
            continue
        asked.add((cell["incident"], name))
        total[f"asked {name}"] += 1
        total[name] += record is not None and shows(record)


def _tally_records(
    totals: Mapping[str, Counter[str]],
    items: Sequence[Item],
    records: Mapping[str, Record],
    matched: Matched,
) -> None:
    cells = {cell["incident"]: cell for item in items for cell in item["cells"]}
    for incident, cell in cells.items():
        total = totals[incident]
        total["incidents"] += 1
        record = records.get(matched.homes.get(incident, ""))
        total["homes"] += record is not None
        if record is not None and record["counted"]:
            total["shown"] += 1
            total["false"] += not demands_count(cell)
    for key, incident in matched.twins.items():
        totals[incident]["twins"] += 1
        totals[incident]["shown"] += records[key]["counted"]
    for key in matched.strays:
        totals[f"{NO_INCIDENT} {key}"].update(shown=records[key]["counted"], false=records[key]["counted"])
    told = {report for key in records.keys() - matched.others for report in records[key]["reports"]}
    for item in items:
        if not item["cells"]:
            totals[f"{NO_INCIDENT} {item['id']}"].update({"quiet": 1, "quiet kept": item["id"] not in told})


def _tally_pairs(
    totals: Mapping[str, Counter[str]],
    items: Sequence[Item],
    records: Mapping[str, Record],
    matched: Matched,
) -> None:
    """Count pairs of reports on one incident, those in one record, and those in both."""
    gold: dict[tuple[str, str], str] = {}
    reports: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for cell in item["cells"]:
            reports[cell["incident"]].append(item["id"])
    for incident, told in reports.items():
        for pair in _pair(told):
            gold.setdefault(pair, incident)
    owners = {**{key: incident for incident, key in matched.homes.items()}, **matched.twins}
    found: dict[tuple[str, str], str] = {}
    for key in sorted(records.keys() - matched.others):
        for pair in _pair(records[key]["reports"]):
            found.setdefault(pair, owners.get(key, f"{NO_INCIDENT} {key}"))
    for pair, incident in gold.items():
        totals[incident].update({"pairs gold": 1, "pairs both": pair in found, "pairs found": pair in found})
    for pair in found.keys() - gold.keys():
        totals[found[pair]]["pairs found"] += 1


def _pair(reports: Iterable[str]) -> Iterable[tuple[str, str]]:
    return combinations(sorted(set(reports)), 2)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
