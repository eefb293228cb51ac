"""The words that put content in someone's mouth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from tocsin.errors import OntologyError
from tocsin.languages.wordfile import parse_word_file
from tocsin.model import SpeechAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What a word does to its complements: the act, and which complements are the content."""

    act: SpeechAct
    takes: frozenset[str]
    addressee: bool = False
    infinitive_act: SpeechAct | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerWords:
    """The words that tell how well a voice is identified, and what a pronoun can stand for."""

    unnamed: frozenset[str]
    anonymous: frozenset[str]
    offices: frozenset[str]
    collective: frozenset[str]
    bodies: frozenset[str]
    papers: frozenset[str]
    hidden: frozenset[str]
    titles: frozenset[str]
    ranks: frozenset[str]
    people: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    thing: frozenset[str]
    plural: frozenset[str]
    first: frozenset[str]
    we: frozenset[str]
    relative: frozenset[str]
    male_titles: frozenset[str]
    female_titles: frozenset[str]
    male_names: frozenset[str]
    female_names: frozenset[str]
    indefinite: frozenset[str]
    uncounted: frozenset[str]
    privy: frozenset[str]
    outlets: frozenset[str]
    leading: frozenset[str]
    national: frozenset[str]
    ventures: frozenset[str]
    crowds: frozenset[str]
    kin: frozenset[str]
    ministers: frozenset[str]
    serving: frozenset[str]
    meant: Mapping[str, str]
    humans: frozenset[str]
    """What a person is called by: offices, unnamed voices and other people."""
    forms_of_address: frozenset[str]
    """What may stand before a person's name without being part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """The words that put content in someone's mouth."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    adverbs: Mapping[str, SpeechAct]
    negated: Mapping[SpeechAct, SpeechAct]
    under: Mapping[SpeechAct, frozenset[SpeechAct]]
    light_verbs: frozenset[str]
    according: frozenset[str]
    citing: frozenset[str]
    as_words: frozenset[str]
    predicate_prepositions: frozenset[str]
    noun_voices: frozenset[str]
    views: frozenset[str]
    naming: frozenset[str]
    passed_on: frozenset[str]
    speakers: SpeakerWords


def load_cues(path: Traversable) -> CueWords:
    """Load the words from a language's data file."""
    raw = parse_word_file(path.read_text(encoding="utf-8"), file=path.name)
    try:
        return _build_cues(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise OntologyError(f"{path}: a cue table is wrong: {error!r}; see the head of the file") from error


def _build_cues(raw: dict[str, Any]) -> CueWords:
    words = raw["words"]
    return CueWords(
        verbs=_read_cues(raw["verbs"]),
        nouns=_read_cues(raw["nouns"]),
        adjectives=_read_cues(raw["adjectives"]),
        adverbs={word: SpeechAct(act) for act, words in raw["adverbs"].items() for word in words},
        negated={SpeechAct(act): SpeechAct(other) for act, other in raw["negated"].items()},
        under={
            SpeechAct(act): frozenset(SpeechAct(other) for other in others)
            for act, others in raw["under"].items()
        },
        light_verbs=frozenset(words["light_verbs"]),
        according=frozenset(words["according"]),
        citing=frozenset(words["citing"]),
        as_words=frozenset(words["as_words"]),
        predicate_prepositions=frozenset(words["predicate_prepositions"]),
        noun_voices=frozenset(words["noun_voices"]),
        views=frozenset(words["views"]),
        naming=frozenset(words["naming"]),
        passed_on=frozenset(words["passed_on"]),
        speakers=_read_speakers(raw["speakers"], meant=dict(raw["meant"])),
    )


def _read_speakers(groups: Mapping[str, list[str]], *, meant: Mapping[str, str]) -> SpeakerWords:
    words = {name: frozenset(group) for name, group in groups.items()}
    humans = words["offices"] | words["anonymous"] | words["people"]
    address = humans | words["titles"] | words["ranks"]
    return SpeakerWords(**words, meant=meant, humans=humans, forms_of_address=address)


def _read_cues(groups: Iterable[dict[str, Any]]) -> dict[str, Cue]:
    """Return word -> cue; a word that stands in two groups of one act takes the complements of both."""
    cues: dict[str, Cue] = {}
    for group in groups:
        later = group.get("infinitive_act")
        for word in group["words"]:
            known = cues.get(word)
            takes = frozenset(group["takes"]) | (known.takes if known else frozenset())
            cues[word] = Cue(
                act=known.act if known else SpeechAct(group["act"]),
                takes=takes,
                addressee=group.get("addressee", False),
                infinitive_act=SpeechAct(later) if later else (known.infinitive_act if known else None),
            )
    return cues
