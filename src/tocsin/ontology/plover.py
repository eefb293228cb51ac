"""The PLOVER event types, modes, contexts and sectors, and what an act scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tocsin.errors import OntologyError
from tocsin.ontology.files import Section, parse_json, read_text, refuse_twins

FILE = "plover.json"
DEFAULT_SCALE = "plover-2.0"
OLDER_SCALE = "older"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One PLOVER event type; `modes` maps each mode to its score, None where the manual prints none."""

    code: str
    label: str
    quad: int
    requires_recipient: bool
    score: float
    score_as_printed: float
    older_score: float
    notes: str
    modes: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plover:
    """The whole event ontology as loaded."""

    version: str
    source: str
    licence: str
    attribution: str
    notes: tuple[str, ...]
    quads: Mapping[int, str]
    scales: Mapping[str, str]
    event_types: Mapping[str, EventType]
    auxiliary_modes: tuple[str, ...]
    contexts: tuple[str, ...]
    sectors: Mapping[str, str]
    non_state_codes: Mapping[str, str]


def score_of(event_type: str | None, mode: str | None = None, *, scale: str = DEFAULT_SCALE) -> float | None:
    """Return the conflict-cooperation score, -10 to 10, of an act; None where there is no event type.

    A mode without a printed score (PROTEST/vandalize) takes the score of its type. The scale `older` knows
    types only.
    """
    if scale not in load_plover().scales:
        raise OntologyError(f"unknown scale {scale!r}; known: {', '.join(load_plover().scales)}")
    if event_type is None:
        return None
    kind = _event_type(event_type)
    if mode is not None and mode not in kind.modes:
        raise OntologyError(
            f"unknown mode {mode!r} of {event_type}; known: {', '.join(kind.modes) or 'none'}"
        )
    if scale == OLDER_SCALE:
        return kind.older_score
    printed = kind.modes[mode] if mode is not None else None
    return kind.score if printed is None else printed


def quad_of(event_type: str) -> int:
    """Return the quad class: verbal (1) or material (2) cooperation, verbal (3) or material (4) conflict."""
    return _event_type(event_type).quad


def is_mode_of(event_type: str, mode: str) -> bool:
    """Tell whether the event type has this mode."""
    return mode in _event_type(event_type).modes


def _event_type(code: str) -> EventType:
    types = load_plover().event_types
    if code not in types:
        raise OntologyError(f"unknown event type {code!r}; known: {', '.join(types)}")
    return types[code]


@cache
def load_plover() -> Plover:
    """Load the event ontology that ships with tocsin."""
    return parse_plover(read_text(FILE))


def parse_plover(text: str, *, file: str = FILE) -> Plover:
    """Build the event ontology from JSON text, or raise an OntologyError that names the fault."""
    top = parse_json(text, file=file)
    quads = _parse_quads(top.section("quads"))
    types = tuple(_parse_event_type(section, quads=quads) for section in top.sections("event_types"))
    refuse_twins(tuple(kind.code for kind in types), file=file, key="event_types")
    scales = _texts_of(top.section("scales"))
    if {DEFAULT_SCALE, OLDER_SCALE} != set(scales):
        raise top.refuse("scales", f"exactly {DEFAULT_SCALE} and {OLDER_SCALE}")
    return Plover(
        version=top.text("version"),
        source=top.text("source"),
        licence=top.text("licence"),
        attribution=top.text("attribution"),
        notes=top.texts("notes"),
        quads=MappingProxyType(quads),
        scales=scales,
        event_types=MappingProxyType({kind.code: kind for kind in types}),
        auxiliary_modes=top.texts("auxiliary_modes"),
        contexts=top.texts("contexts"),
        sectors=_texts_of(top.section("sectors")),
        non_state_codes=_texts_of(top.section("non_state_codes")),
    )


def _parse_quads(section: Section) -> dict[int, str]:
    for key in section.values:
        if not key.isdecimal():
            raise section.refuse(key, "a number as the key")
    return {int(key): section.text(key) for key in section.values}


def _texts_of(section: Section) -> Mapping[str, str]:
    return MappingProxyType({key: section.text(key) for key in section.values})


def _parse_event_type(section: Section, *, quads: Mapping[int, str]) -> EventType:
    section.allow(
        "code",
        "label",
        "quad",
        "requires_recipient",
        "score",
        "score_as_printed",
        "older_score",
        "notes",
        "modes",
    )
    quad = section.integer("quad")
    if quad not in quads:
        raise section.refuse("quad", f"one of {', '.join(str(known) for known in quads)}")
    modes = section.section("modes")
    return EventType(
        code=section.text("code"),
        label=section.text("label"),
        quad=quad,
        requires_recipient=section.flag("requires_recipient"),
        score=_score(section, "score"),
        score_as_printed=_score(section, "score_as_printed"),
        older_score=_score(section, "older_score"),
        notes=section.text("notes", ""),
        modes=MappingProxyType(
            {mode: None if modes.values[mode] is None else _score(modes, mode) for mode in modes.values}
        ),
    )


def _score(section: Section, key: str) -> float:
    score = section.number(key)
    if not -10 <= score <= 10:
        raise section.refuse(key, "a score from -10 to 10")
    return score
