"""The starter list: public feeds with what is known of their publishers, as data."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from tocsin.errors import InputError
from tocsin.model.collection import WatchedSource
from tocsin.sources.base import make_source_id

LIST = "starter.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterSource:
    """A feed of the list, and whether somebody has fetched it since it was written down."""

    source: WatchedSource
    is_verified: bool


def load_starter() -> tuple[StarterSource, ...]:
    """Return the list in its order."""
    raw = tomllib.loads((files("tocsin.sources") / LIST).read_text(encoding="utf-8"))
    return tuple(
        StarterSource(
            source=WatchedSource(
                id=make_source_id(entry["name"]) or entry["name"],
                name=entry["name"],
                address=entry["address"],
                country=entry["country"],
                publisher_kind=entry["kind"],
                reliability=entry["reliability"],
                lang=entry["language"],
            ),
            is_verified=entry["verified"],
        )
        for entry in raw["source"]
    )


def choose_starter(
    *, countries: Iterable[str] = (), kinds: Iterable[str] = (), languages: Iterable[str] = ()
) -> tuple[StarterSource, ...]:
    """Return the feeds of the list that meet all of what is named; an unknown name is an error."""
    chosen = load_starter()
    wishes = (
        ("country", "country", [one.upper() for one in countries]),
        ("kind", "publisher_kind", [one.casefold() for one in kinds]),
        ("language", "lang", [one.casefold() for one in languages]),
    )
    for word, field, wanted in wishes:
        known = sorted({getattr(one.source, field) for one in load_starter()})
        strangers = [one for one in wanted if one not in known]
        if strangers:
            raise InputError(f"no {word} {strangers[0]!r} in the starter list; known: {', '.join(known)}")
        if wanted:
            chosen = tuple(one for one in chosen if getattr(one.source, field) in wanted)
    return chosen
