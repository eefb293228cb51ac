"""The table of publishers: what each is, whose it is, and how reliable, as data that a user reviews."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tocsin.errors import OntologyError
from tocsin.model import Publisher
from tocsin.ontology.files import Section, parse_toml, read_text, refuse_twins
from tocsin.ontology.vocabularies import vocabulary

FILE = "publishers.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublisherKind:
    """A kind of publisher, and the letter that one of it has until somebody has reviewed it."""

    code: str
    label: str
    reliability: str
    reason: str


@cache
def load_publisher_kinds() -> Mapping[str, PublisherKind]:
    """Return the kinds of publishers by code."""
    kinds = tuple(_parse_kind(section) for section in _parse_shipped().sections("kind"))
    refuse_twins(tuple(kind.code for kind in kinds), file=FILE, key="kind")
    return MappingProxyType({kind.code: kind for kind in kinds})


@cache
def load_publishers() -> tuple[Publisher, ...]:
    """Return the publishers that ship: facts only, no letter of their own."""
    return _parse_publishers(_parse_shipped())


def read_publishers(path: Path) -> tuple[Publisher, ...]:
    """Return the publishers of a user's file; a letter needs the day on which somebody gave it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        given = f"publishers file {str(path)!r}"
        raise OntologyError(f"{given} cannot be read ({error}); check the path") from error
    top = parse_toml(text, file=str(path))
    top.allow("version", "publisher")
    return _parse_publishers(top)


def _parse_shipped() -> Section:
    return parse_toml(read_text(FILE), file=FILE)


def _parse_kind(section: Section) -> PublisherKind:
    section.allow(*PublisherKind.__slots__)
    return PublisherKind(
        code=section.text("code"),
        label=section.text("label"),
        reliability=section.choice("reliability", _letters()),
        reason=section.text("reason"),
    )


def _parse_publishers(top: Section) -> tuple[Publisher, ...]:
    publishers = tuple(_parse_publisher(section) for section in top.sections("publisher", ()))
    names = tuple(name.casefold() for one in publishers for name in (one.name, *one.names))
    refuse_twins(names, file=top.file, key="publisher")
    return publishers


def _parse_publisher(section: Section) -> Publisher:
    section.allow(*Publisher.__slots__)
    reviewed = section.values.get("reviewed")
    if reviewed is not None and type(reviewed) is not date:
        raise section.refuse("reviewed", "a day, as 2026-01-15")
    letter = section.choice("reliability", _letters()) if "reliability" in section.values else None
    if letter is not None and reviewed is None:
        raise section.refuse("reviewed", "the day on which the letter was given, as 2026-01-15")
    return Publisher(
        name=section.text("name"),
        kind=section.choice("kind", frozenset(kind for kind in _list_kinds())),
        country=section.text("country") if "country" in section.values else None,
        names=section.texts("names", ()),
        hosts=section.texts("hosts", ()),
        owner=section.text("owner") if "owner" in section.values else None,
        reliability=letter,
        reviewed=reviewed,
        by=section.text("by") if "by" in section.values else None,
    )


def _list_kinds() -> tuple[str, ...]:
    return tuple(load_publisher_kinds())


def _letters() -> frozenset[str]:
    return frozenset(term.code for term in vocabulary("reliability"))
