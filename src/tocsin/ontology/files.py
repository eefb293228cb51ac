"""Read the ontology's data files and say in one line what is wrong in them."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from tocsin.errors import OntologyError


def read_text(name: str) -> str:
    """Return the text of a data file that ships with this package."""
    return resources.files("tocsin.ontology").joinpath(name).read_text(encoding="utf-8")


def parse_toml(text: str, *, file: str) -> "Section":
    """Parse TOML into a checked section."""
    try:
        return Section(file=file, path="", values=tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{file}: not valid TOML: {error}") from error


def parse_json(text: str, *, file: str) -> "Section":
    """Parse a JSON object into a checked section."""
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise OntologyError(f"{file}: not valid JSON: {error}") from error
    if not isinstance(values, dict):
        raise OntologyError(f"{file}: wanted an object at the top, got {type(values).__name__}")
    return Section(file=file, path="", values=values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table of a data file; every getter checks the kind of value it returns."""

    file: str
    path: str
    values: Mapping[str, Any]

    def refuse(self, key: str, wanted: str) -> OntologyError:
        """Build the error that names the file, the key and what was wanted there."""
        where = f"{self.path}.{key}" if self.path else key
        given = repr(self.values[key])[:60] if key in self.values else "nothing"
        return OntologyError(f"{self.file}: {where}: wanted {wanted}, got {given}")

    def allow(self, *keys: str) -> None:
        """Refuse keys that nobody reads: they are misspellings."""
        for key in self.values:
            if key not in keys:
                raise self.refuse(key, f"one of the keys {', '.join(keys)}")

    def text(self, key: str, default: str | None = None) -> str:
        """Return a string; without a default it must be there and not empty."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.refuse(key, "a text")
        return value

    def choice(self, key: str, choices: frozenset[str], default: str | None = None) -> str:
        """Return a string that is one of a closed set."""
        value = self.text(key, default)
        if value not in choices:
            raise self.refuse(key, f"one of {', '.join(sorted(choices))}")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            raise self.refuse(key, "true or false")
        return value

    def number(self, key: str) -> float:
        """Return a number as a float."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(key, "a number")
        return float(value)

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(key, "a whole number")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Return a list of strings as a tuple."""
        value = self.values.get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) and item for item in value):
            raise self.refuse(key, "a list of texts")
        return tuple(value)

    def section(self, key: str) -> "Section":
        """Return a table below this one."""
        value = self.values.get(key)
        if not isinstance(value, dict):
            raise self.refuse(key, "a table")
        return Section(file=self.file, path=f"{self.path}.{key}" if self.path else key, values=value)

    def sections(self, key: str, default: tuple[Any, ...] | None = None) -> tuple["Section", ...]:
        """Return a list of tables; the path of each names its code or its number."""
        value = self.values.get(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(item, dict) for item in value):
            raise self.refuse(key, "a list of tables")
        start = f"{self.path}.{key}" if self.path else key
        return tuple(
            Section(file=self.file, path=f"{start}[{item.get('code', item.get('name', index))}]", values=item)
            for index, item in enumerate(value)
        )


def refuse_twins(codes: tuple[str, ...], *, file: str, key: str) -> None:
    """Raise if a code is listed twice."""
    for code in codes:
        if codes.count(code) > 1:
            raise OntologyError(f"{file}: {key}: wanted each code once, got {code!r} twice")
