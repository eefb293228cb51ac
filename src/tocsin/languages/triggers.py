"""The words that name an act, and the conditions under which they do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from tocsin.errors import OntologyError
from tocsin.languages.wordfile import parse_word_file
from tocsin.ontology.plover import is_mode_of, load_plover

# A sense with this mode takes its mode from the weapon named beside it.
BY_MEANS = "by_means"
VERB, NOUN, ADJECTIVE = "verb", "noun", "adjective"
PARTS_OF_SPEECH = {"verbs": VERB, "nouns": NOUN, "adjectives": ADJECTIVE}
# What a condition looks at: the object's words, the subject's words, the clause or phrase, the sentence.
CONDITIONS = ("object", "subject", "complement", "with", "without", "near", "not_near", "preps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One meaning of a word as an act; an empty condition asks nothing.

    `is_late` marks the broad senses, tried only where no other holds.
    """

    lemma: str
    part: str
    rest: tuple[str, ...] = ()
    event_type: str | None = None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    outcome: str | None = None
    object: frozenset[str] = frozenset()
    subject: frozenset[str] = frozenset()
    complement: frozenset[str] = frozenset()
    with_: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    not_near: frozenset[str] = frozenset()
    preps: frozenset[str] = frozenset()
    political: bool = False
    own_action: bool = False
    negated: bool = False
    obliges: bool = False
    needs_party: bool = False
    needs_object: bool = False
    of_is_actor: bool = False
    subject_is_recipient: bool = False
    is_reciprocal: bool = False
    is_nothing: bool = False
    is_late: bool = False

    @property
    def specificity(self) -> int:
        """How much the sense asks for: the more, the earlier it is tried."""
        asked = (self.object, self.subject, self.complement, self.with_, self.near, self.preps)
        return 2 * len(self.rest) + sum(map(bool, asked)) + self.own_action + self.obliges + self.negated


@dataclass(frozen=True, slots=True, kw_only=True)
class CountWords:
    """The words that make a number: values, vague amounts and bounds."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    vague: Mapping[str, tuple[int, int | None]]
    at_least: tuple[tuple[str, ...], ...]
    more_than: tuple[tuple[str, ...], ...]
    at_most: tuple[tuple[str, ...], ...]
    less_than: tuple[tuple[str, ...], ...]
    groups: frozenset[str]
    what_by_act: Mapping[str, str]
    what_by_thing: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerWords:
    """The words that name an act."""

    senses: Mapping[tuple[str, str], tuple[Sense, ...]]
    classes: Mapping[str, frozenset[str]]
    means: Mapping[str, str]
    idioms: Mapping[str, tuple[tuple[str, ...], ...]]
    counts: CountWords

    def has(self, name: str, word: str) -> bool:
        """Whether a word is in a class."""
        return word in self.classes.get(name, frozenset())


def load_triggers(path: Traversable) -> TriggerWords:
    """Load the words from a language's data file."""
    return parse_triggers(path.read_text(encoding="utf-8"), file=path.name)


def parse_triggers(text: str, *, file: str = "triggers.toml") -> TriggerWords:
    """Build the words from TOML text, or raise an OntologyError that names the fault."""
    top = parse_word_file(text, file=file)
    classes = {name: frozenset(words) for name, words in top.get("classes", {}).items()}
    senses: dict[tuple[str, str], list[Sense]] = {}
    for table in ("act", "late"):
        for act in top.get(table, ()):
            for sense in _parse_act(act, classes=classes, file=file):
                late = replace(sense, is_late=table == "late")
                senses.setdefault((sense.lemma, sense.part), []).append(late)
    means = {word: mode for mode, words in top.get("means", {}).items() for word in words}
    return TriggerWords(
        senses=MappingProxyType(
            {
                key: tuple(sorted(found, key=lambda sense: (sense.is_late, -sense.specificity)))
                for key, found in senses.items()
            }
        ),
        classes=MappingProxyType(classes),
        means=MappingProxyType(means),
        idioms=MappingProxyType(_parse_idioms(top.get("idioms", {}).get("phrases", ()))),
        counts=_parse_counts(top.get("counts", {})),
    )


def _parse_act(act: dict[str, Any], *, classes: Mapping[str, frozenset[str]], file: str) -> list[Sense]:
    code = str(act.get("code", ""))
    event_type, mode = _check_code(code, file=file)
    fields: dict[str, Any] = {}
    for key, value in act.items():
        if key in ("code", *PARTS_OF_SPEECH):
            continue
        if key in CONDITIONS:
            fields["with_" if key == "with" else key] = _expand(value, classes=classes, file=file)
        elif key == "contexts":
            fields[key] = _check_contexts(tuple(value), file=file)
        elif key in Sense.__slots__:
            fields[key] = value
        else:
            raise OntologyError(f"{file}: act {code!r}: unknown key {key!r}")
    return [
        Sense(
            lemma=words[0 if part == VERB else -1],
            part=part,
            rest=_rest(words, part),
            event_type=event_type,
            mode=mode,
            **fields,
        )
        for key, part in PARTS_OF_SPEECH.items()
        for words in (entry.split() for entry in act.get(key, ()))
    ]


def _rest(words: list[str], part: str) -> tuple[str, ...]:
    return tuple(words[1:] if part == VERB else words[:-1])


def _check_code(code: str, *, file: str) -> tuple[str | None, str | None]:
    if not code:
        return None, None
    event_type, _, mode = code.partition("/")
    if event_type not in load_plover().event_types:
        raise OntologyError(f"{file}: unknown event type {event_type!r}; known are PLOVER's")
    if mode and mode != BY_MEANS and not is_mode_of(event_type, mode):
        raise OntologyError(f"{file}: {event_type} has no mode {mode!r}")
    return event_type, mode or None


def _check_contexts(contexts: tuple[str, ...], *, file: str) -> tuple[str, ...]:
    for context in contexts:
        if context not in load_plover().contexts:
            raise OntologyError(f"{file}: unknown context {context!r}; known are PLOVER's")
    return contexts


def _expand(words: list[str], *, classes: Mapping[str, frozenset[str]], file: str) -> frozenset[str]:
    found: set[str] = set()
    for word in words:
        if not word.startswith("@"):
            found.add(word)
        elif word[1:] in classes:
            found |= classes[word[1:]]
        else:
            raise OntologyError(f"{file}: unknown class {word!r}; known: {', '.join(classes)}")
    return frozenset(found)


def _parse_idioms(phrases: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    # Keyed by every word of the phrase: the trigger may be any of them.
    idioms: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in (tuple(entry.split()) for entry in phrases):
        for word in dict.fromkeys(phrase):
            idioms[word] = (*idioms.get(word, ()), phrase)
    return idioms


def _parse_counts(table: dict[str, Any]) -> CountWords:
    phrases = {
        key: tuple(tuple(entry.split()) for entry in table.get(key, ()))
        for key in ("at_least", "more_than", "at_most", "less_than")
    }
    vague = {word: (low, None if high < 0 else high) for word, (low, high) in table.get("vague", {}).items()}
    return CountWords(
        numbers=MappingProxyType(dict(table.get("numbers", {}))),
        scales=MappingProxyType(dict(table.get("scales", {}))),
        vague=MappingProxyType(vague),
        groups=frozenset(table.get("groups", ())),
        what_by_act=MappingProxyType(_invert(table.get("acts", {}))),
        what_by_thing=MappingProxyType(_invert(table.get("things", {}))),
        **phrases,
    )


def _invert(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {word: what for what, words in table.items() for word in words}
