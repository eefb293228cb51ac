"""The words that tell what is wanted done about hostile acts, and how firmly."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from tocsin.errors import OntologyError
from tocsin.languages.modalities import FIRM, ModalityWords, WordGroup
from tocsin.languages.wordfile import parse_word_file, read_words
from tocsin.model import SpeechAct

# `*` in a pattern: so many words at most.
GAP = r"(?:[\w’'-]+\s+){0,6}?"
# "remarks about a possible strike": so near before a posture.
REACH_MENTION = 120
# These postures are refusals themselves: a "not" in their words is no "would not".
REFUSING_POSTURES = frozenset({"reject_escalation", "de_escalate"})


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
    """The words of postures, as one expression each, in the order that breaks ties, and of modalities."""

    postures: tuple[WordGroup, ...]
    modalities: ModalityWords
    breaks: re.Pattern[str]
    conditions: re.Pattern[str]
    mentions: re.Pattern[str]
    asks: re.Pattern[str]

    def find(self, sentence: str, *, under: str = "") -> tuple[Posture, ...]:
        """Return the postures of a sentence in the order of its words, one of a code and modality a clause.

        What stands under "if" is a condition, not a position. No sentence with an open word gives a firm one.
        `under` is the title over it: below "White House calls on Congress to ..." nothing is decided yet.
        """
        said = self.conditions.sub(lambda match: "#" * len(match.group()), sentence)
        found: dict[tuple[str, str, tuple[int, int]], Posture] = {}
        for code, start, end in self._match(said):
            if self.mentions.search(said, max(0, start - REACH_MENTION), start):
                continue
            first, last = clause = self._find_clause(said, start)
            modality = self.modalities.judge(
                said[first:last], start - first, end - first, refusing=code in REFUSING_POSTURES
            )
            if modality in FIRM:
                modality = self.modalities.weaken(modality, sentence, start)
            if modality == "decided" and self.asks.search(under):
                modality = "should"
            if modality is None:
                continue
            posture = Posture(code=code, modality=modality, start=start, end=end, clause=clause)
            found.setdefault((code, modality, clause), posture)
        return tuple(found.values())

    def weigh_act(self, modality: str, act: SpeechAct) -> str:
        """Return the modality that the act of saying leaves: whoever urges talks has not decided on them."""
        return self.modalities.weigh_act(modality, act)

    def _match(self, sentence: str) -> list[tuple[str, int, int]]:
        taken: list[tuple[str, int, int]] = []
        folded = sentence.casefold()
        for group in self.postures:
            if not group.may_match(folded):
                continue
            for match in group.regex.finditer(sentence):
                start, end = match.span()
                if all(end <= low or high <= start for _, low, high in taken):
                    taken.append((group.code, start, end))
        return sorted(taken, key=lambda one: one[1:])

    def _find_clause(self, sentence: str, position: int) -> tuple[int, int]:
        start = 0
        for match in self.breaks.finditer(sentence):
            if match.start() > position:
                return start, match.start()
            start = match.end()
        return start, len(sentence)


def load_postures(path: Traversable) -> PostureWords:
    """Load the words from a language's data file."""
    raw = parse_word_file(path.read_text(encoding="utf-8"), file=path.name)
    try:
        words = raw["words"]
        return PostureWords(
            postures=tuple(_read_groups(raw["posture"], file=path.name)),
            modalities=ModalityWords(
                groups=tuple(_read_groups(raw["modality"], file=path.name)),
                refusals=re.compile(rf"\b(?:{_join(words['refusals'])})\s+(?:\w+\s+)?$", re.IGNORECASE),
                denied_deeds=re.compile(rf"\b(?:{_join(words['denied_deeds'])})\b", re.IGNORECASE),
            ),
            breaks=re.compile(rf";|\s[—–]\s|,?\s(?:{_join(words['breaks'])})\s", re.IGNORECASE),
            conditions=re.compile(rf"\b(?:{_join(words['conditions'])})\b[^,;:—]*", re.IGNORECASE),
            asks=re.compile(rf"\b(?:{_join(words['asks'])})\b", re.IGNORECASE),
            mentions=re.compile(
                rf"\b(?:(?:{_join(words['mentions'])})|(?:{_join(words['words_about'])})(?:\s+[\w’'-]+){{1,9}}?\s+about)"
                r"\s+(?:[\w-]+\s+){0,3}$",
                re.IGNORECASE,
            ),
        )
    except (KeyError, TypeError, re.error) as error:
        raise OntologyError(f"{path.name}: a posture table is wrong: {error!r}; see its head") from error


def _join(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)


def _read_groups(groups: list[dict[str, Any]], *, file: str) -> Iterator[WordGroup]:
    for group in groups:
        patterns = read_words(group["patterns"], f"{group['code']}.patterns", file=file)
        longest_first = sorted(patterns, key=len, reverse=True)
        words = "|".join(_compile(pattern) for pattern in longest_first)
        yield WordGroup(
            code=group["code"],
            regex=re.compile(
                rf"(?:(?<![\w-])|(?=[’'])|(?<=\w)(?=n[’']t))(?:{words})(?![\w-])", re.IGNORECASE
            ),
            needs=tuple(dict.fromkeys(_find_longest_part(pattern) for pattern in patterns)),
        )


def _find_longest_part(pattern: str) -> str:
    """Return the longest run of letters that a pattern cannot do without."""
    return max(re.split(r"[\s*%]+", pattern.casefold()), key=len)


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
