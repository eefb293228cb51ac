"""Read a board of indicators from YAML; whatever is wrong is one line that names the place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from tocsin.errors import InputError
from tocsin.ontology.threats import load_threats
from tocsin.warning.channels import CHANNELS

SHIPPED = "hybrid_campaign.yaml"
BOARDS_KEPT = 8
"""Boards whose file stays parsed: a page asks for one at every visit."""
MOST_CHARACTERS = 200_000
MOST_INDICATORS = 500
POLARITIES = ("raises", "lowers")
QUERY_KEYS = frozenset({"channel", "types", "countries", "towards", "event_types"})
NODE_KEYS = frozenset(
    {
        "id",
        "label",
        "question",
        "query",
        "window",
        "watch",
        "warning",
        "expires",
        "polarity",
        "of",
        "at_least",
    }
)
COUNTRY = re.compile(r"[A-Z]{3,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorQuery:
    """What a leaf counts; an empty criterion asks nothing."""

    channel: str
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    towards: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One indicator: a leaf with a query and thresholds, or a branch raised by `at_least` of its children."""

    id: str
    label: str
    question: str = ""
    query: IndicatorQuery | None = None
    window: int = 28
    watch: int = 1
    warning: int = 3
    expires: int = 0
    polarity: str = "raises"
    at_least: int = 1
    of: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A tree of indicators with its name and the parameters that were filled in."""

    name: str
    label: str
    parameters: Mapping[str, str]
    indicators: tuple[Node, ...]


def load_board(path: Path | None = None, *, parameters: Mapping[str, str] | None = None) -> Board:
    """Read the board of a file, or the one that ships, with its parameters filled in."""
    if path is None:
        text = files("tocsin.warning.boards").joinpath(SHIPPED).read_text(encoding="utf-8")
        return parse_board(text, file=SHIPPED, parameters=parameters or {})
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"board {str(path)!r} cannot be read ({error}); check the path") from error
    return parse_board(text, file=str(path), parameters=parameters or {})


def parse_board(text: str, *, file: str, parameters: Mapping[str, str]) -> Board:
    """Build a board from YAML text, or say in one line what is wrong where."""
    if len(text) > MOST_CHARACTERS:
        raise InputError(f"board {file!r} has {len(text)} characters; wanted at most {MOST_CHARACTERS}")
    raw = _read_yaml(text, file)
    if not isinstance(raw, dict) or not isinstance(raw.get("indicators"), list):
        raise InputError(f"board {file!r}: wanted a mapping with board, label and a list of indicators")
    reader = _Reader(file, _fill_parameters(file, raw.get("parameters") or [], parameters))
    nodes = tuple(reader.read_node(entry, at="indicators") for entry in raw["indicators"])
    return Board(
        name=str(raw.get("board", file)),
        label=str(raw.get("label", "")),
        parameters=reader.parameters,
        indicators=nodes,
    )


@lru_cache(maxsize=BOARDS_KEPT)
def _read_yaml(text: str, file: str) -> Any:
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        place = " ".join(str(error).split())[:200]
        raise InputError(f"board {file!r} is no YAML ({place}); wanted a tree of indicators") from error


def _fill_parameters(file: str, wanted: Any, given: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(wanted, list) or not all(isinstance(name, str) for name in wanted):
        raise InputError(f"board {file!r}: parameters must be a list of names")
    missing = [name for name in wanted if not given.get(name)]
    if missing:
        raise InputError(f"board {file!r} asks for {missing[0]!r}; give it as --{missing[0]} CODE")
    bad = [name for name in wanted if not COUNTRY.fullmatch(given[name].upper())]
    if bad:
        raise InputError(f"--{bad[0]} {given[bad[0]]!r}; wanted a country code, as POL")
    return {name: given[name].upper() for name in wanted}


class _Reader:
    """Reads nodes of one file, and refuses twins and too many."""

    def __init__(self, file: str, parameters: dict[str, str]) -> None:
        self.file, self.parameters = file, parameters
        self.seen: set[str] = set()

    def read_node(self, raw: Any, *, at: str) -> Node:
        """Read one indicator and those below it."""
        if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
            raise self.refuse(at, "wanted an indicator with an id")
        name = raw["id"]
        self.check_keys(raw, NODE_KEYS, name)
        if name in self.seen or len(self.seen) >= MOST_INDICATORS:
            raise self.refuse(name, f"ids must differ, and be at most {MOST_INDICATORS}")
        self.seen.add(name)
        children = raw.get("of") or []
        if bool(children) == ("query" in raw) or not isinstance(children, list):
            raise self.refuse(name, "wanted either a query or a list `of` indicators")
        polarity = raw.get("polarity", "raises")
        if polarity not in POLARITIES:
            raise self.refuse(name, f"polarity {polarity!r}; wanted raises or lowers")
        numbers = {
            key: self.read_number(raw[key], key, name)
            for key in ("window", "watch", "warning", "expires", "at_least")
            if key in raw
        }
        return Node(
            id=name,
            label=str(raw.get("label", name)),
            question=str(raw.get("question", "")),
            query=self.read_query(raw["query"], name) if "query" in raw else None,
            polarity=polarity,
            of=tuple(self.read_node(child, at=name) for child in children),
            **numbers,
        )

    def read_query(self, raw: Any, at: str) -> IndicatorQuery:
        """Read what a leaf counts."""
        if not isinstance(raw, dict):
            raise self.refuse(at, "query must be a mapping")
        self.check_keys(raw, QUERY_KEYS, at)
        channel = raw.get("channel", "acts")
        if channel not in CHANNELS:
            raise self.refuse(at, f"channel {channel!r}; known: {', '.join(CHANNELS)}")
        types = self.read_texts(raw, "types", at)
        unknown = [code for code in types if code not in load_threats()]
        if unknown:
            raise self.refuse(at, f"threat type {unknown[0]!r}; known: {', '.join(load_threats())}")
        return IndicatorQuery(
            channel=channel,
            types=types,
            countries=self.read_texts(raw, "countries", at),
            towards=self.read_texts(raw, "towards", at),
            event_types=self.read_texts(raw, "event_types", at),
        )

    def read_texts(self, raw: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
        """Read a list of texts, parameters filled in."""
        found = raw.get(key) or []
        if not isinstance(found, list) or not all(isinstance(entry, str) for entry in found):
            raise self.refuse(at, f"{key} must be a list of texts")
        filled = []
        for entry in found:
            if entry.startswith("$") and entry[1:] not in self.parameters:
                raise self.refuse(at, f"{entry} is no parameter of the board")
            filled.append(self.parameters[entry[1:]] if entry.startswith("$") else entry)
        return tuple(filled)

    def read_number(self, value: Any, key: str, at: str) -> int:
        """Read a whole number, 0 to 3650."""
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 3650:
            raise self.refuse(at, f"{key} is {value!r}; wanted a whole number from 0 to 3650")
        return value

    def check_keys(self, raw: Mapping[Any, Any], known: frozenset[str], at: str) -> None:
        """Refuse keys that mean nothing."""
        strangers = sorted(str(key) for key in raw if key not in known)
        if strangers:
            raise self.refuse(at, f"unknown key {strangers[0]!r}; known: {', '.join(sorted(known))}")

    def refuse(self, at: str, words: str) -> InputError:
        """Return an error that names file and place."""
        return InputError(f"board {self.file!r}, {at}: {words}")
