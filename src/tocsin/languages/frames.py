"""Frames of hybrid acts: what may befall or be done with which things, and where that makes which threat."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from tocsin.errors import OntologyError
from tocsin.languages.triggers import PARTS_OF_SPEECH, VERB
from tocsin.languages.wordfile import parse_word_file, read_words
from tocsin.ontology.plover import is_mode_of, load_plover
from tocsin.ontology.threats import threat_type

# The longest phrase of the file: texts are looked up by runs of up to so many words.
LONGEST = 4
ROLES = frozenset({"actor", "patient"})
ARGUMENTS = ("things", "echoes", "by")
SCOPES = ("clause", "sentence", "scene")
BARS = ("without", "bar")
OTHER_KEYS = frozenset({"threat", "subtype", "code", "does", "role", "weak"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One composition: predicates said of things, under conditions on clause, sentence and document.

    Each condition is a set of phrases of which one must occur; `things` and `echoes` must head an argument of
    the predicate, an echo ("the line") only where the document has one of the things; `by` names who must do
    it. A `weak` frame tells of an act only where the document tells it no better.
    """

    threat: str
    subtype: str | None = None
    event_type: str | None = None
    mode: str | None = None
    things: frozenset[str] = frozenset()
    echoes: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    clause: tuple[frozenset[str], ...] = ()
    sentence: tuple[frozenset[str], ...] = ()
    scene: tuple[frozenset[str], ...] = ()
    without: frozenset[str] = frozenset()
    bar: frozenset[str] = frozenset()
    role: str | None = None
    weak: bool = False

    @property
    def asked(self) -> int:
        """How much the frame asks for: among several that hold, the one that asks most is taken."""
        return bool(self.things) + bool(self.by) + 2 * len(self.clause) + len(self.sentence) + len(self.scene)


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A word that may be said of a thing, with the words it needs beside it ("go [dark]"), and its frames."""

    rest: tuple[str, ...]
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameWords:
    """The frames by the lemma and the part of speech of their predicates, and what a text calls an act again.

    `again` gives the threat types whose acts a text comes back to by a word: "the incident", "the outage".
    """

    predicates: Mapping[tuple[str, str], tuple[Predicate, ...]]
    again: Mapping[str, frozenset[str]]


def load_frames(path: Traversable) -> FrameWords:
    """Load the frames from a language's data file."""
    return parse_frames(path.read_text(encoding="utf-8"), file=path.name)


def parse_frames(text: str, *, file: str = "frames.toml") -> FrameWords:
    """Build the frames from TOML text, or raise an OntologyError that names the fault."""
    top = parse_word_file(text, file=file)
    classes: dict[str, tuple[str, ...]] = {}
    for name, words in top.get("classes", {}).items():
        classes[name] = tuple(_expand(read_words(words, name, file=file), classes, file=file))
    found: dict[tuple[str, str], dict[tuple[str, ...], list[Frame]]] = {}
    doing = top.get("does", {})
    for table in top.get("frame", ()):
        frame = _parse_frame(table, classes, file=file)
        for name in table.get("does", ()):
            if name not in doing:
                raise OntologyError(f"{file}: unknown predicates {name!r}; known: {', '.join(doing)}")
            for key, rest in _iter_words(doing[name], name, file=file):
                frames = found.setdefault(key, {}).setdefault(rest, [])
                if frame not in frames:
                    frames.append(frame)
    return FrameWords(
        predicates=MappingProxyType({key: _sort_predicates(by_rest) for key, by_rest in found.items()}),
        again=MappingProxyType(_parse_again(top.get("again", {}), file=file)),
    )


def _parse_again(table: Mapping[str, Any], *, file: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for threat, words in table.items():
        for word in read_words(words, f"again.{threat}", file=file):
            found.setdefault(word, set()).add(threat_type(threat).code)
    return {word: frozenset(threats) for word, threats in found.items()}


def _sort_predicates(by_rest: Mapping[tuple[str, ...], list[Frame]]) -> tuple[Predicate, ...]:
    """Put the longest first, and of each the frames that ask most."""
    return tuple(
        Predicate(rest=rest, frames=tuple(sorted(by_rest[rest], key=lambda frame: -frame.asked)))
        for rest in sorted(by_rest, key=lambda rest: -len(rest))
    )


def _iter_words(
    table: Mapping[str, Any], name: str, *, file: str
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for key, words in table.items():
        part = PARTS_OF_SPEECH.get(key)
        if part is None:
            raise OntologyError(
                f"{file}: {name}: unknown part of speech {key!r}; wanted verbs, nouns, adjectives"
            )
        for entry in read_words(words, f"{name}.{key}", file=file):
            split = entry.split()
            at = 0 if part == VERB else -1
            yield (split[at], part), tuple(split[1:] if part == VERB else split[:-1])


def _parse_frame(table: Mapping[str, Any], classes: Mapping[str, tuple[str, ...]], *, file: str) -> Frame:
    threat = str(table.get("threat", ""))
    kind = threat_type(threat)
    unknown = set(table) - OTHER_KEYS - {*ARGUMENTS, *SCOPES, *BARS}
    if unknown:
        raise OntologyError(f"{file}: frame {threat!r}: unknown key {sorted(unknown)[0]!r}")
    subtype, role = table.get("subtype"), table.get("role")
    if subtype is not None and subtype not in {known.code for known in kind.subtypes}:
        raise OntologyError(f"{file}: frame {threat!r}: unknown subtype {subtype!r}")
    if role is not None and role not in ROLES:
        raise OntologyError(f"{file}: frame {threat!r}: role {role!r} is none of {', '.join(sorted(ROLES))}")
    event_type, mode = kind.event_type, kind.mode
    if "code" in table:
        event_type, mode = _check_code(str(table["code"]), file=file)
    words = {key: frozenset(_expand(table.get(key, ()), classes, file=file)) for key in (*ARGUMENTS, *BARS)}
    clause, sentence, scene = (
        tuple(frozenset(_expand(_split(item), classes, file=file)) for item in table.get(key, ()))
        for key in SCOPES
    )
    return Frame(
        threat=threat,
        subtype=subtype,
        event_type=event_type,
        mode=mode,
        role=role,
        weak=bool(table.get("weak", False)),
        things=words["things"],
        echoes=words["echoes"],
        by=words["by"],
        without=words["without"],
        bar=words["bar"],
        clause=clause,
        sentence=sentence,
        scene=scene,
    )


def _check_code(code: str, *, file: str) -> tuple[str, str | None]:
    event_type, _, mode = code.partition("/")
    if event_type not in load_plover().event_types or (mode and not is_mode_of(event_type, mode)):
        raise OntologyError(f"{file}: unknown code {code!r}; known are PLOVER's types and modes")
    return event_type, mode or None


def _split(item: str) -> list[str]:
    return [word.strip() for word in item.split("|")]


def _expand(words: Iterable[str], classes: Mapping[str, tuple[str, ...]], *, file: str) -> Iterator[str]:
    for word in words:
        if not word.startswith("@"):
            if not word or len(word.split()) > LONGEST:
                raise OntologyError(f"{file}: {word!r} is no phrase of one to {LONGEST} words")
            yield word
        elif word[1:] in classes:
            yield from classes[word[1:]]
        else:
            raise OntologyError(f"{file}: unknown class {word!r}; known: {', '.join(classes)}")
