"""The folder of a coding run: batches as files, a mark for each that is whole, and what the run was."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.exports.coded import TABLES, iter_coded_readings
from tocsin.model import Reading
from tocsin.pipeline.bulk.batches import BatchResult
from tocsin.pipeline.bulk.filing import open_filing
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
    """Coded output under one path or fsspec address; a batch is there whole or not at all, never twice."""

    def __init__(self, path: Path | str) -> None:
        self._filing = open_filing(str(path))
        self.address = self._filing.address

    def open_for(self, run: Mapping[str, Any]) -> None:
        """Make the folder for a run, or take up that run; refuse a folder that holds another one."""
        wanted = {"schema": SCHEMA, **run}
        held = self._load_manifest()
        if held is None:
            if self._filing.is_file() or self._filing.list_names():
                raise InputError(f"{self.address!r} holds other things; wanted an empty or new folder")
            self._filing.write(MANIFEST, _write_json(wanted))
            return
        differing = sorted(key for key in wanted if held.get(key) != wanted[key])
        if differing:
            key = differing[0]
            raise InputError(
                f"{self.address!r} was coded with {key} {held.get(key)!r:.80}, not {wanted[key]!r:.80}; "
                "give the same to go on, or another --out"
            )

    def has(self, name: str) -> bool:
        """Whether a batch is there whole."""
        return self._filing.has(_name_mark(name))

    def keep(self, result: BatchResult) -> None:
        """Write a batch; its mark comes last, so that a kill before it leaves the batch to be coded again."""
        for table, content in result.tables.items():
            self._filing.write(_name_table(table, result.name), content)
        failures = [{"name": failure.name, "reason": failure.reason} for failure in result.failures]
        self._filing.write(_name_mark(result.name), _write_json({**result.counts, "failures": failures}))

    def drop_others(self, names: set[str]) -> None:
        """Remove what the inputs no longer give: half a batch, or the last of a file that has grown."""
        for folder in (_MARKS, *TABLES):
            for name in self._filing.list_names(folder):
                if name.rpartition(".")[0] not in names:
                    self._filing.drop(f"{folder}/{name}")

    def list_names(self) -> list[str]:
        """Return the names of the whole batches, in the order of the inputs."""
        found = self._filing.list_names(_MARKS)
        return [name.removesuffix(".json") for name in found if name.endswith(".json") and name[0] != "."]

    def write_failures(self) -> None:
        """Write what was set aside so far into one file, a line each."""
        lines = [_write_json({"name": one.name, "reason": one.reason}) for one in self.iter_failures()]
        self._filing.write(FAILURES, b"".join(line + b"\n" for line in lines))

    def iter_failures(self) -> Iterator[Unread]:
        """Yield what was set aside, in the order of the inputs."""
        for name in self.list_names():
            for failure in self._load_mark(name)["failures"]:
                yield Unread(name=failure["name"], reason=failure["reason"])

    def iter_readings(self) -> Iterator[Reading]:
        """Yield every reading of the whole batches, in the order of the inputs."""
        self._refuse_other()
        for name in self.list_names():
            with self._filing.open_path(_name_table("readings", name)) as path:
                yield from iter_coded_readings([path])

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
            raise InputError(f"{self.address!r} is no coded output; wanted a folder that tocsin code wrote")

    def _load_manifest(self) -> dict[str, Any] | None:
        return self._load_object(MANIFEST) if self._filing.has(MANIFEST) else None

    def _load_mark(self, name: str) -> dict[str, Any]:
        return self._load_object(_name_mark(name))

    def _load_object(self, name: str) -> dict[str, Any]:
        where = f"{self.address}/{name}"
        try:
            found = json.loads(self._filing.read(name))
        except ValueError as error:
            raise InputError(f"{where!r} is broken JSON ({error}); code into another folder") from error
        if not isinstance(found, dict):
            raise InputError(f"{where!r} holds no object; code into another folder")
        return found


def _name_mark(name: str) -> str:
    return f"{_MARKS}/{name}.json"


def _name_table(table: str, name: str) -> str:
    return f"{table}/{name}.parquet"


def _write_json(value: object) -> bytes:
    return json.dumps(value).encode()
