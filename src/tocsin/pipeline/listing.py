"""Registers typed by hand: in as rows with their words, and compared with what the reports tell."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.model import Delta, Document, Incident
from tocsin.model.codec import encode
from tocsin.pipeline.linking import link_register, now
from tocsin.register import (
    CHANGED,
    LIST_PREFIX,
    Listed,
    Mapped,
    guess_columns,
    is_listed,
    list_field_names,
    make_claims,
    make_listed,
)
from tocsin.sources.sheets import Sheet
from tocsin.store.base import Change, Store

MOST_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did: rows stored, known and refused, and what was not understood of which row."""

    name: str
    stored: int
    known: int
    refused: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report beside a row: its words on the act."""

    document: Document
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMatch:
    """One row of a list, the records it is in, the reports there, and what changed in them."""

    row: Document
    incidents: tuple[Incident, ...]
    told: tuple[Told, ...]
    deltas: tuple[Delta, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListComparison:
    """A list beside the register: rows that reports tell of, rows that none does, what the list lacks."""

    name: str
    profile: str
    matched: tuple[RowMatch, ...]
    alone: tuple[RowMatch, ...]
    lacking: tuple[Incident, ...]


def load_mapping(path: Path, sheet: Sheet) -> tuple[Mapped, bool]:
    """Return the mapping of a file; where there is none yet, a guess that is written there, and True."""
    if not path.exists():
        mapped = Mapped(columns=guess_columns(sheet.columns), types={})
        path.write_text(_write_mapping(mapped, sheet), encoding="utf-8")
        return mapped, True
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"mapping {str(path)!r} cannot be read ({error}); wanted TOML") from error
    columns, types = raw.get("columns", {}), raw.get("types", {})
    for table in (columns, types):
        if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
            raise InputError(f"mapping {str(path)!r}: wanted tables [columns] and [types] of texts")
    _refuse_strangers(path, fields=columns, known=list_field_names(), what="field")
    _refuse_strangers(path, fields=columns.values(), known=sheet.columns, what="column")
    return Mapped(columns=columns, types=types), False


def _refuse_strangers(path: Path, *, fields: Iterable[str], known: Iterable[str], what: str) -> None:
    known = tuple(known)
    strangers = sorted(set(fields) - set(known))
    if strangers:
        raise InputError(f"mapping {str(path)!r}: unknown {what} {strangers[0]!r}; known: {', '.join(known)}")


def import_sheet(
    store: Store, sheet: Sheet, mapped: Mapped, *, name: str, clock: Callable[[], datetime] = now
) -> Imported:
    """Store the rows of a sheet as a list's mentions and link them; a row that says nothing is refused.

    A row that is stored already stays; one whose cells changed is stored beside its older version.
    """
    name = _check_name(name)
    stored, known = 0, 0
    refused: list[str] = []
    remarks: list[str] = []
    for row in sheet.rows:
        label = f"row {row.number}"
        try:
            listed = make_listed(row.cells, mapped, name=name, key=label, seen_at=clock())
        except InputError as error:
            refused.append(f"{label}: {error}")
            continue
        remarks.extend(f"{label}: {remark}" for remark in listed.remarks)
        is_new = _store_row(store, listed, clock())
        stored, known = stored + is_new, known + (not is_new)
    if stored:
        store.log_change(Change(kind="list", detail=f"{stored} rows of the list {name}", at=clock()))
        link_register(store)
    return Imported(name=name, stored=stored, known=known, refused=tuple(refused), remarks=tuple(remarks))


def compare_list(store: Store, name: str, incidents: Iterable[Incident], *, profile: str) -> ListComparison:
    """Say of each row of a list which records and reports it meets, and which records it lacks.

    `incidents` are those that the profile counts and lists apart.
    """
    source = f"{LIST_PREFIX}{_check_name(name)}"
    documents = {document.id: document for document in store.list_documents()}
    rows = [document for document in documents.values() if document.source_id == source]
    if not rows:
        known = sorted({d.source_id or "" for d in documents.values() if is_listed(d)})
        names = ", ".join(entry.removeprefix(LIST_PREFIX) for entry in known) or "none yet: tocsin import"
        raise InputError(f"no list {name!r} in the register; known: {names}")
    homes: dict[str, list[Incident]] = {}
    for incident in store.list_incidents():
        for document_id in incident.document_ids:
            homes.setdefault(document_id, []).append(incident)
    deltas = _gather_deltas(store, rows)
    matches = [_match_row(row, homes.get(row.id, []), documents, deltas) for row in rows]
    listed = {row.id for row in rows}
    return ListComparison(
        name=name,
        profile=profile,
        matched=tuple(match for match in matches if match.told),
        alone=tuple(match for match in matches if not match.told),
        lacking=tuple(incident for incident in incidents if not listed & set(incident.document_ids)),
    )


def encode_comparison(comparison: ListComparison) -> Iterator[dict[str, Any]]:
    """Yield one JSON object a row of the list, then one for every record that it lacks."""
    for match in (*comparison.matched, *comparison.alone):
        yield {
            "row": match.row.external_id,
            "title": match.row.title,
            "incidents": [_encode_incident(incident) for incident in match.incidents],
            "reports": [
                {
                    "document_id": told.document.id,
                    "published_at": encode(told.document.published_at),
                    "publisher": told.document.publisher,
                    "quote": told.quote,
                }
                for told in match.told
            ],
            "changes": [encode(delta) for delta in match.deltas],
        }
    for incident in comparison.lacking:
        yield {"row": None, "profile": comparison.profile, "incidents": [_encode_incident(incident)]}


def _encode_incident(incident: Incident) -> dict[str, Any]:
    return {"id": incident.id, "status": incident.status.value, "title": incident.title}


def _gather_deltas(store: Store, rows: Iterable[Document]) -> Mapping[str, list[Delta]]:
    """Return by record what changed since the first of the rows came in, read once for all of them."""
    since = min((row.retrieved_at for row in rows if row.retrieved_at), default=None)
    deltas: dict[str, list[Delta]] = {}
    for delta in store.list_deltas(since=since):
        if delta.kind == CHANGED:
            deltas.setdefault(delta.incident_id, []).append(delta)
    return deltas


def _match_row(
    row: Document,
    incidents: list[Incident],
    documents: Mapping[str, Document],
    changed: Mapping[str, list[Delta]],
) -> RowMatch:
    told: dict[str, Told] = {}
    for incident in incidents:
        for claim in incident.claims:
            document = documents.get(claim.evidence[0].document_id)
            if claim.field == "status" and document is not None and not is_listed(document):
                told.setdefault(document.id, Told(document=document, quote=claim.evidence[0].quote))
    deltas = tuple(
        delta
        for incident in incidents
        for delta in changed.get(incident.id, ())
        if row.retrieved_at is None or delta.at > row.retrieved_at
    )
    return RowMatch(row=row, incidents=tuple(incidents), told=tuple(told.values()), deltas=deltas)


def _store_row(store: Store, listed: Listed, moment: datetime) -> bool:
    claims = (*make_claims(listed.reading), *listed.claims)
    return store.add_reading(listed.reading, claims, seen_at=moment)


def _check_name(name: str) -> str:
    cleaned = name.strip()
    if not cleaned or len(cleaned) > MOST_NAME_CHARACTERS or not cleaned.isprintable():
        most = MOST_NAME_CHARACTERS
        raise InputError(f"the list is called {name[:most]!r}; wanted a name of 1 to {most} characters")
    return cleaned


def _write_mapping(mapped: Mapped, sheet: Sheet) -> str:
    lines = ["# Which column is which field; correct it and import again.", "[columns]"]
    for field in list_field_names():
        column = mapped.columns.get(field)
        lines.append(f"{field} = {_quote(column)}" if column else f'# {field} = ""')
    others = [column for column in sheet.columns if column not in mapped.columns.values()]
    if others:
        lines.append(f"# kept as words only: {', '.join(others)}")
    lines += ["", '# Your words for threat types, as "Cable cut" = "undersea.telecom_cable"', "[types]", ""]
    return "\n".join(lines)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
