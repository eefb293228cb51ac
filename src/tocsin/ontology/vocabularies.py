"""The closed lists of values: which terms a coded field may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tocsin.errors import OntologyError
from tocsin.ontology.files import Section, parse_toml, read_text, refuse_twins
from tocsin.ontology.plover import load_plover

FILE = "vocabularies.toml"
COUNTINGS = frozenset({"counts", "claims", "intent", "none"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PloverCode:
    """A PLOVER event type and, where one fits, its mode."""

    event_type: str
    mode: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One value of a closed list.

    `counting` is set for epistemic statuses, `band` (percent, inclusive) for likelihoods, `rank` where the
    list is ordered (higher is stronger), `plover` for responses; `groups` names sets such as `nis2`.
    """

    code: str
    label: str
    definition: str
    counting: str | None
    band: tuple[int, int] | None
    rank: int | None
    groups: tuple[str, ...]
    plover: tuple[PloverCode, ...]


def vocabulary(name: str) -> tuple[Term, ...]:
    """Return the terms of a closed list in their order."""
    lists = load_vocabularies()
    if name not in lists:
        raise OntologyError(f"unknown vocabulary {name!r}; known: {', '.join(lists)}")
    return lists[name]


def term(name: str, code: str) -> Term:
    """Return one term of a closed list."""
    for candidate in vocabulary(name):
        if candidate.code == code:
            return candidate
    raise OntologyError(
        f"unknown {name} {code!r}; known: {', '.join(candidate.code for candidate in vocabulary(name))}"
    )


def statuses_counting_as(counting: str) -> frozenset[str]:
    """Return the epistemic statuses that enter one series: `counts`, `claims`, `intent` or `none`."""
    return frozenset(status.code for status in vocabulary("epistemic_status") if status.counting == counting)


@cache
def load_vocabularies() -> Mapping[str, tuple[Term, ...]]:
    """Load the closed lists that ship with tocsin, by name."""
    return parse_vocabularies(read_text(FILE))


def parse_vocabularies(text: str, *, file: str = FILE) -> Mapping[str, tuple[Term, ...]]:
    """Build the closed lists from TOML text, or raise an OntologyError that names the fault."""
    top = parse_toml(text, file=file)
    names = tuple(name for name in top.values if name != "version")
    return MappingProxyType({name: _parse_list(top, name) for name in names})


def _parse_list(top: Section, name: str) -> tuple[Term, ...]:
    """Parse one list; a plain text is a term whose label is its code in words."""
    items = top.values[name]
    if not isinstance(items, list) or not items:
        raise top.refuse(name, "a list of terms")
    tables = tuple({"code": item} if isinstance(item, str) else item for item in items)
    sections = Section(file=top.file, path="", values={name: tables}).sections(name)
    terms = tuple(_parse_term(section) for section in sections)
    refuse_twins(tuple(found.code for found in terms), file=top.file, key=name)
    return terms


def _parse_term(section: Section) -> Term:
    section.allow(*Term.__slots__)
    code = section.text("code")
    return Term(
        code=code,
        label=section.text("label", code.replace("_", " ").replace(".", ": ")),
        definition=section.text("definition", ""),
        counting=section.choice("counting", COUNTINGS) if "counting" in section.values else None,
        band=_parse_band(section) if "band" in section.values else None,
        rank=section.integer("rank") if "rank" in section.values else None,
        groups=section.texts("groups", ()),
        plover=tuple(_parse_plover(section, item) for item in section.texts("plover", ())),
    )


def _parse_band(section: Section) -> tuple[int, int]:
    band = section.values["band"]
    if not (isinstance(band, list) and len(band) == 2 and all(isinstance(edge, int) for edge in band)):
        raise section.refuse("band", "two whole numbers, lower and upper percent")
    if not 0 <= band[0] < band[1] <= 100:
        raise section.refuse("band", "a lower percent below an upper one, both from 0 to 100")
    return band[0], band[1]


def _parse_plover(section: Section, item: str) -> PloverCode:
    event_type, _, mode = item.partition("/")
    types = load_plover().event_types
    if event_type not in types or (mode and mode not in types[event_type].modes):
        raise section.refuse("plover", f"EVENT_TYPE or EVENT_TYPE/mode of PLOVER; {item!r} is neither")
    return PloverCode(event_type=event_type, mode=mode or None)
