"""Match records to gold incidents by the reports that found them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tocsin.evaluation.base import Item
from tocsin.evaluation.register_cells import is_right, list_accepted
from tocsin.evaluation.register_stream import Record

MAJORITY = 0.5
# Between incidents told by the same reports, these say which one a record is.
TELLING_FIELDS = ("threat_type", "start_date", "target_sector", "target_country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Which record is what.

    `homes`: the one record of each incident found; `twins`: further records of an incident; `others`: records
    of acts told in passing; `strays`: records that are nothing in the gold.
    """

    homes: Mapping[str, str]
    twins: Mapping[str, str]
    others: frozenset[str]
    strays: frozenset[str]


def match_records(records: Mapping[str, Record], reports: Sequence[Item]) -> Matched:
    """Match each record to the incident that most of its reports tell of, each incident to one record.

    What is left over is a twin where its type is right for an incident of most of its reports, and else
    an act told in passing, or a stray.
    """
    told = {report["id"]: report for report in reports}
    cells = {cell["incident"]: cell for report in reports for cell in report["cells"]}
    pairs = sorted(
        (pair for record in records.values() for pair in _rank_incidents(record, told, cells)), reverse=True
    )
    homes: dict[str, str] = {}
    for _, _, record_id, incident in pairs:
        if incident not in homes and record_id not in homes.values():
            homes[incident] = record_id
    twins: dict[str, str] = {}
    others, strays = set(), set()
    for key in sorted(records.keys() - set(homes.values())):
        near = [name for *_, owner, name in pairs if owner == key and _is_of_type(records[key], cells[name])]
        if is_other(records[key], told):
            others.add(key)
        elif near:
            twins[key] = near[0]
        else:
            strays.add(key)
    return Matched(homes=homes, twins=twins, others=frozenset(others), strays=frozenset(strays))


def _rank_incidents(
    record: Record, told: Mapping[str, Item], cells: Mapping[str, Item]
) -> list[tuple[float, int, str, str]]:
    votes: dict[str, float] = {}
    count: dict[str, int] = {}
    for report in record["reports"]:
        for cell in told[report]["cells"]:
            votes[cell["incident"]] = votes.get(cell["incident"], 0.0) + 1 / len(told[report]["cells"])
            count[cell["incident"]] = count.get(cell["incident"], 0) + 1
    passing = is_other(record, told)
    return [
        (vote, sum(is_right(record, cells[name], field) for field in TELLING_FIELDS), record["record"], name)
        for name, vote in votes.items()
        if count[name] >= MAJORITY * len(record["reports"])
        and (_is_of_type(record, cells[name]) or not passing)
    ]


def _is_of_type(record: Record, cell: Item) -> bool:
    return is_right(record, cell, "threat_type")


def is_other(record: Record, told: Mapping[str, Item]) -> bool:
    """Whether most reports of a record tell such an act in passing."""
    passing = [
        report
        for report in record["reports"]
        if any(_agrees(record, other) for other in told[report]["others"])
    ]
    return len(passing) > MAJORITY * len(record["reports"]) or bool(passing) and len(record["reports"]) <= 2


def _agrees(record: Record, other: Item) -> bool:
    """Whether a record can be an act told in passing, as far as both say what, whom and when."""
    types, countries, dates = (
        list_accepted(other[key]) for key in ("threat_type", "target_country", "start_date")
    )
    if None not in types and record["threat_type"] not in types:
        return False
    if (
        None not in countries
        and record["target_country"]
        and not set(countries) & set(record["target_country"])
    ):
        return False
    day = record["start_date"]
    return None in dates or day is None or any(_may_be_one(day, date) for date in dates)


def _may_be_one(day: str, other: str) -> bool:
    """Whether one day in EDTF begins as the other does, as far as both go."""
    one, two = day.split("/")[0], other.split("/")[0]
    length = min(len(one), len(two))
    return one[:length] == two[:length] or other.endswith("/..") and one >= two
