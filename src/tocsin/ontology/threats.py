"""The threat types, and which of them the words of an event name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from tocsin.errors import OntologyError
from tocsin.ontology.files import Section, parse_toml, read_text, refuse_twins
from tocsin.ontology.patterns import (
    Alternative,
    Phrase,
    Window,
    compile_alternatives,
    compile_phrases,
    open_window,
    stands_at,
)
from tocsin.ontology.plover import load_plover

FILE = "threats.toml"
# Words further than this from the trigger belong to another act of a long sentence more often than not.
WINDOW_TOKENS = 22
# Taggers read a passive as an adjective and then leave it unlemmatized, and call data the plural of datum.
LEMMA_VARIANTS = MappingProxyType(
    {"datum": "data", "ddo": "ddos", "jammed": "jam", "hacked": "hack", "poisoned": "poison"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtype:
    """A subtype; one of `shown_by` near the trigger gives it where the matching trigger names none."""

    code: str
    label: str
    shown_by: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """Words that name an act, the words that must stand near them, and those that must not."""

    words: tuple[Phrase, ...]
    needs: tuple[Alternative, ...]
    bars: tuple[Alternative, ...]
    subtype: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatType:
    """One threat type of the codebook."""

    code: str
    label: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    physical: bool
    in_war_zone: bool
    precedence: int
    icon: str
    event_type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    hybrid_coe: Mapping[str, str]
    stix: tuple[str, ...]
    misp: tuple[str, ...]
    subtypes: tuple[Subtype, ...]
    triggers: tuple[Trigger, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatMatch:
    """The threat type that an event's words name; `conditions` is how many words spoke for it."""

    threat_type: str
    subtype: str | None
    conditions: int


def match_threat(
    trigger_lemma: str, lemmas: Sequence[str], *, position: int, war_zone: bool = False
) -> ThreatMatch | None:
    """Return the most specific threat type of the event word at `position` of its clause, or None.

    `lemmas` are the lower-case lemmas of the clause or sentence. In a declared war zone the types that
    combat would otherwise fill are not given.
    """
    if not 0 <= position < len(lemmas):
        raise OntologyError(f"position {position} lies outside the {len(lemmas)} lemmas given")
    words, at = _normalize(trigger_lemma, lemmas, position)
    best: tuple[tuple[int, int], ThreatType, Trigger] | None = None
    near = open_window(words[max(0, at - WINDOW_TOKENS) : at + WINDOW_TOKENS + 1])
    for threat, trigger in _candidates(words[at]):
        if war_zone and not threat.in_war_zone:
            continue
        conditions = _count_conditions(trigger, words, at=at, near=near)
        rank = (conditions, threat.precedence)
        if conditions and (best is None or rank > best[0]):
            best = (rank, threat, trigger)
    if best is None:
        return None
    (conditions, _), threat, trigger = best
    subtype = trigger.subtype or _find_subtype(threat, near)
    return ThreatMatch(threat_type=threat.code, subtype=subtype, conditions=conditions)


def threat_type(code: str) -> ThreatType:
    """Return one threat type by its code."""
    types = load_threats()
    if code not in types:
        raise OntologyError(f"unknown threat type {code!r}; known: {', '.join(types)}")
    return types[code]


@cache
def trigger_words() -> frozenset[str]:
    """Return every lemma that can be an event word of some threat type: the reader's cheap first test."""
    return frozenset(_triggers_by_word())


def _normalize(trigger_lemma: str, lemmas: Sequence[str], position: int) -> tuple[tuple[str, ...], int]:
    # "letter-bomb" and "letter bomb" are one thing, however the tokenizer cut them.
    kept = [index for index, lemma in enumerate(lemmas) if lemma not in {"-", "–"} or index == position]
    lowered = ((trigger_lemma if index == position else lemmas[index]).lower() for index in kept)
    return tuple(LEMMA_VARIANTS.get(lemma, lemma) for lemma in lowered), kept.index(position)


def _candidates(word: str) -> tuple[tuple[ThreatType, Trigger], ...]:
    by_word = _triggers_by_word()
    return by_word.get(word, ()) or by_word.get(word.removesuffix("s"), ())


@cache
def _triggers_by_word() -> Mapping[str, tuple[tuple[ThreatType, Trigger], ...]]:
    by_word: dict[str, list[tuple[ThreatType, Trigger]]] = {}
    for threat in load_threats().values():
        for trigger in threat.triggers:
            for word in dict.fromkeys(phrase[-1] for phrase in trigger.words):
                by_word.setdefault(word, []).append((threat, trigger))
    return MappingProxyType({word: tuple(pairs) for word, pairs in by_word.items()})


def _count_conditions(trigger: Trigger, words: tuple[str, ...], *, at: int, near: Window) -> int:
    """Count the words that speak for a trigger; 0 when it does not hold."""
    said = max((len(phrase) for phrase in trigger.words if _ends_at(phrase, words, at)), default=0)
    if not said or any(bar.count_in(near) for bar in trigger.bars):
        return 0
    needed = max((need.count_in(near) for need in trigger.needs), default=0)
    return 0 if trigger.needs and not needed else said + needed


