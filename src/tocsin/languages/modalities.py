"""How firmly a thing is wanted: the modal words and verbs that govern it, the weaker where they disagree."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.model import SpeechAct

# A modal word farther before the words it governs belongs to something else.
REACH_CHARS = 160
# "Moscow does not seek a conflict": a refusal without a telling word is a wish, the weakest it can be.
DEFAULT_MODALITY = "should"
# "no pre-emptive strike": so near before the words it refuses.
REACH_REFUSAL = 40
OPEN = frozenset({"could", "should", "considered"})
"""Modalities of what may be or ought to be."""
FIRM = frozenset({"done", "decided"})
"""Modalities of what was done or will be; never given to a clause that holds an open word."""
NOT_MODAL = "none"
"""The group of words that only look modal ("as soon as possible")."""
OVERRIDING_ACTS = {SpeechAct.DENY: "denied", SpeechAct.REFUSE: "would_not"}
WEAKENING_ACTS = {
    SpeechAct.DEMAND: "should",
    SpeechAct.PROPOSE: "should",
    SpeechAct.HOPE: "should",
    SpeechAct.ASK: "should",
    SpeechAct.BELIEVE: "should",
    SpeechAct.PREDICT: "could",
    SpeechAct.SUSPECT: "could",
}
# "are providing", "is also working with": under way.
PROGRESSIVE = re.compile(
    r"(?:\b(?:am|is|are|has been|have been)|[’'](?:m|re|ve been))\s+"
    r"(?:(?:\w+ly|also|now|still|already|both|just)\s+){0,2}"
    r"(?!going\b|planning\b|looking\b|being\b|nothing\b)\w{3,}ing\b",
    re.IGNORECASE,
)
# "expelled", "has imposed": words that are in the past by themselves are done.
PAST = re.compile(
    r"\b(?!need|indeed|speed|proceed|exceed|unprecedented|continued|increased|renewed)\w{3,}ed\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordGroup:
    """Words of one code as one expression, and runs of letters of which any text it is found in has one."""

    code: str
    regex: re.Pattern[str]
    needs: tuple[str, ...]

    def may_match(self, folded: str) -> bool:
        """Whether the words can be found in a text, case folded: a look that spares most searches."""
        return any(part in folded for part in self.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModalityWords:
    """The words of each modality, as one expression each, in the order that breaks ties."""

    groups: tuple[WordGroup, ...]
    refusals: re.Pattern[str]
    denied_deeds: re.Pattern[str]

    def judge(self, clause: str, start: int, end: int, *, refusing: bool) -> str | None:
        """Return how firmly the words of a clause from start to end are meant; None where nothing tells.

        `refusing`: the words say no by themselves ("avoid a war"). A clause with an open word is never firm.
        """
        near = max(0, start - REACH_REFUSAL)
        if not refusing and self.refusals.search(clause, near, start):
            return "denied" if self.denied_deeds.search(clause, end) else "would_not"
        # "all options on the table" tells its modality itself; "avoid a war" does not.
        stop = start if refusing else end
        told = self._read_governors(clause, start, stop) or self._read_after(clause, end)
        if told is None and PAST.search(clause, max(0, start - REACH_CHARS), end):
            told = "done"
        if told is None and refusing:
            return DEFAULT_MODALITY
        return self.weaken(told, clause, start) if told in FIRM else told

    def weigh_act(self, modality: str, act: SpeechAct) -> str:
        """Return the modality that the act of saying leaves: whoever urges talks has not decided on them."""
        if act in OVERRIDING_ACTS:
            return OVERRIDING_ACTS[act]
        return WEAKENING_ACTS.get(act, modality) if modality in FIRM else modality

    def _read_governors(self, clause: str, start: int, stop: int) -> str | None:
        """Return what the nearest word before a place tells, with the chain it ends."""
        first = max(0, start - REACH_CHARS)
        hits = self.list_modals(clause, first, stop)
        telling = [hit for hit in hits if hit[2] != "done"]
        under_way = [match.end() for match in PROGRESSIVE.finditer(clause, first, stop)]
        if telling and not (under_way and under_way[-1] > telling[-1][1] and telling[-1][2] in FIRM):
            nearest = telling[-1][2]
            # "could be considered" is a possibility, not yet a thing under study.
            unsure = nearest == "considered" and any(hit[2] == "could" for hit in telling)
            return "could" if unsure else nearest
        return "done" if hits or under_way else None

    def _read_after(self, clause: str, end: int) -> str | None:
        """Return what the first telling word behind a place says."""
        after = [code for _, _, code in self.list_modals(clause, end, len(clause))]
        telling = [code for code in after if code != "done"]
        return next(iter(telling or after), None)

    def weaken(self, told: str, clause: str, start: int) -> str:
        """Return the open word of a clause that stands nearest, else what was told."""
        opened = [hit for hit in self.list_modals(clause, 0, len(clause)) if hit[2] in OPEN]
        return min(opened, key=lambda hit: abs(hit[0] - start))[2] if opened else told

    def list_modals(self, clause: str, start: int, end: int) -> Sequence[tuple[int, int, str]]:
        """Return modal words in their order; of two that overlap the earlier, then the longer."""
        kept: list[tuple[int, int, str]] = []
        for first, last, _, code in sorted(self._match(clause, start, end)):
            if not kept or first >= kept[-1][1]:
                kept.append((first, -last, code))
        return [hit for hit in kept if hit[2] != NOT_MODAL]

    def _match(self, clause: str, start: int, end: int) -> Iterator[tuple[int, int, int, str]]:
        folded = clause.casefold()
        for rank, group in enumerate(self.groups):
            if group.may_match(folded):
                for match in group.regex.finditer(clause, start, end):
                    yield match.start(), -match.end(), rank, group.code
