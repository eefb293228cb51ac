"""Compare what a record shows with the cells that a gold expects: one right value, or any of several."""

from collections.abc import Callable, Mapping
from typing import Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.register_stream import Record
from tocsin.model import AttributionState

FIELDS = (
    "status",
    "threat_type",
    "attribution_state",
    "attribution_flags",
    "origins",
    "target_country",
    "target_sector",
    "severity",
    "start_date",
)
STATES = [state.value for state in AttributionState]
NOTHING = "unknown"


def list_accepted(value: Any) -> list[Any]:
    """Return the values that a cell accepts, the first one first."""
    return list(value["any"]) if isinstance(value, Mapping) else [value]


def find_shown(record: Record, field: str) -> Any:
    """Return what the record shows for a field: of several countries or sectors the first."""
    value = record[field]
    if field in ("target_country", "target_sector"):
        return value[0] if value else NOTHING
    return sorted(value) if field == "attribution_flags" else value


def is_right(record: Record, cell: Item, field: str) -> bool:
    """Whether the record shows one of the values that the cell accepts."""
    return find_shown(record, field) in list_accepted(cell[field])


def is_strictly_right(record: Record, cell: Item, field: str) -> bool:
    """Whether the record shows the first value that the cell names."""
    return bool(find_shown(record, field) == list_accepted(cell[field])[0])


def is_above_evidence(record: Record, cell: Item) -> bool:
    """Whether the record blames further than the evidence so far allows."""
    return STATES.index(record["attribution_state"]) > STATES.index(cell["attribution_highest"])


def demands_refutation(cell: Item) -> bool:
    """Whether nothing but a refuted or withdrawn record is right."""
    return set(list_accepted(cell["status"])) <= {"refuted", "withdrawn"}


def demands_flag(flag: str) -> Callable[[Item], bool]:
    """Return the question whether every right answer of a cell has the flag."""
    return lambda cell: all(flag in flags for flags in list_accepted(cell["attribution_flags"]))


def demands_count(cell: Item) -> bool:
    """Whether a counting status is among the right ones."""
    return bool(set(list_accepted(cell["status"])) - {"candidate", "refuted", "withdrawn"})
