"""The inclusion profiles: which incidents a count holds, as data that the register applies."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tocsin.errors import OntologyError
from tocsin.ontology.files import Section, parse_toml, read_text, refuse_twins
from tocsin.ontology.threats import load_threats
from tocsin.ontology.vocabularies import vocabulary

FILE = "profiles.toml"
DEFAULT_PROFILE = "warning"
PLAIN_PREDICATES = frozenset(
    {
        "threat_types_physical",
        "not_contested",
        "confidence_recorded",
        "target_sectors_nis2",
        "physical_effect_or_plot",
        "culprit_named",
    }
)
# Predicate to the closed list that its value is drawn from; None stands for the threat types.
LIST_PREDICATES: Mapping[str, str | None] = MappingProxyType(
    {
        "statuses_in": "incident_status",
        "statuses_not_in": "incident_status",
        "threat_types_in": None,
        "threat_types_not_in": None,
        "attribution_states_in": "attribution_state",
        "attributed_by_kinds": "attributor_kind",
    }
)
NUMBER_PREDICATES = frozenset({"min_origins"})
PREDICATES = PLAIN_PREDICATES | frozenset(LIST_PREDICATES) | NUMBER_PREDICATES


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRule:
    """One condition of a profile; `codes` or `number` is its value, `unless` a predicate that lifts it."""

    name: str
    sentence: str
    predicate: str
    codes: tuple[str, ...]
    number: int | None
    unless: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A saved filter; an incident is in when every rule holds."""

    name: str
    label: str
    sentence: str
    candidates: str
    weight: str
    rules: tuple[ProfileRule, ...]


@cache
def load_profiles(path: Path | None = None) -> Mapping[str, Profile]:
    """Load the inclusion profiles that ship with tocsin, and those of a file of the user's, by name."""
    shipped = parse_profiles(read_text(FILE))
    if path is None:
        return shipped
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        given = f"profiles file {str(path)!r}"
        raise OntologyError(f"{given} cannot be read ({error}); check the path") from error
    own = parse_profiles(text, file=str(path))
    taken = sorted(set(own) & set(shipped))
    if taken:
        raise OntologyError(f"{path}: profile {taken[0]!r} ships with tocsin; give yours another name")
    return MappingProxyType({**shipped, **own})


def profile(name: str, path: Path | None = None) -> Profile:
    """Return one profile by its name; `path` is a file of the user's own profiles."""
    profiles = load_profiles(path)
    if name not in profiles:
        raise OntologyError(f"unknown profile {name!r}; known: {', '.join(profiles)}")
    return profiles[name]


def parse_profiles(text: str, *, file: str = FILE) -> Mapping[str, Profile]:
    """Build the profiles from TOML text, or raise an OntologyError that names the fault."""
    top = parse_toml(text, file=file)
    top.allow("version", "profile")
    profiles = tuple(_parse_profile(section) for section in top.sections("profile"))
    refuse_twins(tuple(found.name for found in profiles), file=file, key="profile")
    return MappingProxyType({found.name: found for found in profiles})


def _parse_profile(section: Section) -> Profile:
    section.allow(*Profile.__slots__)
    rules = tuple(_parse_rule(part) for part in section.sections("rules"))
    refuse_twins(tuple(rule.name for rule in rules), file=section.file, key=f"{section.path}.rules")
    return Profile(
        name=section.text("name"),
        label=section.text("label"),
        sentence=section.text("sentence"),
        candidates=section.choice("candidates", frozenset({"apart", "never"})),
        weight=section.choice("weight", frozenset({"none", "credibility"})),
        rules=rules,
    )


def _parse_rule(section: Section) -> ProfileRule:
    section.allow("name", "sentence", "predicate", "value", "unless")
    predicate = section.choice("predicate", PREDICATES)
    if predicate in PLAIN_PREDICATES and "value" in section.values:
        raise section.refuse("value", f"no value with {predicate}")
    return ProfileRule(
        name=section.text("name"),
        sentence=section.text("sentence"),
        predicate=predicate,
        codes=_parse_codes(section, LIST_PREDICATES[predicate]) if predicate in LIST_PREDICATES else (),
        number=section.integer("value") if predicate in NUMBER_PREDICATES else None,
        unless=section.choice("unless", PLAIN_PREDICATES) if "unless" in section.values else None,
    )


def _parse_codes(section: Section, list_name: str | None) -> tuple[str, ...]:
    known = [term.code for term in vocabulary(list_name)] if list_name else list(load_threats())
    codes = section.texts("value")
    for code in codes:
        if code not in known:
            raise section.refuse("value", f"codes out of {', '.join(known)}; {code!r} is none")
    return codes
