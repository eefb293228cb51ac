"""Code role nouns to PLOVER sectors: "border guards" are COP, "the foreign ministry" is GOV."""

import re
from dataclasses import dataclass
from functools import cache

from tocsin.gazetteer.tables import fold_name, read_rows

IRREGULAR_PLURALS = {"men": "man", "women": "woman", "children": "child"}
LONGEST_ROLE_WORDS = 8
# "ambassador to Poland", "forces in Estonia": the role stands before the preposition.
PREPOSITION = re.compile(r" (?:to|of|in|from|for|on|at|against|with|near|aboard) ")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentEntry:
    """One role noun with its sector and, for an organ every state has, the unit of its actor id."""

    phrase: str
    sector: str
    unit: str


def sector_of_agent(phrase: str) -> str | None:
    """Return the PLOVER sector of a role phrase by its longest known suffix, plural or singular."""
    entry = find_agent(phrase)
    return entry.sector if entry is not None else None


def find_agent(phrase: str) -> AgentEntry | None:
    """Find the agent entry for the longest suffix of a phrase, or of what comes before its preposition."""
    folded = fold_name(phrase)
    return _find_suffix(folded) or _find_suffix(PREPOSITION.split(folded, maxsplit=1)[0])


def _find_suffix(folded: str) -> AgentEntry | None:
    words = folded.split(" ")[-LONGEST_ROLE_WORDS:]
    for start in range(len(words)):
        entry = find_exact_agent(" ".join(words[start:]))
        if entry is not None:
            return entry
    return None


def find_exact_agent(phrase: str) -> AgentEntry | None:
    """Find the agent entry of a whole phrase, its last word in plural or singular."""
    entries = _entries_by_phrase()
    return next((entries[form] for form in _list_forms(fold_name(phrase)) if form in entries), None)


@cache
def names_of_units() -> dict[str, str]:
    """Map each unit to its first phrase, which names the organ where the actor table does not."""
    names: dict[str, str] = {}
    for entry in _entries_by_phrase().values():
        if entry.unit:
            names.setdefault(entry.unit, entry.phrase)
    return names


@cache
def _entries_by_phrase() -> dict[str, AgentEntry]:
    entries = (AgentEntry(**row) for row in read_rows("agents.csv"))
    return {fold_name(entry.phrase): entry for entry in entries}


def _list_forms(phrase: str) -> list[str]:
    """List a phrase and its possible singulars: "spies" is "spy", "policemen" is "policeman"."""
    head, _, last = phrase.rpartition(" ")
    before = f"{head} " if head else ""
    forms = [phrase]
    if last in IRREGULAR_PLURALS:
        forms.append(before + IRREGULAR_PLURALS[last])
    if last.endswith("men"):
        forms.append(before + last[:-3] + "man")
    if last.endswith("ies"):
        forms.append(before + last[:-3] + "y")
    if last.endswith("es"):
        forms.append(before + last[:-2])
    if last.endswith("s") and not last.endswith("ss"):
        forms.append(before + last[:-1])
    if last.endswith("'s") or last.endswith("s'"):
        forms.append(before + last[:-2])
    return forms