def _ends_at(phrase: Phrase, words: tuple[str, ...], at: int) -> bool:
    start = at + 1 - len(phrase)
    return start >= 0 and stands_at(phrase, words, start)


def _find_subtype(threat: ThreatType, near: Window) -> str | None:
    # Two subtypes in sight are no subtype: none is better than a guessed one.
    shown = [
        subtype.code for subtype in threat.subtypes if any(sign.count_in(near) for sign in subtype.shown_by)
    ]
    return shown[0] if len(shown) == 1 else None


@cache
def load_threats() -> Mapping[str, ThreatType]:
    """Load the threat types that ship with tocsin, by code, in the order of the file."""
    return parse_threats(read_text(FILE))


def parse_threats(text: str, *, file: str = FILE) -> Mapping[str, ThreatType]:
    """Build the threat types from TOML text, or raise an OntologyError that names the fault."""
    top = parse_toml(text, file=file)
    top.allow("version", "sets", "threat")
    word_sets = _parse_sets(top.section("sets"))
    types = tuple(_parse_threat(section, word_sets=word_sets) for section in top.sections("threat"))
    refuse_twins(tuple(threat.code for threat in types), file=file, key="threat")
    return MappingProxyType({threat.code: threat for threat in types})


def _parse_sets(section: Section) -> Mapping[str, tuple[str, ...]]:
    """Expand each set once; a set may only name sets above it, so none can hold itself."""
    word_sets: dict[str, tuple[str, ...]] = {}
    for name in section.values:
        phrases = compile_phrases(section, name, word_sets=word_sets)
        word_sets[name] = tuple(" ".join(phrase) for phrase in phrases)
    return word_sets


def _parse_threat(section: Section, *, word_sets: Mapping[str, tuple[str, ...]]) -> ThreatType:
    section.allow(
        *(key for key in ThreatType.__slots__ if key not in {"event_type", "mode", "contexts"}), "plover"
    )
    subtypes = tuple(_parse_subtype(part, word_sets=word_sets) for part in section.sections("subtypes", ()))
    codes = frozenset(subtype.code for subtype in subtypes)
    refuse_twins(
        tuple(subtype.code for subtype in subtypes), file=section.file, key=f"{section.path}.subtypes"
    )
    plover = _parse_plover(section.section("plover")) if "plover" in section.values else None
    coe = section.section("hybrid_coe") if "hybrid_coe" in section.values else None
    return ThreatType(
        code=section.text("code"),
        label=section.text("label"),
        definition=section.text("definition"),
        include=section.texts("include", ()),
        exclude=section.texts("exclude", ()),
        physical=section.flag("physical"),
        in_war_zone=section.flag("in_war_zone", True),
        precedence=section.integer("precedence", 1),
        icon=section.text("icon"),
        event_type=plover.text("event_type") if plover and "event_type" in plover.values else None,
        mode=plover.text("mode") if plover and "mode" in plover.values else None,
        contexts=plover.texts("contexts", ()) if plover else (),
        hybrid_coe=MappingProxyType({key: coe.text(key) for key in coe.values} if coe else {}),
        stix=section.texts("stix", ()),
        misp=section.texts("misp", ()),
        subtypes=subtypes,
        triggers=tuple(
            _parse_trigger(part, word_sets=word_sets, subtypes=codes)
            for part in section.sections("triggers", ())
        ),
        examples=section.texts("examples", ()),
        counterexamples=section.texts("counterexamples", ()),
    )


def _parse_plover(section: Section) -> Section:
    """Check that a PLOVER cell names what PLOVER has."""
    section.allow("event_type", "mode", "contexts")
    types, contexts = load_plover().event_types, load_plover().contexts
    if "event_type" in section.values:
        event_type = section.choice("event_type", frozenset(types))
        if "mode" in section.values:
            section.choice("mode", frozenset(types[event_type].modes))
    if not set(section.texts("contexts", ())) <= set(contexts):
        raise section.refuse("contexts", "contexts of PLOVER")
    return section


def _parse_subtype(section: Section, *, word_sets: Mapping[str, tuple[str, ...]]) -> Subtype:
    section.allow("code", "label", "with")
    return Subtype(
        code=section.text("code"),
        label=section.text("label"),
        shown_by=compile_alternatives(section, "with", word_sets=word_sets),
    )


def _parse_trigger(
    section: Section, *, word_sets: Mapping[str, tuple[str, ...]], subtypes: frozenset[str]
) -> Trigger:
    section.allow("words", "with", "without", "subtype")
    return Trigger(
        words=compile_phrases(section, "words", word_sets=word_sets),
        needs=compile_alternatives(section, "with", word_sets=word_sets),
        bars=compile_alternatives(section, "without", word_sets=word_sets),
        subtype=section.choice("subtype", subtypes) if "subtype" in section.values else None,
    )
