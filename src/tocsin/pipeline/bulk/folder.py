"""The folder of a coding run: batches as files, a mark for each that is whole, and what the run was."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.exports.coded import TABLES, iter_coded_readings
from tocsin.model import Reading
from tocsin.pipeline.bulk.batches import BatchResult
from tocsin.sources import Unread

SCHEMA = "tocsin.coded/1"
MANIFEST = "manifest.json"
FAILURES = "failures.jsonl"
_MARKS = "batches"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a folder holds: inputs met, rows by table, inputs set aside."""

    documents: int
    readings: int
    statements: int
    events: int
    failures: int


class CodedFolder:
    """Coded output under one path; a batch is there whole or not at all, and never twice."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open_for(self, run: Mapping[str, Any]) -> None:
        """Make the folder for a run, or take up that run; refuse a folder that holds another one."""
        wanted = {"schema": SCHEMA, **run}
        held = self._load_manifest()
        if held is None:
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                raise InputError(f"{str(self.path)!r} holds other things; wanted an empty or new folder")
            for name in (*TABLES, _MARKS):
                (self.path / name).mkdir(parents=True, exist_ok=True)
            _place(self.path / MANIFEST, _write_json(wanted))
            return
        differing = sorted(key for key in wanted if held.get(key) != wanted[key])
        if differing:
            key = differing[0]
            raise InputError(
                f"{str(self.path)!r} was coded with {key} {held.get(key)!r:.80}, not {wanted[key]!r:.80}; "
                "give the same to go on, or another --out"
            )

    def has(self, name: str) -> bool:
        """Whether a batch is there whole."""
        return self._mark(name).exists()

    def keep(self, result: BatchResult) -> None:
        """Write a batch; its mark comes last, so that a kill before it leaves the batch to be coded again."""
        for table, content in result.tables.items():
            _place(self._table(table, result.name), content)
        failures = [{"name": failure.name, "reason": failure.reason} for failure in result.failures]
        _place(self._mark(result.name), _write_json({**result.counts, "failures": failures}))

    def drop_others(self, names: set[str]) -> None:
        """Remove what the inputs no longer give: half a batch, or the last of a file that has grown."""
        for folder in (_MARKS, *TABLES):
            for path in (self.path / folder).iterdir():
                if path.stem not in names:
                    path.unlink()

    def list_names(self) -> list[str]:
        """Return the names of the whole batches, in the order of the inputs."""
        return sorted(path.stem for path in (self.path / _MARKS).glob("[!.]*.json"))

    def write_failures(self) -> None:
        """Write what was set aside so far into one file, a line each."""
        lines = [_write_json({"name": one.name, "reason": one.reason}) for one in self.iter_failures()]
        _place(self.path / FAILURES, b"".join(line + b"\n" for line in lines))

    def iter_failures(self) -> Iterator[Unread]:
        """Yield what was set aside, in the order of the inputs."""
        for name in self.list_names():
            for failure in self._load_mark(name)["failures"]:
                yield Unread(name=failure["name"], reason=failure["reason"])

    def iter_readings(self) -> Iterator[Reading]:
        """Yield every reading of the whole batches, in the order of the inputs."""
        self._refuse_other()
        yield from iter_coded_readings(self._table("readings", name) for name in self.list_names())

    def count(self) -> Totals:
        """Return what the whole batches hold."""
        self._refuse_other()
        marks = [self._load_mark(name) for name in self.list_names()]
        return Totals(
            failures=sum(len(mark["failures"]) for mark in marks),
            **{key: sum(mark[key] for mark in marks) for key in ("documents", *TABLES)},
        )

    def _refuse_other(self) -> None:
        held = self._load_manifest()
        if held is None or held.get("schema") != SCHEMA:
            raise InputError(f"{str(self.path)!r} is no coded output; wanted a folder that tocsin code wrote")

    def _load_manifest(self) -> dict[str, Any] | None:
        path = self.path / MANIFEST
        return _load_object(path) if path.exists() else None

    def _load_mark(self, name: str) -> dict[str, Any]:
        return _load_object(self._mark(name))

    def _mark(self, name: str) -> Path:
        return self.path / _MARKS / f"{name}.json"

    def _table(self, table: str, name: str) -> Path:
        return self.path / table / f"{name}.parquet"


def _write_json(value: object) -> bytes:
    return json.dumps(value).encode()


def _load_object(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except ValueError as error:
        raise InputError(f"{str(path)!r} is broken JSON ({error}); code into another folder") from error
    if not isinstance(found, dict):
        raise InputError(f"{str(path)!r} holds no object; code into another folder")
    return found


def _place(path: Path, content: bytes) -> None:
    """Write beside and move: a reader meets the old file or the new one, never half of one."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
