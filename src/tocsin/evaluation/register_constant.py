"""Baselines of the register: records that show the commonest values, whatever the reports say."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.register_cells import list_accepted
from tocsin.evaluation.register_stream import Record

SEVERAL = ("target_country", "target_sector")
CONSTANT_FIELDS = ("status", "threat_type", "attribution_state", "attribution_flags", "severity", *SEVERAL)


def show_constants(items: Sequence[Item], *, by_incident: bool) -> list[Item]:
    """Return lines of records with the gold's commonest values, dated to the first report's day.

    One record for each report, or one for each incident, with as many origins as reports.
    """
    constants = {field: _find_commonest(items, field) for field in CONSTANT_FIELDS}
    told: dict[str, list[Item]] = {}
    lines: list[Item] = []
    for item in items:
        keys = [cell["incident"] for cell in item["cells"]] if by_incident else [item["id"]]
        for key in keys:
            told.setdefault(key, []).append(item)
        lines.append(
            {"id": item["id"], "changed": [_show(key, told[key], constants) for key in keys], "gone": []}
        )
    return lines


def _find_commonest(items: Sequence[Item], field: str) -> Any:
    values = Counter(json.dumps(list_accepted(cell[field])[0]) for item in items for cell in item["cells"])
    return json.loads(values.most_common(1)[0][0]) if values else None


def _show(key: str, told: Sequence[Item], constants: dict[str, Any]) -> Record:
    shown = {field: [value] if field in SEVERAL else value for field, value in constants.items()}
    return {
        "record": key,
        "reports": [item["id"] for item in told],
        "counted": True,
        "origins": len({item["copy_of"] or item["id"] for item in told}),
        "start_date": told[0]["published_at"][:10],
        **shown,
    }
