"""The words that tell what is wanted done about hostile acts, and how firmly."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from tocsin.errors import OntologyError
from tocsin.languages.wordfile import parse_word_file, read_words
from tocsin.model import SpeechAct

# `*` in a pattern: so many words at most.
GAP = r"(?:[\w’'-]+\s+){0,6}?"
# A modal word farther before the posture's words belongs to something else.
REACH_CHARS = 160
DEFAULT_MODALITY = "should"
# "no pre-emptive strike", "remarks about a possible strike": so near before a posture.
REACH_REFUSAL = 40
# These postures are refusals themselves: a "not" in their words is no "would not".
REFUSING_POSTURES = frozenset({"reject_escalation", "de_escalate"})
OPEN = frozenset({"could", "should", "considered"})
FIRM = frozenset({"done", "decided"})
OVERRIDING_ACTS = {SpeechAct.DENY: "denied", SpeechAct.REFUSE: "would_not"}
WEAKENING_ACTS = {
    SpeechAct.DEMAND: "should",
    SpeechAct.PROPOSE: "should",
    SpeechAct.HOPE: "should",
    SpeechAct.ASK: "should",
    SpeechAct.BELIEVE: "should",
}
# "expelled", "has imposed": words that are in the past by themselves are done.
PAST = re.compile(r"\w+ed$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture:
    """A posture told at some characters of a text, how firmly, and the clause it stands in."""

    code: str
    modality: str
    start: int
    end: int
    clause: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureWords:
    """The words of postures and of modalities, as one expression each, in the order that breaks ties."""

    postures: tuple[tuple[str, re.Pattern[str]], ...]
    modalities: tuple[tuple[str, re.Pattern[str]], ...]
    breaks: re.Pattern[str]
    conditions: re.Pattern[str]
    refusals: re.Pattern[str]
    denied_deeds: re.Pattern[str]
    mentions: re.Pattern[str]

    def find(self, sentence: str) -> tuple[Posture, ...]:
        """Return the postures of a sentence in the order of its words, one of a code and modality a clause.

        What stands under "if" is a condition, not a position.
        """
        said = self.conditions.sub(lambda match: "#" * len(match.group()), sentence)
        found: dict[tuple[str, str, tuple[int, int]], Posture] = {}
        for code, start, end in self._match(said):
            if self.mentions.search(said, max(0, start - REACH_REFUSAL), start):
                continue
            first, last = clause = self._find_clause(said, start)
            modality = self._judge_modality(code, said[first:last], start - first, end - first)
            posture = Posture(code=code, modality=modality, start=start, end=end, clause=clause)
            found.setdefault((code, modality, clause), posture)
        return tuple(found.values())

    def weigh_act(self, modality: str, act: SpeechAct) -> str:
        """Return the modality that the act of saying leaves: whoever urges talks has not decided on them."""
        if act in OVERRIDING_ACTS:
            return OVERRIDING_ACTS[act]
        return WEAKENING_ACTS.get(act, modality) if modality in FIRM else modality

    def _match(self, sentence: str) -> list[tuple[str, int, int]]:
        taken: list[tuple[str, int, int]] = []
        for code, pattern in self.postures:
            for match in pattern.finditer(sentence):
                start, end = match.span()
                if all(end <= low or high <= start for _, low, high in taken):
                    taken.append((code, start, end))
        return sorted(taken, key=lambda one: one[1:])

    def _find_clause(self, sentence: str, position: int) -> tuple[int, int]:
        start = 0
        for match in self.breaks.finditer(sentence):
            if match.start() > position:
                return start, match.start()
            start = match.end()
        return start, len(sentence)

    def _judge_modality(self, code: str, clause: str, start: int, end: int) -> str:
        """Return the modality of the words nearest before the posture, else of those behind it."""
        if code not in REFUSING_POSTURES and self.refusals.search(
            clause, max(0, start - REACH_REFUSAL), start
        ):
            return "denied" if self.denied_deeds.search(clause, end) else "would_not"
        # "avoid a war" says no by itself; "all options on the table" tells its modality itself.
        stop = start if code in REFUSING_POSTURES else end
        hits = self._list_modals(clause, max(0, start - REACH_CHARS), stop)
        firm = [hit for hit in hits if hit[2] != "done"]
        if firm:
            nearest = firm[-1][2]
            # "could be considered" is a possibility, not yet a thing under study.
            unsure = nearest == "considered" and any(hit[2] == "could" for hit in firm)
            # What could be shown as what will be is the worse error: an open word outweighs "will".
            opened = [hit[2] for hit in firm if hit[2] in OPEN]
            if nearest == "decided" and opened:
                return opened[-1]
            return "could" if unsure else nearest
        after = [hit[2] for hit in self._list_modals(clause, end, len(clause)) if hit[2] != "done"]
        if hits:
            return after[0] if after and after[0] in OPEN else "done"
        if after:
            return after[0]
        return "done" if PAST.search(clause[start:end]) else DEFAULT_MODALITY

    def _list_modals(self, clause: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """Return modal words in their order; of two that overlap the earlier, then the longer."""
        hits = sorted(
            (match.start(), -match.end(), rank, code)
            for rank, (code, pattern) in enumerate(self.modalities)
            for match in pattern.finditer(clause, start, end)
        )
        kept: list[tuple[int, int, str]] = []
        for first, last, _, code in hits:
            if not kept or first >= kept[-1][1]:
                kept.append((first, -last, code))
        return kept


def load_postures(path: Traversable) -> PostureWords:
    """Load the words from a language's data file."""
    raw = parse_word_file(path.read_text(encoding="utf-8"), file=path.name)
    try:
        words = raw["words"]
        return PostureWords(
            postures=tuple(_read_groups(raw["posture"], file=path.name)),
            modalities=tuple(_read_groups(raw["modality"], file=path.name)),
            breaks=re.compile(rf";|,?\s(?:{_join(words['breaks'])})\s", re.IGNORECASE),
            conditions=re.compile(rf"\b(?:{_join(words['conditions'])})\b[^,;:—]*", re.IGNORECASE),
            refusals=re.compile(rf"\b(?:{_join(words['refusals'])})\s+(?:\w+\s+)?$", re.IGNORECASE),
            denied_deeds=re.compile(rf"\b(?:{_join(words['denied_deeds'])})\b", re.IGNORECASE),
            mentions=re.compile(rf"\b(?:{_join(words['mentions'])})\s+(?:[\w-]+\s+){{0,3}}$", re.IGNORECASE),
        )
    except (KeyError, TypeError, re.error) as error:
        raise OntologyError(f"{path.name}: a posture table is wrong: {error!r}; see its head") from error


def _join(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)


def _read_groups(groups: list[dict[str, Any]], *, file: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for group in groups:
        patterns = read_words(group["patterns"], f"{group['code']}.patterns", file=file)
        longest_first = sorted(patterns, key=len, reverse=True)
        words = "|".join(_compile(pattern) for pattern in longest_first)
        yield group["code"], re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)


def _compile(pattern: str) -> str:
    """Turn a pattern of the file into an expression."""
    parts = [re.escape(part).replace("%", r"\w*") for part in pattern.split() if part != "*"]
    words = [part for part in pattern.split()]
    expression = parts[0]
    index = 1
    for left, part in zip(words, words[1:], strict=False):
        if part == "*":
            continue
        expression += r"\s+" + (GAP if left == "*" else "") + parts[index]
        index += 1
    return expression
