"""A second reader: a blind sheet of records to code, and how far its values and the register's agree."""

import csv
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import InputError
from tocsin.model import Incident
from tocsin.register import check_codes, measure_alpha, share_equal
from tocsin.sources.sheets import Sheet

REGISTER = "register"
# What a second reader codes, and how the register shows the same; section 8 of the codebook names the first.
CODED: Mapping[str, Callable[[Incident], str]] = {
    "threat_type": lambda incident: incident.threat_type or "",
    "subtype": lambda incident: incident.subtype or "",
    "status": lambda incident: incident.status.value,
    "outcome": lambda incident: incident.outcome,
    "attribution_state": lambda incident: incident.attribution.state.value,
    "target_sector": lambda incident: "|".join(sorted(incident.target_sectors)),
    "target_countries": lambda incident: "|".join(sorted(incident.target_countries)),
    "start_date": lambda incident: incident.start_date.isoformat() if incident.start_date else "",
    "severity": lambda incident: str(incident.severity),
}
ORDERED = {"severity": tuple("012345")}
NOTHING = "none"
"""What a reader writes where there is nothing; an empty cell means not coded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAgreement:
    """Agreement on one field: units that two readers coded, share equal, alpha (None where it has none)."""

    field: str
    units: int
    equal: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One cell on which readers differ, for whoever adjudicates."""

    incident_id: str
    field: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far readers agree, field by field, and every cell on which they do not."""

    readers: tuple[str, ...]
    fields: tuple[FieldAgreement, ...]
    disagreements: tuple[Disagreement, ...]


def draw_sample(incidents: Iterable[Incident], *, size: int, seed: int) -> tuple[Incident, ...]:
    """Return that many records drawn at random; the same seed draws the same from the same register."""
    known = {incident.id: incident for incident in incidents}
    return tuple(known[name] for name in draw_ids(known, size=size, seed=seed))


def draw_ids(ids: Iterable[str], *, size: int, seed: int) -> tuple[str, ...]:
    """Return that many ids drawn at random; the same seed draws the same of the same ids."""
    known = sorted(ids)
    if size < 1 or not known:
        raise InputError(f"a sample of {size} from {len(known)} records; wanted at least one of each")
    return tuple(random.Random(seed).sample(known, min(size, len(known))))  # noqa: S311 - a draw, no secret


def write_blind_sheet(incidents: Sequence[Incident], path: Path) -> None:
    """Write a CSV with the quotes of each record and empty cells to code: no value of the register."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["incident_id", "reports", *CODED])
        for incident in incidents:
            writer.writerow([incident.id, _quote(incident), *("" for _ in CODED)])


def measure_agreement(
    incidents: Iterable[Incident], sheets: Mapping[str, Sheet], *, with_register: bool = True
) -> Agreement:
    """Compare the coded sheets with one another and with the register, over the records that they hold."""
    known = {incident.id: incident for incident in incidents}
    coded = {name: _read_coded(name, sheet, known) for name, sheet in sheets.items()}
    ids = sorted({incident_id for cells in coded.values() for incident_id in cells})
    if with_register:
        coded[REGISTER] = {
            incident_id: {field: read(known[incident_id]) or NOTHING for field, read in CODED.items()}
            for incident_id in ids
        }
    fields, disagreements = [], []
    for field in CODED:
        values = {incident_id: _list_given(coded, incident_id, field) for incident_id in ids}
        units = [[given.get(name) for name in coded] for given in values.values()]
        paired = sum(len(given) > 1 for given in values.values())
        alpha = measure_alpha(units, order=ORDERED.get(field))
        fields.append(FieldAgreement(field=field, units=paired, equal=share_equal(units), alpha=alpha))
        disagreements += [
            Disagreement(incident_id=incident_id, field=field, values=given)
            for incident_id, given in values.items()
            if len(set(given.values())) > 1
        ]
    return Agreement(readers=tuple(coded), fields=tuple(fields), disagreements=tuple(disagreements))


def _list_given(
    coded: Mapping[str, Mapping[str, Mapping[str, str]]], incident_id: str, field: str
) -> dict[str, str]:
    """Return what each reader gave one cell, those that left it empty left out."""
    given = {name: cells.get(incident_id, {}).get(field) for name, cells in coded.items()}
    return {name: value for name, value in given.items() if value}


def _quote(incident: Incident) -> str:
    """Return the words behind a record, each once: what the second reader reads."""
    quotes = [claim.evidence[0].quote for claim in incident.claims if claim.field != "title"]
    return "\n".join(f"“{quote}”" for quote in dict.fromkeys(quotes))


def _read_coded(name: str, sheet: Sheet, known: Mapping[str, Incident]) -> dict[str, dict[str, str]]:
    if "incident_id" not in sheet.columns:
        raise InputError(
            f"sheet {name!r} has no column incident_id; wanted one made by tocsin agreement --out"
        )
    coded: dict[str, dict[str, str]] = {}
    for row in sheet.rows:
        incident_id = row.cells.get("incident_id", "")
        if incident_id not in known:
            raise InputError(f"sheet {name!r}, row {row.number}: no record {incident_id!r} in the register")
        coded[incident_id] = {
            field: _read_cell(name, row.number, field, row.cells[field])
            for field in CODED
            if field in row.cells
        }
    return coded


def _read_cell(name: str, number: int, field: str, words: str) -> str:
    """Return a cell as the register would write it; an unknown code is refused with those known."""
    parts = [part.strip() for part in words.replace(",", "|").split("|") if part.strip()]
    try:
        check_codes(field, (part for part in parts if part != NOTHING))
    except InputError as error:
        raise InputError(f"sheet {name!r}, row {number}: {error}") from error
    return "|".join(sorted(parts))
