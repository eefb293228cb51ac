"""The words that decide whether something happened, by the effect they have on what they govern."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any

from tocsin.errors import OntologyError
from tocsin.languages.wordfile import parse_word_file, read_words

FRAMES = ("clause", "infinitive", "passive", "object", "preposition", "noun", "adjective", "adverb", "modal")
LISTS = (
    "negators",
    "conditionals",
    "late_conditionals",
    "ability_modals",
    "outcomes_averted",
    "embedded_questions",
    "fact_questions",
    "inverted_helpers",
    "plot_nouns",
    "generic_names",
    "wishing_verbs",
    "happening_verbs",
    "persisting_verbs",
    "lasting_nouns",
    "lasting_words",
    "blocking_prepositions",
    "listing_prepositions",
    "noun_prepositions",
    "changing_verbs",
    "habitual_adverbs",
    "future_words",
    "attributing_prepositions",
    "reporting_marks",
    "definite_words",
    "own_pronouns",
    "anonymous_heads",
    "role_heads",
    "collective_heads",
    "hostile_acts",
    "harmful_acts",
    "speech_acts",
    "conceding_verbs",
    "arresting_verbs",
    "expressive_acts",
    "inquiry_nouns",
    "news_verbs",
    "deadline_units",
    "performed_acts",
    "party_questions",
    "unplanned_acts",
    "seizing_verbs",
    "seizing_nouns",
    "insider_adjectives",
    "fiction_nouns",
    "staged_adjectives",
    "topic_prepositions",
    "linking_verbs",
    "open_predicates",
    "norm_nouns",
    "dealing_nouns",
    "dealing_verbs",
    "past_words",
    "any_words",
    "staging_prepositions",
    "exercise_nouns",
    "talk_nouns",
    "played_acts",
    "stage_nouns",
    "stage_pairs",
    "stage_holding_verbs",
    "exercise_names",
    "training_places",
    "umpires",
    "bodily_acts",
    "play_ends",
    "convening_verbs",
    "eventualities",
    "invented_works",
    "talk_subjects",
    "scheduled_verbs",
    "weekdays",
    "months",
    "memory_nouns",
    "memory_verbs",
    "figurative_agents",
    "figurative_subjects",
    "figurative_objects",
    "figurative_adjectives",
    "winnings",
    "past_eras",
    "long_units",
    "vague_counts",
    "ago_words",
    "open_starts",
    "dating_prepositions",
    "rehearsing_verbs",
    "real_links",
    "open_links",
    "false_predicates",
    "claim_nouns",
    "naming_verbs",
    "stative_verbs",
    "hinging_verbs",
    "provisos",
    "quantity_nouns",
    "actual_links",
    "actual_gerund_links",
    "actual_hosts",
    "actual_verbs",
)


class Effect(StrEnum):
    """What a governing word does to the reality of what it governs."""

    REPORT = "report"
    CONFIRM = "confirm"
    KNOW = "know"
    ALLEGE = "allege"
    BELIEVE = "believe"
    HIDE = "hide"
    DENY = "deny"
    NEGATE = "negate"
    THREATEN = "threaten"
    WARN = "warn"
    PROMISE = "promise"
    DEMAND = "demand"
    PLAN = "plan"
    FUTURE = "future"
    WOULD = "would"
    POSSIBLE = "possible"
    WONDER = "wonder"
    ATTEMPT = "attempt"
    FACT = "fact"
    CONTINUE = "continue"
    CARRY = "carry"


@dataclass(frozen=True, slots=True, kw_only=True)
class HedgeWords:
    """The words that decide whether something happened.

    `frames` says, for each way to govern (a clause, an infinitive, a noun as object ...), which word has
    which effect; `lists` holds plain sets of words; `certainty` the share of right answers by deciding
    rule, and `certainty_default` that of rules never measured.
    """

    frames: Mapping[str, Mapping[str, Effect]]
    lists: Mapping[str, frozenset[str]]
    certainty: Mapping[str, float]
    certainty_default: float

    def effect(self, frame: str, word: str) -> Effect | None:
        """Return what a word does when it governs in this way; None where it does nothing known."""
        return self.frames[frame].get(word)

    def has(self, name: str, word: str) -> bool:
        """Whether the word is in the list of this name."""
        return word in self.lists[name]


def load_hedges(path: Traversable) -> HedgeWords:
    """Load the words from a language's data file."""
    raw = parse_word_file(path.read_text(encoding="utf-8"), file=path.name)
    certainty = raw.get("certainty", {})
    rules = certainty.get("rules", {})
    for rule, share in (*rules.items(), ("default", certainty.get("default", 0.5))):
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            raise OntologyError(f"{path.name}: certainty of {rule!r} is {share!r}; give a number from 0 to 1")
    return HedgeWords(
        frames={frame: _read_frame(path.name, frame, raw.get(frame, {})) for frame in FRAMES},
        lists={name: frozenset(read_words(raw.get(name, []), name, file=path.name)) for name in LISTS},
        certainty=rules,
        certainty_default=certainty.get("default", 0.5),
    )


def _read_frame(file: str, frame: str, table: Any) -> dict[str, Effect]:
    if not isinstance(table, dict):
        raise OntologyError(f"{file}: {frame} is not a table; give lists of words by effect")
    found: dict[str, Effect] = {}
    for effect, words in table.items():
        if effect not in set(Effect):
            raise OntologyError(f"{file}: unknown effect {effect!r} in {frame}; known: {', '.join(Effect)}")
        for word in read_words(words, f"{frame}.{effect}", file=file):
            if word in found:
                raise OntologyError(f"{file}: {word!r} is twice in {frame}, as {found[word]} and {effect}")
            found[word] = Effect(effect)
    return found
